"""A document's tree with what was typed into a form. What was not touched stays as it was written, sign by sign."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pulmu.model import Path, Problem, problem
from pulmu.services.document_form.cells import clean, node_of, split, texts_of
from pulmu.services.document_form.shape import Attribute, attributes_of
from pulmu.services.document_form.typed import (
    AMOUNT,
    CLEAR,
    NAME,
    QUARTER,
    ROWS,
    WAS,
    Given,
    row_before,
    rows_of,
    unknown_field,
    words_in,
)


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of a document.

    Parameters
    ----------
    rows : Address in the form of each entry that stands in a grid of it, by its path in the new tree.
    refused : What cannot be kept at all, by its address: a mapping has no place for a second entry of a name.
    """

    tree: Any
    rows: Mapping[Path, str]
    refused: tuple[tuple[str, Problem], ...]


@dataclass(slots=True)
class _Notes:
    rows: dict[Path, str] = field(default_factory=dict)
    refused: list[tuple[str, Problem]] = field(default_factory=list)


def apply(kind: type, tree: Any, given: Given) -> Applied:
    """The tree with what a form gave.

    Parameters
    ----------
    kind : Class of the document.
    tree : What the form was made of.

    Raises
    ------
    InputError  The form has a field no form of it has (`input.form_field`).
    """
    notes = _Notes()
    return Applied(_object(kind, tree, given, (), "", notes), notes.rows, tuple(notes.refused))


def _object(kind: type, base: Any, given: Given, path: Path, address: str, notes: _Notes) -> dict[str, Any]:
    known = attributes_of(kind)
    result = dict(base) if isinstance(base, dict) else {}
    strange = [name for name in result if name not in known]
    for name, said in given.items():
        where = f"{address}/{name}".lstrip("/")
        if name in known:
            node = _value(known[name], result.get(name), said, (*path, name), where, notes)
            if node is not None:
                result[name] = node
            elif result.get(name) is not None:
                result.pop(name)
        elif name[0] == "~" and name[1:].isdigit() and int(name[1:]) < len(strange) and said == {CLEAR: "1"}:
            result.pop(strange[int(name[1:])], None)
        elif name not in (WAS, CLEAR) or not isinstance(said, str):
            raise unknown_field(where)
    return result


def _value(attribute: Attribute, base: Any, said: Any, path: Path, address: str, notes: _Notes) -> Any:
    if isinstance(said, dict) and said.get(CLEAR):
        base, said = None, {name: item for name, item in said.items() if name != CLEAR}
        if not said:
            return None
    if attribute.is_cell:
        return _cell(attribute, base, said, address)
    if not isinstance(said, dict):
        raise unknown_field(address)
    if attribute.kind == "object":
        if base is not None and not isinstance(base, dict) and not said:
            return base
        before = attribute.whole(base)
        made = _object(attribute.entry, before, said, path, address, notes)
        if made == before:
            return base
        return made if made or base == {} or (attribute.is_required and base) else None
    if attribute.kind == "list":
        return _list(attribute, base, said, path, address, notes)
    if ROWS not in said:
        raise unknown_field(address)
    if base is not None and not isinstance(base, dict):
        return base
    entries = _mapping if attribute.kind == "mapping" else _scenarios
    made = entries(attribute, base or {}, said, path, address, notes)
    return made if made or base == {} else None


def _cell(attribute: Attribute, base: Any, said: Any, address: str) -> Any:
    if attribute.kind == "fact" and isinstance(said, dict):
        said = words_in(said, address)
        if _holds_the_same(base, split(said)):
            return base
    if attribute.kind == "names" and isinstance(said, dict):
        ticked = split(words_in(said, address))
        if _holds_the_same(base, ticked):
            return base
        said = ", ".join(ticked)
    if attribute.parts == ("",):
        if not isinstance(said, str):
            raise unknown_field(address)
        said = {"": said}
    if not isinstance(said, dict) or not all(isinstance(item, str) for item in said.values()):
        raise unknown_field(address)
    if not said.keys() <= {*attribute.parts, NAME, QUARTER, WAS}:
        raise unknown_field(address)
    shown = texts_of(attribute, base)
    typed = {part: said.get(part, shown[part]) for part in attribute.parts}
    return base if typed == shown else node_of(attribute, typed)


def _holds_the_same(base: Any, ticked: list[str]) -> bool:
    """Whether a fact holds the words that are ticked, in whichever order, some of them twice."""
    words = base if isinstance(base, list) else [base]
    is_text = all(isinstance(word, str) for word in words)
    return is_text and {clean(word) for word in words} == set(ticked)


