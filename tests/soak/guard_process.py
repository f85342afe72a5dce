"""The campaign of `guarded_plant` with every guard a process of its own: 2,000 forbidden attempts among 500 others."""

from tests.soak import guarded_plant
from tests.soak.outcome import Outcome

AT_ONCE = 2


def campaign(minutes: float | None) -> Outcome:
    """Ten lots at the desk, or as many as are begun before the time is over."""
    return guarded_plant.campaign(minutes, range(guarded_plant.LOTS), AT_ONCE)
