"""Hashes passwords with Argon2id, and knows those that are tried first."""

import functools
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError


class ArgonPasswords:
    """Argon2id with 64 MiB, three passes: about a tenth of a second for each try (RFC 9106, second choice)."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._nobody = functools.cache(lambda: self._hasher.hash("nobody has this password"))

    def hash(self, password: str) -> str:
        """The hash with its salt and cost."""
        return self._hasher.hash(_one_form(password))

    def fits(self, hashed: str, password: str) -> bool:
        """Whether it is the hash of the password; takes as long for an empty hash."""
        try:
            return self._hasher.verify(hashed or self._nobody(), _one_form(password)) and bool(hashed)
        except (VerificationError, InvalidHashError):
            return False

    def is_common(self, password: str) -> bool:
        """Whether it is one of the 30,000 that leaked most often, in any case, with or without digits at its end."""
        word = password.lower()
        return word in _common() or (len(word.rstrip("0123456789!.")) > 3 and word.rstrip("0123456789!.") in _common())


def _one_form(password: str) -> str:
    """The same signs as the same bytes, whether a keyboard sent a syllable whole or in parts (NIST SP 800-63B)."""
    return unicodedata.normalize("NFC", password)


@functools.cache
def _common() -> frozenset[str]:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # noqa: PLC0415 - a megabyte that only a new password needs

    return frozenset(FREQUENCY_LISTS["passwords"])
