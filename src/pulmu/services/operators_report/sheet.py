"""Writes down what one item tells, and what it lacks."""

from pulmu.services.operators_report.content import Entry, Lack, State
from pulmu.services.report import Value


class Sheet:
    """The entries of an item as they are found."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self.lacks: list[Lack] = []
        self.reason = ""

    def say(self, word: str, text: str, subject: str = "") -> None:
        """Words that must be there: empty ones are a lack."""
        if text:
            self.entries.append(Entry(word, subject, text))
        else:
            self.lacks.append(Lack(word, subject))

    def number(self, word: str, value: Value | None, subject: str = "", text: str = "") -> None:
        """A number that must be there: None is a lack."""
        if value is None:
            self.lacks.append(Lack(word, subject))
        else:
            self.entries.append(Entry(word, subject, text, value))

    def mention(self, word: str, text: str, subject: str = "") -> None:
        """Words that are told where they are."""
        if text:
            self.entries.append(Entry(word, subject, text))

    def mention_number(self, word: str, value: Value | None, subject: str = "", text: str = "") -> None:
        """A number that is told where it is."""
        if value is not None:
            self.entries.append(Entry(word, subject, text, value))

    def does_not_apply(self, reason: str) -> None:
        """The item asks for something the installation does not have."""
        self.reason = reason

    def none_found(self, reason: str = "none_of_them") -> None:
        """Where nothing was written down and nothing is lacking, there is nothing of the kind."""
        if not self.entries and not self.lacks:
            self.reason = reason

    @property
    def state(self) -> State:
        """How the item stands."""
        if self.entries:
            return "in_part" if self.lacks else "given"
        return "does_not_apply" if self.reason and not self.lacks else "missing"
