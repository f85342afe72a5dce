"""From files of a meter to its readings in a store: all of them or none."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np

from pulmu.metering import Exchange, Gap, Kind, Readings, Series, clock_change, extent, joined, local_text, once
from pulmu.model import InputError, Problem, conversion_factor, problem, raise_if_errors, unit
from pulmu.model.quantity import LARGEST, parse_number
from pulmu.services.ports import Evidence, Label, ReadingFile, ReadingReader, ReadingStore, ReadingWish, SeriesHead

SHOWN = 50
"""Problems told one by one; beyond them only their number."""

_HOUR = 3600
_METER = re.compile(r"[\w][\w.-]{0,59}")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?|books|mappings", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOrder:
    """What is to be imported, and as what.

    Parameters
    ----------
    unit : Unit the series is kept in; empty for that of the series or of the file.
    reason : Why values that are kept already are to be corrected; empty where they are not to be.
    kind, zone : None for those of the series, else an interval series of Seoul.
    shift_days : Days by which old readings are moved to stand for another time; they stay marked for good.
    """

    meter: str
    files: tuple[str, ...]
    unit: str = ""
    column: str = ""
    label: Label | None = None
    zone: str | None = None
    site: str = ""
    kind: Kind | None = None
    modulus: float | None = None
    exchanges: tuple[str, ...] = ()
    reason: str = ""
    shift_days: int = 0
    sheet: str = ""
    only: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import did; `series` is None where problems stood in its way and nothing was added."""

    problems: tuple[Problem, ...]
    series: Series | None = None
    files: tuple[ReadingFile, ...] = ()
    added: int = 0
    corrected: int = 0
    known: int = 0
    gaps: tuple[Gap, ...] = ()


def import_readings(
    order: ImportOrder, read: ReadingReader, store: ReadingStore, *, is_trial: bool = False, with_gaps: bool = True
) -> Imported:
    """Read files of one meter and add what is new; nothing is added if anything is wrong.

    Parameters
    ----------
    is_trial : Add nothing in any case, and tell what would be; gaps are those of the files alone.
    with_gaps : Look for gaps in all that is there then, which takes longer the more there is.

    Raises
    ------
    OutsideError  A file cannot be opened, or the store cannot be used.
    """
    files: tuple[ReadingFile, ...] = ()
    try:
        _check_meter(order.meter)
        _check_zone(order)
        _check_modulus(order.modulus)
        kept = store.head(order.meter)
        files = tuple(read(path, reading_wish(order, kept)) for path in order.files)
        _raise(item for file in files for item in file.problems)
        series = _series(order, files, kept)
        _check_read_otherwise(files, kept, order.shift_days)
        incoming = _together(order, series, files)
        _check_clocks(series, incoming, store)
        return _add(order, series, files, incoming, kept, store, is_trial=is_trial, with_gaps=with_gaps)
    except InputError as error:
        return Imported(problems=error.problems, files=files)


def _raise(problems: Iterable[Problem]) -> None:
    found = list(problems)
    if len(found) > SHOWN:
        more = len(found) - SHOWN
        found = found[:SHOWN]
        found.append(
            problem(
                "meter.more_problems",
                "",
                f"{more} more problems are not shown",
                "mend those above first, then import again",
                count=more,
            )
        )
    raise_if_errors(found)


def usual_meter(only: str, files: Sequence[str]) -> str:
    """The id of a meter that nobody named: that of the rows that are read, else the name of the one file.

    Raises
    ------
    InputError  Several files do not say whose they are (`meter.id_needed`).
    """
    if not only and len(files) > 1:
        raise InputError.of(
            "meter.id_needed", "--meter", "several files do not say which meter they are of", "name it with --meter"
        )
    name = only or re.split(r"[\\/]", files[0])[-1].partition(".")[0]
    return re.sub(r"[^\w.-]+", "_", name).strip("_.-")[:60]


def _check_meter(meter: str) -> None:
    if not _METER.fullmatch(meter) or _RESERVED.fullmatch(meter):
        raise InputError.of(
            "meter.id",
            "--meter",
            f"{meter[:80]!r} cannot name a meter",
            "use up to 60 letters, digits, '_', '.' and '-', and begin with a letter or digit",
            text=meter[:80],
        )


