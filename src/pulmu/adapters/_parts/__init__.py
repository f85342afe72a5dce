"""Numbered files that are only ever added: one link of a whole, flushed file is the transaction."""

from pulmu.adapters._parts.errors import store_errors
from pulmu.adapters._parts.files import (
    OWN,
    SHARED,
    flush,
    make_folder,
    make_way,
    numbered,
    publish,
    sweep,
    work_file,
)

__all__ = [
    "OWN",
    "SHARED",
    "flush",
    "make_folder",
    "make_way",
    "numbered",
    "publish",
    "store_errors",
    "sweep",
    "work_file",
]
