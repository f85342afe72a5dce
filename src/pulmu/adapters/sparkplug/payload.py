"""A Sparkplug B payload as its metrics, and back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pulmu.adapters.sparkplug.schema import SCHEMA, TYPES
from pulmu.adapters.sparkplug.values import fields_of, value_in
from pulmu.adapters.sparkplug.wire import malformed, read_message, write_message

LARGEST = 4_000_000
"""Bytes of a payload at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A metric of a payload.

    Parameters
    ----------
    name : Empty where an alias stands for it.
    kind : Data type, by name; empty where the payload leaves it to the birth.
    value : None where it is null. Without a data type, the fields that were sent.
    at : [ms since 1970]
    properties : Name: (data type, value); a null one has the value None.
    """

    name: str = ""
    alias: int | None = None
    kind: str = ""
    value: Any = None
    at: int | None = None
    is_null: bool = False
    is_historical: bool = False
    is_transient: bool = False
    properties: Mapping[str, tuple[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Payload:
    """A payload; `seq` is None in a death, whose number is the one of its birth (metric bdSeq)."""

    metrics: tuple[Metric, ...] = ()
    at: int | None = None
    seq: int | None = None
    uuid: str = ""
    body: bytes = b""


def read_payload(data: bytes) -> Payload:
    """The payload in the bytes of a message.

    Raises
    ------
    InputError  They are none (`live.sparkplug`).
    """
    if len(data) > LARGEST:
        raise malformed("too large")
    sent = read_message(SCHEMA, "Payload", data)
    seq = sent.get("seq")
    if seq is not None and seq > 255:
        raise malformed(f"seq {seq} is beyond 255")
    return Payload(
        metrics=tuple(_metric(item) for item in sent.get("metrics", ())), at=sent.get("timestamp"), seq=seq,
        uuid=sent.get("uuid", ""), body=sent.get("body", b""),
    )  # fmt: skip


def _metric(sent: Mapping[str, Any]) -> Metric:
    number = sent.get("datatype", 0)
    if number >= len(TYPES):
        raise malformed(f"data type {number}")
    kind = TYPES[number] if number else ""
    is_null = bool(sent.get("is_null"))
    value = None if is_null else value_in(kind, sent) if kind else dict(sent)
    return Metric(
        name=sent.get("name", ""), alias=sent.get("alias"), kind=kind, value=value, at=sent.get("timestamp"),
        is_null=is_null, is_historical=bool(sent.get("is_historical")), is_transient=bool(sent.get("is_transient")),
        properties=_properties(sent.get("properties", {})),
    )  # fmt: skip


def _properties(sent: Mapping[str, Any]) -> dict[str, tuple[str, Any]]:
    keys, values = sent.get("keys", ()), sent.get("values", ())
    if len(keys) != len(values):
        raise malformed("properties of another number than their names")
    found = {}
    for key, item in zip(keys, values, strict=True):
        number = item.get("type", 0)
        if not 0 < number < len(TYPES):
            raise malformed(f"data type {number}")
        found[key] = (TYPES[number], None if item.get("is_null") else value_in(TYPES[number], item))
    return found


def with_kind(metric: Metric, kind: str) -> Any:
    """The value of a metric that left its data type to its birth."""
    return None if metric.is_null else metric.value if metric.kind else value_in(kind, metric.value)


def write_payload(payload: Payload) -> bytes:
    """The bytes of a payload.

    Raises
    ------
    InputError  A value is none of its data type (`live.sparkplug`).
    """
    return write_message(
        SCHEMA, "Payload",
        {"timestamp": payload.at, "metrics": [_sent(item) for item in payload.metrics], "seq": payload.seq,
         "uuid": payload.uuid or None, "body": payload.body or None},
    )  # fmt: skip


def _sent(metric: Metric) -> dict[str, Any]:
    fields = {} if metric.is_null or not metric.kind else fields_of(metric.kind, metric.value)
    properties = {
        "keys": list(metric.properties),
        "values": [
            {"type": TYPES.index(kind), **({"is_null": True} if value is None else fields_of(kind, value))}
            for kind, value in metric.properties.values()
        ],
    }
    return {
        **fields, "name": metric.name or None, "alias": metric.alias, "timestamp": metric.at,
        "datatype": TYPES.index(metric.kind) if metric.kind else None, "is_null": metric.is_null or None,
        "is_historical": metric.is_historical or None, "is_transient": metric.is_transient or None,
        "properties": properties if metric.properties else None,
    }  # fmt: skip
