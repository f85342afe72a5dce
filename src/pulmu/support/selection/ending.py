"""Down the list until the money ends it: from there on only places that a quota reserves are given."""

from pulmu.support.selection.first import FirstSet
from pulmu.support.selection.limits import MONEY, LimitName


def take_until_money_ends(state: FirstSet) -> tuple[LimitName, ...]:
    """Take candidates by rank; who does not fit a budget ends the list of that budget. The limits that ended a list."""
    rest = state.limits.without(row.name for row in state.limits.rows if row.name.kind in MONEY)
    loose = FirstSet(rest, state.witness, state.free, state.tell)
    ended: set[int] = set()
    changed = True
    while changed:
        changed = False
        for number in range(state.limits.number):
            if not state.free[number] or state.taken[number]:
                continue
            if ended & set(_rows_of(state, number)) and not _is_needed(state, number):
                continue
            if state.try_one(number):
                changed = bool(ended)
            else:
                ended |= _refused_by_money(state, loose, number)
    return tuple(state.limits.rows[row].name for row in sorted(ended))


def _rows_of(state: FirstSet, number: int) -> list[int]:
    """Budgets that a candidate falls under."""
    column, _ = state.column(number)
    everywhere = [n for n, row in enumerate(state.limits.rows) if row.name.kind == "budget"]
    return everywhere + [int(n) for n in column if state.limits.rows[n].name.kind == "track_budget"]


def _is_needed(state: FirstSet, number: int) -> bool:
    column, weights = state.column(number)
    return any(
        state.limits.rows[row].name.kind in ("quota_least", "quota_least_share")
        and weight > 0
        and state.weighed[row] < state.limits.least[row]
        for row, weight in zip(column, weights, strict=True)
    )


def _refused_by_money(state: FirstSet, loose: FirstSet, number: int) -> set[int]:
    """The budgets that refuse a candidate; none where another limit does.

    Parameters
    ----------
    loose : The same limits without money.
    """
    column, weights = state.column(number)
    over = {
        int(row)
        for row, weight in zip(column, weights, strict=True)
        if state.limits.rows[row].only_caps and state.weighed[row] + weight > state.limits.most[row]
    }
    money = {row for row in over if state.limits.rows[row].name.kind in MONEY}
    if over - money:
        return set()
    loose.follow(state)
    return (money or set(_rows_of(state, number))) if loose.can_take(number) else set()
