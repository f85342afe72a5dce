"""Mid-sized firms, and others that are not small or medium: large groups, finance, public bodies."""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from scipy.special import ndtri

from pulmu.support.population.cells import SECTIONS
from pulmu.support.population.column import Column, Columns
from pulmu.support.population.draw import Flags, chosen, dealt, even, generator, solved
from pulmu.support.population.drawn import MID, OTHER, Firms
from pulmu.support.population.firms import columns_of
from pulmu.support.population.kinds import BODIES, LEFT_BECAUSE
from pulmu.support.population.place import draw_divisions, draw_provinces, draw_region_classes, limits_of
from pulmu.support.population.plan import TRILLION, Plan
from pulmu.support.population.rake import Floats, Ints, whole
from pulmu.support.population.sales import beyond, earlier_years
from pulmu.support.population.years import ages_of, draw_founded

BANDS = ("<300bn", "300bn-1trn", ">=1trn")
_CATEGORIES = ("<300bn_krw (early mid-sized)", "300bn-1trn_krw", ">=1trn_krw")
GROUP, FINANCE, PUBLIC, SUBSIDIARY = range(4)
"""What others that are not small or medium are."""
_FACTORY, _FINANCE = SECTIONS.index("C"), SECTIONS.index("K")


@dataclass(frozen=True, slots=True, eq=False)
class Bigger:
    """Firms that are not small or medium, and why they are not.

    Parameters
    ----------
    average : Average sales. [KRW]
    by_parent, by_related : Mid-sized though small: for a parent, or the sum with a related company.
    by_line : Large for a parent above the line of cross-shareholding.
    group : Number of the disclosure group; 0 of none.
    """

    columns: Columns
    average: Floats
    assets: Floats
    counted_as: Ints
    group: Ints
    is_cross: Flags
    by_parent: Flags
    by_related: Flags
    by_line: Flags


def bigger_firms(plan: Plan, first_id: int) -> Bigger:
    """All of them, mid-sized firms first."""
    random = generator(plan.seed, 10)
    mid, other = plan.bigger
    counted_as = np.repeat([MID, OTHER], [mid, other])
    is_mid = counted_as == MID
    kinds = dealt(random, plan.assumed.of("other_kinds", ("group", "finance", "public", "subsidiary")), other)
    sections = np.concatenate([_mid_sections(plan, random, mid), _other_sections(plan, random, kinds)])
    divisions, rows = _divisions(plan, random, sections, is_mid)
    limits = limits_of(rows, plan.limits)
    last = np.concatenate(
        [_mid_sales(plan, random, sections[is_mid]), _other_sales(plan, random, kinds, limits[~is_mid])]
    )
    assets = _assets(plan, random, last, sections, is_mid)
    group, is_cross = _groups(plan, random, is_mid, np.concatenate([np.full(mid, -1), kinds]), assets)
    over = last > limits * plan.assumed.one("over_limit")
    below = is_mid & ~over & (group == 0) & (assets < plan.asset_cap)
    by_related = chosen(random, below, round(below.sum() * plan.assumed.one("mid_sized_related")))
    before, first = earlier_years(random, last, plan.assumed)
    asks_own = over & (group == 0)
    before, first = beyond(last, before, first, limits, asks_own)
    by_line = np.concatenate([np.zeros(mid, bool), kinds == SUBSIDIARY])
    is_public = np.concatenate([np.zeros(mid, bool), kinds == PUBLIC])
    capital = (even(random, mid + other) < plan.assumed.one("mid_sized_capital")).astype(np.int64)
    provinces = draw_provinces(random, capital, "", plan.assumed)
    ages = ages_of(draw_founded(random, np.zeros(mid + other, bool), plan.assumed))
    firms = Firms(
        first_id=first_id,
        counted_as=counted_as,
        body=_bodies(random, is_public),
        province=provinces,
        region_class=draw_region_classes(random, provinces, plan.assumed),
        section=sections,
        division=divisions,
        limit_row=rows,
        ages=ages,
        sales=(last, before, first),
        persons=_persons(plan, random, last, sections, is_mid),
        total_assets=assets,
        representative=dealt(random, plan.assumed.of("representative_old", ("39-", "40s", "50s", "60+")), mid + other),
        left=_left(plan, random, ages.founded, is_public, group > 0, by_related, (below & ~by_related) | by_line),
        group=group,
        is_cross=is_cross,
        is_holding=is_mid & (sections == _FINANCE),
    )
    columns = columns_of(plan, firms, generator(plan.seed, 11))
    average = np.floor((last + before + first) / 3)
    return Bigger(columns, average, assets, counted_as, group, is_cross, below & ~by_related, by_related, by_line)


