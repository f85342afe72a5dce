"""A round settled: stable where that is possible, else with the least violation, and what was proven of it."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from pulmu.model.errors import SolveError
from pulmu.support.matching.deferred import defer
from pulmu.support.matching.least import Least, blocks_without, fewest_blocks, is_small
from pulmu.support.matching.market import NOBODY, Market
from pulmu.support.matching.reasons import reasons_of, refusals
from pulmu.support.matching.rows import asked_by, assigned, least_limits, limit_rows, solve
from pulmu.support.matching.stability import (
    Block,
    Limit,
    Numbers,
    blocking,
    blocking_pairs,
    breaches,
    counts_of,
)
from pulmu.support.matching.unfillable import too_large

Proof = Literal["stable", "least", "bounded"]
Method = Literal["deferred_acceptance", "integer_programme", "repair"]
SECONDS = 30.0
_MOST_TRIED = 12


@dataclass(frozen=True, slots=True)
class Certificate:
    """What was proven of an assignment, by looking at every pair and limit anew.

    Parameters
    ----------
    proof : `stable`: no pair would both rather have each other. `least`: no assignment within the limits has fewer
        such pairs. `bounded`: at least `at_least` are unavoidable, and this one has `blocks`.
    pairs, wishes, limits : Pairs looked at; those of them that an applicant wishes for more than for what they have;
        limits that were found kept.
    """

    proof: Proof
    method: Method
    blocks: int
    at_least: int
    pairs: int
    wishes: int
    limits: int


@dataclass(frozen=True, slots=True)
class Violated:
    """A pair that would both rather have each other, and the limits that force it.

    Parameters
    ----------
    directly : Whether the two having each other would itself break those limits; else without one of them fewer pairs
        would be left, or, where no single one is to blame, all of them together are.
    """

    block: Block
    forced_by: tuple[Limit, ...]
    directly: bool


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """An assignment of a round."""

    market: Market
    supplier: Numbers
    certificate: Certificate
    violated: tuple[Violated, ...]


def settle(market: Market, *, seconds: float = SECONDS) -> Settled:
    """Match a round.

    Deferred acceptance where what comes of it keeps every limit: it is stable. Else an integer programme finds the
    fewest violations, or, where the round is too large for it, the assignment nearest to deferred acceptance.

    Parameters
    ----------
    seconds : Given to each step of the solver; a round that hits it is told as `bounded`.

    Raises
    ------
    SolveError  No assignment keeps the limits (ask `unfillable` before), or none was found (`matching.too_large`).
    """
    first = defer(market).supplier
    if not breaches(market, first):
        return _settled(market, Least(first, 0, 0), "deferred_acceptance", seconds)
    repaired = _repair(market, first, seconds)
    if is_small(market):
        found = fewest_blocks(market, seconds)
        if found is not None and (repaired is None or found.blocks <= repaired.blocks):
            return _settled(market, found, "integer_programme", seconds)
    if repaired is None:
        raise too_large()
    return _settled(market, repaired, "repair", seconds)


def _repair(market: Market, first: Numbers, seconds: float) -> Least | None:
    """Within the limits, as many pairs of deferred acceptance as can stay; then the best wishes.

    With strict ranks and no money, everybody who has a supplier in one stable matching has one in all, and suppliers
    with places left have the same (rural hospitals): where least numbers are not met, one violation is sure.
    """
    pairs = len(market.applicant)
    ranks = market.applicant_rank.astype(np.float64)
    stays = first[market.applicant] == market.supplier
    worst = float(ranks.max(initial=0.0)) + 1
    goal = np.where(stays, -2.0 * worst, ranks - worst)
    values = solve(goal, limit_rows(market), np.ones(pairs), seconds).values
    if values is None:
        return None
    supplier = assigned(market, values)
    if breaches(market, supplier):
        return None
    sure = market.is_strict and not market.has_budgets and not market.has_reserves and market.kinds is None
    return Least(supplier, len(blocking(market, supplier)), int(sure))


def _settled(market: Market, found: Least, method: Method, seconds: float) -> Settled:
    """What was found, looked at anew.

    Raises
    ------
    SolveError  It is no assignment of this round: a fault of ours, and nothing to build on (`matching.not_proven`).
    """
    blocks = blocking_pairs(market, found.supplier)
    if breaches(market, found.supplier) or len(blocks) != found.blocks:
        raise _not_proven()
    proof: Proof = "stable" if not blocks else "least" if found.at_least >= len(blocks) else "bounded"
    rank = np.full(market.applicants, 2**31, dtype=np.int64)
    held = found.supplier[market.applicant] == market.supplier
    rank[market.applicant[held]] = market.applicant_rank[held]
    wishes = int((market.applicant_rank < rank[market.applicant]).sum())
    certificate = Certificate(proof, method, len(blocks), found.at_least if blocks else 0, len(held), wishes,
                              _limits_of(market))  # fmt: skip
    return Settled(market, found.supplier, certificate, _forced(market, found, blocks, seconds))


def _limits_of(market: Market) -> int:
    kinds, limits = market.kinds, market.limits
    money = 0 if limits is None else int((limits.budget >= 0).sum()) + len(limits.pool_budget)
    return market.suppliers + (0 if kinds is None else kinds.most.size) + len(least_limits(market)) + money


def _not_proven() -> SolveError:
    said = "what was found does not keep the limits when it is looked at anew"
    return SolveError.of("matching.not_proven", "", said, "report this round as a fault of Pulmu")


def _forced(market: Market, found: Least, blocks: tuple[Block, ...], seconds: float) -> tuple[Violated, ...]:
    """Each blocking pair with what forces it."""
    direct = [_broken_by(market, found.supplier, block) for block in blocks]
    others: tuple[Limit, ...] = ()
    if not all(direct):
        others = _to_blame(market, found, seconds)
    return tuple(Violated(block, broken or others, bool(broken)) for block, broken in zip(blocks, direct, strict=True))


def _broken_by(market: Market, supplier: Numbers, block: Block) -> tuple[Limit, ...]:
    """The limits that would be broken if the two had each other."""
    moved = supplier.copy()
    moved[list(block.instead_of)] = NOBODY
    moved[block.applicant] = block.supplier
    return tuple(item.limit for item in breaches(market, moved))


def _to_blame(market: Market, found: Least, seconds: float) -> tuple[Limit, ...]:
    """Limits without any one of which fewer pairs would be left; all that bind, where no single one is to blame."""
    binding = _binding(market, found.supplier)
    if not is_small(market) or len(binding) > _MOST_TRIED:
        return binding
    each = seconds / max(1, len(binding))  # together no longer than a step of the solver
    tried = [(limit, blocks_without(market, limit, each)) for limit in binding]
    return tuple(limit for limit, blocks in tried if blocks is not None and blocks < found.blocks) or binding


def _binding(market: Market, supplier: Numbers) -> tuple[Limit, ...]:
    """Least numbers that are just met, and budgets for which somebody was refused; every one, where none is."""
    limits = market.limits
    if limits is None:
        return ()
    total, by_kind = counts_of(market, supplier)
    has = {limit: int(total[limit.of] if limit.name == "least" else by_kind[limit.of, limit.kind])
           for limit in least_limits(market)}  # fmt: skip
    found = [limit for limit in has if has[limit] == asked_by(market, limit)]
    if market.has_budgets:
        reasons = reasons_of(market, supplier)
        told = [item for applicant in range(market.applicants) for item in refusals(reasons, applicant)]
        found += sorted({Limit("budget", item.supplier) for item in told if item.why == "budget"}
                        | {Limit("pool", int(limits.pool[item.supplier])) for item in told if item.why == "pool"},
                        key=lambda limit: (limit.name, limit.of))  # fmt: skip
    if found:
        return tuple(found)
    own = [Limit("budget", int(at)) for at in np.flatnonzero(limits.budget >= 0)]
    return (*least_limits(market), *own, *(Limit("pool", at) for at in range(len(limits.pool_budget))))
