"""What `pulmu measures` prints."""

from collections.abc import Sequence

from pulmu.cli.screen import Screen
from pulmu.locale import plain
from pulmu.services.measures.answer import ListedMeasure, MeasuresAnswer
from pulmu.services.measures.order import FACT_UNITS
from pulmu.services.measures.pay import Aid, Backing
from pulmu.services.measures.plans import PlanOfMeasures
from pulmu.services.measures.worth import Interval

_MILLION = 1e6


def show_answer(screen: Screen, answer: MeasuresAnswer, backings: Sequence[Backing]) -> None:
    """Sized measures, those that lack something, certificates by year, plans, who pays, and what was assumed."""
    paper = _Paper(screen, answer)
    paper.sized()
    paper.lacking()
    paper.certificates()
    paper.plans()
    paper.backed(backings)
    paper.assumed()


def show_choice(screen: Screen, answer: MeasuresAnswer) -> None:
    """In brief: the sized measures, and the plan."""
    paper = _Paper(screen, answer)
    paper.sized()
    paper.plans()


class _Paper:
    def __init__(self, screen: Screen, answer: MeasuresAnswer) -> None:
        self.screen, self.answer = screen, answer
        self.by_id = {item.sized.measure.id: item for item in answer.measures}

    def text(self, key: str, **values: object) -> str:
        """Words of this command."""
        return self.screen.text(f"cut.{key}", **values)

    def name(self, measure: str) -> str:
        """A measure in the reader's language."""
        found = self.by_id[measure].sized.measure
        return found.name_ko if self.screen.language == "ko" else found.name_en

    def of(self, *statuses: str) -> list[ListedMeasure]:
        """Measures of a status."""
        return [item for item in self.answer.measures if item.sized.status in statuses]

    def sized(self) -> None:
        """Measures with saving and investment, the greatest present value first."""
        screen, answer = self.screen, self.answer
        korean = screen.language == "ko"
        plant = (answer.plant_local or answer.plant) if korean else answer.plant
        screen.title(self.text("title", plant=plant, year=answer.first_year))
        screen.line("  " + self.text("apart"))
        listed = sorted(self.of("sized"), key=lambda item: -_value(item))
        if listed:
            keys = ("measure", "won", "footprint", "certificates", "capital", "payback", "value", "grade")
            screen.table([self.text(f"head.{key}") for key in keys], [self.row(item) for item in listed])
            screen.line("  " + self.text("between"))
        without = self.of("no_cost")
        if without:
            screen.title(self.text("no_cost"))
            short = ("measure", "won", "footprint", "certificates", "missing")
            screen.table([self.text(f"head.{key}") for key in short], [self.row_without(item) for item in without])

    def row(self, item: ListedMeasure) -> list[str]:
        """One sized measure."""
        worth, mark = item.worth, {"payback": "*", "quote": "", "catalogue": ""}.get(item.sized.capital_basis, "")
        assert worth is not None  # noqa: S101 - a sized measure has a worth
        assert worth.capital is not None  # noqa: S101
        assert worth.present_value is not None  # noqa: S101
        pays = "-" if worth.payback is None else f"{worth.payback.middle:.1f}"
        return [
            self.name(item.sized.measure.id), _millions(worth.won), f"{worth.footprint.middle:,.0f}",
            f"{worth.certificates[self.answer.first_year].middle:,.1f}", _millions(worth.capital) + mark, pays,
            _millions(worth.present_value), item.sized.measure.grade,
        ]  # fmt: skip

    def row_without(self, item: ListedMeasure) -> list[str]:
        """One with a saving and no investment."""
        worth = item.worth
        assert worth is not None  # noqa: S101 - it has a saving
        certificates = worth.certificates[self.answer.first_year].middle
        return [self.name(item.sized.measure.id), _millions(worth.won), f"{worth.footprint.middle:,.0f}",
                f"{certificates:,.1f}", self.asked(item)]  # fmt: skip

    def lacking(self) -> None:
        """Measures that cannot be sized, each with what it needs; then those that are for other plants."""
        needs, elsewhere = self.of("needs"), self.of("not_here")
        if needs:
            self.screen.title(self.text("needs"))
        for item in needs:
            self.screen.line(f"  {self.name(item.sized.measure.id)}: {self.asked(item)}")
        if elsewhere:
            self.screen.title(self.text("not_here"))
        for item in elsewhere:
            listed = ", ".join(self.text(f"only.{word}") for word in item.sized.ask)
            self.screen.line(f"  {self.name(item.sized.measure.id)}: {listed}")

    def asked(self, item: ListedMeasure) -> str:
        """What is needed, and the options that tell it."""
        measure, korean = item.sized.measure, self.screen.language == "ko"
        options = []
        for word in item.sized.ask:
            if word in FACT_UNITS:
                options.append(f"--used {word}=")
            elif word in ("saving", "quote"):
                options.append(f"--{word} {measure.id}=")
            elif word == "price":
                options.append("--price ID=")
        said = (measure.ask_ko if korean else measure.ask_en) if item.sized.status == "needs" else ""
        told = f"({', '.join(options)})" if options and said else ", ".join(options)
        return " ".join(filter(None, (said, told)))

    def certificates(self) -> None:
        """Certificates of the plant as it runs, by year."""
        rows = self.answer.certificate_years
        self.screen.title(self.text("to_come"))
        if not any(item.certificates for item in rows):
            self.screen.line("  " + self.text("none_due"))
            return
        head = [self.text(f"head.{key}") for key in ("year", "share", "basis", "count", "price", "cost")]
        self.screen.table(head, [
            [
                str(item.year), f"{item.free_allocation_share * 100:.1f} %", self.text(f"basis.{item.basis}"),
                f"{item.certificates:,.0f}", "-" if item.price_eur is None else f"{item.price_eur:.2f}",
                "-" if item.cost_krw is None else f"{item.cost_krw / _MILLION:,.0f}",
            ]
            for item in rows
        ])  # fmt: skip
        told = rows[0].price_basis == "told"
        self.screen.line("  " + self.text("price_told" if told else "price_flat", basis=rows[0].price_basis))
        self.screen.line("  " + self.text("importer"))
        self.screen.line("  " + self.text("draft"))

    def plans(self) -> None:
        """The best plan and the fronts."""
        plans = self.answer.plans
        if plans is None:
            return
        self.screen.title(self.text("plan"))
        best = plans.best
        if best is None or not best.done:
            self.screen.line("  " + self.text("no_plan"))
        else:
            for measure, year in best.done.items():
                self.screen.line(f"  {self.answer.first_year + year}  {self.name(measure)}")
            self.screen.line("  " + self.text(
                "plan_answer", capital=f"{best.capital / _MILLION:,.1f}", value=_millions(_minus(best.present_cost)),
                years=self.answer.years, footprint=_whole(_minus(best.footprint)),
                certificates=_whole(_minus(best.certificates)),
            ))  # fmt: skip
        self.front("front_footprint", plans.by_footprint)
        if plans.by_certificates:
            self.front("front_certificates", plans.by_certificates)
        self.screen.line("  " + self.text("why_no_ranking"))

    def front(self, key: str, plans: Sequence[PlanOfMeasures]) -> None:
        """Plans of which none is both cheaper and cleaner."""
        self.screen.title(self.text(key))
        keys = ("number", "value", "cut_footprint", "cut_certificates", "capital")
        self.screen.table([self.text(f"head.{name}") for name in keys], [
            [
                str(number), _millions(_minus(item.present_cost)), _whole(_minus(item.footprint)),
                _whole(_minus(item.certificates)), f"{item.capital / _MILLION:,.1f}",
            ]
            for number, item in enumerate(plans, 1)
        ])  # fmt: skip
        for number, item in enumerate(plans, 1):
            self.screen.line(f"  {number}: " + (" + ".join(self.name(name) for name in item.done) or "-"))

    def backed(self, backings: Sequence[Backing]) -> None:
        """Programmes and suppliers of each measure."""
        shown = [item for item in backings if item.aids or item.suppliers]
        if not shown:
            return
        self.screen.title(self.text("backed"))
        for item in shown:
            self.screen.line("  " + self.name(item.measure))
            for aid in item.aids:
                self.screen.line("    " + self.aid(aid))
            for found in item.suppliers:
                korean = self.screen.language == "ko"
                title = found.offer.title if korean else (found.offer.title_en or found.offer.title)
                supplier = plain(found.offer.supplier, 60)
                self.screen.line(
                    "    "
                    + self.text("supplier", supplier=supplier, title=plain(title, 80), words=", ".join(found.words))
                )
        self.screen.line("  " + self.text("one_aid"))

    def aid(self, aid: Aid) -> str:
        """A programme with its answer and what is left to pay."""
        korean = self.screen.language == "ko"
        name = aid.name_ko if korean else aid.name_en
        mark = self.screen.text(f"cli.eligible.mark.{aid.eligible}")
        said = [f"{mark} {name}: {aid.reason_ko if korean else aid.reason_en}"]
        if aid.is_loan and aid.eligible != "no":
            said.append(self.text("lent"))
        elif aid.net_krw is not None and aid.support_krw is not None:
            paid = self.span(aid.support_krw)
            said.append(self.text("paid", paid=paid, net=self.span(aid.net_krw)))
        elif aid.eligible != "no":
            said.append(self.text("not_bounded"))
        if aid.is_earlier:
            said.append(self.text("earlier", year=aid.year))
        return "; ".join(said)

    def span(self, ends: tuple[float, float | None]) -> str:
        """Least and most in million won."""
        low, high = ends[0] / _MILLION, ends[1]
        if high is None:
            return self.text("or_more", low=f"{low:,.1f}")
        return f"{low:,.1f}" if ends[0] == high else f"{low:,.1f}…{high / _MILLION:,.1f}"

    def assumed(self) -> None:
        """What the numbers rest on that nobody measured."""
        answer, screen = self.answer, self.screen
        screen.title(self.text("assumed"))
        lives = sorted({item.sized.life for item in answer.measures if item.sized.life_is_assumed})
        if lives:
            screen.line("  " + self.text("life", years=lives[0]))
        screen.line("  " + self.text("discount", percent=f"{answer.discount * 100:g}"))
        screen.line("  " + self.text("draws", draws=answer.draws, seed=answer.seed))
        for rate in answer.rates:
            key = "rate_assumed" if rate.is_assumed else "rate_told"
            screen.line("  " + self.text(key, currency=rate.currency, won=f"{rate.krw:,.0f}", day=rate.day.isoformat()))
        if any(item.sized.capital_basis == "payback" for item in answer.measures):
            screen.line("  " + self.text("by_payback"))


def _value(item: ListedMeasure) -> float:
    worth = item.worth
    return worth.present_value.middle if worth is not None and worth.present_value is not None else 0.0


def _minus(value: Interval) -> Interval:
    return Interval(-value.middle, -value.high, -value.low)


def _millions(value: Interval) -> str:
    return _told(value, _MILLION, 1)


def _whole(value: Interval) -> str:
    return _told(value, 1.0, 0)


def _told(value: Interval, unit: float, places: int) -> str:
    middle, low, high = (f"{number / unit + 0.0:,.{places}f}" for number in (value.middle, value.low, value.high))
    middle, low, high = (text.replace("-0.0", "0.0") if float(text.replace(",", "")) == 0 else text
                         for text in (middle, low, high))  # fmt: skip
    return middle if low == high else f"{middle} ({low}…{high})"
