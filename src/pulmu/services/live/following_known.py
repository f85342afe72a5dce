"""What is not known of a plant."""

from dataclasses import dataclass
from typing import Literal

Because = Literal["not_seen", "no_tag", "stale", "bad", "uncertain", "too_old", "unlikely"]
"""No tag tells it; the tag is not there; or it is there and not to be believed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotKnown:
    """Something of the plant that no reading tells.

    Parameters
    ----------
    what : state, queue, inside, setpoint, temperature, clock, cycle, products, stops, source.
    where : Tag, or station, source or line.
    """

    what: str
    where: str
    because: Because