def _mid_sections(plan: Plan, random: Generator, count: int) -> Ints:
    factories = plan.targets.value("mid", "C", "section", "C", "firms") or 0.0
    made = round(count * factories / plan.targets.need("mid", "firms"))
    others = dealt(random, plan.assumed.of("mid_sized_firms", SECTIONS), count - made)
    return np.concatenate([np.full(made, _FACTORY), others])


def _other_sections(plan: Plan, random: Generator, kinds: Ints) -> Ints:
    found = np.full(kinds.size, _FINANCE)
    for kind, name in ((GROUP, "other_firms"), (PUBLIC, "public_firms"), (SUBSIDIARY, "other_firms")):
        here = np.flatnonzero(kinds == kind)
        if here.size:
            found[here] = dealt(random, plan.assumed.of(name, SECTIONS), here.size)
    in_groups = kinds == GROUP
    found[chosen(random, in_groups, round(in_groups.sum() * plan.assumed.one("group_finance")))] = _FINANCE
    return found


def _divisions(plan: Plan, random: Generator, sections: Ints, is_mid: Flags) -> tuple[Ints, Ints]:
    divisions, rows = np.zeros(sections.size, np.int64), np.zeros(sections.size, np.int64)
    for place in np.unique(sections):
        here = np.flatnonzero(sections == place)
        divisions[here], rows[here] = draw_divisions(random, SECTIONS[place], here.size, plan.assumed)
    holding = is_mid & (sections == _FINANCE)  # holding companies stand in division 64
    divisions[holding] = rows[holding] = 64
    return divisions, rows


def _mid_sales(plan: Plan, random: Generator, sections: Ints) -> Floats:
    """Sales by band, manufacturing and the rest each with their sum; the upper bands go by these sums."""
    floors, tops = (np.array([plan.assumed.items(name)[band] for band in BANDS]) for name in _EDGES)
    counts = [plan.targets.value("mid", "ALL", "sales_band", category, "firms") or 0.0 for category in _CATEGORIES]
    bands = whole(np.array(counts), sections.size)
    sums = [plan.targets.value("mid", name, "section", name, "sales") or 0.0 for name in ("C", "NON_C")]
    sales = np.zeros(sections.size)
    in_factories = np.array([whole(np.array(sums), int(count))[0] for count in bands[1:]])
    for is_factory, total in zip((True, False), sums, strict=True):
        here = np.flatnonzero((sections == _FACTORY) == is_factory)
        upper = in_factories if is_factory else bands[1:] - in_factories
        sizes = np.array([here.size - upper.sum(), *upper])
        band = random.permuted(np.repeat(np.arange(3), sizes))
        sales[here] = _powered(random, floors[band], tops[band], total * TRILLION * plan.scale)
    return sales


_EDGES = ("mid_sized_floor", "mid_sized_top")


def _powered(random: Generator, floors: Floats, tops: Floats, target: float) -> Floats:
    """Sales between floors and tops that sum to a target: even in the logarithm, bent by one power."""
    draws = even(random, floors.size)
    ratio = np.log(tops / floors)

    def at(log_power: float) -> Floats:
        found: Floats = floors * np.exp(ratio * draws ** np.exp(-log_power))
        return found

    return at(solved(lambda place: float(at(place).sum()), target, -6.0, 6.0)) if floors.size else floors


def _other_sales(plan: Plan, random: Generator, kinds: Ints, limits: Floats) -> Floats:
    """What small, medium and mid-sized firms leave of the nation; finance and public bodies are over their limits."""
    floor = plan.assumed.one("other_floor")
    over = limits * plan.assumed.one("over_limit")
    floors = np.where((kinds == FINANCE) | (kinds == PUBLIC), over, floor)
    top = plan.assumed.one("other_top") * min(1.0, 20 * plan.scale)
    normal = plan.assumed.one("other_spread") * ndtri(even(random, kinds.size))

    def at(median: float) -> Floats:
        free = np.exp(median + normal)
        found: Floats = floors + free / (1 + free / top)
        return found

    target = _left_over(plan, "sales") * TRILLION * plan.scale
    return at(solved(lambda median: float(at(median).sum()), target, 0.0, 40.0))


