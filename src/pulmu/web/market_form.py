"""The form of an offer and of a need: a few fields of the file; what has no field stays as it stands."""

from dataclasses import dataclass
from typing import Any, Literal

from pulmu.locale import Language, text
from pulmu.locale.market_words import region_names
from pulmu.model.offer import SUPPLY_KINDS
from pulmu.services.market.shelf import ItemKind
from pulmu.web.forms import LONGEST_PROSE, Form

Shape = Literal["line", "prose", "list", "ticks", "choice", "number", "date"]
_PRICES = ("project", "month", "year", "unit")


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form: an attribute of the file, and how it is typed."""

    name: str
    shape: Shape
    choices: Literal["", "kinds", "regions", "prices"] = ""
    is_needed: bool = False
    is_further: bool = False


@dataclass(frozen=True, slots=True)
class FieldShown:
    """A field with what stands in it, and its choices with whether each is taken."""

    field: Field
    value: str
    options: tuple[tuple[str, str, bool], ...]


FIELDS: dict[ItemKind, tuple[Field, ...]] = {
    "offer": (
        Field("title", "line", is_needed=True),
        Field("text", "prose"),
        Field("kinds", "ticks", "kinds"),
        Field("price_from_krw", "number"),
        Field("price_of", "choice", "prices"),
        Field("title_en", "line", is_further=True),
        Field("text_en", "prose", is_further=True),
        Field("sectors", "list", is_further=True),
        Field("processes", "list", is_further=True),
        Field("standards", "list", is_further=True),
        Field("regions", "ticks", "regions", is_further=True),
        Field("capacity", "number", is_further=True),
        Field("free_from", "date", is_further=True),
        Field("valid_until", "date", is_further=True),
    ),
    "need": (
        Field("text", "prose", is_needed=True),
        Field("kinds", "ticks", "kinds"),
        Field("budget_krw", "number"),
        Field("region", "choice", "regions"),
        Field("sector", "line", is_further=True),
        Field("processes", "list", is_further=True),
        Field("standards", "list", is_further=True),
        Field("start_by", "date", is_further=True),
    ),
}


def tree_of(form: Form, kind: ItemKind, before: dict[str, Any]) -> dict[str, Any]:
    """What a form says, as the file would; a list that was not one in the file is typed as one line."""
    return {field.name: _typed(form, field, before) for field in FIELDS[kind]}


def _typed(form: Form, field: Field, before: dict[str, Any]) -> Any:
    if field.shape == "ticks":
        return [code for code, _ in _options(field, "en") if form.text(f"{field.name}.{code}", 5)]
    if field.name not in form.fields:
        return before.get(field.name)
    if field.shape == "list":
        said = form.text(field.name, 4_000).replace("\n", ",").replace(";", ",")
        return [part.strip() for part in said.split(",") if part.strip()]
    said = form.text(field.name, LONGEST_PROSE if field.shape == "prose" else 400).replace("\r\n", "\n")
    return said.replace(",", "") if field.shape == "number" else said


def fields_of(fields: tuple[Field, ...], tree: dict[str, Any], language: Language) -> list[FieldShown]:
    """The fields of a form, filled with what a file says."""
    return [_shown(field, tree.get(field.name), language) for field in fields]


def _shown(field: Field, value: Any, language: Language) -> FieldShown:
    taken = [str(item) for item in value] if isinstance(value, list) else [str(value or "")]
    said = ", ".join(taken) if isinstance(value, list) else "" if value is None else str(value)
    options = tuple((code, name, code in taken) for code, name in _options(field, language))
    return FieldShown(field, said, options)


def _options(field: Field, language: Language) -> tuple[tuple[str, str], ...]:
    if field.choices == "kinds":
        return tuple((code, text(f"find.kind.{code}", language)) for code in SUPPLY_KINDS)
    if field.choices == "prices":
        return tuple((code, text(f"find.price_of.{code}", language)) for code in _PRICES)
    return region_names(language) if field.choices == "regions" else ()
