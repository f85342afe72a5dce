"""A call of 10,000 applications under 20 quotas, and small ones beside every set there is."""

import itertools
import random
import time
from fractions import Fraction

from measure import Line, seconds

from pulmu.support.selection import Candidate, Quota, Selection, Terms, TieKey, Track, reasons_of, select
from pulmu.support.selection.terms import Mode

MOST_SECONDS = 10.0
KINDS = tuple(f"kind_{number}" for number in range(20))


def selection(number: int, calls: int, small: int) -> list[Line]:
    """Times and gaps of large calls of both modes, and how many small ones differ from trying all sets."""
    lines = [
        _large(number, "most_points", calls, "points in hundredths", 1, 1),
        _large(number, "most_points", calls, "whole points, amounts in million won: many ties", 100, 1_000_000),
        _large(number, "in_order", calls, "points in hundredths", 1, 1),
    ]
    differ = sum(_differs(seed) for seed in range(small))
    what = f"{small:,} calls of 8 applications under budget, places, 2 quotas, a group: how many differ from trying all"
    return [*lines, Line(what, f"{differ}", "0", differ == 0)]


def _large(number: int, mode: Mode, calls: int, told: str, step: int, unit: int) -> Line:
    taken: list[float] = []
    clock: list[float] = []
    found: list[Selection] = []
    for seed in range(calls):
        given, terms = made_call(seed, number, mode, step, unit)
        begun = time.process_time()
        clock.append(seconds(lambda given=given, terms=terms: found.append(select(given, terms))))  # type: ignore[misc]
        taken.append(time.process_time() - begun)
    begun = time.process_time()
    reasons_of(found[-1])
    explained = time.process_time() - begun
    gaps = [item.bound - item.points for item in found]
    said = "each proven the best, ties settled" if not any(gaps) else f"largest gap {max(gaps) / 100:.2f} points"
    said = said if mode == "most_points" else "unique by the order"
    if not all(item.ties_settled and not item.conflicts for item in found):
        said += "; ties or terms not settled in some"
    listed = ", ".join(f"{item:.1f}" for item in sorted(taken))
    return Line(
        f"{number:,} applications, 20 quotas, {mode}, {told}: {calls} calls",
        f"{listed} s of processor ({max(clock):.0f} s by the clock at most); {said}; all reasons in {explained:.1f} s",
        f"under {MOST_SECONDS:.0f} s each, optimal or its gap told",
        max(taken) < MOST_SECONDS,
    )


def made_call(seed: int, number: int, mode: Mode, step: int = 1, unit: int = 1) -> tuple[list[Candidate], Terms]:
    """A call in which places, money, five tracks, 20 overlapping quotas and groups all bind."""
    drawn = random.Random(seed)
    places = number * 15 // 100
    given = [
        Candidate(
            f"A{place:05}",
            max(0, round(drawn.gauss(7500, 900) / step) * step),
            drawn.choice((0, 0, 100, 300)),
            drawn.randint(50_000_000 // unit, 300_000_000 // unit) * unit,
            f"track_{drawn.randrange(5)}",
            frozenset(kind for at, kind in enumerate(KINDS) if drawn.random() < 0.04 + 0.02 * at),
            frozenset({f"group_{drawn.randrange(number // 2)}"}) if drawn.random() < 0.3 else frozenset(),
            (("plan", drawn.randint(0, 50)),),
        )
        for place in range(number)
    ]
    quotas = tuple(_quota(at, kind, places) for at, kind in enumerate(KINDS))
    tracks = tuple(Track(f"track_{at}", number // 20) for at in range(5))
    budget, ties = places * 160_000_000, (TieKey("plan"),)
    return given, Terms(mode, budget, places, tracks, quotas, 6000, most_bonus=300, ties=ties, lot_seed="2026")


def _quota(at: int, kind: str, places: int) -> Quota:
    if at % 3 == 0:
        return Quota(kind, kind, least=int(places * (0.07 + 0.022 * at)))
    if at % 3 == 1:
        return Quota(kind, kind, least_share=Fraction(5 + 2 * at, 100))
    return Quota(kind, kind, most_share=Fraction(6 + 2 * at, 100))


def _differs(seed: int) -> bool:
    """Whether a small call is chosen otherwise than by trying all its sets."""
    drawn = random.Random(seed)
    given = [
        Candidate(str(at), drawn.randint(60, 80) * 100, 0, drawn.randint(1, 60), "", frozenset(drawn.sample("abc", 1)),
                  frozenset("g") if drawn.random() < 0.3 else frozenset())
        for at in range(8)
    ]  # fmt: skip
    mode: Mode = drawn.choice(("in_order", "most_points"))
    quotas = (Quota("a", "a", least=drawn.randint(0, 2)), Quota("b", "b", most_share=Fraction(drawn.randint(3, 6), 10)))
    found = select(given, Terms(mode, drawn.randint(40, 160), drawn.randint(2, 5), (), quotas))
    ranked = found.ranked
    sets = [bits for bits in itertools.product((False, True), repeat=8)
            if _keeps([item for item, taken in zip(ranked, bits, strict=True) if taken], found.terms)]  # fmt: skip
    if not sets:
        return not found.conflicts
    by_points = mode == "most_points"
    best = max(
        sets,
        key=lambda bits: (
            by_points * sum(total for total, taken in zip(found.totals, bits, strict=True) if taken),
            bits,
        ),
    )
    return best != found.chosen


def _keeps(chosen: list[Candidate], terms: Terms) -> bool:
    counts = {kind: sum(kind in item.memberships for item in chosen) for kind in "ab"}
    least, share = terms.quotas[0].least, terms.quotas[1].most_share
    return (
        len(chosen) <= (terms.places or 0)
        and sum(item.amount_krw for item in chosen) <= (terms.budget_krw or 0)
        and counts["a"] >= (least or 0)
        and counts["b"] <= (share or 0) * len(chosen)
        and sum(bool(item.groups) for item in chosen) <= 1
    )
