"""Production processes: one per CN code, or several goods made through the same steps (M2547 Art 4)."""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pulmu.model.attribute import Bounds, Dimensions, Doc, Text, Unique
from pulmu.model.flow import Id, Mass, Words
from pulmu.model.product import Product
from pulmu.model.quantity import Quantity

StepKind = Literal[
    "annealing",
    "casting",
    "coating",
    "cold_heading",
    "cold_rolling",
    "cutting",
    "extrusion",
    "finishing",
    "forging",
    "galvanising",
    "heat_treatment",
    "hot_rolling",
    "melting",
    "pickling",
    "plating",
    "reheating",
    "remelting",
    "skimming",
    "welding",
    "wire_drawing",
    "other",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of work inside a process; its kind decides whether the law counts its fuel."""

    id: Id
    kind: StepKind
    name: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScrapInput:
    """Scrap put into a process: zero embedded emissions, but its mass and origin are reported."""

    name: Words
    amount: Mass
    pre_consumer: Annotated[Mass | None, Doc("part of it that is pre-consumer scrap")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InnerPrecursor:
    """A precursor made and used up inside a joint process (Art 4(9))."""

    cn_code: Annotated[str, Text(20)]
    produced: Annotated[
        Mass | None, Doc("mass made and used up inside; its free allocation (column A) counts by it")
    ] = None
    route: Annotated[str, Text(1, "[A-L]?", "E"), Doc("route letter of its benchmark, where it differs by route")] = ""
    transferred_out: Annotated[Mass | None, Doc("any mass that left for sale or another process: not allowed")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """The parts of an installation that make one functional unit, or several through the same physical process."""

    id: Id
    name: Words = ""
    name_local: Words = ""
    steps: Annotated[tuple[Step, ...], Unique()] = ()
    goods: Annotated[tuple[Product, ...], Doc("what it makes; several CN codes make it multifunctional")]
    grouping_reason: Annotated[
        Words, Doc("why goods of several CN codes stand in one process (Art 4(8); Annex II A.4)")
    ] = ""
    separate_reason: Annotated[
        Words,
        Doc("why its goods stand apart from others of the same precursors: more than size or shape differs"),
    ] = ""
    own_precursors: Annotated[
        dict[str, Annotated[Quantity, Dimensions(("mass",)), Bounds(0)]],
        Doc("good made by a process of this installation: mass consumed here"),
    ] = field(default_factory=dict)
    scrap_inputs: tuple[ScrapInput, ...] = ()
    inner_precursors: Annotated[tuple[InnerPrecursor, ...], Doc("joint process: precursors that never leave it")] = ()
