"""A matched round as a page shows it: rows of its tables in the reader's words, and its pictures."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass

from pulmu.locale import Language, plain, text
from pulmu.locale.matching_words import limit_words, missed_words
from pulmu.model.matching_round import MatchingRound
from pulmu.services.matched_round import LimitOfRound, MatchedRound, PlacesLeft, ViolatedPair, WishMissed
from pulmu.services.rounds.inviting import parties_of
from pulmu.web.charts.bars import Segment, stacked_bar

TABLES = ("proposals", "alone", "suppliers", "violated", "refused", "lots")
_BECAME = ("elsewhere", "kind_full", "no_money", "violated", "conflict", "not_taken", "refused")
_MOST_BARS = 6
"""Wishes that get a bar of their own; those further down share one."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its cells as text, and what is read below them.

    Parameters
    ----------
    lines : Reasons, each on a line.
    bar : A drawn part of the row, as SVG.
    pair : Whom an answer of the officer would be about; empty where none is open.
    """

    cells: tuple[str, ...]
    lines: tuple[str, ...] = ()
    bar: str = ""
    pair: tuple[str, str] = ("", "")

    @property
    def searched(self) -> str:
        """What a search looks in."""
        return " ".join((*self.cells, *self.lines)).lower()


class RoundView:
    """A matched round in one language."""

    def __init__(self, given: MatchingRound, matched: MatchedRound, language: Language) -> None:
        self.given, self.matched, self.language = given, matched, language
        self._names = {item.id: plain(item.name) for _, item in parties_of(given)}

    def text(self, key: str, **values: object) -> str:
        """Words of rounds in the browser."""
        return text(f"web.rounds.{key}", self.language, **values)

    def name(self, party: str) -> str:
        """What a party is called; its id too, where another has the same name."""
        return self._names.get(party) or party

    def head(self, table: str) -> tuple[str, ...]:
        """Heads of the columns of a table."""
        return tuple(self.text(f"head.{name}") for name in _HEADS[table])

    def rows(self, table: str, search: str = "") -> list[Row]:
        """Rows of a table that hold all the words that are looked for."""
        made: Mapping[str, Callable[[], Iterable[Row]]] = {
            "proposals": self._proposals, "alone": self._alone, "suppliers": self._suppliers,
            "violated": self._violated, "refused": self._refused, "lots": self._lots,
        }  # fmt: skip
        words = search.lower().split()
        return [row for row in made[table]() if all(word in row.searched for word in words)]

    def counts(self) -> dict[str, int]:
        """How many rows each table has."""
        found = self.matched
        return {"proposals": len(found.proposals), "alone": len(found.unmatched), "suppliers": found.suppliers,
                "violated": len(found.violated), "refused": len(found.refused), "lots": len(found.lots)}  # fmt: skip

    def answer(self) -> str:
        """What the round comes to, in a sentence with its numbers."""
        found = self.matched
        key = "answer_stable" if found.certificate.proof == "stable" else "answer_forced"
        matched = f"{found.applicants - len(found.unmatched):,}"
        return self.text(key, matched=matched, of=f"{found.applicants:,}", blocks=found.certificate.blocks)

    def proof(self) -> str:
        """What was proven, with what was looked at."""
        values = asdict(self.matched.certificate)
        words = {name: f"{value:,}" for name, value in values.items() if isinstance(value, int)}
        return text(f"match.proof.{self.matched.certificate.proof}", self.language, **words)

    def by_wish(self) -> list[tuple[str, str, str]]:
        """How many firms got their first wish, their second, and so on: words, number and bar."""
        counted = Counter(min(item.wish, _MOST_BARS) for item in self.matched.proposals)
        rows = [(self.text("wish_more" if at == _MOST_BARS else "wish", wish=at), counted[at], "good-fill")
                for at in range(1, max(counted, default=0) + 1)]  # fmt: skip
        rows.append((self.text("nobody"), len(self.matched.unmatched), "open-fill"))
        most = max((count for _, count, _ in rows), default=0) or 1
        return [(said, f"{count:,}", self._bar(said, count, colour, most)) for said, count, colour in rows]

    def not_met(self) -> list[str]:
        """Least numbers that cannot be met any more."""
        return [
            text("match.not_met_line", self.language, limit=self._limit(item.limit), willing=item.willing)
            for item in self.matched.not_met
        ]

    def _bar(self, said: str, count: int, colour: str, most: int) -> str:
        return stacked_bar(f"{said}: {count:,}", [Segment(said, f"{count:,}", count, colour)], most)

    def _limit(self, item: LimitOfRound) -> str:
        return limit_words(asdict(item), self.name, self.language)

    def _missed(self, items: Iterable[WishMissed]) -> tuple[str, ...]:
        return tuple(f"{item.wish}. {self.name(item.supplier)}: {missed_words(asdict(item), self.language)}"
                     for item in items)  # fmt: skip

    def _proposals(self) -> Iterable[Row]:
        for item in self.matched.proposals:
            state = text(f"match.state.{item.state}", self.language)
            if item.state == "waiting" and item.accepted_by:
                who = ", ".join(text(f"match.side.{side}", self.language) for side in item.accepted_by)
                state = text("match.accepted_by", self.language, who=who)
            cells = (self.name(item.applicant), self.name(item.supplier), str(item.wish), str(item.rank),
                     str(item.step), state)  # fmt: skip
            pair = (item.applicant, item.supplier) if item.state == "waiting" else ("", "")
            yield Row(cells, self._missed(item.missed), pair=pair)

    def _alone(self) -> Iterable[Row]:
        for item in self.matched.unmatched:
            lines = self._missed(item.reasons) or (text("match.no_wishes", self.language),)
            yield Row((self.name(item.applicant),), lines)

    def _suppliers(self) -> Iterable[Row]:
        held = Counter(item.supplier for item in self.matched.proposals)
        left = {item.supplier: item for item in self.matched.places_left}
        most = max((item.places for item in self.given.suppliers), default=0) or 1
        for item in sorted(self.given.suppliers, key=lambda one: (held[one.id] - one.places, one.name)):
            has, free = held[item.id], max(0, item.places - held[item.id])
            said = self.text("places_of", has=has, places=item.places)
            bar = stacked_bar(f"{plain(item.name)}: {said}", [
                Segment(self.text("filled"), str(has), has, "good-fill"),
                Segment(self.text("free"), str(free), free, "open-fill")], most)  # fmt: skip
            lines = (self._became(left[item.id]),) if item.id in left else ()
            yield Row((self.name(item.id), str(has), str(item.places)), lines, bar)

    def _became(self, item: PlacesLeft) -> str:
        told = [text(f"match.became.{name}", self.language, count=f"{getattr(item, name):,}") for name in _BECAME
                if getattr(item, name)]  # fmt: skip
        return "; ".join(told) or text("match.nobody_wished", self.language)

    def _violated(self) -> Iterable[Row]:
        for item in self.matched.violated:
            others = ", ".join(self.name(name) for name in item.instead_of)
            why = text(f"match.block.{item.why}", self.language, others=others)
            yield Row((self.name(item.applicant), self.name(item.supplier), why), (self._forced(item),))

    def _forced(self, item: ViolatedPair) -> str:
        limits = "; ".join(map(self._limit, item.forced_by))
        return text("match.forced_directly" if item.directly else "match.forced_by", self.language, limits=limits)

    def _refused(self) -> Iterable[Row]:
        for item in self.matched.refused:
            by = text(f"match.side.{item.by}", self.language)
            yield Row((self.name(item.applicant), self.name(item.supplier), str(item.step), by), (plain(item.reason),))

    def _lots(self) -> Iterable[Row]:
        for item in self.matched.lots:
            yield Row((str(item.place), self.name(item.applicant), item.applicant, item.lot))


_HEADS = {
    "proposals": ("applicant", "supplier", "wish", "rank", "step", "state"),
    "alone": ("applicant",),
    "suppliers": ("supplier", "has", "places"),
    "violated": ("applicant", "supplier", "why"),
    "refused": ("applicant", "supplier", "step", "by"),
    "lots": ("lot", "applicant", "id", "hash"),
}
NUMBERS = frozenset({"wish", "rank", "step", "has", "places", "lot"})
"""Columns of numbers."""


def columns(table: str) -> tuple[str, ...]:
    """Names of the columns of a table."""
    return _HEADS[table]
