"""The local switch as the plant shows it."""

from collections.abc import Iterable

from pulmu.model.guard_profile import LocalSwitch
from pulmu.model.tag import Sample
from pulmu.twin.control import Moment


def switch_of(switch: LocalSwitch | None, samples: Iterable[Sample], now: Moment) -> bool | None:
    """Whether the switch is on; off where it is not read fresh, good and true. None where none is named."""
    if switch is None:
        return None
    sample = next((item for item in samples if item.tag == switch.tag), None)
    if sample is None or sample.truth is not True:
        return False
    stamp = sample.at if switch.age_by == "source" else sample.received
    return stamp is not None and abs(now.wall - stamp.timestamp()) <= switch.age_s
