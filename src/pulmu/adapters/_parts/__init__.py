"""Numbered files that are only ever added: one link of a whole, flushed file is the transaction."""

from pulmu.adapters._parts.errors import check_room, no_room, read_only, store_errors, told_by_system
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
    "check_room",
    "flush",
    "make_folder",
    "make_way",
    "no_room",
    "numbered",
    "publish",
    "read_only",
    "store_errors",
    "sweep",
    "told_by_system",
    "work_file",
]
