"""Types of a stranger's nodes: what kind of tag each is, how a value is written, and words of numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from asyncua import Client, ua

from pulmu.adapters.opcua_plant.walk import read, references
from pulmu.model.tag import Kind

_KINDS: dict[int, tuple[Kind, Any]] = {
    1: ("truth", ua.VariantType.Boolean),
    2: ("number", ua.VariantType.SByte), 3: ("number", ua.VariantType.Byte),
    4: ("number", ua.VariantType.Int16), 5: ("number", ua.VariantType.UInt16),
    6: ("number", ua.VariantType.Int32), 7: ("number", ua.VariantType.UInt32),
    8: ("number", ua.VariantType.Int64), 9: ("number", ua.VariantType.UInt64),
    10: ("number", ua.VariantType.Float), 11: ("number", ua.VariantType.Double),
    12: ("text", ua.VariantType.String), 13: ("text", ua.VariantType.DateTime),
    21: ("text", ua.VariantType.LocalizedText),
    26: ("number", ua.VariantType.Double), 27: ("number", ua.VariantType.Int64),
    28: ("number", ua.VariantType.UInt64), 29: ("text", ua.VariantType.Int32),
}  # fmt: skip
"""Data types of the standard by their number (OPC 10000-6, NodeIds). 29 is an enumeration: its words are told apart."""
_SKIPPED = {22: "a structure", 15: "a string of bytes", 30: "a picture", 17: "a node id", 18: "a node id", 14: "a GUID",
            19: "a status code", 20: "a qualified name", 16: "an XML element", 24: "of any type"}  # fmt: skip
ENUMERATION = 29
_DEEPEST = 10


@dataclass(frozen=True, slots=True)
class DataType:
    """What a data type comes to.

    Parameters
    ----------
    kind : None where it is no tag's: `reason` says why.
    words : Of an enumeration: the word of each number.
    """

    kind: Kind | None
    wire: Any = None
    reason: str = ""
    words: Mapping[int, str] = field(default_factory=dict)


async def read_types(client: Client, nodes: Sequence[Any], size: int) -> dict[Any, DataType]:
    """Each data type, led back to one of the standard."""
    distinct = list(dict.fromkeys(node for node in nodes if node is not None))
    base = await _bases(client, distinct, size)
    found: dict[Any, DataType] = {}
    for node in distinct:
        number = base.get(node, 0)
        kind, wire = _KINDS.get(number, (None, None))
        words = await enumeration_words(client, node, size) if number == ENUMERATION else {}
        reason = "" if kind else _SKIPPED.get(number, "a type we do not know")
        found[node] = DataType("number" if number == ENUMERATION and not words else kind, wire, reason, words)
    return found


async def _bases(client: Client, nodes: Sequence[Any], size: int) -> dict[Any, int]:
    """The nearest type of the standard above each."""
    found: dict[Any, int] = {}
    above = {node: node for node in nodes}
    for _ in range(_DEEPEST):
        for node, now in list(above.items()):
            if now.NamespaceIndex == 0 and (now.Identifier in _KINDS or now.Identifier in _SKIPPED):
                found[node] = now.Identifier
                del above[node]
        if not above:
            break
        order = list(above)
        answers = await references(
            client, [above[node] for node in order], size, kind=ua.ObjectIds.HasSubtype,
            direction=ua.BrowseDirection.Inverse,
        )  # fmt: skip
        above = {
            node: ua.NodeId(items[0].NodeId.Identifier, items[0].NodeId.NamespaceIndex)
            for node, items in zip(order, answers, strict=True) if items
        }  # fmt: skip
    return found


async def enumeration_words(client: Client, node: Any, size: int) -> dict[int, str]:
    """Words of an enumeration: by the properties of its type, else by its definition."""
    (items,) = await references(client, [node], size, kind=ua.ObjectIds.HasProperty)
    by_name = {item.BrowseName.Name: item.NodeId for item in items}
    for name in ("EnumStrings", "EnumValues"):
        if name in by_name:
            (value,) = await read(client, [by_name[name]], ua.AttributeIds.Value, size)
            if words := words_of(value):
                return words
    (definition,) = await read(client, [node], ua.AttributeIds.DataTypeDefinition, size)
    fields = getattr(definition, "Fields", None) or ()
    return {int(item.Value): str(item.Name) for item in fields if hasattr(item, "Value")}


def words_of(value: Any) -> dict[int, str]:
    """Words of `EnumStrings` (by their place) or of `EnumValues` (each with its number)."""
    found: dict[int, str] = {}
    for place, item in enumerate(value if isinstance(value, list | tuple) else ()):
        if hasattr(item, "Value"):
            found[int(item.Value)] = str(item.DisplayName.Text or "")
        elif hasattr(item, "Text"):
            found[place] = str(item.Text or "")
        else:
            found[place] = str(item)
    return {number: word.strip() for number, word in found.items() if word.strip()}
