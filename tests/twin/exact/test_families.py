"""Lines as a stranger writes them from the reference page, of every family with an exact answer, against that answer.

Family-wise error over all of them: 1 in 1,000 by Holm's procedure. `make soak ONLY=exact_lines` draws others.
"""

from dataclasses import replace

import pytest
from tests.twin.exact.compare import Case, Score, scores, too_far
from tests.twin.exact.families import cases

ERROR = 1e-3
FEWEST_CASES, FEWEST_NUMBERS = 60, 350


@pytest.fixture(scope="module")
def drawn() -> list[Case]:
    """One case for each family and law."""
    return list(cases(20261128))


@pytest.fixture(scope="module")
def found(drawn: list[Case]) -> list[Score]:
    """Their scores."""
    return [score for case in drawn for score in scores(case)]


def test_every_family_has_its_cases(drawn: list[Case], found: list[Score]) -> None:
    assert len(drawn) == len({case.name for case in drawn}) >= FEWEST_CASES
    assert len(found) >= FEWEST_NUMBERS


def test_what_is_simulated_is_as_far_from_the_exact_numbers_as_chance_takes_it(found: list[Score]) -> None:
    assert [str(score) for score in too_far(found, ERROR)] == []


def test_a_number_that_is_wrong_by_a_fiftieth_is_found(drawn: list[Case]) -> None:
    case = next(case for case in drawn if case.name == "isolated, by operation")
    wrong = replace(case, exact={"good": case.exact["good"] * 1.02})
    assert len(too_far(scores(wrong), ERROR)) == 1


def test_holm_rejects_from_the_least_likely_on() -> None:
    def score(chance: float) -> Score:
        return Score("", "", 0, 0, 0, chance)

    few = [score(chance) for chance in (0.6, 1e-9, 0.0005, 0.0002, 0.4)]
    assert [item.chance for item in too_far(few, 1e-3)] == [1e-9, 0.0002]
