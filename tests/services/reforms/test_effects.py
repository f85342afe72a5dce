"""What a reform was computed to do comes back as it was, of whatever size a nation's money is; damage is told."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.places import Place, actor

from pulmu.model import OutsideError, encode
from pulmu.services.access.gate import Deed
from pulmu.services.populations import ListedPopulation
from pulmu.services.reform_effect import Interval, ProgrammeEffect, ReformEffect, Sensitivity, TakeUp, Where
from pulmu.services.reforms.effects import Question, keep_effect, read_effect

OFFICER = actor("kwon", "agency_officer")
money = st.none() | st.floats(0, 1e24)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    found = Place(tmp_path_factory.mktemp("place"))
    found.with_companies()
    return found


def keep(place: Place, reform: str, effect: object) -> int:
    question = Question(
        reform=reform, reform_version=0, reform_sha256="0", population="national", population_sha256="0",
        day="2026-11-25", program=repr(effect),
    )  # fmt: skip
    with place.gate.writing(OFFICER, Deed("compute_reform", f"reform:{reform}")) as work:
        return keep_effect(place.gate, OFFICER, work, question, {}, ListedPopulation("national", "0", None), effect)


@settings(max_examples=40, deadline=None)
@given(st.tuples(money, money, money, money, money, money))
def test_money_of_a_nation_comes_back_as_it_was(place: Place, amounts: tuple[float | None, ...]) -> None:
    before, after, budget, cost, ceilings, same = amounts
    effect = ReformEffect(
        reform="grace", status="draft", day=date(2026, 11, 25), changed=("size.grace_years",), touched=(), firms=1,
        classes=(), one_in=100,
        programmes=(ProgrammeEffect(
            programme="carbon_loan", may_apply_before=1, may_apply_after=None, gain=None, lose=0, surely_gain=0,
            most_before_krw=before, most_after_krw=after, without_amount=0, budget_krw=(budget, None), projects=None,
            at_same_take_up_krw=same, where=(Where("section", "C", 1, None),),
            take_up=(TakeUp("all", 1.0, 8_307_300.0, cost, ceilings, None, 1e-9),),
        ),),
        sensitivity=Sensitivity((), (Interval("carbon_loan", "gain", 4.15e17, (0.0, 4.15e17), (0.0, 8.3e18), None,
                                              (before,)),)),
    )  # fmt: skip
    number = keep(place, "grace", encode(effect, full=True))
    assert read_effect(place.gate, OFFICER, "grace", number).effect == effect


def test_an_effect_that_cannot_be_read_is_told_and_not_shown_in_part(place: Place) -> None:
    number = keep(place, "damaged", {"reform": "damaged", "programmes": "many"})
    with pytest.raises(OutsideError) as caught:
        read_effect(place.gate, OFFICER, "damaged", number)
    assert [item.code for item in caught.value.problems] == ["outside.effect_unreadable"]
