"""Backups of a place, and a place restored."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pulmu.bootstrap.place import check_installed, key_of, open_to_verify, place_in
from pulmu.model import InputError, OutsideError, Problem, warning

if TYPE_CHECKING:
    from pulmu.adapters.place_backup import Manifest
    from pulmu.services.care.verify import Verified


def back_up(folder: Path, database: str, out: Path, *, with_keys: bool) -> "tuple[Manifest, tuple[Problem, ...]]":
    """Write a backup of a place, which may be in use meanwhile; the place notes it.

    Returns
    -------
    What it holds, and a warning where the place could not note it: one whose disk is full can still be backed up.

    Raises
    ------
    InputError  There is no place, or a file stands at `out`.
    OutsideError  It cannot be read or written.
    """
    import pulmu
    from pulmu.adapters.place_backup import Manifest, write_backup
    from pulmu.adapters.sql_store import open_store
    from pulmu.services.care.restored import note_backup

    place, _ = open_to_verify(folder, database)
    store = open_store(folder, database)
    try:
        blank = Manifest(f"pulmu {pulmu.__version__}", place.gate.world.now().isoformat(), with_keys)
        manifest = write_backup(folder, out, store.copy, blank)
        try:
            note_backup(place, out.name, manifest.workspaces)
        except OutsideError as error:
            return manifest, _not_noted(out, error)
    finally:
        store.close()
        place.close()
    return manifest, ()


def _not_noted(out: Path, error: OutsideError) -> tuple[Problem, ...]:
    """That a backup stands which its place knows nothing of, and why; no error, for the backup is whole."""
    said, mend = "the backup is whole, but the place could not note that it was made", "mend what stands in the way"
    note = warning("place.backup_not_noted", out.name, said, mend)
    return (note, *(replace(item, severity="warning") for item in error.problems))


def look_into_backup(file: Path) -> "Manifest":
    """What a backup says it holds, every part by its hash."""

    from pulmu.adapters.place_backup import extract_backup

    with tempfile.TemporaryDirectory() as room:
        return extract_backup(file, Path(room))


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreOrder:
    """What is to be restored, and how.

    Parameters
    ----------
    key : A copy of the key, where it is not in the backup.
    new_key : Make a new key: everybody sets up their second factor again.
    accept_damage : Restore what does not verify as well.
    """

    backup: Path
    folder: Path
    database: str = ""
    key: Path | None = None
    new_key: bool = False
    accept_damage: bool = False


def restore(order: RestoreOrder, tell: Callable[[str], None]) -> "tuple[Verified, bool]":
    """Restore a place into an empty folder, verified before it has its name: all of it, or nothing.

    Returns
    -------
    What came of verifying, and whether it was restored.

    Raises
    ------
    InputError  The folder or the database is not empty, the backup is none, or a key is missing (`input.backup_key`).
    OutsideError  It cannot be read or written.
    """
    import secrets

    from pulmu.adapters._parts import flush, store_errors
    from pulmu.adapters.place_backup import extract_backup
    from pulmu.model import has_errors
    from pulmu.services.care.verify import verify_place

    check_installed("app,postgres" if order.database else "app")
    folder = order.folder
    with store_errors(folder):
        if os.path.lexists(folder) and (not folder.is_dir() or any(folder.iterdir())):
            said, mend = "the folder is not empty", "give one that is empty, or is not there yet"
            raise InputError.of("input.folder_not_empty", str(folder), said, mend)
        folder.parent.mkdir(parents=True, exist_ok=True)
        room = folder.with_name(f".{folder.name}.{secrets.token_hex(8)}.tmp")
        room.mkdir(mode=0o700)
    try:
        extract_backup(order.backup, room)
        _give_key(order, room)
        place, lost = open_to_verify(room)
        try:
            found = verify_place(place, tell)
        finally:
            place.close()
        found.problems = [*lost, *found.problems]
        if has_errors(found.problems) and not order.accept_damage:
            return found, False
        with store_errors(folder):
            _put(order, room)
            flush(folder.parent)
    finally:
        shutil.rmtree(room, ignore_errors=True)
    return found, True


def _give_key(order: RestoreOrder, room: Path) -> None:
    """The key the restored place needs: its own, a copy of it, or a new one."""
    from pulmu.adapters.sealer import FileKeySealer
    from pulmu.services.care.restored import forget_second_factors

    target = key_of(room)
    if order.new_key:
        target.unlink(missing_ok=True)
        place = place_in(room, "", FileKeySealer(target))
        try:
            forget_second_factors(place)
        finally:
            place.close()
    elif order.key is not None:
        target.parent.mkdir(mode=0o700, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            target.unlink()
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(order.key.read_bytes())
    elif not target.is_file():
        said, mend = (
            "the key is not in the backup",
            "give its copy by --key, or --new-key: then second factors are set up anew",
        )
        raise InputError.of("input.backup_key", order.backup.name, said, mend)


def _put(order: RestoreOrder, room: Path) -> None:
    """Give the folder its name; with a server, its records first, in one transaction."""

    def named() -> None:
        if order.folder.is_dir():
            order.folder.rmdir()
        room.rename(order.folder)

    if not order.database:
        named()
        return
    from pulmu.adapters.sql_store import open_store

    files = {file.parent.name: file for file in room.glob("workspaces/*/records.sqlite")}
    copies = room.with_name(f"{room.name}.records")
    copies.mkdir(mode=0o700)
    store = open_store(room, order.database)
    try:
        place = (room / "place.sqlite").rename(copies / "place.sqlite")
        rooms = {name: file.rename(copies / f"{name}.sqlite") for name, file in files.items()}
        store.take_in(place, rooms, named)
    finally:
        store.close()
        shutil.rmtree(copies, ignore_errors=True)
