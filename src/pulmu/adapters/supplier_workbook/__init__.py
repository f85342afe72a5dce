"""The workbook a supplier fills in: written, and read back; the Commission's communication template read too."""

from pulmu.adapters.supplier_workbook.read import parse_reply, read_reply
from pulmu.adapters.supplier_workbook.write import write_request_workbook

__all__ = ["parse_reply", "read_reply", "write_request_workbook"]
