"""A plant's document as text and back, whole: its tree, the place of each node, and the totals it cites.

A figure names the place of its inputs. A report that is to be recomputed bit for bit needs the document it was
computed from, and not only the plant.
"""

import dataclasses
import json
from typing import Any

from pulmu.model import Document, OutsideError, Path, Problem, Quantity, Source
from pulmu.services.workspaces.kept_problems import plain_problem, problem_of

FORMAT = "pulmu.document/1"


def text_of(document: Document) -> str:
    """The document as canonical JSON: the same document is the same text.

    Raises
    ------
    ValueError  A number in it is not finite.
    """
    content = {
        "format": FORMAT,
        "name": document.name,
        "sha256": document.sha256,
        "tree": document.tree,
        "lines": _rows(document.lines),
        "places": _rows(document.places),
        "problems": [plain_problem(item) for item in document.problems],
        "cited": _rows({path: _cited(value) for path, value in document.cited.items()}),
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def document_of(text: str) -> Document:
    """The document a text keeps.

    Raises
    ------
    OutsideError  It is none (`outside.document_damaged`).
    """
    try:
        content = json.loads(text)
        if content["format"] != FORMAT:
            raise KeyError(content["format"])
        return Document(
            tree=content["tree"],
            name=content["name"],
            sha256=content["sha256"],
            lines={_path(row[0]): int(row[1]) for row in content["lines"]},
            places={_path(row[0]): str(row[1]) for row in content["places"]},
            problems=tuple(problem_of(item) for item in content["problems"]),
            cited={_path(row[0]): _uncited(row[1]) for row in content["cited"]},
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        said, mend = "a kept plant cannot be read", "restore the newest backup that verifies"
        raise OutsideError.of("outside.document_damaged", "plant", said, mend) from error


def _rows(mapping: Any) -> list[list[Any]]:
    return [[list(path), value] for path, value in mapping.items()]


def _path(parts: list[str | int]) -> Path:
    return tuple(parts)


def _cited(value: Quantity | Problem | None) -> list[Any] | None:
    if value is None:
        return None
    return ["quantity" if isinstance(value, Quantity) else "problem", dataclasses.asdict(value)]


def _uncited(plain: list[Any] | None) -> Quantity | Problem | None:
    if plain is None:
        return None
    kind, fields = plain
    if kind == "problem":
        return problem_of(fields)
    source = fields["source"]
    return Quantity(**fields | {"source": Source(**source) if source else None})
