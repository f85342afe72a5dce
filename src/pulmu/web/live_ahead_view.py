"""How a shift will end, in words, pictures and tables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pulmu.locale import Language, about_won, percent, text
from pulmu.locale import unit_symbol as unit_of
from pulmu.model.line import Line
from pulmu.model.week import DAYS
from pulmu.services.accounts.identify import ZONE
from pulmu.services.live.ahead import AheadCarrier, FanPoint, Spread
from pulmu.services.live_links.ahead import AheadAnswer
from pulmu.twin.week import WEEK, offset_of
from pulmu.web.charts.live_fan import fan
from pulmu.web.line_run_view import CarbonView, Row, carbon_view
from pulmu.web.line_words import name_of

_ROWS = 9
"""Rows of a table beside a picture, at most; all are in the file."""
_FUELS = ("gas", "lng", "lpg", "oil")


@dataclass(frozen=True, slots=True)
class Fan:
    """A figure over the time: its picture, and some of its moments."""

    name: str
    unit: str
    svg: str
    rows: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class AheadPage:
    """Everything a page shows of an answer.

    Parameters
    ----------
    answer : The first line.
    read : When the plant stood so, and how it was run.
    products, energy : Low, middle, high and, of products, the target and how often it is reached.
    stations : What holds the line up: alone, and shifting with others.
    unknown : What no reading told, each in a sentence.
    """

    answer: str
    read: str
    fans: tuple[Fan, ...]
    products: tuple[Row, ...]
    energy: tuple[Row, ...]
    scrap: str
    stations: tuple[Row, ...]
    won: str
    carbon: CarbonView
    unknown: tuple[str, ...]


def ahead_page(line: Line, answer: AheadAnswer, language: Language) -> AheadPage:
    """What a page shows of how a shift will end."""
    return _Words(line, answer, language).page()


class _Words:
    """An answer in the words of a language."""

    def __init__(self, line: Line, answer: AheadAnswer, language: Language) -> None:
        self.line, self.found, self.language = line, answer, language

    def say(self, key: str, **values: object) -> str:
        return text(f"web.live_ahead.{key}", self.language, **values)

    def page(self) -> AheadPage:
        return AheadPage(
            answer=self.answer(), read=self.read(), fans=tuple(self.fans()), products=tuple(self.products()),
            energy=tuple(self.energy()), scrap=self.scrap(), stations=tuple(self.stations()),
            won=self.won(self.found.cost_krw), carbon=carbon_view(self.line, self.found.carbon, self.language),
            unknown=tuple(self.unknown()),
        )  # fmt: skip

    def answer(self) -> str:
        found = self.found
        said = [self.say("answer", until=self.clock(found.hours), good=_count(found.good.middle),
                         low=_count(found.good.low), high=_count(found.good.high))]  # fmt: skip
        if found.target is not None and found.reached is not None:
            said.append(self.say("answer_target", target=f"{found.target:,}",
                                 share=percent(found.reached, self.language)))  # fmt: skip
        if found.peak_kw is not None:
            peak = f"{_figure(found.peak_kw.middle)} {unit_of('kW', self.language)}"
            said.append(self.say("answer_peak", peak=peak, high=_figure(found.peak_kw.high)))
        worst = next((item for item in found.stations if item.sole + item.shifting > 0), None)
        if worst is not None:
            share = percent(worst.sole + worst.shifting, self.language)
            said.append(self.say("answer_bottleneck", station=self.station(worst.station), share=share))
        return " ".join(said)

    def read(self) -> str:
        found = self.found
        return self.say("read", at=f"{found.moment.astimezone(ZONE):%Y-%m-%d %H:%M:%S}", runs=found.replications,
                        seal=found.snapshot[:12], version=found.version)  # fmt: skip

    def fans(self) -> Iterator[Fan]:
        found = self.found
        if len(found.fan) > 1:
            yield self.fan(self.say("good"), self.say("pieces"), found.fan, "fan-good", found.target)
        for item in found.carriers:
            if len(item.fan) > 1 and item.amount.high > 0:
                unit = unit_of(item.unit, self.language)
                yield self.fan(self.carrier(item), unit, item.fan, _series(item), None)

    def fan(self, name: str, unit: str, points: Sequence[FanPoint], series: str, target: int | None) -> Fan:
        end = points[-1]
        said = self.say("fan_said", name=name, until=self.clock(end.hours), low=_figure(end.low),
                        middle=_figure(end.middle), high=_figure(end.high), unit=unit)  # fmt: skip
        chosen = _some(points)
        ticks = [(item.hours, self.clock(item.hours)) for item in _some(points, 6)]
        rows = tuple((self.clock(item.hours), _figure(item.low), _figure(item.middle), _figure(item.high))
                     for item in chosen)  # fmt: skip
        return Fan(name, unit, fan(points, ticks, unit, said, series, target), rows)

    def products(self) -> Iterator[Row]:
        names = {item.id: name_of(item, self.language) for item in self.line.products}
        for item in self.found.products:
            wanted = self.target(item.target, item.reached)
            yield Row(names.get(item.product, item.product), (*_three(item.good), *wanted))
        yield Row(self.say("all"), (*_three(self.found.good), *self.target(self.found.target, self.found.reached)))

    def target(self, target: int | None, reached: float | None) -> tuple[str, str]:
        if target is None or reached is None:
            return "–", "–"
        return f"{target:,}", percent(reached, self.language)

    def energy(self) -> Iterator[Row]:
        for item in self.found.carriers:
            yield Row(f"{self.carrier(item)} ({unit_of(item.unit, self.language)})", _three(item.amount))
        peak = self.say("peak")
        yield Row(peak, ("–", "–", "–") if self.found.peak_kw is None else _three(self.found.peak_kw))
        cost = self.found.cost_krw
        yield Row(self.say("cost"), tuple(about_won(value, self.language) for value in
                                          (cost.low, cost.middle, cost.high)))  # fmt: skip

    def scrap(self) -> str:
        share = self.found.scrap_share
        low, middle, high = (percent(value, self.language) for value in (share.low, share.middle, share.high))
        return self.say("scrap", low=low, middle=middle, high=high)

    def stations(self) -> Iterator[Row]:
        for item in self.found.stations:
            shares = (percent(item.sole, self.language), percent(item.shifting, self.language))
            yield Row(self.station(item.station), shares)

    def won(self, cost: Spread) -> str:
        return about_won(cost.middle, self.language)

    def unknown(self) -> Iterator[str]:
        """What a tag should have told first, with the reason; then what no tag tells."""
        for item in self.found.not_known:
            if item.because != "not_seen":
                yield text(f"cli.ahead.because.{item.because}", self.language, tag=item.where)
        kinds = dict.fromkeys(item.what for item in self.found.not_known if item.because == "not_seen")
        if kinds:
            said = ", ".join(text(f"cli.ahead.unseen.{name}", self.language) for name in kinds)
            yield text("cli.ahead.not_known", self.language, what=said)

    def clock(self, hours: float) -> str:
        """So many hours from now, by the plant's own clock; with its day where that is another one."""
        first = offset_of(self.line.starts) + self.found.after * 3600
        now, minutes = round(first % WEEK / 60), round((first + hours * 3600) % WEEK / 60) % (7 * 1440)
        clock = f"{minutes // 60 % 24:02}:{minutes % 60:02}"
        if minutes // 1440 == now // 1440 % 7:
            return clock
        return f"{self.say('day.' + DAYS[minutes // 1440])} {clock}"

    def station(self, name: str) -> str:
        return next((name_of(item, self.language) for item in self.line.stations if item.id == name), name)

    def carrier(self, found: AheadCarrier) -> str:
        return next((name_of(item, self.language) for item in self.line.carriers if item.id == found.carrier),
                    found.carrier)  # fmt: skip


def _some(points: Sequence[FanPoint], most: int = _ROWS) -> list[FanPoint]:
    """So many moments at most, evenly, the last among them."""
    step = max(1, -(-(len(points) - 1) // (most - 1)))
    chosen = list(points[:-1:step])
    if len(chosen) > 1 and points[-1].hours - chosen[-1].hours < 0.5 * step * 0.25:
        chosen.pop()
    return [*chosen, points[-1]]


def _series(item: AheadCarrier) -> str:
    if item.unit in ("kWh", "MWh"):
        return "fan-electricity"
    return "fan-gas" if any(word in item.carrier for word in _FUELS) else "fan-other"


def _three(item: Spread) -> tuple[str, str, str]:
    return _figure(item.low), _figure(item.middle), _figure(item.high)


def _count(value: float) -> str:
    return f"{value:,.0f}"


def _figure(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.4g}"
