"""Maps of tags: read, proposed from a plant while it is looked at, and put before a plant."""

import queue
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from pulmu.model import Document, InputError, Problem, decode, has_errors
from pulmu.model.errors import problem, raise_if_errors, warning
from pulmu.model.tag_map import TagMap

if TYPE_CHECKING:
    from pathlib import Path

    from pulmu.model.line import Line
    from pulmu.model.tag import Sample, Tag
    from pulmu.services.live.history import HistoryResult
    from pulmu.services.live.history_text import DateOrder
    from pulmu.services.live.propose_map import MapProposal
    from pulmu.services.live.shadow_gate import ShadowCriteria, ShadowGate
    from pulmu.services.live.shadow_report import ShadowReport
    from pulmu.services.ports import Plant, SampleStore
    from pulmu.services.records.live_link import LiveLink
    from pulmu.services.records.store import Store


def read_tag_map(path: str) -> TagMap:
    """The map in a file.

    Raises
    ------
    InputError  It is none, or is damaged: all that was found.
    OutsideError  It cannot be read.
    """
    from pulmu.adapters.line_file import read_line_file

    return decode(TagMap, read_line_file(path)).unwrap()


def checked_line(line: str) -> "Line":
    """A line by its file or the name of a sample; `InputError` with all that is wrong in it."""
    from pulmu.bootstrap.twin import read_line
    from pulmu.twin import read_line as checked

    read = checked(read_line(line))
    raise_if_errors(read.problems)
    return read.unwrap()


def mapped_plant(plant: "Plant", path: str | None, line: str | None = None) -> "Plant":
    """The plant, behind the map of a file; the plant itself where there is none.

    Parameters
    ----------
    line : Whose units and stations tags have; without it, their names say.

    Raises
    ------
    InputError  The map is none, or does not fit the line and the plant.
    """
    if path is None:
        return plant
    return plant_behind(plant, read_tag_map(path), None if line is None else checked_line(line))


def plant_behind(plant: "Plant", tag_map: TagMap | None, line: "Line | None") -> "Plant":
    """The plant, behind a map; the plant itself where there is none.

    Raises
    ------
    InputError  The map does not fit the line and the plant.
    """
    from pulmu.services.live.check_tag_map import check_tag_map
    from pulmu.services.live.mapped import MappedPlant
    from pulmu.services.live.twin_tags import twin_tags

    if tag_map is None:
        return plant
    if line is None:
        return MappedPlant(plant, tag_map)
    raise_if_errors(check_tag_map(tag_map, line, plant.tags()))
    return MappedPlant(plant, tag_map, twin_tags(line))


def check_map_file(
    path: str, line: "Line", offered: "Sequence[Tag] | None"
) -> tuple[tuple[Problem, ...], str]:  # fmt: skip
    """All problems of a map, of its file and of what it says; and its seal, where it has no errors."""
    from pulmu.adapters.line_file import read_line_file
    from pulmu.services.live.check_tag_map import check_tag_map
    from pulmu.services.live.shadow_report import tag_map_seal

    try:
        read = decode(TagMap, read_line_file(path))
    except InputError as error:
        return error.problems, ""
    if has_errors(read.problems):
        return read.problems, ""
    found = (*read.problems, *check_tag_map(read.unwrap(), line, offered))
    return found, "" if has_errors(found) else tag_map_seal(read.unwrap())


def check_link(store: "Store", link: "LiveLink") -> tuple[Problem, ...]:
    """What is wrong with the map of a link, and a warning where what is kept has other names than its line.

    Raises
    ------
    OutsideError  The map, or the file of samples that is there, cannot be read.
    """
    from pathlib import Path

    from pulmu.bootstrap.live import look_at_samples
    from pulmu.services.live_links.fitting import is_another_plant
    from pulmu.services.live_links.link import line_of

    line, file = line_of(store, link), Path(link.samples)
    found = () if line is None or not link.tag_map else check_map_file(link.tag_map, line, None)[0]
    if line is None or not file.is_file():
        return found
    kept = look_at_samples(file)
    try:
        names = {item.tag for item in kept.latest()}
    finally:
        kept.close()
    return (*found, _other_names(line.id)) if is_another_plant(line, names) else found


def _other_names(line: str) -> Problem:
    return warning(
        "live.link_names", "--samples",
        f"no machine of {line} is among the kept values: the plant calls its tags otherwise",
        f"keep them by a map: pulmu plant keep ADDRESS --kept FILE --map MAP --line {line}", line=line,
    )  # fmt: skip


def look_at(plant: "Plant", seconds: float) -> "tuple[Sample, ...]":
    """Everything a plant hands over for some seconds."""
    arrived: queue.Queue[tuple[Sample, ...]] = queue.Queue()
    subscription = plant.subscribe([tag.name for tag in plant.tags()], arrived.put, every=0.5)
    end = time.monotonic() + seconds
    found: list[Sample] = []
    try:
        while (left := end - time.monotonic()) > 0:
            try:
                found += arrived.get(timeout=left)
            except queue.Empty:
                break
    finally:
        subscription.close()
    return tuple(found)


