"""Match a round: the proposals that follow from its wishes and answers, each with its reasons."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from pulmu.model import Document, InputError, Problem, SolveError, has_errors
from pulmu.model.matching_round import MatchingAnswer, MatchingRound
from pulmu.services.matched_round import (
    LeastNotMet,
    LimitOfRound,
    Lot,
    MatchedRound,
    PlacesLeft,
    Proposed,
    RefusedProposal,
    Unmatched,
    ViolatedPair,
    WishMissed,
)
from pulmu.support.matching import (
    NOBODY,
    LeftOut,
    Limit,
    Numbered,
    Played,
    Reasons,
    Refused,
    Violated,
    lot_of,
    names_in,
    play,
    read_answers,
    read_round,
    reasons_of,
    refusals,
    unused,
)

_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class MatchOutcome:
    """A matched round with the names of its firms, or what stands in its way."""

    answer: MatchedRound | None
    round: MatchingRound
    problems: tuple[Problem, ...]


def match_round(document: Document, answers: Iterable[Document] = (), *, seconds: float = _SECONDS) -> MatchOutcome:
    """Match a round, with the answers in its file and in files of their own.

    Parameters
    ----------
    seconds : Given to each step of the solver, where limits take stability away.
    """
    decoded = read_round(document)
    problems, said = list(decoded.problems), list[MatchingAnswer](decoded.value.answers)
    for file in answers:
        found = read_answers(file, decoded.value)
        problems += found.problems
        said += found.value.answers
    if has_errors(problems):
        return MatchOutcome(None, decoded.value, tuple(problems))
    try:
        played = play(decoded.value, said, seconds=seconds)
    except (InputError, SolveError) as error:
        return MatchOutcome(None, decoded.value, (*problems, *error.problems))
    return MatchOutcome(_matched(decoded.value, played, document.sha256), decoded.value, tuple(problems))


def _matched(given: MatchingRound, played: Played, sha256: str) -> MatchedRound:
    progress, numbered = played.progress, played.numbered
    reasons = reasons_of(numbered.market, played.settled.supplier)
    missed = {item.id: _missed(numbered, reasons, place) for place, item in enumerate(numbered.applicants)}
    alone = np.flatnonzero(played.settled.supplier == NOBODY)
    return MatchedRound(
        id=given.id,
        name_ko=given.name_ko,
        name_en=given.name_en,
        step=progress.step,
        lot_seed=given.lot_seed,
        applicants=len(given.applicants),
        suppliers=len(given.suppliers),
        certificate=played.settled.certificate,
        proposals=_proposals(given, played, missed),
        unmatched=tuple(
            Unmatched(applicant=numbered.applicants[who].id, reasons=missed[numbered.applicants[who].id])
            for who in alone
        ),
        places_left=_places_left(numbered, reasons),
        violated=tuple(_violated(numbered, item) for item in played.settled.violated),
        not_met=tuple(
            LeastNotMet(limit=_limit(numbered, item.limit, item.asked), willing=item.willing) for item in played.not_met
        ),
        refused=tuple(
            RefusedProposal(applicant=item.applicant, supplier=item.supplier, step=item.step, by=item.refused_by,
                            reason=item.reason)
            for item in progress.refused
        ),
        lots=_lots(given, numbered),
        history=progress.history,
        round_sha256=sha256,
    )  # fmt: skip


def _proposals(given: MatchingRound, played: Played, missed: dict[str, tuple[WishMissed, ...]]) -> tuple[Proposed, ...]:
    applicants = {item.id: item for item in given.applicants}
    orders = {item.id: item.order for item in given.suppliers}
    return tuple(
        Proposed(
            applicant=item.applicant,
            supplier=item.supplier,
            step=item.step,
            state=item.state,
            accepted_by=tuple(sorted(item.accepted_by)),
            wish=_place(applicants[item.applicant].wishes, item.supplier),
            rank=_place(orders[item.supplier], item.applicant),
            cost_krw=applicants[item.applicant].cost_krw,
            missed=tuple(one for one in missed.get(item.applicant, ()) if one.supplier != item.supplier
                         and one.wish < _place(applicants[item.applicant].wishes, item.supplier)),
        )
        for item in played.progress.standing
    )  # fmt: skip


def _place(entries: tuple[str, ...], name: str) -> int:
    """Place of a name in a list, from 1; who is not named comes after all."""
    found = (place for place, entry in enumerate(entries, 1) if name in names_in(entry))
    return next(found, len(entries) + 1)


def _missed(numbered: Numbered, reasons: Reasons, place: int) -> tuple[WishMissed, ...]:
    """Every wish above what an applicant has, best first."""
    out = numbered.left_out.get(numbered.applicants[place].id, ())
    found = [_of_market(numbered, item) for item in refusals(reasons, place)]
    return tuple(sorted((*found, *(_of_list(item) for item in out)), key=lambda item: item.wish))


def _of_market(numbered: Numbered, item: Refused) -> WishMissed:
    return WishMissed(supplier=numbered.suppliers[item.supplier].id, why=item.why, wish=item.wish + 1,
                      rank=item.rank + 1, last_rank=item.last_rank + 1, lot=item.lot + 1, last_lot=item.last_lot + 1,
                      places=item.places, cost_krw=item.cost, left_krw=item.left)  # fmt: skip


def _of_list(item: LeftOut) -> WishMissed:
    return WishMissed(supplier=item.supplier, why=item.why, wish=item.wish + 1, reason=item.reason, by=item.by)


def _places_left(numbered: Numbered, reasons: Reasons) -> tuple[PlacesLeft, ...]:
    out = Counter((item.supplier, item.why) for items in numbered.left_out.values() for item in items)
    wished = Counter(name for item in numbered.applicants for entry in item.wishes for name in names_in(entry))
    found = []
    for item in unused(reasons):
        supplier = numbered.suppliers[item.supplier]
        found.append(
            PlacesLeft(supplier=supplier.id, places=supplier.places, left=item.left, wished=wished[supplier.id],
                       elsewhere=item.elsewhere, kind_full=item.kind_full, no_money=item.no_money,
                       violated=item.violated, conflict=out[supplier.id, "conflict"],
                       not_taken=out[supplier.id, "not_taken"], refused=out[supplier.id, "refused"])
        )  # fmt: skip
    return tuple(found)


def _violated(numbered: Numbered, item: Violated) -> ViolatedPair:
    block = item.block
    return ViolatedPair(
        applicant=numbered.applicants[block.applicant].id,
        supplier=numbered.suppliers[block.supplier].id,
        why=block.why,
        instead_of=tuple(numbered.applicants[who].id for who in block.instead_of),
        forced_by=tuple(_limit(numbered, limit, _amount(numbered, limit)) for limit in item.forced_by),
        directly=item.directly,
    )


def _limit(numbered: Numbered, limit: Limit, amount: int) -> LimitOfRound:
    kind = "" if limit.kind == NOBODY else numbered.kinds[limit.kind]
    of = numbered.pools[limit.of] if limit.name == "pool" else numbered.suppliers[limit.of].id
    return LimitOfRound(limit=limit.name, of=of, kind=kind, amount=amount)


def _amount(numbered: Numbered, limit: Limit) -> int:
    """What a limit asks or allows in the last step: what earlier proposals have taken is not in it."""
    limits = numbered.market.limits
    if limits is None:
        return 0
    values = {"least": limits.least, "budget": limits.budget, "pool": limits.pool_budget}
    if limit.name in values:
        return int(values[limit.name][limit.of])
    return 0 if limits.kind_least is None else int(limits.kind_least[limit.of, limit.kind])


def _lots(given: MatchingRound, numbered: Numbered) -> tuple[Lot, ...]:
    places = {item.id: int(numbered.market.lot[at]) + 1 for at, item in enumerate(numbered.applicants)}
    return tuple(Lot(applicant=name, place=place, lot=lot_of(given.lot_seed, name))
                 for name, place in sorted(places.items(), key=lambda item: item[1]))  # fmt: skip
