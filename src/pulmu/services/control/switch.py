"""The local switch as the plant shows it."""

from collections.abc import Iterable

from pulmu.model.guard_profile import LocalSwitch
from pulmu.model.tag import Sample
from pulmu.twin.control import Moment


def switch_of(switch: LocalSwitch, samples: Iterable[Sample], now: Moment) -> bool | None:
    """Whether the switch is on; None where it is not read fresh and good: then nobody can say."""
    sample = next((item for item in samples if item.tag == switch.tag), None)
    if sample is None or sample.truth is None:
        return None
    stamp = sample.at if switch.age_by == "source" else sample.received
    is_fresh = stamp is not None and abs(now.wall - stamp.timestamp()) <= switch.age_s
    return sample.truth if is_fresh else None
