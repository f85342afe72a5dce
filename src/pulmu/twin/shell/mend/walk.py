"""Goes through all objects from the innermost out, and has each mended by the rules for its kind."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from pulmu.twin.shell.elements import Entity, Property, Range, SubmodelElement, SubmodelElementList
from pulmu.twin.shell.environment import AssetAdministrationShell, Environment, Identifiable, Submodel
from pulmu.twin.shell.mend.identity import (
    mend_administration,
    mend_asset,
    mend_entity,
    mend_shell,
    one_of_each_id,
    promote_meaning,
)
from pulmu.twin.shell.mend.lists import mend_list
from pulmu.twin.shell.mend.nameplate import renew_nameplate
from pulmu.twin.shell.mend.names import name_elements, name_itself
from pulmu.twin.shell.mend.references import mend_reference
from pulmu.twin.shell.mend.texts import mend_texts
from pulmu.twin.shell.mend.values import mend_range, mend_value
from pulmu.twin.shell.notes import Notes, shown
from pulmu.twin.shell.parts import AdministrativeInformation, Extension, Qualifier, Reference
from pulmu.twin.shell.shape import shape_of

Rule = Callable[[Any, str, Notes], Any]


def mend_environment(environment: Environment, name: str, notes: Notes) -> Environment:
    """The environment with all that could be mended; nothing is left out without a note."""
    mended: Environment = _mended(environment, name, notes)
    return one_of_each_id(mended, name, notes)


def _mended(thing: Any, place: str, notes: Notes) -> Any:
    changes: dict[str, Any] = {}
    for attribute in shape_of(type(thing)):
        held = getattr(thing, attribute.name)
        if held is None or held == () or attribute.holds in ("text", "truth"):
            continue
        below = place if attribute.name in _OPEN else f"{place}.{attribute.key}"
        if attribute.holds == "one":
            changes[attribute.name] = _mended(held, below, notes)
        else:
            changes[attribute.name] = tuple(_mended(x, place_of(below, x, n), notes) for n, x in enumerate(held))
    thing = replace(thing, **{name: value for name, value in changes.items() if value is not getattr(thing, name)})
    for kinds, rule in _RULES:
        if isinstance(thing, kinds):
            thing = rule(thing, place, notes)
    return thing


_OPEN = frozenset(
    {"value", "statements", "annotations", "submodel_elements", "submodels", "asset_administration_shells",
     "concept_descriptions"}
)  # fmt: skip
"""Attributes a path goes through without naming them."""


def place_of(base: str, thing: Any, number: int) -> str:
    """Where one of several stands: by its name, else by its number."""
    name = getattr(thing, "id_short", None) or getattr(thing, "id", None)
    return f"{base}/{shown(name)}" if name else f"{base}[{number}]"


_MEANT = (Submodel, SubmodelElement, Qualifier, Extension)
_RULES: tuple[tuple[Any, Rule], ...] = (
    (object, mend_texts),
    (Reference, mend_reference),
    ((Property, Qualifier, Extension), mend_value),
    (Range, mend_range),
    (_MEANT, promote_meaning),
    (AdministrativeInformation, mend_administration),
    (AssetAdministrationShell, mend_shell),
    (AssetAdministrationShell, mend_asset),
    (Entity, mend_entity),
    (Identifiable, name_itself),
    ((SubmodelElement, Submodel), name_elements),
    (SubmodelElementList, mend_list),
    (Submodel, renew_nameplate),
)
