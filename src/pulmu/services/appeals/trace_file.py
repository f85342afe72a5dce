"""A trace as one file: JSON with its hash, with names for the agency and without for the applicant."""

import hashlib
import json
from typing import Any

from pulmu.model import encode
from pulmu.services.appeals.received import parsed
from pulmu.services.appeals.trace import Trace, without_others


def trace_file(found: Trace, *, names: bool = True) -> bytes:
    """The trace as a JSON file with its hash.

    Parameters
    ----------
    names : False for the applicant: reviewers and officers are numbered, as they are not told who judged.
    """
    tree = trace_tree(found, names=names)
    text = json.dumps(tree, ensure_ascii=False, sort_keys=True)
    return (json.dumps({"sha256": hashlib.sha256(text.encode()).hexdigest(), "trace": tree}, ensure_ascii=False,
                       indent=1, sort_keys=True) + "\n").encode()  # fmt: skip


def trace_tree(found: Trace, *, names: bool = True) -> dict[str, Any]:
    """The same as a plain tree."""
    tree: dict[str, Any] = json.loads(json.dumps(encode(found, full=True)))
    tree["appeal"]["state"] = found.appeal.state
    shown = (tree["appeal"]["decision"], tree["appeal"]["verdict"])
    for item in (tree["application"], *tree["decisions"], *tree["reviews"], *filter(None, shown)):
        item["content"] = without_others(parsed(item["content"]))
    if not names:
        _unname(tree)
    return tree


def _unname(tree: dict[str, Any]) -> None:
    scored = [] if tree["scores"] is None else tree["scores"]["reviews"]
    _number([*tree["reviews"], *scored], ("reviewer",), "reviewer")
    for item in tree["reviews"]:
        item["assigned_by"] = ""
    named = [tree["appeal"][key] for key in ("decision", "verdict") if tree["appeal"][key] is not None]
    chosen = [] if tree["chosen"] is None else [tree["chosen"]]
    _number([*named, *tree["decisions"], *chosen, *tree["entries"]], ("author", "actor"), "person")
    for item in tree["entries"]:
        item |= {"address": "", "detail": {}, "reason": ""}
    tree["problems"] = []  # they name whose points they are


def _number(items: list[dict[str, Any]], keys: tuple[str, ...], word: str) -> None:
    known: dict[str, str] = {}
    for item in items:
        for key in keys:
            if key in item:
                item[key] = known.setdefault(item[key], f"{word} {len(known) + 1}")
