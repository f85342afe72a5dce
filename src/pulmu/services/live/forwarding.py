"""Sends samples on from the edge to where they are kept for long: nothing is lost, and nothing arrives twice."""

from datetime import datetime

from pulmu.services.ports import SampleStore

PARCEL = 10_000
"""Samples sent at once."""


def forward(edge: SampleStore, far: SampleStore, *, at: datetime, parcels: int | None = None) -> int:
    """Send what was not yet sent, parcel by parcel; so many at most.

    A parcel counts as sent once the other side has it on its disk. If the word of that is lost, it goes again and is
    found to be there.

    Returns
    -------
    How many samples the other side did not have.

    Raises
    ------
    OutsideError  One of the two does not answer; what was sent before stays sent.
    """
    new = 0
    while parcels is None or parcels > 0:
        parcel = edge.unsent(PARCEL)
        if parcel is None:
            break
        new += far.keep(parcel.samples, parcel.gaps, at=at)
        edge.sent(parcel.number)
        parcels = None if parcels is None else parcels - 1
    return new
