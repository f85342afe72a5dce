"""The parts of a package (AASX: Open Packaging Conventions), found by their relations; opened within limits."""

import posixpath
import re
import stat
import zipfile
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.parsers import expat

from guard import RefusedError  # type: ignore[import-not-found]  # the parent puts its folder on the path

MOST_PARTS, LARGEST_PART, LARGEST_TEXTS = 5_000, 40_000_000, 60_000_000
_ORIGIN = re.compile(r"https?://(?:www\.)?admin-shell\.io/aasx/relationships/aasx-origin")
_SPEC = re.compile(r"https?://(?:www\.)?admin-shell\.io/aasx/relationships/aas-spec")
_SIDE = re.compile(r"(?:^|/)(?:_rels/|\[content_types\]\.xml$|aasx-origin$|docprops/)", re.IGNORECASE)

Texts = list[tuple[str, bytes]]


def open_package(archive: zipfile.ZipFile) -> tuple[Texts, list[dict[str, Any]], list[dict[str, str]]]:
    """The texts of the parts that hold shells; the other parts by name and size; what was noted."""
    entries = _sound_entries(archive)
    notes: list[dict[str, str]] = []
    names = [
        name for origin in _targets(archive, entries, "", _ORIGIN) for name in _targets(archive, entries, origin, _SPEC)
    ]
    if not names:
        names = [name for name in entries if re.search(r"\.aas\.(?:xml|json)$|^aasx/.*\.json$", name, re.IGNORECASE)]
        names = names or [
            name for name in entries if not _SIDE.search(name) and name.lower().endswith((".xml", ".json"))
        ]
        notes += [{"code": "part_guessed", "where": name} for name in names]
    missing = [name for name in names if name not in entries]
    if missing:
        raise RefusedError("part_missing", missing[0])
    texts, left = [], LARGEST_TEXTS
    for name in dict.fromkeys(names):
        texts.append((name, _content(archive, entries[name], min(left, LARGEST_PART))))
        left -= len(texts[-1][1])
    shells = {name for name, _ in texts}
    files = [
        {"name": name, "size": entry.file_size}
        for name, entry in entries.items()
        if name not in shells and not _SIDE.search(name)
    ]
    return texts, files, notes


def _sound_entries(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Every file of the package by name; a package with a name that leads out of it is not opened at all."""
    if len(archive.infolist()) > MOST_PARTS:
        raise RefusedError("too_large")
    found: dict[str, zipfile.ZipInfo] = {}
    folded: set[str] = set()
    for entry in archive.infolist():
        name = entry.filename
        if _leads_out(name) or _leads_out(unquote(name)) or stat.S_ISLNK(entry.external_attr >> 16):
            raise RefusedError("unsafe_path", name[:200])
        if entry.flag_bits & 0x1:
            raise RefusedError("encrypted", name[:200])
        if name.lower() in folded:
            raise RefusedError("part_twice", name[:200])
        folded.add(name.lower())
        if not entry.is_dir():
            found[name] = entry
    return found


def _leads_out(name: str) -> bool:
    return (
        name.startswith("/") or "\\" in name or ":" in name or "\x00" in name or ".." in name.split("/") or name == ""
    )


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, most: int) -> bytes:
    """A part unpacked; never more than it may be, whatever the directory says."""
    if entry.file_size > most:
        raise RefusedError("too_large", entry.filename[:200])
    with archive.open(entry) as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise RefusedError("too_large", entry.filename[:200])
    return data


def _targets(
    archive: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo], source: str, kind: re.Pattern[str]
) -> list[str]:
    """Parts that a part points to by a kind of relation."""
    folder, _, file = source.rpartition("/")
    name = posixpath.join(folder, "_rels", f"{file}.rels")
    found = {item.lower(): item for item in entries}.get(name.lower())
    if found is None:
        return []
    targets: list[str] = []

    def start(tag: str, given: dict[str, str]) -> None:
        if tag.rpartition(" ")[2].rpartition(":")[2] == "Relationship" and kind.fullmatch(
            given.get("Type", "").strip()
        ):
            targets.append(_inside(given, folder))

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse_doctype
    try:
        parser.Parse(_content(archive, entries[found], 1_000_000), True)
    except expat.ExpatError as error:
        raise RefusedError("damaged", found) from error
    lower = {item.lower(): item for item in entries}
    return [lower.get(item.lower(), item) for item in targets]


def refuse_doctype(*_: Any) -> None:
    """No text of ours has a document type: it is where entities come from."""
    raise RefusedError("doctype")


def _inside(given: dict[str, str], folder: str) -> str:
    target = given.get("Target", "")
    if given.get("TargetMode", "Internal") == "External" or urlsplit(target).scheme or target.startswith("//"):
        raise RefusedError("unsafe_path", target[:200])
    path = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
    if _leads_out(path):
        raise RefusedError("unsafe_path", target[:200])
    return path
