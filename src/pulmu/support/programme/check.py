"""What is wrong with a programme's file beyond its single values: facts, operators, sizes, rounds and bands."""

from collections.abc import Iterator, Mapping

from pulmu.model.document import Document, Path
from pulmu.model.errors import InputError, problem
from pulmu.model.problem import Problem
from pulmu.model.programme import Condition, Payment, Programme
from pulmu.reference import find_fact
from pulmu.support.programme.value import OPERATORS, fits
from pulmu.support.programme.walk import conditions_in

SIZES = ("small", "medium", "mid_sized", "large")


def check_programme(document: Document, programme: Programme) -> tuple[Problem, ...]:
    """Everything that is wrong with a programme whose values have been read, each with its place."""
    tracks = frozenset(track.id for track in programme.payment.tracks) if programme.payment else frozenset()
    return (
        *check_conditions(document, programme, tracks),
        *_tables(document, programme),
        *_rounds(document, programme),
        *(_bands(document, programme.payment) if programme.payment else ()),
    )


def check_conditions(document: Document, holder: object, tracks: frozenset[str]) -> Iterator[Problem]:
    """What is wrong with the conditions in a programme, or in a call.

    Parameters
    ----------
    holder : What was read from the document.
    tracks : Ids that the fact `track` can have.
    """
    for path, item in conditions_in(holder):
        yield from _condition(document, path, item, tracks)


def _condition(document: Document, path: Path, item: Condition, tracks: frozenset[str]) -> Iterator[Problem]:
    given = [name for name in ("fact", "all", "any", "none") if getattr(item, name)]
    is_whole = len(given) == 1 and (given != ["fact"] or (item.operator is not None and item.value is not None))
    if not is_whole:
        said = "a condition is one fact with operator and value, or one of all, any and none"
        yield problem("programme.condition_form", document.place(path), said, "give one of them, whole")
        return
    if not item.fact:
        return
    try:
        fact = find_fact(item.fact)
    except InputError as error:
        known = dict(error.problems[0].values).get("known", "")
        yield problem("input.fact_unknown", document.place((*path, "fact")), error.problems[0].message,
                      error.problems[0].mend, name=item.fact, known=known)  # fmt: skip
        return
    if item.operator not in OPERATORS[fact.kind]:
        listed = ", ".join(OPERATORS[fact.kind])
        said = f"{item.operator} does not fit {fact.name}, which is a {fact.kind}"
        yield problem("programme.operator_unfit", document.place((*path, "operator")), said, f"use one of: {listed}",
                      text=item.operator, fact=fact.name, known=listed)  # fmt: skip
    elif not fits(item, fact, tracks):
        known = (
            ", ".join(choice.id for choice in fact.choices[:20]) if fact.name != "track" else ", ".join(sorted(tracks))
        )
        known = known or {"flag": "true, false"}.get(fact.kind, "a number, 0 or more")
        shown = ", ".join(item.value) if isinstance(item.value, tuple) else str(item.value)
        yield problem("programme.value_unfit", document.place((*path, "value")),
                      f"{fact.name} cannot be {shown!r}", f"possible here: {known}", fact=fact.name,
                      text=shown, known=known)  # fmt: skip


def _tables(document: Document, programme: Programme) -> Iterator[Problem]:
    for number, past in enumerate(programme.history):
        yield from _sizes(document, ("history", number, "rate_by_size"), past.rate_by_size)
        yield from _sizes(document, ("history", number, "own_share_by_size"), past.own_share_by_size)
    pay = programme.payment
    if pay is None:
        return
    yield from _sizes(document, ("payment", "rate_by_size"), pay.rate_by_size)
    yield from _sizes(document, ("payment", "own_share_by_size"), pay.own_share_by_size)
    if pay.interest is not None:
        yield from _sizes(document, ("payment", "interest", "less_by_size"), pay.interest.less_by_size)
    regions = tuple(choice.id for choice in find_fact("region_class").choices)
    yield from _names(document, ("payment", "rate_add_by_region"), pay.rate_add_by_region, regions)
    if pay.ceiling_table is not None:
        path: Path = ("payment", "ceiling_table")
        try:
            choices = tuple(choice.id for choice in find_fact(pay.ceiling_table.fact).choices)
        except InputError as error:
            yield problem("input.fact_unknown", document.place((*path, "fact")), error.problems[0].message,
                          error.problems[0].mend, **dict(error.problems[0].values))  # fmt: skip
            return
        yield from _names(document, (*path, "ceilings_krw"), pay.ceiling_table.ceilings_krw, choices)


def _sizes(document: Document, path: Path, table: Mapping[str, object]) -> Iterator[Problem]:
    yield from _names(document, path, table, SIZES)


def _names(document: Document, path: Path, table: Mapping[str, object], known: tuple[str, ...]) -> Iterator[Problem]:
    for name in table:
        if name not in known:
            listed = ", ".join(known)
            yield problem("programme.name_unknown", document.place((*path, name)), f"{name!r} is not known here",
                          f"use one of: {listed}", text=name, known=listed)  # fmt: skip


def _rounds(document: Document, programme: Programme) -> Iterator[Problem]:
    for number, item in enumerate(programme.rounds):
        if item.opens is not None and item.closes is not None and item.closes < item.opens:
            yield problem("programme.round_dates", document.place(("rounds", number, "closes")),
                          f"the round closes on {item.closes}, before it opens", "check the two days",
                          text=item.closes)  # fmt: skip


def _bands(document: Document, payment: Payment) -> Iterator[Problem]:
    lines = [band.up_to_krw for band in payment.rate_by_sales]
    inner = [line for line in lines[:-1] if line is not None]
    if len(inner) != len(lines[:-1]) or any(a >= b for a, b in zip(inner, [*inner[1:], *lines[-1:]], strict=False)
                                            if b is not None):  # fmt: skip
        yield problem("programme.bands", document.place(("payment", "rate_by_sales")),
                      "the bands of sales do not rise", "order them by up_to_krw; only the last may have none")  # fmt: skip # noqa: E501
