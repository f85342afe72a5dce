"""What is proposed to an officer: voices that look like one, and themes a voice fits, each with why."""

from collections.abc import Sequence
from dataclasses import dataclass

from pulmu.services.remembered import Remembered
from pulmu.services.voices.heard import HeardVoice
from pulmu.services.voices.themes import KeptTheme
from pulmu.support.voices import Fit, Group, Likeness, fits, gather, likeness

MOST_COMPARED = 1000
"""Voices that are compared at once, the newest of them."""
_KNOWN = Remembered(4)


@dataclass(frozen=True, slots=True)
class Proposals:
    """What is proposed.

    Parameters
    ----------
    loose : Voices in no theme.
    groups : Those of them that look like one.
    fits : Themes each of them fits, by key.
    compared : How many voices were looked at; the newest.
    """

    loose: tuple[HeardVoice, ...]
    groups: tuple[Group, ...]
    fits: dict[str, tuple[Fit, ...]]
    compared: int


def propose(heard: Sequence[HeardVoice], themes: Sequence[KeptTheme]) -> Proposals:
    """What an officer may do with voices that are in no theme. Nothing is done by itself."""
    taken = {key for item in themes for key in item.theme.voices}
    loose = tuple(item for item in heard if item.key not in taken)
    compared = tuple(heard[:MOST_COMPARED])
    if not loose:
        return Proposals((), (), {}, len(compared))
    alike = _alike(compared)
    members = {item.id: item.theme.voices for item in themes}
    near = [item for item in loose if item.key in alike.places]
    groups = gather(alike, [item.key for item in near])
    return Proposals(loose, groups, {item.key: fits(alike, item.key, members) for item in near}, len(compared))


def _alike(compared: tuple[HeardVoice, ...]) -> Likeness:
    key = tuple(sorted((item.key, item.sha256) for item in compared))
    return _KNOWN.get(key, Likeness, lambda: likeness([item.raised for item in compared]))
