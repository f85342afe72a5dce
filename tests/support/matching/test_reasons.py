"""Every wish that was not fulfilled has a reason, and the reason is true."""

import dataclasses
from random import Random

import numpy as np
import pytest
from tests.support.matching.markets import blocks_of, every_assignment, market, rank_of

from pulmu.support.matching import NOBODY, Kinds, Limits, Market, defer
from pulmu.support.matching.reasons import Reasons, Refused, reasons_of, refusals, unused


def test_every_wish_above_what_one_has_is_told_with_a_true_reason() -> None:
    seen: dict[str, int] = {}
    for seed in range(400):
        given = market(Random(seed), kinds=2 * (seed % 2), most=7, reserved=seed % 4 == 1)
        supplier = defer(given).supplier
        reasons = reasons_of(given, supplier)
        for applicant in range(given.applicants):
            told = refusals(reasons, applicant)
            wished = given.supplier[given.applicant == applicant]
            has = rank_of(given, applicant, int(supplier[applicant]))
            better = [s for s in wished.tolist() if rank_of(given, applicant, s) < has]
            assert sorted(item.supplier for item in told) == sorted(better), seed
            assert [item.wish for item in told] == sorted(item.wish for item in told)
            for item in told:
                seen[item.why] = seen.get(item.why, 0) + 1
                assert is_true(given, supplier, applicant, item), (seed, item)
    assert set(seen) == {"full", "lot", "kind_full", "kind_lot", "reserved"}
    assert min(seen.values()) > 10


def is_true(given: Market, supplier: np.ndarray, applicant: int, item: Refused) -> bool:
    before = (item.last_rank, item.last_lot) < (item.rank, item.lot)
    if item.why == "reserved":
        assert given.kinds is not None
        return not before and int(given.kinds.reserved[item.supplier].sum()) > 0
    tied = item.places > 0 and item.rank == item.last_rank
    full = int((supplier == item.supplier).sum()) >= given.capacity[item.supplier]
    return (before or not item.places) and (item.why in ("lot", "kind_lot")) == tied and (full or "kind" in item.why)


@pytest.mark.parametrize("limits", ["budget", "pool", "budget pool"])
def test_money_that_does_not_suffice_is_told_with_what_is_left(limits: str) -> None:
    seen: dict[str, int] = {}
    for seed in range(120):
        given = market(Random(seed), limits=limits)
        for assignment in list(every_assignment(given))[:20]:
            reasons = reasons_of(given, np.array(assignment))
            blocks = blocks_of(given, assignment)
            for applicant in range(given.applicants):
                for item in refusals(reasons, applicant):
                    seen[item.why] = seen.get(item.why, 0) + 1
                    assert (item.why == "violated") == ((applicant, item.supplier) in blocks), (seed, item)
                    assert (item.cost > item.left) or item.why not in ("budget", "pool")
    assert seen["violated"] > 50
    assert seen[limits.split(maxsplit=1)[0]] > 50


def test_places_that_are_left_are_told_with_who_went_elsewhere() -> None:
    total = {"elsewhere": 0, "kind_full": 0}
    for seed in range(200):
        given = market(Random(seed), kinds=2 * (seed % 2), most=6)
        supplier = defer(given).supplier
        told = {item.supplier: item for item in unused(reasons_of(given, supplier))}
        counts = np.bincount(supplier[supplier != NOBODY], minlength=given.suppliers)
        assert {s: item.left for s, item in told.items()} == {
            s: int(given.capacity[s] - counts[s]) for s in range(given.suppliers) if counts[s] < given.capacity[s]
        }
        for item in told.values():
            others = (given.supplier == item.supplier) & (supplier[given.applicant] != item.supplier)
            assert item.elsewhere + item.kind_full == int(others.sum())
            assert item.kind_full == 0 or given.kinds is not None
            assert (item.no_money, item.violated) == (0, 0)
            total["elsewhere"] += item.elsewhere
            total["kind_full"] += item.kind_full
    assert min(total.values()) > 20


ONE = Market(2, 1, np.array([0, 1]), np.array([0, 0]), np.array([1, 1]), np.array([1, 2]), np.array([1]),
             np.array([0, 1]), np.array([0]))  # fmt: skip


def why(given: Market, supplier: list[int], applicant: int) -> Refused:
    laid_out: Reasons = reasons_of(given, np.array(supplier))
    (told,) = refusals(laid_out, applicant)
    return told


def test_what_is_not_stable_is_told_as_given_up() -> None:
    assert why(ONE, [0, NOBODY], 1).why == "full"
    assert why(ONE, [NOBODY, 0], 0).why == "violated"
    assert why(ONE, [NOBODY, NOBODY], 0).why == "violated"
    tied = dataclasses.replace(ONE, supplier_rank=np.array([1, 1]))
    assert why(tied, [0, NOBODY], 1).why == "lot"
    assert [item.violated for item in unused(reasons_of(ONE, np.array([NOBODY, NOBODY])))] == [2]


def test_what_is_left_is_what_those_ranked_no_worse_leave() -> None:
    money = Limits(
        np.array([0]), None, np.array([70, 50]), np.array([100]), np.array([NOBODY]), np.array([], dtype=int)
    )
    two = dataclasses.replace(ONE, capacity=np.array([2]), limits=money)
    told = why(two, [0, NOBODY], 1)
    assert (told.why, told.cost, told.left) == ("budget", 50, 30)
    assert [item.no_money for item in unused(reasons_of(two, np.array([0, NOBODY])))] == [1]


def test_a_reserved_place_is_told_as_one() -> None:
    kept = dataclasses.replace(ONE, kinds=Kinds(np.array([0, 1]), np.array([[1, 1]]), np.array([[0, 1]])))
    told = why(kept, [NOBODY, 0], 0)
    assert (told.why, told.last_rank) == ("reserved", 2)
