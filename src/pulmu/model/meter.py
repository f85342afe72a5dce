"""An instrument whose readings prove an amount."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pulmu.model.attribute import Doc
from pulmu.model.flow import Id, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Meter:
    """A meter; an amount cites it in its evidence as ``meter:ID``."""

    id: Id
    measures: Literal["electricity", "gas", "liquid_fuel", "heat", "mass"]
    name: Words = ""
    owner: Annotated[Words, Doc("supplier or own")] = ""
    serial_number: Words = ""
    calibrated: Annotated[Words, Doc("date or certificate of the last calibration")] = ""
