"""What changed from one version of a report to another: each figure that stands in both, in one, or in the other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.records.report import ReportVersion
from pulmu.services.workspaces.report_content import content_of, damaged, read_content
from pulmu.services.workspaces.reports import find_report_version

Kind = Literal["installation", "good", "process", "precursor"]
_GOOD = ("specific_embedded_emissions", "specific_embedded_emissions_direct", "specific_embedded_emissions_indirect",
         "share_of_default_values", "activity_level", "certificates_per_tonne", "cost")  # fmt: skip
_PROCESS = ("attributed_direct", "attributed_indirect", "activity_level")
_PRECURSOR = ("specific_embedded_emissions", "received")


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureChange:
    """A figure before and after.

    Parameters
    ----------
    subject : Whose figure it is, by name; empty for the installation as a whole.
    before, after : None where there was, or is, none.
    key : Key of the figure as it is now, empty where there is none.
    """

    kind: Kind
    subject: str
    name: str
    unit: str
    before: float | None
    after: float | None
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Two versions, how many figures they have in common, and those that changed, in the report's order."""

    before: ReportVersion
    after: ReportVersion
    unchanged: int
    changes: tuple[FigureChange, ...]
    editions: tuple[tuple[str, str, str], ...]
    """Dated tables by title whose edition is another: before and after, empty where it was not used."""


def compare_versions(gate: Gate, actor: Actor, report: str, before: int, after: int) -> Difference:
    """What changed between two versions of a report.

    Raises
    ------
    AccessRefused  They may not, or there is no such version (`access.unknown_report`).
    OutsideError  A kept report cannot be read (`outside.report_damaged`).
    """
    with gate.reading(actor, "read_report", report=report) as work:
        versions = tuple(find_report_version(work, report, number) for number in (before, after))
        hashes = tuple(content_of(work, report, number) for number in (before, after))
    old, new = (read_content(gate, actor.workspace, sha256) for sha256 in hashes)
    try:
        return _difference(versions[0], versions[1], old, new)
    except (KeyError, TypeError, ValueError) as error:
        raise damaged() from error


def _difference(before: ReportVersion, after: ReportVersion, old: Any, new: Any) -> Difference:
    known, now = dict(_figures(old)), dict(_figures(new))
    changes = tuple(
        _change(place, known.get(place), now.get(place))
        for place in [*now, *(item for item in known if item not in now)]
        if _number(known.get(place)) != _number(now.get(place))
    )
    same = sum(_number(known[place]) == _number(found) for place, found in now.items() if place in known)
    return Difference(
        before=before, after=after, unchanged=same, changes=changes,
        editions=_editions(old["editions"], new["editions"]),
    )  # fmt: skip


_Place = tuple[Kind, str, str]
"""Kind, id, and the figure's name."""
_Found = tuple[str, Mapping[str, Any]]
"""Whose figure it is, by name, and the value."""


def _figures(tree: Mapping[str, Any]) -> Iterator[tuple[_Place, _Found]]:
    yield ("installation", "", "total_direct_emissions"), ("", tree["total_direct_emissions"])
    parts: tuple[tuple[Kind, str, tuple[str, ...]], ...] = (
        ("good", "goods", _GOOD), ("process", "processes", _PROCESS), ("precursor", "precursors", _PRECURSOR),
    )  # fmt: skip
    for kind, member, names in parts:
        for item in tree[member]:
            for name in names:
                if item.get(name) is not None:
                    yield (kind, item["id"], name), (item["name"] or item["id"], item[name])


def _change(place: _Place, before: _Found | None, after: _Found | None) -> FigureChange:
    subject, shown = after or before or ("", {})
    return FigureChange(
        kind=place[0], subject=subject, name=place[2], unit=str(shown["unit"]), before=_number(before),
        after=_number(after), key=str(after[1]["figure"]) if after else "",
    )  # fmt: skip


def _number(found: _Found | None) -> float | None:
    return None if found is None else float(found[1]["value"])


def _editions(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> tuple[tuple[str, str, str], ...]:
    before, after = ({item["table"]: item for item in found} for found in (old, new))
    return tuple(
        ((after.get(table) or before[table])["title"], _edition(before.get(table)), _edition(after.get(table)))
        for table in [*before, *(item for item in after if item not in before)]
        if _edition(before.get(table)) != _edition(after.get(table))
    )


def _edition(used: Mapping[str, Any] | None) -> str:
    return str(used["edition"]) if used else ""
