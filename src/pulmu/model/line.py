"""A production line as one document: stations, what moves through them, and what it costs to run them."""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pulmu.model.attribute import Bounds, Doc, Most, Text, Unique
from pulmu.model.flow import Id, Words
from pulmu.model.law import Time
from pulmu.model.line_state import LineState
from pulmu.model.station import Station
from pulmu.model.week import Calendar, WeekTariff

Share = Annotated[float, Bounds(0, 1)]
Positive = Annotated[float, Bounds(0)]
OUT = "out"
"""Where a piece goes that leaves the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carrier:
    """Something the stations use: electricity, gas, compressed air."""

    id: Id
    name: Words = ""
    name_local: Words = ""
    unit: Annotated[
        Literal["kWh", "MWh", "MJ", "GJ", "Nm3", "kg", "t", "L"], Doc("what it is counted in; rates are per hour")
    ]
    meter: Annotated[str, Doc("meter of the plant that counts it, by id")] = ""
    price: Annotated[Positive, Doc("won per unit, where no tariff is named")] = 0.0
    tariff: Annotated[str, Doc("its prices over the week, by id")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operators:
    """A pool of people who can do the same things."""

    id: Id
    name: Words = ""
    count: Annotated[int, Bounds(0, 10_000)]
    skills: Annotated[tuple[Id, ...], Most(100), Doc("what they can do; stations ask for one of these")]
    calendar: Annotated[str, Doc("when they work, by id; always, if left out")] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteStep:
    """A step of a product's way through the line."""

    id: Annotated[str, Doc("name of the step in the route; its station's, if left out")] = ""
    station: Id
    time: Annotated[Time | None, Doc("time of a cycle; the station's, if left out")] = None
    family: Annotated[str, Doc("pieces of one family need no set-up between them; the product, if left out")] = ""
    scrap: Annotated[Share, Doc("share of pieces that are scrap after it")] = 0.0
    rework: Annotated[Share, Doc("share of pieces that go back after it")] = 0.0
    rework_to: Annotated[str, Doc("step they go back to; this one, if left out")] = ""
    next: Annotated[
        dict[str, Share],
        Doc("where good pieces go, with shares that sum to 1: steps, or `out`; the next step, if left out"),
    ] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineProduct:
    """What is made, piece by piece; a piece may be a bolt, a coil or a basket."""

    id: Id
    name: Words = ""
    name_local: Words = ""
    good: Annotated[str, Doc("good of the plant it is, by id")] = ""
    piece_kg: Annotated[Positive, Doc("mass of a piece")] = 0.0
    priority: Annotated[int, Bounds(-1000, 1000), Doc("smaller goes first, where a station goes by priority")] = 0
    route: Annotated[tuple[RouteStep, ...], Most(1000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineSource:
    """Where pieces come from.

    With `every` they arrive by a law; without, there is always a next one, as soon as there is a place for it.
    """

    id: Id
    name: Words = ""
    products: Annotated[dict[str, Positive], Doc("product: how large its part of the pieces is")]
    every: Annotated[Time | None, Doc("time between arrivals; without it, a piece comes whenever there is room")] = None
    first: Annotated[Time | None, Doc("time of the first arrival; as between arrivals, if left out")] = None
    lot: Annotated[int, Bounds(1, 100_000), Doc("pieces of one product that arrive together")] = 1
    when_full: Annotated[Literal["wait", "lost"], Doc("pieces that find no place wait outside, or are lost")] = "wait"
    most_inside: Annotated[
        int | None, Bounds(1, 1_000_000), Doc("most pieces of it in the line at once (cards, pallets, a closed circle)")
    ] = None
    most: Annotated[int | None, Bounds(1, 1_000_000_000), Doc("pieces in all; without end, if left out")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Pieces that wait before a station at the start."""

    product: Id
    step: Annotated[str, Doc("step of its route they wait for; the first, if left out")] = ""
    pieces: Annotated[int, Bounds(1, 1_000_000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line: stations and buffers, routes, people, hours, stops, and carriers of energy with their prices."""

    pulmu: Annotated[Literal["line/1"], Doc("kind and version of this document")] = "line/1"
    id: Annotated[str, Text(60, r"[\w][\w.-]*", "heading_shop"), Doc("short name; letters, digits, _ . -")]
    name: Words = ""
    name_local: Words = ""
    plant: Annotated[Words, Doc("installation it stands in, for people")] = ""
    starts: Annotated[
        str,
        Text(16, r"(mon|tue|wed|thu|fri|sat|sun|\d{4}-\d\d-\d\d) ([01]\d|2[0-3]):[0-5]\d", "mon 00:00"),
        Doc("time of the week, or a date with its time: `2026-09-21 00:00`"),
    ] = "mon 00:00"
    carriers: Annotated[tuple[Carrier, ...], Unique(), Most(20)] = ()
    tariffs: Annotated[tuple[WeekTariff, ...], Unique(), Most(20)] = ()
    calendars: Annotated[tuple[Calendar, ...], Unique(), Most(100)] = ()
    operators: Annotated[tuple[Operators, ...], Unique(), Most(60)] = ()
    stations: Annotated[tuple[Station, ...], Unique(), Most(500)]
    products: Annotated[tuple[LineProduct, ...], Unique(), Most(500)]
    sources: Annotated[tuple[LineSource, ...], Unique(), Most(500)]
    waiting: Annotated[tuple[Waiting, ...], Most(10_000), Doc("pieces in the line at the start")] = ()
    state: Annotated[LineState | None, Doc("how the line begins: pieces, machines, what is due")] = None
