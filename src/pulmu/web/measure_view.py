"""A plan of measures as its page shows it: the answer, three balances, fronts, certificates by year, each measure."""

from collections.abc import Sequence
from dataclasses import dataclass

from pulmu.locale import Language, about_won, plain, source_text, text
from pulmu.services.measures.answer import ListedMeasure
from pulmu.services.measures.assumed import assumptions_of
from pulmu.services.measures.certificates import CertificateScenario, CertificateYear
from pulmu.services.measures.kept import KeptPlan
from pulmu.services.measures.order import FACT_UNITS
from pulmu.services.measures.pay import Aid, Backing, best_aid
from pulmu.services.measures.plans import PlanOfMeasures, in_order
from pulmu.services.measures.worth import Interval
from pulmu.web.charts.pareto import Point, crowded, pareto_chart
from pulmu.web.charts.year_pairs import YearPair, year_pairs

_MILLION = 1e6


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A measure of the plan, or one that is sized; numbers as words, won in millions."""

    id: str
    year: str
    name: str
    capital: str
    won: str
    certificates: str
    footprint: str
    payback: str
    value: str
    aid: str
    net: str
    grade: str


@dataclass(frozen=True, slots=True)
class FrontRow:
    """A plan of a front, and what each further tonne or certificate costs after the plan before it."""

    number: str
    names: str
    value: str
    cut: str
    capital: str
    step: str
    is_best: bool


@dataclass(frozen=True, slots=True)
class FrontView:
    """A front as a picture and a table; `close` tells which points of the picture lie nearly on one another."""

    balance: str
    picture: str
    rows: tuple[FrontRow, ...]
    close: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class YearRow:
    """Certificates of a year."""

    year: str
    share: str
    basis: str
    now: str
    after: str
    price: str
    cost_now: str
    cost_after: str


@dataclass(frozen=True, slots=True)
class ScenarioView:
    """A named scenario as a picture and a table."""

    name: str
    picture: str
    rows: tuple[YearRow, ...]


@dataclass(frozen=True, slots=True)
class MeasureStory:
    """A measure with what it rests on."""

    id: str
    name: str
    summary: str
    uses: tuple[str, ...]
    capital: str
    source: str
    grade: str
    note: str
    ties: tuple[str, ...]
    aids: tuple[tuple[str, str], ...]
    suppliers: tuple[str, ...]


class MeasureView:
    """A kept plan in words and pictures."""

    def __init__(self, kept: KeptPlan, backings: Sequence[Backing] | None, language: Language) -> None:
        self.kept, self.answer, self.language = kept, kept.answer, language
        self.backings = {item.measure: item for item in backings or ()}
        self.by_id = {item.sized.measure.id: item for item in self.answer.measures}
        plans = self.answer.plans
        self.best = None if plans is None or plans.best is None or not plans.best.done else plans.best

    def name(self, measure: str) -> str:
        """A measure in the reader's language."""
        found = self.by_id[measure].sized.measure
        return found.name_ko if self.language == "ko" else found.name_en

    @property
    def said(self) -> str:
        """The page's question answered."""
        if self.answer.plans is None:
            return self._say("answer_no_budget", count=len(self.of("sized")))
        if self.best is None:
            return text("measures_file.none", self.language)
        return self._say(
            "answer", count=len(self.best.done), capital=about_won(self.best.capital, self.language),
            value=about_won(-self.best.present_cost.middle, self.language), years=self.answer.years,
        )  # fmt: skip

    def balances(self) -> tuple[tuple[str, str, str], ...]:
        """What the plan moves over the years, each by itself."""
        best = self.best
        if best is None:
            return ()
        return (
            ("won", self._range(_minus(best.present_cost), _MILLION, 1), self._say("balance.won_note")),
            ("certificates", self._range(_minus(best.certificates), 1, 0), self._say("balance.certificates_note")),
            ("footprint", self._range(_minus(best.footprint), 1, 0), self._say("balance.footprint_note")),
        )

    def planned(self) -> tuple[PlanRow, ...]:
        """Measures of the plan with the year each is done."""
        if self.best is None:
            return ()
        return tuple(self._row(self.by_id[name], str(self.answer.first_year + year))
                     for name, year in in_order(self.best))  # fmt: skip

    def sized(self) -> tuple[PlanRow, ...]:
        """Every measure that is sized, by present value: not by won for a tonne."""
        return tuple(self._row(item, "") for item in sorted(self.of("sized"), key=lambda item: -_value(item)))

    def without_cost(self) -> tuple[PlanRow, ...]:
        """Measures with a saving, whose investment nobody told."""
        return tuple(self._row(item, "") for item in self.of("no_cost"))

    def of(self, *statuses: str) -> list[ListedMeasure]:
        """Measures of a status."""
        return [item for item in self.answer.measures if item.sized.status in statuses]

    def _row(self, item: ListedMeasure, year: str) -> PlanRow:
        worth, aid = item.worth, best_aid(self.backings.get(item.sized.measure.id))
        assert worth is not None  # noqa: S101 - it has a saving
        mark = "*" if item.sized.capital_basis == "payback" else ""
        return PlanRow(
            id=item.sized.measure.id, year=year, name=self.name(item.sized.measure.id),
            capital="-" if worth.capital is None else self._range(worth.capital, _MILLION, 1) + mark,
            won=self._range(worth.won, _MILLION, 1),
            certificates=f"{worth.certificates[self.answer.first_year].middle + 0.0:,.1f}",
            footprint=f"{worth.footprint.middle + 0.0:,.0f}",
            payback="-" if worth.payback is None else f"{worth.payback.middle:,.1f}",
            value="-" if worth.present_value is None else self._range(worth.present_value, _MILLION, 1),
            aid="" if aid is None else self._aid_name(aid), net="-" if aid is None else self._span(aid.net_krw),
            grade=item.sized.measure.grade if item.sized.measure.grade != "none" else "-",
        )  # fmt: skip

    def fronts(self) -> tuple[FrontView, ...]:
        """Cost against footprint, and against certificates where some are due."""
        plans = self.answer.plans
        if plans is None:
            return ()
        known = (("footprint", plans.by_footprint), ("certificates", plans.by_certificates))
        return tuple(self._front(balance, found) for balance, found in known if found)

    def _front(self, balance: str, plans: Sequence[PlanOfMeasures]) -> FrontView:
        cuts = [_minus(item.footprint if balance == "footprint" else item.certificates) for item in plans]
        points, rows = [], list[FrontRow]()
        for number, (plan, cut) in enumerate(zip(plans, cuts, strict=True), 1):
            is_best = self.best is not None and plan.done == self.best.done
            value = _minus(plan.present_cost)
            names = " + ".join(self.name(name) for name, _ in in_order(plan)) or self._say("nothing")
            row = FrontRow(
                number=str(number), names=names, value=self._range(value, _MILLION, 1), cut=self._range(cut, 1, 0),
                capital=f"{plan.capital / _MILLION:,.1f}", step=_step(plans, cuts, number - 1), is_best=is_best,
            )  # fmt: skip
            rows.append(row)
            said = self._say(f"point.{balance}", names=names, value=row.value, cut=row.cut)
            points.append(Point(row.number, said, _triple(cut, 1), _triple(value, _MILLION), is_best))
        axes = (self._say(f"axis.{balance}"), self._say("axis.value"))
        close = tuple(self._say("crowded", points=", ".join(group)) for group in crowded(points))
        return FrontView(balance, pareto_chart(self._say(f"front.{balance}"), axes, points), tuple(rows), close)

    def scenarios(self) -> tuple[ScenarioView, ...]:
        """Certificates of each year as it runs and with the plan; none where nothing is exported."""
        if not any(item.certificates for item in self.answer.certificate_years):
            return ()
        return tuple(map(self._scenario, self.answer.scenarios))

    def _scenario(self, scenario: CertificateScenario) -> ScenarioView:
        name = text(f"measures_file.scenario.{scenario.name}", self.language)
        changes = (0.0,) * self.answer.years if self.best is None else self.best.yearly
        rows = [self._year(row, change) for row, change in zip(scenario.years, changes, strict=True)]
        pairs = [pair for _, pair in rows]
        picture = year_pairs(name, self._say("axis.cost"), pairs)
        return ScenarioView(name, picture, tuple(row for row, _ in rows))

    def _year(self, row: CertificateYear, change: float) -> tuple[YearRow, YearPair]:
        after = max(0.0, row.certificates + change)
        each = None if row.cost_krw is None or not row.certificates else row.cost_krw / row.certificates / _MILLION
        costs = [None if each is None else each * count for count in (row.certificates, after)]
        shown = ["-" if cost is None else f"{cost:,.0f}" for cost in costs]
        told = YearRow(
            year=str(row.year), share=f"{row.free_allocation_share * 100:.1f}",
            basis=text(f"measures_file.law.{row.basis}", self.language), now=f"{row.certificates:,.0f}",
            after=f"{after:,.0f}", price="-" if row.price_eur is None else f"{row.price_eur:,.2f}",
            cost_now=shown[0], cost_after=shown[1],
        )  # fmt: skip
        said = self._say("year_said", year=row.year, now=shown[0], after=shown[1])
        return told, YearPair(row.year, said, costs[0], costs[1])

    def stories(self) -> tuple[MeasureStory, ...]:
        """Sized measures with what each rests on, those of the plan first."""
        planned = {} if self.best is None else self.best.done
        ranked = sorted(self.of("sized", "no_cost"), key=lambda item: item.sized.measure.id not in planned)
        return tuple(map(self._story, ranked))

    def _story(self, item: ListedMeasure) -> MeasureStory:
        of, worth = item.sized.measure, item.worth
        assert worth is not None  # noqa: S101 - it has a saving
        units = {use.id: (use.unit, use.place, use.carrier) for use in self.answer.uses}
        uses = tuple(
            self._say("saves", use=f"{units[name][2]} · {units[name][1]}", amount=self._range(amount, 1, 0),
                      unit=units[name][0])
            for name, amount in worth.saved.items()
        )  # fmt: skip
        basis = text(f"measures_file.basis.{item.sized.capital_basis}", self.language) \
            if item.sized.capital_basis else self._say("no_investment")  # fmt: skip
        ties = (*(("needs", tie) for tie in of.needs), *(("excludes", tie) for tie in of.excludes))
        backing = self.backings.get(of.id, Backing(measure=of.id))
        return MeasureStory(
            id=of.id, name=self.name(of.id), summary=self._range(worth.won, _MILLION, 1), uses=uses, capital=basis,
            source=self._say("told_saving") if item.sized.saving_is_told else plain(of.source.act, 400),
            grade=of.grade, note=plain(of.note, 400),
            ties=tuple(
                self._say(kind, name=self.name(tie.other),
                          why=tie.reason_ko if self.language == "ko" else tie.reason_en)
                for kind, tie in ties
            ),
            aids=tuple((aid.eligible, self._aid(aid)) for aid in backing.aids),
            suppliers=tuple(
                self._say(
                    "supplier", supplier=plain(found.offer.supplier, 80), words=plain(", ".join(found.words), 120),
                    title=plain(found.offer.title if self.language == "ko" else found.offer.title_en
                                or found.offer.title, 120),
                )
                for found in backing.suppliers
            ),
        )  # fmt: skip

    def lacking(self) -> tuple[tuple[str, str], ...]:
        """Measures that cannot be sized yet, each with what it needs."""
        return tuple((self.name(item.sized.measure.id), self._needs(item)) for item in self.of("needs"))

    def elsewhere(self) -> tuple[str, ...]:
        """Measures for plants of another kind."""
        return tuple(
            f"{self.name(item.sized.measure.id)}: "
            + ", ".join(text(f"cut.only.{word}", self.language) for word in item.sized.ask)
            for item in self.of("not_here")
        )

    def assumptions(self) -> tuple[tuple[str, str, str], ...]:
        """What was assumed, from where, and how sure that is: the tag and its words."""
        found = []
        for item in assumptions_of(self.answer):
            values = {name: plain(value, 80) for name, value in item.values.items()}
            said = text(f"measures_file.assume.{item.key}", self.language, **values)
            where = "" if item.source is None else source_text(item.source, self.language)
            found.append((said, where, "" if item.source is None else item.source.confidence or ""))
        return tuple(found)

    def _needs(self, item: ListedMeasure) -> str:
        of = item.sized.measure
        facts = [text(f"web.measures.fact.{word}", self.language) for word in item.sized.ask if word in FACT_UNITS]
        said = of.ask_ko if self.language == "ko" else of.ask_en
        return f"{said} ({', '.join(facts)})" if facts else said

    def _aid_name(self, aid: Aid) -> str:
        return aid.name_ko if self.language == "ko" else aid.name_en

    def _aid(self, aid: Aid) -> str:
        said = [f"{self._aid_name(aid)}: {aid.reason_ko if self.language == 'ko' else aid.reason_en}"]
        if aid.is_loan:
            said.append(text("measures_file.lent", self.language))
        elif aid.support_krw is not None and aid.net_krw is not None:
            said.append(self._say("pays", paid=self._span(aid.support_krw), net=self._span(aid.net_krw)))
        if aid.is_earlier:
            said.append(text("measures_file.earlier", self.language, year=aid.year))
        return "; ".join(said)

    def _span(self, ends: tuple[float, float | None] | None) -> str:
        """Millions of won, least and most."""
        if ends is None:
            return "-"
        low, high = f"{ends[0] / _MILLION:,.1f}", "" if ends[1] is None else f"{ends[1] / _MILLION:,.1f}"
        return low if low == high else f"{low}~{high}" if self.language == "ko" else f"{low}–{high}"

    def _range(self, value: Interval, unit: float, places: int) -> str:
        """A value with its interval."""
        middle, low, high = (
            _plain_zero(f"{number / unit:,.{places}f}") for number in (value.middle, value.low, value.high)
        )
        return (
            middle if low == high else text("measures_file.between", self.language, middle=middle, low=low, high=high)
        )

    def _say(self, key: str, **values: object) -> str:
        return text(f"web.measures.{key}", self.language, **values)


def _step(plans: Sequence[PlanOfMeasures], cuts: Sequence[Interval], place: int) -> str:
    """Won that each further tonne or certificate costs after the plan before it; nothing of the first."""
    if place == 0:
        return "-"
    more = cuts[place].middle - cuts[place - 1].middle
    cost = plans[place].present_cost.middle - plans[place - 1].present_cost.middle
    return f"{cost / more:,.0f}" if more > 0 else "-"


def _plain_zero(said: str) -> str:
    return said.lstrip("-") if not said.strip("-0.,") else said


def _minus(value: Interval) -> Interval:
    return Interval(-value.middle, -value.high, -value.low)


def _triple(value: Interval, unit: float) -> tuple[float, float, float]:
    return value.middle / unit, value.low / unit, value.high / unit


def _value(item: ListedMeasure) -> float:
    worth = item.worth
    return worth.present_value.middle if worth is not None and worth.present_value is not None else 0.0
