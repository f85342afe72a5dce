"""Energy that leaves one process and arrives in another: waste gases."""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pulmu.model.attribute import Bounds, Dimensions, Doc
from pulmu.model.flow import Id, Rest, Words
from pulmu.model.quantity import Quantity

WasteGasAmount = Annotated[Quantity, Dimensions(("normal volume", "mass", "net fuel energy")), Bounds(0)]


@dataclass(frozen=True, slots=True, kw_only=True)
class WasteGas:
    """A gas that arises in a process and can still be burnt, such as blast furnace gas, followed to its users."""

    id: Id
    name: Words = ""
    material: Annotated[Words, Doc("waste gas by the name of the tables: 'Blast furnace gas', 'Coke oven gas'")] = ""
    amount: Annotated[
        WasteGasAmount, Doc("what arose or was bought in the period; users, export and flare add up to it")
    ]
    net_calorific_value: Annotated[
        Quantity | None,
        Dimensions(("energy per normal volume", "energy per mass")),
        Bounds(0),
        Doc("net calorific value by analysis; else the table's, which is per mass"),
    ] = None
    emission_factor: Annotated[
        Quantity | None,
        Dimensions(("emissions per energy",)),
        Bounds(0),
        Doc("emission factor by analysis; else the table's"),
    ] = None
    factor_evidence: Annotated[Words, Doc("laboratory or supplier's document behind own factors")] = ""
    produced_by: Annotated[str, Doc("own process in which it arises")] = ""
    carbon_counted_by: Annotated[
        Literal["source_streams", "waste_gas"] | None,
        Doc(
            "gas of an own process: whether its carbon is already in the source streams of that process (coke, coal), "
            "or is counted here because a mass balance lets it leave"
        ),
    ] = None
    imported_from: Annotated[Words, Doc("outside supplier of the gas")] = ""
    used_by: Annotated[
        dict[str, Annotated[Quantity | Rest, Bounds(0)]],
        Doc("emission source, step or process that burns it: amount by meter, or 'rest'"),
    ] = field(default_factory=dict)
    exported: Annotated[WasteGasAmount | None, Doc("waste gas sold to outside")] = None
    flared: Annotated[WasteGasAmount | None, Doc("waste gas burnt in a flare; stays with the process it arose in")] = (
        None
    )
