"""Tables of web pages: many programs hand out one under the name of a workbook."""

from pulmu.adapters._markup.page import LARGEST, PageRefusedError, page_tables

__all__ = ["LARGEST", "PageRefusedError", "page_tables"]
