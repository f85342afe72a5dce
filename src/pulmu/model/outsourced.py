"""A step of work done elsewhere: a good leaves the plant, is worked on by another firm, comes back or is sold."""

from dataclasses import dataclass, field
from typing import Annotated

from pulmu.model.attribute import Bounds, Dimensions, Doc, Text
from pulmu.model.flow import Id, Mass, Rest, VerifiedValue, Words
from pulmu.model.process import StepKind
from pulmu.model.quantity import Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class OutsourcedStep:
    """Heat treatment, plating or the like by another firm: an installation of its own between two of this plant."""

    id: Id
    name: Annotated[Words, Doc("name of the good as it comes back, in English")] = ""
    name_local: Annotated[Words, Doc("name in the language of the plant, for the reading copy")] = ""
    kind: Annotated[StepKind, Doc("kind of work; what the law leaves out, as plating of steel, adds no emissions")]
    operator: Annotated[Words, Doc("firm that does the work")] = ""
    installation: Annotated[Words, Doc("its plant")] = ""
    country: Annotated[str, Text(60), Doc("country of that plant, by ISO code or name")]
    good: Annotated[str, Doc("good of this plant that is sent out, by its id")]
    cn_code: Annotated[str, Text(20, example="73181588"), Doc("8-digit CN code of what comes back")]
    sent: Annotated[Mass, Doc("mass sent out in the period; all of it counts, what is lost too")]
    returned: Annotated[Mass, Doc("mass of good output of the step, come back or sold from there")]
    verified: Annotated[
        VerifiedValue | None,
        Doc("verified emissions of the step alone, per tonne of its output; without it the default value of the good"),
    ] = None
    route: Annotated[str, Text(1, "[A-L]?", "C"), Doc("route letter of the benchmark, where it differs by route")] = ""
    used_by: Annotated[
        dict[str, Annotated[Quantity | Rest, Dimensions(("mass",)), Bounds(0)]],
        Doc("process of this plant that uses it further: mass consumed"),
    ] = field(default_factory=dict)
    exports_to_eu: Annotated[
        dict[str, Annotated[Quantity, Dimensions(("mass",)), Bounds(0)]],
        Doc("quarter of import (2026Q1): mass that went to the EU as it came from the step"),
    ] = field(default_factory=dict)
