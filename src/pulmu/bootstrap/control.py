"""The guard of setpoints: its signed limits."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pulmu.model.guard_people import GuardPeople
    from pulmu.model.guard_profile import GuardProfile
    from pulmu.services.control.signed import SignedLimits


def new_key(path: str, passphrase: str = "") -> str:
    """Make an engineer's key; its fingerprint.

    Raises
    ------
    OutsideError  There is a file of that name already, or none can be made.
    """
    from pulmu.adapters.guard_file import make_key

    return make_key(path, passphrase)


def sign_limits_file(path: str, key: str, *, by: str, at: datetime, ask: Callable[[str], str]) -> "SignedLimits":
    """Sign the limits of a file.

    Raises
    ------
    InputError  All that is wrong with them, or with the key.
    OutsideError  A file cannot be read or written, or others may read the key.
    """
    from pulmu.adapters.guard_file import sign_limits

    return sign_limits(path, key, by=by, at=at, ask=ask)


def signed_limits(path: str, trusted: Sequence[str], *, least_version: int = 1) -> "tuple[GuardProfile, SignedLimits]":
    """Limits as a trusted engineer signed them.

    Raises
    ------
    InputError  They are not, or something is wrong with them.
    OutsideError  A file cannot be read.
    """
    from pulmu.adapters.guard_file import load_limits

    return load_limits(path, trusted, least_version=least_version)


def signed_people(path: str, trusted: Sequence[str]) -> "tuple[GuardPeople, SignedLimits]":
    """People as a trusted engineer signed them.

    Raises
    ------
    InputError  They are not, or something is wrong with them.
    OutsideError  A file cannot be read.
    """
    from pulmu.adapters.guard_file import load_people

    return load_people(path, trusted)


def public_key(path: str) -> str:
    """The public key of a file, as the people file names it.

    Raises
    ------
    InputError, OutsideError  It holds none, or cannot be read.
    """
    from pulmu.adapters.guard_file import public_key_text

    return public_key_text(path)
