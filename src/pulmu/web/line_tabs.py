"""The pages of one production line: each part of Pulmu that has one adds its line."""

from dataclasses import dataclass
from urllib.parse import quote

from pulmu.services.access.permission import Action
from pulmu.web.viewer import Seat

TABS: tuple[tuple[str, str, Action], ...] = (
    ("line", "", "read_line"),
    ("edit", "/edit", "write_line"),
    ("runs", "/runs", "read_line"),
    ("questions", "/questions", "read_line"),
    ("control", "/control", "read_control"),
)  # fmt: skip
"""Name, path below the line, and what one must be allowed to do there; words below `web.line_tabs`."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A page of a line."""

    name: str
    href: str


def tabs_of(seat: Seat, line: str) -> tuple[Tab, ...]:
    """Where one can go from the page of a line."""
    base = f"{seat.base}/lines/{quote(line)}"
    return tuple(Tab(name, f"{base}{path}") for name, path, action in TABS if seat.reaches(action))
