"""What the terminal says beside the figures."""

import io

import pytest
from tests.plants import electricity, good, plant, process, q, report_of

from pulmu.cli.problems import print_problems
from pulmu.cli.screen import Screen
from pulmu.cli.summary import print_summary
from pulmu.locale import Language, text
from pulmu.model import ElectricitySource, Problem, problem, warning

GRID = ElectricitySource(id="grid", amount=q("10 MWh"), emission_factor=q("0.45 t CO2e/MWh"), evidence="contract")
ERROR, WARNING = (
    make("input.missing_field", "a place", "wrong", "mend it", text="name") for make in (problem, warning)
)


@pytest.mark.parametrize(("code", "said"), [("28080000", "counted"), ("73181588", "note")])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_it_says_whether_electricity_counts(code: str, said: str, language: Language) -> None:
    made = good("made", code, nitrogen_content=0.22 if said == "counted" else None)
    described = plant(process("works", made), electricity=electricity({"works": "rest"}, GRID))
    stream = io.StringIO()
    print_summary(report_of(described), Screen(language, stream))
    told = [key for key in ("counted", "note") if text(f"cli.footprint_{key}", language) in stream.getvalue()]
    assert told == [said]


@pytest.mark.parametrize(
    ("problems", "said"),
    [
        ((), "0 errors, 0 warnings"),
        ((ERROR, WARNING, WARNING), "1 error, 2 warnings"),
        ((WARNING,), "0 errors, 1 warning"),
    ],
)
def test_one_problem_is_one(problems: tuple[Problem, ...], said: str) -> None:
    stream = io.StringIO()
    print_problems(problems, Screen("en", stream), stream)
    assert stream.getvalue().splitlines()[-1] == said
