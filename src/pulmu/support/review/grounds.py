"""Grounds on which somebody may not judge an application, each with the text it stands in, and how that was read."""

from dataclasses import dataclass, field
from typing import Literal

from pulmu.model.source import Source

Ground = Literal[
    "own_application", "mutual", "employer", "former_employer", "affiliate", "former_affiliate", "partner", "supplier",
    "relative", "same_name", "same_firm_name", "same_institution", "former_colleague", "declared", "history_unknown",
]  # fmt: skip
"""In the order in which they are told."""
MAY_BE_CLEARED: frozenset[Ground] = frozenset({"same_name", "same_firm_name", "history_unknown"})
"""Grounds that are a likeness or a gap: they bar until a person has looked and cleared them."""
ACTUAL: tuple[Ground, ...] = (
    "own_application", "mutual", "employer", "former_employer", "affiliate", "former_affiliate", "partner", "supplier",
    "relative", "same_institution", "former_colleague", "declared",
)  # fmt: skip

_DECREE = "국가연구개발혁신법 시행령"
_EDITION = "2026-07-28"
_ACT = Source("국가연구개발혁신법", "제14조제2항제1호", "2025-02-28", "secondary")
_PRIVATE = "공직자의 이해충돌 방지법"
CALL = Source("notice of the call", "rules of review")
"""What no act says, the call has to publish."""
SOURCES: dict[Ground, Source] = {
    "own_application": Source(_DECREE, "제27조제3항제1호", _EDITION, "extract"),
    "mutual": Source(_DECREE, "제27조제3항제3호", _EDITION, "extract"),
    "employer": _ACT,
    "former_employer": CALL,
    "affiliate": _ACT,
    "former_affiliate": CALL,
    "partner": _ACT,
    "supplier": _ACT,
    "relative": Source(_DECREE, "제27조제3항제2호", _EDITION, "extract"),
    "same_name": Source(_PRIVATE, "제5조제1항제14호, 제16조제1항제4호", "2022-05-19", "extract"),
    "same_firm_name": Source(_PRIVATE, "제5조제1항제14호, 제16조제1항제4호", "2022-05-19", "extract"),
    "same_institution": CALL,
    "former_colleague": CALL,
    "declared": Source(_PRIVATE, "제5조제1항제14호, 제16조제1항제4호", "2022-05-19", "extract"),
    "history_unknown": CALL,
}
"""Decree 27(3) on panels of national R&D; the Act on conflicts of interest binds whoever judges for a public body."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictRules:
    """What a call publishes on conflicts.

    Parameters
    ----------
    former_years : Years for which a former employer still counts; 0: not at all.
    affiliates, suppliers, relatives : Whether they count.
    same_institution : Whether a person of the application who works at the reviewer's institution counts.
    former_colleagues : Whether one counts who worked where a person of the application works or worked, and one of the
        two left it no more than `former_years` ago.
    unknown_history : What holds where a reviewer did not tell where they worked: `ask` bars until it is cleared.
    """

    former_years: int = 3
    affiliates: bool = True
    suppliers: bool = True
    relatives: bool = True
    same_institution: bool = False
    former_colleagues: bool = False
    unknown_history: Literal["ask", "allow"] = "ask"
    sources: dict[Ground, Source] = field(default_factory=dict)

    def source(self, ground: Ground) -> Source:
        """Where a ground stands: what the call says of it, else the act."""
        return self.sources.get(ground, SOURCES[ground])
