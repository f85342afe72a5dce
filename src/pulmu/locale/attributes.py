"""What the attributes of a plant mean, in the reader's language."""

from typing import Any, cast

from pulmu.locale.words import Language, load_data
from pulmu.model.attribute import Doc
from pulmu.model.codec import attributes, unwrap_annotated


def attribute_text(kind: type, attribute: str, language: Language) -> str:
    """The sentence of an attribute: in English that of its annotation, where it has one."""
    words = cast("dict[str, Any]", load_data("attributes.toml"))
    if language == "ko":
        return str(words["korean"][kind.__name__][attribute])
    _, metadata = unwrap_annotated(attributes(kind)[attribute][0])
    said = [item.text for item in metadata if isinstance(item, Doc)]
    return said[-1] if said else str(words["english"][f"{kind.__name__}.{attribute}"])


def class_text(kind: type, language: Language) -> str:
    """The sentence of a class."""
    if language == "ko":
        return str(cast("dict[str, Any]", load_data("attributes.toml"))["korean"][kind.__name__]["_"])
    return (kind.__doc__ or "").strip().splitlines()[0].replace("``", "`")
