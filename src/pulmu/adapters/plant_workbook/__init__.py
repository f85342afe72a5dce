"""The plant as a workbook: the template, a workbook filled from a plant, and the reader that gives the tree back."""

from pulmu.adapters.plant_workbook.read import read_workbook
from pulmu.adapters.plant_workbook.write import write_plant_workbook, write_template

__all__ = ["read_workbook", "write_plant_workbook", "write_template"]
