"""Values of Sparkplug's data types, to and from the field they stand in."""

import struct
from collections.abc import Mapping, Sequence
from typing import Any

from pulmu.adapters.sparkplug.wire import malformed

_BITS = {"Int8": 8, "Int16": 16, "Int32": 32, "Int64": 64, "UInt8": 8, "UInt16": 16, "UInt32": 32, "UInt64": 64,
         "DateTime": 64}  # fmt: skip
_PACKED = {
    "Int8Array": "b", "Int16Array": "h", "Int32Array": "i", "Int64Array": "q", "UInt8Array": "B", "UInt16Array": "H",
    "UInt32Array": "I", "UInt64Array": "Q", "FloatArray": "f", "DoubleArray": "d", "DateTimeArray": "Q",
}  # fmt: skip
_OTHERS = {
    "Float": "float_value", "Double": "double_value", "Boolean": "boolean_value", "String": "string_value",
    "Text": "string_value", "UUID": "string_value", "Bytes": "bytes_value", "File": "bytes_value",
    "DataSet": "dataset_value", "Template": "template_value", "PropertySet": "propertyset_value",
    "PropertySetList": "propertysets_value",
}  # fmt: skip


_PLAIN = {
    "float_value": (float, int), "double_value": (float, int), "boolean_value": (bool,), "string_value": (str,),
    "bytes_value": (bytes,),
}  # fmt: skip


def value_in(kind: str, fields: Mapping[str, Any]) -> Any:
    """The value of a data type in the fields of a message.

    Whole numbers with a sign are sent as their two's complement; of the bits that are sent, those of the type count,
    since programs differ in whether they fill a 32-bit field with the sign.

    Raises
    ------
    InputError  There is none, or an array that is not one (`live.sparkplug`).
    """
    if kind in _BITS:
        sent = fields.get("long_value", fields.get("int_value"))
        if sent is None:
            raise malformed(f"a {kind} without its value")
        bits = _BITS[kind]
        low = sent & (1 << bits) - 1
        return low - (1 << bits) if kind.startswith("Int") and low >> bits - 1 else low
    if kind in _PACKED or kind in ("BooleanArray", "StringArray"):
        if "bytes_value" not in fields:
            raise malformed(f"a {kind} without its value")
        return _array(kind, fields["bytes_value"])
    place = _OTHERS.get(kind)
    if place is None or place not in fields:
        raise malformed(f"a {kind} without its value")
    return fields[place]


def _array(kind: str, data: bytes) -> tuple[Any, ...]:
    if kind == "StringArray":
        if not data:
            return ()
        if not data.endswith(b"\0"):
            raise malformed("a text of an array without its end")
        try:
            return tuple(part.decode("utf-8") for part in data[:-1].split(b"\0"))
        except UnicodeDecodeError as error:
            raise malformed("a text of an array is not UTF-8") from error
    if kind == "BooleanArray":
        count = int.from_bytes(data[:4], "little") if len(data) >= 4 else -1
        if len(data) - 4 != (count + 7) // 8:
            raise malformed("a BooleanArray of another length than it says")
        return tuple(bool(data[4 + place // 8] & 0x80 >> place % 8) for place in range(count))
    size = struct.calcsize("<" + _PACKED[kind])
    if len(data) % size:
        raise malformed(f"a {kind} with half a number")
    return struct.unpack(f"<{len(data) // size}{_PACKED[kind]}", data)


def fields_of(kind: str, value: Any) -> dict[str, Any]:
    """The field a value of a data type stands in.

    Raises
    ------
    InputError  The value is none of that type (`live.sparkplug`).
    """
    try:
        if kind in _BITS:
            return _whole(kind, value)
        if kind in _OTHERS:
            place = _OTHERS[kind]
            if not isinstance(value, _PLAIN.get(place, (dict,))):
                raise malformed(f"{value!r:.80} is no {kind}")
            if kind == "Float":
                struct.pack("<f", value)
            return {place: value}
        return {"bytes_value": _packed(kind, value)}
    except (struct.error, KeyError, TypeError, OverflowError, UnicodeEncodeError) as error:
        raise malformed(f"{value!r:.80} is no {kind}") from error


def _whole(kind: str, value: int) -> dict[str, Any]:
    bits = _BITS[kind]
    low, high = (-(1 << bits - 1), (1 << bits - 1) - 1) if kind.startswith("Int") else (0, (1 << bits) - 1)
    if not low <= value <= high:
        raise malformed(f"{value} is no {kind}")
    place, wide = ("long_value", 64) if bits == 64 else ("int_value", 32)
    return {place: value & (1 << wide) - 1}


def _packed(kind: str, values: Sequence[Any]) -> bytes:
    if kind == "StringArray":
        if any("\0" in text for text in values):
            raise malformed("a text of an array with its end inside")
        return b"".join(text.encode() + b"\0" for text in values)
    if kind == "BooleanArray":
        bits = bytearray((len(values) + 7) // 8)
        for place, value in enumerate(values):
            bits[place // 8] |= (0x80 >> place % 8) if value else 0
        return len(values).to_bytes(4, "little") + bytes(bits)
    return struct.pack(f"<{len(values)}{_PACKED[kind]}", *values)
