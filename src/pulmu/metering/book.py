"""A book: the entries of one flow or material, what an import adds to them, and their total over days.

An entry's identity is its kind, days, item, partner and number. Several entries may share one (two deliveries of a day
without numbers), so an identity has a state: how often it has which amount. A document that gives all that is kept and
more adds the rest; one that gives less is known; any other differs, and counts only as a correction, which replaces the
whole state.
"""

import functools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from pulmu.metering.entry import Entry, EntryKind
from pulmu.model import unit

Identity = tuple[EntryKind, date, date, str, str, str]
Amount = tuple[str, str, str]
"""Dimension, value in the base unit of the dimension to twelve digits, quality: 5 t and 5,000 kg are one amount."""


@dataclass(frozen=True, slots=True)
class Change:
    """What one document changed in a book: first what it withdraws, then what it corrects, then what it adds.

    Parameters
    ----------
    added : Entries beside those of the same identity.
    corrected : Entries instead of all earlier ones of the same identity.
    withdrawn : Earlier entries that do not count any more: their document was read wrongly, or names them otherwise.
    """

    added: tuple[Entry, ...] = ()
    corrected: tuple[Entry, ...] = ()
    withdrawn: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """An identity to which a document gives other amounts than the book keeps."""

    kept: tuple[Entry, ...]
    given: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class BookNews:
    """What a document brings against a book.

    Parameters
    ----------
    change : What is to be kept of it; without a correction, nothing of what differs.
    known : How many entries were there already, or were corrected since.
    differing : Identities with other amounts; corrected if a correction was asked for.
    fewer : Identities of which the book keeps more entries than the document gives.
    renamed : Entries of other documents that the document seems to give under another item, partner or number: of the
        same kind, days and amount, and not among its own.
    """

    change: Change
    known: int
    differing: tuple[Difference, ...]
    fewer: tuple[Difference, ...]
    renamed: tuple[Difference, ...] = ()


def identity(entry: Entry) -> Identity:
    """What an entry is about, whatever its amount."""
    return (entry.kind, entry.start, entry.end, entry.item, entry.partner, entry.number)


def amount_key(entry: Entry) -> Amount:
    """How much it is, however it is written."""
    dimension, factor = _factor(entry.unit)
    return (dimension, f"{entry.value * factor:.12g}", entry.quality)


@functools.lru_cache(100)
def _factor(symbol: str) -> tuple[str, float]:
    found = unit(symbol)
    return found.dimension, float(found.factor)


@dataclass(slots=True)
class _State:
    """The entries of one identity now, and the amounts it ever had."""

    entries: list[Entry] = field(default_factory=list)
    past: list[Counter[Amount]] = field(default_factory=list)

    def amounts(self) -> Counter[Amount]:
        return Counter(amount_key(entry) for entry in self.entries)

    def ever_held(self, given: Counter[Amount]) -> bool:
        return any(given <= held for held in (self.amounts(), *self.past))

    def replace(self, entries: Iterable[Entry]) -> None:
        self.past.append(self.amounts())
        self.entries = list(entries)


def standing(changes: Iterable[Change]) -> tuple[Entry, ...]:
    """The entries of a book that count now, in order of their days."""
    found = [entry for state in _states(changes).values() for entry in state.entries]
    return tuple(sorted(found, key=lambda entry: (entry.start, entry.end)))


def book_news(changes: Sequence[Change], incoming: Iterable[Entry], *, correct: bool = False) -> BookNews:
    """Compare a document with a book.

    Parameters
    ----------
    changes : Of all documents before, in order.
    correct : Whether what differs replaces what is kept.
    """
    states, groups = _states(changes), _grouped(incoming)
    added: list[Entry] = []
    corrected: list[Entry] = []
    differing: list[Difference] = []
    fewer: list[Difference] = []
    known = 0
    for key, given in groups.items():
        state = states.get(key, _State())
        wanted, held = Counter(amount_key(entry) for entry in given), state.amounts()
        if held <= wanted:
            fresh = _beyond(given, held)
            added += fresh
            known += len(given) - len(fresh)
        elif correct:
            differing.append(Difference(tuple(state.entries), tuple(given)))
            corrected += given
        elif state.ever_held(wanted):
            known += len(given)
            if wanted < held:
                fewer.append(Difference(tuple(state.entries), tuple(given)))
        else:
            differing.append(Difference(tuple(state.entries), tuple(given)))
    renamed = _renamed(states, groups, added)
    return BookNews(Change(tuple(added), tuple(corrected)), known, tuple(differing), tuple(fewer), renamed)


def _renamed(
    states: dict[Identity, _State], groups: dict[Identity, list[Entry]], added: Iterable[Entry]
) -> tuple[Difference, ...]:
    """New entries that stand for kept ones which the document does not give."""
    left: dict[tuple[EntryKind, date, date, Amount], list[Entry]] = {}
    for key, state in states.items():
        if key not in groups:
            for entry in state.entries:
                left.setdefault((*key[:3], amount_key(entry)), []).append(entry)
    found = []
    for entry in added:
        twins = left.get((entry.kind, entry.start, entry.end, amount_key(entry)), [])
        twin = next((item for item in twins if item.sha256 != entry.sha256 and _may_be(item, entry)), None)
        if twin is not None:
            twins.remove(twin)
            found.append(Difference((twin,), (entry,)))
    return tuple(found)


def _may_be(kept: Entry, given: Entry) -> bool:
    """Whether two entries may be one: no two numbers that differ."""
    return not kept.number or not given.number or kept.number == given.number


def _beyond(given: Iterable[Entry], held: Counter[Amount]) -> list[Entry]:
    """The entries that are more than what is held."""
    left, fresh = Counter(held), []
    for entry in given:
        key = amount_key(entry)
        if left[key]:
            left[key] -= 1
        else:
            fresh.append(entry)
    return fresh


def _states(changes: Iterable[Change]) -> dict[Identity, _State]:
    states: dict[Identity, _State] = {}
    for change in changes:
        for entry in change.withdrawn:
            entries = states[identity(entry)].entries
            entries.remove(entry)
        for key, entries in _grouped(change.corrected).items():
            states.setdefault(key, _State()).replace(entries)
        for key, entries in _grouped(change.added).items():
            states.setdefault(key, _State()).entries.extend(entries)
    return states


def _grouped(entries: Iterable[Entry]) -> dict[Identity, list[Entry]]:
    groups: dict[Identity, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(identity(entry), []).append(entry)
    return groups
