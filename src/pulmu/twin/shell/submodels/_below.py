"""Elements below an element, taken one by one; what nobody takes is told."""

from collections.abc import Iterable

from pulmu.twin.shell.elements import (
    MultiLanguageProperty,
    Property,
    SubmodelElement,
    SubmodelElementCollection,
    SubmodelElementList,
)
from pulmu.twin.shell.notes import Notes

ASK = "ask whoever wrote the file to write it as the template says"


class Below:
    """What stands below an element, by the short names that a template fixes.

    Parameters
    ----------
    place : Of the element, for notes.
    """

    def __init__(self, elements: Iterable[SubmodelElement], place: str, notes: Notes) -> None:
        self.elements = tuple(elements)
        self.place = place
        self.notes = notes
        self._taken: set[int] = set()

    def take(self, name: str) -> SubmodelElement | None:
        """The element of a name."""
        for item in self.elements:
            if item.id_short == name:
                self._taken.add(id(item))
                return item
        return None

    def text(self, name: str) -> str:
        """The value of a property; empty if it is not there or says nothing."""
        item = self.take(name)
        if isinstance(item, MultiLanguageProperty):
            return item.value[0].text if item.value else ""
        return (item.value or "").strip() if isinstance(item, Property) else ""

    def needed(self, name: str) -> str:
        """The same of what a template asks for; that it lacks is told."""
        said = self.text(name)
        if not said:
            self.lacks(name)
        return said

    def lacks(self, name: str) -> None:
        """Tell that something the template asks for is not there."""
        self.notes.warn("shell.connection_lacks", self.place, f"{name} is not given", ASK, name=name)

    def below(self, name: str) -> "Below":
        """What stands below the element of a name; nothing if it is not there."""
        item = self.take(name)
        held = item.value if isinstance(item, SubmodelElementCollection | SubmodelElementList) else ()
        return Below(held, f"{self.place}/{name}", self.notes)

    def groups(self) -> list[tuple[str, "Below"]]:
        """Collections below, by their names; whatever else there is, is told."""
        found = []
        for number, item in enumerate(self.elements):
            if isinstance(item, SubmodelElementCollection):
                self._taken.add(id(item))
                name = item.id_short or str(number)
                found.append((name, Below(item.value, f"{self.place}/{name}", self.notes)))
        self.tell_rest()
        return found

    def tell_rest(self) -> None:
        """Tell every element that was not taken; its value is not shown, as it may be a secret."""
        for number, item in enumerate(self.elements):
            if id(item) not in self._taken:
                name = item.id_short or str(number)
                self.notes.warn(
                    "shell.connection_left", f"{self.place}/{name}", "Pulmu does not read this: not taken over",
                    "look whether the connection works without it", name=name,
                )  # fmt: skip
