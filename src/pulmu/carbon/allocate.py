"""Sharing a metered flow among its users: reconciled sub-meters, the one remainder, or mass of goods."""

from collections.abc import Mapping

from pulmu.carbon.attribution import (
    reconciled_amount,
    reconciliation_factor,
    remaining_amount,
    share_by_functional_unit,
)
from pulmu.carbon.flows import Destination, Use
from pulmu.carbon.totals import joined
from pulmu.model import Figure, fact


def share_out(total: Figure, uses: tuple[Use, ...], activity: Mapping[str, Figure]) -> list[tuple[Use, Figure]]:
    """Amount of each user; they add up to the total.

    All metered: corrected by the reconciliation factor. One without meter: the remainder. Several: the remainder by the
    mass of their goods, the method's default.

    Parameters
    ----------
    total : By main meter or invoices.
    uses : Users, each with its metered amount or None.
    activity : Activity level of each process.
    """
    metered = [(use, fact(use.amount, "sub-meter", use.consumer)) for use in uses if use.amount is not None]
    open_uses = [use for use in uses if use.amount is None]
    if not open_uses:
        return _reconciled(total, metered)
    rest = total
    if metered:
        rest = remaining_amount.figure(installation=total, known=[amount for _, amount in metered])
    if len(open_uses) == 1:
        return [*metered, (open_uses[0], rest)]
    masses = [_mass(use, open_uses, activity) for use in open_uses]
    shares = [share_by_functional_unit.figure(amount=rest, mass=mass, masses=masses) for mass in masses]
    return [*metered, *zip(open_uses, shares, strict=True)]


def _reconciled(total: Figure, metered: list[tuple[Use, Figure]]) -> list[tuple[Use, Figure]]:
    if all(amount.value == 0.0 for _, amount in metered):  # an idle flow; of one that ran the checks want its users
        return metered
    factor = reconciliation_factor.figure(installation=total, sub_meters=[amount for _, amount in metered])
    if factor.value == 1.0:
        return metered
    corrected = [(use, reconciled_amount.figure(sub_meter=amount, factor=factor)) for use, amount in metered]
    return [(use, amount.of(use.consumer)) for use, amount in corrected]


def _mass(use: Use, open_uses: list[Use], activity: Mapping[str, Figure]) -> Figure:
    """Goods behind a user without meter; those of a process with several such users are divided among them."""
    masses = []
    for name in use.processes():
        several = [activity[name] for other in open_uses if name in other.processes()]
        alone = len(several) == 1
        masses.append(
            several[0]
            if alone
            else share_by_functional_unit.figure(amount=activity[name], mass=activity[name], masses=several)
        )
    return joined(masses, use.consumer)


def divide(amount: Figure, use: Use, activity: Mapping[str, Figure]) -> list[tuple[Destination, Figure]]:
    """Amount of a user over what it serves: by mass put through, else by mass of goods."""
    if len(use.parts) == 1:
        return [(use.parts[0].destination, amount)]
    masses = [
        fact(part.throughput, "mass put through", use.consumer, "t")
        if part.throughput is not None
        else activity[part.destination.name]
        for part in use.parts
    ]
    return [
        (part.destination, share_by_functional_unit.figure(amount=amount, mass=mass, masses=masses))
        for part, mass in zip(use.parts, masses, strict=True)
    ]
