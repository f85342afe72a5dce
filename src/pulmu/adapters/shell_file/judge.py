"""The strict reader of BaSyx as a judge of what is read and written, in a process with limits."""

import json
from pathlib import Path
from typing import Any

from pulmu.adapters._untrusted import Limit, ask_child
from pulmu.model import InputError, OutsideError
from pulmu.services.shell_content import Judged, RefusedObject

_READER = Path(__file__).with_name("judge_child.py")
_LIMIT = Limit(seconds=120.0, memory=1_000_000_000)


def judge_strictly(tree: dict[str, Any]) -> Judged:
    """What BaSyx, told to be strict, does not take of an environment.

    Raises
    ------
    OutsideError  BaSyx is not installed (`outside.shell_not_installed`).
    InputError  It does not come to an end within its limits (`shell.too_large`).
    """
    found = ask_child(_READER, json.dumps(tree, ensure_ascii=False).encode(), _LIMIT)
    if found.get("refused") == "not_installed":
        raise not_installed()
    if "refused" in found:
        raise InputError.of(
            "shell.too_large", "", "the file is too large, or swells up",
            "give the shells in parts, or without the files in the package",
        )  # fmt: skip
    refused = (RefusedObject(item["list"], tuple(item["path"]), item["said"]) for item in found["refused_objects"])
    return Judged(str(found["judge"]), tuple(refused))


def not_installed() -> OutsideError:
    """What is said where BaSyx is not there."""
    said = "packages for administration shells are not installed: basyx-python-sdk"
    mend = 'install Pulmu as ".[shell]"'
    return OutsideError.of("outside.shell_not_installed", "", said, mend, missing="basyx-python-sdk", extra="shell")
