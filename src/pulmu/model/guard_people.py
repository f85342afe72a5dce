"""Who may ask a plant's guard for what: people, places that speak for them, and whoever proves setpoints."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pulmu.model.attribute import Bounds, Doc, Most, Text, Unique
from pulmu.model.flow import Id, Words
from pulmu.model.guard_profile import Role

PublicKey = Annotated[
    str,
    Text(80, r"ed25519:[0-9a-f]{64}", "ed25519:9f2c..."),
    Doc("as `pulmu limits key` shows it: the 32 bytes in hex"),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardPerson:
    """Somebody who may ask the guard, by a key of their own or through a gate that speaks for them."""

    id: Id
    name: Words = ""
    roles: Annotated[tuple[Role, ...], Most(20)]
    key: PublicKey | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardGate:
    """A place that may speak for people it has logged in."""

    id: Id
    name: Words = ""
    key: PublicKey
    people: Annotated[tuple[Id, ...], Most(500), Doc("people it may speak for, by id; all, if left out")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardProver:
    """A simulator whose proofs count."""

    id: Id
    name: Words = ""
    key: PublicKey


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardPeople:
    """The people of one guard, as the plant's engineer signs them."""

    pulmu: Annotated[Literal["guard_people/1"], Doc("kind and version of this document")] = "guard_people/1"
    plant: Annotated[Id, Doc("plant whose guard they may ask")]
    version: Annotated[int, Bounds(1, 1_000_000), Doc("rises with every change; an older one is refused")]
    made_by: Annotated[str, Text(100, r"\S.*", "Kim Seo-yeon"), Doc("engineer who answers for it")]
    made_on: date
    people: Annotated[tuple[GuardPerson, ...], Unique(), Most(500)]
    gates: Annotated[tuple[GuardGate, ...], Unique(), Most(20)] = ()
    provers: Annotated[tuple[GuardProver, ...], Unique(), Most(20)] = ()
