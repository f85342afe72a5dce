"""A machine's table, as a file."""

from pulmu.services.live.history import HistoryTable


def machine_table(path: str, sheet: str = "") -> HistoryTable:
    """The table of a file, or of a sheet of a workbook.

    Raises
    ------
    InputError  It is no table.
    OutsideError  It is missing, or cannot be read.
    """
    from pulmu.adapters.history_file import HistoryFile

    return HistoryFile(path, sheet)
