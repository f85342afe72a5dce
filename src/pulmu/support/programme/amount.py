"""What a programme pays in won for a project, what the firm pays itself, and at what interest."""

from collections.abc import Callable
from dataclasses import dataclass

from pulmu.model.programme import Interest, Payment, Track
from pulmu.support.programme.condition import finding, flag
from pulmu.support.programme.share import NOTHING, WHOLE, by_size, own_share_of, rate_of
from pulmu.support.programme.terms import Terms
from pulmu.support.rules import (
    Among,
    Capped,
    Either,
    Finds,
    Fixed,
    Floored,
    Given,
    Less,
    Number,
    Pick,
    Setting,
    Times,
)

COST = Given("project.cost_krw", "KRW")


@dataclass(frozen=True, slots=True)
class Amounts:
    """The numbers of a programme, or of one of its tracks."""

    rate: Number
    ceiling: Number
    support: Number
    own: Number
    lead: Number | None = None


def amounts(terms: Terms, pay: Payment, track_conditions: dict[str, Finds]) -> Amounts:
    """What a programme pays; by the track that is applied for, where tracks have terms of their own."""
    if not any(_has_terms(track) for track in pay.tracks):
        return _amounts(terms, pay, None)
    by_track = {track.id: _amounts(terms, pay, track) for track in pay.tracks}

    def chosen(name: str, unit: str, of: Callable[[Amounts], Number], *, refused: Number | None = None) -> Number:
        offered = {}
        for track, found in by_track.items():
            when, value = track_conditions.get(track), of(found)
            offered[track] = value if when is None or refused is None else Pick(
                f"{terms.programme.id}.{track}.{name}", ((when, value),), refused, unit)  # fmt: skip
        return _chosen(terms, name, unit, offered)

    leads = [found.lead for found in by_track.values() if found.lead is not None]
    return Amounts(
        chosen("rate", "share", lambda item: item.rate),
        chosen("ceiling_krw", "KRW", lambda item: item.ceiling),
        chosen("support_krw", "KRW", lambda item: item.support, refused=NOTHING),
        chosen("own_share_krw", "KRW", lambda item: item.own),
        chosen("lead_share_krw", "KRW", lambda item: item.lead or NOTHING) if leads else None,
    )


def _has_terms(track: Track) -> bool:
    return any(value is not None for value in (track.ceiling_krw, track.rate, track.own_share, track.shares))


def _chosen(terms: Terms, name: str, unit: str, offered: dict[str, Number]) -> Number:
    branches = tuple((Among("track", frozenset((track,))), value) for track, value in offered.items())
    any_of_them = Either(f"{terms.programme.id}.{name}_of_any_track", tuple(offered.values()), unit)
    return Pick(f"{terms.programme.id}.{name}", branches, any_of_them, unit)


def _amounts(terms: Terms, pay: Payment, track: Track | None) -> Amounts:
    name = f"{terms.programme.id}.{track.id}" if track is not None else terms.programme.id
    rate, ceiling = rate_of(terms, pay, track), _ceiling(terms, pay, track)
    support = Capped(f"{name}.support_krw", Times(f"{name}.share_of_cost_krw", rate, COST, "KRW"), ceiling, "KRW")
    own, lead = _others(terms, track, name, support)
    return Amounts(rate, ceiling, support, own, lead)


def _others(terms: Terms, track: Track | None, name: str, support: Number) -> tuple[Number, Number | None]:
    """What the firm and a lead firm pay."""
    rest = Less(f"{name}.own_share_krw", COST, support, "KRW")
    if track is None:
        return rest, None
    if track.shares is not None:
        most = Times(f"{name}.adopter_at_most_krw", terms.setting(
            f"{track.id}.adopter_at_most", track.shares.adopter_at_most, "share"), COST, "KRW")  # fmt: skip
        least = Times(f"{name}.lead_at_least_krw", terms.setting(
            f"{track.id}.lead_at_least", track.shares.lead_at_least, "share"), COST, "KRW")  # fmt: skip
        left = Less(f"{name}.left_to_lead_krw", Less(f"{name}.not_paid_krw", COST, support, "KRW"), most, "KRW")
        lead = Floored(f"{name}.lead_share_krw", least, left, "KRW")
        return Either(f"{name}.own_share_krw", (NOTHING, most), "KRW"), lead
    fixed = None if track.lead_krw is None else terms.setting(f"{track.id}.lead_krw", track.lead_krw, "KRW")
    if track.own_share is not None:
        return Times(f"{name}.own_share_krw", own_share_of(terms, track), COST, "KRW"), fixed
    return rest, fixed


