"""A round from its document, with everything that is wrong with it."""

import difflib
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from typing import Any

from pulmu.model.codec import Decoded, decode
from pulmu.model.document import Document, Path
from pulmu.model.errors import problem, warning
from pulmu.model.matching_round import MatchingAnswer, MatchingAnswers, MatchingRound, MatchingSupplier
from pulmu.model.problem import Problem
from pulmu.support.matching.moments import answers_close, wishes_close

UNKNOWN = {"applicant": "matching.unknown_applicant", "supplier": "matching.unknown_supplier"}


def read_round(document: Document) -> Decoded[MatchingRound]:
    """The round in a document, and everything that is wrong with it."""
    composed = replace(document, tree=_composed(document.tree))
    decoded = decode(MatchingRound, composed)
    told = {item.place for item in decoded.problems}
    more = (item for item in _check(composed, decoded.value) if item.place not in told)
    return Decoded(decoded.value, (*decoded.problems, *more))


def read_answers(document: Document, round_: MatchingRound) -> Decoded[MatchingAnswers]:
    """Answers in a file of their own."""
    composed = replace(document, tree=_composed(document.tree))
    decoded = decode(MatchingAnswers, composed)
    told = {item.place for item in decoded.problems}
    more = list(_check_answers(composed, round_, decoded.value.answers))
    if decoded.value.round != round_.id:
        said = f"the answers are those of the round {decoded.value.round!r}"
        more.insert(0, problem("matching.other_round", composed.place(("round",)), said, f"give those of {round_.id}",
                               text=decoded.value.round, round=round_.id))  # fmt: skip
    return Decoded(decoded.value, (*decoded.problems, *(item for item in more if item.place not in told)))


def names_in(entry: str) -> tuple[str, ...]:
    """The names of an entry of a list of wishes: ``a = b`` are two that are as good."""
    return tuple(part.strip() for part in entry.split("="))


def _composed(tree: Any) -> Any:
    """Texts in Unicode's composed form: the same Korean name is one name, whatever computer wrote it."""
    if isinstance(tree, str):
        return unicodedata.normalize("NFC", tree)
    if isinstance(tree, list):
        return [_composed(item) for item in tree]
    if isinstance(tree, dict):
        return {key: _composed(item) for key, item in tree.items()}
    return tree


def _check(document: Document, given: MatchingRound) -> Iterator[Problem]:
    applicants = {item.id for item in given.applicants}
    suppliers = {item.id for item in given.suppliers}
    for number, applicant in enumerate(given.applicants):
        path: Path = ("applicants", number, "wishes")
        yield from _ranked(document, path, applicant.wishes, suppliers, "matching.unknown_supplier")
    kinds = {item.kind for item in given.applicants}
    pools = {item.id for item in given.pools}
    for number, supplier in enumerate(given.suppliers):
        path = ("suppliers", number)
        yield from _ranked(document, (*path, "order"), supplier.order, applicants, "matching.unknown_applicant")
        if supplier.pool and supplier.pool not in pools:
            yield _unknown(document, (*path, "pool"), supplier.pool, pools, "matching.unknown_pool", "pool")
        yield from _numbers(document, path, supplier)
        for at, quota in enumerate(supplier.kinds):
            if quota.kind not in kinds:
                yield _unknown(
                    document, (*path, "kinds", at, "kind"), quota.kind, kinds, "matching.unknown_kind", "kind"
                )
    yield from _check_together(document, given)
    yield from _check_dates(document, given)
    known = {"applicant": applicants, "supplier": suppliers}
    for number, conflict in enumerate(given.conflicts):
        for side, names in known.items():
            name = getattr(conflict, side)
            if name not in names:
                yield _unknown(document, ("conflicts", number, side), name, names, UNKNOWN[side], side)
    yield from _check_answers(document, given, given.answers)


