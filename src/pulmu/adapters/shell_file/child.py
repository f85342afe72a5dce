"""Runs in a process of its own: opens a package, a JSON or an XML text, and prints what it holds as plain values.

It is started by its path and imports nothing of Pulmu but its guard and its neighbour.
"""

import json
import sys
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

from guard import RefusedError, answer  # type: ignore[import-not-found]  # the parent puts its folder on the path

sys.path.insert(0, str(Path(__file__).parent))
from opc_package import open_package  # type: ignore[import-not-found]
from shell_texts import json_part, xml_part  # type: ignore[import-not-found]


def read(data: bytes) -> dict[str, Any]:
    """The parts that hold shells, as trees, and the other files of a package by name and size."""
    if data.startswith(b"PK"):
        return _package(data)
    if data.startswith(b"\xd0\xcf\x11\xe0") or data.startswith(b"%PDF"):
        raise RefusedError("kind")
    return {"kind": "xml" if is_xml(data) else "json", "parts": [part("", data)], "files": [], "notes": []}


def part(name: str, data: bytes) -> dict[str, Any]:
    """One text as a tree; what it is, its content says."""
    made: dict[str, Any] = xml_part(name, data) if is_xml(data) else json_part(name, data)
    return made


def is_xml(data: bytes) -> bool:
    """Whether the first sign of a text is that of XML, whatever its encoding."""
    first = data[:64].lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")
    return first.startswith(b"<")


def _package(data: bytes) -> dict[str, Any]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            texts, files, notes = open_package(archive)
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise RefusedError("damaged") from error
    parts = [part(name, content) for name, content in texts]
    # The same object may stand in a part of each kind: JSON is read first, the first one counts.
    return {
        "kind": "aasx",
        "parts": sorted(parts, key=lambda item: item["kind"] != "json"),
        "files": files,
        "notes": notes,
    }


def _ready() -> None:
    json.loads("{}")
    "x".encode("utf-16").decode("utf-16")
    b"x".decode("latin-1")
    with zipfile.ZipFile(BytesIO(), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x", "x")
    xml_part("", b"<x/>")


if __name__ == "__main__":
    answer(read, _ready)
