"""Steps of a round: proposals, answers to them, and the next proposals on what is left.

What is accepted by both sides stays; what one refuses leaves the market for good; what is not answered yet stands, as
an offer is not taken back. States are values: nothing is changed in place.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from pulmu.model.errors import InputError, problem
from pulmu.model.matching_round import MatchingAnswer
from pulmu.model.problem import Problem

ProposalState = Literal["waiting", "accepted", "refused"]


@dataclass(frozen=True, slots=True)
class Proposal:
    """An applicant and a supplier proposed to each other, and what each of them said.

    Parameters
    ----------
    step : In which step they were proposed.
    accepted_by : Sides that accepted.
    refused_by, reason : Who refused, and why; empty where nobody did.
    """

    applicant: str
    supplier: str
    step: int
    accepted_by: frozenset[str] = frozenset()
    refused_by: str = ""
    reason: str = ""

    @property
    def state(self) -> ProposalState:
        """Accepted as soon as both sides, or the officer for both, have accepted."""
        if self.refused_by:
            return "refused"
        both = {"applicant", "supplier"} <= self.accepted_by
        return "accepted" if both or "officer" in self.accepted_by else "waiting"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened."""

    step: int
    applicant: str
    supplier: str
    what: Literal["proposed", "accept", "refuse"]
    by: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a round stands.

    Parameters
    ----------
    step : Steps of proposals so far.
    standing : Proposals that are accepted or wait for an answer.
    refused : Those that are not to be again.
    history : Everything, in its order.
    """

    step: int = 0
    standing: tuple[Proposal, ...] = ()
    refused: tuple[Proposal, ...] = ()
    history: tuple[Event, ...] = ()


def propose(progress: Progress, pairs: Iterable[tuple[str, str]]) -> Progress:
    """The next step: new proposals beside those that stand."""
    step = progress.step + 1
    new = tuple(Proposal(applicant, supplier, step) for applicant, supplier in pairs)
    told = tuple(Event(step, item.applicant, item.supplier, "proposed") for item in new)
    return replace(progress, step=step, standing=(*progress.standing, *new), history=(*progress.history, *told))


def answer(progress: Progress, said: Iterable[MatchingAnswer]) -> Progress:
    """Answers to proposals that stand.

    Raises
    ------
    InputError  Answers to what is not proposed, or no longer (`matching.not_proposed`): all of them, by their names.
    """
    standing = {(item.applicant, item.supplier): item for item in progress.standing}
    refused, history = list(progress.refused), list(progress.history)
    problems: list[Problem] = []
    for one in said:
        found = standing.get((one.applicant, one.supplier))
        if found is None or (found.state == "accepted" and one.answer == "refuse"):
            problems.append(_no_such_proposal(one, is_accepted=found is not None))
            continue
        history.append(Event(progress.step, one.applicant, one.supplier, one.answer, one.by, one.reason))
        if one.answer == "accept":
            accepted = found.accepted_by | {one.by}
            standing[one.applicant, one.supplier] = replace(found, accepted_by=accepted)
        else:
            refused.append(replace(found, refused_by=one.by, reason=one.reason))
            del standing[one.applicant, one.supplier]
    if problems:
        raise InputError(*problems)
    return replace(progress, standing=tuple(standing.values()), refused=tuple(refused), history=tuple(history))


def _no_such_proposal(one: MatchingAnswer, is_accepted: bool) -> Problem:
    where = f"{one.applicant}, {one.supplier}"
    if is_accepted:
        return problem("matching.already_accepted", where, "this proposal was accepted before",
                       "leave the refusal out; an accepted pair stays")  # fmt: skip
    return problem("matching.not_proposed", where, f"they are not proposed to each other in step {one.step}",
                   "check the names and the step", step=one.step)  # fmt: skip
