"""Questions to a line as one document: named scenarios, each a list of changes, and what matters about them."""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pulmu.model.attribute import Bounds, Doc, Most, Text, Unique
from pulmu.model.flow import Id, Words
from pulmu.model.law import Time
from pulmu.model.line import Positive, Share
from pulmu.model.station import Batch, Rate
from pulmu.model.week import DAYS, Calendar, Clock, Days, WeekTariff

Factor = Annotated[float, Bounds(0, 1000)]
Above = Annotated[float, Bounds(1e-3, 1000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outage:
    """Times of the week at which machines do not work."""

    days: Annotated[Days, Doc("on which it starts")] = DAYS
    start: Clock = "00:00"
    end: Annotated[Clock, Doc("not after the start: on the next day")] = "24:00"
    machines: Annotated[
        int | None, Bounds(1, 10_000), Doc("how many of the station's; all, if left out; these finish a cycle first")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change of one thing of the line: name the thing, and what is different about it."""

    station: Annotated[str, Doc("station that is changed, by id")] = ""
    source: Annotated[str, Doc("source that is changed, by id")] = ""
    carrier: Annotated[str, Doc("carrier whose price is changed, by id; with `station`: whose use is changed")] = ""
    operators: Annotated[str, Doc("pool that is changed, by id")] = ""
    product: Annotated[str, Doc("product that is changed, by id")] = ""
    down: Annotated[tuple[Outage, ...], Most(50), Doc("station: when it, or some of its machines, stand still")] = ()
    machines: Annotated[int | None, Bounds(1, 10_000), Doc("station: how many machines")] = None
    buffer: Annotated[int | None, Bounds(0, 1_000_000), Doc("station: places before it")] = None
    time: Annotated[Time | None, Doc("station: time of a cycle, also of steps that give their own")] = None
    time_factor: Annotated[Above | None, Doc("station: times of a cycle are multiplied by it")] = None
    set_up: Annotated[Time | None, Doc("station: time of every set-up")] = None
    set_up_factor: Annotated[Factor | None, Doc("station: times of set-up are multiplied by it")] = None
    batch: Annotated[Batch | None, Doc("station: pieces it takes at once")] = None
    order: Annotated[
        Literal["first_come", "last_come", "priority", "shortest", "same_family"] | None,
        Doc("station: which piece is next"),
    ] = None
    stop: Annotated[str, Doc("station: kind of stop that `every`, `lasts`, the factors and `never` are about")] = ""
    every: Annotated[Time | None, Doc("stop: time until it comes; source: time between arrivals")] = None
    every_factor: Annotated[Above | None, Doc("stop or source: `every` is multiplied by it")] = None
    lasts: Annotated[Time | None, Doc("stop: how long it lasts")] = None
    lasts_factor: Annotated[Factor | None, Doc("stop: how long it lasts is multiplied by it")] = None
    never: Annotated[bool, Doc("stop: it does not come at all")] = False
    calendar: Annotated[str, Doc("station or operators: when they work, by id")] = ""
    use: Annotated[
        dict[str, Rate], Doc("station and carrier: use per hour of a state, or `per_piece`, `per_cycle`, `per_set_up`")
    ] = field(default_factory=dict)
    products: Annotated[dict[str, Positive], Doc("source: its products, and how large the part of each is")] = field(
        default_factory=dict
    )
    most_inside: Annotated[int | None, Bounds(1, 1_000_000), Doc("source: most pieces of it in the line at once")] = (
        None
    )
    lot: Annotated[int | None, Bounds(1, 100_000), Doc("source: pieces that arrive together")] = None
    price: Annotated[Positive | None, Doc("carrier: won per unit at all times")] = None
    tariff: Annotated[str, Doc("carrier: its prices over the week, by id")] = ""
    count: Annotated[int | None, Bounds(0, 10_000), Doc("operators: how many people")] = None
    step: Annotated[
        str, Doc("product: step of its route that `scrap` and `rework` are about; the last, if left out")
    ] = ""
    scrap: Annotated[Share | None, Doc("product: share of pieces that are scrap after the step")] = None
    rework: Annotated[Share | None, Doc("product: share of pieces that go back after the step")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A line as it might be: all changes together."""

    id: Id
    name: Words = ""
    name_local: Words = ""
    changes: Annotated[tuple[Change, ...], Most(100)]
    low: Annotated[
        tuple[Change, ...], Most(100), Doc("as a factor: its other level; the line as it is, if left out")
    ] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """What a plant asks its virtual double: what matters, how exactly, and the scenarios."""

    pulmu: Annotated[Literal["what_if/1"], Doc("kind and version of this document")] = "what_if/1"
    id: Annotated[str, Text(60, r"[\w][\w.-]*", "furnace_on_mondays"), Doc("short name; letters, digits, _ . -")]
    name: Words = ""
    name_local: Words = ""
    figure: Annotated[
        str, Text(200), Doc("the figure that matters: `good`, `cost_per_t`, `station.press.queue`, ...")
    ] = "good"
    better: Annotated[
        Literal["", "more", "less"], Doc("which is better of the figure; what it plainly is, if left out")
    ] = ""
    exact: Annotated[
        float, Bounds(1e-6, 1), Doc("how exactly: half the width of the difference's interval, as a share of the base")
    ] = 0.02
    exact_amount: Annotated[
        Positive | None, Doc("how exactly, in the figure's unit; in place of `exact` where it is given")
    ] = None
    until: Annotated[
        Literal["exact_or_sign", "exact"],
        Doc("stop as well once it is sure which is more, or only when it is exact"),
    ] = "exact_or_sign"
    confidence: Annotated[float, Bounds(0.5, 0.9999), Doc("how sure the answers are, all together")] = 0.95
    days: Annotated[float, Bounds(0.01, 36_500), Doc("days that are looked at")] = 28.0
    warm_up_hours: Annotated[
        float | None, Bounds(0, 876_000), Doc("hours before them that are not counted; found (MSER-5), if left out")
    ] = None
    seed: Annotated[int, Bounds(0, 1_000_000_000), Doc("of the random numbers")] = 0
    first: Annotated[int, Bounds(5, 10_000), Doc("replications before the first look")] = 10
    most: Annotated[int, Bounds(5, 100_000), Doc("most replications of each line")] = 640
    calendars: Annotated[tuple[Calendar, ...], Unique(), Most(100), Doc("more calendars, for changes to name")] = ()
    tariffs: Annotated[tuple[WeekTariff, ...], Unique(), Most(20), Doc("more tariffs, for changes to name")] = ()
    scenarios: Annotated[tuple[Scenario, ...], Unique(), Most(50)]
