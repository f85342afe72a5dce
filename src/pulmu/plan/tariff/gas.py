"""The bill of a month's city gas: by its heat, every line explained."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from pulmu.model import Figure, Ratio, Source, formula, total, unit
from pulmu.model.formula import Number
from pulmu.plan.tariff.charges import levy
from pulmu.plan.tariff.demand import YearMonth

NormalCubicMetre = Annotated[Number, unit("Nm3")]
Megajoule = Annotated[Number, unit("MJ")]
MegajoulePerNormalCubicMetre = Annotated[Number, unit("MJ/Nm3")]
WonPerMegajoule = Annotated[Number, unit("KRW/MJ")]
Won = Annotated[Number, unit("KRW")]

_SUPPLY = Source("도시가스 공급규정", "", confidence="secondary")


@formula(_SUPPLY)
def gas_heat(volume: NormalCubicMetre, heating_value: MegajoulePerNormalCubicMetre) -> Megajoule:
    """Heat of a volume of gas, by its gross heating value: what is billed."""
    return volume * heating_value


@formula(_SUPPLY)
def gas_charge(heat: Megajoule, price: WonPerMegajoule) -> Won:
    """Charge for heat."""
    return heat * price


@formula(_SUPPLY)
def gas_charges(parts: Sequence[Won]) -> Won:
    """All charges of a bill of gas before tax."""
    return total(parts)


@formula(_SUPPLY)
def gas_to_pay(charge: Won, tax: Won) -> Won:
    """What is to be paid for gas, to the nearest won."""
    return math.floor(round(charge + tax, 6) + 0.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class GasPrices:
    """What a MJ costs in a month, without tax: one price, or the wholesale price and what the company adds.

    Parameters
    ----------
    supply_cost : None where it is not known, or the price holds it already.
    """

    price: Figure
    supply_cost: Figure | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GasLine:
    """A line of a bill of gas: `gas`, `supply` or `tax`."""

    kind: str
    amount: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class GasBill:
    """A month's bill of gas.

    Parameters
    ----------
    heat : By gross heating value. [MJ]
    lacks_supply_cost : Whether what the city gas company adds is not in it.
    is_counterfactual : Whether it is charged by the price of another day.
    """

    month: YearMonth
    heat: Figure
    lines: tuple[GasLine, ...]
    charge: Figure
    to_pay: Figure
    lacks_supply_cost: bool
    is_counterfactual: bool


def gas_bill(
    month: YearMonth, heat: Figure, prices: GasPrices, tax: Figure, *, is_whole: bool, is_counterfactual: bool = False
) -> GasBill:
    """The bill of a month.

    Parameters
    ----------
    tax : Value added tax. [1]
    is_whole : Whether the price is all that is paid for a MJ.
    """
    lines = [GasLine(kind="gas", amount=gas_charge.figure(heat=heat, price=prices.price))]
    if prices.supply_cost is not None:
        lines.append(GasLine(kind="supply", amount=gas_charge.figure(heat=heat, price=prices.supply_cost)))
    charge = gas_charges.figure(parts=[line.amount for line in lines])
    step = Figure(1.0, "KRW", "step of rounding", tax.source)
    lines.append(GasLine(kind="tax", amount=levy.figure(charge=charge, part=tax, step=step)))
    return GasBill(
        month=month, heat=heat, lines=tuple(lines), charge=charge,
        to_pay=gas_to_pay.figure(charge=charge, tax=lines[-1].amount),
        lacks_supply_cost=not is_whole and prices.supply_cost is None, is_counterfactual=is_counterfactual,
    )  # fmt: skip


def tax_share(share: Ratio, source: Source) -> Figure:
    """Value added tax as a part of the charge."""
    return Figure(float(share), "1", "part of the charge", source)
