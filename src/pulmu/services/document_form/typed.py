"""What a form sent, by the place of each field: attribute names and row numbers only, and nothing else is taken."""

import re
from collections.abc import Mapping
from typing import Any

from pulmu.model import InputError
from pulmu.services.document_form.cells import clean, joined

Given = dict[str, Any]
"""A tree of what was typed: texts below names of attributes and numbers of rows; names of our own begin with ``~``."""

ROWS, WAS, NAME, QUARTER, AMOUNT, CLEAR = "~rows", "~was", "~name", "~quarter", "~amount", "~clear"
MOST_ROWS = 2000
_DEEPEST = 48
LONGEST = 4000
"""Signs of a text of a form, where nothing else is said."""
_PART = re.compile(r"~?[a-z][a-z_]{0,60}|~?\d{1,4}")


def nest(fields: Mapping[str, str], longest: int = LONGEST) -> Given:
    """Fields by address as a tree.

    Parameters
    ----------
    longest : Signs a text may have here; that of an attribute is told at its field.

    Raises
    ------
    InputError  An address is none of a form (`input.form_field`), or a text is too long (`input.text_too_long`).
    """
    tree: Given = {}
    for address, said in fields.items():
        parts = address.split("/")
        if len(parts) > _DEEPEST or not all(_PART.fullmatch(part) for part in parts):
            raise unknown_field(address)
        if len(said) > longest:
            mend = f"use at most {longest}"
            raise InputError.of("input.text_too_long", "", f"the text has {len(said)} signs", mend, limit=longest)
        _put(tree, parts, clean(said), address)
    return tree


def _put(tree: Given, parts: list[str], said: str, address: str) -> None:
    for part in parts[:-1]:
        tree = tree.setdefault(part, {})
        if not isinstance(tree, dict):
            raise unknown_field(address)
    if parts[-1] in tree:
        raise unknown_field(address)
    tree[parts[-1]] = said


def rows_of(given: Given) -> list[tuple[int, Given]]:
    """Rows by number."""
    found = [(int(number), row) for number, row in given.items() if number.isdigit() and isinstance(row, dict)]
    return sorted(found, key=lambda item: item[0])


def words_in(said: Any, address: str) -> str:
    """A fact as one text: typed, or the words that were ticked.

    Raises
    ------
    InputError  It is neither (`input.form_field`).
    """
    if isinstance(said, str):
        return said
    ticked = {name: item for name, item in said.items() if name not in (ROWS, WAS, NAME)}
    if not all(name.isdigit() and isinstance(item, str) for name, item in ticked.items()):
        raise unknown_field(address)
    return joined(dict.fromkeys(item for _, item in sorted(ticked.items(), key=lambda pair: int(pair[0])) if item))


def row_before(row: Given, count: int) -> int | None:
    """The entry a row was; None for a new one.

    Raises
    ------
    InputError  There is no such entry (`input.form_field`).
    """
    said = row.get(WAS, "")
    if said == "":
        return None
    if not (isinstance(said, str) and said.isascii() and said.isdigit() and len(said) < 6 and int(said) < count):
        raise unknown_field(f"{WAS}={said}"[:60])
    return int(said)


def unknown_field(address: str) -> InputError:
    """A field no form of ours has."""
    shown = "".join(sign for sign in address if sign.isprintable())[:80]
    said, mend = f"the form has a field that is not known: {shown!r}", "open the page again and fill it in there"
    return InputError.of("input.form_field", "", said, mend, text=shown)


