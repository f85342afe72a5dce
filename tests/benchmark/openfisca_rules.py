"""OpenFisca's side of the small rule set; run by the Python of an environment of its own, never imported by Pulmu.

``python openfisca_rules.py FOLDER TURNS``: calculates the answers for the firms in a folder, writes them there, and
tells how long each turn took, by the clock and of the processor. The first turn comes after a start from nothing.
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
from made_firms import (
    ANSWERS,
    ASSET_CAP,
    INDUSTRIES,
    LEAST_EMPLOYEES,
    LEAST_RESEARCH,
    MEDIUM_LIMIT,
    PLANT_CAP,
    PLANT_INDUSTRIES,
    PLANT_RATE,
    REGIONS,
    SMALL_LIMIT,
    VOUCHER_CAP,
    VOUCHER_RATE,
    read_firms,
)
from openfisca_core.entities import Entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import YEAR
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

FIRM = Entity("firm", "firms", "A firm", "")
PERIOD = "2026"


def _value(value: float) -> dict:
    return {"values": {"2020-01-01": {"value": value}}}


PARAMETERS = {
    "medium_limit": {f"i{industry}": _value(limit) for industry, limit in MEDIUM_LIMIT.items()},
    "small_limit": {f"i{industry}": _value(limit) for industry, limit in SMALL_LIMIT.items()},
    "asset_cap": _value(ASSET_CAP),
    "least_employees": _value(LEAST_EMPLOYEES),
    "least_research": _value(LEAST_RESEARCH),
    "voucher_cap": _value(VOUCHER_CAP),
    "voucher_rate": {size: _value(rate) for size, rate in VOUCHER_RATE.items()},
    "plant_cap": _value(PLANT_CAP),
    "plant_rate": {region: _value(rate) for region, rate in PLANT_RATE.items()},
}


def _given(name: str, kind: type = float) -> type[Variable]:
    return type(name, (Variable,), {"value_type": kind, "entity": FIRM, "definition_period": YEAR, "label": name})


GIVEN = [
    *(_given(name) for name in ("sales_1", "sales_2", "sales_3", "assets", "employees", "research_share")),
    *(_given(name) for name in ("voucher_cost", "plant_cost")),
    *(_given(name, int) for name in ("industry", "region")),
    _given("in_group", bool),
]


class average_sales(Variable):
    value_type, entity, definition_period = float, FIRM, YEAR

    def formula(firm, period):
        return (firm("sales_1", period) + firm("sales_2", period) + firm("sales_3", period)) / 3


def _of_industry(firm, period, table):
    limits = np.array([table[f"i{industry}"] for industry in INDUSTRIES])
    return limits[firm("industry", period) - INDUSTRIES[0]]


class medium_limit(Variable):
    value_type, entity, definition_period = float, FIRM, YEAR

    def formula(firm, period, parameters):
        return _of_industry(firm, period, parameters(period).medium_limit)


class small_limit(Variable):
    value_type, entity, definition_period = float, FIRM, YEAR

    def formula(firm, period, parameters):
        return _of_industry(firm, period, parameters(period).small_limit)


class within_assets(Variable):
    value_type, entity, definition_period = bool, FIRM, YEAR

    def formula(firm, period, parameters):
        return firm("assets", period) < parameters(period).asset_cap


class is_sme(Variable):
    value_type, entity, definition_period = bool, FIRM, YEAR

    def formula(firm, period):
        within = firm("average_sales", period) <= firm("medium_limit", period)
        return within & firm("within_assets", period) & ~firm("in_group", period)


class size(Variable):
    """0 other, 1 small, 2 medium."""

    value_type, entity, definition_period = int, FIRM, YEAR

    def formula(firm, period):
        is_small = firm("average_sales", period) <= firm("small_limit", period)
        return firm("is_sme", period) * np.where(is_small, 1, 2)


class voucher(Variable):
    value_type, entity, definition_period = bool, FIRM, YEAR

    def formula(firm, period, parameters):
        known = parameters(period)
        is_able = firm("employees", period) >= known.least_employees
        return firm("is_sme", period) & is_able & (firm("research_share", period) >= known.least_research)


class voucher_krw(Variable):
    value_type, entity, definition_period = float, FIRM, YEAR

    def formula(firm, period, parameters):
        known = parameters(period)
        rates = np.array([0.0, known.voucher_rate.small, known.voucher_rate.medium])
        paid = np.minimum(firm("voucher_cost", period) * rates[firm("size", period)], known.voucher_cap)
        return firm("voucher", period) * paid


class plant(Variable):
    value_type, entity, definition_period = bool, FIRM, YEAR

    def formula(firm, period):
        is_meant = np.isin(firm("industry", period), PLANT_INDUSTRIES)
        is_favoured = (firm("size", period) == 1) | (firm("region", period) >= REGIONS.index("preferred"))
        return firm("is_sme", period) & is_meant & is_favoured


class plant_krw(Variable):
    value_type, entity, definition_period = float, FIRM, YEAR

    def formula(firm, period, parameters):
        known = parameters(period)
        rates = np.array([known.plant_rate[region] for region in REGIONS])
        paid = np.minimum(firm("plant_cost", period) * rates[firm("region", period)], known.plant_cap)
        return firm("plant", period) * paid


def rules() -> TaxBenefitSystem:
    system = TaxBenefitSystem([FIRM])
    system.parameters = ParameterNode("", data=PARAMETERS)
    computed = (
        average_sales,
        medium_limit,
        small_limit,
        within_assets,
        is_sme,
        size,
        voucher,
        voucher_krw,
        plant,
        plant_krw,
    )
    system.add_variables(*GIVEN, *computed)
    return system


def main() -> None:
    folder, turns = Path(sys.argv[1]), int(sys.argv[2])
    firms = read_firms(folder / "given")
    system = rules()
    taken = []
    for _ in range(turns):
        simulation = SimulationBuilder().build_default_simulation(system, len(firms["firm_id"]))
        for kind in GIVEN:
            simulation.set_input(kind.__name__, PERIOD, firms[kind.__name__])
        begun, worked = time.perf_counter(), time.process_time()
        found = {name: simulation.calculate(name, PERIOD) for name in ANSWERS}
        taken.append((time.perf_counter() - begun, time.process_time() - worked))
    for name, values in found.items():
        np.save(folder / f"{name}.npy", values)
    sys.stdout.write(json.dumps(taken))


main()
