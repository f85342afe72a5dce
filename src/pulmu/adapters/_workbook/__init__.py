"""Workbooks of strangers: the directory is looked at first, then cells are read in a process with limits."""

from pulmu.adapters._workbook.container import (
    PLANT,
    TABLE,
    Limits,
    Sheet,
    cell_name,
    check_container,
    read_sheets,
    refused,
)

__all__ = ["PLANT", "TABLE", "Limits", "Sheet", "cell_name", "check_container", "read_sheets", "refused"]
