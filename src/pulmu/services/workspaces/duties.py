"""What is due for a workspace, and when: days of law, and what its own people have to have done by them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from pulmu.model import Source
from pulmu.reference import Deadline, deadlines, declaration_of
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.accounts.identify import ZONE
from pulmu.services.records.plant import PlantRecord
from pulmu.services.records.report import ReportRecord, ReportVersion
from pulmu.services.records.store import Store, WorkspaceRecords
from pulmu.services.workspaces.kept_document import document_of
from pulmu.services.workspaces.report_content import content_of, read_content
from pulmu.services.workspaces.sharing import link_state

Kind = Literal["law", "report", "verifier", "supplier", "share", "engagement", "link", "token"]
State = Literal["done", "open", "late"]
_ORDER: dict[Kind, int] = {"supplier": 1, "report": 2, "verifier": 3, "share": 4}
"""What the company itself has to do for a year, in the order in which it is done."""
_DEFAULT = frozenset({"default", "unknown_origin"})
"""Bases of a precursor's value that a verified one of its supplier would replace."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Something that is due.

    Parameters
    ----------
    id : For a day of law what it is, such as `declaration`; else the same as `kind`.
    about : Year, plant, or whatever else it is about, in words that need no translation.
    who : Who has to do it: `us`, or somebody of the law.
    count : How many things are missing, where that can be counted.
    plant, report : What it is mended in, by id; empty where that is nothing.
    text, text_local, source : What the law says, where it is one.
    """

    kind: Kind
    id: str
    about: str
    due: date
    days_left: int
    state: State
    who: Literal["us", "importer", "operator", "commission"] = "us"
    count: int = 0
    plant: str = ""
    report: str = ""
    text: str = ""
    text_local: str = ""
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class _Year:
    """A plant in one year: its report, if there is one, and the version that counts."""

    plant: PlantRecord
    year: int
    report: ReportRecord | None
    versions: tuple[ReportVersion, ...]

    @property
    def frozen(self) -> ReportVersion | None:
        return next((item for item in self.versions if item.state == "frozen"), None)

    @property
    def name(self) -> str:
        return f"{self.plant.name} {self.year}"


def duties(gate: Gate, store: Store, actor: Actor) -> tuple[Duty, ...]:
    """Everything that is due, or was and is not done, in order of its day.

    Raises
    ------
    AccessRefused  They may not look at the workspace.
    """
    now = gate.world.now()
    today = now.astimezone(ZONE).date()
    with gate.reading(actor, "read_workspace") as work:
        years = tuple(_years(work))
        found = [_of_law(item, today) for item in deadlines() if item.due >= today]
        with store.place_reading() as place:
            members, tokens = place.members(actor.workspace), place.tokens(actor.workspace)
        engaged = {report for item in members if item.role == "verifier" for report in item.reports}
        for item in years:
            found += _of_year(gate, actor.workspace, work, item, engaged, today)
        if actor.may("share_report"):
            for report in work.reports():
                found += _of_links(work, report, now, today)
    if actor.may("read_member"):
        found += [_ends("engagement", item.role, item.end, today) for item in members if item.end and item.end >= today]
    mine = [item for item in tokens if item.revoked is None and item.ends > now]
    found += [
        _ends("token", item.name, item.ends.astimezone(ZONE).date(), today)
        for item in mine
        if item.account == actor.id or actor.may("change_member")
    ]
    return tuple(sorted(found, key=lambda item: (item.due, item.about, _ORDER.get(item.kind, 0), item.id)))


def next_duty(found: tuple[Duty, ...]) -> Duty | None:
    """The first of ours that is not done; where none is left, the first of somebody else's."""
    ours = [item for item in found if item.kind in _ORDER and item.state != "done"]
    law = [item for item in found if item.kind == "law"]
    return min(ours or law, key=lambda item: (item.due, _ORDER.get(item.kind, 0)), default=None)


def _of_law(item: Deadline, today: date) -> Duty:
    return Duty(
        kind="law", id=item.id, about=item.about, due=item.due, days_left=(item.due - today).days, state="open",
        who=item.who, text=item.text, text_local=item.text_local, source=item.source,
    )  # fmt: skip


def _years(work: WorkspaceRecords) -> Iterator[_Year]:
    """Each plant in use in each year it has data or a report of."""
    reports = work.reports()
    for plant in work.plants():
        if plant.archived is not None:
            continue
        known = {item.year: item for item in reports if item.plant == plant.id}
        version = work.plant_version(plant.id, plant.version)
        year = _year_of(document_of(version.content).tree) if version else None
        for one in sorted({*known, *([year] if year else [])}):
            report = known.get(one)
            yield _Year(plant, one, report, work.report_versions(report.id) if report else ())


def _year_of(tree: Any) -> int | None:
    """The calendar year of a plant's data; none where it is another period, or not told."""
    written = str(tree.get("period", "")) if isinstance(tree, Mapping) else ""
    return int(written) if re.fullmatch(r"[0-9]{4}", written) else None


def _of_year(
    gate: Gate, workspace: str, work: WorkspaceRecords, item: _Year, engaged: set[str], today: date
) -> Iterator[Duty]:
    """What is to be done for the goods of a year before their importer declares them."""
    law = declaration_of(item.year)
    if law is None:
        return
    report = item.report.id if item.report else ""

    def one(kind: Kind, done: bool, count: int = 0) -> Duty:
        left = (law.due - today).days
        state: State = "done" if done else "late" if left < 0 else "open"
        return Duty(
            kind=kind, id=kind, about=item.name, due=law.due, days_left=left, state=state, count=count,
            plant=item.plant.id, report=report, source=law.source,
        )  # fmt: skip

    yield one("report", item.frozen is not None)
    yield one("verifier", report in engaged)
    yield one(
        "share", item.frozen is not None and any(link.number == item.frozen.number for link in work.links(report))
    )
    version = item.frozen or (item.versions[0] if item.versions else None)
    if version is not None:
        tree = read_content(gate, workspace, content_of(work, version.report, version.number))
        missing = [part for part in tree["precursors"] if part["basis"] in _DEFAULT]
        if tree["precursors"]:
            yield one("supplier", not missing, len(missing))


def _of_links(work: WorkspaceRecords, report: ReportRecord, now: datetime, today: date) -> Iterator[Duty]:
    links = work.links(report.id)
    versions = {item.number: item for item in work.report_versions(report.id)} if links else {}
    for link in links:
        if link_state(link, versions[link.number], now) == "open":
            yield _ends("link", link.audience, link.ends.astimezone(ZONE).date(), today, report.id)


def _ends(kind: Kind, about: str, day: date, today: date, report: str = "") -> Duty:
    left = (day - today).days
    return Duty(kind=kind, id=kind, about=about, due=day, days_left=left, state="open", report=report)
