"""A plant that cites its meters: totals where they are whole, problems where they are not."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import jsonschema
import numpy as np
import pytest

from pulmu.adapters.samples import read_sample
from pulmu.metering import (
    BAD,
    Change,
    Coverage,
    Entry,
    EntryKind,
    Readings,
    Series,
    latest,
    month_coverage,
    period_coverage,
    resets,
)
from pulmu.metering.series import Instants
from pulmu.model import Document, Plant, Problem, Quantity, decode, encode
from pulmu.services.check_plant import check_plant
from pulmu.services.cite import Kept as Sources
from pulmu.services.cite import cite_totals, keep_citations
from pulmu.services.ports import BookFile, BookPart, Evidence, Kept, Pairs, SeriesHead
from pulmu.services.report_cbam import report_cbam
from pulmu.services.schemas import plant_schema

SEOUL = ZoneInfo("Asia/Seoul")
HOURS = 8_760


class Store:
    """Series in memory; what it does not answer is not asked here."""

    def __init__(self, *kept: Kept) -> None:
        self.kept = {item.series.meter: item for item in kept}

    def meters(self) -> tuple[str, ...]:
        return tuple(self.kept)

    def read(self, meter: str) -> Kept | None:
        return self.kept.get(meter)

    def head(self, meter: str) -> SeriesHead | None:
        found = self.kept.get(meter)
        return SeriesHead(found.series, found.evidence, len(found.parts)) if found else None

    def resets(self, meter: str) -> Instants:
        return resets(self.kept[meter].series, latest(self.kept[meter].parts))

    def append(self, *_: object, **__: object) -> None:
        raise AssertionError

    news = extent = coverage_of_all = append

    def coverage(self, meter: str) -> tuple[Coverage, ...]:
        kept = self.kept[meter]
        return month_coverage(kept.series, latest(kept.parts))

    def period_coverage(self, meter: str, start: date, end: date) -> tuple[Coverage, ...]:
        kept = self.kept[meter]
        return period_coverage(kept.series, latest(kept.parts), start, end)


class Books:
    """Books in memory."""

    def __init__(self, **entries: list[Entry]) -> None:
        self.entries = entries

    def books(self) -> tuple[str, ...]:
        return tuple(self.entries)

    def read(self, book: str) -> tuple[BookPart, ...]:
        change = Change(tuple(self.entries[book]))
        return (BookPart((BookFile(name=f"{book}.xlsx", sha256="ab" * 32, kind="export", change=change),)),)

    def append(self, *_: object, **__: object) -> None:
        raise AssertionError

    def remembered(self) -> tuple[tuple[str, Pairs], ...]:
        return ()

    def remember(self, *_: object) -> None:
        raise AssertionError


def kept(*series: Kept, **books: list[Entry]) -> Sources:
    """What a folder holds."""
    return Sources(Store(*series), Books(**books))


def year(meter: str, unit: str, *, each: float = 1.0, left_out: int = 0, shifted_days: int = 0) -> Kept:
    """Hours of 2026, the last ones left out."""
    first = int(datetime(2026, 1, 1, tzinfo=SEOUL).timestamp())
    count = HOURS - left_out
    part = Readings(first + 3600 * np.arange(count), np.full(count, each), np.zeros(count, np.int8))
    evidence = Evidence("power.csv", "9f2c" * 16, "kWh", "end", shifted_days)
    return Kept(Series(meter=meter, unit=unit, interval=3600), (part,), (evidence,))


def citing(amount: object, **exports: object) -> Document:
    """The fastener maker, its grid electricity cited."""
    document = read_sample("fasteners")
    tree = dict(document.tree)
    tree["electricity"] = {**tree["electricity"], "sources": [{"id": "grid", "kind": "grid", "amount": amount}]}
    return replace(document, tree=tree)


def amount_of(document: Document) -> Quantity:
    return decode(Plant, document).unwrap().electricity.sources[0].amount


def test_a_year_is_the_sum_of_its_slots_and_says_what_it_rests_on() -> None:
    found = amount_of(cite_totals(citing("meter:em_main"), kept(year("em_main", "kWh", each=1124.5))))
    assert (found.value, found.unit, found.cites) == (1124.5 * HOURS, "kWh", "meter:em_main")
    assert found.basis == "8,760 of 8,760 slots measured, 2026-01-01 to 2026-12-31; power.csv (sha256 9f2c9f2c9f2c)"


def test_a_cited_total_is_converted_to_the_unit_beside_it() -> None:
    given = {"value": "meter:em_main", "unit": "MWh", "evidence": "bills"}
    found = amount_of(cite_totals(citing(given), kept(year("em_main", "kWh", each=1000.0))))
    assert (found.value, found.unit, found.evidence) == (8760.0, "MWh", "bills")


def test_a_quarter_counts_under_the_quarter_it_stands_under() -> None:
    document = read_sample("fasteners")
    exports = document.tree["processes"][1]["goods"][0]["exports_to_eu"]
    exports["2026Q1"], exports["2026Q4"] = "meter:sc_packing", "meter:sc_packing"
    plant = decode(Plant, cite_totals(document, kept(year("sc_packing", "kg")))).unwrap()
    found = plant.processes[1].goods[0].exports_to_eu
    assert [found[name].value for name in ("2026Q1", "2026Q4")] == [24.0 * 90, 24.0 * 92]


def test_the_same_report_comes_out_as_with_the_typed_number() -> None:
    cited = report_cbam(cite_totals(citing("meter:em_main"), kept(year("em_main", "kWh", each=1000.0)))).report
    typed = report_cbam(citing("8760 MWh")).report
    assert cited is not None
    assert typed is not None
    assert any("meter:em_main; 8,760 of 8,760 slots measured" in item.because for item in cited.figures.values())
    for one, other in zip(cited.goods, typed.goods, strict=True):
        assert one.specific_embedded_emissions.value == other.specific_embedded_emissions.value
        electricity = one.specific_embedded_emissions_indirect, other.specific_embedded_emissions_indirect
        assert electricity[0] is not None
        assert electricity[1] is not None
        assert electricity[0].value == pytest.approx(electricity[1].value, rel=1e-12)


def problems(document: Document) -> list[tuple[str, str, str]]:
    return [(item.code, item.severity, item.place) for item in check_plant(document).problems]


def test_without_a_store_a_citation_is_a_problem() -> None:
    found = problems(citing("meter:em_main"))
    assert [item[:2] for item in found if item[1] == "error"] == [("input.citation_without_store", "error")]
    assert found[0][2].endswith("electricity.sources[0].amount")


def test_a_gap_stands_where_it_is_cited() -> None:
    document = cite_totals(citing("meter:em_main"), kept(year("em_main", "kWh", left_out=72)))
    (found,) = [item for item in check_plant(document).problems if item.severity == "error"]
    assert (found.code, dict(found.values)) == ("meter.gap", {"missing": "72", "expected": "8760"})
    assert found.place.endswith("electricity.sources[0].amount")


@pytest.mark.parametrize(("policy", "value"), [("none", 8760.0 - 72), ("month_mean", 8760.0), ("conservative", 8760.0)])
def test_a_filled_gap_is_a_warning_and_told_with_the_total(policy: str, value: float) -> None:
    store = kept(year("em_main", "kWh", left_out=72))
    document = cite_totals(citing("meter:em_main"), store, policy)  # type: ignore[arg-type]
    found = amount_of(replace(document, problems=()))
    assert found.value == pytest.approx(value, rel=1e-12)
    assert f"72 missing, gap policy {policy}" in found.basis
    assert "meter.filled" in {item.code for item in check_plant(document).problems if item.severity == "warning"}


def test_a_year_without_any_reading_has_all_its_slots_missing() -> None:
    empty = Kept(Series(meter="em_main", unit="kWh", interval=900), (Readings(),), ())
    (found,) = [
        item for item in check_plant(cite_totals(citing("meter:em_main"), kept(empty), "none")).problems
        if item.severity == "error"
    ]  # fmt: skip
    assert (found.code, dict(found.values)["missing"]) == ("meter.gap", "35040")


def test_shifted_readings_stay_marked_in_the_report() -> None:
    store = kept(year("em_main", "kWh", each=1000.0, shifted_days=2919))
    document = cite_totals(citing("meter:em_main"), store)
    report = report_cbam(document).report
    assert report is not None
    assert "meter.shifted" in {item.code for item in report.remarks}
    assert "shifted by 2,919 days" in amount_of(replace(document, problems=())).basis


def test_a_meter_the_store_does_not_hold_is_told_with_those_it_holds() -> None:
    document = cite_totals(citing("meter:em_main"), kept(year("EM-01", "kWh")))
    (found,) = [item for item in check_plant(document).problems if item.severity == "error"]
    assert (found.code, "EM-01" in found.mend) == ("meter.unknown", True)


def test_a_total_of_another_dimension_is_refused() -> None:
    codes = [code for code, *_ in problems(cite_totals(citing("meter:em_main"), kept(year("em_main", "t"))))]
    assert "input.unit_mismatch" in codes


def test_a_cited_meter_must_stand_among_the_meters_of_the_plant() -> None:
    codes = [code for code, *_ in problems(cite_totals(citing("meter:em_new"), kept(year("em_new", "kWh"))))]
    assert "carbon.unknown_meter" in codes


def test_a_period_that_cannot_be_read_is_told_alone() -> None:
    document = citing("meter:em_main")
    document.tree["period"] = "next year"
    codes = {code for code, severity, _ in problems(cite_totals(document, kept(year("em_main", "kWh"))))
             if severity == "error"}  # fmt: skip
    assert codes == {"input.not_a_period"}


@pytest.mark.parametrize("amount", ["meter:em_main", {"value": "meter:em_main", "unit": "MWh", "evidence": "bills"}])
def test_a_kept_citation_is_written_as_it_stands(amount: object) -> None:
    kept = amount_of(keep_citations(citing(amount)))
    assert encode(kept) == amount


# Books


def entry(kind: EntryKind, first: date, value: float, last: date | None = None, **more: Any) -> Entry:
    end = (last or first) + timedelta(days=1)
    return Entry(kind=kind, start=first, end=end, value=value, unit="t", document="erp.xlsx", sha256="cd" * 32, **more)


def monthly(kind: EntryKind, value: float) -> list[Entry]:
    return [entry(kind, date(2026, month, 15), value) for month in range(1, 13)]


def purchase(**amounts: Any) -> Document:
    document = read_sample("fasteners")
    document.tree["purchases"][0].update(amounts)
    return document


def received(document: Document) -> Quantity:
    return decode(Plant, document).unwrap().purchases[0].received


def test_a_book_gives_what_the_attribute_means() -> None:
    books = {"rod": monthly("received", 500.0) + monthly("sent_out", 1.0)}
    found = received(cite_totals(purchase(received="book:rod"), kept(**books)))
    assert (found.value, found.unit, found.cites) == (6000.0, "t", "book:rod")
    assert found.basis == "received: 12 entries, 2026-01-01 to 2026-12-31; erp.xlsx (sha256 cdcdcdcdcdcd)"


def test_a_named_quantity_comes_before_what_the_attribute_means() -> None:
    books = {"rod": monthly("received", 500.0) + monthly("sent_out", 1.0)}
    assert received(cite_totals(purchase(received="book:rod/sent_out"), kept(**books))).value == 12.0


def test_a_quarter_of_a_book_stands_under_its_quarter() -> None:
    document = read_sample("fasteners")
    exports = document.tree["processes"][1]["goods"][0]["exports_to_eu"]
    exports["2026Q2"] = "book:bolts_eu"
    plant = decode(Plant, cite_totals(document, kept(bolts_eu=monthly("sent_out", 7.0)))).unwrap()
    assert plant.processes[1].goods[0].exports_to_eu["2026Q2"].value == 21.0


@pytest.mark.parametrize(
    ("books", "citation", "code"),
    [
        ({"rod": monthly("received", 5.0) + monthly("sent_out", 1.0)}, "book:rod/profit", "book.which_quantity"),
        ({"rod": monthly("produced", 5.0) + monthly("sent_out", 1.0)}, "book:rod", "book.which_quantity"),
        ({"rod": [entry("received", date(2025, 3, 1), 5.0)]}, "book:rod", "book.gap"),
        ({"rod": monthly("received", 5.0)}, "book:wire", "book.unknown"),
        ({"rod": monthly("received", 5.0)}, "meter:rod", "meter.unknown"),
    ],
)
def test_a_book_that_does_not_say_it_is_a_problem(books: dict[str, list[Entry]], citation: str, code: str) -> None:
    document = cite_totals(purchase(received=citation), kept(**books))
    found = [item for item in check_plant(document).problems if item.severity == "error"]
    assert [item.code for item in found] == [code]
    assert found[0].place.endswith("purchases[0].received")
    assert found[0].mend


def test_a_year_without_entries_is_no_zero() -> None:
    document = cite_totals(purchase(received="book:rod"), kept(rod=[entry("received", date(2025, 3, 1), 5.0)]), "none")
    assert [item.code for item in check_plant(document).problems if item.severity == "error"] == ["book.no_entries"]


def test_readings_have_no_quantities() -> None:
    document = cite_totals(citing("meter:em_main/used"), kept(year("em_main", "kWh")))
    assert "meter.no_quantity" in {item.code for item in check_plant(document).problems}


@pytest.mark.parametrize(
    ("amount", "is_valid"),
    [
        ("meter:em_main", True),
        ({"value": "meter:em_main", "unit": "MWh"}, True),
        ({"value": "book:power/used"}, True),
        ("meter:", False),
        ({"value": 5}, False),
    ],
)
def test_the_schema_knows_citations(amount: object, is_valid: bool) -> None:
    tree = citing(amount).tree
    validator = jsonschema.Draft202012Validator(plant_schema())
    found = [error for error in validator.iter_errors(tree) if "sources" in error.absolute_path]
    assert (found == []) == is_valid


def stack_store(concentration: "np.typing.NDArray[np.float64]", bad: list[int], **units: str) -> Store:
    """A year of a stack: concentrations every half hour, flow every hour."""
    first = int(datetime(2026, 1, 1, tzinfo=SEOUL).timestamp())
    halves, hours = first + 1800 * np.arange(2 * HOURS), first + 3600 * np.arange(HOURS)
    quality = np.zeros(2 * HOURS, np.int8)
    quality[bad] = BAD
    measured = Readings(halves, concentration, quality)
    flow = Readings(hours, np.full(HOURS, 1e5), np.zeros(HOURS, np.int8))
    evidence = (Evidence("stack.csv", "ab" * 32, "value", "start"),)
    return Store(
        Kept(Series(meter="co2", unit=units.get("co2", "g/Nm3"), interval=1800), (measured,), evidence),
        Kept(Series(meter="flow", unit=units.get("flow", "Nm3/h"), interval=3600), (flow,), evidence),
    )


def cited_stack(store: Store, citation: str = "cems:co2*flow") -> Document:
    tree: Any = {"period": 2026, "measured_sources": [{"id": "stack", "mass": citation}]}
    return cite_totals(Document(tree, "plant"), Sources(store, Books()))


STACK_MASS = ("measured_sources", 0, "mass")


def test_a_stack_is_the_sum_over_its_hours() -> None:
    found = cited_stack(stack_store(np.full(2 * HOURS, 50.0), [])).cited[STACK_MASS]
    assert isinstance(found, Quantity)
    assert (found.to("t"), found.cites) == (pytest.approx(50 * 1e5 * HOURS * 1e-6), "cems:co2*flow")
    assert "8,760 hours" in found.basis
    assert "substituted" not in found.basis


def test_an_hour_with_one_of_two_values_is_substituted_and_told() -> None:
    concentration = np.tile([40.0, 60.0], HOURS)  # the hour's mean is 50 each time: no deviation, the substitute is 50
    document = cited_stack(stack_store(concentration, [7, 100, 101]))
    found = document.cited[STACK_MASS]
    assert isinstance(found, Quantity)
    assert found.to("t") == pytest.approx(50 * 1e5 * HOURS * 1e-6)
    assert "2 of them substituted by 50 g/Nm3" in found.basis
    assert [item.code for item in document.problems] == ["meter.stack_substituted"]


def test_units_of_a_stack_are_converted_and_others_refused() -> None:
    found = cited_stack(stack_store(np.full(2 * HOURS, 0.05), [], co2="kg/Nm3", flow="Nm3")).cited[STACK_MASS]
    assert isinstance(found, Quantity)
    assert found.to("t") == pytest.approx(50 * 1e5 * HOURS * 1e-6)
    refused = cited_stack(stack_store(np.full(2 * HOURS, 50.0), [], flow="t")).cited[STACK_MASS]
    assert isinstance(refused, Problem)
    assert refused.code == "input.unit_mismatch"


@pytest.mark.parametrize(
    ("citation", "code"),
    [("cems:co2*lost", "meter.unknown"), ("cems:co2", "meter.stack_form"), ("meter:co2*flow", "meter.stack_form")],
)
def test_a_stack_that_is_not_there_is_a_problem(citation: str, code: str) -> None:
    found = cited_stack(stack_store(np.full(2 * HOURS, 50.0), []), citation).cited[STACK_MASS]
    assert isinstance(found, Problem)
    assert found.code == code


def test_a_flow_that_is_missing_refuses_the_mass() -> None:
    store = stack_store(np.full(2 * HOURS, 50.0), [])
    part = store.kept["flow"].parts[0]
    store.kept["flow"] = replace(store.kept["flow"], parts=(part.take(np.arange(HOURS) != 5),))
    found = cited_stack(store).cited[STACK_MASS]
    assert isinstance(found, Problem)
    assert (found.code, dict(found.values)["missing"]) == ("meter.stack_gap", "1")
