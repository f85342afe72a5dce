"""Seals secrets with a key that lies beside the store and not in it."""

import os
import stat
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken

from pulmu.adapters._parts import flush, store_errors
from pulmu.model import OutsideError


class FileKeySealer:
    """AES-128-CBC with HMAC-SHA-256 (Fernet), under the key of a file that only its owner may read."""

    def __init__(self, file: Path) -> None:
        with store_errors(file):
            self._fernet = Fernet(_key(file))

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


def _key(file: Path) -> bytes:
    """The key of a file; a new one where there is none.

    Raises
    ------
    OutsideError  Others may read it (`outside.key_open`).
    """
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        if os.name == "posix" and stat.S_IMODE(file.stat().st_mode) & 0o077:
            said, mend = "others may read the key of this place", f"chmod 600 {file.name}"
            raise OutsideError.of("outside.key_open", file.name, said, mend, file=file.name) from None
        return file.read_bytes().strip()
    with os.fdopen(descriptor, "wb") as new:
        new.write(key := Fernet.generate_key())
    flush(file)
    flush(file.parent)
    return key
