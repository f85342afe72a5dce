"""A time in which a tag's values are not known."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

GapReason = Literal["link_lost", "not_watched", "too_fast", "no_room"]
"""The link was lost; nobody watched; samples came faster than they were taken; there was no room to keep them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TagGap:
    """Samples may be missing between two moments of the keeper's clock. It is marked, never filled.

    Parameters
    ----------
    end : When the tag was heard of again; None as long as it was not.
    """

    tag: str
    start: datetime
    end: datetime | None
    because: GapReason
