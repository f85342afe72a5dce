"""What was found and mended while a shell was read, and how much of it could not be carried over."""

from collections.abc import Mapping
from typing import Any

from pulmu.model import Problem, warning

_SHOWN = 80
_PARTS = (
    "DataSpecificationIec61360", "EmbeddedDataSpecification", "Reference", "Key", "Qualifier", "Extension",
    "AdministrativeInformation", "AssetInformation", "SpecificAssetId", "Resource", "OperationVariable", "LangString",
    "LevelType", "ValueList", "ValueReferencePair", "Environment",
)  # fmt: skip
"""Kinds that some programs write beside parts of objects."""


class Notes:
    """Repairs in the order they were made.

    Parameters
    ----------
    left_out : Objects (shells, submodels, concepts, elements) that are not carried over, with those below them.
    """

    def __init__(self) -> None:
        self.found: list[Problem] = []
        self.left_out = 0

    def warn(self, code: str, place: str, message: str, mend: str, **values: object) -> None:
        """Note a repair; values of the file are cut to what a line can show."""
        self.found.append(warning(code, shown(place, 200), message, mend, **{k: shown(v) for k, v in values.items()}))


def shown(value: object, most: int = _SHOWN) -> str:
    """A value of a file, short enough for a line."""
    text = str(value)
    return text if len(text) <= most else text[: most - 3] + "..."


def is_object(said: object) -> bool:
    """Whether a word beside an object (`modelType`) says that it is one that counts."""
    return said not in _PARTS


def count_objects(tree: Any) -> int:
    """Objects that a tree names: whatever says its kind (`modelType`) but the content of a data specification.

    It looks at the plain tree and knows no class, so that what a reader left out can be told by counting.
    """
    found, waiting = 0, [tree]
    while waiting:
        item = waiting.pop()
        if isinstance(item, Mapping):
            found += "modelType" in item and is_object(item["modelType"])
            waiting += item.values()
        elif isinstance(item, list):
            waiting += item
    return found
