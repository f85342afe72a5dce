"""Whether the figures of a report are those that were written: each carries the hash of its content as its key."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from pulmu.model import PulmuError
from pulmu.model.figure import content_hash
from pulmu.services._report_tree import figures_and_formulas
from pulmu.services.ledger import unit_record

Record = dict[str, Any]


def changed_records(tree: Any) -> list[tuple[str, str]]:
    """Place and name of every figure, formula and unit of a parsed report that is not as it was written.

    The key of a figure covers value, unit, name, source, reason and links, and through the keys of its inputs all it
    rests on. A formula is held to the source its figures name, a unit to the table of this program.

    Raises
    ------
    InputError  The tree is no report.
    """
    figures, formulas = figures_and_formulas(tree)
    key_of = _KEYS.get(str(tree.get("format")), _key)
    return [
        *((f"figures.{key}", _name(item)) for key, item in figures.items() if _changed(key, item, key_of)),
        *((f"formulas.{name}", name) for name in _strange_formulas(figures, formulas)),
        *((f"units.{symbol}", symbol) for symbol in _strange_units(tree.get("units", {}))),
    ]


def _name(record: Record) -> str:
    name, subject = record["name"], record.get("subject")
    return f"{name} of {subject}" if isinstance(subject, str) and subject else str(name)


def _changed(key: str, record: Record, key_of: Callable[[Record], str]) -> bool:
    try:
        return key_of(record) != key
    except (AttributeError, LookupError, TypeError, ValueError, RecursionError):
        return True


def _key(record: Record) -> str:
    source, used = record["source"], record["inputs"]
    return content_hash(
        float(record["value"]), record["unit"], record["name"], record["subject"], record["because"], record["formula"],
        (source["act"], source["place"], source["edition"], source["confidence"]),
        [(item["parameter"], item["position"], item["figure"]) for item in used],
    )  # fmt: skip


def _key_of_format_1(record: Record) -> str:
    """Reports of before: the source as one text."""
    source = ", ".join(filter(None, (record["source"][part] for part in ("act", "place", "edition", "confidence"))))
    story = [float(record["value"]).hex(), record["unit"], record["name"], source, record["because"], record["formula"],
             record["subject"]]  # fmt: skip
    used = [[item["parameter"], item["position"], item["figure"]] for item in record["inputs"]]
    text = json.dumps([story, used], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


_KEYS: dict[str, Callable[[Record], str]] = {"pulmu.report/1": _key_of_format_1, "pulmu.report/2": _key}

KNOWN_FORMATS = tuple(_KEYS)


def _strange_formulas(figures: dict[str, Any], formulas: dict[str, Any]) -> list[str]:
    """Formulas that name another source than the figures made by them."""
    wrong = {
        record["formula"]
        for record in figures.values()
        if record["formula"] and record.get("source") != formulas[record["formula"]].get("source")
    }
    return [name for name in formulas if name in wrong]


def _strange_units(units: Any) -> list[str]:
    if not isinstance(units, dict):
        return ["?"]
    return [symbol for symbol, record in units.items() if not _is_known(symbol, record)]


def _is_known(symbol: str, record: Any) -> bool:
    try:
        known = unit_record(symbol[:200])
    except PulmuError:
        return False
    return bool(record == {"dimension": known.dimension, "factor": known.factor})
