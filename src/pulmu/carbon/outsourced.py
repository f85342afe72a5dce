"""Steps done by other firms: each becomes a process of the chain, between the good sent out and its further users.

With verified emissions of the step the good that comes back carries them and, by the mass sent per tonne returned,
those of the good that was sent. A step the law leaves out adds nothing. Else what comes back is a bought precursor
that counts with its default value.
"""

import dataclasses
from typing import Literal

from pulmu.carbon.boundary import is_excluded_step
from pulmu.carbon.law import cbam_regulation, method_regulation
from pulmu.carbon.precursors import FIRST_YEAR
from pulmu.model import (
    Figure,
    OutsourcedStep,
    Plant,
    Process,
    Product,
    Purchase,
    Quantity,
    Tonne,
    TonneCO2e,
    TonneCO2ePerTonne,
    fact,
    formula,
)
from pulmu.reference import find_good, rule

StepBasis = Literal["verified_actual", "left_out", "default"]


@formula(rule("outsourced_step"))
def outsourced_emissions(returned: Tonne, specific: TonneCO2ePerTonne) -> TonneCO2e:
    """Emissions of a step done elsewhere, from its verified emissions per tonne."""
    return returned * specific


def step_basis(step: OutsourcedStep) -> StepBasis:
    """What the emissions of a step rest on."""
    if is_excluded_step(find_good(step.cn_code).goods_category, step.kind):
        return "left_out"
    verified = step.verified
    if verified is None or not verified.verification_report:
        return "default"
    return "verified_actual" if verified.year is None or verified.year >= FIRST_YEAR else "default"


def with_steps(plant: Plant) -> Plant:
    """The plant with its outsourced steps as processes, or as purchases where only a default value is known."""
    if not plant.outsourced_steps:
        return plant
    made = [step for step in plant.outsourced_steps if step_basis(step) != "default"]
    bought = [step for step in plant.outsourced_steps if step_basis(step) == "default" and step.used_by]
    processes = tuple(_fed(process, made) for process in plant.processes)
    return dataclasses.replace(
        plant,
        processes=(*processes, *(_process(step) for step in made)),
        purchases=(*plant.purchases, *(_purchase(step) for step in bought)),
    )


def _process(step: OutsourcedStep) -> Process:
    product = Product(
        id=step.id,
        name=step.name,
        name_local=step.name_local,
        cn_code=step.cn_code,
        produced=step.returned,
        route=step.route,
        exports_to_eu=step.exports_to_eu,
    )
    return Process(
        id=step.id,
        name=step.name,
        name_local=step.name_local,
        goods=(product,),
        own_precursors={step.good: step.sent},
    )


def _purchase(step: OutsourcedStep) -> Purchase:
    return Purchase(
        id=step.id,
        name=step.name,
        cn_code=step.cn_code,
        supplier=step.operator,
        country_of_origin=step.country,
        received=step.returned,
        used_by={name: mass_taken(step, name) for name in step.used_by},  # what was sold on is no one's rest
        specific_use_evidence="sent out and taken back by this plant",
    )


def _fed(process: Process, steps: list[OutsourcedStep]) -> Process:
    taken = {step.id: mass_taken(step, process.id) for step in steps if process.id in step.used_by}
    return dataclasses.replace(process, own_precursors=process.own_precursors | taken) if taken else process


def mass_taken(step: OutsourcedStep, process: str) -> Quantity:
    """Mass of what came back that a process used; `rest` is what the others and the exports left."""
    amount = step.used_by[process]
    if isinstance(amount, Quantity):
        return amount
    others = [other for other in step.used_by.values() if isinstance(other, Quantity)]
    left = step.returned.to("t") - sum(other.to("t") for other in (*others, *step.exports_to_eu.values()))
    return Quantity(left, "t", step.returned.evidence, step.returned.source)


def step_emissions(step: OutsourcedStep, part: Literal["direct", "indirect"] = "direct") -> Figure | None:
    """Emissions of a step that is a process of the chain; None where nothing is known of its electricity."""
    name = step.name or step.id
    if step_basis(step) == "left_out" or step.verified is None:
        law = method_regulation("Annex I 3.16, 3.18", "extract")
        because = f"{step.kind.replace('_', ' ')} is left out by law"
        return Figure(0.0, "t CO2e", "emissions of the step", law, because, subject=name)
    value = getattr(step.verified, part)
    if value is None:
        return None
    because = f"verified actual value, report {step.verified.verification_report}"
    specific = fact(value, f"{part} specific emissions of the step", name, "t CO2e/t", because)
    returned = fact(step.returned, "mass returned", name, "t")
    return outsourced_emissions.figure(returned=returned, specific=specific).of(name)


def takes_column_a(step: OutsourcedStep) -> bool:
    """Whether the free allocation of a step is column A of what comes back: verified, none given by its operator."""
    return step_basis(step) == "verified_actual" and step.verified is not None and step.verified.free_allocation is None


def step_allocation(step: OutsourcedStep) -> Figure | None:
    """Free allocation of the step alone; None where benchmark column A of what comes back tells it."""
    name = step.name or step.id
    if step_basis(step) == "left_out":
        law = cbam_regulation("Article 31 (no process inside the boundary)", "secondary")
        because = f"{step.kind.replace('_', ' ')} is left out by law, with emissions and free allocation"
        return Figure(0.0, "t CO2e/t", "specific free allocation", law, because, subject=name)
    if step.verified is not None and step.verified.free_allocation is not None:
        given = step.verified.free_allocation
        return fact(given, "specific free allocation of the step", name, "t CO2e/t", "given by its operator")
    return None
