"""Least numbers that cannot be met together, and which they are."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pulmu.model.errors import SolveError
from pulmu.support.matching.market import Market
from pulmu.support.matching.rows import asked_by, least_limits, limit_rows, solve
from pulmu.support.matching.stability import Limit

_SECONDS = 60.0


def too_large() -> SolveError:
    """The round is too large for the limits it asks for."""
    return SolveError.of("matching.too_large", "", "no assignment that keeps all limits was found in the time allowed",
                         "split the round, or take limits out that are not needed")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Short:
    """A least number among those that cannot be met together.

    Parameters
    ----------
    asked : How many it asks for.
    willing : How many applicants and the supplier would have each other.
    room : How many of them the supplier could take by its places, and by those for the kind.
    alone : Whether it cannot be met even with no other.
    """

    limit: Limit
    asked: int
    willing: int
    room: int
    alone: bool


def unfillable(market: Market) -> tuple[Short, ...]:
    """Least numbers that no assignment meets together: a smallest set, so that without any one of it the rest is met.

    Empty if all can be met. Which set is named, where several stand against each other, follows from their order.
    """
    every = least_limits(market)
    if not every or _fits(market, every):
        return ()
    core = _smallest(market, (), every)
    return tuple(_short(market, limit) for limit in core)


def _fits(market: Market, kept: Sequence[Limit]) -> bool:
    """Whether some assignment keeps these least numbers with every other limit."""
    without = frozenset(least_limits(market)) - set(kept)
    pairs = len(market.applicant)
    found = solve(np.zeros(pairs), limit_rows(market, without=without), np.ones(pairs), _SECONDS)
    if found.values is None and not found.is_impossible:
        raise too_large()
    return found.values is not None


def _smallest(market: Market, known: tuple[Limit, ...], among: tuple[Limit, ...]) -> tuple[Limit, ...]:
    """The smallest part of `among` that does not fit with `known` (QuickXplain, Junker 2004)."""
    if len(among) == 1:
        return among
    first, second = among[: len(among) // 2], among[len(among) // 2 :]
    of_second = () if not _fits(market, (*known, *first)) else _smallest(market, (*known, *first), second)
    if not _fits(market, (*known, *of_second)):
        return of_second
    return (*_smallest(market, (*known, *of_second), first), *of_second)


def _short(market: Market, limit: Limit) -> Short:
    supplier, kinds = limit.of, market.kinds
    at, room = market.supplier == supplier, int(market.capacity[supplier])
    if limit.name == "kind_least" and kinds is not None:
        at = at & (kinds.kind[market.applicant] == limit.kind)
        room = min(room, int(kinds.most[supplier, limit.kind]))
    return Short(limit, asked_by(market, limit), int(at.sum()), room, not _fits(market, (limit,)))
