"""A stationary plant: the unit whose emissions are added up."""

from dataclasses import dataclass
from typing import Annotated

from pulmu.model.attribute import Bounds, Doc, Text
from pulmu.model.flow import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """A plant at one place."""

    name: Annotated[Words, Text(400, r".*\S.*")]
    name_local: Words = ""
    country: Annotated[str, Text(60), Doc("country of origin of its goods, by ISO code or name")]
    address: Words = ""
    unlocode: Annotated[str, Text(6, r"([A-Z]{2} ?[A-Z2-9]{3})?", "KRANS"), Doc("UN/LOCODE")] = ""
    latitude: Annotated[float | None, Bounds(-90, 90), Doc("of the main emission source, six decimals")] = None
    longitude: Annotated[float | None, Bounds(-180, 180)] = None
    split_reason: Annotated[
        Words, Doc("commercial reasons, where a site is cut so that routes of one good land apart (Art 4(7))")
    ] = ""
    registry_id: Annotated[Words, Doc("installation's identifier in the CBAM registry")] = ""