def _ceiling(terms: Terms, pay: Payment, track: Track | None) -> Number:
    if track is not None and (track.ceiling_krw is not None or track.ceiling_outside_capital_krw is not None):
        return _track_ceiling(terms, track)
    if track is not None and pay.ceiling_krw is None:
        return terms.setting(f"{track.id}.ceiling_krw", None, "KRW")
    ceiling = _own_ceiling(terms, pay)
    if pay.ceiling_per_year_krw is not None and pay.years is not None:
        yearly = terms.setting("ceiling_per_year_krw", pay.ceiling_per_year_krw, "KRW")
        whole = Times(f"{terms.programme.id}.ceiling_of_all_years_krw", yearly, terms.setting("years", pay.years), "KRW")  # fmt: skip # noqa: E501
        ceiling = Capped(f"{terms.programme.id}.ceiling_krw", ceiling, whole, "KRW")
    if pay.repeat is not None:
        again = terms.setting("ceiling_if_repeated_krw", pay.repeat.ceiling_krw, "KRW")
        when = finding(terms, pay.repeat.when)
        ceiling = Pick(f"{terms.programme.id}.ceiling_krw", ((when, again),), ceiling, "KRW")
    return ceiling


def _track_ceiling(terms: Terms, track: Track) -> Number:
    plain = terms.setting(f"{track.id}.ceiling_krw", track.ceiling_krw, "KRW")
    if track.ceiling_outside_capital_krw is None:
        return plain
    outside = terms.setting(f"{track.id}.ceiling_outside_capital_krw", track.ceiling_outside_capital_krw, "KRW")
    where = flag(terms, "outside_capital_region")
    return Pick(f"{terms.programme.id}.{track.id}.ceiling_krw", ((where, outside),), plain, "KRW")


def _own_ceiling(terms: Terms, pay: Payment) -> Number:
    name = f"{terms.programme.id}.ceiling_krw"
    if pay.ceiling_table is not None:
        stages = {choice: terms.setting(f"ceiling_krw.{choice}", value, "KRW")
                  for choice, value in pay.ceiling_table.ceilings_krw.items()}  # fmt: skip
        branches = tuple((Among(pay.ceiling_table.fact, frozenset((choice,))), value) for choice, value in stages.items())  # fmt: skip # noqa: E501
        return Pick(name, branches, Either(f"{name}_of_any", tuple(stages.values()), "KRW"), "KRW")
    if pay.ceiling_low_krw is not None or pay.ceiling_high_krw is not None:
        low = terms.setting("ceiling_low_krw", pay.ceiling_low_krw, "KRW")
        high = terms.setting("ceiling_high_krw", pay.ceiling_high_krw, "KRW")
        return Either(name, (low, high), "KRW")
    return terms.setting("ceiling_krw", pay.ceiling_krw, "KRW", lambda past: past.ceiling_krw)


def interest(terms: Terms, terms_of_loan: Interest) -> Number:
    """A base rate less points by size, not under a floor."""
    base: Setting = terms.setting("interest_base", terms_of_loan.base_rate, "share")
    less = by_size(terms, "interest_less", terms_of_loan.less_by_size, lambda _: {})
    rate = Less(f"{terms.programme.id}.interest", base, Capped(f"{terms.programme.id}.points", less, WHOLE), "share")
    floor: Number = Fixed(0.0, "share")
    if terms_of_loan.floor is not None:
        floor = terms.setting("interest_floor", terms_of_loan.floor, "share")
    return Floored(f"{terms.programme.id}.interest_rate", rate, floor, "share")
