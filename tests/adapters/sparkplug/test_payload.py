"""Sparkplug payloads: every data type there and back, bytes worked out by hand, and bytes of strangers."""

import math
import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pulmu.adapters.sparkplug import Metric, Payload, read_payload, write_payload
from pulmu.adapters.sparkplug.payload import LARGEST
from pulmu.adapters.sparkplug.schema import TYPES
from pulmu.model import InputError


def whole(bits: int, *, signed: bool) -> st.SearchStrategy[int]:
    return st.integers(-(1 << bits - 1), (1 << bits - 1) - 1) if signed else st.integers(0, (1 << bits) - 1)


PLAIN = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=20)
TEXT = st.text(max_size=20)
DATA_SET = st.fixed_dictionaries(
    {"num_of_columns": st.just(2), "columns": st.lists(TEXT, min_size=1, max_size=3),
     "types": st.lists(st.integers(1, 12), min_size=1, max_size=3),
     "rows": st.lists(st.fixed_dictionaries(
         {"elements": st.lists(st.fixed_dictionaries({"double_value": st.floats(allow_nan=False)}), min_size=1)}),
         min_size=1, max_size=3)}
)  # fmt: skip
_INSIDE = st.fixed_dictionaries({"name": TEXT, "datatype": st.just(3), "int_value": whole(32, signed=False)})
TEMPLATE = st.fixed_dictionaries(
    {"version": TEXT, "is_definition": st.booleans(), "metrics": st.lists(_INSIDE, min_size=1, max_size=3)}
)
VALUES: dict[str, st.SearchStrategy[object]] = {
    **{f"Int{bits}": whole(bits, signed=True) for bits in (8, 16, 32, 64)},
    **{f"UInt{bits}": whole(bits, signed=False) for bits in (8, 16, 32, 64)},
    "Float": st.floats(width=32, allow_nan=False), "Double": st.floats(allow_nan=False), "Boolean": st.booleans(),
    "String": TEXT, "DateTime": whole(64, signed=False), "Text": TEXT, "UUID": st.uuids().map(str),
    "Bytes": st.binary(max_size=40), "File": st.binary(max_size=40), "DataSet": DATA_SET, "Template": TEMPLATE,
    **{f"Int{bits}Array": st.lists(whole(bits, signed=True)).map(tuple) for bits in (8, 16, 32, 64)},
    **{f"UInt{bits}Array": st.lists(whole(bits, signed=False)).map(tuple) for bits in (8, 16, 32, 64)},
    "FloatArray": st.lists(st.floats(width=32, allow_nan=False)).map(tuple),
    "DoubleArray": st.lists(st.floats(allow_nan=False)).map(tuple),
    "BooleanArray": st.lists(st.booleans()).map(tuple), "StringArray": st.lists(PLAIN).map(tuple),
    "DateTimeArray": st.lists(whole(64, signed=False)).map(tuple),
}  # fmt: skip
PROPERTY_KINDS = ["Int8", "Int64", "UInt32", "Float", "Double", "Boolean", "String"]


@st.composite
def metrics(draw: st.DrawFn) -> Metric:
    kind = draw(st.sampled_from(sorted(VALUES)))
    is_null = draw(st.booleans())
    properties = {
        draw(TEXT): (one, draw(st.none() | VALUES[one]))
        for one in draw(st.lists(st.sampled_from(PROPERTY_KINDS), max_size=3))
    }
    return Metric(
        name=draw(TEXT), alias=draw(st.none() | whole(64, signed=False)), kind=kind,
        value=None if is_null else draw(VALUES[kind]), at=draw(st.none() | whole(64, signed=False)), is_null=is_null,
        is_historical=draw(st.booleans()), is_transient=draw(st.booleans()), properties=properties,
    )  # fmt: skip


PAYLOADS = st.builds(
    Payload, metrics=st.lists(metrics(), max_size=4).map(tuple), at=st.none() | whole(64, signed=False),
    seq=st.none() | st.integers(0, 255), uuid=TEXT, body=st.binary(max_size=30),
)  # fmt: skip


@settings(max_examples=200)
@given(PAYLOADS)
def test_what_is_written_is_read(payload: Payload) -> None:
    assert read_payload(write_payload(payload)) == payload


def test_every_data_type_of_a_metric_is_tried() -> None:
    assert set(TYPES) - set(VALUES) == {"Unknown", "PropertySet", "PropertySetList"}  # of a metric there are none