def _ranked(
    document: Document, path: Path, entries: Iterable[str], known: Collection[str], code: str
) -> Iterator[Problem]:
    seen: set[str] = set()
    side = code.rpartition("_")[2]
    for number, entry in enumerate(entries):
        for name in names_in(entry):
            if name not in known:
                yield _unknown(document, (*path, number), name, known, code, side)
            elif name in seen:
                yield problem("matching.ranked_twice", document.place((*path, number)), f"{name!r} stands twice",
                              "name each one once", text=name)  # fmt: skip
            seen.add(name)


def _unknown(document: Document, path: Path, name: str, known: Collection[str], code: str, what: str) -> Problem:
    near = difflib.get_close_matches(name, known, n=1) if len(known) <= 20_000 else []
    mend = f"did you mean {near[0]!r}?" if near else f"add this {what}, or mend the name"
    return problem(code, document.place(path), f"no {what} of the round is called {name!r}", mend, text=name,
                   near=near[0] if near else "-")  # fmt: skip


def _numbers(document: Document, path: Path, supplier: MatchingSupplier) -> Iterator[Problem]:
    if supplier.least > supplier.places:
        yield _too_many(document, (*path, "least"), "least", supplier.least, supplier.places)
    reserved = sum(quota.reserved for quota in supplier.kinds)
    if reserved > supplier.places:
        yield _too_many(document, (*path, "kinds"), "reserved", reserved, supplier.places)
    for number, quota in enumerate(supplier.kinds):
        most = supplier.places if quota.most is None else min(quota.most, supplier.places)
        for name in ("reserved", "least"):
            if getattr(quota, name) > most:
                yield _too_many(document, (*path, "kinds", number, name), name, getattr(quota, name), most)


def _too_many(document: Document, path: Path, name: str, given: int, most: int) -> Problem:
    return problem("matching.more_than_places", document.place(path), f"{name} is {given}; there are {most} places",
                   "lower it, or give more places", name=name, count=given, most=most)  # fmt: skip


def _check_dates(document: Document, given: MatchingRound) -> Iterator[Problem]:
    closes, answered = wishes_close(given), answers_close(given)
    if closes is not None and answered is not None and answered <= closes:
        yield problem("matching.dates", document.place(("answers_until",)),
                      "answers are due before the wishes close", "give a later day for the answers")  # fmt: skip


def _check_together(document: Document, given: MatchingRound) -> Iterator[Problem]:
    """Reserved places beside limits that take stability away."""
    limited = any(item.least or item.budget_krw is not None or item.pool or any(kind.least for kind in item.kinds)
                  for item in given.suppliers)  # fmt: skip
    for number, supplier in enumerate(given.suppliers):
        if limited and any(quota.reserved for quota in supplier.kinds):
            yield problem("matching.reserved_with_limits", document.place(("suppliers", number, "kinds")),
                          "places are reserved in a round that has budgets or least numbers",
                          "write the reserved places as `least`, or leave budgets and least numbers out")  # fmt: skip
    if not given.applicants or not given.suppliers:
        yield warning("matching.one_side", document.place(()), "one side of the round has nobody",
                      "add applicants and suppliers")  # fmt: skip


def _check_answers(document: Document, given: MatchingRound, answers: Iterable[MatchingAnswer]) -> Iterator[Problem]:
    known = {"applicant": {item.id for item in given.applicants}, "supplier": {item.id for item in given.suppliers}}
    seen: set[tuple[str, str, str]] = set()
    for number, answer in enumerate(answers):
        path: Path = ("answers", number)
        for side, names in known.items():
            name = getattr(answer, side)
            if name not in names:
                yield _unknown(document, (*path, side), name, names, UNKNOWN[side], side)
        if answer.answer == "refuse" and not answer.reason:
            yield problem("matching.refused_without_reason", document.place((*path, "reason")),
                          "a refusal without a reason", "say why, in a sentence")  # fmt: skip
        key = (answer.applicant, answer.supplier, answer.by)
        if key in seen:
            yield problem("matching.answered_twice", document.place(path), "this side answered this proposal before",
                          "keep one of the two answers")  # fmt: skip
        seen.add(key)
