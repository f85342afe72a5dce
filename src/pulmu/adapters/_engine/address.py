"""Where an engine is: DuckDB in this process, or Spark."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from pulmu.model import InputError

_SPARK = re.compile(r"local(\[(\d{1,4}|\*)\])?|spark://[\w.:,\-\[\]]+")
_DUCKDB = re.compile(r"duckdb:(//)?(\?.*)?")
_MEMORY = re.compile(r"\d{1,6}(\.\d{1,3})?\s?(MB|GB|TB|MiB|GiB|TiB)")


@dataclass(frozen=True, slots=True)
class DuckAddress:
    """DuckDB in this process.

    Parameters
    ----------
    threads : None for as many as the machine has cores.
    memory : Most memory its data may take, such as ``6GB``; empty for what DuckDB takes by itself. Python's own, and
        the arrays handed out, come on top.
    """

    threads: int | None = None
    memory: str = ""


@dataclass(frozen=True, slots=True)
class SparkAddress:
    """A Spark cluster, or Spark in this machine: ``spark://host:7077``, ``local[2]``."""

    master: str


def engine_address(text: str) -> DuckAddress | SparkAddress:
    """The engine an address means.

    Raises
    ------
    InputError  There is no such engine (`input.engine_address`).
    """
    if _SPARK.fullmatch(text):
        return SparkAddress(text)
    if _DUCKDB.fullmatch(text):
        asked = dict(parse_qsl(urlsplit(text).query, keep_blank_values=True))
        threads, memory = asked.pop("threads", ""), asked.pop("memory", "")
        is_whole = threads == "" or (threads.isascii() and threads.isdigit() and 1 <= int(threads) <= 1024)
        if not asked and is_whole and (memory == "" or _MEMORY.fullmatch(memory)):
            return DuckAddress(int(threads) if threads else None, memory)
    mend = "write duckdb://, duckdb://?threads=2&memory=6GB, local[2] or spark://host:7077"
    raise InputError.of("input.engine_address", "engine", f"no engine has the address {text!r}", mend, address=text)
