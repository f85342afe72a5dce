"""A round played from its first step to the next proposals, by the answers that were given."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np

from pulmu.model.errors import InputError, problem
from pulmu.model.matching_round import MatchingAnswer, MatchingRound
from pulmu.model.problem import Problem
from pulmu.support.matching.market import NOBODY, Market
from pulmu.support.matching.numbered import Numbered, number
from pulmu.support.matching.settle import SECONDS, Settled, settle
from pulmu.support.matching.stability import Limit
from pulmu.support.matching.steps import Progress, answer, propose
from pulmu.support.matching.unfillable import Short, unfillable


@dataclass(frozen=True, slots=True, eq=False)
class Played:
    """Where a round stands after its last answers, with the proposals that follow.

    Parameters
    ----------
    numbered, settled : The market of the last step, and what came of it.
    not_met : Least numbers that the answers have made impossible to meet.
    """

    progress: Progress
    numbered: Numbered
    settled: Settled
    not_met: tuple[Short, ...]


def play(given: MatchingRound, answers: Iterable[MatchingAnswer], *, seconds: float = SECONDS) -> Played:
    """Propose, take the answers to each step, and propose on what is left: one step more than was answered.

    Raises
    ------
    InputError  Least numbers that cannot be met together in the first step (`matching.cannot_be_met`), or answers to
        what was not proposed (`matching.not_proposed`).
    SolveError  As in `settle`.
    """
    by_step: dict[int, list[MatchingAnswer]] = {}
    for one in answers:
        by_step.setdefault(one.step, []).append(one)
    progress = Progress()
    for step in range(1, max(by_step, default=0) + 2):
        numbered = number(given, progress)
        not_met = unfillable(numbered.market)
        if not_met and step == 1:
            raise InputError(*(_cannot_be_met(numbered, item, not_met) for item in not_met))
        market, dropped = _eased(numbered.market)
        settled = settle(market, seconds=seconds)
        progress = propose(progress, _named(numbered, settled))
        progress = answer(progress, by_step.get(step, ()))
    return Played(progress, replace(numbered, market=market), settled, dropped)


def _named(numbered: Numbered, settled: Settled) -> list[tuple[str, str]]:
    return [(numbered.applicants[who].id, numbered.suppliers[int(settled.supplier[who])].id)
            for who in np.flatnonzero(settled.supplier != NOBODY)]  # fmt: skip


def _eased(market: Market) -> tuple[Market, tuple[Short, ...]]:
    """The market without least numbers that cannot be met, and those that were taken out."""
    dropped: tuple[Short, ...] = ()
    while core := unfillable(market):
        dropped = (*dropped, *core)
        market = _without(market, [item.limit for item in core])
    return market, dropped


def _without(market: Market, these: list[Limit]) -> Market:
    limits = market.limits
    if limits is None:
        return market
    least, kind_least = limits.least.copy(), None if limits.kind_least is None else limits.kind_least.copy()
    for limit in these:
        if limit.name == "least":
            least[limit.of] = 0
        elif kind_least is not None:
            kind_least[limit.of, limit.kind] = 0
    return replace(market, limits=replace(limits, least=least, kind_least=kind_least))


def _cannot_be_met(numbered: Numbered, short: Short, core: tuple[Short, ...]) -> Problem:
    where = limit_name(numbered, short.limit)
    if short.alone:
        said = (
            f"{where} must have {short.asked}; {short.willing} would have it, and it has {short.room} places for them"
        )
        return problem("matching.cannot_be_met", where, said, "lower `least`, or ask for more applicants",
                       asked=short.asked, willing=short.willing, room=short.room)  # fmt: skip
    others = ", ".join(limit_name(numbered, item.limit) for item in core if item is not short)
    said = (
        f"{where} must have {short.asked} of the {short.willing} who would have it, and not all of these can: {others}"
    )
    return problem("matching.cannot_be_met_together", where, said, "lower one of these least numbers",
                   asked=short.asked, willing=short.willing, others=others)  # fmt: skip


def limit_name(numbered: Numbered, limit: Limit) -> str:
    """Whose limit it is: a supplier's, of a kind, or a pool's."""
    if limit.name == "pool":
        return numbered.pools[limit.of]
    supplier = numbered.suppliers[limit.of].id
    return f"{supplier} ({numbered.kinds[limit.kind]})" if limit.name in ("kind_least", "kind_most") else supplier
