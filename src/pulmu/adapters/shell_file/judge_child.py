"""Runs in a process of its own: has every object read strictly by BaSyx, and prints what it refuses.

It is started by its path and imports nothing of Pulmu but its guard.
"""

import json
import logging
from typing import Any

from guard import RefusedError, answer  # type: ignore[import-not-found]  # the parent puts its folder on the path

_HOLDERS = ("submodelElements", "value", "statements", "annotations")
_KNOWN: dict[str, Any] = {}


def judge(data: bytes) -> dict[str, Any]:
    """Objects that BaSyx does not take: the list they stand in, their path of places, and its words."""
    tree = json.loads(data)
    refused = [
        {"list": name, "path": [number, *path], "said": said}
        for name, items in tree.items()
        for number, item in enumerate(items)
        for path, said in _faults(item)
    ]
    return {"refused_objects": refused, "judge": _KNOWN["name"]}


def _faults(item: dict[str, Any]) -> list[tuple[list[Any], str]]:
    """The innermost objects that are refused for themselves."""
    said = _said(item)
    if not said:
        return []
    found = []
    for holder in _HOLDERS:
        below = item.get(holder)
        if isinstance(below, list) and all(isinstance(one, dict) and "modelType" in one for one in below):
            found += [([holder, n, *path], words) for n, one in enumerate(below) for path, words in _faults(one)]
    return found or [([], said)]


def _said(item: dict[str, Any]) -> str:
    try:
        json.loads(json.dumps(item), cls=_KNOWN["decoder"])
    except Exception as error:  # BaSyx raises errors of many kinds for an object it does not take
        cause: BaseException = error
        while cause.__cause__ is not None:
            cause = cause.__cause__
        return f"{type(cause).__name__}: {cause}"[:400]
    return ""


def _ready() -> None:
    logging.disable(logging.CRITICAL)
    try:
        from importlib.metadata import version  # noqa: PLC0415 - told apart from what is wrong in the file

        from basyx.aas.adapter.json import json_deserialization  # noqa: PLC0415 - likewise
    except ImportError as error:
        raise RefusedError("not_installed") from error
    _KNOWN["decoder"] = json_deserialization.StrictAASFromJsonDecoder
    _KNOWN["name"] = f"BaSyx {version('basyx-python-sdk')}"


if __name__ == "__main__":
    answer(judge, _ready)
