"""Alarms of meters and machines as plain data, for programs."""

import math
from typing import Any

from pulmu.plan.anomaly import VERSION, Loss, Standby
from pulmu.services.anomalies.machine import MachineAnomalies, ToldMachineAlarm
from pulmu.services.anomalies.meter import Anomalies, ToldAlarm


def anomalies_tree(done: Anomalies) -> dict[str, Any]:
    """Of a meter."""
    return {
        "meter": done.meter, "source": str(done.source.act), "version": VERSION,
        "alarms_a_day_wanted": done.order.budget, "alarms_a_day": done.watched.alarms_a_day(),
        "from_day": done.from_day.isoformat(), "to_day": done.to_day.isoformat(),
        "tariff": done.order.tariff.id if done.is_priced and done.order.tariff else None,
        "rates_of": done.order.rates_of.isoformat() if done.is_priced and done.order.rates_of else None,
        "grid_factor": {"t_co2e_per_mwh": done.factor.value, "source": str(done.factor.source)},
        "alarms": [_alarm(item) for item in done.alarms],
        "standby": None if done.standby is None else _standby(done.standby),
    }  # fmt: skip


def _alarm(item: ToldAlarm) -> dict[str, Any]:
    one = item.alarm
    return {
        "id": f"{item.told:%Y%m%dT%H%M}-{one.kind}", "kind": one.kind, "hint": item.hint,
        "told": _time(item.told), "start": _time(item.start),
        "end": _time(item.end), "actual_kw": _number(one.actual), "expected_kw": _number(one.expected),
        "score": _number(one.score), "needed": _number(one.needed),
        "loss": None if item.loss is None else _loss(item.loss),
    }  # fmt: skip


def _loss(loss: Loss) -> dict[str, Any]:
    """The three balances, in their order."""
    return {"kwh": loss.energy, "won": _number(loss.won), "certificates": loss.certificates,
            "footprint_kg": loss.footprint}  # fmt: skip


def _standby(item: Standby) -> dict[str, Any]:
    return {
        "days": item.days, "hours": item.hours, "lowest_kw": item.lowest, "mean_kw": item.mean,
        "drawn": _loss(item.drawn), "above_lowest": _loss(item.above_lowest),
    }  # fmt: skip


def machine_tree(done: MachineAnomalies) -> dict[str, Any]:
    """Of a machine."""
    return {
        "machine": done.name, "channels": list(done.channels), "interval_s": done.interval,
        "alarms_a_day_wanted": done.order.budget, "first": _time(done.first), "last": _time(done.last),
        "normal_until": _time(done.order.until), "normal_rows": done.watched.learned, "rows": len(done.watched.score),
        "threshold": _number(done.watched.threshold.score), "is_beyond_measured": done.watched.threshold.is_beyond,
        "alarms": [_machine_alarm(item) for item in done.alarms],
    }  # fmt: skip


def _machine_alarm(item: ToldMachineAlarm) -> dict[str, Any]:
    return {
        "told": _time(item.told), "end": _time(item.end), "score": item.alarm.score,
        "hints": [
            {"channel": name, "share": hint.share, "mean": hint.value, "usual": hint.usual,
             "against_others": hint.direction}
            for name, hint in item.hints
        ],
    }  # fmt: skip


def _time(moment: Any) -> str:
    text: str = moment.isoformat(timespec="seconds")
    return text


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None
