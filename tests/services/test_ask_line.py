"""Questions to a line: answered whole, or refused whole."""

import math
from concurrent.futures import ThreadPoolExecutor

import pytest
import yaml
from tests.services.test_check_line import plant_of
from tests.twin.asked_lines import TWO_FURNACES

from pulmu.bootstrap.samples import read_sample
from pulmu.bootstrap.twin import line_engine, sample_line
from pulmu.model import Document, encode
from pulmu.model.errors import SolveError
from pulmu.services.ask_line import Asked, ask_line, read_question
from pulmu.services.line_carbon import line_carbon
from pulmu.services.line_standing import Standing
from pulmu.twin import Ask, simulate_line

QUESTION = """
id: mondays
days: 3
warm_up_hours: 2
figure: cost_per_t
scenarios:
  - {id: mondays, changes: [{station: furnace, down: [{days: [mon], machines: 1}]}]}
  - {id: dearer, changes: [{carrier: power, price: 110}]}
"""


def ask(question: str = QUESTION, line: str = TWO_FURNACES, **how: object) -> Asked:
    documents = Document(yaml.safe_load(line), "line.yaml"), Document(yaml.safe_load(question), "question.yaml")
    return ask_line(*documents, line_engine(), **how)  # type: ignore[arg-type]


def test_a_question_is_answered() -> None:
    answer = ask().answer
    assert answer is not None
    assert (answer.warm_up.hours, answer.warm_up.how, answer.hours, answer.unit) == (2, "given", 72, "KRW/t")
    mondays, dearer = answer.scenarios
    assert mondays.key.verdict == "higher"
    assert dearer.key.verdict == "higher"
    assert dearer.key.changed == pytest.approx(1.1 * (dearer.key.base or math.nan))
    assert {item.figure: item.verdict for item in dearer.figures}["good"] == "identical"


def test_the_answer_is_the_same_on_an_executor_and_goes_over_a_wire() -> None:
    here = ask().answer
    with ThreadPoolExecutor(2) as executor:
        assert ask(executor=executor).answer == here
    tree = encode(here, full=True)
    assert tree["scenarios"][0]["key"]["verdict"] == "higher"


def test_the_warm_up_is_found_where_none_is_given() -> None:
    answer = ask(QUESTION.replace("warm_up_hours: 2", "seed: 3")).answer
    assert answer is not None
    assert answer.warm_up.how in ("found", "none_needed", "not_found")


def test_everything_wrong_with_line_and_question_is_told_at_once() -> None:
    asked = ask(QUESTION.replace("cost_per_t", "cost_per_ton").replace("furnace,", "furnac,") + "first: 900\n")
    assert [item.code for item in asked.problems] == [
        "what_if.first_most", "what_if.unknown_figure", "what_if.unknown_name",
    ]  # fmt: skip
    assert asked.answer is None
    asked = ask(QUESTION.replace("days: 3", "dais: 3"), TWO_FURNACES.replace("station: press", "station: pres"))
    assert {item.code for item in asked.problems} == {"line.unknown_name", "input.unknown_field"}
    assert [item.code for item in ask("{id: q, scenarios: []}").problems] == ["what_if.no_scenario"]


def test_it_can_be_stopped() -> None:
    with pytest.raises(SolveError):
        ask(tell=lambda done, of: done < 3)


IN_PLANT = """
id: burner
days: 14
warm_up_hours: 168
first: 5
most: 5
figure: balance.bolts.certificates
scenarios:
  - {id: burner, changes: [{station: hardening, carrier: gas, use: {busy: 40, idle: 2}}]}
  - {id: motors, changes: [{station: heading, carrier: electricity, use: {busy: 9, idle: 2}}]}
  - {id: nothing, changes: [{station: packing, down: [{}]}]}
"""


def in_plant(question: str = IN_PLANT, **more: object) -> Asked:
    standing = Standing(plant=read_sample("fasteners"), edition="2026-08", **more)  # type: ignore[arg-type]
    asked = Document(yaml.safe_load(question), "question.yaml")
    return ask_line(sample_line("fasteners"), asked, line_engine(), standing=standing)


def test_balances_are_figures_and_are_those_of_the_service_of_simulated_shifts() -> None:
    asked = in_plant()
    answer = asked.answer
    assert answer is not None
    assert asked.basis is not None
    burner, motors, nothing = answer.scenarios
    found = {item.figure: item for item in (burner.key, *burner.figures)}
    question = read_question(sample_line("fasteners"), Document(yaml.safe_load(IN_PLANT), "q.yaml")).value
    ask_of = Ask(21 * 86_400, 7 * 86_400, 0)
    plant = plant_of("fasteners")
    runs, base = (list(simulate_line(line, ask_of, line_engine(), replications=5))
                  for line in (question.scenarios[0], question.line))  # fmt: skip
    want = line_carbon(question.scenarios[0], runs, plant, "2026-08", base=(question.line, base))
    for good in ("bolts", "nuts"):
        for name, estimate in want.goods[good].items():
            told = found[f"balance.{good}.{name}"]
            assert told.changed == pytest.approx(estimate.mean, rel=1e-12)
            assert told.difference == pytest.approx(want.change[good][name].mean, rel=1e-9, abs=1e-12)
    assert found["balance.nuts.footprint"].half_width is not None
    assert asked.basis.year == want.year
    assert (burner.key.verdict, motors.key.verdict) == ("lower", "identical")
    apart = {item.figure: item.verdict for item in motors.figures}
    assert (apart["balance.bolts.footprint"], apart["balance.bolts.energy_won"]) == ("lower", "lower")
    assert (nothing.key.verdict, nothing.enough, nothing.key.changed) == ("no_value", False, None)


def test_the_line_of_the_plants_year_may_be_another() -> None:
    question = IN_PLANT.replace("balance.bolts.certificates", "balance.bolts.electricity")
    same, other = in_plant(question), in_plant(question, base=sample_line("fasteners"))
    assert same.answer == other.answer
    assert in_plant(question, rest="drop").answer != same.answer


def test_a_plant_that_does_not_fit_is_told_with_the_rest() -> None:
    document = sample_line("fasteners")
    standing = Standing(plant=read_sample("extrusions"), edition="2026-08")
    question = Document(yaml.safe_load(IN_PLANT.replace("heading", "headings")), "question.yaml")
    problems = ask_line(document, question, line_engine(), standing=standing).problems
    assert {item.code.split(".")[0] for item in problems} == {"line", "what_if"}
    alone = ask_line(document, Document(yaml.safe_load(IN_PLANT), "q.yaml"), line_engine()).problems
    assert [item.code for item in alone] == ["what_if.figure_of_plant"]
