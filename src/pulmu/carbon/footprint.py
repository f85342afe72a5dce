"""The footprint of an installation and year: what it emits, and what its energy and its precursors carry, each once.

A definition of our own beside the law. It is not the CBAM figure: all electricity counts; the mark-up on default
values, which is no emission, does not; a precursor of exempt origin counts with its value, not with zero. A good that
another process of the installation uses adds nothing: what it carries is counted where it arose.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pulmu.carbon.activity import NOTHING
from pulmu.carbon.consumption import mass_used
from pulmu.carbon.electricity import electricity_emissions
from pulmu.carbon.gather import Sums
from pulmu.carbon.gather.electricity import OWN_GENERATION, source_factor
from pulmu.carbon.gather.heat import outside_heat_factor
from pulmu.carbon.heat import heat_emissions
from pulmu.carbon.outsourced import step_basis, step_emissions
from pulmu.carbon.precursors import PrecursorValue, per_tonne
from pulmu.carbon.product import default_value_with_markup
from pulmu.carbon.totals import joined
from pulmu.model import (
    Figure,
    Plant,
    Problem,
    Purchase,
    Tonne,
    TonneCO2e,
    TonneCO2ePerTonne,
    dot,
    fact,
    formula,
    warning,
)
from pulmu.reference import find_good, rule

Part = Literal["direct", "electricity", "heat", "outsourced_steps", "precursors"]


@dataclass(frozen=True, slots=True)
class Footprint:
    """The footprint with its parts. [t CO2e]

    Parameters
    ----------
    total : None where a part is not known.
    parts : Those that are known.
    unknown : Why there is no total.
    left_out : What the total does not hold, because nobody knows it.
    """

    total: Figure | None
    parts: Mapping[Part, Figure]
    unknown: tuple[Problem, ...]
    left_out: tuple[Problem, ...]


@formula(rule("footprint_of_year"))
def embedded_in_precursors(masses: Sequence[Tonne], values: Sequence[TonneCO2ePerTonne]) -> TonneCO2e:
    """Embedded emissions of what was used of the bought precursors, each by its own value."""
    return dot(masses, values)


@formula(rule("footprint_of_year"))
def footprint_of_year(
    direct: TonneCO2e, electricity: TonneCO2e, heat: TonneCO2e, outsourced_steps: TonneCO2e, precursors: TonneCO2e
) -> TonneCO2e:
    """All that an installation emits in a year, and all that its energy and its precursors carry into it."""
    return direct + electricity + heat + outsourced_steps + precursors


def footprint(plant: Plant, direct: Figure, sums: Sums, values: Mapping[str, PrecursorValue]) -> Footprint:
    """The footprint of a plant.

    Parameters
    ----------
    plant : As it was given, its outsourced steps no processes.
    direct : Direct emissions of the installation.
    sums : What was gathered from its flows.
    values : What a tonne of each purchase counts with in the CBAM figure.
    """
    unknown: list[Problem] = []
    parts: dict[Part, Figure] = {"direct": direct, "heat": _heat(plant, sums), "outsourced_steps": _steps(plant)}
    electricity = _electricity(plant, sums)
    if electricity is None:
        unknown.append(_electricity_unknown())
    else:
        parts["electricity"] = electricity
    without = [bought for bought in plant.purchases if bought.used_by and not _values(bought, values[bought.id])]
    unknown += [_precursor_unknown(bought) for bought in without]
    if not without:
        parts["precursors"] = _precursors(plant, values)
    total = None
    if not unknown:
        total = footprint_of_year.figure(**{name: parts[name] for name in footprint_of_year.units if name in parts})
        total = total.of(plant.installation.name)
    left_out = (*_steps_left_out(plant), *_without_electricity(plant, values))
    return Footprint(total, parts, tuple(unknown), left_out)


def _electricity(plant: Plant, sums: Sums) -> Figure | None:
    """Electricity from outside; what own fuel made is in the direct emissions."""
    if not plant.electricity.sources:
        return None
    found = []
    for source in plant.electricity.sources:
        if source.kind in OWN_GENERATION:
            continue
        factor = source_factor(plant, source, sums.power)
        if factor is None:
            return None
        amount = fact(source.amount, "electricity", source.id, "MWh")
        found.append(electricity_emissions.figure(electricity=amount, emission_factor=factor).of(source.id))
    return _sum(found, "emissions of electricity from outside", plant)


def _heat(plant: Plant, sums: Sums) -> Figure:
    """Heat from outside, with what was lost on the way; that of own boilers is in the direct emissions."""
    moved = [item for item in sums.shared if item.kind == "heat"]
    found = [
        heat_emissions.figure(emission_factor=outside_heat_factor(plant, net), heat=item.total).of(net.name or net.id)
        for net, item in zip(plant.heat_nets, moved, strict=True)
        if net.imported_from
    ]
    return _sum(found, "emissions of heat from outside", plant)


def _steps(plant: Plant) -> Figure:
    """Steps done elsewhere whose emissions were verified; of the others nothing is known but what the good carries."""
    known = [step for step in plant.outsourced_steps if step_basis(step) == "verified_actual"]
    both = [step_emissions(step, part) for step in known for part in ("direct", "indirect")]
    return _sum([figure for figure in both if figure is not None], "emissions of steps done elsewhere", plant)


def _precursors(plant: Plant, values: Mapping[str, PrecursorValue]) -> Figure:
    masses, carried = [], []
    for bought in plant.purchases:
        used = [mass_used(bought, process) for process in bought.used_by]
        if not used:
            continue
        mass = joined(used, bought.name or bought.id)
        for value in _values(bought, values[bought.id]):
            masses.append(mass)
            carried.append(value)
    if not masses:
        return _nothing("embedded emissions of precursors", plant)
    return embedded_in_precursors.figure(masses=masses, values=carried).of(plant.installation.name)


def _values(bought: Purchase, value: PrecursorValue) -> list[Figure]:
    """What a tonne of a delivery carries, direct and indirect where it is known; nothing where no value is."""
    if value.basis == "exempt_origin":
        return list(_of_exempt_origin(bought))
    if value.basis != "verified_actual":
        return [_without_markup(value.direct)]
    indirect = bought.verified.indirect if bought.verified else None
    if indirect is None:
        return [value.direct]
    name = bought.name or bought.id
    return [value.direct, per_tonne(bought, fact(indirect, "indirect specific embedded emissions", name, "t CO2e/t"))]


def _of_exempt_origin(bought: Purchase) -> Iterator[Figure]:
    name, verified = bought.name or bought.id, bought.verified
    if verified is not None and verified.verification_report:
        yield per_tonne(bought, fact(verified.direct, "direct specific embedded emissions", name, "t CO2e/t"))
        if verified.indirect is not None:
            yield per_tonne(bought, fact(verified.indirect, "indirect specific embedded emissions", name, "t CO2e/t"))
    elif bought.stated_value is not None:
        yield fact(bought.stated_value, "stated value, not verified", name, "t CO2e/t")


def _without_markup(figure: Figure) -> Figure:
    """A default value as it was published: the mark-up of the law is no emission."""
    return figure.inputs[0].figure if figure.formula == default_value_with_markup.identifier else figure


def _sum(figures: list[Figure], name: str, plant: Plant) -> Figure:
    return joined(figures, plant.installation.name) if figures else _nothing(name, plant)


def _nothing(name: str, plant: Plant) -> Figure:
    return Figure(0.0, "t CO2e", name, NOTHING, subject=plant.installation.name)


def _electricity_unknown() -> Problem:
    return warning(
        "carbon.footprint_electricity",
        "electricity",
        "the electricity of the installation or its emission factor is not known, so there is no footprint",
        "give every source of electricity with its amount, and a factor where it is not the Korean grid",
    )


def _precursor_unknown(bought: Purchase) -> Problem:
    name = bought.name or bought.id
    return warning(
        "carbon.footprint_precursor",
        f"purchases, {bought.id}",
        f"precursor {name} is of exempt origin and has no value of its own, so there is no footprint",
        "ask the supplier for its specific embedded emissions, and give them as the stated value",
        precursor=name,
    )


def _steps_left_out(plant: Plant) -> Iterator[Problem]:
    for step in plant.outsourced_steps:
        if step_basis(step) != "verified_actual":
            name = step.name or step.id
            said = f"what the step {name} emitted elsewhere is not known and not in the footprint"
            mend = "ask its operator for verified emissions per tonne"
            yield warning("carbon.footprint_step", f"outsourced_steps, {step.id}", said, mend, step=name)


def _without_electricity(plant: Plant, values: Mapping[str, PrecursorValue]) -> Iterator[Problem]:
    """Precursors whose value holds no electricity: defaults of steel and aluminium, and what no supplier told."""
    for bought in plant.purchases:
        basis = values[bought.id].basis
        told = bought.verified is not None and bought.verified.indirect is not None
        holds = told if basis in ("verified_actual", "exempt_origin") else find_good(bought.cn_code).indirect_counts
        if bought.used_by and not holds:
            name = bought.name or bought.id
            said = f"the electricity behind precursor {name} is not known and not in the footprint"
            mend = "ask the supplier for verified indirect emissions per tonne"
            yield warning(
                "carbon.footprint_precursor_electricity", f"purchases, {bought.id}", said, mend, precursor=name
            )
