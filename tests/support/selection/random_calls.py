"""Small calls of every kind, and a selection that tries all sets: slow, and plain enough to be believed."""

import itertools
from collections.abc import Iterator
from fractions import Fraction

from hypothesis import strategies as st

from pulmu.support.selection import Candidate, Quota, Terms, TieKey, Track, in_order, total_points
from pulmu.support.selection.order import passing_total

KINDS = ("regional", "youth", "small")
GROUPS = ("hanbit", "person")
Bits = tuple[bool, ...]


@st.composite
def candidates(draw: st.DrawFn, most: int = 8) -> list[Candidate]:
    """Candidates with many equal points and few groups, so that ties and conflicts are common."""
    return [
        Candidate(
            f"A-{number}",
            draw(st.sampled_from((0, 6000, 7000, 7000, 7001, 8000)) | st.integers(0, 10_000)),
            draw(st.sampled_from((0, 0, 100, 500))),
            draw(st.integers(0, 100)),
            draw(st.sampled_from(("first", "second"))),
            draw(st.frozensets(st.sampled_from(KINDS))),
            draw(st.frozensets(st.sampled_from(GROUPS), max_size=1)),
            draw(st.sampled_from(((), (("plan", 1),), (("plan", 2),)))),
        )
        for number in range(draw(st.integers(0, most)))
    ]


def quotas() -> st.SearchStrategy[list[Quota]]:
    """Few quotas of every shape, some of them absurd."""
    share = st.none() | st.sampled_from((Fraction(0), Fraction(3, 10), Fraction(1, 2), Fraction(1)))
    one = st.builds(
        Quota,
        st.just("q"),
        st.sampled_from(KINDS),
        st.none() | st.integers(0, 2),
        st.none() | st.integers(0, 3),
        share,
        share,
    )
    return st.lists(one, max_size=3).map(
        lambda found: [
            Quota(f"q{n}", q.member, q.least, q.most, q.least_share, q.most_share) for n, q in enumerate(found)
        ]
    )


@st.composite
def terms(draw: st.DrawFn) -> Terms:
    """Terms with all features mixed."""
    few = st.none() | st.integers(0, 3)
    money = st.none() | st.integers(0, 300)
    return Terms(
        draw(st.sampled_from(("in_order", "most_points"))),
        draw(money),
        draw(st.none() | st.integers(0, 5)),
        (Track("first", draw(few), draw(money)), Track("second", draw(few), draw(money))),
        tuple(draw(quotas())),
        draw(st.sampled_from((0, 6000, 7001))),
        draw(st.booleans()),
        draw(st.none() | st.sampled_from((0, 300))),
        draw(st.none() | st.integers(1, 2)),
        draw(st.sampled_from(((), (TieKey("plan"),), (TieKey("plan", higher_first=False),)))),
        "drawn in public",
        draw(st.sampled_from(("pass_over", "end"))),
    )


def by_trying_all(given: list[Candidate], asked: Terms) -> Bits | None:
    """One flag for each candidate in the published order; None where no set keeps the terms."""
    ranked = [given[number] for number in in_order(given, asked)]
    sets = [bits for bits in _all(len(ranked)) if keeps(_taken(ranked, bits), asked)]
    if not sets:
        return None
    if asked.mode == "most_points":
        return max(sets, key=lambda bits: (sum(total_points(item, asked) for item in _taken(ranked, bits)), bits))
    return max(sets) if asked.over_budget == "pass_over" else _until_the_money_ends(ranked, sets, asked)


def keeps(chosen: list[Candidate], asked: Terms, *, money: bool = True) -> bool:
    """Whether a set keeps every term."""
    if any(passing_total(item, asked) < asked.passing_points for item in chosen):
        return False
    if not _fits(chosen, asked.places, asked.budget_krw if money else None):
        return False
    tracks = ([item for item in chosen if item.track == track.id] for track in asked.tracks)
    if not all(
        _fits(inside, track.places, track.budget_krw if money else None)
        for inside, track in zip(tracks, asked.tracks, strict=True)
    ):
        return False
    most = asked.most_of_group
    if most is not None and any(sum(group in item.groups for item in chosen) > most for group in GROUPS):
        return False
    return all(_quota_met(quota, chosen) for quota in asked.quotas)


def _quota_met(quota: Quota, chosen: list[Candidate]) -> bool:
    count = sum(quota.member in item.memberships for item in chosen)
    return (
        (quota.least is None or count >= quota.least)
        and (quota.most is None or count <= quota.most)
        and (quota.least_share is None or count >= quota.least_share * len(chosen))
        and (quota.most_share is None or count <= quota.most_share * len(chosen))
    )


def _fits(chosen: list[Candidate], places: int | None, budget: int | None) -> bool:
    return (places is None or len(chosen) <= places) and (
        budget is None or sum(item.amount_krw for item in chosen) <= budget
    )


def _until_the_money_ends(ranked: list[Candidate], sets: list[Bits], asked: Terms) -> Bits:
    """Down the list by the definition: whoever the money alone refuses ends the list of that money."""
    without_money = [bits for bits in _all(len(ranked)) if keeps(_taken(ranked, bits), asked, money=False)]
    taken = [False] * len(ranked)
    ended: set[str] = set()
    changed = True
    while changed:
        changed = False
        for number, item in enumerate(ranked):
            needed = any(_is_needed(quota, item, _taken(ranked, tuple(taken))) for quota in asked.quotas)
            if taken[number] or (ended & {"", item.track} and not needed):
                continue
            tried = [*taken[:number], True, *taken[number + 1 :]]
            if _completed(tried, sets):
                taken, changed = tried, bool(ended)
            elif _completed(tried, without_money):
                ended |= _refusing(_taken(ranked, tuple(tried)), item, asked)
    return tuple(taken)


def _refusing(chosen: list[Candidate], item: Candidate, asked: Terms) -> set[str]:
    """Budgets over which the chosen go; where none alone does, every budget the candidate falls under."""
    own = [track for track in asked.tracks if track.id == item.track and track.budget_krw is not None]
    over = {track.id for track in own if not _fits([c for c in chosen if c.track == track.id], None, track.budget_krw)}
    if not _fits(chosen, None, asked.budget_krw):
        over.add("")
    return over or {track.id for track in own} | ({""} if asked.budget_krw is not None else set())


def _is_needed(quota: Quota, item: Candidate, chosen: list[Candidate]) -> bool:
    count = sum(quota.member in other.memberships for other in chosen)
    short = (quota.least is not None and count < quota.least) or (
        quota.least_share is not None and count < quota.least_share * len(chosen)
    )
    return quota.member in item.memberships and short


def _completed(tried: list[bool], sets: list[Bits]) -> bool:
    return any(all(has or not wants for has, wants in zip(bits, tried, strict=True)) for bits in sets)


def _taken(ranked: list[Candidate], bits: Bits) -> list[Candidate]:
    return [item for item, is_taken in zip(ranked, bits, strict=True) if is_taken]


def _all(number: int) -> Iterator[Bits]:
    return itertools.product((False, True), repeat=number)
