"""A tag and its node, and how a value of the one becomes a value of the other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from asyncua import ua

from pulmu.model.tag import Tag


@dataclass(frozen=True, slots=True)
class Point:
    """A tag and its node.

    Parameters
    ----------
    factor, offset : The tag's number is the node's times factor, plus offset.
    wire : Type in which the node takes a value.
    words : Of a node that counts its states: the word of each number.
    """

    tag: Tag
    node: Any
    factor: float = 1.0
    offset: float = 0.0
    wire: Any = ua.VariantType.Double
    words: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A node that is no tag, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What a server offers: points by the names of their tags, and what of it cannot be a tag."""

    points: Mapping[str, Point]
    skipped: tuple[Skipped, ...] = ()
