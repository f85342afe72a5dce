"""What a reform does to a population: counted before and after by class, section and province, as expressions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import ibis
import ibis.expr.types as ir

from pulmu.support.reform.beside import AFTER, Beside
from pulmu.support.rules import Rulebook
from pulmu.support.rules.columns import UNBOUNDED, columns
from pulmu.support.size.columns import Keep, Prepared

CLASS = "size.class"
GROUPS = ("section", "province")
KEY = "firm_id"


@dataclass(frozen=True, slots=True)
class ProgrammeCounts:
    """Expressions for one programme.

    Rows of `moves`: class before and after (masks), section, province, answer before and after (0, 1, 2), `firms`,
    `support_before_krw`, `support_after_krw` (the most they can get, summed where it is bounded) and `without_amount`
    (firms whose amount is not bounded).
    """

    programme: str
    moves: ir.Table


def answered_apart(
    worlds: tuple[Rulebook, Rulebook],
    ready: tuple[Prepared, Prepared],
    day: date,
    asked: Sequence[str],
    keep: Keep = lambda _, table: table,
) -> ir.Table:
    """As `answered`, where the tables themselves differ before and after: each world computed alone, joined by firm."""
    before, after = (
        keep(name, _most(columns(rulebook, day, tables.firms, tables.relations, asked, keep=GROUPS)))
        for name, rulebook, tables in zip(("world_before", "world_after"), worlds, ready, strict=True)
    )
    renamed = {_after(name): name for name in after.columns if name not in (KEY, *GROUPS)}
    other = after.select(_firm=KEY, **renamed)
    return before.inner_join(other, [(KEY, "_firm")]).drop("_firm")


def _after(name: str) -> str:
    return f"{name.removesuffix('.high')}{AFTER}.high" if name.endswith(".high") else f"{name}{AFTER}"


def answered(both: Beside, ready: Prepared, day: date, programmes: tuple[str, ...]) -> ir.Table:
    """One row for each firm: class, eligibility and support before and after, with its section and province."""
    asked = outputs_asked(both.rulebook, programmes)
    wanted = [*asked, *(f"{name}{AFTER}" for name in asked if name in both.touched)]
    return _most(columns(both.rulebook, day, ready.firms, ready.relations, wanted, keep=GROUPS))


def _most(table: ir.Table) -> ir.Table:
    """Without the least of each number, which nobody asks and a nation's memory would hold."""
    return table.select(*(name for name in table.columns if not name.endswith(".low")))


def outputs_asked(rulebook: Rulebook, programmes: Iterable[str]) -> list[str]:
    """The class, and of each programme who may apply and what it pays at most."""
    asked = [CLASS]
    for programme in programmes:
        asked += [f"{programme}.eligible"]
        asked += [f"{programme}.support_krw"] * (f"{programme}.support_krw" in rulebook.outputs)
    return asked


def class_moves(table: ir.Table, both: Beside) -> ir.Table:
    """Firms by class before and after, section and province."""
    after = table[f"{CLASS}{AFTER}"] if CLASS in both.touched else table[CLASS]
    named = table.select(*GROUPS, before=table[CLASS], after=after)
    return named.group_by(["before", "after", *GROUPS]).aggregate(firms=named.count())


def _pairs(table: ir.Table, programme: str) -> tuple[tuple[ir.Value, ir.Value], ...]:
    """Class, answer and most support of a programme, before and after."""

    def pair(name: str) -> tuple[ir.Value, ir.Value]:
        return table[name], table[f"{name}{AFTER}"] if f"{name}{AFTER}" in table.columns else table[name]

    most = f"{programme}.support_krw.high"
    supports: tuple[ir.Value, ir.Value] = (ibis.literal(0.0), ibis.literal(0.0))
    if most in table.columns:
        after = f"{programme}.support_krw{AFTER}.high"
        supports = (table[most], table[after] if after in table.columns else table[most])
    return pair(CLASS), pair(f"{programme}.eligible"), supports


def contributions(table: ir.Table, programme: str) -> tuple[tuple[ir.Table, ir.Table], ...]:
    """Of the sums of `programme_counts`, and of what differs for each firm: firms and total, and the largest two."""
    _, answers, supports = _pairs(table, programme)
    before, after = (
        ((answer > 0) & (most < UNBOUNDED)).ifelse(most, 0.0) for answer, most in zip(answers, supports, strict=True)
    )
    named = table.select(before=before, after=after)
    named = named.mutate(change=(named.after - named.before).abs())
    found = []
    for name in ("before", "after", "change"):
        rows = named.select(amount=named[name])
        rows = rows.filter(rows.amount > 0)
        whole = rows.aggregate(firms=rows.count(), total=rows.amount.sum())
        found.append((whole, rows.order_by(ibis.desc("amount")).limit(2)))
    return tuple(found)


def programme_counts(table: ir.Table, programme: str) -> ProgrammeCounts:
    """One programme's firms by answer and class before and after, section and province."""
    classes, answers, supports = _pairs(table, programme)
    named = table.select(
        *GROUPS,
        class_before=classes[0], class_after=classes[1], before=answers[0], after=answers[1],
        support_before=supports[0], support_after=supports[1],
    )  # fmt: skip
    grouped = named.group_by(["class_before", "class_after", "before", "after", *GROUPS])
    return ProgrammeCounts(programme, grouped.aggregate(
        firms=named.count(),
        support_before_krw=_bounded_sum(named.support_before, named.before),
        support_after_krw=_bounded_sum(named.support_after, named.after),
        without_amount=((named.support_after >= UNBOUNDED) & (named.after > 0)).sum(),
    ))  # fmt: skip


def _bounded_sum(amount: ir.NumericValue, answer: ir.IntegerValue) -> ir.Scalar:
    return ((answer > 0) & (amount < UNBOUNDED)).ifelse(amount, 0.0).sum()
