"""A short name for what rules are asked: the same for the same rules in every process, another for any others."""

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any


def fingerprint(*asked: object) -> str:
    """The hash of rulebooks, days, names and whatever else is asked, by content; 64 hexadecimal digits.

    Raises
    ------
    TypeError  Something among it has no content of its own, such as a function.
    """
    return _Content().of(asked).hex()


class _Content:
    """Nodes are shared by many readers: each is looked at once."""

    def __init__(self) -> None:
        self._found: dict[int, tuple[Any, bytes]] = {}

    def of(self, value: Any) -> bytes:
        if id(value) not in self._found:
            self._found[id(value)] = value, self._digest(value)  # the value too, so that its id stays its own
        return self._found[id(value)][1]

    def _digest(self, value: Any) -> bytes:
        return hashlib.sha256(
            f"{type(value).__module__}.{type(value).__qualname__}:".encode() + self._said(value)
        ).digest()

    def _said(self, value: Any) -> bytes:
        if value is None or isinstance(value, str | int | float | date):
            return repr(value).encode()
        if is_dataclass(value) and not isinstance(value, type):
            own = [field.name for field in fields(value) if field.compare]  # what is merely remembered is no content
            return b"".join(name.encode() + b"=" + self.of(getattr(value, name)) for name in own)
        if isinstance(value, Mapping):
            return b"".join(self.of(key) + self.of(item) for key, item in value.items())
        if isinstance(value, frozenset | set):
            return b"".join(sorted(map(self.of, value)))
        if isinstance(value, tuple | list):
            return b"".join(map(self.of, value))
        raise TypeError(type(value).__name__)
