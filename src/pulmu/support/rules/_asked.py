"""What the parts of an evaluation need of it."""

from datetime import date
from typing import Any, Protocol

from pulmu.model.finding import Bounded
from pulmu.support.rules.node import Decide, Number
from pulmu.support.rules.outcome import Choice
from pulmu.support.rules.rulebook import Rulebook


class Asked(Protocol):
    """One firm under one rulebook on one day."""

    rulebook: Rulebook
    day: date

    def value(self, fact: str) -> Any:
        """A fact; None if it is not given."""

    def number(self, node: Number) -> Bounded:
        """A number between its bounds."""

    def choice_of(self, node: Decide) -> Choice:
        """A decision."""
