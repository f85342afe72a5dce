"""What an attribute of a plant means and allows: one place that feeds reading, checks, schema and documentation."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Doc:
    """What the attribute is, in a sentence."""

    text: str


@dataclass(frozen=True, slots=True)
class Dimensions:
    """Dimensions a quantity may have."""

    allowed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bounds:
    """Closed range of a number or of a quantity's value."""

    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class AnySize:
    """A number that may be of any size, such as won of a whole nation; others are no larger than a factory's."""


@dataclass(frozen=True, slots=True)
class Text:
    """Longest text, and the pattern it must match as a whole."""

    longest: int = 400
    pattern: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class Unique:
    """Name of the attribute by which entries of a list must differ."""

    by: str = "id"


@dataclass(frozen=True, slots=True)
class Short:
    """A thing that may be written as one of its attributes alone: ``12 min`` for ``{mean: 12 min}``."""

    by: str


@dataclass(frozen=True, slots=True)
class Most:
    """How many entries a list may have."""

    number: int
