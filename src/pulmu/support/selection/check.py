"""What is wrong with a selection's terms and candidates before anybody is chosen."""

from collections import Counter
from collections.abc import Iterator, Sequence

from pulmu.model import Problem
from pulmu.model.errors import problem
from pulmu.support.selection.terms import Candidate, Terms

LARGEST = 10**15
"""Largest amount and number of points: sums over all candidates stay exact."""


def check_selection(candidates: Sequence[Candidate], terms: Terms) -> tuple[Problem, ...]:
    """Everything that is wrong, at once."""
    return (*_candidates(candidates, terms), *_terms(terms))


def _candidates(candidates: Sequence[Candidate], terms: Terms) -> Iterator[Problem]:
    tracks = {track.id for track in terms.tracks}
    for id_, count in Counter(item.id for item in candidates).items():
        if count > 1:
            yield problem("selection.twice", id_, f"{id_!r} stands {count} times",
                          "keep one of them, or give each a number of its own", id=id_, count=count)  # fmt: skip
    for item in candidates:
        for name, value in (("points", item.points), ("bonus", item.bonus), ("amount", item.amount_krw)):
            if not 0 <= value <= LARGEST:
                yield problem("selection.out_of_range", item.id, f"{name} is {value}",
                              "give a number that is not negative and below 10^15", name=name, text=value)  # fmt: skip
        if tracks and item.track not in tracks:
            listed = ", ".join(sorted(tracks))
            yield problem("selection.track_unknown", item.id, f"{item.track!r} is no track of the call",
                          f"use one of: {listed}", text=item.track, known=listed)  # fmt: skip


def _terms(terms: Terms) -> Iterator[Problem]:
    for name, value in (("places", terms.places), ("budget_krw", terms.budget_krw)):
        if value is not None and not 0 <= value <= LARGEST:
            yield problem("selection.out_of_range", name, f"{name} is {value}",
                          "give a number that is not negative and below 10^15", name=name, text=value)  # fmt: skip
