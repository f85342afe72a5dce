"""The files people write, of a plant, a firm and a line: every attribute with its default and its meaning."""

import dataclasses
import types
from dataclasses import MISSING
from datetime import date
from typing import Any, Literal, Union, get_args, get_origin

from pulmu.model import Firms, Period, Plant, Quantity
from pulmu.model.attribute import Bounds, Dimensions, Doc, Text, Unique
from pulmu.model.codec import attributes, unwrap_annotated
from pulmu.model.line import Line
from reference_pages.common import WORDS, page, table


def plant_file(language: str) -> str:
    """Every attribute of a plant file."""
    korean = language == "ko"
    title = "사업장 파일" if korean else "The plant file"
    introduction = WORDS["introduction"]["plant_file"][language]
    return page(title, introduction, *(_part(kind, language) for kind in _classes(Plant)))


def firm_file(language: str) -> str:
    """Every attribute of a firm's file."""
    title = "기업 파일" if language == "ko" else "The firm's file"
    introduction = WORDS["introduction"]["firm_file"][language]
    return page(title, introduction, *(_part(kind, language) for kind in _classes(Firms)))


def line_file(language: str) -> str:
    """Every attribute of the file of a production line."""
    title = "라인 파일" if language == "ko" else "The line file"
    introduction = WORDS["introduction"]["line_file"][language]
    return page(title, introduction, *(_part(kind, language) for kind in _classes(Line)))


def _classes(kind: Any, seen: list[type] | None = None) -> list[type]:
    seen = [] if seen is None else seen
    bare, _ = unwrap_annotated(kind)
    if dataclasses.is_dataclass(bare) and isinstance(bare, type) and bare not in (Quantity, Period):
        if bare not in seen:
            seen.append(bare)
            for hint, _ in attributes(bare).values():
                _classes(hint, seen)
    else:
        for part in get_args(bare):
            _classes(part, seen)
    return seen


def _part(kind: type, language: str) -> str:
    korean = WORDS["korean"][kind.__name__]
    head = ["이름", "쓰는 것", "기본값", "뜻"] if language == "ko" else ["name", "write", "default", "meaning"]
    rows = []
    for name, (hint, default) in attributes(kind).items():
        shown = f"**`{name}`**" if default is MISSING else f"`{name}`"
        meaning = korean[name] if language == "ko" else _meaning(kind, name, hint)
        rows.append([shown, _written(hint, language), _default(default), meaning])
    said = korean["_"] if language == "ko" else (kind.__doc__ or "").strip().splitlines()[0].replace("``", "`")
    return f"## {kind.__name__}\n\n{said}\n\n{table(head, rows)}"


def _meaning(kind: type, name: str, hint: Any) -> str:
    _, metadata = unwrap_annotated(hint)
    said = [item.text for item in metadata if isinstance(item, Doc)]
    return said[-1] if said else str(WORDS["english"][f"{kind.__name__}.{name}"])


def _default(default: Any) -> str:
    if default is MISSING or default is None or default in ("", (), {}) or dataclasses.is_dataclass(default):
        return "0 t" if isinstance(default, Quantity) else ""
    words = ("yes" if default else "no") if isinstance(default, bool) else ""
    return f"`{words or (f'{default:g}' if isinstance(default, float) else default)}`"


def _written(hint: Any, language: str) -> str:
    bare, metadata = unwrap_annotated(hint)
    said = WORDS["kinds"][language]
    words = _kind(bare, said, language, metadata)
    limits = next((item for item in metadata if isinstance(item, Bounds)), None)
    if limits is not None and bare not in (Quantity,) and Quantity not in get_args(bare) and "{" not in words:
        low, high = ("" if bound is None else _bound(bound) for bound in (limits.low, limits.high))
        words += f", {low} … {high}"
    return words


def _bound(bound: float) -> str:
    return f"{bound:g}" if abs(bound) < 10_000 else f"{bound:,.15g}"  # a year has no comma


def _kind(bare: Any, said: dict[str, str], language: str, metadata: tuple[Any, ...]) -> str:
    origin = get_origin(bare)
    if origin in (Union, types.UnionType):
        parts = [part for part in get_args(bare) if part is not type(None)]
        return " / ".join(dict.fromkeys(_kind(*_with(part, metadata, said, language)) for part in parts))
    if origin is Literal:
        return ", ".join(f"`{item}`" for item in get_args(bare))
    if origin is tuple:
        item = get_args(bare)[0]
        return f"{said['list of']} {_written(item, language)}"
    if origin is dict:
        return f"{said['by']} {_written(get_args(bare)[1], language)}"
    if bare is Quantity:
        allowed = next((item.allowed for item in metadata if isinstance(item, Dimensions)), ())
        return f"{said['amount']} ({', '.join(allowed)})" if allowed else said["amount"]
    names = {str: "text", float: "number", int: "whole", bool: "yes", Period: "year", date: "date"}
    if bare in names:
        example = next((item.example for item in metadata if isinstance(item, Text) and item.example), "")
        return said[names[bare]] + (f" (`{example}`)" if example else "")
    return f"[{bare.__name__}](#{bare.__name__.lower()})"


def _with(part: Any, outer: tuple[Any, ...], said: dict[str, str], language: str) -> tuple[Any, ...]:
    bare, own = unwrap_annotated(part)
    return bare, said, language, (*own, *(item for item in outer if not isinstance(item, Unique)))
