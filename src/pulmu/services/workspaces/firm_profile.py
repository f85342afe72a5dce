"""The profile of a workspace's firm: what its plant, readings and reports prove, with the answers of a form."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pulmu.model import Document
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.accounts.identify import ZONE
from pulmu.services.check_plant import check_plant
from pulmu.services.live_reports import LiveReports, LiveWish
from pulmu.services.plant_evidence import plant_evidence
from pulmu.services.profile_firm import Profiled, profile_firm
from pulmu.services.records.plant import PlantRecord
from pulmu.services.workspaces.citing import citing
from pulmu.services.workspaces.live import live_plant
from pulmu.services.workspaces.measured import Measured, counted

OF_YEAR = {"sales_1_krw": "sales_krw", "rnd_krw": "rnd_krw"}
"""Facts of the last business year, and their names in its accounts."""


@dataclass(frozen=True, slots=True)
class WorkspaceProfile:
    """The profile, and what it was made from.

    Parameters
    ----------
    plants : Plants in use, by name.
    plant : The one whose evidence counts; None where there is none.
    is_broken : That plant has errors, so that nothing of it counts.
    proven : Facts that it, its readings and its reports prove, by name.
    """

    profiled: Profiled
    plants: tuple[PlantRecord, ...]
    plant: PlantRecord | None
    is_broken: bool
    proven: Mapping[str, Any]


def workspace_profile(
    gate: Gate, actor: Actor, measured: Measured, live: LiveReports, plant: str, told: Mapping[str, str]
) -> WorkspaceProfile:
    """The profile of the firm whose workspace it is.

    Parameters
    ----------
    plant : Plant whose evidence counts, by id; the first by name where it is empty.
    told : Answers by the names of the table of facts, as they were typed; what is empty is not known. Nothing is kept.

    Raises
    ------
    AccessRefused  They may not read plants, or there is no such plant (`access.unknown_plant`).
    """
    day = gate.world.now().astimezone(ZONE).date()
    with gate.reading(actor, "read_plant") as work:
        plants = tuple(sorted((item for item in work.plants() if item.archived is None), key=lambda item: item.name))
    chosen = plant or (plants[0].id if plants else "")
    proven, is_broken = _of_plant(gate, actor, measured, live, chosen, day) if chosen else ({}, False)
    document = _document({name: value for name, value in told.items() if value}, day)
    profiled = profile_firm(document, day, proven=proven)
    record = next((item for item in plants if item.id == chosen), None)
    return WorkspaceProfile(profiled, plants, record, is_broken, proven)


def _of_plant(
    gate: Gate, actor: Actor, measured: Measured, live: LiveReports, plant: str, day: date
) -> tuple[dict[str, Any], bool]:
    found = live_plant(gate, actor, plant, citing(gate, measured, actor))
    frozen = {"has_frozen_report": _is_frozen(gate, actor, plant, day)}
    outcome, checked = live.outcome(found.document, LiveWish(found.content)), check_plant(found.document)
    if outcome.report is None or checked.plant is None:
        return frozen, True
    with gate.reading(actor, "read_readings") as work:
        readings = measured.readings(actor.workspace, counted(work, "meter"))
    evidence: dict[str, Any] = {**plant_evidence(checked.plant, outcome.report, readings), **frozen}
    if checked.plant.period.year < day.year - 1:
        evidence["has_carbon_figure"] = None
    return {name: value for name, value in evidence.items() if value is not None}, False


def _is_frozen(gate: Gate, actor: Actor, plant: str, day: date) -> bool | None:
    """Yes for a frozen report of this year or the last; one that is not here may lie elsewhere: not known."""
    if not actor.may("read_report"):
        return None
    with gate.reading(actor, "read_report") as work:
        reports = [item for item in work.reports() if item.plant == plant and item.year >= day.year - 1]
        states = {version.state for item in reports for version in work.report_versions(item.id)}
    return True if "frozen" in states else None


def _document(told: Mapping[str, str], day: date) -> Document:
    """The answers as a firm's file: accounts of the last calendar year that counts, and facts."""
    year: dict[str, Any] = {OF_YEAR[name]: _whole(value) for name, value in told.items() if name in OF_YEAR}
    facts = {name: value for name, value in told.items() if name not in OF_YEAR}
    end = date(day.year - (1 if day.month > 3 else 2), 12, 31)
    firm: dict[str, Any] = {"id": "firm", "facts": facts}
    if year:
        firm["business_years"] = [{"end": end.isoformat(), **year}]
    return Document({"companies": [firm]}, "")


def _whole(text: str) -> int | str:
    """A typed number of won; what is none stays as it is, and is told as a problem."""
    digits = text.replace(",", "").replace(" ", "")
    return int(digits) if digits.isascii() and digits.isdigit() else text
