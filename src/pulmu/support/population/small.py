"""Small and medium firms, one section at a time."""

from dataclasses import dataclass

import numpy as np

from pulmu.support.population.cells import BANDS, SECTIONS, codes_of
from pulmu.support.population.column import Column, Columns
from pulmu.support.population.draw import Flags, chosen, dealt, even, generator
from pulmu.support.population.drawn import Firms
from pulmu.support.population.firms import columns_of
from pulmu.support.population.kinds import BODIES, COUNTED_AS, LEFT_BECAUSE
from pulmu.support.population.persons import band_powers, draw_persons
from pulmu.support.population.place import draw_divisions, draw_provinces, draw_region_classes, limits_of
from pulmu.support.population.plan import Plan
from pulmu.support.population.rake import Floats, Ints
from pulmu.support.population.sales import LOW_SALES, beyond, earlier_years, high_sales, low_sales, spread, within
from pulmu.support.population.years import THREE, Ages, ages_of, draw_founded

_GROWTH, _RELATED = LEFT_BECAUSE.index("growth"), LEFT_BECAUSE.index("related_companies")


@dataclass(frozen=True, slots=True, eq=False)
class Grace:
    """Firms small or medium by grace."""

    growth: Flags
    related: Flags

    @property
    def all(self) -> Flags:
        """Either."""
        return self.growth | self.related


def small_firms(plan: Plan, section: str, first_id: int) -> Columns:
    """Every small and medium firm of a section."""
    place = SECTIONS.index(section)
    random, counts, assumed = generator(plan.seed, 1, place), plan.counts[section], plan.assumed
    shape = plan.cells.counts.shape[1:]
    cells = np.repeat(np.arange(counts.size), counts) + place * int(np.prod(shape))
    codes = codes_of(cells)
    count = cells.size
    persons = draw_persons(
        random, codes["band"], plan.persons[section], band_powers(assumed.of("persons_in_band", BANDS))
    )
    divisions, rows = draw_divisions(random, section, count, assumed)
    is_company, is_low = codes["legal_form"] == 1, codes["sales_band"] == 0
    ages = ages_of(draw_founded(random, codes["age_band"] == 0, assumed))
    limits = limits_of(rows, plan.limits)
    grace = _in_grace(plan, section, is_company & ~is_low & (ages.basis == THREE) & (persons > 10))
    last = _sales(plan, section, persons, is_company, is_low, limits, ages, grace)
    before, first = earlier_years(random, last, assumed)
    before, first = within(last, before, first, np.where(grace.growth, np.inf, limits), ages.years)
    before, first = beyond(last, before, first, limits, grace.growth)
    provinces = draw_provinces(random, (codes["region"] == 0).astype(np.int64), section, assumed)
    firms = Firms(
        first_id=first_id,
        counted_as=np.full(count, COUNTED_AS.index("sme")),
        body=_bodies(plan, section, is_company),
        province=provinces,
        region_class=draw_region_classes(random, provinces, assumed),
        section=np.full(count, place),
        division=divisions,
        limit_row=rows,
        ages=ages,
        sales=(last, before, first),
        persons=persons,
        total_assets=_assets(plan, section, last),
        representative=codes["representative_age"],
        left=_left(plan, section, grace),
    )
    return columns_of(plan, firms, generator(plan.seed, 2, place))


def _in_grace(plan: Plan, section: str, may_be: Flags) -> Grace:
    random = generator(plan.seed, 3, SECTIONS.index(section))
    growth = chosen(random, may_be, plan.grace_growth[section])
    return Grace(growth, chosen(random, may_be & ~growth, plan.grace_related[section]))


def _sales(
    plan: Plan, section: str, persons: Ints, is_company: Flags, is_low: Flags, limits: Floats, ages: Ages, grace: Grace
) -> Floats:
    random, assumed = generator(plan.seed, 4, SECTIONS.index(section)), plan.assumed
    sales = np.zeros(persons.size)
    sales[is_low] = low_sales(random, int(is_low.sum()), assumed)
    excess = assumed.one("grace_excess") - 1.02
    sales[grace.growth] = limits[grace.growth] * (1.02 + excess * even(random, int(grace.growth.sum())) ** 2)
    rest = ~is_low & ~grace.growth
    alike = assumed.one("persons_elasticity") * np.log(persons[rest]) + assumed.one("company_sales") * is_company[rest]
    logs = np.maximum(0.9 + alike + spread(random, alike.size, assumed), 0.02 * random.random(alike.size))
    tops = limits[rest] * np.where(ages.years[rest] > 1, assumed.one("last_year_over_limit"), 1.0)
    sales[rest] = high_sales(logs, tops, plan.sales[section] - float(sales.sum()), assumed)
    sales[~is_low] = np.maximum(sales[~is_low], LOW_SALES + 1)
    return sales


def _assets(plan: Plan, section: str, sales: Floats) -> Floats:
    """Total assets: a ratio to sales, bent so that none reaches the cap of law."""
    random, assumed = generator(plan.seed, 5, SECTIONS.index(section)), plan.assumed
    ratio = assumed.items("assets_to_sales_of").get(section, assumed.one("assets_to_sales"))
    free = sales * ratio * np.exp(assumed.one("assets_spread") * random.standard_normal(sales.size))
    top = plan.asset_cap * assumed.one("asset_room")
    return free / (1 + free / top)


def _bodies(plan: Plan, section: str, is_company: Flags) -> Ints:
    random = generator(plan.seed, 6, SECTIONS.index(section))
    others = plan.assumed.items("company_body")
    weights = np.array([1 - sum(others.values()), *others.values()])
    kinds = np.array([BODIES.index(body) for body in ("company", *others)])
    found = np.full(is_company.size, BODIES.index("sole_proprietor"))
    found[is_company] = kinds[dealt(random, weights, int(is_company.sum()))]
    return found


def _left(plan: Plan, section: str, grace: Grace) -> tuple[Column, Ints]:
    """The day a firm in grace lost its status, and why."""
    random = generator(plan.seed, 7, SECTIONS.index(section))
    weights = plan.assumed.items("grace_left")
    numbers = np.array(list(weights), "datetime64[D]").astype(np.int64)
    found = np.zeros(grace.growth.size, np.int64)
    found[grace.all] = numbers[dealt(random, np.array(list(weights.values())), int(grace.all.sum()))]
    return Column(found, grace.all), np.where(grace.growth, _GROWTH, _RELATED)
