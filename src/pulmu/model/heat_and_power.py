"""Heat by its medium, and equipment that makes heat and electricity from one fuel."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pulmu.model.attribute import Bounds, Dimensions, Doc, Text
from pulmu.model.quantity import Quantity

FuelClass = Literal["S1", "S2", "S3", "S4", "S5", "S6", "L7", "L8", "L9", "G10", "G11", "G12", "G13", "O14"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatMeasurement:
    """Net heat of a medium by its mass and enthalpies (M2547 Annex II C.1.2.1, method 1)."""

    mass: Annotated[Quantity, Dimensions(("mass",)), Bounds(0), Doc("steam, hot water or oil sent out in the period")]
    enthalpy_supplied: Annotated[
        Quantity,
        Dimensions(("energy per mass",)),
        Bounds(0),
        Doc("enthalpy as it leaves, at its temperature and pressure"),
    ]
    enthalpy_returned: Annotated[
        Quantity | None, Dimensions(("energy per mass",)), Bounds(0), Doc("enthalpy of what comes back")
    ] = None
    condensate: Annotated[
        Literal["returned", "not_returned", "in_product"],
        Doc("not_returned: counts as returned at 90 degrees; in_product: stays in the product, so nothing is deducted"),
    ] = "returned"
    lost: Annotated[
        Quantity | None,
        Dimensions(("energy",)),
        Bounds(0),
        Doc("heat of medium that leaked away, by estimate; deducted"),
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CombinedHeatAndPower:
    """How a unit that makes heat and electricity splits its emissions (M2547 Annex III A.2.2)."""

    fuel_class: Annotated[
        FuelClass, Doc("class of its fuel in the table of reference efficiencies; G10 is natural gas and LPG")
    ]
    year_of_construction: Annotated[int, Bounds(1900, 2100), Doc("year it was built, or last refitted at large")]
    heat_form: Annotated[
        Literal["hot_water", "steam", "direct"], Doc("what carries its heat; direct: exhaust gas used as such")
    ]
    heat_produced: Annotated[
        Quantity | None,
        Dimensions(("energy",)),
        Bounds(0),
        Doc("its net heat by meter; left out where it alone feeds a heat net with heat_produced"),
    ] = None
    heat_efficiency: Annotated[
        float | None, Bounds(0, 1.1), Doc("net heat over fuel energy by design, where its heat is not metered")
    ] = None
    electricity_efficiency: Annotated[
        float | None, Bounds(0, 1.1), Doc("net electricity over fuel energy by design, where its heat is not metered")
    ] = None
    reference_heat_efficiency: Annotated[
        float | None, Bounds(0.05, 1.1), Doc("own reference efficiency of heat; needs reference_evidence")
    ] = None
    reference_electricity_efficiency: Annotated[
        float | None, Bounds(0.05, 1.1), Doc("own reference efficiency of electricity; needs reference_evidence")
    ] = None
    reference_evidence: Annotated[
        str, Text(400), Doc("proof of own reference efficiencies; without it the table's are taken")
    ] = ""
    condensate_counted: Annotated[
        bool,
        Doc("whether the heat is net of the condensate returned; if not, the reference of steam is 5 points higher"),
    ] = True
