"""The pages of one call: each part of Pulmu that has one adds its line."""

from dataclasses import dataclass

from pulmu.services.access.permission import Action
from pulmu.web.viewer import Seat

TABS: tuple[tuple[str, str, Action], ...] = (
    ("call", "", "read_call"),
    ("applications", "/applications", "read_received"),
    ("reviewers", "/reviews", "assign_review"),
    ("selection", "/selection", "decide_application"),
    ("letters", "/letters", "read_letters"),
    ("results", "/results", "read_letters"),
    ("appeals", "/appeals", "read_received"),
)  # fmt: skip
"""Name, path below the call, and what one must be allowed to see there; words below `web.call_tabs`."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of a call."""

    name: str
    href: str


def tabs_of(seat: Seat, call: str) -> tuple[Tab, ...]:
    """Where one can go from the page of a call."""
    base = f"{seat.base}/calls/{call}"
    return tuple(Tab(name, f"{base}{path}") for name, path, action in TABS if seat.reaches(action))
