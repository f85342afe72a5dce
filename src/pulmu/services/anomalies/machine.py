"""Alarms of a machine: from a wide table of its channels to what was unusual, and which channels show it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

import numpy as np

from pulmu.model import InputError, Problem, problem, warning
from pulmu.plan.anomaly import Hint, MachineAlarm, Smoothing, WatchedMachine, watch_machine
from pulmu.plan.forecast.load import Values
from pulmu.services.live.history import LOOKED_AT, HistoryTable
from pulmu.services.live.history_text import (
    NO_VALUE,
    TIME_HEADS,
    DateOrder,
    comma_is_decimal,
    moment_of,
    number_of,
    order_of,
)
from pulmu.services.live.plant_words import plain

MOST_ROWS, MOST_CHANNELS, SHOWN = 1_000_000, 200, 20
_ZONE = "Asia/Seoul"


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineOrder:
    """What is looked for.

    Parameters
    ----------
    budget : Alarms a day that are wanted while nothing is wrong, at most.
    until : Local instant before which all was well.
    channels : Heads of the columns that are looked at; all, if left out.
    together : Rows within which what is unusual is one alarm; None: a minute of them, and at least ten.
    share : Share of each row in the mean that is judged; 1 takes each row by itself.
    zone : Of times that name none.
    """

    budget: float = 0.5
    until: datetime
    channels: tuple[str, ...] = ()
    together: int | None = None
    share: float = 0.2
    zone: str = _ZONE


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldMachineAlarm:
    """An alarm on the clock of the file."""

    alarm: MachineAlarm
    told: datetime
    end: datetime
    hints: tuple[tuple[str, Hint], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineAnomalies:
    """Alarms of a machine in order of time.

    Parameters
    ----------
    interval : Median time between rows. [s]
    """

    name: str
    channels: tuple[str, ...]
    order: MachineOrder
    watched: WatchedMachine
    alarms: tuple[ToldMachineAlarm, ...]
    interval: float
    first: datetime
    last: datetime
    problems: tuple[Problem, ...]


@dataclass(slots=True)
class _Table:
    times: list[datetime] = field(default_factory=list)
    rows: list[list[float]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def find_machine_anomalies(table: HistoryTable, order: MachineOrder) -> MachineAnomalies:
    """What was unusual in a machine's channels after a normal start.

    Raises
    ------
    InputError  Everything that is wrong with the table at once; or too few rows are normal (`anomaly.too_few_rows`).
    """
    channels, read = _read(table, order)
    errors = [item for item in read.problems if item.severity == "error"]
    if errors:
        raise InputError(*errors)
    at = np.array([moment.timestamp() for moment in read.times])
    if len(at) < 2 or (np.diff(at) < 0).any():
        row = int(np.argmax(np.diff(at) < 0)) + 2 if len(at) > 1 else 1
        raise InputError.of("anomaly.machine_order", f"{table.name}, row {row}", "times do not run on",
                            "give rows in order of time, two or more")  # fmt: skip
    step = max(float(np.median(np.diff(at))), 1e-3)
    values, dropped = _moving(np.array(read.rows), channels, table.name)
    names = tuple(name for name in channels if name not in dropped)
    learned = int(np.count_nonzero(at < order.until.replace(tzinfo=ZoneInfo(order.zone)).timestamp()))
    smoothing = Smoothing(share=order.share, together=order.together or max(10, round(60 / step)))
    watched = watch_machine(values, learned, 86_400 / step, order.budget, smoothing)
    clock = [moment.astimezone(ZoneInfo(order.zone)).replace(tzinfo=None) for moment in read.times]
    return MachineAnomalies(
        name=table.name, channels=names, order=order, watched=watched, interval=step, first=clock[0], last=clock[-1],
        alarms=tuple(_told(one, names, clock) for one in watched.alarms),
        problems=(*read.problems, *_still(dropped, table.name), *_beyond(watched, table.name)),
    )  # fmt: skip


def _told(alarm: MachineAlarm, names: Sequence[str], clock: Sequence[datetime]) -> ToldMachineAlarm:
    return ToldMachineAlarm(
        alarm=alarm, told=clock[alarm.told], end=clock[alarm.end - 1],
        hints=tuple((names[hint.channel], hint) for hint in alarm.hints),
    )  # fmt: skip


def _moving(values: Values, channels: Sequence[str], name: str) -> tuple[Values, tuple[str, ...]]:
    """Without channels that have no value at all or never move."""
    moves = [bool(np.unique(column[~np.isnan(column)]).size > 1) for column in values.T]
    if not any(moves):
        raise InputError.of("anomaly.machine_still", name, "no channel moves", "give columns of numbers that change")
    dropped = tuple(channel for channel, is_moving in zip(channels, moves, strict=True) if not is_moving)
    return values[:, np.array(moves)], dropped


def _still(dropped: Sequence[str], name: str) -> tuple[Problem, ...]:
    if not dropped:
        return ()
    shown = ", ".join(dropped)
    return (
        warning(
            "anomaly.machine_left_out",
            name,
            f"left out, for they never move: {shown}",
            "give them only where they move",
            channels=shown,
        ),
    )


def _beyond(watched: WatchedMachine, name: str) -> tuple[Problem, ...]:
    if not watched.threshold.is_beyond:
        return ()
    return (
        warning(
            "anomaly.machine_beyond", name,
            f"{watched.threshold.measured} stretches of the normal range show what comes {watched.threshold.least:.3g} "
            "times a day or more; what is rarer is guessed",
            "give a longer normal range, or allow so many alarms a day",
            stretches=watched.threshold.measured, least=f"{watched.threshold.least:.3g}",
        ),
    )  # fmt: skip


# Reading


def _read(table: HistoryTable, order: MachineOrder) -> tuple[tuple[str, ...], _Table]:
    rows = list(islice(table.rows(), MOST_ROWS + 2))
    if len(rows) < 2:
        raise InputError.of("anomaly.machine_empty", table.name, "there is no row below the heads", "export it anew")
    if len(rows) > MOST_ROWS + 1:
        raise InputError.of("anomaly.machine_too_long", table.name, f"it has more than {MOST_ROWS:,} rows",
                            "give fewer days", limit=f"{MOST_ROWS:,}")  # fmt: skip
    heads = [cell.strip().lstrip("\ufeff") for cell in rows[0][1]]
    time = next((n for n, head in enumerate(heads) if plain(head) in {plain(word) for word in TIME_HEADS}), None)
    places = _places(heads, time, order, table.name)
    assert time is not None  # noqa: S101 - else `_places` has refused it
    read, body = _Table(), rows[1:]
    texts = [row[n] for _, row in body[:LOOKED_AT] for n in places if n < len(row)]
    is_comma = bool(comma_is_decimal(texts))
    dates = order_of([row[time] for _, row in body[:LOOKED_AT] if time < len(row)]) or "ymd"
    for line, row in body:
        _row(read, table.name, line, row, (time, dates, order.zone), places, heads, is_comma=is_comma)
    wrong = len(read.problems)
    if wrong > SHOWN:
        del read.problems[SHOWN:]
        more = wrong - SHOWN
        read.problems.append(problem("anomaly.machine_more", table.name, f"{more} more cells are wrong",
                                     "mend those above first", count=more))  # fmt: skip
    return tuple(heads[n] for n in places), read


def _places(heads: Sequence[str], time: int | None, order: MachineOrder, name: str) -> list[int]:
    """Columns of the channels; everything wrong with the heads at once."""
    found: list[Problem] = []
    shown = ", ".join(heads)[:200]
    if time is None:
        found.append(problem("anomaly.machine_no_time", name, f"no column of times is found: {shown}",
                             "name its head time or 일시", heads=shown))  # fmt: skip
    for wanted in order.channels:
        if wanted not in heads:
            found.append(problem("anomaly.machine_no_channel", name, f"no column is headed {wanted}: {shown}",
                                 "take one of its heads", channel=wanted, heads=shown))  # fmt: skip
    places = [
        n for n, head in enumerate(heads) if n != time and head and (not order.channels or head in order.channels)
    ]
    if not 0 < len(places) <= MOST_CHANNELS:
        found.append(problem("anomaly.machine_channels", name, f"{len(places)} columns could be channels",
                             f"give 1 to {MOST_CHANNELS}", count=len(places), most=MOST_CHANNELS))  # fmt: skip
    if found:
        raise InputError(*found)
    return places


def _row(
    read: _Table, name: str, line: int, row: Sequence[str], clock: tuple[int, DateOrder, str], places: Sequence[int],
    heads: Sequence[str], *, is_comma: bool,
) -> None:  # fmt: skip
    time, dates, zone = clock
    text = row[time] if time < len(row) else ""
    moment = moment_of(text, dates, zone)
    if moment is None:
        read.problems.append(
            problem("anomaly.machine_time", f"{name}, row {line}", f"{text[:40]!r} is no time",
                    "write it as 2026-03-16 08:00:00", text=text[:40])
        )  # fmt: skip
        return
    values = []
    for place in places:
        cell = row[place].strip() if place < len(row) else ""
        value = float("nan") if cell.casefold() in NO_VALUE else number_of(cell, is_comma=is_comma)
        if value is None:
            read.problems.append(
                problem("anomaly.machine_number", f"{name}, row {line}, {heads[place]}", f"{cell[:40]!r} is no number",
                        "correct it, leave it empty, or choose columns with --channel", text=cell[:40])
            )  # fmt: skip
            value = float("nan")
        values.append(value)
    read.times.append(moment)
    read.rows.append(values)
