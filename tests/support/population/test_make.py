"""A thousandth of the nation: sums, classes, holdings, and the same numbers for the same seed."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pulmu.support.population import AS_OF, CLOSED_ON, PARTS, Columns, Fit, Part, Plan, Tally, make_parts, plan_nation
from pulmu.support.population.column import joined
from pulmu.support.population.kinds import BASES, BODIES, COUNTED_AS, LEFT_BECAUSE
from pulmu.support.population.place import limits_of
from pulmu.support.population.years import annual_sales, average_sales

SCALE = 1 / 100


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plan_nation(scale=SCALE, seed=7)


@pytest.fixture(scope="module")
def parts(plan: Plan) -> tuple[Part, ...]:
    return tuple(make_parts(plan))


@pytest.fixture(scope="module")
def firms(parts: Sequence[Part]) -> Columns:
    return joined([part.firms for part in parts])


@pytest.fixture(scope="module")
def links(parts: Sequence[Part]) -> Columns:
    return joined([part.links for part in parts])


@pytest.fixture(scope="module")
def fit(plan: Plan, parts: Sequence[Part]) -> tuple[Fit, ...]:
    tally = Tally(plan)
    for part in parts:
        tally.add(part.firms, part.links)
    return tally.fit()


def _known(firms: Columns, name: str) -> np.ndarray:
    column = firms[name]
    return np.ones(column.values.size, bool) if column.known is None else column.known


def _word(firms: Columns, name: str, word: str) -> np.ndarray:
    return (firms[name].values == firms[name].labels.index(word)) & _known(firms, name)


def test_every_sum_is_near_its_margin(fit: tuple[Fit, ...]) -> None:
    for item in fit:
        if item.role == "constraint" and item.target is not None and item.target >= 100:
            assert item.error == pytest.approx(0, abs=0.02), item


def test_sums_of_money_are_met(fit: tuple[Fit, ...]) -> None:
    money = [item for item in fit if item.role == "constraint" and item.key[4] in ("sales", "assets", "rnd")]
    assert len(money) > 8
    for item in money:
        assert item.error == pytest.approx(0, abs=1e-4), item


def test_every_row_of_the_margins_is_in_the_fit(plan: Plan, fit: tuple[Fit, ...]) -> None:
    assert [item.key for item in plan.targets.rows] == [item.key for item in fit]


def test_firms_are_numbered_through_all_parts(parts: Sequence[Part], firms: Columns) -> None:
    assert len(parts) == PARTS
    assert np.array_equal(firms["firm_id"].values, np.arange(1, firms["firm_id"].values.size + 1))


def test_no_small_or_medium_firm_is_over_its_limit(plan: Plan, firms: Columns) -> None:
    is_sme = _word(firms, "counted_as", "sme")
    over = average_sales(firms) > limits_of(firms["limit_row"].values, plan.limits)
    in_grace = _word(firms, "left_sme_because", "growth")
    assert not (is_sme & over & ~in_grace).any()
    assert (over | ~(is_sme & in_grace)).all()
    assert (firms["total_assets_krw"].values[is_sme] < plan.asset_cap).all()


def test_no_firm_left_the_status_before_it_was_founded(firms: Columns) -> None:
    left = _known(firms, "left_sme_on")
    assert (firms["left_sme_on"].values[left] > firms["founded_on"].values[left]).all()
    ended = left & ~_word(firms, "counted_as", "sme")
    assert (firms["left_sme_on"].values[ended] < np.datetime64("2023-01-01")).all(), "a grace that may still run"


def test_some_firms_are_small_or_medium_by_grace(firms: Columns) -> None:
    by_grace = _word(firms, "counted_as", "sme") & _known(firms, "left_sme_on")
    reasons = [np.count_nonzero(by_grace & _word(firms, "left_sme_because", word)) for word in LEFT_BECAUSE[:2]]
    assert reasons == [7, 3]


def test_firms_stand_near_the_limits_on_both_sides(plan: Plan, firms: Columns) -> None:
    ratio = average_sales(firms) / limits_of(firms["limit_row"].values, plan.limits)
    assert ((ratio > 0.8) & (ratio <= 1) & _word(firms, "counted_as", "sme")).sum() >= 10
    assert ((ratio > 1) & (ratio < 1.5) & ~_word(firms, "counted_as", "sme")).sum() >= 2


def test_a_mid_sized_firm_has_a_reason(plan: Plan, firms: Columns, links: Columns) -> None:
    over = average_sales(firms) > limits_of(firms["limit_row"].values, plan.limits)
    over |= firms["total_assets_krw"].values >= plan.asset_cap
    held = np.isin(firms["firm_id"].values, links["owned_id"].values[links["share"].values >= 0.3])
    without = _word(firms, "counted_as", "mid_sized") & ~over & ~held & ~firms["disclosure_group"].values
    assert not without.any()


def test_a_parent_is_what_its_subsidiary_says(plan: Plan, firms: Columns, links: Columns) -> None:
    owner, owned = links["owner_id"].values - 1, links["owned_id"].values - 1
    largest = links["is_largest"].values & (links["share"].values >= 0.3)
    assets, average = firms["total_assets_krw"].values, average_sales(firms)
    by_parent = _word(firms, "left_sme_because", "parent")[owned] & largest
    assert by_parent.any()
    assert (assets[owner[by_parent]] >= plan.asset_cap).all()
    related = _word(firms, "left_sme_because", "related_companies")[owned] & largest
    assert related.any()
    limits = limits_of(firms["limit_row"].values, plan.limits)
    highest = np.maximum(limits[owner[related]], limits[owned[related]])
    assert (average[owner[related]] + average[owned[related]] > highest).all()
    assert firms["externally_audited"].values[owner[related]].all()
    assert (links["share"].values[related] >= 0.5).all(), "the whole of the parent is added, not a share of it"


def test_small_firms_that_hold_each_other_stay_within_the_limit(plan: Plan, firms: Columns, links: Columns) -> None:
    owner, owned = links["owner_id"].values - 1, links["owned_id"].values - 1
    is_sme = _word(firms, "counted_as", "sme")
    both = is_sme[owner] & is_sme[owned]
    assert both.any()
    limits, average = limits_of(firms["limit_row"].values, plan.limits), average_sales(firms)
    assert (average[owner[both]] + average[owned[both]] <= limits[owned[both]]).all()


def test_nobody_holds_itself_or_more_than_all(links: Columns) -> None:
    owner, owned, share = (links[name].values for name in ("owner_id", "owned_id", "share"))
    assert (owner != owned).all()
    assert ((share > 0) & (share <= 1)).all()
    assert (np.bincount(owned, share) <= 1 + 1e-9).all()
    pairs = owner * 10**9 + owned
    assert np.unique(pairs).size == pairs.size


def test_the_case_of_the_average_follows_from_the_founding_day(firms: Columns) -> None:
    founded = firms["founded_on"].values
    year = founded.astype("datetime64[Y]").astype(int) + 1970
    assert (founded < np.datetime64(AS_OF)).all()
    case = np.array(BASES)[firms["basis"].values]
    asked = {"three_years": "sales_3_krw", "whole_years": "sales_years", "recent_12_months": "recent_sales_krw",
             "recent_months": "recent_months", "recent_days": "recent_days"}  # fmt: skip
    assert set(case) == set(asked)
    for name, fact in asked.items():
        assert _known(firms, fact)[case == name].all()
    for name in ("whole_years", "recent_months", "recent_days"):
        assert not _known(firms, asked[name])[case != name].any()
    assert (year[case == "three_years"] <= CLOSED_ON.year - 3).all()
    recent = np.char.startswith(case, "recent")
    assert np.array_equal(recent, _known(firms, "assessed_on"))
    assert np.array_equal(recent, _known(firms, "recent_sales_krw"))


def test_the_words_of_a_firm_fit_together(firms: Columns) -> None:
    is_person = _word(firms, "body", "sole_proprietor")
    assert not (is_person & (firms["listed"].values | firms["externally_audited"].values)).any()
    none = _word(firms, "cbam_sector", "none")
    assert np.array_equal(~none, firms["cbam_goods"].values)
    assert not (firms["cross_shareholding_group"].values & ~firms["disclosure_group"].values).any()
    assert (firms["regular_employees"].values >= 0).all()
    assert (annual_sales(firms) > 0).all()
    assert set(np.unique(firms["counted_as"].values)) == set(range(len(COUNTED_AS)))
    assert firms["body"].labels == BODIES
    assert firms["left_sme_because"].labels == LEFT_BECAUSE


def _bytes(plan: Plan) -> bytes:
    parts = [
        column.values.tobytes() + (b"" if column.known is None else column.known.tobytes())
        for part in make_parts(plan)
        for table in (part.firms, part.links)
        for column in table.values()
    ]
    return b"".join(parts)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others() -> None:
    one = _bytes(plan_nation(scale=1 / 1000, seed=3))
    assert one == _bytes(plan_nation(scale=1 / 1000, seed=3))
    assert one != _bytes(plan_nation(scale=1 / 1000, seed=4))


@settings(max_examples=10)
@given(st.integers(0, 2**32))
def test_any_seed_gives_firms_whose_class_has_a_reason(seed: int) -> None:
    plan = plan_nation(scale=1 / 1000, seed=seed)
    parts = list(make_parts(plan))
    firms, links = joined([part.firms for part in parts]), joined([part.links for part in parts])
    test_no_small_or_medium_firm_is_over_its_limit(plan, firms)
    test_a_mid_sized_firm_has_a_reason(plan, firms, links)
    test_nobody_holds_itself_or_more_than_all(links)
    counts = np.bincount(firms["counted_as"].values)
    assert counts.tolist() == [8299, 6, 5]


def test_a_thousandth_is_the_least() -> None:
    with pytest.raises(ValueError, match="thousandth"):
        plan_nation(scale=1 / 2000)
    with pytest.raises(ValueError, match="thousandth"):
        plan_nation(scale=2)
