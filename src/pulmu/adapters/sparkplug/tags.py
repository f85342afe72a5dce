"""Metrics of Sparkplug as tags and samples."""

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, get_args

from pulmu.adapters.sparkplug.edge import QUALITY
from pulmu.adapters.sparkplug.payload import Metric
from pulmu.model import UnitError
from pulmu.model.tag import Element, Kind, Sample, Tag, Value
from pulmu.model.units import unit

_NUMBERS = ("Int8", "Int16", "Int32", "Int64", "UInt8", "UInt16", "UInt32", "UInt64", "Float", "Double")
_ELEMENTS: tuple[Element, ...] = get_args(Element)
_BY_NUMBER = {number: quality for quality, number in QUALITY.items()}


def tag_of(device: str, metric: Metric, known: Mapping[str, Tag]) -> Tag | None:
    """The tag of a metric: as it said at its birth; None where its data type has no tag."""
    name = f"{device}/{metric.name}" if device else metric.name
    said = {key: value for key, (_, value) in metric.properties.items()}
    if name in known and "engUnit" not in said:
        return known[name]
    kind: Kind | None = (
        "number" if metric.kind in _NUMBERS else "truth" if metric.kind == "Boolean"
        else "text" if metric.kind in ("String", "Text", "UUID") else None
    )  # fmt: skip
    if kind is None:
        return None
    try:
        symbol = unit(str(said.get("engUnit") or "1")).symbol
    except UnitError:
        symbol = "1"
    return Tag(
        name=name, unit=symbol, kind=kind,
        element=next((one for one in _ELEMENTS if one == said.get("ElementType")), "equipment"),
        station=str(said.get("Station") or ""), measure=str(said.get("Measure") or metric.name.rpartition("/")[2]),
        machine=_whole(said.get("Machine")), measurement=_whole(said.get("MeasurementID")),
        low=_number(said.get("engLow")), high=_number(said.get("engHigh")),
    )  # fmt: skip


def sample_of(tag: Tag, metric: Metric, now: datetime) -> Sample:
    """A sample of a metric; without a quality of its own it is good where it has a value of the tag's kind."""
    value = _value(tag.kind, metric.value)
    said = metric.properties.get("Quality", ("Int32", 192))[1]
    quality = _BY_NUMBER.get(said, "bad") if isinstance(said, int) else "bad"
    because = "" if quality == "good" else f"Quality {said}"
    if value is None and quality == "good":
        quality, because = "bad", "no value"
    return Sample(
        tag=tag.name, value=value, unit=tag.unit, quality=quality, at=_moment(metric.at), received=now, because=because
    )


def _value(kind: Kind, value: Any) -> Value | None:
    if kind == "number":
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
    return value if isinstance(value, bool if kind == "truth" else str) else None


def _moment(at: int | None) -> datetime | None:
    """None for a moment beyond the calendar: a stranger may send any number."""
    return datetime.fromtimestamp(at / 1000, UTC) if at is not None and at < 253_402_300_800_000 else None


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and value > 0 else None


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else None
