"""What the report tells of a good beside its emissions (M2547 Annex IV, point 2)."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pulmu.model.attribute import Bounds, Doc

Share = Annotated[float | None, Bounds(0, 1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectorParameters:
    """Composition and make of a good; which of them its category asks for stands in the table of sectors."""

    reducing_agent: Annotated[
        Literal["coal_or_coke", "natural_gas", "biogas", "hydrogen", "other"] | None,
        Doc("main reducing agent of its iron, of a bought precursor if known"),
    ] = None
    manganese: Annotated[Share, Doc("mass share of manganese")] = None
    chromium: Annotated[Share, Doc("mass share of chromium")] = None
    nickel: Annotated[Share, Doc("mass share of nickel")] = None
    carbon: Annotated[Share, Doc("mass share of carbon, of a ferro-alloy; of steel where it tells the grade")] = None
    other_alloys: Annotated[Share, Doc("mass share of all other alloying elements")] = None
    scrap_per_tonne: Annotated[float | None, Bounds(0, 5), Doc("tonnes of scrap used per tonne of good")] = None
    pre_consumer_scrap: Annotated[Share, Doc("share of that scrap that is pre-consumer")] = None
    non_aluminium: Annotated[Share, Doc("mass share of all elements but aluminium, if above 0.01")] = None
    clinker_ratio: Annotated[Share, Doc("clinker in cement; that of the good's clinker_content if left out")] = None
    concentration: Annotated[Share, Doc("purity or concentration of ammonia, nitric acid, urea")] = None
    nitrogen: Annotated[Share, Doc("mass share of nitrogen; that of the good's nitrogen_content if left out")] = None
    nitrogen_as_ammonium: Annotated[Share, Doc("mass share of nitrogen as ammonium")] = None
    nitrogen_as_nitrate: Annotated[Share, Doc("mass share of nitrogen as nitrate")] = None
    nitrogen_as_urea: Annotated[Share, Doc("mass share of nitrogen as urea")] = None
    nitrogen_other: Annotated[Share, Doc("mass share of nitrogen in other forms")] = None
