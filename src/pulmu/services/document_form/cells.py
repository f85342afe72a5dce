"""What an input shows for a value of a document's tree, and the value for what was typed into it."""

import json
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from pulmu.model.quantity import CITATION
from pulmu.services.document_form.shape import Attribute

Texts = Mapping[str, str]
REST = ("rest", "나머지")
_AMOUNT = re.compile(r"([+-]?[\d.,_]*\d\.?(?:[eE][+-]?\d+)?)\s+(\S.*)", re.DOTALL)
_AMOUNT_PARTS = frozenset({"value", "unit", "evidence"})
_YES = {"true": "true", "yes": "true", "on": "true", "예": "true"}
_NO = {"false": "false", "no": "false", "off": "false", "아니요": "false"}


def texts_of(attribute: Attribute, node: Any) -> dict[str, str]:
    """What the inputs of an attribute show for its value."""
    match attribute.kind:
        case "amount":
            return _amount_texts(node)
        case "period":
            if isinstance(node, dict) and node.keys() <= {"start", "end"}:
                return {"year": "", "start": _shown(node.get("start")), "end": _shown(node.get("end"))}
            return {"year": _shown(node), "start": "", "end": ""}
        case "names":
            is_plain = isinstance(node, list) and all(isinstance(item, str | int | float) for item in node)
            return {"": ", ".join(map(_shown, node)) if is_plain else _shown(node)}
        case "yes_or_no":
            said = _shown(node)
            return {"": (_YES | _NO).get(said.strip().lower(), said)}
        case "lines":
            return {"": "\n".join(node) if isinstance(node, list) else _shown(node)}
        case "fact":
            is_words = isinstance(node, list) and all(map(_is_line, node))
            return {"": joined(node) if is_words else _shown(node)}
    return {"": _shown(node)}


def node_of(attribute: Attribute, texts: Texts) -> Any:
    """The value for what was typed; None where nothing was. A number stays as it was typed: the codec reads it."""
    match attribute.kind:
        case "amount":
            return _amount_node(attribute, texts)
        case "period":
            if texts["start"] or texts["end"]:
                return {name: texts[name] for name in ("start", "end") if texts[name]}
            return texts["year"] or None
        case "names":
            return [part for part in (item.strip() for item in texts[""].split(",")) if part] or None
        case "yes_or_no":
            return _flag_or_text(texts[""])
        case "lines":
            return [line for line in (item.strip() for item in texts[""].splitlines()) if line] or None
        case "fact":
            return split(texts[""]) if texts[""].endswith("\n") else _flag_or_text(texts[""])
        case "number" if attribute.is_share and texts[""].endswith("%"):
            return _share(texts[""])
    return texts[""] or None


def is_odd(attribute: Attribute, node: Any) -> bool:
    """Whether a value is of a form no input can show: it can only be kept or taken out."""
    if node is None:
        return False
    match attribute.kind:
        case "object":
            return not isinstance(node, dict)
        case "list":
            return not isinstance(node, list)
        case "mapping":
            return not isinstance(node, dict)
        case "scenarios":
            return not isinstance(node, dict) or not all(isinstance(item, dict) for item in node.values())
        case "amount":
            return isinstance(node, list) or (isinstance(node, dict) and not node.keys() <= _AMOUNT_PARTS)
        case "period":
            return isinstance(node, list) or (isinstance(node, dict) and not node.keys() <= {"start", "end"})
        case "lines" | "fact":
            return isinstance(node, dict) or (isinstance(node, list) and not all(map(_is_line, node)))
    return isinstance(node, dict)


def joined(words: Iterable[str]) -> str:
    """Several words as one text, each on a line that ends: one word alone is told from a text."""
    return "".join(f"{word}\n" for word in words)


def split(text: str) -> list[str]:
    """The words of such a text."""
    return text.split("\n")[:-1]


def clean(text: str) -> str:
    """A text as it was typed: browsers end lines in their own way."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def raw(node: Any) -> str:
    """A value of an odd form, to be looked at."""
    return json.dumps(node, ensure_ascii=False)[:2000]


def _shown(node: Any) -> str:
    if node is None:
        return ""
    if isinstance(node, str):
        return clean(node)
    return json.dumps(node, ensure_ascii=False)


def _is_line(node: Any) -> bool:
    return isinstance(node, str) and node != "" and node == clean(node) and len(node.splitlines()) == 1


def _flag_or_text(said: str) -> Any:
    return {"true": True, "false": False}.get(said, said or None)


def _share(said: str) -> Any:
    """20 % as 0.2; what is no number stays as it was typed, and is told."""
    try:
        share = Decimal(said.removesuffix("%").strip()) / 100
    except InvalidOperation:
        return said
    return float(share) if share.is_finite() else said


def _amount_texts(node: Any) -> dict[str, str]:
    if isinstance(node, dict):
        return {part: _shown(node.get(part)) for part in ("value", "unit", "evidence")}
    said = _shown(node)
    found = _AMOUNT.fullmatch(said)
    number, unit = found.groups() if found else (said, "")
    return {"value": number, "unit": unit.strip(), "evidence": ""}


def _amount_node(attribute: Attribute, texts: Texts) -> Any:
    value, unit, evidence = texts["value"], texts["unit"], texts["evidence"]
    if not (value or evidence):
        return None
    if attribute.may_be_rest and value in REST:
        return "rest"
    if not evidence and (not unit or CITATION.fullmatch(value)):
        return value if not unit else {"value": value, "unit": unit}
    given = {"value": value, "unit": unit, "evidence": evidence}
    return {part: said for part, said in given.items() if said}
