"""How many plants hold what: every attribute of the model that a figure rests on, and what only several show."""

import dataclasses
import fnmatch
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Literal, get_args, get_origin, get_type_hints

from tests.differential.described import described
from tests.differential.draw import CATEGORIES
from tests.differential.drawn import Drawn
from tests.differential.features import FEATURES, features_of

from pulmu.model import Plant

NOT_DRAWN = {
    "tells who, where and why": (
        "*.name", "*.name_local", "Company.*", "Installation.[!c]*", "OutsourcedStep.installation",
        "VerifiedValue.operator", "VerifiedValue.verifier", "VerifiedValue.installation", "VerifiedValue.registry_id",
        "Purchase.carbon_price_evidence", "Process.separate_reason",
    ),
    "tells where a number is from": ("Meter.*", "Plant.meters", "Quantity.*", "Source.*", "Plant.pulmu"),
    "free allocation and money only": (
        "Decisions.exempt_origin_free_allocation*", "Decisions.cement_values_per*", "Plant.price_scenarios",
        "VerifiedValue.free_allocation", "*.route", "Product.exports_to_eu", "Product.variant",
    ),
    "told in the report only": (
        "SectorParameters.*", "Product.sector_parameters", "Product.routes", "Product.unlisted_route",
        "Plant.months_monitored",
        "ScrapInput.pre_consumer",
    ),
    "a word of Step.kind, drawn there": ("OutsourcedStep.kind=*",),
    "refused": ("ElectricitySource.kind=unbundled_certificate", "InnerPrecursor.transferred_out"),
}  # fmt: skip
"""What no plant needs to hold, and why: no embedded emissions rest on it."""


def census(plants: Sequence[Drawn]) -> dict[str, int]:
    """Number of plants by what they hold; 0 for what none does and some should."""
    counts: Counter[str] = Counter()
    for drawn in plants:
        counts.update(set(_held(described(drawn))) | features_of(drawn))
    return {name: counts[name] for name in sorted(wanted())}


def wanted() -> set[str]:
    """All that is to be drawn."""
    skipped = [pattern for patterns in NOT_DRAWN.values() for pattern in patterns]
    known = {name for name in known_attributes() if not any(fnmatch.fnmatch(name, item) for item in skipped)}
    return known | FEATURES | {f"category {name}" for name in CATEGORIES}


def known_attributes() -> set[str]:
    """Attributes of the model and their words: `HeatNet.origin`, `HeatNet.origin=exhaust`."""
    return set(_attributes(Plant, set()))


def lines(counts: dict[str, int], plants: int) -> str:
    """The census as a text."""
    return "".join(f"{count:6} of {plants}  {name}\n" for name, count in counts.items())


def _attributes(kind: Any, seen: set[Any]) -> Iterator[str]:
    """Each attribute of a class and of those inside it, and each word it may be."""
    if kind in seen:
        return
    seen.add(kind)
    for name, hint in get_type_hints(kind).items():
        yield f"{kind.__name__}.{name}"
        yield from (f"{kind.__name__}.{name}={word}" for word in _words(hint))
        for inside in _classes(hint):
            yield from _attributes(inside, seen)


def _words(hint: Any) -> list[str]:
    if get_origin(hint) is Literal:
        return [word for word in get_args(hint) if isinstance(word, str)]
    return [] if get_origin(hint) is dict else [word for part in get_args(hint) for word in _words(part)]


def _classes(hint: Any) -> Iterator[Any]:
    if dataclasses.is_dataclass(hint):
        yield hint
    for part in get_args(hint):
        yield from _classes(part)


def _held(item: Any) -> Iterator[str]:
    """Attributes of a plant that are not as left out, and their words."""
    if isinstance(item, tuple | list):
        for part in item:
            yield from _held(part)
    elif isinstance(item, dict):
        yield from _held(list(item.values()))
    elif dataclasses.is_dataclass(item):
        for field in dataclasses.fields(item):
            value, name = getattr(item, field.name), f"{type(item).__name__}.{field.name}"
            if isinstance(value, str):
                yield f"{name}={value}"
            if value != _left_out(field):
                yield name
            yield from _held(value)


def _left_out(field: dataclasses.Field[Any]) -> Any:
    if field.default is not dataclasses.MISSING:
        return field.default
    return None if field.default_factory is dataclasses.MISSING else field.default_factory()
