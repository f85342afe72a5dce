"""The rulebook for a population, as Ibis expressions over a table of firms."""

from pulmu.support.rules.columns.parts import MOST, UNBOUNDED
from pulmu.support.rules.columns.table import columns, label_bits

__all__ = ["MOST", "UNBOUNDED", "columns", "label_bits"]
