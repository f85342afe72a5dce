"""The share of a cost that a programme pays or lends: plain, by size, by sales and region, or less own share."""

from collections.abc import Callable, Mapping

from pulmu.model.programme import PastTerms, Payment, Track
from pulmu.reference import find_fact
from pulmu.support.programme.condition import finding
from pulmu.support.programme.terms import Terms
from pulmu.support.rules import Capped, Compare, Either, Fixed, Floored, Less, Member, Number, Pick, Plus, Setting

WHOLE = Fixed(1.0, "share")
NOTHING = Fixed(0.0, "KRW")
SIZES = ("small", "medium", "mid_sized", "large")
Table = Mapping[str, float | None]


def rate_of(terms: Terms, pay: Payment, track: Track | None) -> Number:
    """The share of the cost that is paid; between 0 and the whole where no source says."""
    own = _track_rate(terms, track) if track is not None else None
    return own if own is not None else _rate(terms, pay)


def _track_rate(terms: Terms, track: Track) -> Number | None:
    if track.rate is not None:
        return terms.setting(f"{track.id}.rate", track.rate, "share")
    if track.shares is not None:
        return terms.setting(f"{track.id}.government_at_most", track.shares.government_at_most, "share")
    if track.own_share is not None:
        return Less(f"{terms.programme.id}.{track.id}.rate", WHOLE, own_share_of(terms, track), "share")
    return None


def own_share_of(terms: Terms, track: Track) -> Setting:
    """The own share that a track fixes."""
    return terms.setting(f"{track.id}.own_share", track.own_share, "share")


def _rate(terms: Terms, pay: Payment) -> Number:
    name = f"{terms.programme.id}.rate"
    plain = _plain_rate(terms, pay)
    if pay.rate_add_by_region:
        classes = [choice.id for choice in find_fact("region_class").choices]
        table: dict[int | str, float | None] = {item: pay.rate_add_by_region.get(item, 0.0) for item in classes}
        added = terms.keyed("rate_add_by_region", table, "region_class", "share")
        plain = Plus(f"{name}_with_region", (plain, added), "share")
    if pay.rate_floor is not None:
        plain = Floored(name, plain, terms.setting("rate_floor", pay.rate_floor, "share"), "share")
    cap = WHOLE if pay.rate_cap is None else terms.setting("rate_cap", pay.rate_cap, "share")
    return Capped(name, plain, cap, "share")


def _plain_rate(terms: Terms, pay: Payment) -> Number:
    name = f"{terms.programme.id}.rate"
    history = terms.programme.history
    if pay.rate is not None:
        return terms.setting("rate", pay.rate, "share", lambda past: past.rate)
    if pay.rate_by_sales:
        return _by_sales(terms, pay)
    if pay.rate_by_size or any(past.rate_by_size for past in history):
        return by_size(terms, "rate", pay.rate_by_size, lambda past: past.rate_by_size)
    if pay.own_share_by_size or any(past.own_share_by_size for past in history):
        own = by_size(terms, "own_share", pay.own_share_by_size, lambda past: past.own_share_by_size)
        return Less(name, WHOLE, own, "share")
    if pay.own_share_low is not None or pay.own_share_high is not None:
        low = terms.setting("own_share_low", pay.own_share_low, "share")
        high = terms.setting("own_share_high", pay.own_share_high, "share")
        return Less(name, WHOLE, Either(f"{terms.programme.id}.own_share", (low, high), "share"), "share")
    if pay.own_share_by_group:
        return _by_group(terms, pay.own_share_by_group)
    return terms.setting("rate", None, "share", lambda past: past.rate)


def by_size(terms: Terms, name: str, table: Table, past: Callable[[PastTerms], Table]) -> Number:
    """A share by size class; classes with the same share in every year are one parameter."""
    programme = terms.programme
    groups: dict[tuple[float | None, ...], list[str]] = {}
    for size in SIZES:
        values = (table.get(size), *(past(item).get(size) for item in programme.history))
        if size in table or any(value is not None for value in values):
            groups.setdefault(values, []).append(size)
    branches = []
    for sizes in groups.values():
        label = f"{name}_{'_'.join(sizes)}"
        value = terms.setting(label, table.get(sizes[0]), "share", lambda item, first=sizes[0]: past(item).get(first))  # type: ignore[misc] # fmt: skip
        guard = Member(terms.size.size_class, frozenset(sizes), name=f"{programme.id}.{label}")
        branches.append((guard, value))
    return Pick(f"{programme.id}.{name}", tuple(branches), None, "share")


def _by_sales(terms: Terms, pay: Payment) -> Number:
    branches, otherwise = [], None
    for number, band in enumerate(pay.rate_by_sales, 1):
        rate = terms.setting(f"rate_by_sales.{number}.rate", band.rate, "share")
        if band.up_to_krw is None:
            otherwise = rate
            continue
        line = terms.setting(f"rate_by_sales.{number}.up_to_krw", band.up_to_krw, "KRW")
        name = f"{terms.programme.id}.sales_band_{number}"
        branches.append((Compare(name, terms.size.average_sales, "<=", line, terms.source, "KRW"), rate))
    return Pick(f"{terms.programme.id}.rate_by_sales", tuple(branches), otherwise, "share")


def _by_group(terms: Terms, table: Table) -> Number:
    """Own share of a group that a quota of the same name describes; of all others, `other`."""
    quotas = {item.id: item.when for item in terms.programme.selection.quotas} if terms.programme.selection else {}
    branches = []
    for group, share in table.items():
        when = quotas.get(group)
        if when is not None:
            own = terms.setting(f"own_share_{group}", share, "share")
            branches.append(
                (
                    finding(terms, when, f"quota.{group}."),
                    Less(f"{terms.programme.id}.rate_{group}", WHOLE, own, "share"),
                )
            )
    rest = Less(f"{terms.programme.id}.rate_other", WHOLE, terms.setting("own_share_other", table.get("other"), "share"))  # fmt: skip # noqa: E501
    return Pick(f"{terms.programme.id}.rate", tuple(branches), rest, "share")
