"""Protobuf on the wire, for messages that a table describes.

Source: Protocol Buffers, encoding. Groups are not known; unknown fields are passed over; of a field that may stand
once, the last counts.
"""

import struct
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pulmu.model import InputError

DEEPEST = 12
"""Messages within messages at most."""


class Field(NamedTuple):
    """A field of a message: `kind` is uint32, uint64, bool, float, double, string, bytes, or the name of a message."""

    name: str
    kind: str
    many: bool = False


Schema = Mapping[str, Mapping[int, Field]]
"""Fields by number, by message."""
_VARINT, _FIXED64, _LENGTH, _FIXED32 = 0, 1, 2, 5
_WIRE = {"uint32": 0, "uint64": 0, "bool": 0, "double": 1, "float": 5}
_MOST = {"uint32": (1 << 32) - 1, "uint64": (1 << 64) - 1, "bool": (1 << 64) - 1}


def malformed(why: str) -> InputError:
    """What cannot be read, or written."""
    return InputError.of(
        "live.sparkplug", "", f"the message is no Sparkplug B payload: {why}", "see what sends it", reason=why
    )


def read_message(schema: Schema, name: str, data: bytes, depth: int = 0) -> dict[str, Any]:
    """A message as its fields; those that stand more than once as lists, those that are not there are left out.

    Raises
    ------
    InputError  The bytes are no such message (`live.sparkplug`).
    """
    if depth > DEEPEST:
        raise malformed("too deep")
    known, found = schema[name], dict[str, Any]()
    for number, wire, raw in _fields(data):
        field = known.get(number)
        if field is None:
            continue
        value = _read(schema, field, wire, raw, depth)
        if field.many:
            found.setdefault(field.name, []).extend(value if isinstance(value, list) else [value])
        else:
            found[field.name] = value
    return found


def write_message(schema: Schema, name: str, values: Mapping[str, Any]) -> bytes:
    """The bytes of a message; a field that is None is left out."""
    parts = []
    for number, field in schema[name].items():
        given = values.get(field.name)
        for value in () if given is None else given if field.many else (given,):
            parts.append(_write(schema, number, field, value))
    return b"".join(parts)


def _fields(data: bytes) -> Iterator[tuple[int, int, Any]]:
    at = 0
    while at < len(data):
        key, at = _varint(data, at)
        number, wire = key >> 3, key & 7
        if not 0 < number < 1 << 29:
            raise malformed("a field of number nought or beyond all")
        if wire == _VARINT:
            value: Any
            value, at = _varint(data, at)
        elif wire in (_FIXED64, _FIXED32, _LENGTH):
            size, at = (8, at) if wire == _FIXED64 else (4, at) if wire == _FIXED32 else _varint(data, at)
            if size > len(data) - at:
                raise malformed("it ends too soon")
            value, at = data[at : at + size], at + size
        else:
            raise malformed(f"wire type {wire}")
        yield number, wire, value


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if at >= len(data):
            raise malformed("it ends too soon")
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value & (1 << 64) - 1, at
    raise malformed("a number longer than ten bytes")


def _read(schema: Schema, field: Field, wire: int, raw: Any, depth: int) -> Any:
    kind = field.kind
    if wire != _WIRE.get(kind, _LENGTH):
        if field.many and wire == _LENGTH and kind in _MOST:
            return _packed(kind, raw)
        raise malformed(f"{field.name} is of another wire type")
    if kind in _MOST:
        return bool(raw) if kind == "bool" else raw & _MOST[kind]
    if kind in ("float", "double"):
        return struct.unpack("<f" if kind == "float" else "<d", raw)[0]
    if kind == "bytes":
        return raw
    if kind == "string":
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise malformed(f"{field.name} is not UTF-8") from error
    return read_message(schema, kind, raw, depth + 1)


def _packed(kind: str, raw: bytes) -> list[int]:
    found, at = [], 0
    while at < len(raw):
        value, at = _varint(raw, at)
        found.append(value & _MOST[kind])
    return found


def _write(schema: Schema, number: int, field: Field, value: Any) -> bytes:
    kind = field.kind
    if kind in _MOST:
        if not 0 <= int(value) <= _MOST[kind]:
            raise malformed(f"{field.name} is beyond {kind}")
        return _key(number, _VARINT) + _number(int(value))
    if kind == "float":
        return _key(number, _FIXED32) + struct.pack("<f", value)
    if kind == "double":
        return _key(number, _FIXED64) + struct.pack("<d", value)
    body = value.encode() if kind == "string" else value if kind == "bytes" else write_message(schema, kind, value)
    return _key(number, _LENGTH) + _number(len(body)) + bytes(body)


def _key(number: int, wire: int) -> bytes:
    return _number(number << 3 | wire)


def _number(value: int) -> bytes:
    parts = bytearray()
    while value > 0x7F:
        parts.append(value & 0x7F | 0x80)
        value >>= 7
    parts.append(value)
    return bytes(parts)
