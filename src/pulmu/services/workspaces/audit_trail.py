"""The audit of a workspace, to look at and to take along."""

from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.records.audit import AuditEntry


def audit_page(gate: Gate, actor: Actor, after: int, most: int) -> tuple[AuditEntry, ...]:
    """Entries from the one after a number. Looking is noted as well.

    Raises
    ------
    AccessRefused  They may not.
    """
    with gate.writing(actor, Deed("read_audit", detail={"after": str(after)})) as work:
        return work.entries(after, most)
