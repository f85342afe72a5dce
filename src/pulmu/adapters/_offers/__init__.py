"""A table of many offers in a workbook: read into the tree that a file in YAML would have, and an empty one to fill."""

from pulmu.adapters._offers.fill import template_of_offers
from pulmu.adapters._offers.table import offers_of_sheets

__all__ = ["offers_of_sheets", "template_of_offers"]
