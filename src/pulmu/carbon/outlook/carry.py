"""The same production in another year."""

from dataclasses import replace

from pulmu.model import OutsourcedStep, Period, Plant, Purchase, Source
from pulmu.model.flow import VerifiedValue
from pulmu.reference import share_kept


def plant_in_year(plant: Plant, year: int) -> Plant:
    """The same production in another year, made of what was produced in that year.

    A supplier's verified emissions stay; the free allocation it gave shrinks as the share that is kept does.
    """
    own = share_kept(plant.period.year).value
    part = share_kept(year).value / own if own else 1.0
    said = f"as given for {plant.period.year}, times {part:.6g} for {year}"
    return replace(
        plant,
        period=Period.of_year(year),
        purchases=tuple(_purchase(item, part, said) for item in plant.purchases),
        outsourced_steps=tuple(_step(item, part, said) for item in plant.outsourced_steps),
    )


def _purchase(purchase: Purchase, part: float, said: str) -> Purchase:
    return replace(purchase, production_year=None, verified=_verified(purchase.verified, part, said))


def _step(step: OutsourcedStep, part: float, said: str) -> OutsourcedStep:
    return replace(step, verified=_verified(step.verified, part, said))


def _verified(verified: VerifiedValue | None, part: float, said: str) -> VerifiedValue | None:
    if verified is None or verified.free_allocation is None:
        return verified
    given = verified.free_allocation
    found = given.source or Source("given", "free_allocation")
    place = ", ".join(filter(None, (found.place, said)))
    kept = replace(given, value=given.value * part, source=replace(found, place=place))
    return replace(verified, free_allocation=kept)
