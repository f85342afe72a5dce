"""Bills of electricity: readings from a store or a file, and tariffs from the tables or a file."""

import tempfile
from pathlib import Path

from pulmu.metering import Readings, Series, latest
from pulmu.model import InputError, Source, decode
from pulmu.model.paid_bill import PaidBill
from pulmu.model.tariff import Tariff

_FILES = frozenset({".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls", ".parquet", ".html", ".zip", ".gz"})


def meter_readings(meter: str, store: Path, sheet: str = "") -> tuple[Series, Readings, Source]:
    """Readings of a meter of a store, or of a file: what is kept last of each slot, and where it stands.

    Parameters
    ----------
    sheet : Of a workbook, where more than one could hold readings.

    Raises
    ------
    InputError  The store does not hold the meter, or something is wrong in the file.
    OutsideError  It cannot be read.
    """
    from pulmu.bootstrap.meters import read_readings, reading_store
    from pulmu.services.import_readings import ImportOrder, import_readings, usual_meter

    if Path(meter).is_file() or _names_a_file(meter, store):
        with tempfile.TemporaryDirectory() as folder:
            order = ImportOrder(meter=usual_meter("", [meter]), files=(meter,), sheet=sheet)
            done = import_readings(order, read_readings, reading_store(Path(folder)))
            if done.series is None:
                raise InputError(*done.problems)
            return _kept(order.meter, Path(folder), Path(meter).name)
    return _kept(meter, store, f"meter {meter}")


def _names_a_file(meter: str, store: Path) -> bool:
    """Whether a name ends as files of readings do, and no meter of the store is called so."""
    from pulmu.bootstrap.meters import reading_store

    return Path(meter).suffix.lower() in _FILES and meter not in reading_store(store).meters()


def _kept(meter: str, store: Path, place: str) -> tuple[Series, Readings, Source]:
    from pulmu.bootstrap.meters import reading_store
    from pulmu.services.read_meters import series_head

    opened = reading_store(store)
    head = series_head(opened, meter)
    kept = opened.read(meter)
    readings = latest(kept.parts) if kept is not None else Readings()
    return head.series, readings, Source(place, head.evidence[-1].name if head.evidence else "")


def read_paid_bill(path: str) -> PaidBill:
    """A bill as it was paid, from a file.

    Raises
    ------
    InputError  Something is wrong in it.
    """
    from pulmu.adapters.line_file import read_line_file

    return decode(PaidBill, read_line_file(path)).unwrap()


def read_tariff(path: str) -> Tariff:
    """A tariff from a file.

    Raises
    ------
    InputError  Something is wrong in it.
    """
    from pulmu.adapters.line_file import read_line_file

    return decode(Tariff, read_line_file(path)).unwrap()
