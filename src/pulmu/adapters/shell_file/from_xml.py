"""Elements of an XML text as the tree that JSON shows, by the classes of the metamodel."""

from typing import Any

from pulmu.twin.shell.elements import ELEMENTS, SubmodelElement
from pulmu.twin.shell.environment import Environment
from pulmu.twin.shell.notes import Notes, count_objects
from pulmu.twin.shell.parts import DataSpecificationIec61360
from pulmu.twin.shell.read import IDENTIFIABLES
from pulmu.twin.shell.shape import Attribute, is_named, shape_of

_KINDS = {name[:1].lower() + name[1:]: name for name in (*ELEMENTS, *IDENTIFIABLES, "DataSpecificationIec61360")}
Element = list[Any]
"""Tag, text, elements in it."""


def tree_from_xml(root: Element, notes: Notes, name: str) -> dict[str, Any]:
    """The tree; what stands where nothing is expected stays in it, under its tag, for the reader to tell."""
    return _Tree(notes).mapping(Environment, root, name)


class _Tree:
    def __init__(self, notes: Notes) -> None:
        self.notes = notes

    def mapping(self, kind: Any, element: Element, place: str) -> dict[str, Any]:
        _, text, below = element
        tree: dict[str, Any] = {}
        if text.strip():
            self.tell(f"{place}.{text.strip()[:40]}", "text")
        if kind is SubmodelElement:
            kind = ELEMENTS.get(_KINDS.get(element[0], ""), kind)
        if is_named(kind):
            tree["modelType"] = _KINDS.get(element[0], element[0])
        elif _named(element[0]):
            tree["modelType"] = _named(element[0])
        attributes = {attribute.key: attribute for attribute in shape_of(kind)}
        for child in below:
            tag = child[0]
            if tag in tree:
                self.tell(f"{place}.{tag}", "element", child)
                continue
            attribute = attributes.get(tag)
            tree[tag] = self.plain_item(child) if attribute is None else self.value(attribute, child, f"{place}.{tag}")
        return tree

    def value(self, attribute: Attribute, element: Element, place: str) -> Any:
        _, text, below = element
        if attribute.holds == "many":
            if text.strip():
                self.tell(place, "text")
            return [self.mapping(attribute.kind, item, f"{place}[{n}]") for n, item in enumerate(below)]
        if attribute.holds == "one":
            if not below:
                return None
            if attribute.kind in (SubmodelElement, DataSpecificationIec61360):  # one element names its kind
                for extra in below[1:]:
                    self.tell(f"{place}.{extra[0]}", "element", extra)
                return self.mapping(attribute.kind, below[0], place)
            return self.mapping(attribute.kind, element, place)
        if below:
            return self.plain(element)
        return {"true": True, "1": True, "false": False, "0": False}.get(text.strip(), text) \
            if attribute.holds == "truth" else text  # fmt: skip

    def plain(self, element: Element) -> Any:
        """What no class knows, for the reader to count and to tell."""
        tag, text, below = element
        if not below:
            return text
        named = _named(tag)
        kind = {"modelType": named} if named else {}
        return {**kind, "#elements": [self.plain_item(item) for item in below]}

    def plain_item(self, element: Element) -> Any:
        made = self.plain(element)
        named = _named(element[0])
        if named and not isinstance(made, dict):
            return {"modelType": named, "#text": made}
        return made

    def tell(self, place: str, what: str, element: Element | None = None) -> None:
        """Note what stands where nothing is expected, with the objects in it."""
        self.notes.left_out += count_objects(self.plain_item(element)) if element else 0
        self.notes.warn(
            "shell.left_markup", place, f"XML {what} where none is expected: not carried over",
            "ask whoever wrote the file to write it as IDTA 01001 says", text=what,
        )  # fmt: skip


def _named(tag: str) -> str:
    """The kind of object a tag names, in whatever namespace; empty if it names none."""
    return _KINDS.get(tag.partition(" (")[0], "")
