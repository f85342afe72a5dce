"""A plain tree as objects of the metamodel: what does not fit is mended where that is safe, and told either way."""

from collections.abc import Callable
from typing import Any

from pulmu.twin.shell.elements import ELEMENTS, SubmodelElement
from pulmu.twin.shell.environment import Environment, Identifiable
from pulmu.twin.shell.notes import Notes, count_objects, is_object, shown
from pulmu.twin.shell.shape import Attribute, is_named, shape_of

NUMBER = "#number"
"""Key under which a reader of JSON keeps a number as it was written."""
IDENTIFIABLES = ("AssetAdministrationShell", "Submodel", "ConceptDescription")
_ASK = "ask whoever wrote the file to write it as IDTA 01001 says"


def read_environment(tree: Any, name: str, notes: Notes) -> Environment:
    """All objects of a file.

    Parameters
    ----------
    tree : As JSON shows it; numbers under `NUMBER`.
    name : Of the file, for places.
    """
    return _Reader(notes).thing(Environment, tree if isinstance(tree, dict) else {}, name) or Environment()


class _Reader:
    def __init__(self, notes: Notes) -> None:
        self.notes = notes

    def thing(self, kind: Any, tree: Any, place: str) -> Any:
        """An object, or None with a note why it cannot be carried over."""
        if not isinstance(tree, dict) or NUMBER in tree:
            return self.misplaced(place, tree, kind.__name__)
        kind = self.kind_of(kind, tree, place)
        if kind is None:
            return self.unknown_kind(place, tree)
        given: dict[str, Any] = {}
        lost_before = self.notes.left_out
        self.note_unknown(kind, tree, place)
        for attribute in shape_of(kind):
            value = self.attribute(attribute, tree, place)
            if value is None and attribute.required:
                value = self.fallback(kind, attribute, tree, place)
                if value is None:
                    self.notes.left_out = lost_before  # those below are counted with it
                    return self.incomplete(place, tree, kind, attribute.key)
            if value is not None:
                given[attribute.name] = value
        return kind(**given)

    def kind_of(self, kind: type, tree: dict[str, Any], place: str) -> Any:
        said = tree.get("modelType")
        if kind is SubmodelElement:
            return ELEMENTS.get(said) if isinstance(said, str) else None
        if is_named(kind) and said != kind.__name__:
            self.notes.warn(
                "shell.value_added", place, f"modelType is not given: {kind.__name__}, by where it stands", _ASK,
                key="modelType", value=kind.__name__,
            )  # fmt: skip
        return kind

    def note_unknown(self, kind: type, tree: dict[str, Any], place: str) -> None:
        known = {attribute.key for attribute in shape_of(kind)} | {"modelType"}
        if "modelType" in tree and not issubclass(kind, SubmodelElement | Identifiable):
            self.note_strange(kind, tree["modelType"], place)
        if isinstance(tree.get("modelType"), dict | list) and NUMBER not in tree["modelType"]:
            self.misplaced(f"{place}.modelType", tree["modelType"], "string")
        for key, below in tree.items():
            if key not in known:
                self.notes.warn(
                    "shell.left_attribute", f"{place}.{shown(key)}",
                    f"the metamodel has no attribute of this name: not carried over, objects in it: "
                    f"{self.count(below)}",
                    _ASK, count=count_objects(below),
                )  # fmt: skip

    def note_strange(self, kind: type, said: Any, place: str) -> None:
        """A part that says it is an object: it is read as the part, and the object it says it is, is not."""
        if is_object(said):
            self.notes.left_out += 1
            self.notes.warn(
                "shell.left_unknown", place,
                f"it says that it is a {shown(said)}, where a {kind.__name__} is expected: not carried over, objects "
                "in it: 1",
                _ASK, text=said, count=1,
            )  # fmt: skip

    def attribute(self, attribute: Attribute, tree: dict[str, Any], place: str) -> Any:
        """The value of an attribute; None if it is not given, or cannot be carried over."""
        key = attribute.key
        if key not in tree:
            return None
        value = tree[key]
        if value is None or value in ([], {}):
            self.notes.warn(
                "shell.empty", f"{place}.{key}", "nothing is given where something must be: left out",
                "leave the attribute out where it has no value",
            )  # fmt: skip
            return None
        if attribute.holds == "many":
            return self.many(attribute, value, place)
        if attribute.holds == "one":
            below = place if attribute.name == "value" else f"{place}.{key}"
            return self.thing(attribute.kind, value, below)
        return self.scalar(attribute, value, f"{place}.{key}")

    def many(self, attribute: Attribute, value: Any, place: str) -> Any:
        if not isinstance(value, list):
            return self.misplaced(f"{place}.{attribute.key}", value, "array")
        inner = issubclass(attribute.kind, SubmodelElement | Identifiable)
        base = place if inner else f"{place}.{attribute.key}"
        things = [self.thing(attribute.kind, item, _place(base, item, n, inner)) for n, item in enumerate(value)]
        return tuple(item for item in things if item is not None) or None

    def scalar(self, attribute: Attribute, value: Any, place: str) -> Any:
        plain = value[NUMBER] if isinstance(value, dict) and set(value) == {NUMBER} else value
        if isinstance(plain, dict | list):
            return self.misplaced(place, plain, "string")
        wanted: Any
        if attribute.holds == "truth":
            wanted = (
                plain if isinstance(plain, bool) else {"true": True, "1": True, "false": False, "0": False}.get(plain)
            )
        else:
            text = str(plain).lower() if isinstance(plain, bool) else plain
            wanted = _choice(text, attribute.choices) if attribute.choices else text
        if wanted is None:
            self.notes.warn(
                "shell.left_value", place, f"{shown(plain)!r} is none of the values allowed here: not carried over",
                _ASK, text=plain,
            )  # fmt: skip
            return None
        if type(wanted) is not type(value) or wanted != value:
            self.notes.warn(
                "shell.value_kind", place, f"{shown(plain)!r} is not written as the metamodel asks: read as {wanted!r}",
                _ASK, text=plain, value=wanted,
            )  # fmt: skip
        return wanted

    def fallback(self, kind: type, attribute: Attribute, tree: dict[str, Any], place: str) -> Any:
        made = _FALLBACKS.get((kind.__name__, attribute.name))
        value = made(tree) if made else None
        if value is not None:
            self.notes.warn(
                "shell.value_added", place, f"{attribute.key} is not given: {value}, by what stands beside it", _ASK,
                key=attribute.key, value=value,
            )  # fmt: skip
        return value

    def misplaced(self, place: str, tree: Any, wanted: str) -> None:
        """Note a value of the wrong kind."""
        found = _kind_word(tree)
        self.notes.warn(
            "shell.left_kind", place,
            f"{found} where {wanted} is expected: not carried over, objects in it: {self.count(tree)}",
            _ASK, found=found, wanted=wanted, count=count_objects(tree),
        )  # fmt: skip

    def unknown_kind(self, place: str, tree: dict[str, Any]) -> None:
        """Note an element of a kind that is none."""
        said = shown(tree.get("modelType"))
        self.notes.warn(
            "shell.left_unknown", place,
            f"the metamodel has no element {said!r}: not carried over, objects in it: {self.count(tree)}",
            _ASK, text=said, count=count_objects(tree),
        )  # fmt: skip

    def incomplete(self, place: str, tree: dict[str, Any], kind: type, key: str) -> None:
        """Note an object that lacks what it cannot be without; one that is what it is by where it stands counts too."""
        count = count_objects(tree) + (issubclass(kind, Identifiable) and "modelType" not in tree)
        self.notes.left_out += count
        self.notes.warn(
            "shell.left_without", place,
            f"{kind.__name__} without {key}: not carried over, objects in it: {count}",
            _ASK, kind=kind.__name__, key=key, count=count,
        )  # fmt: skip

    def count(self, tree: Any) -> int:
        """Objects of what is left out, added to those before."""
        count = count_objects(tree)
        self.notes.left_out += count
        return count


