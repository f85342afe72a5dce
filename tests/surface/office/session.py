"""A user's session in LibreOffice, from outside: where it is, a private profile, and the script that works in it."""

import functools
import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

_DESK = Path(__file__).with_name("desk.py")
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>{mode}</value></prop></item>
</oor:items>
"""
_ALWAYS, _NEVER = 0, 1


def missing(thing: str, reason: str) -> None:
    """Skip, saying why; fail where it must be there."""
    if thing in os.environ.get("PULMU_REQUIRE", "").split(","):
        pytest.fail(reason)
    pytest.skip(reason)


@functools.cache
def _programs() -> tuple[str, str]:
    office = shutil.which("soffice") or shutil.which("libreoffice") or ""
    for python in ("/usr/bin/python3", shutil.which("python3") or ""):
        if office and python and Path(python).exists():
            tried = subprocess.run([python, "-c", "import uno"], capture_output=True, check=False, env={})
            if tried.returncode == 0:
                return office, python
    return office, ""


def work(folder: Path, steps: list[list[Any]], *, recalculate: bool = True) -> list[Any]:
    """Do the steps in LibreOffice and give back what the asking ones found.

    Parameters
    ----------
    recalculate : Whether it computes formulas on opening, which it does not by itself.
    """
    office, python = _programs()
    if not python:
        missing("libreoffice", "LibreOffice is not installed" if not office else "python3-uno is not installed")
    profile = folder / ("profile" if recalculate else "profile_without")
    settings = profile / "user" / "registrymodifications.xcu"
    if not settings.exists():
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS.format(mode=_ALWAYS if recalculate else _NEVER), encoding="utf-8")
    script, answers = folder / "steps.json", folder / "answers.json"
    script.write_text(json.dumps(steps, ensure_ascii=False), encoding="utf-8")
    answers.unlink(missing_ok=True)
    command = [python, str(_DESK), office, str(profile), str(script), str(answers)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=400, check=False)
    assert done.returncode == 0, done.stderr
    found: list[Any] = json.loads(answers.read_text(encoding="utf-8"))
    return found
