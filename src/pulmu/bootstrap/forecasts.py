"""Files of a forecast: a table, everything for programs, and a picture."""

import json
from collections.abc import Mapping
from typing import Any

from pulmu.locale import Language
from pulmu.model import InputError
from pulmu.services.csv_text import csv_bytes
from pulmu.services.forecast_series import Forecasted
from pulmu.services.known_ahead import LONGEST, Known, known_text, read_known

FILE_NAME = "forecast"


def read_known_file(path: str) -> Known:
    """What is known ahead, from a file.

    Raises
    ------
    InputError  Something is wrong in it.
    OutsideError  It cannot be read.
    """
    from pulmu.adapters._file import read_bytes

    content = read_bytes(path, LONGEST + 1)
    if len(content) > LONGEST:
        raise InputError.of("input.file_too_large", path, f"the file is larger than {LONGEST // 1000} kB",
                            "give the days that are looked at only", limit=f"{LONGEST // 1000} kB")  # fmt: skip
    return read_known(known_text(content))


def forecast_files(done: Forecasted, tree: Mapping[str, Any], language: Language) -> dict[str, bytes]:
    """forecast.csv, forecast.json and forecast.svg."""
    from pulmu.adapters.forecast_picture import forecast_picture

    made = done.forecast
    rows = zip(done.starts(), made.middle, made.lower, made.upper, strict=True)
    table = csv_bytes(
        ("start", "power_kw", "lower_kw", "upper_kw", "is_seen"),
        (
            (f"{start:%Y-%m-%d %H:%M}", *(f"{value:.2f}" for value in curve), int(slot < made.seen))
            for slot, (start, *curve) in enumerate(rows)
        ),
    )
    return {
        FILE_NAME + ".csv": table,
        FILE_NAME + ".json": (json.dumps(tree, ensure_ascii=False, indent=1) + "\n").encode(),
        FILE_NAME + ".svg": forecast_picture(done, language).encode(),
    }
