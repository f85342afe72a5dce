"""The operator's emissions report and its summary as data: every item given, or marked with what it lacks."""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pulmu.model import Period
from pulmu.model.attribute import Doc
from pulmu.reference.report_items import ItemList
from pulmu.services.report import EditionUsed, SourceRecord, Value

State = Literal["given", "in_part", "missing", "does_not_apply"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing an item tells: a number or words, of the installation or of one of its parts."""

    word: Annotated[str, Doc("what it is, by its name in the table report_words")]
    subject: Annotated[str, Doc("process, good, stream or precursor by name; empty for the installation")] = ""
    text: str = ""
    value: Value | None = None


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing an item asks for that the plant's file does not tell."""

    word: Annotated[str, Doc("what it is, by its name in the table report_words")]
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the list. None is left out: it is given, in part, missing, or does not apply for a reason."""

    number: int
    title: str
    source: SourceRecord
    state: State
    entries: tuple[Entry, ...] = ()
    lacks: tuple[Lack, ...] = ()
    reason: Annotated[str, Doc("why it does not apply, by its name in the table report_words")] = ""


@dataclass(frozen=True, slots=True)
class OperatorsReport:
    """What Annex IV of Implementing Regulation (EU) 2025/2547 asks an operator to tell; not verified by itself."""

    format: Literal["pulmu.operators_report/1"]
    list: Annotated[ItemList, Doc("report: 35 items for the verifier; summary: 16 items for declarants")]
    program: str
    operator: str
    installation: str
    period: Period
    items: tuple[Item, ...]
    report_sha256: Annotated[str, Doc("report of Pulmu that the numbers are from; its figures explain each of them")]
    editions: Annotated[tuple[EditionUsed, ...], Doc("dated tables the numbers rest on")] = field(default_factory=tuple)

    def count(self, state: State) -> int:
        """How many items are so."""
        return sum(item.state == state for item in self.items)
