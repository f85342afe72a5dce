"""The published shapes of what goes in and what comes out."""

from typing import Any

from pulmu.model import Firms, Plant, schema
from pulmu.model.emulation import Emulation
from pulmu.model.guard_people import GuardPeople
from pulmu.model.guard_profile import GuardProfile
from pulmu.model.jobs import GivenTimetable, Jobs
from pulmu.model.line import Line
from pulmu.model.matching_round import MatchingRound
from pulmu.model.need import Needs
from pulmu.model.offer import Offers
from pulmu.model.paid_bill import PaidBill
from pulmu.model.setpoint import SetpointProgramme
from pulmu.model.tariff import Tariff
from pulmu.model.what_if import WhatIf
from pulmu.services.report import Report


def plant_schema() -> dict[str, Any]:
    """JSON Schema of a plant file."""
    return schema(Plant, "Pulmu plant, version 1")


def firm_schema() -> dict[str, Any]:
    """JSON Schema of a firm's file."""
    return schema(Firms, "Pulmu firm, version 1")


def round_schema() -> dict[str, Any]:
    """JSON Schema of the file of a round of matching."""
    return schema(MatchingRound, "Pulmu round of matching, version 1")


def offer_schema() -> dict[str, Any]:
    """JSON Schema of a file of offers; a file of one offer has the shape of one of them."""
    return schema(Offers, "Pulmu offers, version 1")


def need_schema() -> dict[str, Any]:
    """JSON Schema of a file of needs; a file of one need has the shape of one of them."""
    return schema(Needs, "Pulmu needs, version 1")


def line_schema() -> dict[str, Any]:
    """JSON Schema of the file of a production line."""
    return schema(Line, "Pulmu line, version 1")


def what_if_schema() -> dict[str, Any]:
    """JSON Schema of the file of a question to a line."""
    return schema(WhatIf, "Pulmu what-if, version 1")


def guard_schema() -> dict[str, Any]:
    """JSON Schema of the limits file of a guard."""
    return schema(GuardProfile, "Pulmu guard, version 1")


def guard_people_schema() -> dict[str, Any]:
    """JSON Schema of the people file of a guard."""
    return schema(GuardPeople, "Pulmu people of a guard, version 1")


def setpoints_schema() -> dict[str, Any]:
    """JSON Schema of a file of setpoints."""
    return schema(SetpointProgramme, "Pulmu setpoints, version 1")


def emulation_schema() -> dict[str, Any]:
    """JSON Schema of what an emulated plant needs beyond its line."""
    return schema(Emulation, "Pulmu emulation, version 1")


def tariff_schema() -> dict[str, Any]:
    """JSON Schema of the file of a tariff of electricity."""
    return schema(Tariff, "Pulmu tariff, version 1")


def jobs_schema() -> dict[str, Any]:
    """JSON Schema of a file of jobs and machines."""
    return schema(Jobs, "Pulmu jobs, version 1")


def timetable_schema() -> dict[str, Any]:
    """JSON Schema of a timetable that is given."""
    return schema(GivenTimetable, "Pulmu timetable, version 1")


def paid_bill_schema() -> dict[str, Any]:
    """JSON Schema of the file of a bill of electricity that was paid."""
    return schema(PaidBill, "Pulmu paid bill, version 1")


def report_schema() -> dict[str, Any]:
    """JSON Schema of report.json."""
    return schema(Report, "Pulmu CBAM report, version 1")
