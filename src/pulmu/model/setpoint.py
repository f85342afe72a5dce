"""What is to be written into the plant: setpoints, in groups that are taken as a whole or not at all."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pulmu.model.attribute import Doc, Most, Text, Unique
from pulmu.model.flow import Id, Words
from pulmu.model.tag import Name as TagName

SetpointValue = float | int | bool | str
"""A number, a whole number, a truth, or the name of a choice. Which of them a tag takes, its limit says."""
UnitText = Annotated[
    str, Text(20), Doc("as the plant counts it, sign by sign; nothing is converted on the way to a plant")
]

__all__ = ["Setpoint", "SetpointGroup", "SetpointProgramme", "SetpointValue", "TagName", "UnitText"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setpoint:
    """A value one tag of the plant is to take."""

    tag: TagName
    value: Annotated[SetpointValue, Doc("what is to be written")]
    unit: UnitText = "1"
    compensation: Annotated[
        SetpointValue | None, Doc("what is written if the group fails later on; what stood there before, if left out")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetpointGroup:
    """Setpoints that are written in this order, all of them or none: what was written of a failed group goes back."""

    id: Id
    name: Words = ""
    name_local: Words = ""
    setpoints: Annotated[tuple[Setpoint, ...], Unique("tag"), Most(50)]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetpointProgramme:
    """Groups one after the other; each is proposed, armed and committed by itself."""

    pulmu: Annotated[Literal["setpoints/1"], Doc("kind and version of this document")] = "setpoints/1"
    id: Id
    name: Words = ""
    name_local: Words = ""
    plant: Annotated[Id, Doc("plant it is for; the guard of another plant refuses it")]
    groups: Annotated[tuple[SetpointGroup, ...], Unique(), Most(50)]
