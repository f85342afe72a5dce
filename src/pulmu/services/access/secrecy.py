"""What of the evidence each may see, by its class of secrecy."""

from pulmu.services.access.actor import Actor
from pulmu.services.records.account import Role
from pulmu.services.records.plant import SecrecyClass

OUTSIDE: frozenset[Role] = frozenset({"verifier"})
"""Roles of people who are not the company's own."""
FOR_OUTSIDE: frozenset[SecrecyClass] = frozenset({"open", "internal"})
"""What they may see for their task; a secret or a core technology is handed to them by nobody but the company."""


def sees(actor: Actor, secrecy: SecrecyClass, report: str = "") -> bool:
    """Whether they may see evidence of a class, for a report if they are engaged for that one."""
    roles = actor.roles_for("read_evidence", report)
    return bool(roles if secrecy in FOR_OUTSIDE else roles - OUTSIDE)


def opens_wider(before: SecrecyClass, after: SecrecyClass) -> bool:
    """Whether people from outside see by the later class what they did not see by the earlier one."""
    return after in FOR_OUTSIDE and before not in FOR_OUTSIDE