def test_a_payload_worked_out_by_hand() -> None:
    """timestamp 150; a metric "a", alias 1, Int8 of -5; seq 3: field by field after the encoding's own page."""
    metric = b"\x0a\x01a" + b"\x10\x01" + b"\x20\x01" + b"\x50\xfb\xff\xff\xff\x0f"
    data = b"\x08\x96\x01" + b"\x12" + bytes([len(metric)]) + metric + b"\x18\x03"
    expected = Payload(at=150, seq=3, metrics=(Metric(name="a", alias=1, kind="Int8", value=-5),))
    assert read_payload(data) == expected
    assert write_payload(expected) == data
    double = b"\x0a\x01t" + b"\x20\x0a" + b"\x69" + struct.pack("<d", 185.5)
    assert read_payload(b"\x12" + bytes([len(double)]) + double).metrics[0].value == 185.5


@pytest.mark.parametrize("sent", [0xFB, 0xFFFFFFFB], ids=["eight bits", "32 bits"])
def test_a_sign_is_read_however_far_it_was_filled(sent: int) -> None:
    varint = bytes([0xFB, 0x01]) if sent == 0xFB else b"\xfb\xff\xff\xff\x0f"
    metric = b"\x0a\x01a\x20\x01\x50" + varint
    assert read_payload(b"\x12" + bytes([len(metric)]) + metric).metrics[0].value == -5


def test_fields_that_are_not_known_are_passed_over() -> None:
    known = write_payload(Payload(seq=7, at=1))
    for strange in (b"\xf8\x07\x05", b"\xfa\x07\x03abc", b"\xf9\x07" + bytes(8), b"\xfd\x07" + bytes(4)):
        assert read_payload(strange + known + strange) == Payload(seq=7, at=1)


def test_a_number_that_is_not_finite_stays_what_it_is() -> None:
    for value in (math.nan, math.inf, -math.inf):
        back = read_payload(write_payload(Payload(metrics=(Metric(name="a", kind="Double", value=value),))))
        assert repr(back.metrics[0].value) == repr(value)


@settings(max_examples=500)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_payload_or_refused(data: bytes) -> None:
    try:
        read_payload(data)
    except InputError as error:
        assert [item.code for item in error.problems] == ["live.sparkplug"]


@settings(max_examples=300)
@given(PAYLOADS, st.data())
def test_a_payload_with_bytes_changed_or_cut_is_a_payload_or_refused(payload: Payload, data: st.DataObject) -> None:
    raw = bytearray(write_payload(payload))
    for _ in range(data.draw(st.integers(1, 4))):
        if raw:
            raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    try:
        read_payload(bytes(raw[: data.draw(st.integers(0, len(raw)))]))
    except InputError as error:
        assert error.problems[0].code == "live.sparkplug"


def nested(depth: int) -> bytes:
    """Templates within templates."""
    data = b""
    for _ in range(depth):
        inner = b"\x12" + _length(data) + data  # metrics of a template
        data = b"\x92\x01" + _length(inner) + inner  # template_value of a metric
    return b"\x12" + _length(data) + data


def _length(data: bytes) -> bytes:
    size, parts = len(data), bytearray()
    while size > 0x7F:
        parts.append(size & 0x7F | 0x80)
        size >>= 7
    return bytes([*parts, size])


@pytest.mark.parametrize(
    "data",
    [
        nested(5000), b"\x12\xff\xff\xff\xff\x0f", b"\x08" + b"\xff" * 11, b"\x0b", b"\x00\x01", b"\x18\x80\x02",
        b"\x12\x02\x20\x23", b"\x12\x02\x20\x0a", b"\x12\x03\x0a\x01\xff", bytes(LARGEST + 1), b"\x0a\x01a",
        b"\x12\x09\x20\x1d\x82\x01\x03abc", b"\x12\x08\x20\x20\x82\x01\x04\xff\xff\xff\x7f",
    ],
    ids=["too deep", "longer than it is", "endless number", "group", "field nought", "seq 256", "data type 35",
         "no value", "no UTF-8", "too large", "wire type", "half a number", "endless booleans"],
)  # fmt: skip
def test_hostile_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(InputError) as error:
        read_payload(data)
    assert error.value.problems[0].code == "live.sparkplug"


@pytest.mark.parametrize(
    ("kind", "value"),
    [("Int8", 128), ("UInt8", -1), ("UInt64", 1 << 64), ("Float", 1e300), ("String", 3), ("Boolean", 1), ("Bytes", "a"),
     ("Int16Array", (40_000,)), ("StringArray", ("a\0b",)), ("Nothing", 1), ("Double", "x"), ("Int32", "x")],
)  # fmt: skip
def test_a_value_that_is_none_of_its_type_is_not_sent(kind: str, value: object) -> None:
    with pytest.raises((InputError, ValueError)):
        write_payload(Payload(metrics=(Metric(name="a", kind=kind, value=value),)))
