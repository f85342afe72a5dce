"""Who of a workspace can judge at all: people with an account who are reviewers there today."""

from collections.abc import Mapping
from dataclasses import dataclass

from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate, authorise
from pulmu.services.access.permission import is_allowed
from pulmu.services.accounts.identify import ZONE, holds
from pulmu.services.records.store import Store


@dataclass(frozen=True, slots=True)
class ReviewerAccounts:
    """People of a workspace, as far as reviews turn on them.

    Parameters
    ----------
    names : Name of each reviewer, by account.
    by_email : Their accounts by email, in lower case.
    deciding : Accounts that open scores or decide: they never judge.
    """

    names: Mapping[str, str]
    by_email: Mapping[str, str]
    deciding: frozenset[str]

    def account(self, given: str) -> str:
        """The account somebody means by an id or an email; what was given where there is none."""
        return self.by_email.get(given.strip().lower(), given)


def reviewer_accounts(store: Store, gate: Gate, actor: Actor) -> ReviewerAccounts:
    """The reviewers of the actor's workspace.

    Raises
    ------
    AccessRefused  They may not.
    """
    authorise(actor, "assign_review", "")
    day = gate.world.now().astimezone(ZONE).date()
    with store.place_reading() as place:
        current = [item for item in place.members(actor.workspace) if holds(item, day)]
        people = {item.account: place.account(item.account) for item in current}
    active = {key: found for key, found in people.items() if found is not None and found.status == "active"}
    judging = {item.account for item in current if is_allowed(item.role, "review_application")} & active.keys()
    deciding = {item.account for item in current if is_allowed(item.role, "open_scores")}
    return ReviewerAccounts(
        {key: active[key].name for key in sorted(judging)},
        {active[key].email: key for key in sorted(judging)},
        frozenset(deciding),
    )
