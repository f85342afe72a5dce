"""The twin's state follows the plant: what its tags tell at a moment, and a state of the line to simulate from."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pulmu.model.line_state import LineState
from pulmu.model.tag import Value

Because = Literal["not_seen", "no_tag", "stale", "bad", "uncertain", "too_old", "unlikely"]
"""No tag tells it; the tag is not there; or it is there and not to be believed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotKnown:
    """Something of the plant that no reading tells.

    Parameters
    ----------
    what : state, queue, inside, setpoint, temperature, clock, cycle, products, stops, source.
    where : Tag, or station or source.
    """

    what: str
    where: str
    because: Because


@dataclass(frozen=True, slots=True, kw_only=True)
class PlantSnapshot:
    """A plant at a moment, as far as its tags tell.

    Parameters
    ----------
    line_state : What a run may begin from: as seen, and the rest by one draw.
    setpoints : Of the line and its furnaces, by tag, as read.
    temperatures : Of the furnaces, by station. [°C]
    taken_at : Of its oldest reading that counts.
    seal : SHA-256 of all of it in its one form.
    """

    line: str
    line_state: LineState
    setpoints: dict[str, Value]
    temperatures: dict[str, float]
    taken_at: datetime
    not_known: tuple[NotKnown, ...]
    seal: str

    @property
    def missing(self) -> tuple[NotKnown, ...]:
        """What a tag should have told and did not: from such a snapshot nothing is proven."""
        return tuple(item for item in self.not_known if item.because != "not_seen")
