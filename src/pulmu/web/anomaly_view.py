"""Alarms of a meter as their page shows them: how many, the curve, what each cost, drift, closed hours, marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from pulmu.locale import Language, date_text, text
from pulmu.locale.bill_words import tariff_name
from pulmu.reference.electricity import industrial_electricity
from pulmu.services.anomalies.curve import ShownCurve, curve_of
from pulmu.services.anomalies.kept import KeptAnomalies
from pulmu.services.anomalies.marks import Mark, Tally, mark_on, tally
from pulmu.services.anomalies.meter import GRID_YEAR
from pulmu.web.charts.unusual_curve import AlarmMark, unusual_curve

SPANS = (1, 3, 7, 14)
AT_ONCE = 20
_MOST = 999
_LEVELS = ("base_up", "base_down", "running_up", "running_down")


@dataclass(frozen=True, slots=True)
class AlarmRow:
    """An alarm in words; what costs nothing by itself has no numbers of cost.

    Parameters
    ----------
    day : Of its first slot: where the curve is to begin.
    state : `open`, `seen` or `false`.
    """

    id: str
    told: str
    span: str
    day: str
    what: str
    actual: str
    expected: str
    score: str
    kwh: str
    won: str
    certificates: str
    footprint: str
    state: str
    mark: Mark | None


@dataclass(frozen=True, slots=True)
class LossRow:
    """What some energy cost, in the three balances."""

    name: str
    kwh: str
    won: str
    certificates: str
    footprint: str


class AnomaliesPage:
    """A kept look at a meter, in words and a picture."""

    def __init__(
        self, kept: KeptAnomalies, marks: Sequence[Mark], language: Language, *, first: date | None, days: int
    ) -> None:  # fmt: skip
        self.kept, self.marks, self.language = kept, marks, language
        self.alarms: list[dict[str, Any]] = list(reversed(kept.tree["alarms"]))
        self.curve: ShownCurve = curve_of(kept, first or self._newest(days), days)
        self.tally: Tally = tally(marks, self.alarms)

    def _newest(self, days: int) -> date | None:
        """The first of so many days that end after the newest alarm; None where there is none."""
        if not self.alarms:
            return None
        return datetime.fromisoformat(self.alarms[0]["told"]).date() - timedelta(days=max(days - 2, 0))

    @property
    def answer(self) -> str:
        """How many alarms there were, and how many were wanted."""
        tree, days = self.kept.tree, (self.kept.listed.last - self.kept.listed.first).days + 1
        return self._say(
            "answer", count=len(self.alarms), days=max(days, 0), found=f"{tree['alarms_a_day']:.2f}",
            wanted=f"{tree['alarms_a_day_wanted']:g}",
        )  # fmt: skip

    @property
    def between(self) -> str:
        """The days of which hours could be told."""
        listed = self.kept.listed
        return f"{date_text(listed.first, self.language)} – {date_text(listed.last, self.language)}"

    @property
    def looked(self) -> str:
        """How many were looked at, and how many of those were false: of the others nobody knows."""
        found = self.tally
        if found.precision is None:
            return self._say("nobody_looked", count=found.alarms) if found.alarms else ""
        return self._say(
            "looked", looked=found.looked_at, false=found.false, percent=f"{found.precision:.0%}",
            rest=found.alarms - found.looked_at,
        )  # fmt: skip

    @property
    def picture(self) -> str:
        """The curve of the chosen days with the alarms that touch them."""
        missing = text("web.meters.missing", self.language)
        return unusual_curve(self.curve, self._marks(), self._say("curve"), missing)

    def _marks(self) -> list[AlarmMark]:
        shown, found = self.curve, []
        for item in self.alarms:
            start, end = (datetime.fromisoformat(item[name]) for name in ("start", "end"))
            if start < shown.end and end > shown.start:
                places = [(at - shown.start) / timedelta(seconds=shown.interval) for at in (start, end)]
                row = self.row(item)
                found.append(AlarmMark(
                    start=places[0], end=places[1], said=f"{row.told} {row.what}", state=row.state,
                    is_level=item["kind"] in _LEVELS,
                ))  # fmt: skip
        return found

    def rows(self, start: int) -> list[AlarmRow]:
        """Some of the alarms, newest first."""
        return [self.row(item) for item in self.alarms[start : start + AT_ONCE]]

    def drift(self) -> list[AlarmRow]:
        """Levels that changed, newest first."""
        return [self.row(item) for item in self.alarms if item["kind"] in _LEVELS]

    def row(self, item: dict[str, Any]) -> AlarmRow:
        """An alarm in words."""
        said, loss = mark_on(self.marks, item), _loss_cells("", item["loss"])
        start, end = (datetime.fromisoformat(item[name]) for name in ("start", "end"))
        return AlarmRow(
            id=item["id"], told=f"{datetime.fromisoformat(item['told']):%Y-%m-%d %H:%M}", span=_span(start, end),
            day=start.date().isoformat(), what=text(f"unlike.hint.{item['hint']}", self.language),
            actual=_power(item["actual_kw"]), expected=_power(item["expected_kw"]), score=_score(item),
            kwh=loss.kwh, won=loss.won, certificates=loss.certificates, footprint=loss.footprint,
            state="open" if said is None else said.mark, mark=said,
        )  # fmt: skip

    def losses(self) -> list[LossRow]:
        """What closed hours, leaks and hours above the expected came to; they may share hours, and are never added."""
        standby = self.kept.tree["standby"]
        found = [] if standby is None else [
            _loss_cells(self._say(key), standby[key]) for key in ("drawn", "above_lowest")
        ]  # fmt: skip
        for key, kind in (("leaks", "base_up"), ("hours_above", "above")):
            some = [item["loss"] for item in self.alarms if item["kind"] == kind and item["loss"] is not None]
            if some:
                found.append(_loss_cells(self._say(key, count=len(some)), _sum(some)))
        return found

    @property
    def closed(self) -> str:
        """How much is drawn in closed hours; that there are none, where it runs all day."""
        item = self.kept.tree["standby"]
        if item is None:
            return text("unlike.never_closed", self.language)
        return self._say(
            "closed", days=item["days"], hours=f"{item['hours']:,.0f}", mean=f"{item['mean_kw']:,.1f}",
            lowest=f"{item['lowest_kw']:,.1f}",
        )  # fmt: skip

    @property
    def rests_on(self) -> str:
        """By what it was counted."""
        tree = self.kept.tree
        factor = tree["grid_factor"]["t_co2e_per_mwh"]
        key = "basis_rates_of" if tree["rates_of"] else "basis" if tree["tariff"] else "basis_no_rates"
        return self._say(
            key, version=tree["version"], factor=f"{factor:g}", year=GRID_YEAR, tariff=self._tariff(),
            day=tree["rates_of"] or "",
        )  # fmt: skip

    def _tariff(self) -> str:
        wish = self.kept.wish
        return tariff_name(industrial_electricity(wish["contract"], wish["voltage"], wish["option"]), self.language)

    def _say(self, key: str, **values: object) -> str:
        return text(f"web.anomaly.{key}", self.language, **values)


def moved(curve: ShownCurve, by: int) -> str:
    """First day of as many days, so many times later."""
    return (curve.first + timedelta(days=curve.days * by)).isoformat()


def _span(start: datetime, end: datetime) -> str:
    if (end - start) > timedelta(days=1):
        return f"{start:%m-%d} ~ {end - timedelta(seconds=1):%m-%d}"
    return f"{start:%m-%d %H:%M} ~ {end:%H:%M}"


def _sum(losses: Sequence[dict[str, Any]]) -> dict[str, Any]:
    total: dict[str, Any] = {
        name: sum(item[name] for item in losses) for name in ("kwh", "certificates", "footprint_kg")
    }
    won = [item["won"] for item in losses]
    return total | {"won": None if None in won else sum(won)}


def _loss_cells(name: str, loss: dict[str, Any] | None) -> LossRow:
    if loss is None:
        return LossRow(name, "", "", "", "")
    won = "" if loss["won"] is None else f"{loss['won']:,.0f}"
    return LossRow(name, f"{loss['kwh']:,.0f}", won, f"{loss['certificates']:g}", f"{loss['footprint_kg']:,.0f}")


def _power(value: float | None) -> str:
    return "" if value is None else f"{value:,.1f}"


def _score(item: dict[str, Any]) -> str:
    if item["score"] is None or not item["needed"]:
        return ""
    ratio = item["score"] / item["needed"]
    return f"{ratio:.1f}" if ratio < _MOST else f">{_MOST}"
