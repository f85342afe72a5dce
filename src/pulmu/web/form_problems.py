"""Problems of a form by the field that shows them."""

from collections.abc import Sequence

from pulmu.services.document_form.form import Field
from pulmu.web.show import Told


class Shown:
    """Problems by the field that shows them."""

    def __init__(self, told_at: Sequence[tuple[str, Told]]) -> None:
        self._at: dict[str, list[Told]] = {}
        for address, item in told_at:
            self._at.setdefault(address, []).append(item)

    def found(self, address: str, parts: Sequence[str] = ()) -> list[Told]:
        """What is wrong with a value, or with a part of it."""
        return [
            item
            for where in (address, *(f"{address}/{part}" for part in parts if part))
            for item in self._at.get(where, ())
        ]

    def is_bad(self, address: str, part: str = "") -> bool:
        """Whether an input is marked: something is wrong with its part, or with the value as a whole."""
        return address in self._at or (bool(part) and f"{address}/{part}" in self._at)

    def any_in(self, fields: Sequence[Field]) -> bool:
        """Whether something is wrong with one of these, or inside it."""
        return any(f"{where}/".startswith(f"{item.address}/") for where in self._at for item in fields)

    def any_below(self, address: str) -> bool:
        """Whether something is wrong at an address or below it."""
        return any(f"{where}/".startswith(f"{address}/") for where in self._at)
