"""The words of a plant: what its attributes are called, where a value stands, what is wrong with it."""

from collections.abc import Callable, Sequence
from typing import Any

from pulmu.locale import Language, attribute_text, has_text, place_text, plain, problem_text, text
from pulmu.model import Path, Plant
from pulmu.services.document_form.located import Located
from pulmu.services.document_form.shape import Attribute, attributes_of
from pulmu.services.plant_editor.parts import address_of, page_of
from pulmu.web.show import Told


def label(attribute: Attribute, language: Language) -> str:
    """What an attribute is called: the words of the pages where they have their own, else those of the workbook."""
    name = attribute.name
    keys = (f"web.attribute.{attribute.owner.__name__}.{name}", f"web.attribute.any.{name}", f"workbook.head.{name}",
            f"workbook.sheet.{name}")  # fmt: skip
    return next((text(key, language) for key in keys if has_text(key, language)), name)


def meaning(attribute: Attribute, language: Language) -> str:
    """The sentence of an attribute."""
    return attribute_text(attribute.owner, attribute.name, language)


def choice(code: str, language: Language) -> str:
    """The word of a choice."""
    key = f"workbook.choice.{code}"
    return text(key, language) if has_text(key, language) else code


def where(path: Path, tree: Any, language: Language) -> str:
    """Where a value of a plant stands, in the words of the pages."""
    return where_in(Plant, path, tree, language, label)


def where_in(
    kind: type, path: Path, tree: Any, language: Language, name_of: Callable[[Attribute, Language], str]
) -> str:
    """Where a value stands, in the words of the pages: names of attributes, and entries by their id.

    Parameters
    ----------
    kind : Class of the document.
    name_of : What an attribute is called.
    """
    at = tree
    attribute: Attribute | None = None
    said: list[str] = []
    for name in path:
        if isinstance(name, str) and (attribute is None or attribute.inner is not None):
            attribute = attributes_of(kind).get(name)
            said.append(name_of(attribute, language) if attribute else plain(name, 40))
            if attribute is not None and attribute.inner is not None:
                kind = attribute.inner
        elif isinstance(name, int):
            said.append(_entry(at, name))
        elif name in ("value", "unit", "evidence"):
            said += [] if name == "value" else [text(f"web.plant.{name}", language)]
        else:
            said.append(plain(name, 40))
        at = _inside(at, name)
    return " › ".join(said)


def problems_of(found: Sequence[Located], tree: Any, base: str, language: Language) -> list[Told]:
    """Problems of a plant in the reader's words, worst first, each with the way to where it is mended.

    Parameters
    ----------
    base : Where the pages of the plant begin.
    """
    return sorted((problem_of(item, tree, base, language) for item in found), key=lambda item: item.severity != "error")


def problem_of(located: Located, tree: Any, base: str, language: Language) -> Told:
    """One of them."""
    item, path = located.problem, located.path
    said = problem_text(item.code, dict(item.values), language, message=item.message, mend=item.mend, in_place=True)
    place, href = place_text(item.place, language, in_place=True), ""
    if path is not None:
        place = where(path, tree, language)
        href = f"{base}/edit/{page_of(path, tree)}#{address_of(path, tree)}"
    return Told(code=item.code, severity=item.severity, place=place, what=said.what, mend=said.mend, href=href)


def _entry(entries: Any, number: int) -> str:
    entry = _inside(entries, number)
    names = ("name_local", "name_ko", "id", "name")
    named = next((entry[name] for name in names if entry.get(name)), None) if isinstance(entry, dict) else None
    return plain(str(named), 40) if named else str(number + 1)


def _inside(at: Any, name: str | int) -> Any:
    if isinstance(at, dict):
        return at.get(name)
    return at[name] if isinstance(at, list) and isinstance(name, int) and name < len(at) else None