def _check_zone(order: ImportOrder) -> None:
    try:
        ZoneInfo(order.zone or "Asia/Seoul")
    except (KeyError, ValueError, OSError):
        raise InputError.of(
            "meter.zone",
            "--zone",
            f"{order.zone!r} is not a time zone we know",
            "give a name such as Asia/Seoul",
            text=str(order.zone),
        ) from None


def _check_modulus(modulus: float | None) -> None:
    if modulus is not None and not 0 < modulus <= LARGEST:
        raise InputError.of(
            "meter.modulus",
            "--modulus",
            f"{modulus:g} is no standing at which a counter starts again",
            "give the standing after the last one, such as 1000000 for six digits",
            text=f"{modulus:g}",
        )


def reading_wish(order: ImportOrder, kept: SeriesHead | None) -> ReadingWish:
    """How the files of an order are read into what is kept of the meter; None where nothing is."""
    known = kept.series if kept else None
    return ReadingWish(
        column=order.column,
        unit=order.unit or (known.unit if known else ""),
        label=order.label,
        usual_label=kept.evidence[-1].label if kept and kept.evidence else "start",
        zone=order.zone or (known.zone if known else "Asia/Seoul"),
        kind=order.kind or (known.kind if known else "interval"),
        interval=known.interval if known else None,
        kind_is_given=order.kind is not None or known is not None,
        sheet=order.sheet,
        only=order.only,
    )


def _series(order: ImportOrder, files: tuple[ReadingFile, ...], kept: SeriesHead | None) -> Series:
    """The series as it will be; what it is may not change, what is known about it may."""
    wish = reading_wish(order, kept)
    wanted = Series(
        meter=order.meter,
        unit=unit(order.unit).symbol if order.unit else (kept.series.unit if kept else files[0].unit),
        interval=kept.series.interval if kept else files[0].interval,
        zone=wish.zone,
        kind=wish.kind,
        site=order.site or (kept.series.site if kept else ""),
        modulus=order.modulus if order.modulus is not None else (kept.series.modulus if kept else None),
    )
    exchanges = {*(_exchange(text, wanted) for text in order.exchanges), *(kept.series.exchanges if kept else ())}
    wanted = replace(wanted, exchanges=tuple(sorted(exchanges)))
    settled = ("meter", "unit", "zone", "kind") if kept else ()
    differing = [(name, getattr(kept and kept.series, name), getattr(wanted, name)) for name in settled]
    differing += [("interval", wanted.interval, file.interval) for file in files]
    _raise(
        problem(
            "meter.series_differs",
            order.meter,
            f"the series has {name} {had}, and this import {has}",
            "import it as another meter, or with the settings of the series",
            name=name,
            had=had,
            has=has,
        )
        for name, had, has in differing
        if had != has
    )
    return wanted


def _check_clocks(series: Series, incoming: Readings, store: ReadingStore) -> None:
    """Slots over an hour are counted from midnight: no clock may change in the years they are totalled for."""
    if series.interval <= _HOUR or not len(incoming):
        return
    kept = store.extent(series.meter)
    known = [kept.first, kept.last - 1] if kept.last else []
    instants = [*known, int(incoming.start.min()), int(incoming.start.max())]
    day = clock_change(min(instants), max(instants) + 1, series.zone, series.interval)
    if day is not None:
        hours = series.interval // _HOUR
        raise InputError.of(
            "meter.clock_changes",
            series.meter,
            f"clocks of {series.zone} change on {day}, so slots of {hours} hours cannot be counted from midnight",
            "import readings of every hour or less, or name with --zone a zone whose clocks stay in these years",
            zone=series.zone,
            day=day,
            hours=hours,
        )


def _exchange(text: str, series: Series) -> Exchange:
    try:
        when, removed, installed = (part.strip() for part in text.split(","))
        at = datetime.strptime(when, "%Y-%m-%d %H:%M").replace(tzinfo=ZoneInfo(series.zone))
        return Exchange(int(at.timestamp()), parse_number(removed), parse_number(installed))
    except (ValueError, OverflowError, InputError):
        raise InputError.of(
            "meter.exchange",
            "--exchange",
            f"{text[:80]!r} does not say when which counter was exchanged",
            "write time, last standing and first standing: '2026-05-02 09:15, 98765.4, 0'",
            text=text[:80],
        ) from None


