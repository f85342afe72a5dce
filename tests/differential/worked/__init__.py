"""What the operator computes outside the workbook, by plain arithmetic from what was drawn. Pulmu is not asked."""

from tests.differential.worked.bought import Row, rows
from tests.differential.worked.factors import per_unit
from tests.differential.worked.plant import work_out
from tests.differential.worked.results import Heat, Worked

__all__ = ["Heat", "Row", "Worked", "per_unit", "rows", "work_out"]
