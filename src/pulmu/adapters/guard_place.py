"""The folder of a guard: for its owner alone, for one guard at a time, and what was in force in it last."""

import contextlib
import json
import os
import secrets
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pulmu.adapters._parts import flush
from pulmu.model import InputError, OutsideError
from pulmu.services.control.signed import SignedLimits

if sys.platform == "win32":

    def _lock(folder: Path) -> int:
        # Windows cannot lock a folder; it takes this file away when its holder ends.
        return os.open(folder / "runs", os.O_CREAT | os.O_EXCL | os.O_TEMPORARY)

else:
    import fcntl

    def _lock(folder: Path) -> int:
        descriptor = os.open(folder / "runs", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            raise
        return descriptor


@dataclass(frozen=True, slots=True)
class GuardPlace:
    """A folder that is held."""

    folder: Path

    @property
    def ledger(self) -> Path:
        """File of the ledger."""
        return self.folder / "ledger.jsonl"

    def plant(self) -> str:
        """Plant it guards.

        Raises
        ------
        OutsideError  No guard ran here yet, or it cannot be read (`outside.guard_place`).
        """
        try:
            return str(json.loads(self._file("limits").read_text(encoding="utf-8"))["plant"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise _no_place(self.folder, error) from error

    def least_version(self, kind: str) -> int:
        """Version that was in force last; 1 where there was none.

        Raises
        ------
        OutsideError  It cannot be read (`outside.guard_place`).
        """
        version, _ = self._kept(kind)
        return version

    def put_in_force(self, kind: str, signed: SignedLimits, name: str) -> None:
        """Keep which version is in force from now on.

        Raises
        ------
        InputError  The same version was in force with other content (`control.same_version`).
        OutsideError  It cannot be kept (`outside.guard_place`).
        """
        version, sha256 = self._kept(kind)
        if sha256 and signed.version == version and signed.sha256 != sha256:
            raise InputError.of(
                "control.same_version", name, f"version {version} was in force with another content",
                "have the engineer give it a higher version, and sign it", version=version,
            )  # fmt: skip
        text = json.dumps({"plant": signed.plant, "version": signed.version, "sha256": signed.sha256})
        work = self.folder / f".{kind}.{secrets.token_hex(4)}.tmp"
        try:
            with os.fdopen(os.open(work, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            work.replace(self._file(kind))
            flush(self.folder)
        except OSError as error:
            work.unlink(missing_ok=True)
            raise _no_place(self.folder, error) from error

    def _file(self, kind: str) -> Path:
        return self.folder / f"{kind}-in-force.json"

    def _kept(self, kind: str) -> tuple[int, str]:
        file = self._file(kind)
        try:
            if not file.exists():
                return 1, ""
            tree = json.loads(file.read_text(encoding="utf-8"))
            return int(tree["version"]), str(tree["sha256"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise _no_place(self.folder, error) from error


@contextlib.contextmanager
def open_place(folder: Path) -> Iterator[GuardPlace]:
    """Hold the folder of a guard; it is made where it is missing.

    Raises
    ------
    OutsideError  A guard runs in it already (`outside.guard_runs`), or it cannot be made (`outside.guard_place`).
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError as error:
        raise _no_place(folder, error) from error
    try:
        held = _lock(folder)
    except OSError as error:
        raise OutsideError.of(
            "outside.guard_runs", str(folder), "a guard runs in this folder already",
            "stop it first, or choose another folder",
        ) from error  # fmt: skip
    try:
        yield GuardPlace(folder)
    finally:
        os.close(held)


def _no_place(folder: Path, error: Exception) -> OutsideError:
    reason = getattr(error, "strerror", None) or str(error)
    return OutsideError.of(
        "outside.guard_place", str(folder), f"the folder of the guard cannot be used: {reason}",
        "give it a folder of its own that it may write, or restore its files", reason=reason,
    )  # fmt: skip
