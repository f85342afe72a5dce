"""The effect of a reform on a population: what `compare_reform` finds, in words of its own.

A number that is None is not shown: the population holds real firms, and the number would tell of single ones.
"""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Move:
    """Firms that move from one set of possible classes, or one answer, to another."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    firms: int | None


@dataclass(frozen=True, slots=True)
class Where:
    """Firms that gain and lose in one class, section or province."""

    by: str
    of: str
    gain: int | None
    lose: int | None


@dataclass(frozen=True, slots=True)
class ProgrammeEffect:
    """What a reform does to one programme.

    "May apply" counts firms that nothing known keeps out: of what a population does not say, such as a partner from
    a pool, nobody knows the answer.

    Parameters
    ----------
    gain, lose : Firms that may apply after and could not before, and the reverse.
    surely_gain : Those of which everything asked is known.
    most_before_krw, most_after_krw : What all that may apply could get at the ceilings, where the terms bound it.
    without_amount : Firms whose amount the known terms do not bound.
    budget_krw, projects : Of the programme before; None where no source was found.
    at_same_take_up_krw : The budget times the growth of those who may apply: cost if the same part of them is supported
        with the same amount.
    """

    programme: str
    may_apply_before: int | None
    may_apply_after: int | None
    gain: int | None
    lose: int | None
    surely_gain: int | None
    most_before_krw: float | None
    most_after_krw: float | None
    without_amount: int | None
    budget_krw: tuple[float | None, float | None]
    projects: float | None
    at_same_take_up_krw: float | None
    where: tuple[Where, ...]


@dataclass(frozen=True, slots=True)
class ReformEffect:
    """The effect of a reform on a population on a day.

    Parameters
    ----------
    changed, touched : Parameters that differ, and outputs of the rules that can differ by them.
    firms : Of the population.
    one_in : How many firms of the nation one of it stands for; counts and sums are those of the population as it is.
    """

    reform: str
    status: str
    day: date
    changed: tuple[str, ...]
    touched: tuple[str, ...]
    firms: int
    classes: tuple[Move, ...]
    programmes: tuple[ProgrammeEffect, ...]
    one_in: int = 1
