"""The forms of the schedule pages: what counts, and what is to be planned anew."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pulmu.model import encode
from pulmu.services.schedules.answer import ScheduleAnswer
from pulmu.services.schedules.kept import KeptSchedule
from pulmu.web.forms import Form

AIMS = ("late", "end", "energy", "peak", "labour")
MOVES, DOWNS = 5, 2
"""Rows of the form in which an operation is put elsewhere, and a machine is told to be down."""
MOST_KEPT = 300
"""Operations that may be ticked to stay; the others can be put in a row."""
_VERSIONS = ("version", "given", "plant_version", "line_version")
_NUMBERS = ("base_kw", "billed_kw", "late_won", "seconds", "seed", "runs")


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A row of the form, as it was filled in."""

    number: int
    operation: str
    machine: str
    start: str


@dataclass(frozen=True, slots=True)
class DownRow:
    """A machine that is down, as it was filled in."""

    number: int
    machine: str
    start: str
    end: str


def wish_tree(form: Form) -> dict[str, Any]:
    """What a form asks to be planned, as a plain document: its problems are told by who reads it."""
    tree: dict[str, Any] = {}
    if terms := form.text("terms", 60):
        tree["contract"], tree["voltage"], tree["option"] = ([*terms.split("/"), "", ""])[:3]
    tree |= {name: said.replace(",", "") for name in _NUMBERS if (said := form.text(name, 40))}
    tree |= {name: said for name in ("plant", "line") if (said := form.text(name, 60))}
    aims = [form.text(f"aim_{number}", 20) for number in range(1, len(AIMS) + 1)]
    if any(aims):
        tree["in_order"] = [name for name in aims if name]
    return tree


def again_tree(form: Form, kept: KeptSchedule) -> dict[str, Any]:
    """What a form asks of a kept schedule: as it was asked then, but for what is put, down and frozen.

    Jobs, plant and line are those that stand now.
    """
    tree: dict[str, Any] = {name: value for name, value in encode(kept.wish).items() if name not in _VERSIONS}
    tree |= {"given": kept.listed.number, "locks": locks_of(form, kept.answer), "downs": downs_of(form)}
    tree.pop("frozen", None)
    for name in ("frozen", "seconds", "moved_won"):
        if said := _moment(form.text(name, 20)) if name == "frozen" else form.text(name, 20).replace(",", ""):
            tree[name] = said
    return tree


def locks_of(form: Form, answer: ScheduleAnswer) -> list[dict[str, Any]]:
    """What was ticked to stay, and what was put elsewhere; the latter counts where both were said."""
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for number, bar in enumerate(answer.bars):
        if form.text(f"keep_{number}", 4):
            found[bar.job, bar.operation] = {
                "job": bar.job, "operation": bar.operation, "machine": bar.machine, "start": bar.start,
            }  # fmt: skip
    for row in move_rows(form):
        if row.operation:
            job, _, operation = row.operation.rpartition("/")
            found[job, int(operation) if operation.isascii() and operation.isdigit() else 0] = {
                "job": job, "operation": operation, "machine": row.machine, "start": _moment(row.start),
            }  # fmt: skip
    return list(found.values())


def downs_of(form: Form) -> list[dict[str, str]]:
    """Machines that are down."""
    return [{"machine": row.machine, "start": _moment(row.start), "end": _moment(row.end)} for row in down_rows(form)
            if row.machine]  # fmt: skip


def move_rows(form: Form) -> Iterator[MoveRow]:
    """Rows in which an operation is put elsewhere."""
    for number in range(1, MOVES + 1):
        yield MoveRow(number, *(form.text(f"move_{number}_{name}", 80) for name in ("operation", "machine", "start")))


def down_rows(form: Form) -> Iterator[DownRow]:
    """Rows in which a machine is told to be down."""
    for number in range(1, DOWNS + 1):
        yield DownRow(number, *(form.text(f"down_{number}_{name}", 80) for name in ("machine", "start", "end")))


def _moment(text: str) -> str:
    """A moment as a browser sends it, as files have it."""
    return text.replace("T", " ")
