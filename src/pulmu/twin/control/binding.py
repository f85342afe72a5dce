"""Seals: what was proposed, proven, armed and committed is one and the same thing, to the last sign."""

import hashlib
import json
from collections.abc import Iterable

from pulmu.model.codec import encode
from pulmu.model.guard_profile import GuardProfile
from pulmu.model.setpoint import Setpoint, SetpointGroup
from pulmu.twin.control.event import Proof

_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=repr)


def seal(content: object) -> str:
    """SHA-256 of plain content in its one form."""
    return hashlib.sha256(_ENCODER.encode(content).encode(errors="surrogatepass")).hexdigest()


def profile_seal(profile: GuardProfile) -> str:
    """The seal of limits."""
    return seal(encode(profile, full=True))


def model_of(line: str, bounds: str) -> str:
    """The seal of a model that is made of a line and of its furnaces and bounds, by the seals of both."""
    return seal([line, bounds])


def commands_seal(group: SetpointGroup) -> str:
    """The seal of what a group would write: tags, types, every digit, units, and what goes back."""
    return seal([group.id, [list(_parts(item)) for item in group.setpoints]])


def binding_of(group: SetpointGroup, proof: Proof, plant: str, profile: str) -> str:
    """The seal a person arms and commits: commands, snapshot, model and limits of one plant."""
    return seal([plant, commands_seal(group), proof.snapshot, proof.model, profile])


def _parts(item: Setpoint) -> Iterable[str]:
    for part in (item.tag, item.value, item.unit, item.compensation):
        yield type(part).__name__
        yield repr(part)
