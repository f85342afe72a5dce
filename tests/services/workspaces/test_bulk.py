"""Readings from programs: what is read back is what was sent, in any order and split; what is wrong is named."""

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.places import Place, actor
from tests.records import HANBIT

from pulmu.model import InputError
from pulmu.services.workspaces import meters
from pulmu.services.workspaces.bulk import batch_of_csv, batch_of_json, take_in_batch

KIM = actor("kim", "plant_user")
NEW_YEAR = 1_767_193_200
"""2026-01-01 00:00 in Seoul."""
SETTINGS = {"unit": "kWh", "interval": 900}


def of(**tree: Any) -> bytes:
    return json.dumps(SETTINGS | tree).encode()


def send(place: Place, **tree: Any) -> Any:
    return take_in_batch(place.gate, place.measured, KIM, "EM-01", batch_of_json(of(**tree)))


def kept(place: Place) -> list[tuple[int, float, int]]:
    readings = place.measured.readings(HANBIT, {"EM-01": len(meters.meter_imports(place.gate, KIM, "EM-01"))})
    found = readings.latest("EM-01", 0, 2**40)
    return list(zip(found.start.tolist(), found.value.tolist(), found.quality.tolist(), strict=True))


rows = st.dictionaries(
    st.integers(0, 200), st.tuples(st.floats(0, 1e15), st.sampled_from(["measured", "estimated", "bad"])), min_size=1
)


@settings(max_examples=15, deadline=None)
@given(rows, st.data())
def test_what_is_read_back_is_what_was_sent_in_any_order_and_split(
    sent: dict[int, tuple[float, str]], data: st.DataObject
) -> None:
    slots = data.draw(st.permutations(sorted(sent)))
    cuts = sorted(data.draw(st.sets(st.integers(1, max(1, len(slots) - 1)), max_size=3)))
    batches = [slots[a:b] for a, b in zip([0, *cuts], [*cuts, len(slots)], strict=True) if slots[a:b]]
    with tempfile.TemporaryDirectory() as folder:
        place = Place(Path(folder)).with_companies()
        for batch in [*batches, *data.draw(st.permutations(batches))]:  # and again, in any order
            columns = {"start": [NEW_YEAR + 900 * slot for slot in batch], "value": [sent[slot][0] for slot in batch]}
            assert send(place, **columns, quality=[sent[slot][1] for slot in batch]).problems == ()
        codes = {"measured": 0, "estimated": 1, "bad": 2}
        assert kept(place) == [(NEW_YEAR + 900 * slot, sent[slot][0], codes[sent[slot][1]]) for slot in sorted(sent)]
        assert len(meters.meter_imports(place.gate, KIM, "EM-01")) == len(batches)
        place.store.close()


def test_lines_say_the_same_as_arrays() -> None:
    lines = b"\xef\xbb\xbfstart,value,quality\r\n1767193200,1.5,measured\r\n1767194100,2,bad\r\n"
    by_lines = batch_of_csv(lines, SETTINGS | {"site": "press"})
    arrays = of(first=NEW_YEAR, value=[1.5, 2], quality=["measured", "bad"], site="press")
    by_arrays = batch_of_json(arrays)
    for one, other in zip(
        (by_lines.readings.start, by_lines.readings.value, by_lines.readings.quality),
        (by_arrays.readings.start, by_arrays.readings.value, by_arrays.readings.quality), strict=True,
    ):  # fmt: skip
        assert one.tolist() == other.tolist()
    assert (by_lines.unit, by_lines.interval, by_lines.site) == ("kWh", 900, "press")


def test_a_correction_needs_its_reason(tmp_path: Path) -> None:
    place = Place(tmp_path).with_companies()
    send(place, first=NEW_YEAR, value=[1, 2])
    assert [item.code for item in send(place, first=NEW_YEAR, value=[1, 3]).problems] == ["meter.other_value"]
    assert send(place, first=NEW_YEAR, value=[1, 3], reason="wrong factor").corrected == 1
    assert send(place, first=NEW_YEAR, value=[1, 2]).known == 2  # what was sent before the correction, late again
    assert [value for _, value, _ in kept(place)] == [1.0, 3.0]


@pytest.mark.parametrize(
    ("tree", "place"),
    [
        ({"value": []}, "value"), ({"value": [1], "start": []}, "start"),
        ({"value": [1, 2], "start": [1, 2]}, "start[0]"),
        ({"value": [1], "start": [NEW_YEAR + 0.5]}, "start[0]"), ({"value": [1], "start": ["1767193200"]}, "start[0]"),
        ({"value": [1, True], "first": NEW_YEAR}, "value[1]"), ({"value": [1, None], "first": NEW_YEAR}, "value[1]"),
        ({"value": [1, -1], "first": NEW_YEAR}, "value[1]"), ({"value": [10**400], "first": NEW_YEAR}, "value[0]"),
        ({"value": [1], "first": NEW_YEAR, "quality": "good"}, "quality[0]"),
        ({"value": [1], "first": NEW_YEAR, "quality": [1]}, "quality[0]"),
        ({"value": [1], "first": NEW_YEAR, "quality": []}, "start"),
        ({"value": [1], "first": NEW_YEAR, "interval": 7}, "interval"), ({"value": [1], "interval": True}, "interval"),
        ({"value": [1], "first": NEW_YEAR, "unit": "kW"}, "unit"), ({"value": [1], "unit": 3}, "unit"),
        ({"value": [1], "first": NEW_YEAR, "kind": "sum"}, "kind"), ({"value": [1], "valeu": [1]}, "valeu"),
        ({"value": [1], "first": NEW_YEAR, "site": "a\0"}, "site"), ({"value": {"a": 1}}, "value"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(tree: dict[str, Any], place: str) -> None:
    with pytest.raises(InputError) as caught:
        batch_of_json(of(**tree))
    assert place in [item.place for item in caught.value.problems]


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b"[" * 99_999, b"\xff", b'{"value": [NaN]}', b'{"value": [Infinity]}']
)
def test_a_body_that_is_none_is_told(body: bytes) -> None:
    with pytest.raises(InputError):
        batch_of_json(body)


@pytest.mark.parametrize(
    "body", [b"", b"start,value", b"start,value\n1767193200", b"start,value\n1767193200,nan", b"start,value\n1_767,1",
             b"time,value\n1,2", b"start,value\n1767193200,1,2", b"\xff,\xff\n1,2", b"start,value\n1767193200,inf"],
)  # fmt: skip
def test_lines_that_are_none_are_told(body: bytes) -> None:
    with pytest.raises(InputError):
        batch_of_csv(body, SETTINGS)


def test_readings_between_slots_or_of_another_length_are_refused(tmp_path: Path) -> None:
    place = Place(tmp_path).with_companies()
    told: Callable[..., list[str]] = lambda **tree: [item.place for item in send(place, **tree).problems]  # noqa: E731
    assert told(start=[NEW_YEAR, NEW_YEAR + 901], value=[1, 2]) == ["start[1]"]
    assert told(first=NEW_YEAR + 3600, value=[1], interval=86_400) == ["start[0]"]
    assert told(first=NEW_YEAR, value=[1]) == []
    assert told(first=NEW_YEAR, value=[1], interval=3600) == ["interval"]
    assert [len(item) for item in kept(place)] == [3]
