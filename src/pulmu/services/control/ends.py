"""How groups end, seen in the guard's records as they are made."""

from typing import get_args, get_type_hints

from pulmu.model.problem import Problem
from pulmu.services.control.desk import EndView
from pulmu.twin.control import Record

ENDS: tuple[str, ...] = get_args(get_type_hints(EndView)["what"])


class Ends:
    """Remembers the last end, and why a group went back."""

    def __init__(self) -> None:
        self.last: EndView | None = None
        self._why: tuple[Problem, ...] = ()

    def see(self, record: Record) -> None:
        """Look at a record; a request that was refused by itself ends nothing."""
        if record.what == "reverts":
            self._why = record.reasons
        if record.what not in ENDS or any(name == "act" for name, _ in record.detail):
            return
        number = 1 if self.last is None else self.last.number + 1
        problems = self._why if record.what == "reverted" else record.reasons
        self.last = EndView(
            number=number, at=record.wall, what=record.what, group=record.about, problems=problems  # type: ignore[arg-type]
        )  # fmt: skip
