"""Numbered files that are only ever added: one link of a whole, flushed file is the transaction."""

from pulmu.adapters._parts.errors import store_errors
from pulmu.adapters._parts.files import flush, numbered, publish, sweep, work_file

__all__ = ["flush", "numbered", "publish", "store_errors", "sweep", "work_file"]
