"""The Commission's communication template for installations: filled by patching its parts, and read back."""

from pulmu.adapters.official_workbook.layout import cells_of
from pulmu.adapters.official_workbook.patch import fill_cells, fill_template
from pulmu.adapters.official_workbook.read import parse_official, read_official
from pulmu.adapters.official_workbook.template import Template, open_template, read_template

__all__ = [
    "Template",
    "cells_of",
    "fill_cells",
    "fill_template",
    "open_template",
    "parse_official",
    "read_official",
    "read_template",
]
