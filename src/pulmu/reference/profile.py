"""What a firm's profile asks: criteria by axis, and the numbers they are held against. Pulmu's own definition."""

import functools
from dataclasses import dataclass
from typing import Literal, cast

from pulmu.model.source import Confidence, Source
from pulmu.reference.table import Row, load_table

Axis = Literal["ai", "carbon", "global", "rnd"]
CriterionTest = Literal["flag", "any_flag", "at_least", "at_most", "share_at_least", "ranked"]


@dataclass(frozen=True, slots=True)
class ProfileParameter:
    """A number of the profile: Pulmu's own, or a condition of a programme or an article that its source names.

    Parameters
    ----------
    value : A number (won, count, share), a word (choice) or a set of words (choices).
    """

    name: str
    kind: Literal["won", "count", "share", "choice", "choices"]
    unit: str
    value: float | str | frozenset[str]
    source: Source
    note_en: str
    note_ko: str


@dataclass(frozen=True, slots=True)
class ProfileCriterion:
    """One test of an axis.

    Parameters
    ----------
    test : A yes; any yes; a number at least or at most the parameter; the first over the second; a place in an order.
    parameter : Name among the numbers of the profile or of the size law; "" where there is nothing to compare with.
    ask : Facts to ask where it is unknown, in this order.
    source : Where it is defined.
    raise_en, raise_ko : What a firm may do to meet it.
    """

    axis: Axis
    name: str
    test: CriterionTest
    facts: tuple[str, ...]
    parameter: str
    ask: tuple[str, ...]
    source: Source
    name_en: str
    name_ko: str
    raise_en: str
    raise_ko: str


@functools.cache
def profile_parameters() -> tuple[ProfileParameter, ...]:
    """Every number of the profile, in the order of its table."""
    return tuple(_parameter(row) for row in load_table("profile_parameters").rows)


@functools.cache
def profile_criteria() -> tuple[ProfileCriterion, ...]:
    """Every criterion, axis by axis."""
    return tuple(_criterion(row) for row in load_table("profile_criteria").rows)


def _parameter(row: Row) -> ProfileParameter:
    confidence = cast("Confidence | None", row["confidence"] or None)
    source = Source(row["act"], row["place"], row["edition"], confidence)
    value = _value(row["kind"], row["value"])
    return ProfileParameter(row["name"], row["kind"], row["unit"], value, source, row["note_en"], row["note_ko"])


def _value(kind: str, text: str) -> float | str | frozenset[str]:
    match kind:
        case "choice":
            return text
        case "choices":
            return frozenset(text.split(";"))
        case _:
            return float(text)


def _criterion(row: Row) -> ProfileCriterion:
    facts = tuple(row["facts"].split(";"))
    meta = load_table("profile_criteria").meta
    return ProfileCriterion(
        axis=row["axis"],
        name=row["criterion"],
        test=row["test"],
        facts=facts,
        parameter=row["parameter"],
        ask=tuple(row["ask"].split(";")) if row["ask"] else facts,
        source=Source(meta.act, f"{row['axis']}, {row['criterion']}", meta.edition),
        name_en=row["name_en"],
        name_ko=row["name_ko"],
        raise_en=row["raise_en"],
        raise_ko=row["raise_ko"],
    )
