"""Links for importers: the summary of one frozen version, until a day, as often as was said, and revocable."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from pulmu.model import AccessRefused, ConflictError, InputError
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.access.world import World
from pulmu.services.accounts.door import fingerprint, is_secret_of
from pulmu.services.records.audit import AuditEntry, following
from pulmu.services.records.report import Link, ReportFile, ReportVersion
from pulmu.services.records.store import ObjectStore, Store
from pulmu.services.workspaces.reports import find_report_version

LONGEST_DAYS = 366
SUMMARY = "report.json"
LinkState = Literal["open", "revoked", "withdrawn", "ended", "used_up"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkWish:
    """For whom a link is, for how long, and how often it may be opened."""

    audience: str
    days: int
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link leads to: the version, and the content its summary is taken from."""

    link: Link
    version: ReportVersion
    content: bytes


def share_report(gate: Gate, actor: Actor, report: str, number: int, wish: LinkWish) -> tuple[Link, str]:
    """A link and what its address ends in, shown once.

    Raises
    ------
    AccessRefused  They may not, or there is no such version.
    ConflictError  The version is not frozen (`store.report_not_frozen`).
    InputError  For nobody, for too long, or never (`access.audience`, `access.days`, `access.limit`).
    """
    _check(wish)
    name, secret, now = gate.world.identifier(), gate.world.secret(), gate.world.now()
    link = Link(
        id=name, report=report, number=number, audience=wish.audience.strip(), secret=fingerprint(secret),
        created_by=actor.id, created=now, ends=now + timedelta(days=wish.days), limit=wish.limit,
    )  # fmt: skip
    about = f"report:{report[:64]}/{number}"
    with gate.writing(actor, Deed("share_report", about, report, {"link": name, "audience": link.audience})) as work:
        _check_frozen(find_report_version(work, report, number))
        work.add_link(link)
    return link, f"{actor.workspace}.{name}.{secret}"


def revoke_link(gate: Gate, actor: Actor, report: str, link: str) -> None:
    """End a link; nothing happens where it ended before.

    Raises
    ------
    AccessRefused  They may not, or there is no such link (`access.link`).
    """
    with gate.writing(actor, Deed("share_report", f"link:{link[:64]}", report, {"revoked": "yes"})) as work:
        found = work.link(link)
        if found is None or found.report != report:
            raise _no_link()
        work.revoke_link(link, gate.world.now())


def links(gate: Gate, actor: Actor, report: str) -> tuple[Link, ...]:
    """Links to versions of a report, newest first."""
    with gate.reading(actor, "share_report", report=report) as work:
        return work.links(report)


def link_state(link: Link, version: ReportVersion, now: datetime) -> LinkState:
    """Whether a link still opens, or why not."""
    if link.revoked is not None:
        return "revoked"
    if version.state != "frozen":
        return "withdrawn"
    if link.ends <= now:
        return "ended"
    return "used_up" if link.limit is not None and link.opened >= link.limit else "open"


def preview(gate: Gate, actor: Actor, report: str, number: int) -> bytes:
    """The content the summary is taken from, for who is about to share it.

    Raises
    ------
    AccessRefused  They may not, or there is no such version.
    ConflictError  The version is not frozen (`store.report_not_frozen`).
    """
    with gate.reading(actor, "share_report", report=report) as work:
        _check_frozen(find_report_version(work, report, number))
        files = work.report_files(report, number)
    return gate.objects.get(actor.workspace, _file(files).sha256)


def open_link(store: Store, objects: ObjectStore, world: World, address: str, origin: str = "") -> Opened:
    """What a link leads to; the opening is counted and noted. Whatever is wrong with it, the answer is the same.

    Raises
    ------
    AccessRefused  It is none, ended, was revoked, was opened as often as it may be, or its version was withdrawn
        (`access.link`).
    """
    workspace, _, rest = address.partition(".")
    name, _, secret = rest.partition(".")
    try:
        with store.reading(workspace) as work:
            known = work.link(name)
    except AccessRefused:
        raise _no_link() from None
    if known is None or not is_secret_of(known.secret, secret):
        raise _no_link()
    with store.writing(workspace) as work:
        version = work.report_version(known.report, known.number)
        if version is None or version.state != "frozen" or not work.count_opening(name, world.now()):
            raise _no_link()
        entry = following(
            work.last_entry(), workspace,
            AuditEntry(at=world.now(), actor=f"link:{name}", action="read_summary", address=origin,
                       about=f"report:{known.report}/{known.number}"),
        )  # fmt: skip
        work.add_entry(entry)
        files = work.report_files(known.report, known.number)
    with store.place_writing() as place:
        place.keep_head(workspace, entry.number, entry.hash)
    return Opened(known, version, objects.get(workspace, _file(files).sha256))


def _check_frozen(version: ReportVersion) -> None:
    if version.state != "frozen":
        said, mend = "only a frozen version is shown to others", "have it approved first"
        about = f"report:{version.report}/{version.number}"
        raise ConflictError.of("store.report_not_frozen", about, said, mend)


def _file(files: tuple[ReportFile, ...]) -> ReportFile:
    return next(file for file in files if file.name == SUMMARY)


def _check(wish: LinkWish) -> None:
    if not wish.audience.strip() or not wish.audience.isprintable() or len(wish.audience) > 200:
        raise InputError.of("access.audience", "audience", "nobody is named for the link", "write who will open it")
    if not 1 <= wish.days <= LONGEST_DAYS:
        said, mend = f"a link lives 1 to {LONGEST_DAYS} days", "give a number of days in between"
        raise InputError.of("access.days", "days", said, mend, most=LONGEST_DAYS)
    if wish.limit is not None and wish.limit < 1:
        raise InputError.of("access.limit", "limit", "a link that may never be opened is none", "give 1 or more")


def _no_link() -> AccessRefused:
    said, mend = "this link does not open anything, or no more", "ask who sent it for a new one"
    return AccessRefused.of("access.link", "link", said, mend)
