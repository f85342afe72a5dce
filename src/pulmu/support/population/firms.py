"""Facts of firms as columns: those of size, from what was drawn, and those programmes ask for, drawn here."""

import numpy as np
from numpy.random import Generator

from pulmu.support.population.cells import SECTIONS
from pulmu.support.population.column import Column, Columns, days, labelled
from pulmu.support.population.draw import Flags, chosen_by_weight
from pulmu.support.population.drawn import MID, OTHER, SME, Firms
from pulmu.support.population.kinds import BODIES, COUNTED_AS, LEFT_BECAUSE, PROVINCES, REGION_CLASSES
from pulmu.support.population.plan import Plan
from pulmu.support.population.programme_facts import programme_columns
from pulmu.support.population.years import year_columns

_COMPANY, _FINANCE = BODIES.index("company"), SECTIONS.index("K")


def columns_of(plan: Plan, firms: Firms, random: Generator) -> Columns:
    """Every fact of the firms."""
    count = firms.persons.size
    none, yes = np.zeros(count, bool), np.ones(count, bool)
    group = np.zeros(count, np.int64) if firms.group is None else firms.group
    is_holding = none if firms.is_holding is None else firms.is_holding
    listed = _listed(plan, firms, random)
    left_on, because = firms.left
    return {
        "firm_id": Column(np.arange(firms.first_id, firms.first_id + count, dtype=np.int64)),
        "counted_as": labelled(COUNTED_AS, firms.counted_as),
        "body": labelled(BODIES, firms.body),
        "province": labelled(PROVINCES, firms.province),
        "region_class": labelled(REGION_CLASSES, firms.region_class),
        "section": labelled(SECTIONS, firms.section),
        "division": Column(firms.division.astype(np.int16)),
        "limit_row": Column(firms.limit_row.astype(np.int32)),
        **year_columns(firms.ages, *firms.sales),
        "total_assets_krw": Column(np.floor(firms.total_assets).astype(np.int64)),
        "persons_at_work": Column(firms.persons.astype(np.int32)),
        "regular_employees": Column(np.maximum(firms.persons - plan.assumed.one("micro_head"), 0).astype(np.float64)),
        "listed": Column(listed),
        "disclosure_group": Column(group > 0),
        "cross_shareholding_group": Column(none if firms.is_cross is None else firms.is_cross),
        "group_number": Column(group.astype(np.int32), group > 0),
        "finance_or_insurance": Column((firms.section == _FINANCE) & ~is_holding),
        "general_holding_company": Column(is_holding),
        "externally_audited": Column(_audited(plan, firms, listed)),
        "owners_known": Column(yes),
        "relatives_known": Column(yes),
        "left_sme_on": days(left_on.values, left_on.known),
        "left_sme_because": labelled(LEFT_BECAUSE, because, left_on.known),
        "graces_before": Column(np.zeros(count, np.int8)),
        "returned_by_raised_table": Column(none),
        **programme_columns(plan, firms, random),
    }


def _listed(plan: Plan, firms: Firms, random: Generator) -> Flags:
    """Companies on the stock exchange: so many by class, the larger the likelier."""
    found = np.zeros(firms.persons.size, bool)
    may_be = (firms.body == _COMPANY) & (firms.sales[0] >= plan.assumed.one("listed_least_sales"))
    for kind, name in ((SME, "listed_sme"), (MID, "listed_mid_sized"), (OTHER, "listed_other")):
        here = may_be & (firms.counted_as == kind)
        if here.any():
            count = plan.listed[SECTIONS[int(firms.section[0])]] if kind == SME else plan.scaled(name)
            found[chosen_by_weight(random, here * np.sqrt(firms.sales[0]), count)] = True
    return found


def _audited(plan: Plan, firms: Firms, listed: Flags) -> Flags:
    lines = plan.assumed.items("audit")
    sales, assets = firms.sales[0], firms.total_assets
    alone = (assets >= lines["alone"]) | (sales >= lines["alone"])
    both = (assets >= lines["assets"]) & (sales >= lines["sales"])
    found: Flags = ((firms.body == _COMPANY) & (alone | both)) | listed
    return found
