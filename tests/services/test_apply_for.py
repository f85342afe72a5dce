"""What a firm may apply for: order, worth, dates, reasons, and questions."""

import dataclasses
from datetime import date
from typing import Any

import pytest

from pulmu.bootstrap.support import packaged_programmes
from pulmu.model import Document, Problem
from pulmu.model.programme import Condition, Payment, Programme, Round
from pulmu.services.apply_for import Chances, apply_for
from pulmu.support.advice import missing

DAY = date(2026, 11, 27)


def firm(**changed: Any) -> Document:
    years = [{"end": f"{year}-12-31", "sales_krw": 4_000_000_000, "total_assets_krw": 3_000_000_000}
             for year in (2025, 2024, 2023)]  # fmt: skip
    known = {"id": "a", "name": "A", "body": "company", "ksic": "25941", "founded_on": "2004-03-15",
             "disclosure_group": {"member": False}, "cross_shareholding_group": {"member": False},
             "finance_or_insurance": False, "owners_known": True, "relatives_known": True, "leaving": [],
             "business_years": years}  # fmt: skip
    return Document({"companies": [{**known, **changed}]}, "")


def programme(name: str, fact: str = "cbam_goods", **changed: Any) -> Programme:
    values: dict[str, Any] = {"name_ko": name, "name_en": name, "kind": "grant", "year": 2026,
                              "conditions": Condition(fact=fact, operator="equals", value=True)}  # fmt: skip
    return Programme(id=name, **{**values, **changed})


def answer(document: Document, *programmes: Programme, **wish: Any) -> Chances:
    found = apply_for(document, DAY, programmes, **wish)
    assert found.problems == ()
    assert found.answer is not None
    return found.answer


def test_worth_most_comes_first_then_what_is_not_known_then_no_money_then_loans() -> None:
    found = answer(
        firm(),
        programme("some", payment=Payment(ceiling_krw=1_000, rate=0.5)),
        programme("lent", kind="loan", payment=Payment(ceiling_krw=9_000, rate=0.5)),
        programme("prize", kind="award"),
        programme("untold"),
        programme("more", payment=Payment(ceiling_krw=2_000, rate=0.5)),
    )
    assert [item.id for item in found.open_to] == ["more", "some", "untold", "prize", "lent"]


@pytest.mark.parametrize(("rate", "ceiling", "whole", "own"), [
    (0.5, 1_000, 2_000.0, (1_000.0, 1_000.0)),
    (0.9, 20_000_000, 22_222_223.0, (2_222_223.0, 2_222_223.0)),
    (1.0, 1_000, 1_000.0, (0.0, 0.0)),
    (None, 1_000, None, None),
    (0.5, None, None, None),
])  # fmt: skip
def test_the_whole_ceiling_has_its_cost_and_own_share(
    rate: float | None, ceiling: int | None, whole: float | None, own: tuple[float, float] | None
) -> None:
    found = answer(firm(), programme("x", payment=Payment(ceiling_krw=ceiling, rate=rate)))
    worth = found.open_to[0].worth
    assert worth is not None
    assert worth.whole_from_krw == whole
    assert worth.own_share_at_whole_krw == own
    assert worth.support_krw == (0.0, None if ceiling is None else float(ceiling))


def test_one_won_less_than_that_cost_does_not_bring_the_whole() -> None:
    paid = []
    for cost in (22_222_222, 22_222_223):
        found = answer(firm(), programme("x", payment=Payment(ceiling_krw=20_000_000, rate=0.9)), cost_krw=cost)
        worth = found.open_to[0].worth
        assert worth is not None
        paid.append(worth.support_krw[0])
    assert paid[0] < 20_000_000
    assert paid[1] == 20_000_000


def test_a_no_says_the_first_condition_that_fails_and_what_would_turn_it() -> None:
    item = answer(firm(facts={"cbam_goods": False}), programme("x")).closed_to[0]
    assert [(reason.fact, reason.answer) for reason in item.decided_by] == [("cbam_goods", "no")]
    assert item.turn is not None
    assert (item.turn.before, item.turn.after, item.turn.becomes) == (False, True, ("yes",))