def _list(attribute: Attribute, base: Any, said: Given, path: Path, address: str, notes: _Notes) -> Any:
    if base is not None and not isinstance(base, list):
        return base
    before: list[Any] = base or []
    _only_rows(said, address)
    if ROWS not in said:
        result = list(before)
        for number, row in rows_of(said):
            if number >= len(before):
                raise unknown_field(f"{address}/{number}")
            result[number] = _object(
                attribute.entry, before[number], row, (*path, number), f"{address}/{number}", notes
            )
        return result
    result = []
    for number, row in rows_of(said):
        was, at = row_before(row, len(before)), (*path, len(result))
        old = before[was] if was is not None else None
        if was is not None and not isinstance(old, dict):
            made = old
        else:
            made = _object(attribute.entry, old, row, at, f"{address}/{number}", notes)
        if made or was is not None:
            notes.rows[at] = f"{address}/{number}"
            result.append(made)
    return result if result or base == [] or (attribute.is_required and base) else None


def _mapping(attribute: Attribute, base: Any, said: Given, path: Path, address: str, notes: _Notes) -> dict[str, Any]:
    _only_rows(said, address)
    before = list(base.items())
    result: dict[str, Any] = {}
    for number, row in rows_of(said):
        was = row_before(row, len(before))
        old_name, old = before[was] if was is not None else (None, None)
        name = _typed_name(row, NAME, old_name)
        where = f"{address}/{number}"
        node = _row_value(attribute.item, old, row, where)
        if name == old_name or _is_entry(name, node, where, notes):
            if name in result:
                notes.refused.append((where, _twice(name)))
            notes.rows[(*path, name)] = where
            result[name] = node
    return result


def _scenarios(attribute: Attribute, base: Any, said: Given, path: Path, address: str, notes: _Notes) -> dict[str, Any]:
    _only_rows(said, address)
    before = [((name, quarter), item) for name, prices in base.items() for quarter, item in prices.items()]
    result: dict[str, dict[str, Any]] = {name: {} for name in base}
    for number, row in rows_of(said):
        was = row_before(row, len(before))
        old_names, old = before[was] if was is not None else ((None, None), None)
        name, quarter = (_typed_name(row, part, known) for part, known in zip((NAME, QUARTER), old_names, strict=True))
        where = f"{address}/{number}"
        node = _row_value(attribute.item, old, row, where)
        is_named = bool(name and quarter) or (name, quarter) == old_names
        if is_named or _is_entry("", node or name or quarter or None, where, notes):
            prices = result.setdefault(name, {})
            if quarter in prices:
                notes.refused.append((where, _twice(f"{name} {quarter}")))
            notes.rows[(*path, name, quarter)] = where
            prices[quarter] = node
    return {name: prices for name, prices in result.items() if prices or not base.get(name, True)}


def _typed_name(row: Given, part: str, old: str | None) -> str:
    """The name of an entry; the old one to the sign, where it was not touched."""
    said = row.get(part, old or "")
    if not isinstance(said, str):
        raise unknown_field(part)
    return old if old is not None and said == clean(old) else said


def _row_value(attribute: Attribute, old: Any, row: Given, address: str) -> Any:
    own = (NAME, QUARTER, WAS)
    said = {part: item for part, item in row.items() if part not in own}
    if not all(isinstance(row.get(name, ""), str) for name in own):
        raise unknown_field(address)
    if attribute.parts == ("",):
        if not said.keys() <= {AMOUNT}:
            raise unknown_field(address)
        return _cell(attribute, old, said.get(AMOUNT, texts_of(attribute, old)[""]), address)
    return _cell(attribute, old, said, address)


def _is_entry(name: str, node: Any, address: str, notes: _Notes) -> bool:
    """Whether a row is an entry; an empty one is none, and one without a name is refused."""
    if not name and node is not None:
        notes.refused.append((address, _nameless()))
    return bool(name)


def _twice(name: str) -> Problem:
    return problem("input.duplicate_id", "", f"{name!r} appears twice", "delete one entry or rename it", text=name)


def _nameless() -> Problem:
    return problem("input.missing_field", "", "the name is missing", "add it", text="name")


def _only_rows(said: Given, address: str) -> None:
    for name, item in said.items():
        if name not in (ROWS, CLEAR) and not (name.isdigit() and isinstance(item, dict)):
            raise unknown_field(f"{address}/{name}")
