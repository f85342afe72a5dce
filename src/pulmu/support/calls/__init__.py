"""Calls for applications: the file of one, its moments, the rules of its programme in its terms, and what is missing of
an application."""

from pulmu.support.calls.complete import (
    ApplicationRules,
    CheckedApplication,
    application_rules,
    check_application,
    unknown_parts,
)
from pulmu.support.calls.moments import assessed_on, closes_at, is_open, opens_at
from pulmu.support.calls.papers import PaperFault, paper_fault
from pulmu.support.calls.read import read_call
from pulmu.support.calls.rules import call_programme, hundredths

__all__ = [
    "ApplicationRules",
    "CheckedApplication",
    "PaperFault",
    "application_rules",
    "assessed_on",
    "call_programme",
    "check_application",
    "closes_at",
    "hundredths",
    "is_open",
    "opens_at",
    "paper_fault",
    "read_call",
    "unknown_parts",
]
