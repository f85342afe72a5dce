"""A number that can tell where it comes from."""

import hashlib
import json
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from pulmu.model.errors import InputError
from pulmu.model.quantity import Quantity
from pulmu.model.source import Source
from pulmu.model.units import conversion_factor

State = Literal["", "again", "cut"]


@dataclass(frozen=True, slots=True)
class Input:
    """A figure in its role for another: the formula's parameter, and its position where the parameter is a list."""

    parameter: str
    figure: "Figure"
    position: int | None = None


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Figure:
    """A value with unit, name, source and the figures it was made from.

    Parameters
    ----------
    value : The number, full precision, in `unit`.
    unit : Unit of the closed table.
    name : What it is, in the field's words.
    source : The article behind the formula, or the place a fact was read from.
    because : Why this value, where a choice was made.
    inputs : What the formula was given; empty for a leaf.
    formula : Name of the formula, `pulmu.` left out; empty for a leaf.
    subject : What it is a figure of: a good, a process, a supplier. For reading only.
    """

    value: float
    unit: str
    name: str
    source: Source
    because: str = ""
    inputs: tuple[Input, ...] = ()
    formula: str = ""
    subject: str = ""
    _key: list[str] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        if not math.isfinite(self.value):
            raise InputError.of(
                "input.not_finite",
                self.name,
                f"{self.value} is not a finite number",
                "check the inputs of this figure for zeros and huge numbers",
                text=self.value,
            )

    def __repr__(self) -> str:
        """Of the figure alone: in a tree whose branches meet, the inputs of its inputs would be told without end."""
        return f"<Figure {self.name} = {self.value!r} {self.unit}, {len(self.inputs)} inputs>"

    def to(self, unit: str) -> float:
        """The value in another unit of the same dimension."""
        return self.value if unit == self.unit else self.value * conversion_factor(self.unit, unit)

    def of(self, subject: str, because: str = "") -> "Figure":
        """The same figure, told what it is a figure of and, where a choice was made, why."""
        return replace(self, subject=subject, because=because or self.because, _key=[])

    @property
    def key(self) -> str:
        """Content hash: same value, story and inputs, same key. Computed once, whatever the depth of the tree."""
        if not self._key:
            for figure in _walk([self], lambda item: not item._key):
                figure._key.append(figure._hash())
        return self._key[0]

    def _hash(self) -> str:
        used = [(item.parameter, item.position, item.figure._key[0]) for item in self.inputs]
        source = self.source
        return content_hash(
            self.value, self.unit, self.name, self.subject, self.because, self.formula,
            (source.act, source.place, source.edition, source.confidence), used,
        )  # fmt: skip

    def walk(self) -> Iterator["Figure"]:
        """Every figure of the tree once, inputs before what is made of them, this one last."""
        return walk([self])

    def leaves(self) -> Iterator["Figure"]:
        """The facts and table values it rests on."""
        return (figure for figure in self.walk() if not figure.inputs)

    def explain(self, depth: int | None = None) -> str:
        """The tree as indented text; what was told once is not told again. `depth` cuts it."""
        marks = {"again": " (see above)", "cut": " ...", "": ""}
        return "\n".join("  " * level + figure.line() + marks[state] for figure, level, state in self.outline(depth))

    def outline(self, depth: int | None = None) -> Iterator[tuple["Figure", int, State]]:
        """Figures of the tree as they are told, each with its level: inputs below what they make, the same tree once.

        `state` is "again" where its inputs were told before, "cut" where `depth` leaves them out.
        """
        told: set[str] = set()
        stack: list[tuple[Figure, int]] = [(self, 0)]
        while stack:
            figure, level = stack.pop()
            state: State = ""
            if figure.inputs:
                state = "again" if figure.key in told else "cut" if level == depth else ""
            yield figure, level, state
            if figure.inputs and not state:
                told.add(figure.key)
                stack.extend((item.figure, level + 1) for item in reversed(figure.inputs))

    def line(self) -> str:
        """Name, value, source and reason in one line."""
        name = f"{self.name} of {self.subject}" if self.subject else self.name
        text = f"{name} = {format_value(self.value)}{'' if self.unit == '1' else ' ' + self.unit}  [{self.source}]"
        return f"{text} - {self.because}" if self.because else text


def walk(roots: Iterable[Figure]) -> Iterator[Figure]:
    """Every figure of the trees once, inputs before what is made of them; what trees share is walked once."""
    return _walk(roots, lambda _: True)


def _walk(roots: Iterable[Figure], wanted: Callable[[Figure], bool]) -> Iterator[Figure]:
    """Those of them that are wanted; what lies below another is not looked at."""
    seen: set[int] = set()
    for root in roots:
        stack = [(root, False)]
        while stack:
            figure, done = stack.pop()
            if done:
                yield figure
            elif id(figure) not in seen and wanted(figure):
                seen.add(id(figure))
                stack.append((figure, True))
                stack.extend((item.figure, False) for item in reversed(figure.inputs))


_canonical = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def content_hash(
    value: float,
    unit: str,
    name: str,
    subject: str,
    because: str,
    formula: str,
    source: tuple[str, str, str | None, str | None],
    inputs: Sequence[tuple[str, int | None, str]],
) -> str:
    """The key of a figure: SHA-256 of its story as a JSON array, the value to its last bit.

    Parameters
    ----------
    source : Act, place, edition, confidence.
    inputs : Parameter, position, key of the input, in their order.
    """
    story = [value.hex(), unit, name, subject, because, formula, *source, inputs]
    return hashlib.sha256(_canonical(story).encode()).hexdigest()


def format_value(value: float) -> str:
    """A number for reading: thousands separated, at most six signs after what matters."""
    if value == 0:
        return "0"
    digits = max(0, 6 - max(1, math.floor(math.log10(abs(value))) + 1)) if abs(value) >= 1 else None
    if digits is None:
        return f"{value:.6g}"
    text = f"{value:,.{digits}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def fact(quantity: Quantity, name: str, subject: str = "", unit: str | None = None, because: str = "") -> Figure:
    """A leaf from a quantity the user gave, in `unit` if one is wanted; its evidence and what it cites are told
    as the reason."""
    told = "; ".join(filter(None, (because or quantity.evidence, quantity.cites, quantity.basis)))
    source = quantity.source or Source("given", name)
    if unit is None or unit == quantity.unit:
        return Figure(quantity.value, quantity.unit, name, source, told, subject=subject)
    return Figure(quantity.to(unit), unit, name, source, told, subject=subject)
