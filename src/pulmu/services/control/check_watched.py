"""Whether a guard may offer control at all: only of a line that was watched by the report its signed limits name."""

from collections.abc import Iterator

from pulmu.model.errors import problem
from pulmu.model.guard_profile import GuardProfile, WatchedLine
from pulmu.model.problem import Problem
from pulmu.services.live.shadow_gate import ShadowCriteria, judge
from pulmu.services.live.shadow_report import ShadowReport, report_seal


def check_watched(
    profile: GuardProfile, report: ShadowReport | None, limits_name: str, report_name: str
) -> tuple[Problem, ...]:  # fmt: skip
    """What keeps a guard from starting by this report of watching; how old it is, each proof is asked instead.

    A guard that begins again must bring back what it wrote, be the report as old as it may.

    Parameters
    ----------
    report : None where none is given.
    limits_name, report_name : Of the files, for places of problems.
    """
    named = profile.watched
    if named is None:
        return () if report is None else (_not_signed(report, limits_name),)
    if report is None:
        return (_missing(named, limits_name),)
    if (report.seal, report_seal(report)) != (named.report, named.report):
        return (_other(report, named, report_name),)
    return (*_of_another(profile, named, report, report_name), *judge(report, ShadowCriteria()))


def _not_signed(report: ShadowReport, limits_name: str) -> Problem:
    seal = report_seal(report)
    return problem(
        "control.report_not_signed", limits_name, "a report of watching is given, and the limits name none",
        f"have the engineer look at it, write watched: {{report: {seal}, line: {report.model[:64]}}} into the limits, "
        "and sign them", seal=seal, line=report.model[:64],
    )  # fmt: skip


def _missing(named: WatchedLine, limits_name: str) -> Problem:
    return problem(
        "control.report_missing", limits_name, "the limits ask for a line that was watched, and no report is given",
        f"give the report with the seal {named.report}: --watched FILE", seal=named.report,
    )  # fmt: skip


def _other(report: ShadowReport, named: WatchedLine, report_name: str) -> Problem:
    found = report_seal(report)
    return problem(
        "control.report_other", report_name,
        f"this is not the report that the limits name: its seal is {found[:16]}..., and theirs {named.report[:16]}...",
        "give the report the engineer signed for, as it was written; or have them sign limits that name this one",
        seal=found, named=named.report,
    )  # fmt: skip


def _of_another(
    profile: GuardProfile, named: WatchedLine, report: ShadowReport, report_name: str
) -> Iterator[Problem]:  # fmt: skip
    if report.model != named.line:
        yield problem(
            "control.report_line", report_name, "the report is of another line than the limits name",
            "write both seals into the limits as pulmu plant shadow tells them, and sign them", seal=report.model[:64],
            named=named.line,
        )  # fmt: skip
    if report.tag_map != (profile.tag_map or ""):
        yield problem(
            "control.report_map", report_name, "the plant was watched through another map of tags than the limits name",
            "watch it through the map that the limits name: pulmu plant shadow --map", seal=report.tag_map[:64],
            named=profile.tag_map or "",
        )  # fmt: skip
