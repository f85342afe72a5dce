"""Two-level designs of factors, whole and in part, and the effects they show.

Source: Box, Hunter and Hunter, Statistics for Experimenters, chapters on two-level and fractional factorial designs.
"""

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pulmu.twin.interval import Interval, interval_of


@dataclass(frozen=True, slots=True)
class Design:
    """Runs of a two-level design.

    Parameters
    ----------
    levels : (runs, factors)  -1 or 1.
    resolution : Letters of the shortest word of the defining relation; None of a whole design, which mixes nothing up.
    """

    factors: tuple[str, ...]
    levels: tuple[tuple[int, ...], ...]
    resolution: int | None


def two_level(factors: Sequence[str], generators: Mapping[str, Sequence[str]] | None = None) -> Design:
    """Every combination of the factors; those with a generator take the product of the factors it names."""
    generators = generators or {}
    free = [name for name in factors if name not in generators]
    if unknown := {name for word in generators.values() for name in word} - set(free) or set(generators) - set(factors):
        raise ValueError(f"generators name what is no free factor: {', '.join(sorted(unknown))}")
    rows = []
    for levels in itertools.product((-1, 1), repeat=len(free)):
        row = dict(zip(free, levels, strict=True))
        row |= {name: math.prod(row[part] for part in word) for name, word in generators.items()}
        rows.append(tuple(row[name] for name in factors))
    return Design(tuple(factors), tuple(rows), _resolution(generators))


def _resolution(generators: Mapping[str, Sequence[str]]) -> int | None:
    words = [frozenset(word) ^ {name} for name, word in generators.items()]
    lengths = []
    for count in range(1, len(words) + 1):
        for some in itertools.combinations(words, count):
            product: frozenset[str] = frozenset()
            for word in some:
                product ^= word
            lengths.append(len(product))
    return min(lengths, default=None)


def effects(
    design: Design, values: Sequence[Sequence[float]], confidence: float = 0.95, interactions: int = 2
) -> dict[tuple[str, ...], Interval]:
    """Effect of each factor and interaction: mean at the high level less mean at the low, replication by replication.

    Parameters
    ----------
    values : (runs, replications)  Same numbers of replications have the same random numbers.
    confidence : Of each interval by itself.
    """
    found = {}
    for count in range(1, interactions + 1):
        for places in itertools.combinations(range(len(design.factors)), count):
            signs = [math.prod(row[place] for place in places) for row in design.levels]
            pairs = [
                2 * math.fsum(sign * row[n] for sign, row in zip(signs, values, strict=True)) / len(signs)
                for n in range(len(values[0]))
            ]
            found[tuple(design.factors[place] for place in places)] = interval_of(pairs, confidence)
    return found


_CLEAR = {5: ("ABCD",), 6: ("ABCDE",), 7: ("ABCDEF",), 8: ("ABCD", "ABEF"), 9: ("ACDFG", "BCEFG"),
          10: ("ABCG", "BCDE", "ACDF")}  # fmt: skip
MOST_FACTORS = max(_CLEAR)


def clear_design(factors: Sequence[str]) -> Design:
    """The smallest design here in which effects and pairs are mixed up with none of each other (resolution V or more).

    Every combination of up to 4 factors; of 5 to 10, the fractions of Box, Hunter and Hunter, table 6.14.
    """
    words = _CLEAR.get(len(factors), ())
    free = dict(zip("ABCDEFGHJK", factors[: len(factors) - len(words)], strict=False))
    made = factors[len(factors) - len(words) :]
    return two_level(factors, {name: [free[sign] for sign in word] for name, word in zip(made, words, strict=True)})
