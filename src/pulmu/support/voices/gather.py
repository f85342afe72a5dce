"""Proposals which difficulties are one, and to which theme a new one belongs. An officer decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pulmu.support.voices.shared import Shared, shared_by
from pulmu.support.voices.similar import Likeness, Raised

ALIKE = 0.08
"""Mean likeness from which difficulties are proposed as one; measured on labelled ones (tests/support/voices)."""
FEWEST_TOLD = 5
"""Of fewer firms no number is shown to others."""


@dataclass(frozen=True, slots=True)
class Group:
    """Difficulties that look like one.

    Parameters
    ----------
    members : Ids in order.
    share : Mean likeness of its pairs.
    shared : Why: what several of them say.
    """

    members: tuple[str, ...]
    firms: int
    share: float
    shared: tuple[Shared, ...]


@dataclass(frozen=True, slots=True)
class Fit:
    """A theme that a difficulty may belong to, and what it has in common with its members."""

    theme: str
    share: float
    shared: tuple[Shared, ...]


def gather(alike: Likeness, loose: Sequence[str] | None = None, least: float = ALIKE) -> tuple[Group, ...]:
    """Groups of two or more: the mean likeness between what is joined is at least `least`. Most firms first.

    Parameters
    ----------
    loose : Ids of those that are in no theme; all where none are named.
    """
    chosen = [n for n, item in enumerate(alike.raised) if loose is None or item.id in frozenset(loose)]
    if len(chosen) < 2:
        return ()
    found: dict[int, list[int]] = {}
    for place, label in zip(chosen, _labels(alike, chosen, least), strict=True):
        found.setdefault(label, []).append(place)
    groups = [_group(alike, places) for places in found.values() if len(places) > 1]
    return tuple(sorted(groups, key=lambda group: (-group.firms, -len(group.members), group.members)))


def _labels(alike: Likeness, chosen: Sequence[int], least: float) -> list[int]:
    from scipy.cluster.hierarchy import fcluster, linkage  # noqa: PLC0415 - pages that gather nothing do not wait for it
    from scipy.spatial.distance import squareform  # noqa: PLC0415 - likewise

    apart = 1.0 - alike.shares[np.ix_(chosen, chosen)]
    tree = linkage(squareform(apart, checks=False), "average")
    return [int(label) for label in fcluster(tree, 1.0 - least + 1e-9, "distance")]


def _group(alike: Likeness, places: Sequence[int]) -> Group:
    members = [alike.raised[place] for place in places]
    pairs = alike.shares[np.ix_(places, places)][np.triu_indices(len(places), 1)]
    return Group(
        tuple(item.id for item in members), firms_of(members), round(float(pairs.mean()), 6),
        shared_by(alike.index, members),
    )  # fmt: skip


def fits(alike: Likeness, one: str, themes: Mapping[str, Sequence[str]], least: float = ALIKE) -> tuple[Fit, ...]:
    """Themes that a difficulty may belong to, the likest first; those it shares too little with are left out.

    Parameters
    ----------
    themes : Ids of the members of each theme; those that are not among the difficulties do not count.
    """
    at = alike.places[one]
    found = []
    for theme, members in sorted(themes.items()):
        places = [alike.places[item] for item in members if item in alike.places and item != one]
        if not places:
            continue
        share = round(float(alike.shares[at, places].mean()), 6)
        if share >= least:
            near = max(places, key=lambda place: (alike.shares[at, place], alike.raised[place].id))
            found.append(Fit(theme, share, shared_by(alike.index, (alike.raised[at], alike.raised[near]))))
    return tuple(sorted(found, key=lambda fit: (-fit.share, fit.theme)))


def firms_of(members: Sequence[Raised]) -> int:
    """How many firms raised them."""
    return len({item.sender for item in members})


def number_shown(firms: int) -> int | None:
    """How many firms may be told to others; None where the number would tell of single ones."""
    return firms if firms >= FEWEST_TOLD else None
