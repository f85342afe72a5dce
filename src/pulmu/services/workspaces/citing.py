"""Plants that cite the meters and books of their workspace."""

from collections.abc import Callable

from pulmu.metering import GapPolicy
from pulmu.model import Document
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.cite import Kept, citations, cite_totals
from pulmu.services.workspaces.measured import Measured, counted


def citing(
    gate: Gate, measured: Measured, actor: Actor, policy: GapPolicy = "refuse"
) -> Callable[[Document], Document]:
    """Puts into a plant the totals it cites, as the workspace's meters and books stand then.

    Raises
    ------
    AccessRefused  They may not read readings.
    OutsideError  The store cannot be used.
    """

    def cite(document: Document) -> Document:
        if not citations(document):
            return document
        with gate.reading(actor, "read_readings") as work:
            readings = measured.readings(actor.workspace, counted(work, "meter"))
            books = measured.books(actor.workspace, counted(work, "book"))
        return cite_totals(document, Kept(readings, books), policy)

    return cite
