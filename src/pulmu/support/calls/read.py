"""A call from its document, with everything that is wrong with it."""

from collections.abc import Iterator

from pulmu.model.call import Call, CallQuota
from pulmu.model.codec import Decoded, decode
from pulmu.model.document import Document, Path
from pulmu.model.errors import InputError, problem
from pulmu.model.problem import Problem
from pulmu.model.programme import Programme
from pulmu.reference import find_fact
from pulmu.support.calls.moments import closes_at, opens_at
from pulmu.support.calls.rules import hundredths
from pulmu.support.programme import check_conditions

_TIES = ("bonus", "asked_krw", "received", "lot")
_NUMBERS = ("won", "share", "count")
_LEAST, _MOST = ("least", "least_share"), ("most", "most_share")


def read_call(document: Document, programme: Programme | None = None) -> Decoded[Call]:
    """The call in a document, and everything that is wrong with it.

    Parameters
    ----------
    programme : The programme it names, where that is at hand: its tracks are then checked.
    """
    decoded = decode(Call, document)
    told = {item.place for item in decoded.problems}
    more = (item for item in _check(document, decoded.value, programme) if item.place not in told)
    return Decoded(decoded.value, (*decoded.problems, *more))


def _check(document: Document, call: Call, programme: Programme | None) -> Iterator[Problem]:
    tracks = frozenset(track.id for track in call.tracks)
    yield from check_conditions(document, call, tracks)
    yield from _dates(document, call)
    yield from _points(document, call)
    yield from _ties(document, call)
    for number, quota in enumerate(call.quotas):
        yield from _quota(document, ("quotas", number), quota)
    yield from _reviewing(document, call)
    if programme is not None:
        yield from _tracks(document, call, programme)


def _dates(document: Document, call: Call) -> Iterator[Problem]:
    if closes_at(call) <= opens_at(call):
        said = f"the call closes on {call.closes} at {call.closes_at}, not after it opens"
        yield problem("call.dates", document.place(("closes",)), said, "check the two days and hours",
                      text=f"{call.closes} {call.closes_at}")  # fmt: skip


def _points(document: Document, call: Call) -> Iterator[Problem]:
    given: list[tuple[Path, float | None]] = [
        *((("criteria", n, "most"), item.most) for n, item in enumerate(call.criteria)),
        *((("criteria", n, "step"), item.step) for n, item in enumerate(call.criteria)),
        *((("bonus", n, "points"), item.points) for n, item in enumerate(call.bonus)),
        (("most_bonus",), call.most_bonus),
        (("choosing", "passing_points"), call.choosing.passing_points),
        *((("ladder", "rungs", n, "least_points"), item.least_points)
          for n, item in enumerate(call.ladder.rungs if call.ladder else ())),
    ]  # fmt: skip
    for path, points in given:
        try:
            counted = None if points is None else hundredths(points)
        except ValueError:
            yield problem("call.decimals", document.place(path), f"{points} has more than two decimals",
                          "points count in hundredths: give at most two decimals", text=points)  # fmt: skip
            continue
        if path[-1] in ("most", "step") and counted == 0:
            said, mend = "no points can be given by it", "give a number above 0"
            yield problem("call.no_points", document.place(path), said, mend)


def _ties(document: Document, call: Call) -> Iterator[Problem]:
    criteria = tuple(item.id for item in call.criteria)
    for number, tie in enumerate(call.choosing.ties):
        place = document.place(("choosing", "ties", number, "by"))
        if tie.by not in (*_TIES, *criteria) and not _is_number(tie.by):
            known = ", ".join((*criteria, *_TIES))
            yield problem("call.tie_unknown", place, f"{tie.by!r} does not order applications",
                          f"use one of: {known}; or a fact that is a number", text=tie.by, known=known)  # fmt: skip
        if tie.by == "lot" and not call.choosing.lot_seed:
            said, mend = "lots are drawn from a text that is published before", "give `lot_seed`"
            yield problem("call.lot_seed", place, said, mend)
        if tie.by == "lot" and number < len(call.choosing.ties) - 1:
            said, mend = "a lot leaves no tie: what follows never decides", "put the lot last"
            yield problem("call.lot_last", place, said, mend)


def _is_number(fact: str) -> bool:
    try:
        return find_fact(fact).kind in _NUMBERS
    except InputError:
        return False


def _quota(document: Document, path: Path, quota: CallQuota) -> Iterator[Problem]:
    given = [name for name in (*_LEAST, *_MOST) if getattr(quota, name) is not None]
    place = document.place(path)
    if not given:
        said, mend = "the quota keeps and limits nothing", "give least, least_share, most or most_share"
        yield problem("call.quota_empty", place, said, mend)
    for pair in (_LEAST, _MOST):
        if all(name in given for name in pair):
            said = f"{pair[0]} and {pair[1]} stand together"
            yield problem("call.quota_twice", place, said, "give one of the two", first=pair[0], second=pair[1])
    for least, most in (("least", "most"), ("least_share", "most_share")):
        low, high = getattr(quota, least), getattr(quota, most)
        if low is not None and high is not None and low > high:
            said = f"{least} {low} is above {most} {high}"
            yield problem("call.quota_order", place, said, "correct one of the two", low=low, high=high)


def _reviewing(document: Document, call: Call) -> Iterator[Problem]:
    if call.reviewing is None:
        return
    place = document.place(("reviewing",))
    if not call.criteria:
        said, mend = "reviewers are asked, and nothing is judged", "give criteria, or leave reviewing out"
        yield problem("call.nothing_judged", place, said, mend)
    asked, each = sum(call.reviewing.least_by_expertise.values()), call.reviewing.per_application
    if asked > each:
        said = f"{asked} reviewers of some expertise are asked for, of {each} in all"
        mend = "raise per_application, or ask for fewer of them"
        yield problem("call.reviewers_few", place, said, mend, asked=asked, each=each)
    by = call.reviewing.seal_by
    if by is not None and by < call.closes:
        said = f"points are to be given by {by}, before applications close on {call.closes}"
        yield problem("call.seal_by_early", place, said, "name a later day, or none", by=by, closes=call.closes)


def _tracks(document: Document, call: Call, programme: Programme) -> Iterator[Problem]:
    known = {track.id for track in programme.payment.tracks} if programme.payment else set()
    for number, track in enumerate(call.tracks):
        if track.id not in known and known:
            listed = ", ".join(sorted(known))
            yield problem("call.track_unknown", document.place(("tracks", number, "id")),
                          f"the programme has no track {track.id!r}", f"use one of: {listed}", text=track.id,
                          known=listed)  # fmt: skip
