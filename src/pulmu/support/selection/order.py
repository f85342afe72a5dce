"""The published order: total points, then the published keys, then lots from a stated seed."""

import hashlib
from collections.abc import Sequence

from pulmu.support.selection.terms import Candidate, Terms

LOTS = "lots"
"""Name of the last key: lots."""


def total_points(candidate: Candidate, terms: Terms) -> int:
    """Points with bonus, as far as bonus counts. [hundredths of a point]"""
    return candidate.points + counted_bonus(candidate, terms)


def counted_bonus(candidate: Candidate, terms: Terms) -> int:
    """Bonus points that count under the published cap. [hundredths of a point]"""
    return candidate.bonus if terms.most_bonus is None else min(candidate.bonus, terms.most_bonus)


def passing_total(candidate: Candidate, terms: Terms) -> int:
    """The points that are held against the passing points. [hundredths of a point]"""
    return total_points(candidate, terms) if terms.passing_counts_bonus else candidate.points


def lot(candidate: Candidate, terms: Terms) -> bytes:
    """The lot of a candidate: it depends on the seed and on its id, and on nobody else."""
    return hashlib.sha256(f"{terms.lot_seed}\n{candidate.id}".encode()).digest()


def in_order(candidates: Sequence[Candidate], terms: Terms) -> list[int]:
    """Positions of the candidates in the published order, first one first.

    Who has no value for a key stands behind everybody who has one.
    """
    keys = [_key(item, terms) for item in candidates]
    return sorted(range(len(candidates)), key=lambda number: keys[number])


def deciding_key(first: Candidate, second: Candidate, terms: Terms) -> str | None:
    """Name of the key that puts one of two equal totals first; None where the totals differ."""
    if total_points(first, terms) != total_points(second, terms):
        return None
    for number, key in enumerate(terms.ties):
        if _tie_values(first, terms)[number] != _tie_values(second, terms)[number]:
            return key.value
    return LOTS


def _key(candidate: Candidate, terms: Terms) -> tuple[int, tuple[tuple[int, int], ...], bytes, str]:
    return -total_points(candidate, terms), _tie_values(candidate, terms), lot(candidate, terms), candidate.id


def _tie_values(candidate: Candidate, terms: Terms) -> tuple[tuple[int, int], ...]:
    known = dict(candidate.ties)
    return tuple(
        (1, 0) if key.value not in known else (0, -known[key.value] if key.higher_first else known[key.value])
        for key in terms.ties
    )