def _place(base: str, item: Any, number: int, inner: bool) -> str:
    if not inner:
        return f"{base}[{number}]"
    name = item.get("idShort") if isinstance(item, dict) else None
    said = item.get("id") if isinstance(item, dict) and not isinstance(name, str) else None
    return f"{base}/{shown(name or said)}" if isinstance(name or said, str) and (name or said) else f"{base}[{number}]"


def _kind_word(value: Any) -> str:
    """The kind of a value as JSON calls it."""
    if isinstance(value, dict):
        return "number" if NUMBER in value else "object"
    return {list: "array", str: "string", bool: "boolean"}.get(type(value), "null")


def _choice(text: Any, choices: tuple[str, ...]) -> str | None:
    """The value meant: as it stands, in other letters, with blanks, or without its prefix."""
    plain = str(text).strip().lower()
    return next((item for item in choices if plain in (item.lower(), item.lower().removeprefix("xs:"))), None)


def _reference_type(tree: dict[str, Any]) -> str | None:
    keys = tree.get("keys")
    first = keys[0] if isinstance(keys, list) and keys else None
    kind = first.get("type") if isinstance(first, dict) else None
    return "ModelReference" if kind in IDENTIFIABLES else "ExternalReference" if kind else None


def _list_type(tree: dict[str, Any]) -> str | None:
    value = tree.get("value")
    first = value[0] if isinstance(value, list) and value else None
    said = first.get("modelType") if isinstance(first, dict) else None
    return said if said in ELEMENTS else "SubmodelElement"


_FALLBACKS: dict[tuple[str, str], Callable[[dict[str, Any]], Any]] = {
    ("Reference", "type"): _reference_type,
    ("Property", "value_type"): lambda _: "xs:string",
    ("Range", "value_type"): lambda _: "xs:string",
    ("Qualifier", "value_type"): lambda _: "xs:string",
    ("AssetInformation", "asset_kind"): lambda _: "NotApplicable",
    ("SubmodelElementList", "type_value_list_element"): _list_type,
    ("LevelType", "min"): lambda _: False,
    ("LevelType", "nom"): lambda _: False,
    ("LevelType", "typ"): lambda _: False,
    ("LevelType", "max"): lambda _: False,
}
