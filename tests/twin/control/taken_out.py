"""Controls of the guard taken out, one at a time, from every table that has them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pulmu.twin.control import checks, machine, output, permissive, reactions

INNER: tuple[dict[str, Any], ...] = (
    checks.WHO, checks.ON_PROPOSE, checks.ON_ARM, checks.ON_COMMIT, checks.ON_RELEASE, permissive.BEFORE_WRITE,
    reactions.REACTIONS, reactions.CLOCKS, machine.RESTART,
)  # fmt: skip
OUTER: tuple[dict[str, Any], ...] = (output.ALWAYS, output.GROUP, output.REVERT, output.SAFE)
TABLES = (*INNER, *OUTER)
CONTROLS: dict[str, tuple[str, ...]] = {
    "sequence": ("repeated",), "delay": ("repeated",), "plant": ("who",), "role": ("who",),
    "order": ("meanwhile",), "once": ("twice",), "allow_list": ("odd_tag",),
    "kind": ("odd_value",), "plain": ("odd_number",), "unit": ("odd_unit",), "range": ("odd_value", "far"),
    "compensation": ("odd_back",), "proof": ("not_proven",), "snapshot": ("not_proven",), "model": ("not_proven",),
    "tag_map": ("other_ties",), "line": ("other_ties",), "report": ("other_ties",),
    "binding": ("other_binding",), "second_person": ("alone",), "token": ("old_token",), "expiry": ("late",),
    "switch": ("switched_off",), "kill": ("killed",), "link": ("link_down", "link_breaks"),
    "heartbeat": ("silent", "dead_beats"), "manual": ("overridden",), "audit": ("audit_lost",),
    "pending": ("plant_misbehaves",), "standing": ("bad_readings", "outside_now"), "step": ("far",),
    "rate": ("often",), "dwell": ("often",), "interlock": ("interlock_opens", "bad_readings"),
    "clock": ("clock_jumps",), "restart": ("guard_restarts",), "answer": ("plant_misbehaves",),
    "effect": ("plant_misbehaves",), "safe_state": ("plant_misbehaves",), "safe_value": ("silent",),
    "looks_first": ("link_breaks",),
}  # fmt: skip
"""Each control, and what goes wrong where it is needed."""


@contextmanager
def taken_out(name: str, tables: tuple[dict[str, Any], ...] = TABLES) -> Iterator[None]:
    """Without a control, for as long as this lasts."""
    kept = [(table, dict(table)) for table in tables]
    try:
        for table in tables:
            table.pop(name, None)
        yield
    finally:
        for table, whole in kept:
            table.clear()
            table.update(whole)
