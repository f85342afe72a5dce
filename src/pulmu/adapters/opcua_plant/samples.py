"""What a server sends, as samples and outcomes."""

from datetime import UTC, datetime
from typing import Any

from asyncua import ua

from pulmu.adapters.opcua_plant.point import Point
from pulmu.model import Quantity, UnitError
from pulmu.model.tag import Quality, Sample, Value, Written

_WHOLE = {
    ua.VariantType.SByte: (-(2**7), 2**7 - 1), ua.VariantType.Byte: (0, 2**8 - 1),
    ua.VariantType.Int16: (-(2**15), 2**15 - 1), ua.VariantType.UInt16: (0, 2**16 - 1),
    ua.VariantType.Int32: (-(2**31), 2**31 - 1), ua.VariantType.UInt32: (0, 2**32 - 1),
    ua.VariantType.Int64: (-(2**63), 2**63 - 1), ua.VariantType.UInt64: (0, 2**64 - 1),
}  # fmt: skip


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
    if point.words:
        return point.words.get(int(value)) if isinstance(value, int | float) else None
    if point.tag.kind == "text":
        return _text(value)
    if not isinstance(value, int | float) or isinstance(value, bool):
        return None
    return float(value) if point.factor == 1 and not point.offset else value * point.factor + point.offset


def _text(value: Any) -> str | None:
    """A text, a text with its language, or a moment."""
    if isinstance(value, datetime):
        return _aware(value).isoformat()  # type: ignore[union-attr]
    return value if isinstance(value, str) else getattr(value, "Text", None)


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
    return _number_to_send(point, (number - point.offset) / point.factor)


def _number_to_send(point: Point, number: float) -> Any:
    """A number in the type of the node: one of whole numbers takes no other, and none beyond its ends."""
    whole = _WHOLE.get(point.wire)
    if whole is None:
        return ua.DataValue(ua.Variant(number, point.wire))
    nearest = round(number)
    if abs(number - nearest) > 1e-9 * max(abs(number), 1) or not whole[0] <= nearest <= whole[1]:
        reason = f"the node takes whole numbers from {whole[0]} to {whole[1]}"
        return Written(tag=point.tag.name, outcome="refused", because=reason)
    return ua.DataValue(ua.Variant(nearest, point.wire))


def outcome_of(tag: str, status: Any) -> Written:
    """What the server says of a write."""
    if status.is_good():
        return Written(tag=tag, outcome="accepted")
    return Written(tag=tag, outcome="refused", because=str(status.name))
