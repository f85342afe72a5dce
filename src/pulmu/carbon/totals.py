"""Plain sums of figures of one dimension."""

from collections.abc import Sequence

from pulmu.model import Amount, Figure, Source, TerajouleNet, formula, total


@formula(Source("arithmetic", "sum"))
def sum_of_amounts(parts: Sequence[Amount]) -> Amount:
    """Sum of amounts of one dimension."""
    return total(parts)


@formula(Source("arithmetic", "sum"))
def sum_of_energies(parts: Sequence[TerajouleNet]) -> TerajouleNet:
    """Sum of energies of fuels, whatever units they were given in."""
    return total(parts)


def joined(figures: Sequence[Figure], subject: str) -> Figure:
    """Sum of figures; one alone stands for itself."""
    return figures[0] if len(figures) == 1 else sum_of_amounts.figure(parts=figures).of(subject)


def joined_energy(figures: Sequence[Figure], subject: str) -> Figure:
    """Sum of the energies of fuels, each turned into the unit of the sum first, as arrays do; one stands for itself."""
    return figures[0] if len(figures) == 1 else sum_of_energies.figure(parts=figures).of(subject)
