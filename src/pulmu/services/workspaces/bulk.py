"""Readings of one meter from a program, many at a time: arrays, as they are, or nothing of them."""

import hashlib
import json
import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from pulmu.metering import QUALITIES, Kind, Readings, is_interval, off_grid
from pulmu.model import InputError, Problem, UnitError, problem, unit
from pulmu.model.quantity import LARGEST
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.import_readings import Imported, ImportOrder
from pulmu.services.ports import ReadingFile, ReadingWish
from pulmu.services.workspaces.measured import Measured
from pulmu.services.workspaces.meters import grow

MOST_READINGS = 500_000
"""Readings of one batch."""
SHOWN = 20
"""Wrong readings told one by one."""
_AMOUNTS = ("energy", "net fuel energy", "gross fuel energy", "normal volume", "liquid volume", "mass")
_FIRST, _LAST = 31_536_000, 7_258_118_400
"""1971 and 2200. [s since 1970, UTC]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Readings of one meter as a program sends them.

    Parameters
    ----------
    sha256 : Hash of what was sent.
    interval : Length of a slot. [s]
    reason : Why kept values are to be corrected; empty where they are not to be.
    """

    sha256: str
    readings: Readings
    unit: str
    interval: int
    kind: Kind = "interval"
    zone: str = "Asia/Seoul"
    site: str = ""
    reason: str = ""


def take_in_batch(gate: Gate, measured: Measured, actor: Actor, meter: str, batch: Batch) -> Imported:
    """Add what is new of a batch; sent again it changes nothing.

    Raises
    ------
    AccessRefused  They may not.
    """
    order = ImportOrder(
        meter=meter, files=("batch",), zone=batch.zone, kind=batch.kind, site=batch.site, reason=batch.reason
    )

    def read(path: str, wish: ReadingWish) -> ReadingFile:
        return ReadingFile(
            name=path, sha256=batch.sha256, unit=unit(batch.unit).symbol, interval=wish.interval or batch.interval,
            label="start", readings=batch.readings, problems=_other_interval(wish, batch),
        )  # fmt: skip

    return grow(gate, measured, actor, order, read, with_gaps=False)


def batch_of_json(body: bytes) -> Batch:
    """The batch in a JSON object of arrays: `start` (or `first` alone, one value a slot), `value`, and `quality`.

    Raises
    ------
    InputError  It is none; everything that is wrong at once.
    """
    try:
        tree = json.loads(body, parse_constant=_no_constant)
        if not isinstance(tree, dict):
            raise TypeError
    except (ValueError, TypeError, RecursionError):
        said, mend = "the body is no JSON object of arrays", "look into the description of the API"
        raise InputError.of("input.request", "body", said, mend, reason=said) from None
    return _batch(tree, hashlib.sha256(body).hexdigest())


def batch_of_csv(body: bytes, settings: dict[str, Any]) -> Batch:
    """The batch in lines `start,value` or `start,value,quality`, below such a head; times in seconds since 1970.

    Raises
    ------
    InputError  It is none; everything that is wrong at once.
    """
    text = body.decode("utf-8", "replace").replace("\r\n", "\n").strip("\n")
    head, _, rest = text.partition("\n")
    names = [name.strip().lower() for name in head.removeprefix("\ufeff").split(",")]
    lines = rest.split("\n") if rest else []
    widths = {line.count(",") + 1 for line in lines}
    if names[:2] != ["start", "value"] or names[2:] not in ([], ["quality"]) or widths - {len(names)}:
        said = "the body is no table of start, value and perhaps quality"
        raise InputError.of("input.request", "body", said, "begin with the line start,value", reason=said)
    cells = ",".join(lines).split(",") if lines else []
    columns: dict[str, Any] = {name: cells[place :: len(names)] for place, name in enumerate(names)}
    for name in ("start", "value"):
        columns[name] = _numbers(columns[name])
    return _batch(settings | columns, hashlib.sha256(body).hexdigest())


def _batch(tree: dict[str, Any], sha256: str) -> Batch:
    known = {"start", "first", "value", "quality", "unit", "interval", "kind", "zone", "site", "reason"}
    found = [_wrong(name, "this field is not known") for name in sorted(tree.keys() - known)]
    found += [_wrong(name, "this must be a text") for name in ("unit", "kind", "zone", "site", "reason")
              if not _is_text(tree.get(name, ""))]  # fmt: skip
    interval: Any = tree.get("interval")
    if not isinstance(interval, int) or isinstance(interval, bool) or not is_interval(interval):
        found.append(_wrong("interval", "slots of this length cannot be kept"))
    if tree.get("kind", "interval") not in ("interval", "counter"):
        found.append(_wrong("kind", "this is neither interval nor counter"))
    found += _unit_problems(tree.get("unit"))
    if found:
        raise InputError(*found)
    readings = _readings(tree, interval)
    given = {name: tree[name] for name in ("kind", "zone", "site", "reason") if name in tree}
    return Batch(sha256=sha256, readings=readings, unit=tree["unit"], interval=int(interval), **given)


