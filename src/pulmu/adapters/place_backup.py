"""A place as one file, and back: a zip of uncompressed parts, with a manifest of their sizes and hashes."""

import contextlib
import hashlib
import json
import os
import re
import secrets
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from pulmu.adapters._parts import flush, publish, store_errors
from pulmu.model import AccessRefused, InputError, OutsideError

FORMAT = "pulmu.backup/1"
MANIFEST = "manifest.json"
LARGEST_MANIFEST = 200_000_000
_ID = r"[0-9a-f]{32}"
_RECORDS = re.compile(rf"records/(place|{_ID})\.sqlite")
_KEY = "keys/second_factor.key"
_OTHER = re.compile(rf"workspaces/{_ID}(/[^/\\:\x00-\x1f]+)+")
_LEFT = re.compile(r"\..*\.tmp")
_CHUNK = 1 << 20

Copy = Callable[[str, Path], None]
"""Copies records of a workspace, or of the place, into a new file."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a backup."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds.

    Parameters
    ----------
    at : When it was begun, in UTC.
    workspaces : Names by id: which company is in it.
    has_key : Whether the key that opens second factors is in it.
    """

    program: str
    at: str
    has_key: bool
    workspaces: dict[str, str] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    format: str = FORMAT


def write_backup(folder: Path, out: Path, copy: Copy, blank: Manifest) -> Manifest:
    """Write a backup; under its name it is whole or not there.

    Parameters
    ----------
    blank : What the manifest shall say besides what is found.

    Raises
    ------
    InputError  A file stands there (`input.file_exists`).
    OutsideError  It cannot be written, or a workspace was deleted meanwhile (`outside.backup_moved`).
    """
    if os.path.lexists(out):
        said, mend = "a file of this name exists", "give another name"
        raise InputError.of("input.file_exists", str(out), said, mend, file=out.name)
    with store_errors(out):
        out.parent.mkdir(parents=True, exist_ok=True)
        work = out.with_name(f".{secrets.token_hex(8)}.tmp")
        room = Path(f"{work}.d")
        try:
            room.mkdir(mode=0o700)
            with _new(work) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
                manifest = _gather(archive, folder, room, copy, blank)
            with work.open("rb+") as written:
                os.fsync(written.fileno())
            publish(work, out)
        finally:
            work.unlink(missing_ok=True)
            shutil.rmtree(room, ignore_errors=True)
    return manifest


def extract_backup(path: Path, target: Path) -> Manifest:
    """Put everything of a backup into a new folder, in the shape of a place; each part by its hash.

    Raises
    ------
    InputError  It is none, or a part is not as it was written (`input.backup`).
    OutsideError  It cannot be read, or the folder cannot be written.
    """
    with _opened(path) as archive, store_errors(target):
        manifest = _manifest(archive, path)
        for part in manifest.parts:
            file = target / place_of_part(part.path)
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with archive.open(part.path) as source, _new(file) as copy:
                said = _pour(source, copy)
            if said != (part.size, part.sha256):
                raise _no_backup(path, f"{part.path} is not as it was written")
    return manifest


def place_of_part(path: str) -> Path:
    """Where a part lies in a place."""
    if path == "records/place.sqlite":
        return Path("place.sqlite")
    if path.startswith("records/"):
        return Path("workspaces", Path(path).stem, "records.sqlite")
    return Path(path)


