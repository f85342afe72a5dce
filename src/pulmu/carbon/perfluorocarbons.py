"""Perfluorocarbons of primary aluminium, by the slope and the overvoltage method."""

from dataclasses import dataclass

from pulmu.carbon.quote import given_number, quoted
from pulmu.model import (
    CellDay,
    Electrolysis,
    Figure,
    Millivolt,
    Minute,
    MinutePerCellDay,
    OvervoltageCoefficient,
    Percent,
    Ratio,
    RuleError,
    SlopeFactor,
    Tonne,
    TonneCO2e,
    TonneCO2ePerTonne,
    fact,
    formula,
)
from pulmu.reference import Parameter, global_warming_potential, perfluorocarbon_factor, rule

FALL_BACK = {"PFPB MW": "CWPB"}
"""Technology whose factors count where a plant without measurement has none of its own."""


@formula(rule("perfluorocarbons_slope"))
def anode_effect_minutes(frequency: CellDay, duration: Minute) -> MinutePerCellDay:
    """Anode-effect minutes per cell-day."""
    return frequency * duration


@formula(rule("perfluorocarbons_slope"))
def tetrafluoromethane_by_slope(minutes: MinutePerCellDay, slope_factor: SlopeFactor, aluminium: Tonne) -> Tonne:
    """CF4 by the slope method."""
    return minutes * slope_factor * aluminium


@formula(rule("perfluorocarbons_overvoltage"))
def tetrafluoromethane_by_overvoltage(
    overvoltage: Millivolt, current_efficiency: Percent, coefficient: OvervoltageCoefficient, aluminium: Tonne
) -> Tonne:
    """CF4 by the overvoltage method; the current efficiency is the number of per cents."""
    return coefficient * (overvoltage / current_efficiency) * aluminium


@formula(rule("perfluorocarbons_slope"), rule("perfluorocarbons_overvoltage"))
def hexafluoroethane(tetrafluoromethane: Tonne, weight_fraction: Ratio) -> Tonne:
    """C2F6 that comes with CF4."""
    return tetrafluoromethane * weight_fraction


@formula(rule("perfluorocarbons_slope"), rule("perfluorocarbons_overvoltage"))
def perfluorocarbon_emissions(
    tetrafluoromethane: Tonne,
    hexafluoroethane: Tonne,
    warming_potential_cf4: TonneCO2ePerTonne,
    warming_potential_c2f6: TonneCO2ePerTonne,
    collection_efficiency: Ratio,
) -> TonneCO2e:
    """Perfluorocarbons as CO2 equivalent; what the ducts did not collect was given off too."""
    return (
        tetrafluoromethane * warming_potential_cf4 + hexafluoroethane * warming_potential_c2f6
    ) / collection_efficiency


@dataclass(frozen=True, slots=True)
class ElectrolysisFactors:
    """The factors of some cells: own ones with evidence, else those of the technology."""

    factor: Figure
    weight_fraction: Figure


def electrolysis_factors(cells: Electrolysis) -> ElectrolysisFactors:
    """Slope factor or overvoltage coefficient, and the weight fraction of C2F6.

    Raises
    ------
    RuleError  The act has no factor of the method for the technology (`carbon.no_cell_factor`).
    """
    own = cells.slope_factor if cells.method == "slope" else cells.overvoltage_coefficient
    field = "slope_factor" if cells.method == "slope" else "overvoltage_coefficient"
    unit = "(kg CF4/t Al)/(anode-effect min/cell-day)" if cells.method == "slope" else "(kg CF4/t Al)/mV"
    words = field.replace("_", " ")
    if own is not None and cells.factor_evidence:
        factor = given_number(cells, own, field, words, cells.factor_evidence, unit, "aluminium")
    else:
        factor = _of_technology(cells, words, "slope" if cells.method == "slope" else "coefficient")
    if cells.weight_fraction is not None and cells.factor_evidence:
        fraction = given_number(
            cells, cells.weight_fraction, "weight_fraction", "weight fraction", cells.factor_evidence, "1", "aluminium"
        )
    else:
        fraction = _of_technology(cells, "weight fraction", "c2f6_cf4_ratio")
    return ElectrolysisFactors(factor, fraction)


def _of_technology(cells: Electrolysis, words: str, what: str) -> Figure:
    technology = FALL_BACK.get(cells.technology, cells.technology)
    found: Parameter | None = perfluorocarbon_factor(cells.method, technology, what)
    if found is None or (cells.method == "overvoltage" and cells.technology in FALL_BACK):
        raise RuleError.of(
            "carbon.no_cell_factor",
            cells.id,
            f"the act has no {words} of the {cells.method} method for {cells.technology}",
            "use the slope method, or measure your own factors and give them with factor_evidence",
            source=cells.name or cells.id,
            technology=cells.technology,
            method=cells.method,
            factor=words,
        )
    because = technology if technology == cells.technology else f"{cells.technology} without measurement: {technology}"
    return quoted(found, words, cells.name or cells.id, because)


def electrolysis_emissions(cells: Electrolysis) -> Figure:
    """Perfluorocarbons of some cells as CO2 equivalent, CF4 and C2F6 among its inputs."""
    name, found = cells.name or cells.id, electrolysis_factors(cells)
    aluminium = fact(cells.aluminium, "primary aluminium", name, "t")
    tetrafluoromethane = _tetrafluoromethane(cells, found.factor, aluminium).of(name)
    fluoroethane = hexafluoroethane.figure(
        tetrafluoromethane=tetrafluoromethane, weight_fraction=found.weight_fraction
    ).of(name)
    return perfluorocarbon_emissions.figure(
        tetrafluoromethane=tetrafluoromethane,
        hexafluoroethane=fluoroethane,
        warming_potential_cf4=_warming_potential("CF4"),
        warming_potential_c2f6=_warming_potential("C2F6"),
        collection_efficiency=_number(cells, "collection_efficiency", "1"),
    ).of(name)


def _tetrafluoromethane(cells: Electrolysis, factor: Figure, aluminium: Figure) -> Figure:
    if cells.method == "slope":
        minutes = anode_effect_minutes.figure(
            frequency=_number(cells, "anode_effect_frequency", "1/cell-day"),
            duration=_number(cells, "anode_effect_duration", "min"),
        )
        return tetrafluoromethane_by_slope.figure(minutes=minutes, slope_factor=factor, aluminium=aluminium)
    return tetrafluoromethane_by_overvoltage.figure(
        overvoltage=_number(cells, "anode_effect_overvoltage", "mV"),
        current_efficiency=_number(cells, "current_efficiency", "%"),
        coefficient=factor,
        aluminium=aluminium,
    )


def _number(cells: Electrolysis, field: str, unit: str) -> Figure:
    return given_number(cells, getattr(cells, field), field, field.replace("_", " "), "", unit, "aluminium")


def _warming_potential(gas: str) -> Figure:
    return quoted(global_warming_potential(gas), f"global warming potential {gas}", gas)
