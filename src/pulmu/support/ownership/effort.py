"""How much work one question may take: a file of strangers must not keep a machine busy for hours."""

from dataclasses import dataclass

from pulmu.model.errors import InputError

MOST_CHAINS = 100_000
"""Links of chains; the firm of a group of eighty takes a few thousand."""
MOST_COMPARISONS = 1_000_000
"""Holders that are compared with each other; a group of eighty takes some ten thousand."""


@dataclass(slots=True)
class Effort:
    """Steps that one question has left."""

    firm: str
    left: int

    def take(self, steps: int = 1) -> None:
        """Use up steps.

        Raises
        ------
        InputError  None are left (`firm.too_entangled`).
        """
        self.left -= steps
        if self.left < 0:
            raise InputError.of(
                "firm.too_entangled",
                self.firm,
                f"too many shareholdings lead to and from {self.firm}",
                "leave out holdings that are too small to matter",
                company=self.firm,
            )
