"""Seals secrets with a key that lies beside the store and not in it."""

import contextlib
import os
import secrets
import stat
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from pulmu.adapters._parts import publish, store_errors
from pulmu.model import OutsideError


class FileKeySealer:
    """AES-128-CBC with HMAC-SHA-256 (Fernet), under the key of a file that only its owner may read."""

    def __init__(self, file: Path, *, is_new: bool = True) -> None:
        """The sealer of a key.

        Parameters
        ----------
        is_new : Whether nothing was sealed yet, so that a missing key may be made.

        Raises
        ------
        OutsideError  Others may read the key (`outside.key_open`), or it is missing (`outside.key_missing`).
        """
        with store_errors(file):
            key = _key(file, is_new=is_new)
        try:
            self._fernet = Fernet(key)
        except ValueError as error:
            said, mend = "the key of this place is damaged", "restore the copy you kept of it"
            raise OutsideError.of("outside.key_damaged", file.name, said, mend) from error

    def seal(self, text: str) -> str:
        """The sealed text."""
        return self._fernet.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """The text again.

        Raises
        ------
        OutsideError  It was sealed with another key, or changed (`outside.key`).
        """
        try:
            return self._fernet.decrypt(sealed.encode()).decode()
        except InvalidToken as error:
            said, mend = "a sealed secret does not open with the key of this place", "restore the key with the backup"
            raise OutsideError.of("outside.key", "keys", said, mend) from error


class LostKey:
    """Stands where the key of a place should be, for who looks after it without."""

    def __init__(self, error: OutsideError) -> None:
        self._error = error

    def seal(self, text: str) -> str:  # noqa: ARG002
        """Nothing is sealed."""
        raise self._error

    def open(self, sealed: str) -> str:  # noqa: ARG002
        """Nothing is opened."""
        raise self._error


def _key(file: Path, *, is_new: bool) -> bytes:
    """The key of a file; a new one where there is none yet."""
    if not file.exists():
        if not is_new:
            said, mend = (
                "the key of this place is missing",
                "restore it with the backup, beside the records it belongs to",
            )
            raise OutsideError.of("outside.key_missing", file.name, said, mend, file=file.name)
        _make(file)
    if os.name == "posix" and stat.S_IMODE(file.stat().st_mode) & 0o077:
        said, mend = "others may read the key of this place", f"chmod 600 {file.name}"
        raise OutsideError.of("outside.key_open", file.name, said, mend, file=file.name)
    return file.read_bytes().strip()


def _make(file: Path) -> None:
    """Make a key; it is there whole or not at all, and of two who make one at once the first one's stays."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    work = file.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        descriptor = os.open(work, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as new:
            new.write(Fernet.generate_key())
            new.flush()
            os.fsync(new.fileno())
        with contextlib.suppress(FileExistsError):
            publish(work, file)
    finally:
        work.unlink(missing_ok=True)
