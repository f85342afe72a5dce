"""What comes from outside: the time, and what nobody can guess."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class World:
    """Where moments, ids and secrets come from; a test gives its own.

    Parameters
    ----------
    now : This moment, in UTC.
    identifier : A new id of 32 hexadecimal digits.
    secret : A new secret of 43 URL-safe signs, 256 bits.
    """

    now: Callable[[], datetime]
    identifier: Callable[[], str]
    secret: Callable[[], str]
