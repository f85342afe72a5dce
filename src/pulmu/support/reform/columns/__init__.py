"""Reforms over a population, as Ibis expressions: who gains and loses, and the cliff at each limit (`cliffs`)."""

from pulmu.support.reform.columns.effect import (
    CLASS,
    ProgrammeCounts,
    answered,
    answered_apart,
    class_moves,
    contributions,
    outputs_asked,
    programme_counts,
)

__all__ = [
    "CLASS",
    "ProgrammeCounts",
    "answered",
    "answered_apart",
    "class_moves",
    "contributions",
    "outputs_asked",
    "programme_counts",
]
