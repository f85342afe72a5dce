"""What an import adds to a book, and what a book's total is."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pulmu.metering import Change, Days, Entry, book_news, book_total, standing
from pulmu.model import UnitError

DAY = date(2026, 3, 4)
YEAR = (date(2026, 1, 1), date(2027, 1, 1))


def entry(value: float = 5.0, **more: object) -> Entry:
    told = {"kind": "received", "start": DAY, "end": DAY + timedelta(1), "value": value, "unit": "t", "sha256": "a"}
    return Entry(**{**told, **more})  # type: ignore[arg-type]


def bill(start: date, end: date, value: float, **more: object) -> Entry:
    return entry(value, kind="used", start=start, end=end, unit="kWh", **{"sha256": str(start), **more})


def values(changes: list[Change]) -> list[float]:
    return sorted(item.value for item in standing(changes))


entries = st.lists(
    st.builds(
        lambda value, day, number: entry(
            value, start=DAY + timedelta(day), end=DAY + timedelta(day + 1), number=number
        ),
        st.integers(1, 3).map(float), st.integers(0, 2), st.sampled_from(["", "V1"]),
    ),
    max_size=8,
)  # fmt: skip


@given(entries, entries)
def test_a_longer_export_of_the_same_rows_adds_only_what_is_new(first: list[Entry], more: list[Entry]) -> None:
    one = book_news([], first)
    other = book_news([one.change], [*first, *more])
    assert (len(one.change.added), other.known, other.differing) == (len(first), len(first), ())
    assert values([one.change, other.change]) == sorted(item.value for item in [*first, *more])
    again = book_news([one.change, other.change], [*first, *more])
    assert (again.change, again.known) == (Change(), len(first) + len(more))


@given(entries, entries)
def test_a_correction_makes_the_book_say_what_the_document_says(first: list[Entry], second: list[Entry]) -> None:
    one = book_news([], first)
    other = book_news([one.change], second, correct=True)
    told = {(item.start, item.number) for item in second}
    kept = [item.value for item in first if (item.start, item.number) not in told]
    assert values([one.change, other.change]) == sorted([*kept, *(item.value for item in second)])


def test_equal_rows_of_one_file_are_each_an_entry_and_of_two_files_the_same() -> None:
    one = book_news([], [entry(), entry()])
    assert len(one.change.added) == 2
    other = book_news([one.change], [entry(5000.0, unit="kg", sha256="b")])
    assert (other.known, other.change, len(other.fewer)) == (1, Change(), 1)
    third = book_news([one.change], [entry(), entry(), entry()])
    assert (third.known, len(third.change.added)) == (2, 1)


def test_another_amount_is_told_and_counts_only_as_a_correction() -> None:
    first = book_news([], [entry(5.0), entry(7.0)])
    refused = book_news([first.change], [entry(5.0), entry(8.0)])
    assert (refused.change, len(refused.differing)) == (Change(), 1)
    corrected = book_news([first.change], [entry(5.0), entry(8.0)], correct=True)
    assert values([first.change, corrected.change]) == [5.0, 8.0]
    late = book_news([first.change, corrected.change], [entry(5.0), entry(7.0)])
    assert (late.known, late.change) == (2, Change())


def test_what_seems_to_be_kept_under_another_name_is_told() -> None:
    first = book_news([], [entry(item="선재", number="V1"), entry(7.0, item="선재")])
    renamed = [entry(item="선재 SWRCH10A", number="V1", sha256="b"), entry(7.0, item="선재 SWRCH10A", sha256="b")]
    found = book_news([first.change], renamed)
    assert [(item.kept[0].value, item.given[0].value) for item in found.renamed] == [(5.0, 5.0), (7.0, 7.0)]
    both = book_news([first.change], [*first.change.added, *renamed])
    assert both.renamed == ()
    other = book_news([first.change], [entry(item="선재 SWRCH10A", number="V2", sha256="b")])
    assert other.renamed == ()


def test_what_is_withdrawn_does_not_count() -> None:
    first = Change((entry(), entry(), entry(7.0)))
    assert values([first, Change(withdrawn=(entry(),))]) == [5.0, 7.0]


def test_an_estimate_is_not_the_measured_amount() -> None:
    first = book_news([], [entry(quality="estimated")])
    assert len(book_news([first.change], [entry()]).differing) == 1


def months(*numbers: int) -> list[Entry]:
    return [bill(date(2026, n, 1), date(2026 + n // 12, n % 12 + 1, 1), 1000.0 * n) for n in numbers]


def test_bills_of_all_months_make_a_year() -> None:
    total = book_total(months(*range(1, 13)), *YEAR, what="used", unit="MWh", policy="refuse")
    assert (total.value, total.unit, total.estimated) == (78.0, "MWh", 0.0)
    assert (total.covered_days, total.expected_days, total.gaps, total.entries_count) == (365, 365, (), 12)


def test_a_missing_bill_is_a_gap_and_the_policy_says_what_becomes_of_it() -> None:
    found = months(*(n for n in range(1, 13) if n != 4))
    total = book_total(found, *YEAR, what="used", unit=None, policy="refuse")
    assert (total.value, total.gaps) == (None, (Days(date(2026, 4, 1), date(2026, 5, 1)),))
    assert (total.covered_days, total.expected_days) == (335, 365)
    assert book_total(found, *YEAR, what="used", unit=None, policy="none").value == 74_000.0
    assert book_total(found, *YEAR, what="used", unit=None, policy="month_mean").value is None


def test_a_month_is_filled_from_its_own_days() -> None:
    half = [bill(date(2026, 4, 1), date(2026, 4, 16), 1500.0)]
    total = book_total(half, date(2026, 4, 1), date(2026, 5, 1), what="used", unit=None, policy="month_mean")
    assert (total.value, total.filled, total.estimated, total.covered_days) == (3000.0, 1500.0, 1500.0, 15)


def test_a_conservative_estimate_takes_the_highest_day_of_the_month() -> None:
    uneven = [bill(date(2026, 4, 1), date(2026, 4, 11), 100.0), bill(date(2026, 4, 11), date(2026, 4, 16), 250.0)]
    total = book_total(uneven, date(2026, 4, 1), date(2026, 5, 1), what="used", unit=None, policy="conservative")
    assert (total.value, total.filled, total.covered_days) == (350.0 + 15 * 50.0, 15 * 50.0, 15)
    assert book_total(uneven, *YEAR, what="used", unit=None, policy="conservative").value is None


def test_a_bill_across_the_edge_is_shared_by_days_and_estimated() -> None:
    across = [bill(date(2025, 12, 16), date(2026, 1, 16), 3100.0), bill(date(2026, 1, 16), date(2026, 2, 1), 160.0)]
    total = book_total(across, date(2026, 1, 1), date(2026, 2, 1), what="used", unit=None, policy="refuse")
    assert (total.value, total.estimated, total.covered_days) == (1660.0, 1500.0, 31)


def test_two_documents_of_the_same_days_are_not_added_up_silently() -> None:
    twice = [*months(*range(1, 13)), bill(date(2026, 3, 10), date(2026, 4, 1), 5.0, number="2", sha256="other")]
    total = book_total(twice, *YEAR, what="used", unit=None, policy="refuse")
    assert (total.value, total.overlaps) == (None, (Days(date(2026, 3, 10), date(2026, 4, 1)),))
    assert book_total(twice, *YEAR, what="used", unit=None, policy="none").value == 78_005.0


def test_three_lines_of_one_bill_are_no_overlap() -> None:
    lines = [bill(*YEAR, value, item="", number="1", sha256="one") for value in (1.0, 2.0, 4.0)]
    assert book_total(lines, *YEAR, what="used", unit=None, policy="refuse").value == 7.0


def test_daily_rows_and_their_monthly_sum_are_an_overlap_whatever_their_names() -> None:
    daily = [entry(2.0, item="선재 SWRCH10A", partner="포스코"), entry(3.0, item="선재 SWRCH18A", partner="포스코")]
    month = entry(5.0, item="선재", start=date(2026, 3, 1), end=date(2026, 4, 1), sha256="ledger")
    span = (date(2026, 3, 1), date(2026, 4, 1))
    total = book_total([*daily, month], *span, what="received", unit=None, policy="refuse")
    assert (total.value, total.overlaps) == (None, (Days(DAY, DAY + timedelta(1)),))


def test_two_items_of_two_documents_are_no_overlap() -> None:
    span = {"start": date(2026, 3, 1), "end": date(2026, 4, 1)}
    found = [entry(2.0, item="A", **span), entry(3.0, item="B", sha256="b", **span)]
    assert book_total(found, *span.values(), what="received", unit=None, policy="refuse").value == 5.0
    unnamed = [*found, entry(4.0, sha256="c", **span)]
    assert book_total(unnamed, *span.values(), what="received", unit=None, policy="refuse").value is None


def deliveries(*at: date) -> list[Entry]:
    return [entry(2.0, start=day, end=day + timedelta(1)) for day in at]


def test_deliveries_reach_from_their_first_month_to_their_last() -> None:
    found = deliveries(date(2026, 1, 20), date(2026, 3, 5), date(2026, 12, 3))
    total = book_total(found, *YEAR, what="received", unit=None, policy="refuse")
    assert (total.value, total.gaps, total.covered_days) == (6.0, (), 365)
    assert total.empty_months == tuple(f"2026-{n:02d}" for n in (2, 4, 5, 6, 7, 8, 9, 10, 11))
    short = book_total(found[:2], *YEAR, what="received", unit=None, policy="refuse")
    assert (short.value, short.gaps) == (None, (Days(date(2026, 4, 1), date(2027, 1, 1)),))
    assert book_total([], *YEAR, what="received", unit="t", policy="refuse").value is None
    assert book_total([], *YEAR, what="received", unit="t", policy="none").value == 0.0


def ledger(opening: float, received: float, sent: float, closing: float, month: int, item: str = "wire") -> list[Entry]:
    start, end = date(2026, month, 1), date(2026 + month // 12, month % 12 + 1, 1)
    told = {"opening_stock": opening, "received": received, "sent_out": sent, "closing_stock": closing}
    return [entry(value, kind=kind, start=start, end=end, item=item) for kind, value in told.items()]


def test_what_was_consumed_follows_from_the_stock() -> None:
    found = [*ledger(100.0, 500.0, 20.0, 80.0, 1), *ledger(80.0, 400.0, 0.0, 90.0, 2)]
    span = (date(2026, 1, 1), date(2026, 3, 1))
    of = {
        what: book_total(found, *span, what=what, unit="kg", policy="refuse").value
        for what in ("opening_stock", "received", "sent_out", "closing_stock", "consumed")
    }
    assert of == {
        "opening_stock": 100_000.0, "received": 900_000.0, "sent_out": 20_000.0, "closing_stock": 90_000.0,
        "consumed": 890_000.0,
    }  # fmt: skip


def test_a_stock_that_is_not_known_on_the_day_gives_none() -> None:
    found = ledger(100.0, 500.0, 20.0, 80.0, 2)
    assert book_total(found, *YEAR, what="opening_stock", unit=None, policy="refuse").value is None
    assert book_total(found, *YEAR, what="consumed", unit=None, policy="refuse").value is None
    opening = book_total(found, date(2026, 3, 1), date(2026, 4, 1), what="opening_stock", unit=None, policy="refuse")
    assert opening.value == 80.0
    for what in ("opening_stock", "consumed"):  # unknown, never zero, whatever the policy
        assert book_total(found, *YEAR, what=what, unit=None, policy="none").value is None


def test_two_stocks_of_one_day_that_differ_are_told() -> None:
    found = [*ledger(100.0, 500.0, 20.0, 80.0, 1), *ledger(81.0, 400.0, 0.0, 90.0, 2)]
    total = book_total(found, date(2026, 2, 1), date(2026, 3, 1), what="opening_stock", unit=None, policy="refuse")
    assert (total.value, total.overlaps) == (None, (Days(date(2026, 2, 1), date(2026, 2, 2)),))


def test_another_dimension_is_refused_with_its_place() -> None:
    odd = replace(entry(), unit="kWh", document="a.csv", place="row 7")
    with pytest.raises(UnitError) as refused:
        book_total([entry(), odd], *YEAR, what="received", unit=None, policy="refuse")
    assert (refused.value.problems[0].code, refused.value.problems[0].place) == ("input.unit_mismatch", "a.csv, row 7")


@given(st.lists(st.tuples(st.integers(0, 364), st.integers(1, 60), st.integers(0, 100)), min_size=1, max_size=10))
def test_months_add_up_to_the_year(rows: list[tuple[int, int, int]]) -> None:
    first = YEAR[0]
    found = [bill(first + timedelta(a), first + timedelta(a + n), float(v)) for a, n, v in rows]
    edges = [date(2026, n, 1) for n in range(1, 13)] + [YEAR[1]]
    year = book_total(found, *YEAR, what="used", unit=None, policy="none").value
    parts = [book_total(found, a, b, what="used", unit=None, policy="none").value for a, b in pairwise(edges)]
    assert year == pytest.approx(sum(part or 0.0 for part in parts))
