"""The plant and the line of a workspace that somebody names beside jobs: found, settled to a version, and read."""

from collections.abc import Callable
from dataclasses import replace

from pulmu.model import Document, InputError, Plant, has_errors
from pulmu.model.line import Line
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.check_plant import check_plant
from pulmu.services.lines.shelf import find_line, list_lines
from pulmu.services.schedules.wish import ScheduleWish
from pulmu.services.workspaces.plants import plants, read_plant


def settled(gate: Gate, actor: Actor, wish: ScheduleWish) -> ScheduleWish:
    """The same with the versions that count: what is asked again later rests on the same.

    Raises
    ------
    AccessRefused  They may not read them, or there is no such plant, line or version here (`access.unknown_plant`,
        `access.unknown_document`).
    InputError  What is wrong with the line.
    """
    plant, line = wish.plant_version, wish.line_version
    if wish.plant is not None:
        plant = read_plant(gate, actor, wish.plant, plant).version.number
    if wish.line is not None:
        found = find_line(gate, actor, wish.line, line)
        if has_errors(found.problems):
            raise InputError(*found.problems)
        line = found.version.number
    return replace(wish, plant_version=plant, line_version=line)


def plant_of_wish(gate: Gate, actor: Actor, wish: ScheduleWish, cite: Callable[[Document], Document]) -> Plant | None:
    """The plant, with what it cites of meters and books put in; None where none is named.

    Raises
    ------
    AccessRefused  As for `settled`.
    InputError  Everything that keeps its figures from being computed.
    """
    if wish.plant is None:
        return None
    checked = check_plant(cite(read_plant(gate, actor, wish.plant, wish.plant_version).document))
    if checked.plant is None:
        raise InputError(*checked.problems)
    return checked.plant


def line_of_wish(gate: Gate, actor: Actor, wish: ScheduleWish) -> Line | None:
    """The line; None where none is named.

    Raises
    ------
    AccessRefused, InputError  As for `settled`.
    """
    if wish.line is None:
        return None
    found = find_line(gate, actor, wish.line, wish.line_version)
    if has_errors(found.problems):
        raise InputError(*found.problems)
    return found.line


def plants_to_name(gate: Gate, actor: Actor) -> tuple[tuple[str, str], ...]:
    """Plants in use that may be named, by id and name.

    Raises
    ------
    AccessRefused  They may not.
    """
    return tuple((item.id, item.name) for item in plants(gate, actor))


def lines_to_name(gate: Gate, actor: Actor) -> tuple[tuple[str, str], ...]:
    """Lines that can be run, by id and name.

    Raises
    ------
    AccessRefused  They may not.
    """
    found = (item for item in list_lines(gate, actor) if item.counts)
    return tuple((item.id, item.line.name_local or item.line.name or item.id) for item in found)
