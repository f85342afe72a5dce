"""A report version as it lies before who works with it: its way so far, and what may be done next by whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pulmu.model import Problem
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.access.permission import Action
from pulmu.services.records.report import Comment, ReportFile, ReportRecord, ReportVersion, State
from pulmu.services.records.store import Store
from pulmu.services.workspaces.people import names_of
from pulmu.services.workspaces.report_content import (
    GoodFigure,
    content_of_files,
    goods_of,
    names_of_figures,
    read_content,
)
from pulmu.services.workspaces.reports import authors_of, check_frozen, find_report_version, unknown_report

StepName = Literal["submit", "approve", "return", "share", "withdraw"]
Hindrance = Literal["", "role", "code", "four_eyes"]

_STEPS: dict[State, tuple[tuple[StepName, Action], ...]] = {
    "draft": (("submit", "submit_report"),),
    "submitted": (("approve", "approve_report"), ("return", "approve_report")),
    "frozen": (("share", "share_report"), ("withdraw", "approve_report")),
    "withdrawn": (),
}


@dataclass(frozen=True, slots=True)
class Step:
    """What may be done next.

    Parameters
    ----------
    hindrance : Why this person may not: their roles, a missing one-time code, or because they worked on it; empty
        where they may.
    """

    name: StepName
    hindrance: Hindrance


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A version of a report and all around it.

    Parameters
    ----------
    versions : All versions of the report, newest first.
    authors : Who worked on it, by account: they do not decide on it.
    names : Names of the people who stand in it.
    goods : Its figures.
    figures : Subject and name of the figures its comments are about, by key.
    """

    report: ReportRecord
    plant: str
    version: ReportVersion
    versions: tuple[ReportVersion, ...]
    files: tuple[ReportFile, ...]
    comments: tuple[Comment, ...]
    authors: frozenset[str]
    steps: tuple[Step, ...]
    names: Mapping[str, str]
    goods: tuple[GoodFigure, ...]
    figures: Mapping[str, tuple[str, str]]

    @property
    def earlier(self) -> ReportVersion | None:
        """The version before this one."""
        return next((item for item in self.versions if item.number < self.version.number), None)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A report among the others, its versions newest first."""

    report: ReportRecord
    plant: str
    versions: tuple[ReportVersion, ...]


def look_at_report(gate: Gate, store: Store, actor: Actor, report: str, number: int | None = None) -> Desk:
    """A version of a report; the newest where no number is given.

    Raises
    ------
    AccessRefused  They may not, or there is no such version (`access.unknown_report`).
    """
    with gate.reading(actor, "read_report", report=report) as work:
        record, versions = work.report(report), work.report_versions(report)
        if record is None or not versions:
            raise unknown_report()
        version = find_report_version(work, report, versions[0].number if number is None else number)
        plant, authors = work.plant(record.plant), frozenset(authors_of(work, version))
        files, comments = work.report_files(report, version.number), work.comments(report, version.number)
    tree = read_content(gate, actor.workspace, content_of_files(files))
    people = {version.prepared_by, version.submitted_by, version.decided_by} | authors
    people |= {name for item in comments for name in (item.author, item.resolved_by)}
    return Desk(
        report=record, plant=plant.name if plant else "", version=version, versions=versions, files=files,
        comments=comments, authors=authors, steps=_steps(actor, version, authors), names=names_of(store, people),
        goods=goods_of(tree), figures=names_of_figures(tree, tuple(item.about for item in comments if item.about)),
    )  # fmt: skip


def list_reports(gate: Gate, actor: Actor) -> tuple[Shelf, ...]:
    """Reports the actor may see, each with its plant and its versions, newest year first.

    Raises
    ------
    AccessRefused  They may not.
    """
    engaged = next((name for grant in actor.grants for name in grant.reports), "")
    with gate.reading(actor, "read_report", report=engaged) as work:
        plants = {item.id: item.name for item in work.plants()}
        return tuple(
            Shelf(item, plants.get(item.plant, ""), work.report_versions(item.id))
            for item in work.reports()
            if actor.may("read_report", item.id)
        )


def recheck(gate: Gate, actor: Actor, report: str, number: int) -> tuple[Problem, ...]:
    """Whether a version is as it was, and still computes the same; nothing if so.

    Raises
    ------
    AccessRefused  They may not, or there is no such version (`access.unknown_report`).
    """
    with gate.reading(actor, "read_report", report=report) as work:
        version, files = find_report_version(work, report, number), work.report_files(report, number)
    return check_frozen(gate, actor.workspace, version, files)


def _steps(actor: Actor, version: ReportVersion, authors: frozenset[str]) -> tuple[Step, ...]:
    return tuple(
        Step(name, _hindrance(actor, name, action, version, authors)) for name, action in _STEPS[version.state]
    )


def _hindrance(
    actor: Actor, name: StepName, action: Action, version: ReportVersion, authors: frozenset[str]
) -> Hindrance:
    allowed = actor.may(action, version.report)
    if not allowed and not actor.lacks_second_factor(action, version.report):
        return "role"
    if name in {"approve", "return"} and actor.id in authors:
        return "four_eyes"
    return "" if allowed else "code"
