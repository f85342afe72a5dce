"""Plans of which none is both cheaper and cleaner than another."""

from dataclasses import dataclass

from pulmu.plan.measures.choose import Chosen, Most, choose
from pulmu.plan.measures.measure import Balance, Choice

STEP = 1e-4
"""By how much cleaner the next plan must be, as a part of the whole change: well above the solver's tolerance."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """Plans in order of their cost, the cheapest first.

    Parameters
    ----------
    is_whole : Whether there is no other plan between them.
    """

    plans: tuple[Chosen, ...]
    is_whole: bool


def pareto(choice: Choice, balance: Balance, *, most: int = 40) -> Front:
    """Plans of present cost and one balance: each is the cheapest of those that are as clean.

    Plans that differ by less than 0.01 % in the balance count as equally clean. Measures are not ranked by cost per
    tonne: of those that pay for themselves the one that saves less would come first.

    Parameters
    ----------
    most : So many plans at most; where there are more, they are spread over the range.
    """
    cheapest, cleanest = choose(choice), choose(choice, aim=balance)
    if cheapest is None or cleanest is None:  # to do nothing keeps every limit
        return Front(plans=(), is_whole=True)
    low, high = cleanest.effect.total(balance), cheapest.effect.total(balance)
    margin = STEP * max(abs(low), abs(high))
    found = [_cheapest_within(choice, balance, high, margin) or cheapest]
    after: Chosen | None = found[0]
    while after is not None and len(found) < most and after.effect.total(balance) > low + margin:
        after = _cheapest_within(choice, balance, after.effect.total(balance), -margin)
        found += [after] if after is not None else []
    is_whole = after is None or after.effect.total(balance) <= low + margin
    return Front(
        plans=tuple(found) if is_whole else _spread(choice, balance, (low, high), margin, most), is_whole=is_whole
    )


def _cheapest_within(choice: Choice, balance: Balance, change: float, margin: float) -> Chosen | None:
    return choose(choice, most=(Most(balance, change + margin),))


def _spread(
    choice: Choice, balance: Balance, ends: tuple[float, float], margin: float, most: int
) -> tuple[Chosen, ...]:  # fmt: skip
    low, high = ends
    found: dict[tuple[tuple[str, int], ...], Chosen] = {}
    for number in range(most):
        change = high + (low - high) * number / (most - 1)
        if (plan := _cheapest_within(choice, balance, change, margin)) is not None:
            found[tuple(sorted(plan.plan.items()))] = plan
    return tuple(sorted(found.values(), key=lambda item: item.effect.present_cost))
