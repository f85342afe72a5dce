"""Who did what, when: looked through, checked, and taken along."""

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.locale import Language, has_text, plain, text
from pulmu.services.access.permission import ACTIONS
from pulmu.services.csv_text import csv_bytes
from pulmu.services.records.audit import AuditEntry
from pulmu.services.workspaces.audit_view import (
    AuditView,
    AuditWish,
    ChainCheck,
    check_audit,
    export_audit,
    look_through,
)
from pulmu.web.forms import AnyForm
from pulmu.web.show import Crumb, attached, show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/audit", include_in_schema=False)
DEEDS: tuple[str, ...] = (*(item for item in ACTIONS if not item.endswith("_place")), "join_workspace")
"""What can be looked for."""
_VARIANTS = ("withdrawn", "revoked", "ended", "taken_back", "listed", "resolved", "archived", "cancelled", "again",
             "checked", "begun", "done", "taken")  # fmt: skip
"""Details that make another deed of an action."""


@dataclass(frozen=True, slots=True)
class SaidEntry:
    """An entry in the reader's words."""

    entry: AuditEntry
    who: str
    what: str
    about: str
    href: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    who: str
    action: str
    day: str
    before: int


@routes.get("")
def show_audit(
    request: Request, seat: Seated, place: AnyPlace, who: Annotated[str, Query(max_length=80)] = "",
    action: Annotated[str, Query(max_length=40)] = "",
    day: Annotated[str, Query(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$")] = "",
    before: Annotated[int, Query(ge=0, le=10**12)] = 0,
) -> Response:  # fmt: skip
    """Entries, newest first, fifty at a time."""
    found = look_through(
        place.gate, place.store, seat.actor,
        AuditWish(before=before or None, who=who, action=action, day=_day(day)),
    )  # fmt: skip
    return _audit(request, seat, found, Asked(who, action, day, before))


@routes.post("/check")
def check(request: Request, seat: Seated, form: AnyForm, place: AnyPlace) -> Response:
    """Whether the whole chain holds."""
    del form  # its origin was checked
    checked = check_audit(place.gate, place.store, seat.actor)
    found = look_through(place.gate, place.store, seat.actor, AuditWish())
    return _audit(request, seat, found, Asked("", "", "", 0), checked)


@routes.post("/export")
def export(seat: Seated, form: AnyForm, place: AnyPlace) -> Response:
    """Every entry as a file, in order; that it was taken is noted."""
    found = export_audit(place.gate, seat.actor)
    if form.text("format", 10) == "csv":
        return attached(_csv(found), "pulmu-audit.csv")
    rows = [asdict(item) | {"at": item.at.isoformat()} for item in found]
    content = {"format": "pulmu.audit/1", "workspace": seat.room.workspace.id, "entries": rows}
    return attached(json.dumps(content, ensure_ascii=False, indent=1).encode(), "pulmu-audit.json")


def deed_key(entry: AuditEntry) -> str:
    """Key of what was done in words: an action may be several deeds, told apart by their details."""
    detail = entry.detail
    variant = next((name for name in _VARIANTS if detail.get(name)), detail.get("state", ""))
    found = f"web.deed.{entry.action}_{variant}" if variant else f"web.deed.{entry.action}"
    return found if has_text(found, "en") else f"web.deed.{entry.action}"


def _audit(
    request: Request, seat: Seat, found: AuditView, asked: Asked, checked: ChainCheck | None = None
) -> Response:  # fmt: skip
    language = language_of(request)
    kept = {"who": asked.who, "action": asked.action, "day": asked.day}
    onward = urlencode({name: value for name, value in kept.items() if value} | {"before": found.older or ""})
    return show(
        request, "audit_trail.html", seat=seat, noun="audit", asked=asked, names=found.names, deeds=DEEDS,
        checked=checked,
        crumbs=(Crumb(name=text("web.noun.audit", language), href=f"{seat.base}/audit"),),
        entries=[_said(item, found, seat, language) for item in found.entries],
        onward=onward if found.older else "", may_export=seat.actor.may("export_audit"),
        problems=told(checked.problems, language) if checked else [],
    )  # fmt: skip


def _said(entry: AuditEntry, found: AuditView, seat: Seat, language: Language) -> SaidEntry:
    key = deed_key(entry)
    what = text(key, language) if has_text(key, language) else entry.action
    about, href = _about(entry, found, seat, language)
    return SaidEntry(entry, _who(entry, found, language), what, about, href)


def _who(entry: AuditEntry, found: AuditView, language: Language) -> str:
    if entry.actor in found.names:
        return found.names[entry.actor]
    known = "web.audit.by_link" if entry.actor.startswith("link:") else "web.reports.somebody"
    return text("web.audit.by_system" if entry.actor == "system" else known, language)


def _about(entry: AuditEntry, found: AuditView, seat: Seat, language: Language) -> tuple[str, str]:
    """What an entry is about by name, and where that is."""
    kind, _, rest = entry.about.partition(":")
    key, _, number = rest.partition("/")
    if kind == "report" and key in found.reports:
        plant, year = found.reports[key]
        shown = text("web.reports.version_of", language, plant=plant, year=year, number=number or "1")
        return shown, f"{seat.base}/reports/{key}/{number}" if number.isdecimal() else ""
    if kind == "plant" and key in found.plants:
        version = text("web.reports.version", language, number=number) if number else ""
        return f"{found.plants[key]} {version}".strip(), f"{seat.base}/plants/{key}"
    if kind == "account":
        return found.names.get(key, text("web.reports.somebody", language)), ""
    return plain(entry.detail.get("audience", ""), 80), ""


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if written else None
    except ValueError:
        return None


def _csv(found: tuple[AuditEntry, ...]) -> bytes:
    head = ("number", "at", "actor", "action", "about", "detail", "reason", "address", "previous", "hash")
    return csv_bytes(head, (_row(item) for item in found))


def _row(item: AuditEntry) -> tuple[object, ...]:
    detail = json.dumps(item.detail, ensure_ascii=False, sort_keys=True)
    return (
        item.number, item.at.isoformat(), item.actor, item.action, item.about, detail, item.reason, item.address,
        item.previous, item.hash,
    )  # fmt: skip
