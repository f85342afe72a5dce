"""What `pulmu anomalies` prints."""

import math

from pulmu.cli.screen import Screen
from pulmu.plan.anomaly import Loss
from pulmu.services.anomalies.machine import MachineAnomalies, ToldMachineAlarm
from pulmu.services.anomalies.meter import Anomalies, ToldAlarm

_SHOWN = 20
_MOST = 999


def show_meter(screen: Screen, done: Anomalies) -> None:
    """How many, then the last of them with what they may come from and cost, then what standing costs."""
    _count(screen, done)
    shown = done.alarms[-_SHOWN:]
    if len(shown) < len(done.alarms):
        screen.line(screen.text("unlike.shown", count=len(shown)))
    if shown:
        head = [screen.text(f"unlike.head.{key}") for key in ("told", "what", "actual", "expected", "score", "kwh",
                                                              "won", "kg")]  # fmt: skip
        screen.title(screen.text("unlike.alarms"))
        screen.table(head, [_row(screen, item) for item in shown], left=2)
    _standby(screen, done)
    screen.line("")
    screen.line(screen.text("unlike.balances", factor=f"{done.factor.value:g}", year=done.factor.source.edition))
    if done.is_priced and done.order.tariff is not None:
        name = done.order.tariff.name_local if screen.language == "ko" else done.order.tariff.name
        key = "unlike.rates_of" if done.order.rates_of else "unlike.rates"
        screen.line(screen.text(key, tariff=name or done.order.tariff.id, day=done.order.rates_of or ""))


def show_dearest(screen: Screen, done: Anomalies) -> None:
    """How many, and which of them cost most."""
    _count(screen, done)
    dear = [(item.loss.won, item) for item in done.alarms if item.loss is not None and not math.isnan(item.loss.won)]
    if dear:
        _, item = max(dear, key=lambda one: one[0])
        told, what, *_, kwh, won, kg = _row(screen, item)
        screen.line(screen.text("unlike.dearest", told=told, what=what, kwh=kwh, won=won, kg=kg))


def _count(screen: Screen, done: Anomalies) -> None:
    days = max(done.watched.load.days - done.watched.begun, 0)
    screen.title(screen.text("unlike.title", meter=done.meter, first=done.from_day.isoformat(),
                             last=done.to_day.isoformat()))  # fmt: skip
    screen.line(screen.text("unlike.count", count=len(done.alarms), days=days, wanted=f"{done.order.budget:g}",
                            found=f"{done.watched.alarms_a_day():.2f}"))  # fmt: skip


def _row(screen: Screen, item: ToldAlarm) -> list[str]:
    one, loss = item.alarm, item.loss
    cells = ["", "", ""] if loss is None else [f"{loss.energy:,.0f}", _won(loss), f"{loss.footprint:,.0f}"]
    return [
        f"{item.told:%Y-%m-%d %H:%M}", screen.text(f"unlike.hint.{item.hint}"), f"{one.actual:,.1f}",
        f"{one.expected:,.1f}", _score(one.score / one.needed), *cells,
    ]  # fmt: skip


def _score(ratio: float) -> str:
    return f"{ratio:.1f}" if ratio < _MOST else f">{_MOST}"


def _won(loss: Loss) -> str:
    return "" if math.isnan(loss.won) else f"{loss.won:,.0f}"


def _standby(screen: Screen, done: Anomalies) -> None:
    item = done.standby
    screen.title(screen.text("unlike.standby", days=done.order.days))
    if item is None:
        screen.line(screen.text("unlike.never_closed"))
        return
    screen.line(screen.text("unlike.closed", hours=f"{item.hours:,.0f}", mean=f"{item.mean:,.1f}",
                            lowest=f"{item.lowest:,.1f}"))  # fmt: skip
    rows = [
        [screen.text(f"unlike.{key}"), f"{loss.energy:,.0f}", _won(loss), f"{loss.certificates:g}",
         f"{loss.footprint:,.0f}"]
        for key, loss in (("drawn", item.drawn), ("above_lowest", item.above_lowest))
    ]  # fmt: skip
    screen.table([screen.text(f"unlike.head.{key}") for key in ("part", "kwh", "won", "certificates", "kg")], rows)


def show_machine(screen: Screen, done: MachineAnomalies) -> None:
    """How many, then each with the channels that show it."""
    screen.title(screen.text("unlike.machine", name=done.name, first=f"{done.first:%Y-%m-%d %H:%M:%S}",
                             last=f"{done.last:%Y-%m-%d %H:%M:%S}"))  # fmt: skip
    screen.line(screen.text("unlike.machine_count", count=len(done.alarms), wanted=f"{done.order.budget:g}",
                            rows=len(done.watched.score), learned=done.watched.learned,
                            channels=len(done.channels)))  # fmt: skip
    for item in done.alarms[-_SHOWN:]:
        _machine_alarm(screen, item)


def _machine_alarm(screen: Screen, item: ToldMachineAlarm) -> None:
    score = _score(item.alarm.score / item.alarm.needed) if item.alarm.needed > 0 else ""
    screen.title(screen.text("unlike.machine_alarm", told=f"{item.told:%Y-%m-%d %H:%M:%S}",
                             end=f"{item.end:%H:%M:%S}", score=score))  # fmt: skip
    rows = [
        [name, f"{hint.value:,.4g}", f"{hint.usual:,.4g}",
         screen.text("unlike.higher" if hint.direction > 0 else "unlike.lower"), f"{hint.share:.0%}"]
        for name, hint in item.hints
    ]  # fmt: skip
    screen.table([screen.text(f"unlike.head.{key}") for key in ("channel", "mean", "usual", "way", "share")], rows)
