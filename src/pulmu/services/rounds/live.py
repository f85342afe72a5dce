"""Rounds people look at: read and matched once for as long as nothing changes."""

from pulmu.model import Document, InputError, decode, has_errors
from pulmu.model.codec import Decoded
from pulmu.model.matching_round import MatchingRound
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.match_round import MatchOutcome, match_round
from pulmu.services.matched_round import MatchedRound
from pulmu.services.remembered import Remembered
from pulmu.services.workspaces.documents import document_history, read_document
from pulmu.support.matching import read_round

SECONDS = 3.0
"""For a step of the solver while somebody waits; a round that needs more says `bounded`."""
JOB_SECONDS = 30.0
"""The same where a job does it."""
_MOST_PAIRS = 300
"""Wishes of a round with budgets or least numbers that are matched while somebody waits."""


class LiveRounds:
    """What rounds hold and what they come to, by content."""

    def __init__(self, most: int = 12) -> None:
        self._read, self._matched = Remembered(most), Remembered(most)

    def read(self, document: Document, sha256: str) -> Decoded[MatchingRound]:
        """The round in a document."""
        return self._read.get((sha256, document.name), Decoded, lambda: read_round(document))

    def match(self, document: Document, sha256: str) -> MatchOutcome:
        """What it comes to, worked out at once."""
        return self._matched.get((sha256, document.name), MatchOutcome, lambda: match_round(document, seconds=SECONDS))

    def remember(self, document: Document, sha256: str, answer: MatchedRound, given: MatchingRound) -> MatchOutcome:
        """What a job worked out."""
        return self._matched.get(("job", sha256, document.name), MatchOutcome, lambda: MatchOutcome(answer, given, ()))


def takes_long(given: MatchingRound) -> bool:
    """Whether matching needs the solver for longer than anybody waits: budgets or least numbers, and many wishes."""
    return has_limits(given) and sum(len(item.wishes) for item in given.applicants) > _MOST_PAIRS


def has_limits(given: MatchingRound) -> bool:
    """Whether budgets or least numbers may take stability away."""
    return any(
        item.least or item.budget_krw is not None or item.pool or any(kind.least for kind in item.kinds)
        for item in given.suppliers
    )


def outcome_of(
    gate: Gate, actor: Actor, live: LiveRounds, name: str, document: Document, sha256: str, given: MatchingRound
) -> MatchOutcome | None:
    """What a round comes to: worked out at once, or by a job before; None where a job has to do it.

    Raises
    ------
    AccessRefused  They may not.
    """
    if not takes_long(given):
        return live.match(document, sha256)
    for head in document_history(gate, actor, "matched_round", name):
        if head.note == sha256:
            kept = read_document(gate, actor, "matched_round", name, head.number)
            found = matched_in(kept.document)
            return None if found is None else live.remember(document, sha256, found, given)
    return None


def matched_in(document: Document) -> MatchedRound | None:
    """The result a job kept; None where another version of Pulmu wrote it in its own way."""
    decoded = decode(MatchedRound, document)
    return None if has_errors(decoded.problems) else decoded.value


def matched_now(outcome: MatchOutcome | None, name: str) -> MatchedRound:
    """What a round comes to, for who goes on from it.

    Raises
    ------
    InputError  Everything that keeps it from being matched, or a job has to match it first (`matching.needs_job`).
    """
    if outcome is None:
        said, mend = "the round has budgets or least numbers and many wishes", "have it matched first; a job does that"
        raise InputError.of("matching.needs_job", f"round {name}", said, mend)
    if outcome.answer is None:
        raise InputError(*(item for item in outcome.problems if item.severity == "error"))
    return outcome.answer