def _readings(tree: dict[str, Any], interval: Any) -> Readings:
    values = tree.get("value")
    count = len(values) if isinstance(values, list) else 0
    if not 0 < count <= MOST_READINGS:
        raise InputError(_wrong("value", f"give 1 to {MOST_READINGS:,} values"))
    first = tree.get("first")
    starts = tree.get("start") if first is None else [first]
    quality = tree.get("quality", "measured")
    is_one = not isinstance(quality, list)
    qualities = [quality] if is_one else quality
    expected = (count if first is None else 1, 1 if is_one else count)
    if not isinstance(starts, list) or (len(starts), len(qualities)) != expected:
        raise InputError(_wrong("start", f"start and quality must have {count:,} entries as value has, or give first"))
    at, told = _array(starts, "start")
    value, more = _array(values, "value")
    told += more
    code = np.array([QUALITIES.get(item, -1) if isinstance(item, str) else -1 for item in qualities], np.int8)
    told += _each("quality", code < 0, "this is neither measured, estimated nor bad")
    told += _each("start", (at % 1 != 0) | ~((at >= _FIRST) & (at < _LAST)), "this is no second of 1971 to 2199")
    told += _each("value", ~((value >= 0) & (value <= LARGEST)), "this is no amount")
    if told:
        raise InputError(*told[:SHOWN])
    instants = at.astype(np.int64)
    if first is not None:
        instants = instants[0] + int(interval) * np.arange(count, dtype=np.int64)
    return Readings(instants, value, np.repeat(code, count) if is_one else code)


def _array(items: Any, name: str) -> tuple[np.ndarray[Any, np.dtype[np.float64]], list[Problem]]:
    """Numbers as an array, and which of them are none; a number in a text is none, and neither is true."""
    kinds = set(map(type, items))
    if kinds <= {int, float}:
        try:
            return np.array(items, np.float64), []
        except OverflowError:
            pass
    wrong = np.array([type(item) not in (int, float) or not _is_finite(item) for item in items], np.bool_)
    plain = [0.0 if bad else float(item) for item, bad in zip(items, wrong.tolist(), strict=True)]
    shown = np.array(plain, np.float64)
    if name == "start":
        shown[wrong] = _FIRST
    return shown, _each(name, wrong, "this is no number")


def _each(name: str, wrong: Any, said: str) -> list[Problem]:
    return [_wrong(f"{name}[{place}]", said) for place in np.flatnonzero(wrong)[:SHOWN].tolist()]


def _unit_problems(text: Any) -> list[Problem]:
    try:
        if unit(text if isinstance(text, str) else "").dimension in _AMOUNTS:
            return []
    except (UnitError, InputError):
        pass
    return [_wrong("unit", "this is no unit of an amount that a meter counts")]


def _other_interval(wish: ReadingWish, batch: Batch) -> tuple[Problem, ...]:
    """What stands in the way of a batch in a meter that is there: slots of another length, or between its slots."""
    if wish.interval is not None and wish.interval != batch.interval:
        return (_wrong("interval", f"the meter has slots of {wish.interval} seconds"),)
    start = batch.readings.start
    offset = datetime.fromtimestamp(int(start[0]), UTC).astimezone(ZoneInfo(wish.zone)).utcoffset() or timedelta()
    off = off_grid(start + int(offset.total_seconds()), batch.interval)  # whole hours are put on or back, if any
    return tuple(_wrong(f"start[{place}]", "no slot begins there") for place in off[:SHOWN].tolist())


def _wrong(place: str, said: str) -> Problem:
    return problem("input.request", place[:100], said, "look into the description of the API", reason=said)


def _is_text(item: Any) -> bool:
    return isinstance(item, str) and len(item) <= 1000 and "\0" not in item


def _is_finite(item: Any) -> bool:
    try:
        return math.isfinite(item)
    except OverflowError:
        return False


def _numbers(cells: list[str]) -> list[float] | list[float | str]:
    """Numbers; as it stands what is none."""
    try:
        found = list(map(float, cells))
    except ValueError:
        return [_number(cell) for cell in cells]
    return [_number(cell) for cell in cells] if any("_" in cell for cell in cells) else found


def _number(cell: str) -> float | str:
    try:
        return float(cell) if "_" not in cell else cell
    except ValueError:
        return cell


def _no_constant(text: str) -> float:
    raise ValueError(text)
