"""What becomes of a document when a form is sent: the new document, and every problem with the field it belongs to."""

import dataclasses
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pulmu.model import Document, Path, Problem
from pulmu.services.document_form.address import address_in
from pulmu.services.document_form.apply import apply
from pulmu.services.document_form.located import Located
from pulmu.services.document_form.typed import Given


@dataclass(frozen=True, slots=True)
class AtField:
    """A problem at a field of a form.

    Parameters
    ----------
    address : The field, or what it stands in; empty for what is wrong with a file.
    path : The value in the new tree; None where it is in none.
    """

    address: str
    located: Located


@dataclass(frozen=True, slots=True)
class Edited:
    """The document with what was typed.

    Parameters
    ----------
    is_changed : Whether anything differs from what the form was made of.
    refused : What cannot be saved at all.
    """

    document: Document
    is_changed: bool
    problems: tuple[AtField, ...]
    refused: tuple[AtField, ...]


def edited(
    kind: type,
    document: Document,
    given: Given,
    name: str,
    check: Callable[[Document], tuple[Located, ...]],
) -> Edited:
    """The document with what a form gave.

    Parameters
    ----------
    kind : Class of the document.
    name : What problems name as the file.
    check : Everything that is wrong with it.

    Raises
    ------
    InputError  The form has a field no form of it has (`input.form_field`).
    """
    applied = apply(kind, document.tree, given)
    is_changed = bool(applied.tree != document.tree)
    made = changed_document(document, applied.tree, name) if is_changed else document
    refused = tuple(AtField(address, Located(item, None)) for address, item in applied.refused)
    found = (AtField(_address(kind, item.path, applied.rows, made.tree), item) for item in check(made))
    return Edited(made, is_changed, (*refused, *found), refused)


def document_of_tree(tree: Any, name: str) -> Document:
    """The document of a tree that somebody filled in.

    Parameters
    ----------
    name : What problems name as the file.
    """
    text = json.dumps(tree, ensure_ascii=False, sort_keys=True, allow_nan=False)
    return Document(tree, name, hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest())


def changed_document(document: Document, tree: Any, name: str) -> Document:
    """The document of a changed tree. What was wrong with the file stays told until its value is changed."""
    cells = {Document.place(document, path): path for path in document.places}
    kept = tuple(item for item in document.problems if _stands(item, cells, document.tree, tree))
    return dataclasses.replace(document_of_tree(tree, name), problems=kept)


def _stands(item: Problem, cells: Mapping[str, Path], before: Any, after: Any) -> bool:
    path = cells.get(item.place)
    return path is None or bool(_at(before, path) == _at(after, path))


def _at(tree: Any, path: Path) -> Any:
    for name in path:
        try:
            tree = tree[name]
        except (KeyError, IndexError, TypeError):
            return None
    return tree


def _address(kind: type, path: Path | None, rows: Mapping[Path, str], tree: Any) -> str:
    """The field of a value: rows of a form are not numbered as the entries they become."""
    if path is None:
        return ""
    for length in range(len(path), 0, -1):
        known = rows.get(path[:length])
        if known is not None:
            return "/".join((known, *map(str, path[length:])))
    return address_in(kind, path, tree)
