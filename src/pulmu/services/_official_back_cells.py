"""A filled template while it is turned into a plant: names given, amounts with their cells, and what is not told."""

import re
from dataclasses import dataclass, field
from typing import Literal, get_args

from pulmu.model import InputError, Quantity, Source
from pulmu.services._official_chain import taken_from
from pulmu.services._official_reasons import Reasons
from pulmu.services._official_remarks import read_remarks
from pulmu.services._official_untold import untold_in_words
from pulmu.services.official_content import OfficialContent, OfficialFile

_NO_ID = re.compile(r"[^\w.-]+")
_CODE = re.compile(r"\bCN\s*(\d{4})\s?(\d{2})\s?(\d{2})\b\s*")
UNKNOWN_CODE = "unknown"
BiomassKind = Literal["unstated", "union_database", "proof_of_sustainability", "not_burnt", "other"]
_PROOFS = get_args(BiomassKind)


@dataclass
class Filled:
    """A filled template and what is known of it so far.

    Parameters
    ----------
    taken : Ids in use.
    processes : Id of each process by its number in the template.
    steps : Of blocks that are work done elsewhere, the number of the block whose good was sent out.
    step_ids : Their ids.
    """

    file: OfficialFile
    told: Reasons = field(default_factory=lambda: Reasons(untold_in_words))
    taken: set[str] = field(default_factory=lambda: {"outside"})
    processes: dict[int, str] = field(default_factory=dict)
    steps: dict[int, int] = field(default_factory=dict)
    step_ids: dict[int, str] = field(default_factory=dict)
    remarks: dict[str, dict[str, str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.remarks = read_remarks(self.content.notes.remarks or "")
        for number, item in enumerate(self.content.processes):
            if item.category:
                name = self.identifier(item.name or f"process {number + 1}")
                sender = self._sender(number)
                if sender is None:
                    self.processes[number] = name
                else:
                    self.steps[number], self.step_ids[number] = sender, name

    def _sender(self, number: int) -> int | None:
        """The block whose good was sent out, where the remarks call this one work done elsewhere."""
        if not self.remarks.get(f"P{number + 1}", {}).get("done elsewhere"):
            return None
        rows = self.content.processes
        found = [maker for maker, row in enumerate(rows) if row.category and taken_from(row, maker, number) > 0]
        return found[0] if len(found) == 1 and f"P{found[0] + 1}" not in self._elsewhere() else None

    def _elsewhere(self) -> set[str]:
        return {about for about, words in self.remarks.items() if words.get("done elsewhere")}

    @property
    def names(self) -> dict[int, str]:
        """Id of what each block became, a process or work done elsewhere, by its number."""
        return dict(sorted({**self.processes, **self.step_ids}.items()))

    def burnt_here(self, number: int) -> bool:
        """Whether the row of a source stream is one; a bought waste gas is described by the processes that took it."""
        return self.remarks.get(f"S{number + 1}", {}).get("waste gas") != "bought"

    def stated(self, text: str, unit: str) -> Quantity | None:
        """An amount among the remarks; one that cannot be read is told and left out."""
        if not text:
            return None
        try:
            found = Quantity.parse(text)
            found.to(unit)
        except InputError:
            self.told.add("official.read_remark", "Summary_Processes", "M16", text[:60])
            return None
        return found

    @property
    def content(self) -> OfficialContent:
        """What is typed into it."""
        return self.file.content

    def identifier(self, words: str) -> str:
        """A short name that nothing else has."""
        base = _NO_ID.sub("_", words).strip("_.-")[:50] or "item"
        number = 1
        while (base if number == 1 else f"{base}_{number}") in self.taken:
            number += 1
        name = base if number == 1 else f"{base}_{number}"
        self.taken.add(name)
        return name

    def amount(self, value: float, unit: str, table: str, number: int, name: str, position: int = 0) -> Quantity:
        """An amount with the cell it was read from, as its evidence too."""
        place = self.file.places.get((table, number, name, position), "")
        evidence = ", ".join(filter(None, (self.file.name, place)))
        return Quantity(value, unit, evidence, Source(self.file.name, place, f"sha256 {self.file.sha256[:12]}"))

    def biomass(self, about: str) -> tuple[str, BiomassKind]:
        """Evidence of biomass among the remarks, and what kind of proof it is."""
        given = self.remarks.get(about, {})
        kind = given.get("biomass proof", "unstated")
        return given.get("biomass evidence", ""), kind if kind in _PROOFS else "unstated"  # type: ignore[return-value]


def code_of(name: str) -> str:
    """The CN code a name begins with; `unknown` where it tells none."""
    found = _CODE.search(name)
    return "".join(found.groups()) if found else UNKNOWN_CODE


def without_code(name: str) -> str:
    """A name without the code in it."""
    return _CODE.sub("", name).strip()


def whole_year(words: dict[str, str], name: str = "year") -> int | None:
    """A year among the words of a remark."""
    text = words.get(name, "")
    return int(text) if text.isdecimal() and len(text) == 4 else None