def _check_read_otherwise(files: tuple[ReadingFile, ...], kept: SeriesHead | None, shift_days: int) -> None:
    before = {item.sha256: item for item in kept.evidence} if kept else {}
    _raise(
        problem(
            "meter.read_otherwise",
            file.name,
            f"it was imported before with column {before[file.sha256].column!r}, label {before[file.sha256].label}, "
            f"moved by {before[file.sha256].shifted_days} days",
            "import it with the same settings; corrections come from a corrected file",
            column=before[file.sha256].column,
            label=before[file.sha256].label,
            days=before[file.sha256].shifted_days,
        )
        for file in files
        if file.sha256 in before and before[file.sha256] != _evidence(file, before[file.sha256].name, shift_days)
    )


def _evidence(file: ReadingFile, name: str, shift_days: int) -> Evidence:
    return Evidence(name, file.sha256, file.column, file.label, shift_days)


def _together(order: ImportOrder, series: Series, files: tuple[ReadingFile, ...]) -> Readings:
    parts = []
    for file in files:
        factor = conversion_factor(file.unit, series.unit)
        part = file.readings if factor == 1 else replace(file.readings, value=file.readings.value * factor)
        parts.append(part)
    incoming, twice = once(_moved(joined(*parts), order.shift_days, series.zone))
    _raise(
        problem(
            "meter.files_differ",
            f"{order.meter}, {local_text(start, series.zone)}",
            "two files give different values for this time",
            "import them one after the other, the later one with --correct and the reason",
        )
        for start in twice
    )
    return incoming


def _moved(readings: Readings, days: int, zone: str) -> Readings:
    """Readings some days later (or earlier, if negative), at the same time by the clock."""
    if not days:
        return readings
    moved = replace(readings, start=readings.start + days * 86_400)
    clock = ZoneInfo(zone)
    for before, after in zip(np.unique(readings.start // 86_400), np.unique(moved.start // 86_400), strict=True):
        offsets = {datetime.fromtimestamp(int(day) * 86_400, clock).utcoffset() for day in (before, after)}
        if len(offsets) > 1:
            raise InputError.of(
                "meter.shift_zone",
                "--shift-days",
                f"clocks of {zone} stand differently on days {days:,} days apart",
                "shift by whole years, or choose a zone whose clocks are not changed",
                zone=zone,
                days=f"{days:,}",
            )
    return moved


def _add(
    order: ImportOrder,
    series: Series,
    files: tuple[ReadingFile, ...],
    incoming: Readings,
    kept: SeriesHead | None,
    store: ReadingStore,
    *,
    is_trial: bool,
    with_gaps: bool,
) -> Imported:
    found = store.news(order.meter, incoming)
    if len(found.different) and not order.reason:
        _raise(
            problem(
                "meter.other_value",
                f"{order.meter}, {local_text(start, series.zone)}",
                f"the store has another value than {value:g}",
                "leave the row out, or give the reason of the correction with --correct",
                value=f"{value:g}",
            )
            for start, value in zip(found.different.start.tolist(), found.different.value.tolist(), strict=True)
        )
    part = joined(found.fresh, found.different)
    part = part.take(np.argsort(part.start, kind="stable"))
    if not is_trial and (len(part) or kept is None or series != kept.series):
        evidence = tuple(_evidence(file, file.name, order.shift_days) for file in files)
        store.append(series, part, reason=order.reason, evidence=evidence, after=kept.parts if kept else 0)
    return Imported(
        problems=(),
        series=series,
        files=files,
        added=len(found.fresh),
        corrected=len(found.different),
        known=found.known,
        gaps=_gaps(series, incoming, store, is_trial=is_trial) if with_gaps else (),
    )


def _gaps(series: Series, incoming: Readings, store: ReadingStore, *, is_trial: bool) -> tuple[Gap, ...]:
    return (extent(series, incoming) if is_trial else store.extent(series.meter)).gaps
