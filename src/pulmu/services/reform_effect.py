"""The effect of a reform on a population: what `compare_reform` finds, in words of its own.

A number that is None is not shown: the population holds real firms, and the number would tell of single ones.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pulmu.model.attribute import AnySize

National = Annotated[float, AnySize()]
"""A number that may be of all firms together, which is larger than any factory's."""


@dataclass(frozen=True, slots=True)
class Move:
    """Firms that move from one set of possible classes, or one answer, to another."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    firms: int | None


@dataclass(frozen=True, slots=True)
class Where:
    """Firms that gain and lose in one class, section or province.

    Parameters
    ----------
    of : Its code; "" where that is not known, `others` for groups of a register too small to be told apart:
        each of them stands there too, hidden.
    """

    by: str
    of: str
    gain: int | None
    lose: int | None


@dataclass(frozen=True, slots=True)
class TakeUp:
    """Cost of a programme in the nation after a reform, at a rate of take-up that is assumed.

    Parameters
    ----------
    at : The rate of today (projects over firms that may apply before), half of it, double, or all.
    rate, firms : Part of those that may apply, and how many firms of the nation that are.
    cost_krw : With the mean award of today; None where no source gives the budget and the number of projects.
    at_ceilings_krw : With the most the terms allow; firms whose amount they do not bound are not in it.
    covered, covered_at_ceilings : Part of either the budget after the reform covers; over 1 where it is more.
    """

    at: Literal["today", "half", "double", "all"]
    rate: float
    firms: float
    cost_krw: National | None
    at_ceilings_krw: National | None
    covered: National | None
    covered_at_ceilings: National | None


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
    most_before_krw: National | None
    most_after_krw: National | None
    without_amount: int | None
    budget_krw: tuple[National | None, National | None]
    projects: float | None
    at_same_take_up_krw: National | None
    where: tuple[Where, ...]
    take_up: tuple[TakeUp, ...] = ()


@dataclass(frozen=True, slots=True)
class LimitRow:
    """Firms around one limit.

    Parameters
    ----------
    of : Row of the table the limit stands in (an industry, a section); "" where there is one limit for all.
    limit : None where it goes by a date and no row says so.
    firms : By bins between the edges of the threshold, as shares of the limit.
    """

    of: str
    limit: National | None
    firms: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """Quartiles over firms."""

    low: National
    median: National
    high: National


@dataclass(frozen=True, slots=True)
class ProgrammeLost:
    """How many of the firms looked at lose a programme."""

    programme: str
    firms: int


@dataclass(frozen=True, slots=True)
class CrossingCost:
    """What firms just within a limit lose when the one fact is put just beyond it.

    Parameters
    ----------
    grace_used_up : False: with the grace that the rules give a firm on the day it leaves. True: compared with itself,
        both with no grace left: what it loses when grace is over.
    within : How near they lie, as a share of the limit.
    firms, of : Firms looked at, of so many that lie there.
    losing : Those that lose a programme they may apply for, or may get less of one.
    not_bounded : Those of them of whom the known terms do not bound how much.
    programmes_lost : Over those that lose.
    support_lost_krw : The most that lost programmes pay, and that others pay less, loans left out; over those of whom
        all of it is bounded.
    classes : Moves of the size class.
    """

    grace_used_up: bool
    within: float
    firms: int
    of: int
    losing: int
    not_bounded: int
    programmes_lost: Spread | None
    support_lost_krw: Spread | None
    programmes: tuple[ProgrammeLost, ...]
    classes: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class CliffSide:
    """Firms around a threshold under one rulebook.

    Parameters
    ----------
    firms : By bin, over all rows.
    unknown : Firms whose fact or limit is not known.
    within, beyond : Within 5 and within 20 percent of the limit, on the side that passes and on the other.
    """

    firms: tuple[int, ...]
    unknown: int
    within: tuple[int, int]
    beyond: tuple[int, int]
    rows: tuple[LimitRow, ...]
    costs: tuple[CrossingCost, ...]


@dataclass(frozen=True, slots=True)
class ThresholdCliff:
    """A threshold, how firms lie around it, and what crossing it costs, before and after a reform.

    Parameters
    ----------
    rule : Name of the comparison.
    parameter : What sets the limit.
    fact : What is compared with it.
    of : Fact that names the row of a table of limits.
    side : Where a firm passes: `under` the limit or `over` it.
    of_size : Whether it decides the size class.
    edges : Of the bins, as shares of the limit: the first bin lies under the first edge, the last beyond the last.
    """

    rule: str
    parameter: str
    fact: str
    of: str
    side: Literal["under", "over"]
    of_size: bool
    edges: tuple[float, ...]
    before: CliffSide | None
    after: CliffSide | None


@dataclass(frozen=True, slots=True)
class PopulationRun:
    """A population that a reform was compared on to see what a result owes to it.

    Parameters
    ----------
    assumption, item, value : What is assumed otherwise; "" and None where only the seed is another.
    one_in : How many firms of the nation one of it stands for.
    """

    seed: int
    one_in: int
    assumption: str = ""
    item: str = ""
    value: National | None = None


@dataclass(frozen=True, slots=True)
class MovedBy:
    """The assumption that moves a result most.

    Parameters
    ----------
    values, results : Values assumed, and the result with each.
    beyond_chance : Whether it moves the result by more than the seeds differ.
    """

    assumption: str
    item: str
    values: tuple[National, ...]
    results: tuple[National, ...]
    beyond_chance: bool


@dataclass(frozen=True, slots=True)
class Interval:
    """Between which values a result lies over all populations tried, in firms or won of the nation.

    Parameters
    ----------
    programme : "" for what is not of one programme.
    measure : `gain`, `lose`, `may_apply_after`, `more_at_ceilings_krw`, `at_same_take_up_krw` or `classes_moved`.
    base : With the first seed and everything assumed as stated.
    by_seed, all : Lowest and highest over the seeds alone, and over all populations.
    results : In the order of the runs; None where the result could not be said.
    """

    programme: str
    measure: str
    base: National
    by_seed: tuple[National, National]
    all: tuple[National, National]
    most: MovedBy | None
    results: tuple[National | None, ...]


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What a reform's results owe to the synthetic population: margins, rules and what firms do are not varied."""

    runs: tuple[PopulationRun, ...]
    intervals: tuple[Interval, ...]


@dataclass(frozen=True, slots=True)
class ReformEffect:
    """The effect of a reform on a population on a day.

    Parameters
    ----------
    changed, touched : Parameters that differ, and outputs of the rules that can differ by them.
    firms : Of the population.
    one_in : How many firms of the nation one of it stands for; counts and sums are those of the population as it is.
    of_real_firms : Numbers that would tell of single firms are None, and sums of won stand in steps.
    cliffs, sensitivity : If asked for.
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
    of_real_firms: bool = False
    cliffs: tuple[ThresholdCliff, ...] = ()
    sensitivity: Sensitivity | None = None
