"""A rule of the method: its name here, and where it stands in law."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pulmu.model.source import Source

RuleKind = Literal["formula", "check", "table", "report", "not_built", "out_of_scope"]
"""What carries a rule out; or that nothing does: not yet, or because it is not the business of a factory."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the method, as the table of rules says it.

    Parameters
    ----------
    section : Section of the written method, with its bullet (b2), number ((3)) or row.
    source : Act, point and confidence.
    valid_to : None while it is in force.
    checks : Codes of the problems that guard it.
    tables : Packaged tables it reads.
    code : Functions that carry it out, beside the formulas that name it.
    text, text_local : What it says, in English and in Korean.
    reason : Why nothing carries it out; empty where something does.
    """

    id: str
    section: str
    kind: RuleKind
    source: Source
    valid_from: date
    valid_to: date | None
    checks: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    code: tuple[str, ...] = ()
    text: str = ""
    text_local: str = ""
    reason: str = ""

    @property
    def is_covered(self) -> bool:
        """Whether Pulmu carries it out."""
        return self.kind not in ("not_built", "out_of_scope")
