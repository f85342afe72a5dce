"""Facts that programmes ask for. No margin but one says anything of them: each stands on a named assumption."""

import numpy as np
from numpy.random import Generator

from pulmu.support.population.cells import SECTIONS
from pulmu.support.population.column import Column, Columns, Values, day_number, labelled
from pulmu.support.population.draw import Flags, chance, chosen_by_weight
from pulmu.support.population.drawn import Firms
from pulmu.support.population.kinds import CBAM_SECTORS, SMART_FACTORY_LEVELS, TECH_FIELDS
from pulmu.support.population.plan import AS_OF, TRILLION, Plan
from pulmu.support.population.rake import Floats, Ints

_MANUFACTURING = SECTIONS.index("C")
_HEAD_AGES = ((20, 39), (40, 49), (50, 59), (60, 84))


def programme_columns(plan: Plan, firms: Firms, random: Generator) -> Columns:
    """Facts of programmes, by the class a firm is counted in."""
    exports, share = _exports(plan, firms, random)
    goods, sectors = _cbam(plan, firms, random)
    return {
        "in_business": Column(np.ones(firms.persons.size, bool)),
        "is_prospective_founder": Column(np.zeros(firms.persons.size, bool)),
        "representative_age": Column(_head_ages(firms.representative, random)),
        "rnd_krw": Column(np.floor(_rnd(plan, firms, random)).astype(np.int64)),
        "exports_usd": Column(np.floor(exports).astype(np.int64)),
        "export_share": Column(share),
        "in_industrial_complex": Column(_in_complex(plan, firms, random)),
        "smart_factory_level": labelled(SMART_FACTORY_LEVELS, _smart_factories(plan, firms, random)),
        "cbam_goods": Column(goods),
        "cbam_sector": labelled(CBAM_SECTORS, sectors),
        "ets_allocated": Column(_ets(plan, firms, random)),
        "tech_field": labelled(TECH_FIELDS, _tech_fields(plan, firms, random)),
        "awards_last_5y": Column(_awards(plan, firms, random)),
    }


def _head_ages(kinds: Ints, random: Generator) -> Values:
    low, high = np.array(_HEAD_AGES).T
    ages: Values = (low[kinds] + random.random(kinds.size) * (high - low + 1)[kinds]).astype(np.int16)
    return ages


def _by_section(plan: Plan, firms: Firms, name: str, other: float = 0.0) -> Floats:
    """A share of each firm's section, among firms of two persons or more."""
    return plan.assumed.of(name, SECTIONS, other)[firms.section] * (firms.persons > 1)


def _rnd(plan: Plan, firms: Firms, random: Generator) -> Floats:
    assumed, kinds = plan.assumed, firms.counted_as
    bigger = np.array([0.0, assumed.one("rnd_mid_sized"), assumed.one("rnd_other")])[kinds]
    does = chance(random, np.where(kinds == 0, _by_section(plan, firms, "rnd_firms"), bigger))
    share = assumed.one("rnd_intensity") * np.exp(assumed.one("rnd_spread") * random.standard_normal(does.size))
    spent: Floats = does * np.minimum(share, 0.8) * firms.sales[0]
    known = plan.targets.value("mid", "ALL", "total", "all", "rnd")
    is_mid = kinds == 1
    if known is not None and spent[is_mid].sum() > 0:
        spent[is_mid] *= known * TRILLION * plan.scale / spent[is_mid].sum()
    return spent


def _exports(plan: Plan, firms: Firms, random: Generator) -> tuple[Floats, Floats]:
    assumed = plan.assumed
    bigger = assumed.one("export_bigger") * (firms.section == _MANUFACTURING)
    small = _by_section(plan, firms, "export_firms", assumed.one("export_other"))
    does = chance(random, np.where(firms.counted_as == 0, small, np.maximum(bigger, small)))
    mean = assumed.one("export_share")
    share = does * random.beta(1.0, 1 / mean - 1, does.size)
    return share * firms.sales[0] / assumed.one("usd"), share


def _in_complex(plan: Plan, firms: Firms, random: Generator) -> Flags:
    share = plan.assumed.one("industrial_complex") * np.where(firms.persons > 10, 2, 1)
    return chance(random, share * (firms.section == _MANUFACTURING))


def _smart_factories(plan: Plan, firms: Firms, random: Generator) -> Ints:
    assumed = plan.assumed
    share = np.where(firms.persons > 10, assumed.one("smart_factory"), assumed.one("smart_factory_small"))
    has = chance(random, share * (firms.section == _MANUFACTURING))
    weights = assumed.of("smart_factory_level", SMART_FACTORY_LEVELS[1:])
    level = 1 + np.searchsorted(np.cumsum(weights) / weights.sum(), random.random(has.size), side="right")
    return np.where(has, level, 0)


def _cbam(plan: Plan, firms: Firms, random: Generator) -> tuple[Flags, Ints]:
    """Whether it makes goods of the border adjustment, and their sector."""
    makes, sectors = np.zeros(firms.persons.size, bool), np.zeros(firms.persons.size, np.int64)
    aluminium = plan.assumed.items("cbam_aluminium")
    main = {20: "fertiliser", 23: "cement", 24: "steel", 25: "steel"}
    for division, share in plan.assumed.items("cbam_goods").items():
        here = np.flatnonzero(firms.division == int(division))
        made = here[random.random(here.size) < share]
        is_aluminium = random.random(made.size) < aluminium.get(division, 0.0)
        makes[made] = True
        numbers = CBAM_SECTORS.index("aluminium"), CBAM_SECTORS.index(main[int(division)])
        sectors[made] = np.where(is_aluminium, *numbers)
    return makes, sectors


def _ets(plan: Plan, firms: Firms, random: Generator) -> Flags:
    found = np.zeros(firms.persons.size, bool)
    may_be = np.isin(firms.section, [SECTIONS.index(section) for section in "CDE"])
    for kind, name in enumerate(("sme", "mid_sized", "other")):
        here = may_be & (firms.counted_as == kind)
        if here.any():
            whole_count = plan.assumed.items("ets_allocated")[name] * plan.scale
            count = plan.ets_allocated[SECTIONS[int(firms.section[0])]] if kind == 0 else round(whole_count)
            found[chosen_by_weight(random, here * firms.sales[0], count)] = True
    return found


def _tech_fields(plan: Plan, firms: Firms, random: Generator) -> Ints:
    is_young = firms.ages.founded > day_number(AS_OF) - 3652
    works = chance(random, plan.assumed.of("tech_field", SECTIONS)[firms.section] * is_young)
    return np.where(works, random.integers(1, len(TECH_FIELDS), works.size), 0)


def _awards(plan: Plan, firms: Firms, random: Generator) -> Ints:
    mean = _by_section(plan, firms, "awards", plan.assumed.one("awards_other"))
    return random.poisson(mean).astype(np.int16)