def change_rows(fields: Mapping[str, str], wish: str) -> dict[str, str]:
    """The fields after a row was added, removed or moved.

    Parameters
    ----------
    wish : ``add:ADDRESS`` of a grid; ``remove:``, ``up:`` or ``down:ADDRESS`` of a row; ``clear:ADDRESS`` of a value;
        ``move:ADDRESS>ADDRESS`` of a grid; ``wrap:ADDRESS>ADDRESS`` of a thing that becomes the first row of a grid.

    Raises
    ------
    InputError  It is none of these (`input.form_field`).
    """
    deed, _, address = wish.partition(":")
    grid, _, number = address.rpartition("/")
    if deed == "clear":
        return {**{name: said for name, said in fields.items() if not _is_in(name, address)}, f"{address}/{CLEAR}": "1"}
    if deed in ("move", "wrap"):
        old, _, new = address.partition(">")
        return _moved(fields, old, new) if deed == "move" else _wrapped(fields, old, new)
    if deed == "add":
        numbers = _numbers(fields, address)
        if len(numbers) >= MOST_ROWS or f"{address}/{ROWS}" not in fields:
            raise unknown_field(wish)
        return {**fields, f"{address}/{max(numbers, default=-1) + 1}/{WAS}": ""}
    numbers = _numbers(fields, grid)
    if not number.isdigit() or int(number) not in numbers:
        raise unknown_field(wish)
    if deed == "remove":
        return {name: said for name, said in fields.items() if not _is_in(name, address)}
    step = {"up": -1, "down": 1}.get(deed)
    if step is None:
        raise unknown_field(wish)
    place = numbers.index(int(number)) + step
    if not 0 <= place < len(numbers):
        return dict(fields)
    return _swapped(fields, address, f"{grid}/{numbers[place]}")


def _numbers(fields: Mapping[str, str], grid: str) -> list[int]:
    start = f"{grid}/"
    found = {name[len(start) :].partition("/")[0] for name in fields if name.startswith(start)}
    return sorted(int(number) for number in found if number.isdigit())


def _is_in(name: str, address: str) -> bool:
    return name == address or name.startswith(f"{address}/")


def _swapped(fields: Mapping[str, str], one: str, other: str) -> dict[str, str]:
    def renamed(name: str) -> str:
        for old, new in ((one, other), (other, one)):
            if _is_in(name, old):
                return new + name[len(old) :]
        return name

    return {renamed(name): said for name, said in fields.items()}


def _moved(fields: Mapping[str, str], old: str, new: str) -> dict[str, str]:
    """Rows of one grid as new rows of another, which has none."""
    if _numbers(fields, new) or f"{old}/{ROWS}" not in fields or _is_in(new, old) or _is_in(old, new):
        raise unknown_field(f"{old}>{new}")
    rest = {name: said for name, said in fields.items() if not (_is_in(name, old) or _is_in(name, new))}
    return {**rest, f"{old}/{CLEAR}": "1", **_as_new(fields, old, new)}


def _wrapped(fields: Mapping[str, str], old: str, new: str) -> dict[str, str]:
    """A thing as the first row of a grid inside it, with an empty second row."""
    if not new.startswith(f"{old}/") or not any(_is_in(name, old) for name in fields):
        raise unknown_field(f"{old}>{new}")
    own = (WAS,)
    parts = {name[len(old) + 1 :].partition("/")[0] for name in fields if name.startswith(f"{old}/")} - set(own)
    kept = {name: said for name, said in fields.items() if not _is_in(name, old) or name[len(old) + 1 :] in own}
    cleared = {f"{old}/{part}/{CLEAR}": "1" for part in parts if f"{old}/{part}" != new and not part.startswith("~")}
    inner = {name: said for name, said in _as_new(fields, old, f"{new}/0").items() if name != f"{new}/0/{WAS}"}
    return {**kept, **cleared, **inner, f"{new}/{ROWS}": "1", f"{new}/0/{WAS}": "", f"{new}/1/{WAS}": ""}


def _as_new(fields: Mapping[str, str], old: str, new: str) -> dict[str, str]:
    """Fields below another address, of rows that were nowhere before."""
    return {
        new + name[len(old) :]: "" if name.endswith(f"/{WAS}") else said
        for name, said in fields.items()
        if name.startswith(f"{old}/") and not name.endswith(f"/{CLEAR}")
    }
