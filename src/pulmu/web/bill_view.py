"""A month's bill as its page shows it: the waterfall, the demand that was billed, the days by season, the year."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from pulmu.locale import Language, date_text, text
from pulmu.locale.bill_words import bill_line_how, bill_line_name, bill_word, tariff_name
from pulmu.model import Figure
from pulmu.plan.tariff import Bill, BillLine, MeanDay, YearMonth, month_text, remembered_months
from pulmu.services.bill_months import Billed
from pulmu.services.bills.kept import KeptBills, days_of
from pulmu.web.charts.band_day import DayWords, band_day
from pulmu.web.charts.bars import Segment, stacked_bar
from pulmu.web.charts.waterfall import Step, waterfall

_BANDS = ("light", "mid", "peak", "all_hours")
_ORDER = ("basic", *_BANDS, "rest")
_COLOURS = {"basic": "basic-fill", "surcharge": "surcharge-fill", "discount": "minus-fill", "levy": "levy-fill"}


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the waterfall.

    Parameters
    ----------
    figure : What is opened behind it.
    """

    name: str
    how: str
    won: str
    bar: str
    figure: Figure
    is_sum: bool


@dataclass(frozen=True, slots=True)
class PeakRow:
    """A month whose demand may be billed: its highest that counts, or that it is not known."""

    month: str
    kilowatt: str
    at: str
    is_billed: bool


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A month of the year."""

    month: str
    energy: str
    billed: str
    charge: str
    to_pay: str
    per_kwh: str
    bar: str
    is_shown: bool


@dataclass(frozen=True, slots=True)
class DayPicture:
    """A mean working day of a season."""

    caption: str
    picture: str
    bands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OptionRow:
    """What an option would have cost. [won]"""

    name: str
    to_pay: str
    more: str
    is_own: bool
    is_least: bool


class BillView:
    """A month of kept bills, in words and pictures."""

    def __init__(self, kept: KeptBills, month: str, language: Language) -> None:
        self.kept, self.language = kept, language
        bills = kept.billed.bills
        self.bill = next((item for item in bills if month_text(item.month) == month), bills[-1])
        self.month = month_text(self.bill.month)
        self.tariff = tariff_name(self.bill.tariff, language)
        self.zone = ZoneInfo(self.bill.tariff.zone)

    @property
    def answer(self) -> str:
        """The page's question answered."""
        energy = self.bill.energy()
        per_kwh = f"{self.bill.to_pay.value / energy:,.1f}" if energy else "-"
        return self._say("answer", won=_whole(self.bill.to_pay.value), energy=_whole(energy), per_kwh=per_kwh)

    @property
    def counterfactual(self) -> str:
        """That it is none that was ever sent, where it is so."""
        day = self.bill.rates_of
        return self._say("counterfactual", day=date_text(day, self.language)) if day else ""

    def rows(self) -> tuple[Row, ...]:
        """The waterfall: parts, the charge before tax, levies, and what is to be paid."""
        charges = [line for line in self.bill.lines if line.kind != "levy"]
        levies = [line for line in self.bill.lines if line.kind == "levy"]
        known: list[tuple[str, str, Figure, str]] = [self._line(line) for line in charges]
        known.append((text("power_bill.charge", self.language), "", self.bill.charge, "sum"))
        known += [self._line(line) for line in levies]
        known.append((text("power_bill.to_pay", self.language), "", self.bill.to_pay, "sum"))
        steps = [
            Step(f"{name}: {_whole(figure.value)}", figure.value, colour if colour != "sum" else "sum-fill",
                 colour == "sum")
            for name, _, figure, colour in known
        ]  # fmt: skip
        return tuple(
            Row(name, how, _whole(figure.value), bar, figure, colour == "sum")
            for (name, how, figure, colour), bar in zip(known, waterfall(steps), strict=True)
        )

    def _line(self, line: BillLine) -> tuple[str, str, Figure, str]:
        colour = (
            f"{line.band}-fill"
            if line.kind == "energy" and line.band in _BANDS
            else _COLOURS.get(line.kind, "basic-fill")
        )
        if line.amount.value < 0:
            colour = "minus-fill"
        return (
            bill_line_name(self.bill, line, self.language),
            bill_line_how(line, text("power_bill.head.won", self.language)),
            line.amount,
            colour,
        )

    @property
    def demand(self) -> str:
        """Which month's demand was billed, and when it was drawn."""
        billed = self.bill.billed.value
        found = next((row for row in self.peaks() if row.is_billed), None)
        if found is None:
            key = "demand_contract" if not self._remembers() else "demand_floor"
            return self._say(key, billed=f"{billed:,.1f}")
        if not found.at:
            return self._say("demand_told", billed=f"{billed:,.1f}", month=found.month)
        return self._say("demand_measured", billed=f"{billed:,.1f}", month=found.month, at=found.at)

    def _remembers(self) -> bool:
        return not self.bill.tariff.terms[-1].demand.by_contract

    def peaks(self) -> tuple[PeakRow, ...]:
        """This month and the earlier ones that count, the latest first."""
        if not self._remembers():
            return ()
        known = self._known_peaks()
        months = (self.bill.month, *remembered_months(self.bill.tariff.terms[-1].demand, self.bill.month))
        return tuple(self._peak(month, known.get(month)) for month in months)

    def _known_peaks(self) -> dict[YearMonth, float]:
        return {
            (int(item.figure.because[:4]), int(item.figure.because[5:])): item.figure.value
            for item in self.bill.billed.inputs if item.parameter == "highest_demand"
        }  # fmt: skip

    def _peak(self, month: YearMonth, kilowatt: float | None) -> PeakRow:
        if kilowatt is None:
            return PeakRow(month_text(month), self._say("unknown"), "", is_billed=False)
        start = next((bill.peak.start for bill in self.kept.billed.bills if bill.month == month), None)
        return PeakRow(month_text(month), f"{kilowatt:,.1f}", self._at(start), kilowatt == self.bill.billed.value)

    def _at(self, start: int | None) -> str:
        if start is None:
            return ""
        at = datetime.fromtimestamp(start, UTC).astimezone(self.zone)
        return f"{date_text(at.date(), self.language)} {at:%H:%M}"

    def days(self) -> tuple[DayPicture, ...]:
        """The mean working day of each season, the peak of its months that set the billed demand marked."""
        found = days_of(self.kept)
        marks = [self._mark(day) for day in found]
        top = max([*(float(day.power.max()) for day in found), *(mark[1] for mark in marks if mark), 1.0])
        return tuple(self._day(day, top, mark) for day, mark in zip(found, marks, strict=True))

    def _mark(self, day: MeanDay) -> tuple[int, float, date] | None:
        """Quarter, load and day of the demand that was billed, where it was drawn in these days."""
        for bill in self.kept.billed.bills:
            if bill.peak.start is not None and bill.peak.kilowatt == self.bill.billed.value:
                at = datetime.fromtimestamp(bill.peak.start, UTC).astimezone(self.zone)
                if day.first <= at.date() <= day.last and self._season(at.date()) == day.season:
                    return at.hour * 4 + at.minute // 15, bill.peak.kilowatt, at.date()
        return None

    def _season(self, day: date) -> str:
        seasons = self.bill.tariff.terms[-1].seasons
        return next((item.id for item in seasons if day.month in item.months), "")

    def _day(self, day: MeanDay, top: float, mark: tuple[int, float, date] | None) -> DayPicture:
        season = bill_word(day.season, self.language)
        first, last = date_text(day.first, self.language), date_text(day.last, self.language)
        said = "" if mark is None else self._marked(*mark)
        caption = self._say("day", season=season, days=day.days, first=first, last=last)
        names = {band: bill_word(band, self.language) for band in dict.fromkeys(day.bands)}
        words = DayWords(title=" ".join(filter(None, (caption, said))), unit="kW", bands=names, mark=said)
        picture = band_day(day.power.tolist(), day.bands, top, words, None if mark is None else mark[:2])
        return DayPicture(caption, picture, tuple(names))

    def _marked(self, quarter: int, load: float, day: date) -> str:
        clock = f"{quarter // 4:02}:{quarter % 4 * 15:02}"
        return self._say("mark", kw=f"{load:,.0f}", day=date_text(day, self.language), time=clock)

    def year(self) -> tuple[MonthRow, ...]:
        """Every month that was computed."""
        bills = self.kept.billed.bills
        scale = max(bill.to_pay.value for bill in bills)
        return tuple(self._month(bill, scale) for bill in bills)

    def _month(self, bill: Bill, scale: float) -> MonthRow:
        energy, month = bill.energy(), month_text(bill.month)
        per_kwh = f"{bill.to_pay.value / energy:,.1f}" if energy else "-"
        segments = [Segment(name, _whole(value), value, colour) for name, value, colour in self._parts(bill)]
        bar = stacked_bar(f"{month}: {_whole(bill.to_pay.value)}", segments, scale, 14.0)
        return MonthRow(
            month, _whole(energy), f"{bill.billed.value:,.1f}", _whole(bill.charge.value), _whole(bill.to_pay.value),
            per_kwh, bar, bill is self.bill,
        )  # fmt: skip

    def _parts(self, bill: Bill) -> Iterator[tuple[str, float, str]]:
        """Basic charge, energy by band, the rest; a discount is taken off the rest."""
        sums: dict[str, float] = {"basic": 0.0}
        for line in bill.lines:
            key = line.kind if line.kind == "basic" else line.band if line.kind == "energy" else "rest"
            sums[key] = sums.get(key, 0.0) + line.amount.value
        for key, value in sorted(sums.items(), key=lambda item: _ORDER.index(item[0]) if item[0] in _ORDER else 1):
            word = (
                text(f"web.bill.part.{key}", self.language)
                if key in ("basic", "rest")
                else bill_word(key, self.language)
            )
            yield word, value, "surcharge-fill" if key == "rest" else f"{key}-fill"

    @property
    def total(self) -> str:
        """All months together."""
        return self._say("year_answer", count=len(self.kept.billed.bills), won=_whole(self.kept.billed.to_pay))

    def options(self, found: Mapping[str, Billed]) -> tuple[OptionRow, ...]:
        """Options, the cheapest first."""
        ranked: Sequence[tuple[str, Billed]] = sorted(found.items(), key=lambda item: item[1].to_pay)
        least = ranked[0][1].to_pay
        return tuple(
            OptionRow(
                self._say("option", option=name), _whole(one.to_pay), f"{one.to_pay - least:+,.0f}",
                name == self.kept.wish.option, number == 0,
            )
            for number, (name, one) in enumerate(ranked)
        )  # fmt: skip

    def balances(self, found: Mapping[str, Billed]) -> tuple[tuple[str, str, str], ...]:
        """What the cheapest option moves: won; certificates and the footprint stay as they are."""
        least = min(one.to_pay for one in found.values())
        saved = self.kept.billed.to_pay - least
        return (
            ("won", f"{-saved:+,.0f}" if saved else "0", self._say("balance.won_note")),
            ("certificates", "0", self._say("balance.certificates_note")),
            ("footprint", "0", self._say("balance.footprint_note")),
        )

    def _say(self, key: str, **values: object) -> str:
        return text(f"web.bill.{key}", self.language, **values)


def _whole(value: float) -> str:
    return f"{value:,.0f}"
