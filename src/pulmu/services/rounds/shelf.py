"""Rounds of matching of an agency in versions: each save, and each answer to a proposal, is one more."""

import copy
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from pulmu.model import Document, InputError, Problem, encode, has_errors
from pulmu.model.matching_round import MatchingAnswer, MatchingRound
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.match_round import MatchOutcome, match_round
from pulmu.services.records.document import DocumentVersion
from pulmu.services.rounds.live import SECONDS, LiveRounds
from pulmu.services.workspaces.documents import list_documents, save_document
from pulmu.services.workspaces.named import Naming, find_named, named_history, save_named
from pulmu.support.matching import read_round

ROUNDS = Naming(
    kind="round", pattern=r"(?!(?:new|upload)$)[a-z][a-z0-9_]{0,59}", noun="a round",
    how="use small letters, digits and _, such as alliance_2026_1", code="matching.id", other_code="matching.other_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class KeptRound:
    """A round as it stands, or stood in a version, with everything that is wrong with it."""

    id: str
    document: Document
    version: DocumentVersion
    round: MatchingRound
    problems: tuple[Problem, ...]

    @property
    def counts(self) -> bool:
        """Whether it can be matched."""
        return not has_errors(self.problems)


def list_rounds(gate: Gate, actor: Actor, live: LiveRounds | None = None) -> tuple[KeptRound, ...]:
    """Rounds as they stand, by id.

    Raises
    ------
    AccessRefused  They may not.
    """
    return tuple(find_round(gate, actor, head.document, live=live) for head in list_documents(gate, actor, "round"))


def find_round(
    gate: Gate, actor: Actor, name: str, number: int | None = None, *, live: LiveRounds | None = None
) -> KeptRound:
    """A round as it stands, or as it stood in a version.

    Parameters
    ----------
    live : Remembers rounds that were read before.

    Raises
    ------
    AccessRefused  They may not, or there is none (`access.unknown_document`).
    """
    kept = find_named(gate, actor, ROUNDS, name, number)
    sha256 = kept.version.sha256
    read = read_round(kept.document) if live is None else live.read(kept.document, sha256)
    return KeptRound(name, kept.document, kept.version, read.value, read.problems)


def round_history(gate: Gate, actor: Actor, name: str) -> tuple[DocumentVersion, ...]:
    """Versions, newest first.

    Raises
    ------
    AccessRefused  They may not.
    """
    return named_history(gate, actor, ROUNDS, name)


def save_round(
    gate: Gate, actor: Actor, name: str, document: Document, *, seen: int, note: str = ""
) -> KeptRound:  # fmt: skip
    """A new version. One with problems is kept for mending; it cannot be matched.

    Raises
    ------
    AccessRefused  They may not.
    InputError  The id is none (`matching.id`), or not the one the document has (`matching.other_id`).
    ConflictError  It was changed meanwhile (`store.document_changed`).
    """
    save_named(gate, actor, ROUNDS, name, document, seen=seen, note=note)
    return find_round(gate, actor, name)


def match_kept_round(gate: Gate, actor: Actor, name: str, number: int | None = None) -> tuple[KeptRound, MatchOutcome]:
    """The proposals of a round with all answers it holds.

    Raises
    ------
    AccessRefused  They may not, or there is none.
    """
    kept = find_round(gate, actor, name, number)
    return kept, match_round(kept.document, seconds=SECONDS)


def add_answers(
    gate: Gate, actor: Actor, name: str, answers: Iterable[MatchingAnswer], *, seen: int
) -> KeptRound:  # fmt: skip
    """A new version with more answers; one of them that fits no proposal, and nothing is kept.

    Parameters
    ----------
    seen : Version whose proposals were answered: of two officers at once, the second is told.

    Raises
    ------
    AccessRefused  They may not, or there is none.
    InputError  Everything that is wrong with them, such as `matching.not_proposed`.
    ConflictError  It was changed meanwhile (`store.document_changed`).
    """
    kept = find_round(gate, actor, name)
    if not kept.counts:
        raise InputError(*kept.problems)
    tree: Any = copy.deepcopy(kept.document.tree)
    tree["answers"] = [*tree.get("answers", []), *(encode(answer) for answer in answers)]
    document = replace(kept.document, tree=tree)
    outcome = match_round(document, seconds=SECONDS)
    if outcome.answer is None:
        raise InputError(*(item for item in outcome.problems if item.severity == "error"))
    save_document(gate, actor, "round", name, document, seen=seen)
    return find_round(gate, actor, name)
