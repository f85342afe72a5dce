"""Who would pay today for the measures of a kept plan, by the firm of the workspace, and which shown offers fit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pulmu.model import Problem
from pulmu.model.programme import Programme
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.market.board import LiveMarket, market_shown
from pulmu.services.measures.kept import KeptPlan
from pulmu.services.measures.pay import Backing, back_measures
from pulmu.services.workspaces.firm_file import read_firm, today


@dataclass(frozen=True, slots=True)
class BackedPlan:
    """Programmes and suppliers of today.

    Parameters
    ----------
    backings : None where the reader may not see the firm.
    has_firm : Whether anything is told of the firm: else no programmes are named.
    """

    day: date
    backings: tuple[Backing, ...] | None
    has_firm: bool
    problems: tuple[Problem, ...] = ()


def back_kept(
    gate: Gate, actor: Actor, plan: KeptPlan, programmes: Iterable[Programme], live: LiveMarket
) -> BackedPlan:  # fmt: skip
    """Who would pay for the measures of a plan, and who offers them; nothing where the reader may not see the firm."""
    day = today(gate)
    if not actor.may("read_firm"):
        return BackedPlan(day, None, has_firm=False)
    firm = read_firm(gate, actor)
    is_told = firm.version is not None and firm.is_readable
    found = back_measures(
        plan.answer, day, firm=firm.document if is_told else None, programmes=programmes,
        market=market_shown(gate, actor, live),
    )  # fmt: skip
    return BackedPlan(day, found.backings, is_told, found.problems)
