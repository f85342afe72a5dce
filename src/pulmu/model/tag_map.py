"""Which node, metric or column of a plant each tag of its twin is read from, and how it is told there."""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pulmu.model.attribute import Bounds, Doc, Most, Text, Unique
from pulmu.model.tag import Name

Node = Annotated[str, Text(400)]


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedTag:
    """A tag of the twin and what the plant has for it.

    Parameters
    ----------
    unit : Empty where the plant says it itself.
    scale, offset : What the plant shows, times scale, plus offset, is an amount in `unit`.
    words : Empty where the plant uses the twin's own words.
    resets : A fall is then a new beginning and no fault.
    """

    tag: Annotated[Name, Doc("tag of the twin")]
    node: Annotated[Node, Doc("node, metric or column of the plant, by the name it has in `pulmu plant watch`")]
    unit: Annotated[str, Text(40), Doc("unit in which the plant counts; what the plant itself says, if left out")] = ""
    scale: Annotated[float, Bounds(-1e12, 1e12), Doc("what a value is multiplied with; not 0")] = 1.0
    offset: Annotated[float, Bounds(-1e12, 1e12), Doc("what is added then")] = 0.0
    words: Annotated[
        dict[str, str], Doc("word of the plant to a state of the twin, or to true and false; others are bad")
    ] = field(default_factory=dict)
    missing: Annotated[tuple[str, ...], Most(50), Doc("values that stand for none, such as -9999")] = ()
    uncertain: Annotated[Literal["keep", "take"], Doc("a value of uncertain quality stays so, or is taken as good")] = (
        "keep"
    )
    counts: Annotated[
        Literal["standing", "interval"],
        Doc("a counter's standing, or what was counted since the value before; the latter in files alone"),
    ] = "standing"
    resets: Annotated[bool, Doc("whether the counter may begin anew")] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TagMap:
    """The tags of a twin, and where a plant tells them.

    Parameters
    ----------
    zone : Of times that name none, in files.
    """

    pulmu: Annotated[Literal["tag_map/1"], Doc("kind and version of this document")] = "tag_map/1"
    line: Annotated[str, Text(60), Doc("line it is for, by id")] = ""
    zone: Annotated[str, Text(60), Doc("time zone of files whose times name none")] = "Asia/Seoul"
    time: Annotated[str, Text(200), Doc("column of times, in files; the first that looks like one, if left out")] = ""
    tags: Annotated[tuple[MappedTag, ...], Unique("tag"), Most(20_000)] = ()