def _gather(archive: zipfile.ZipFile, folder: Path, room: Path, copy: Copy, blank: Manifest) -> Manifest:
    """Records first, then the files they name: a file is never changed, and written before its record."""
    parts: list[Part] = []
    place = room / "place.sqlite"
    copy("", place)
    names = _workspaces(place)
    parts.append(_add(archive, "records/place.sqlite", place))
    for name in names:
        records = room / f"{name}.sqlite"
        try:
            copy(name, records)
        except AccessRefused as error:
            said, mend = "a workspace was deleted meanwhile", "make the backup again"
            raise OutsideError.of("outside.backup_moved", name, said, mend) from error
        parts.append(_add(archive, f"records/{name}.sqlite", records))
        records.unlink()
        home = folder / "workspaces" / name
        parts += [_add(archive, file.relative_to(folder).as_posix(), file) for file in _files(home)]
    key = folder / _KEY
    if blank.has_key and key.is_file():
        parts.append(_add(archive, _KEY, key))
    manifest = Manifest(blank.program, blank.at, blank.has_key, names, tuple(parts))
    archive.writestr(MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
    return manifest


def _files(home: Path) -> list[Path]:
    """Files of a workspace that are kept, without its records, what is being written, and exports of the same."""
    return sorted(
        file
        for file in (home.rglob("*") if home.is_dir() else ())
        if file.relative_to(home).parts[0] != "exports"
        if file.is_file() and not (file.parent == home and file.name.startswith("records.sqlite"))
        if not _LEFT.fullmatch(file.name)
    )


def _workspaces(place: Path) -> dict[str, str]:
    with contextlib.closing(sqlite3.connect(place)) as database:
        asked = "SELECT id, name FROM workspace WHERE status = 'open' ORDER BY created, id"
        return dict(database.execute(asked).fetchall())


def _add(archive: zipfile.ZipFile, name: str, file: Path) -> Part:
    with file.open("rb") as source, archive.open(zipfile.ZipInfo(name), "w", force_zip64=True) as target:
        size, sha256 = _pour(source, target)
    return Part(name, size, sha256)


def _pour(source: IO[bytes], target: IO[bytes]) -> tuple[int, str]:
    """Copy; how much it was, and its hash."""
    size, digest = 0, hashlib.sha256()
    while chunk := source.read(_CHUNK):
        target.write(chunk)
        digest.update(chunk)
        size += len(chunk)
    return size, digest.hexdigest()


@contextlib.contextmanager
def _new(file: Path) -> Iterator[IO[bytes]]:
    """A new file for its owner only, on the disk when it is left."""
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w+b") as opened:
        yield opened
        opened.flush()
        os.fsync(opened.fileno())
    flush(file.parent)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    if not path.is_file():
        said, mend = f"there is no file {path}", "check the path"
        raise InputError.of("input.no_file", str(path), said, mend, file=path)
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except (zipfile.BadZipFile, NotImplementedError, EOFError, RuntimeError, RecursionError) as error:
        raise _no_backup(path, "it is damaged, or no archive") from error
    except OSError as error:
        why = error.strerror or str(error)
        said, mend = f"the store cannot be used: {why}", "check the file and its rights"
        raise OutsideError.of("outside.store", str(path), said, mend, reason=why) from error


def _manifest(archive: zipfile.ZipFile, path: Path) -> Manifest:
    found = archive.infolist()
    names = [item.filename for item in found]
    if len(set(names)) < len(names) or MANIFEST not in names:
        raise _no_backup(path, "it holds no manifest, or a part twice")
    for item in found:
        _check_part(item, path)
    if sum(item.file_size for item in found) > path.stat().st_size:
        raise _no_backup(path, "its parts lie over each other")
    if archive.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
        raise _no_backup(path, "its manifest is too large")
    manifest = _read(archive.read(MANIFEST), path)
    sizes = {item.filename: item.file_size for item in found if item.filename != MANIFEST}
    if {part.path: part.size for part in manifest.parts} != sizes:
        raise _no_backup(path, "it does not hold what its manifest says")
    return manifest


def _check_part(item: zipfile.ZipInfo, path: Path) -> None:
    name = item.filename
    is_known = name in (MANIFEST, _KEY) or _RECORDS.fullmatch(name) is not None
    if not is_known:
        steps = name.split("/")
        is_known = _OTHER.fullmatch(name) is not None and not {".", ".."} & set(steps)
        if not is_known or (len(steps) == 3 and steps[2].startswith("records.sqlite")):
            raise _no_backup(path, f"a part has a name that no part has: {name[:80]!r}")
    if item.compress_type != zipfile.ZIP_STORED or item.file_size != item.compress_size or item.flag_bits & 1:
        raise _no_backup(path, "a part is compressed or encrypted")


def _read(content: bytes, path: Path) -> Manifest:
    try:
        tree: dict[str, Any] = json.loads(content)
        if tree["format"] != FORMAT:
            raise _no_backup(path, f"it has the form {str(tree['format'])[:40]}, which this program does not know")
        parts = tuple(Part(str(one["path"]), int(one["size"]), str(one["sha256"])) for one in tree["parts"])
        rooms = {str(key): str(name) for key, name in tree["workspaces"].items()}
        return Manifest(str(tree["program"]), str(tree["at"]), bool(tree["has_key"]), rooms, parts)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _no_backup(path, "its manifest cannot be read") from error


def _no_backup(path: Path, said: str) -> InputError:
    mend = "take another backup, or the version of Pulmu that wrote it"
    return InputError.of(
        "input.backup", path.name, f"this is no backup that can be restored: {said}", mend, reason=said
    )
