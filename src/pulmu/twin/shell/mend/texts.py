"""Texts: signs that may not stand in one, blanks around ids, lengths, languages."""

import re
from dataclasses import replace
from typing import Any

from pulmu.twin.shell.notes import Notes
from pulmu.twin.shell.parts import LangString
from pulmu.twin.shell.shape import Attribute, shape_of

_NO_SIGN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LANGUAGE = re.compile(r"(?:[a-zA-Z]{2,8}(?:-[a-zA-Z]{4})?(?:-(?:[a-zA-Z]{2}|[0-9]{3}))?|[xX])(?:-[a-zA-Z0-9]{1,8})*")
_IDS = frozenset(
    {
        "Key.value",
        "id",
        "id_short",
        "global_asset_id",
        "template_id",
        "asset_type",
        "version",
        "revision",
        "content_type",
    }
)
"""Texts a machine compares: blanks around them are never meant."""
_MOST = {
    "description": 1023, "display_name": 128, "preferred_name": 255, "short_name": 18, "definition": 1023,
    "category": 128, "message_topic": 255, "Qualifier.type": 128, "Extension.name": 128, "SpecificAssetId.name": 64,
    "content_type": 128,
}  # fmt: skip
"""The longest a text may be; ids and paths are not cut, they would be others."""
_NOT_EMPTY = frozenset(
    {"id_short", "category", "content_type", "version", "revision", "template_id", "global_asset_id", "asset_type",
     "message_topic", "File.value", "DataSpecificationIec61360.unit", "DataSpecificationIec61360.symbol",
     "DataSpecificationIec61360.source_of_definition", "DataSpecificationIec61360.value_format",
     "DataSpecificationIec61360.value"}
)  # fmt: skip


def mend_texts(thing: Any, place: str, notes: Notes) -> Any:
    """The thing with its texts mended."""
    changes: dict[str, Any] = {}
    for attribute in shape_of(type(thing)):
        held = getattr(thing, attribute.name)
        mended: Any
        if attribute.holds == "text" and isinstance(held, str):
            mended = _text(thing, attribute, held, f"{place}.{attribute.key}", notes)
        elif attribute.kind is LangString and held:
            mended = _languages(held, attribute.name, f"{place}.{attribute.key}", notes)
        else:
            continue
        if mended != held:
            changes[attribute.name] = mended
    return replace(thing, **changes) if changes else thing


def _text(thing: Any, attribute: Attribute, text: str, place: str, notes: Notes) -> str | None:
    names = (attribute.name, f"{type(thing).__name__}.{attribute.name}")
    text = _without_signs(text, place, notes)
    if any(name in _IDS for name in names) and text != text.strip():
        trimmed = text.strip()
        notes.warn(
            "shell.blanks", place, f"blanks around {trimmed!r}: taken away", "write the id without blanks", text=trimmed
        )
        text = trimmed
    if not text and not attribute.required and any(name in _NOT_EMPTY for name in names):
        notes.warn(
            "shell.empty", place, "nothing is given where something must be: left out",
            "leave the attribute out where it has no value",
        )  # fmt: skip
        return None
    most = next((_MOST[name] for name in names if name in _MOST), None)
    return _cut(text, most, place, notes)


def _without_signs(text: str, place: str, notes: Notes) -> str:
    found = _NO_SIGN.search(text)
    if found is None:
        return text
    sign = f"U+{ord(found.group()):04X}"
    notes.warn(
        "shell.sign", place, f"the sign {sign} may not stand in a text (AASd-130): taken away", "delete the sign",
        text=sign,
    )  # fmt: skip
    return _NO_SIGN.sub("", text)


def _cut(text: str, most: int | None, place: str, notes: Notes) -> str:
    if most is None or len(text) <= most:
        return text
    notes.warn(
        "shell.too_long", place, f"the text has {len(text)} characters where the metamodel allows {most}: cut",
        "shorten the text", count=len(text), most=most,
    )  # fmt: skip
    return text[:most]


def _languages(texts: tuple[LangString, ...], name: str, place: str, notes: Notes) -> tuple[LangString, ...]:
    """One text to a language, each in a language that is one."""
    found: dict[str, str] = {}
    for item in texts:
        if not item.text:
            notes.warn(
                "shell.empty", f"{place}[{item.language}]", "nothing is given where something must be: left out",
                "leave the attribute out where it has no value",
            )  # fmt: skip
            continue
        language = _language(item.language, place, notes)
        if language in found:
            notes.warn(
                "shell.language_twice", place, f"two texts in the language {language!r}: put together, one to a line",
                "give one text to a language", text=language,
            )  # fmt: skip
        both = "\n".join(filter(None, (found.get(language), item.text)))
        found[language] = _cut(both, _MOST.get(name), f"{place}[{language}]", notes)
    return tuple(LangString(language=language, text=text) for language, text in found.items())


def _language(said: str, place: str, notes: Notes) -> str:
    if _LANGUAGE.fullmatch(said):
        return said
    tried = said.strip().rstrip("?").replace("_", "-")
    language = tried if _LANGUAGE.fullmatch(tried) else "und"
    notes.warn(
        "shell.language", place, f"{said!r} is not a language of BCP 47: read as {language!r}",
        "give a language as BCP 47 writes it, such as en or ko-KR", text=said, value=language,
    )  # fmt: skip
    return language
