"""Steps done by other firms: their verified emissions reach the process that stands for them."""

from pulmu.carbon.gather.sums import Emission, Sums
from pulmu.carbon.outsourced import step_basis, step_emissions
from pulmu.model import Plant


def add_steps(plant: Plant, sums: Sums) -> None:
    """Emissions of outsourced steps of a plant that has them as processes."""
    for step in plant.outsourced_steps:
        direct = step_emissions(step)
        if step_basis(step) == "default" or direct is None:
            continue
        sums.direct[step.id].append(Emission("outsourced", step.operator or step.name or step.id, direct))
        indirect = step_emissions(step, "indirect")
        if sums.indirect is not None and indirect is not None:
            sums.indirect[step.id].append(indirect)
