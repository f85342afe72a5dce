"""The Commission's communication template for installations: filled by patching its parts, and read back."""

from pulmu.adapters.official_workbook.layout import cells_of
from pulmu.adapters.official_workbook.patch import FilledTemplate, fill_cells, fill_template
from pulmu.adapters.official_workbook.template import Template, open_template

__all__ = ["FilledTemplate", "Template", "cells_of", "fill_cells", "fill_template", "open_template"]
