"""Tables of a plan of measures in the reader's words: what a workbook and a page of paper show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pulmu.locale import Language, plain, source_text, text
from pulmu.model import Source
from pulmu.services.measures.answer import ListedMeasure, MeasuresAnswer
from pulmu.services.measures.assumed import Assumption, assumptions_of
from pulmu.services.measures.pay import Backing, best_aid
from pulmu.services.measures.plans import PlanOfMeasures, in_order
from pulmu.services.measures.worth import Interval

Cell = str | float | None
_MILLION = 1e6
_STATUS = ("sized", "no_cost", "needs", "not_here")


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Parameters
    ----------
    width : Beside the others.
    places : Decimals of its numbers; None for words.
    """

    head: str
    width: float = 1.0
    places: int | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with its title and what is to be known beside it."""

    key: str
    title: str
    notes: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


class PlanWords:
    """An answer in the reader's words.

    Parameters
    ----------
    backings : None where the reader may not see the firm: no programmes are named.
    """

    def __init__(self, answer: MeasuresAnswer, backings: Sequence[Backing] | None, language: Language) -> None:
        self.answer, self.language = answer, language
        self.asked = backings is not None
        self.backings = {item.measure: item for item in backings or ()}
        self.by_id = {item.sized.measure.id: item for item in answer.measures}

    def say(self, key: str, **values: object) -> str:
        """Words of a plan's files."""
        return text(f"measures_file.{key}", self.language, **values)

    @property
    def plant(self) -> str:
        """The plant's name in the reader's language."""
        found = self.answer.plant_local if self.language == "ko" else ""
        return plain(found or self.answer.plant, 120)

    def name(self, measure: str) -> str:
        """A measure's name in the reader's language."""
        found = self.by_id[measure].sized.measure
        return found.name_ko if self.language == "ko" else found.name_en

    @property
    def best(self) -> PlanOfMeasures | None:
        """The plan that was chosen; None where there is none."""
        plans = self.answer.plans
        return None if plans is None or plans.best is None or not plans.best.done else plans.best

    def sheets(self) -> tuple[Sheet, ...]:
        """All of them, in their order."""
        fronts = () if self.answer.plans is None else (
            self.front("footprint", self.answer.plans.by_footprint),
            self.front("certificates", self.answer.plans.by_certificates),
        )  # fmt: skip
        return (
            self.plan(), *(item for item in fronts if item.rows), self.measures(), self.programmes(), self.suppliers(),
            self.certificates(), self.assumptions(),
        )  # fmt: skip

    def heads(self, *columns: tuple[str, float, int | None]) -> tuple[Column, ...]:
        """Columns by the keys of their heads."""
        return tuple(Column(self.say(f"head.{key}"), width, places) for key, width, places in columns)

    def sheet(
        self, key: str, columns: tuple[Column, ...], rows: Iterable[tuple[Cell, ...]], *notes: str
    ) -> Sheet:  # fmt: skip
        """A table with its title."""
        return Sheet(key, self.say(f"sheet.{key}"), notes, columns, tuple(rows))

    def plan(self) -> Sheet:
        """What is done when, with its cost, aid, and what it moves in a year."""
        columns = self.heads(
            ("year", 0.7, 0), ("measure", 3.0, None), ("capital", 1.1, 1), ("aid", 2.4, None), ("net_low", 1.0, 1),
            ("net_high", 1.0, 1), ("won", 1.1, 1), ("payback", 0.9, 1), ("certificates", 1.1, 1), ("footprint", 1.0, 0),
            ("grade", 0.9, None),
        )  # fmt: skip
        best = self.best
        rows = [] if best is None else [self.done(*item) for item in in_order(best)]
        if best is not None:
            rows.append((None, self.say("total"), best.capital / _MILLION, *(None,) * 8))
        notes = (self.say("none"),) if best is None else (self.answered(best), self.say("apart"), self.say("alone"))
        return self.sheet("plan", columns, rows, *notes)

    def done(self, measure: str, year: int) -> tuple[Cell, ...]:
        """A measure of the plan."""
        item = self.by_id[measure]
        worth, aid = item.worth, best_aid(self.backings.get(measure))
        assert worth is not None  # noqa: S101 - what is planned is sized
        net = None if aid is None else aid.net_krw
        named = None if aid is None else (aid.name_ko if self.language == "ko" else aid.name_en)
        first = min(self.answer.first_year + year + 1, self.answer.first_year + self.answer.years - 1)
        return (
            self.answer.first_year + year, self.name(measure), _millions(worth.capital), named,
            *_each(net),
            _millions(worth.won), None if worth.payback is None else worth.payback.middle,
            worth.certificates[first].middle, worth.footprint.middle, _grade(item),
        )  # fmt: skip

    def answered(self, best: PlanOfMeasures) -> str:
        """The plan in one sentence."""
        return self.say(
            "answer", count=len(best.done), capital=f"{best.capital / _MILLION:,.1f}", years=self.answer.years,
            value=self.between(best.present_cost, -_MILLION, 1), footprint=self.between(best.footprint, -1.0, 0),
            certificates=self.between(best.certificates, -1.0, 0),
        )  # fmt: skip

    def between(self, value: Interval, unit: float, places: int) -> str:
        """A value with its interval."""
        ends = sorted((value.low / unit + 0.0, value.high / unit + 0.0))
        middle, low, high = (f"{number:,.{places}f}" for number in (value.middle / unit + 0.0, *ends))
        return middle if low == high else self.say("between", middle=middle, low=low, high=high)

    def front(self, balance: str, plans: Sequence[PlanOfMeasures]) -> Sheet:
        """Plans of which none is both cheaper and cleaner, with what each further tonne costs."""
        columns = self.heads(
            ("number", 0.6, 0), ("measures", 4.0, None), ("capital", 1.1, 1), ("value", 1.1, 1), ("value_low", 1.1, 1),
            ("value_high", 1.1, 1), ("cut_footprint", 1.1, 0), ("cut_certificates", 1.1, 0),
        )  # fmt: skip
        rows = (
            (
                float(number), " + ".join(self.name(name) for name, _ in in_order(item)) or self.say("nothing"),
                item.capital / _MILLION, -item.present_cost.middle / _MILLION, -item.present_cost.high / _MILLION,
                -item.present_cost.low / _MILLION, -item.footprint.middle, -item.certificates.middle,
            )
            for number, item in enumerate(plans, 1)
        )  # fmt: skip
        return self.sheet(f"front_{balance}", columns, rows, self.say("why_no_ranking"))

    def measures(self) -> Sheet:
        """Every measure of the catalogue, with what it is worth or what it needs."""
        columns = self.heads(
            ("measure", 3.0, None), ("status", 1.3, None), ("capital", 1.1, 1), ("capital_low", 1.1, 1),
            ("capital_high", 1.1, 1), ("basis", 1.4, None), ("won", 1.1, 1), ("won_low", 1.1, 1), ("won_high", 1.1, 1),
            ("payback", 0.9, 1), ("value", 1.1, 1), ("value_low", 1.1, 1), ("value_high", 1.1, 1),
            ("certificates", 1.1, 1), ("footprint", 1.1, 0), ("needs", 2.6, None), ("grade", 0.8, None),
            ("source", 3.6, None), ("note", 3.0, None),
        )  # fmt: skip
        ranked = sorted(self.answer.measures, key=lambda item: _STATUS.index(item.sized.status))
        return self.sheet("measures", columns, map(self.measure, ranked), self.say("alone"), self.say("intervals"))

    def measure(self, item: ListedMeasure) -> tuple[Cell, ...]:
        """A measure of the catalogue."""
        sized, worth = item.sized, item.worth
        of, asked = sized.measure, sized.status == "needs"
        needs = (of.ask_ko if self.language == "ko" else of.ask_en) if asked else ""
        said = (self.name(of.id), self.say(f"status.{sized.status}"))
        basis = self.say(f"basis.{sized.capital_basis}") if sized.capital_basis else None
        told = (needs or None, _grade(item), plain(of.source.act, 400), plain(of.note, 400) or None)
        if worth is None:
            return (*said, *(None,) * 3, basis, *(None,) * 9, *told)
        pays = None if worth.payback is None else worth.payback.middle
        return (
            *said, *_ends(worth.capital), basis, *_ends(worth.won), pays, *_ends(worth.present_value),
            worth.certificates[self.answer.first_year].middle, worth.footprint.middle, *told,
        )  # fmt: skip

    def programmes(self) -> Sheet:
        """Programmes that may pay for each measure."""
        columns = self.heads(
            ("measure", 3.0, None), ("programme", 2.4, None), ("eligible", 1.0, None), ("reason", 2.6, None),
            ("support_low", 1.1, 1), ("support_high", 1.1, 1), ("net_low", 1.1, 1), ("net_high", 1.1, 1),
            ("remark", 2.0, None),
        )  # fmt: skip
        rows = (self.aid(item, number) for item in self.backings.values() for number in range(len(item.aids)))
        notes = (self.say("one_aid"),) if self.asked else (self.say("not_asked"),)
        return self.sheet("programmes", columns, rows, *notes)

    def aid(self, backing: Backing, number: int) -> tuple[Cell, ...]:
        """A programme of a measure."""
        aid, korean = backing.aids[number], self.language == "ko"
        support, net = aid.support_krw or (None, None), aid.net_krw or (None, None)
        remarks = [self.say("lent")] * aid.is_loan + [self.say("earlier", year=aid.year)] * aid.is_earlier
        return (
            self.name(backing.measure), aid.name_ko if korean else aid.name_en, self.say(f"eligible.{aid.eligible}"),
            aid.reason_ko if korean else aid.reason_en,
            *(None if value is None else value / _MILLION for value in (*support, *net)), "; ".join(remarks) or None,
        )  # fmt: skip

    def suppliers(self) -> Sheet:
        """Offers that fit a measure."""
        columns = self.heads(
            ("measure", 3.0, None), ("supplier", 2.0, None), ("offer", 3.0, None), ("words", 2.0, None)
        )
        rows = (
            (
                self.name(item.measure), plain(found.offer.supplier, 120),
                plain(found.offer.title if self.language == "ko" else found.offer.title_en or found.offer.title, 200),
                plain(", ".join(found.words), 200),
            )
            for item in self.backings.values() for found in item.suppliers
        )  # fmt: skip
        return self.sheet("suppliers", columns, rows, self.say("supplier_note"))

    def certificates(self) -> Sheet:
        """Certificates and what they cost the importer, year by year, under each named scenario."""
        columns = self.heads(
            ("scenario", 2.6, None), ("year", 0.8, 0), ("share", 1.0, 1), ("rests_on", 1.6, None), ("now", 1.2, 0),
            ("with_plan", 1.2, 0), ("price", 1.0, 2), ("cost_now", 1.3, 0), ("cost_with_plan", 1.3, 0),
        )  # fmt: skip
        changes = (0.0,) * self.answer.years if self.best is None else self.best.yearly
        rows = []
        for scenario in self.answer.scenarios:
            for row, change in zip(scenario.years, changes, strict=True):
                after = max(0.0, row.certificates + change)
                cost = None if row.cost_krw is None or not row.certificates else row.cost_krw / row.certificates
                rows.append((
                    self.say(f"scenario.{scenario.name}"), float(row.year), row.free_allocation_share * 100,
                    self.say(f"law.{row.basis}"), row.certificates, after, row.price_eur,
                    None if cost is None else cost * row.certificates / _MILLION,
                    None if cost is None else cost * after / _MILLION,
                ))  # fmt: skip
        return self.sheet("certificates", columns, rows, self.say("importer"), self.say("proposal"))

    def assumptions(self) -> Sheet:
        """What was assumed, from where, and how sure that is."""
        columns = self.heads(("assumed", 4.0, None), ("source", 3.0, None), ("confidence", 1.6, None))
        rows = [self.assumed(item) for item in assumptions_of(self.answer)]
        for item in self.answer.measures:
            if item.sized.status == "sized":
                rows.append(self.cited(item))
        return self.sheet("assumptions", columns, rows, self.say("tags"))

    def assumed(self, item: Assumption) -> tuple[Cell, ...]:
        """An assumption."""
        values = {name: plain(value, 80) for name, value in item.values.items()}
        return (self.say(f"assume.{item.key}", **values), *self.sure(item.source))

    def cited(self, item: ListedMeasure) -> tuple[Cell, ...]:
        """The saving of a measure: from the catalogue or from the firm."""
        name = self.name(item.sized.measure.id)
        if item.sized.saving_is_told:
            return (self.say("assume.saving_told", name=name), *self.sure(None))
        grade = item.sized.measure.grade
        return (
            self.say("assume.saving", name=name, grade=grade), plain(item.sized.measure.source.act, 400),
            text("confidence.secondary", self.language),
        )  # fmt: skip

    def sure(self, source: Source | None) -> tuple[str, str]:
        """Source and confidence in words."""
        if source is None:
            return self.say("own"), self.say("own_tag")
        tag = text(f"confidence.{source.confidence}", self.language) if source.confidence else ""
        return source_text(source, self.language), tag


def _grade(item: ListedMeasure) -> str | None:
    """Grade of the source; None where there is none, or where the firm told the saving."""
    grade = item.sized.measure.grade
    return None if grade == "none" or item.sized.saving_is_told else grade


def _each(ends: tuple[float, float | None] | None) -> tuple[float | None, float | None]:
    """Least and most in millions; None where not known."""
    low, high = ends or (None, None)
    return None if low is None else low / _MILLION, None if high is None else high / _MILLION


def _millions(value: Interval | None) -> float | None:
    return None if value is None else value.middle / _MILLION


def _ends(value: Interval | None) -> tuple[float | None, float | None, float | None]:
    if value is None:
        return None, None, None
    return value.middle / _MILLION, value.low / _MILLION, value.high / _MILLION
