"""A forecast as its page shows it: the peak, the fan before its bands, hours, rules beside it, what it rests on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from pulmu.locale import Language, date_text, text
from pulmu.locale.bill_words import bill_word
from pulmu.plan.forecast import NAIVE
from pulmu.services.forecasts.kept import KeptForecast
from pulmu.web.charts.band_day import DayWords, clock_of
from pulmu.web.charts.fan_day import FanDay, fan_day

_SHOWN = 6
_QUARTERS = 96
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class HourRow:
    """An hour: mean power, its interval or that it was seen, and its band."""

    hour: str
    power: str
    interval: str
    band: str
    is_seen: bool


@dataclass(frozen=True, slots=True)
class RuleRow:
    """How a rule did lately, beside the forecast.

    Parameters
    ----------
    more : How much larger its error was than ours; empty of ours.
    """

    name: str
    error: str
    scaled: str
    more: str
    is_ours: bool
    is_best: bool


class ForecastPage:
    """A kept forecast, in words and a picture."""

    def __init__(self, kept: KeptForecast, language: Language) -> None:
        self.kept, self.language = kept, language
        self.slots: list[dict[str, Any]] = kept.tree["slots"]
        self.minutes = int(kept.tree["interval_s"]) // 60
        self.each = 60 // self.minutes
        self.seen = int(kept.tree["slots_seen"])
        self.peak: dict[str, Any] = kept.tree["peak"]
        self.basis: dict[str, Any] = kept.tree["basis"]
        self.lately: dict[str, Any] = kept.tree["last_days"]

    @property
    def day(self) -> str:
        """The day that is forecast."""
        return date_text(self.kept.listed.day, self.language)

    @property
    def answer(self) -> str:
        """The page's question answered: the day's peak with its interval."""
        return self._say(
            "answer", kw=_whole(self.peak["kw"]), time=self.peak["start"][11:16], lower=_whole(self.peak["lower_kw"]),
            upper=_whole(self.peak["upper_kw"]), minutes=self.minutes,
        )  # fmt: skip

    @property
    def energy(self) -> str:
        """Energy of the day, and until when it was seen."""
        said = self._say("energy", kwh=_whole(self.kept.listed.energy))
        if not self.seen:
            return said
        return f"{said} {self._say('seen', time=clock_of(self.seen * 4 // self.each))}"

    @property
    def picture(self) -> str:
        """The fan."""
        slot = next(number for number, item in enumerate(self.slots) if item["start"] == self.peak["start"])
        fan = FanDay(
            middle=self._quarters("kw"), lower=self._quarters("lower_kw"), upper=self._quarters("upper_kw"),
            bands=self._wide(self.kept.bands), seen=self.seen * 4 // self.each, slot=slot * 4 // self.each,
            peak=self.peak["kw"], peak_lower=self.peak["lower_kw"], peak_upper=self.peak["upper_kw"],
        )  # fmt: skip
        names = {band: bill_word(band, self.language) for band in dict.fromkeys(self.kept.bands)}
        return fan_day(fan, DayWords(title=self.answer, unit="kW", bands=names, mark=f"{_whole(fan.peak)} kW"))

    def hours(self) -> Iterator[HourRow]:
        """Means of hours; an hour's interval is that of its slots, in the mean."""
        for hour in range(24):
            some = self.slots[hour * self.each : (hour + 1) * self.each]
            power, lower, upper = (_mean([item[name] for item in some]) for name in ("kw", "lower_kw", "upper_kw"))
            bands = self.kept.bands[hour * self.each : (hour + 1) * self.each]
            named = " · ".join(bill_word(band, self.language) for band in dict.fromkeys(bands))
            is_seen = (hour + 1) * self.each <= self.seen
            yield HourRow(f"{hour:02}:00", _whole(power), f"{_whole(lower)} ~ {_whole(upper)}", named, is_seen)

    def rules(self) -> tuple[RuleRow, ...]:
        """This forecast, the naive rules from the best on, and the best of the other experts."""
        ours = self.lately["error_kw"]
        if ours is None:
            return ()
        known = {name: error for name, error in self.lately["errors_kw"].items() if error is not None}
        naive = sorted((name for name in known if name in NAIVE), key=known.__getitem__)
        others = sorted((name for name in known if name not in NAIVE), key=known.__getitem__)[:1]
        rows = [("ours", ours), *((name, known[name]) for name in (*naive, *others))]
        least = min(error for _, error in rows)
        return tuple(self._rule(name, error, ours, is_best=error == least) for name, error in rows)

    def _rule(self, name: str, error: float, ours: float, *, is_best: bool) -> RuleRow:
        scale = self.lately["scale_kw"]
        scaled = f"{error / scale:.3f}" if scale else "-"
        more = f"{error / ours - 1:+.0%}" if ours and name != "ours" else ""
        return RuleRow(
            text(f"coming.expert.{name}", self.language), f"{error:,.1f}", scaled, more, name == "ours", is_best
        )  # fmt: skip

    @property
    def lately_answer(self) -> str:
        """Whether it was better than the best naive rule."""
        rows = self.rules()
        naive = [row for row in rows[1:] if row.more]
        if not naive:
            return text("coming.no_track", self.language)
        known = {name: self.lately["errors_kw"][name] for name in NAIVE}
        best = min((error, name) for name, error in known.items() if error is not None)
        off = best[0] / self.lately["error_kw"] - 1 if self.lately["error_kw"] else 0.0
        key = "better" if off >= 0 else "worse"
        name = text(f"coming.expert.{best[1]}", self.language)
        return self._say(f"lately_{key}", days=self.lately["days"], name=name, percent=f"{abs(off):.0%}")

    @property
    def held(self) -> str:
        """How often the intervals held."""
        found = self.lately
        if found["covered"] is None or found["peak_error_kw"] is None or found["peak_covered"] is None:
            return ""
        return self._say(
            "held", covered=f"{found['covered']:.0%}", peak_covered=f"{found['peak_covered']:.0%}",
            peak=_whole(found["peak_error_kw"]), hours=f"{found['peak_hours']:.1f}",
            minutes=self.minutes,
        )  # fmt: skip

    @property
    def ahead(self) -> str:
        """Whether what is known ahead helped; empty where nothing is."""
        names, errors = self.basis["known_ahead"], self.lately["errors_kw"]
        blind, seeing = errors.get("forest"), errors.get("forest_seeing")
        if not names or blind is None or seeing is None:
            return ""
        used = sum(share for name, share in self.kept.tree["weights"].items() if name.endswith("_seeing"))
        return text(
            "coming.ahead", self.language, names=", ".join(names), blind=f"{blind:,.1f}", seeing=f"{seeing:,.1f}",
            share=f"{used:.0%}",
        )  # fmt: skip

    def combined(self) -> tuple[tuple[str, str], ...]:
        """Experts and their weights, the heaviest first, the rest together."""
        weights = list(self.kept.tree["weights"].items())
        shown = [(text(f"coming.expert.{name}", self.language), f"{share:.0%}") for name, share in weights[:_SHOWN]]
        rest = sum(share for _, share in weights[_SHOWN:])
        if rest >= 0.005:
            shown.append((text("coming.others", self.language, count=len(weights) - _SHOWN), f"{rest:.0%}"))
        return tuple(shown)

    @property
    def rests_on(self) -> str:
        """What it rests on, so that it can be made again."""
        found = self.basis
        first, last = (date_text(date.fromisoformat(found[name]), self.language) for name in ("first", "last"))
        return self._say(
            "basis", version=found["version"], seed=found["seed"], seal=found["seal"][:12], first=first, last=last,
            days=found["days"], missing=f"{found['missing_slots']:,}",
        )  # fmt: skip

    def _quarters(self, name: str) -> list[float]:
        return self._wide([float(item[name]) for item in self.slots])

    def _wide(self, values: Sequence[Value]) -> list[Value]:
        """Of each quarter of an hour."""
        return [value for value in values for _ in range(_QUARTERS // len(self.slots))]

    def _say(self, key: str, **values: object) -> str:
        return text(f"web.forecast.{key}", self.language, **values)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _whole(value: float) -> str:
    return f"{value:,.0f}"
