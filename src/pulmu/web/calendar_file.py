"""Days as a calendar file (RFC 5545), for the calendar people already look at."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_LINE = 73
"""Octets of a line, without what folds it."""


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day of the calendar; `key` tells it from the others and stays the same while it is the same."""

    key: str
    day: date
    summary: str
    description: str


def calendar_file(days: Iterable[CalendarDay], name: str, at: datetime) -> bytes:
    """The file; whole days, in no time zone."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Pulmu//duties//EN", f"X-WR-CALNAME:{_text(name)}"]
    stamp = at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    for item in days:
        lines += [
            "BEGIN:VEVENT", f"UID:{hashlib.sha256(item.key.encode()).hexdigest()[:32]}@pulmu", f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{item.day:%Y%m%d}", f"DTEND;VALUE=DATE:{item.day + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_text(item.summary)}", f"DESCRIPTION:{_text(item.description)}", "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]  # fmt: skip
    return "".join(_folded(line) for line in [*lines, "END:VCALENDAR"]).encode()


def _text(value: str) -> str:
    """A stranger's text as a value: nothing in it begins a line of its own."""
    kept = "".join(sign if sign.isprintable() or sign == "\n" else " " for sign in value.replace("\r", ""))
    return kept.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    parts, part, size = [], "", 0
    for sign in line:
        width = len(sign.encode())
        if size + width > _LINE:
            parts.append(part)
            part, size = "", 0
        part, size = part + sign, size + width
    return "\r\n ".join([*parts, part]) + "\r\n"