def proposed_map(plant: "Plant", line: "Line", seconds: float) -> "MapProposal":
    """What the wizard proposes after it has looked for some seconds."""
    from pulmu.services.live.propose_map import propose_map
    from pulmu.services.live.seen import seen_of

    return propose_map(line, plant.tags(), seen_of(look_at(plant, seconds)))


def read_answers(path: str) -> dict[str, str]:
    """A person's answers: of each tag its node, empty for none.

    Raises
    ------
    InputError  It is no such list (`live.map_answers`).
    """
    from pulmu.adapters.line_file import read_line_file

    document: Document = read_line_file(path)
    tree = document.tree
    if not isinstance(tree, dict) or not all(isinstance(one, str | None) for one in tree.values()):
        raise InputError(
            problem("live.map_answers", document.name, "this is no list of tags and their nodes",
                    "write a line for each tag, such as press/pieces: machines/Press01/Count, or nothing for none")
        )  # fmt: skip
    return {str(name): node or "" for name, node in tree.items()}


def tag_map_text(tag_map: TagMap) -> bytes:
    """A map as a file."""
    from pulmu.adapters.plant_file import write_tree_yaml
    from pulmu.model import encode

    return write_tree_yaml({"pulmu": tag_map.pulmu, **encode(tag_map)})


def read_criteria(path: str | None) -> "ShadowCriteria":
    """What a report of watching must show; the usual ones where no file says so.

    Raises
    ------
    InputError  The file is none of criteria.
    """
    from pulmu.adapters.line_file import read_line_file
    from pulmu.services.live.shadow_gate import ShadowCriteria

    return ShadowCriteria() if path is None else decode(ShadowCriteria, read_line_file(path)).unwrap()


def read_shadow_report(path: str) -> "ShadowReport":
    """A report of watching in a file; whether it counts is for `shadow_gate` to say.

    Raises
    ------
    InputError  The file is none.
    """
    from pulmu.adapters.line_file import read_line_file
    from pulmu.services.live.shadow_report import ShadowReport

    return decode(ShadowReport, read_line_file(path)).unwrap()


def opened_gate(
    path: str, criteria: str | None, line: "Line", tag_map: TagMap | None, now: datetime
) -> "ShadowGate":  # fmt: skip
    """The gate that a report of watching opens for a line and a map.

    Raises
    ------
    InputError  It opens none: all that stands in the way.
    """
    from pulmu.services.live.shadow_gate import shadow_gate
    from pulmu.services.live.shadow_report import line_seal, tag_map_seal

    seal = "" if tag_map is None else tag_map_seal(tag_map)
    found = shadow_gate(
        read_shadow_report(path), read_criteria(criteria), now=now, model=line_seal(line), tag_map=seal
    )  # fmt: skip
    if not found.is_open:
        raise InputError(*found.problems)
    return found


def watched_report(
    line: "Line", store: "SampleStore", tag_map: TagMap | None, start: datetime | None, end: datetime | None, *,
    speed: float = 1.0, let_pass: float = 0.02,
) -> "ShadowReport | None":  # fmt: skip
    """The report of what is kept; None where nothing is."""
    from pulmu.services.live.shadow_report import shadow_report
    from pulmu.services.live.told import AtSpeed

    extent = store.extent()
    first, last = start or (extent[0] if extent else None), end or (extent[1] if extent else None)
    if first is None or last is None or last <= first:
        return None
    view = AtSpeed(store, first, speed)
    return shadow_report(
        line, store.tags(), view, first, view.own(last), tag_map=tag_map, let_pass=let_pass, ended=last
    )  # fmt: skip


def keep_history(
    files: Sequence[str], tag_map: str, kept: "Path", *, line: str | None, sheet: str, order: "DateOrder | None",
    is_comma: bool | None,
) -> "HistoryResult":  # fmt: skip
    """Keep what exports of a historian say, through a map; what is wrong is in the result.

    Raises
    ------
    OutsideError  A file cannot be read, or what is kept cannot be written.
    """
    from pulmu.adapters.history_file import HistoryFile
    from pulmu.bootstrap.live import open_samples
    from pulmu.services.live.history import HistoryResult, HistoryWish, import_history
    from pulmu.services.live.twin_tags import twin_tags

    was_there = kept.exists()
    try:
        read = read_tag_map(tag_map)
        known = () if line is None else twin_tags(checked_line(line))
        tables = [HistoryFile(path, sheet) for path in files]
        store = open_samples(kept)
        try:
            wish = HistoryWish(order, is_comma)
            done = import_history(tables, read, known, store, wish=wish, at=datetime.now(UTC))
            is_empty = store.extent() is None
        finally:
            store.close()
    except InputError as error:
        done, is_empty = HistoryResult(problems=list(error.problems)), True
    if is_empty and not was_there:
        for end in ("", "-wal", "-shm"):
            kept.with_name(kept.name + end).unlink(missing_ok=True)
    return done