def _left_over(plan: Plan, metric: str) -> float:
    small, mid = plan.targets.need("sme", metric), plan.targets.need("mid", metric)
    return small / plan.targets.share_of_all(metric) - small - mid


def _assets(plan: Plan, random: Generator, sales: Floats, sections: Ints, is_mid: Flags) -> Floats:
    width = plan.assumed.one("mid_sized_spread")
    free = sales * np.exp(width * random.standard_normal(sales.size))
    free[~is_mid & (sections == _FINANCE)] *= plan.assumed.one("finance_assets")
    top, mid = plan.assumed.one("mid_sized_assets_top"), free[is_mid]
    target = plan.targets.need("mid", "assets") * TRILLION * plan.scale

    def at(factor: float) -> Floats:
        return factor * mid / (1 + factor * mid / top)

    free[is_mid] = at(solved(lambda factor: float(at(factor).sum()), target, 0.0, 1e3))
    return free


def _groups(plan: Plan, random: Generator, is_mid: Flags, kinds: Ints, assets: Floats) -> tuple[Ints, Flags]:
    """Numbers of groups: first those above the line, whose members are large, then those below, which are mid-sized.

    The head of a group above the line gets the assets of one.
    """
    in_cross = kinds == GROUP
    in_lower = chosen(random, is_mid, plan.scaled("mid_sized_group"))
    total = plan.targets.value("large_group", "ALL", "group", "disclosure_group", "groups") or 0.0
    cross, all_groups = plan.scaled("cross_groups"), round(total * plan.scale)
    numbers = np.zeros(assets.size, np.int64)
    upper = max(cross, int(in_cross.any()))
    _deal_groups(plan, random, numbers, in_cross, 1, upper)
    _deal_groups(plan, random, numbers, in_lower, upper + 1, max(all_groups - cross, int(in_lower.any())))
    for number in range(1, upper + 1):
        members = np.flatnonzero(numbers == number)
        head = members[np.argmax(assets[members])]
        assets[head] = max(assets[head], plan.assumed.one("head_assets"))
    return numbers, in_cross


def _deal_groups(plan: Plan, random: Generator, numbers: Ints, members: Flags, first: int, count: int) -> None:
    if members.any():
        weights = np.arange(1, count + 1, dtype=np.float64) ** -plan.assumed.one("group_sizes")
        numbers[members] = first + dealt(random, weights, int(members.sum()))


def _bodies(random: Generator, is_public: Flags) -> Ints:
    kinds = [BODIES.index("public_institution"), BODIES.index("local_public_enterprise")]
    return np.where(is_public, random.choice(kinds, is_public.size), BODIES.index("company"))


def _persons(plan: Plan, random: Generator, sales: Floats, sections: Ints, is_mid: Flags) -> Ints:
    free = sales ** plan.assumed.one("bigger_persons_elasticity")
    free *= np.exp(plan.assumed.one("mid_sized_spread") * random.standard_normal(sales.size))
    persons = np.zeros(sales.size, np.int64)
    known = [plan.targets.value("mid", name, "section", name, "employees") or 0.0 for name in ("C", "NON_C")]
    parts = (is_mid & (sections == _FACTORY), is_mid & (sections != _FACTORY), ~is_mid)
    for here, total in zip(parts, (*known, _left_over(plan, "employees")), strict=True):
        if here.any():
            persons[here] = whole(free[here], round(total * plan.scale))
    return persons


def _april_after(founded: Ints) -> Ints:
    """The first of April of the year after the one of foundation."""
    years = founded.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1
    months: Ints = (years * 12 + 3).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    return months


def _left(
    plan: Plan,
    random: Generator,
    founded: Ints,
    is_public: Flags,
    in_group: Flags,
    by_related: Flags,
    by_parent: Flags,
) -> tuple[Column, Ints]:
    weights = plan.assumed.items("mid_sized_left")
    years = np.array([int(year) for year in weights])
    april = (years - 1970) * 12 + 3
    numbers = april.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    drawn = numbers[dealt(random, np.array(list(weights.values())), is_public.size)]
    left = np.maximum(drawn, _april_after(founded))
    reasons = [LEFT_BECAUSE.index(reason) for reason in ("group", "related_companies", "parent", "growth")]
    return Column(left, ~is_public), np.select([in_group, by_related, by_parent], reasons[:3], reasons[3])