def test_a_ranked_choice_turns_at_the_next_step() -> None:
    when = Condition(fact="smart_factory_level", operator="at_least", value="intermediate_1")
    item = answer(firm(facts={"smart_factory_level": "basic"}), programme("x", conditions=when)).closed_to[0]
    assert item.turn is not None
    assert (item.turn.before, item.turn.after) == ("basic", "intermediate_1")


def test_a_fact_that_settles_two_is_asked_before_one_that_settles_one() -> None:
    found = answer(firm(), programme("x", "venture_business"), programme("y"), programme("z"))
    assert [(item.fact, item.outputs) for item in found.ask_first] == [
        ("cbam_goods", ("y.eligible", "z.eligible")),
        ("venture_business", ("x.eligible",)),
    ]


def test_an_open_condition_is_named_with_what_to_ask() -> None:
    item = answer(firm(), programme("x")).open_to[0]
    assert item.eligible == "unknown"
    assert [reason.answer for reason in item.decided_by] == ["unknown"]
    assert item.asks == ("cbam_goods",)


def test_terms_that_no_source_tells_stay_unknown() -> None:
    item = answer(firm(), programme("x", conditions=None)).open_to[0]
    assert (item.eligible, item.terms_known, item.decided_by) == ("unknown", False, ())


def test_terms_of_an_earlier_year_are_marked() -> None:
    found = answer(firm(), programme("old", year=2025), programme("new"))
    assert {item.id: item.is_earlier for item in found.open_to} == {"old": True, "new": False}


@pytest.mark.parametrize(("opens", "closes", "now", "which"), [
    (date(2026, 11, 1), date(2026, 11, 27), "yes", "deadline"),
    (date(2026, 12, 1), date(2026, 12, 20), "no", "opens"),
    (date(2026, 11, 1), date(2026, 11, 26), "no", "last"),
])  # fmt: skip
def test_rounds_are_seen_from_the_day(opens: date, closes: date, now: str, which: str) -> None:
    item = Round(id="r", year=2026, opens=opens, closes=closes)
    dates = answer(firm(), programme("x", rounds=(item,))).open_to[0].dates
    assert dates.now == now
    assert getattr(dates, which) == item


def test_problems_stand_in_the_way_all_at_once() -> None:
    found = apply_for(firm(body="club", facts={"no_such": 1}), DAY, (programme("x"),))
    assert found.answer is None
    assert all(isinstance(item, Problem) for item in found.problems)


def test_a_firm_of_which_only_a_name_is_known_is_asked_only_what_a_person_can_tell() -> None:
    found = apply_for(Document({"companies": [{"id": "a"}]}, ""), DAY, packaged_programmes())
    assert found.answer is not None
    asked = [item.fact for item in found.answer.ask_first]
    assert asked[0] == "division"
    assert len(asked) == len(set(asked))
    assert not {"basis", "closed_on", "section", "limit_row", "related_limit_row"} & set(asked)


def test_leaving_out_what_a_fact_does_not_touch_changes_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    document = firm(disclosure_group=None)
    quick = apply_for(document, DAY, packaged_programmes()).answer
    every = dict.fromkeys(missing._askable(), "")
    monkeypatch.setattr(missing, "facts_asked", lambda node: every)
    whole = apply_for(document, DAY, packaged_programmes()).answer
    assert quick is not None
    assert whole is not None
    assert len(quick.ask_first) > 5
    assert [dataclasses.astuple(item) for item in quick.ask_first] == [
        dataclasses.astuple(item) for item in whole.ask_first
    ]


def test_a_told_cost_makes_no_amount_of_terms_that_are_not_known() -> None:
    found = answer(firm(), programme("untold"), programme("some", payment=Payment(ceiling_krw=1_000)), cost_krw=10_000)
    assert [item.id for item in found.open_to] == ["some", "untold"]
    worth = [item.worth for item in found.open_to]
    assert [item.is_told for item in worth if item is not None] == [True, False]


def test_facts_that_settle_only_with_others_are_kept_at_the_end() -> None:
    sizes = Condition(fact="size_class", operator="in", value=("small",))
    found = answer(firm(business_years=[]), programme("x", conditions=sizes), programme("y"))
    assert found.ask_first[0].fact == "cbam_goods"
    assert "sales_1_krw" in [item.fact for item in found.ask_first if not item.outputs]
