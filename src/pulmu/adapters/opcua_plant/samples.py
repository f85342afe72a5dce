"""What a server sends, as samples and outcomes."""

from datetime import UTC, datetime
from typing import Any

from asyncua import ua

from pulmu.adapters.opcua_plant.browse import Point
from pulmu.model import Quantity, UnitError
from pulmu.model.tag import Quality, Sample, Value, Written


def sample_of(point: Point, sent: Any) -> Sample:
    """A sample of a tag; quality and both time stamps are kept as they came."""
    status = sent.StatusCode
    value = _value(point, sent.Value)
    quality, because = _quality(status)
    if value is None and quality == "good":
        quality, because = "bad", "no value of the tag's type"
    return Sample(
        tag=point.tag.name, value=value, unit=point.tag.unit, quality=quality, at=_aware(sent.SourceTimestamp),
        received=_aware(sent.ServerTimestamp), because=because,
    )  # fmt: skip


def _value(point: Point, variant: Any) -> Value | None:
    value = None if variant is None or variant.is_array else variant.Value
    if point.tag.kind == "truth":
        return value if isinstance(value, bool) else None
    if point.tag.kind == "text":
        return value if isinstance(value, str) else None
    return value * point.factor if isinstance(value, int | float) and not isinstance(value, bool) else None


def _quality(status: Any) -> tuple[Quality, str]:
    if status is None or status.is_good():
        return "good", ""
    return ("bad" if status.is_bad() else "uncertain"), str(status.name)


def _aware(moment: datetime | None) -> datetime | None:
    return moment.replace(tzinfo=UTC) if moment is not None and moment.tzinfo is None else moment


def to_send(point: Point, value: Quantity) -> Any:
    """A value as the node takes it; a refusal where the tag can have no such value."""
    tag = point.tag
    if not tag.writable:
        return Written(tag=tag.name, outcome="refused", because="not writable")
    if tag.kind == "text":
        return Written(tag=tag.name, outcome="refused", because="a text is never written")
    try:
        number = value.to(tag.unit)
    except UnitError:
        return Written(tag=tag.name, outcome="refused", because=f"{value.unit} is no unit for {tag.unit}")
    if tag.kind == "truth":
        if number not in (0.0, 1.0):
            return Written(tag=tag.name, outcome="refused", because="a truth is 1 or 0")
        return ua.DataValue(ua.Variant(bool(number), ua.VariantType.Boolean))
    if number - number != 0:  # neither NaN nor infinite
        return Written(tag=tag.name, outcome="refused", because="not a finite number")
    return ua.DataValue(ua.Variant(number / point.factor, ua.VariantType.Double))


def outcome_of(tag: str, status: Any) -> Written:
    """What the server says of a write."""
    if status.is_good():
        return Written(tag=tag, outcome="accepted")
    return Written(tag=tag, outcome="refused", because=str(status.name))
