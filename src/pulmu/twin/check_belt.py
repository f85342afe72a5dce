"""What a station with a belt cannot have, and what it needs."""

import math
from collections.abc import Iterator

from pulmu.model.document import Document, Path
from pulmu.model.errors import problem
from pulmu.model.law import Law
from pulmu.model.problem import Problem
from pulmu.model.station import Station
from pulmu.twin.check_laws import is_positive


def check_belt(document: Document, path: Path, station: Station) -> Iterator[Problem]:
    """All that is wrong with a belt; nothing is wrong with none."""
    if station.belt is None:
        return
    for where, text in _cannot(station):
        said = f"a belt cannot have {text}"
        yield problem("line.belt_with", document.place((*path, *where)), said, "leave it out", text=text)
    if station.time is not None and not _is_one_time(station.time):
        yield problem(
            "line.belt_time", document.place((*path, "time")), "the way along a belt takes the same time always",
            "give one time above 0",
        )  # fmt: skip
    if station.buffer == 0 and (station.set_up or station.set_ups):
        yield problem(
            "line.belt_buffer", document.place((*path, "buffer")),
            "a piece of another family waits until the belt is empty, and has no place to wait at",
            "give a buffer of 1 or more",
        )  # fmt: skip


def _is_one_time(time: Law) -> bool:
    """Whether it never differs and is above 0; a time that is not there, or could not be read, is told of itself."""
    if time.law != "constant" or time.mean is None or math.isnan(time.mean.value):
        return time.law == "constant"
    return is_positive(time)


def _cannot(station: Station) -> Iterator[tuple[Path, str]]:
    """What pieces that go along one behind another do not have, and where it stands."""
    if station.batch is not None:
        yield ("batch",), "batch"
    if station.blocking == "before":
        yield ("blocking",), "blocking: before"
    if station.interrupts != "no":
        yield ("interrupts",), f"interrupts: {station.interrupts}"
    if station.run_skill:
        yield ("run_skill",), "run_skill"
    for number, stop in enumerate(station.stops):
        if stop.piece == "repeat":
            yield ("stops", number, "piece"), "piece: repeat"
