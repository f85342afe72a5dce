"""The operator's emissions report of Annex IV: 35 items for the verifier, and the summary of 16 for declarants."""

from pulmu.services.operators_report.content import Entry, Item, Lack, OperatorsReport, State
from pulmu.services.operators_report.make import operators_report

__all__ = ["Entry", "Item", "Lack", "OperatorsReport", "State", "operators_report"]
