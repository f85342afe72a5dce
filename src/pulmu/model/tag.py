"""A value of the plant by its name, what it stands for, and one sample of it."""

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pulmu.model.attribute import Bounds, Doc, Most, Text
from pulmu.model.units import unit

Element = Literal[
    "personnel", "equipment", "material", "process", "facility", "environment", "product", "supporting_document"
]
"""Observable manufacturing elements.

Source: ISO 23247-3 (digital representation).
"""
Kind = Literal["number", "truth", "text"]
Quality = Literal["good", "uncertain", "bad", "stale"]
"""Stale: the value was good once, and the link to where it comes from is lost."""
Value = float | bool | str
"""Of a number, a truth and a text; a count is a number."""
Name = Annotated[str, Text(120, r"[a-z0-9_][\w.-]*(/[\w.-]+)*", "press/1/state")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A value of the plant that can be read, and what it stands for.

    Parameters
    ----------
    unit : A unit of the closed table; `1` of counts, truths and texts.
    low, high : Engineering range: what the instrument can show or the drive can do. It is no safety limit.
    """

    name: Annotated[Name, Doc("parts separated by /")]
    unit: str = "1"
    kind: Kind = "number"
    element: Annotated[Element, Doc("element of ISO 23247 it belongs to")] = "equipment"
    station: Annotated[str, Doc("station of the line, by id; none, if left out")] = ""
    machine: Annotated[int | None, Bounds(1), Doc("which of the station's machines, from 1")] = None
    measure: Annotated[str, Doc("what is measured there: state, temperature, energy, ...")]
    measurement: Annotated[int | None, Bounds(1), Doc("MeasurementID of OPC 34100, of a measurement of energy")] = None
    writable: Annotated[bool, Doc("whether the plant takes a value for it")] = False
    low: Annotated[float | None, Doc("least the instrument shows or the drive does; no safety limit")] = None
    high: Annotated[float | None, Doc("most the instrument shows or the drive does; no safety limit")] = None
    title: Annotated[str, Text(200), Doc("what people at the plant call it")] = ""
    node: Annotated[str, Text(600), Doc("where the plant keeps it: its node id, such as nsu=urn:x;i=5")] = ""
    words: Annotated[tuple[str, ...], Most(500), Doc("words it may show, where the plant says which")] = ()

    def __post_init__(self) -> None:
        unit(self.unit)

    def holds(self, value: float) -> bool:
        """Whether a number lies in the engineering range; NaN and what is not finite never does."""
        low = -math.inf if self.low is None else self.low
        high = math.inf if self.high is None else self.high
        return math.isfinite(value) and low <= value <= high


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A value of a tag as it was read.

    Parameters
    ----------
    tag : Name of the tag.
    value : In `unit`; None where there is none.
    at : When the device says it was so: its clock may be wrong. Aware of its zone; None where it does not say.
    received : When the server that was asked took it in. Aware of its zone; None where it does not say.
    because : Why it is not good, as the device says; empty where it is.
    """

    tag: str
    value: Value | None
    unit: str = "1"
    quality: Quality = "good"
    at: datetime | None = None
    received: datetime | None = None
    because: str = ""

    @property
    def number(self) -> float | None:
        """The value, if it is a finite number of good quality; a truth is none."""
        if self.quality != "good" or isinstance(self.value, str | bool) or self.value is None:
            return None
        return self.value if math.isfinite(self.value) else None

    @property
    def truth(self) -> bool | None:
        """The value, if it is a truth of good quality; a number is none."""
        return self.value if self.quality == "good" and isinstance(self.value, bool) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What became of a write. That it was accepted says nothing of its effect: read it back.

    Parameters
    ----------
    outcome : Accepted by the device; refused, and nothing was changed; unknown, as the link was lost or time ran out.
    because : Reason of a refusal or of not knowing, as the device or the link says.
    """

    tag: str
    outcome: Literal["accepted", "refused", "unknown"]
    because: str = ""
