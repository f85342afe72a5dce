"""What a program sends into a place that is killed: each sender knows what it was answered, and what must be there.

A sender sends one thing at a time, and sends it again until it is answered. After a kill the last thing may be there or
not, but whole; which of the two it is decides what must be answered when it is sent again.
"""

import hashlib
import io
import json
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol

import xlsxwriter

from pulmu.adapters.samples import sample_text
from pulmu.metering import standing
from pulmu.services.place import Place
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.workspaces.measured import counted

NEW_YEAR = datetime(2026, 1, 1)
SEOUL_NEW_YEAR = 1_767_193_200
Row = tuple[int, float, int]
"""Start, value, quality."""
Shape = Literal["arrays", "lines", "csv", "workbook"]


@dataclass(frozen=True)
class Answer:
    """What was answered."""

    status: int
    tree: Any


class Ask(Protocol):
    """Sends a request; `OSError` where nothing was answered."""

    def __call__(
        self, method: str, path: str, body: bytes = b"", *, headers: Mapping[str, str] = {}, **query: str
    ) -> Answer:
        """What is answered."""
        ...


class Sender(Protocol):
    """Sends one kind of thing."""

    def send(self, ask: Ask) -> None:
        """Send the next thing, or the last one again."""
        ...

    def compare(self, place: Place, work: WorkspaceRecords) -> None:
        """Note whatever is not there as it must be."""
        ...


@dataclass
class Told:
    """What all senders note."""

    answered: Counter[str] = field(default_factory=Counter)
    again: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def note(self, what: str, *, is_there: bool) -> None:
        """A thing was answered; it was there already, where an earlier sending of it was killed late."""
        self.answered[what] += 1
        self.again[what] += is_there

    def expect(self, what: str, found: object, expected: object) -> None:
        """Note a fault where something is not as it must be."""
        if found != expected:
            self.faults.append(f"{what}: {str(found)[:200]} instead of {str(expected)[:200]}")


class MeterSender:
    """Readings of one meter: each sending overlaps the one before, and corrects some of it."""

    def __init__(self, shape: Shape, told: Told, seed: int) -> None:
        self.meter, self._shape, self._told = f"EM-{shape}", shape, told
        self._draw = random.Random(f"{seed} {shape}")
        self._said: dict[int, float] = {}
        self._parts: list[list[Row]] = []
        self._next: tuple[list[Row], bytes] | None = None
        self._is_there = False

    def send(self, ask: Ask) -> None:
        """Send some hundred readings."""
        if self._next is None:
            self._next = self._make()
        part, body = self._next
        path, query = self._address()
        answer = ask("POST", path, body, headers={"Content-Type": self._media_type()}, **query)
        if answer.status == 422 and self._shape == "workbook" and answer.tree["problems"][0]["code"].endswith("large"):
            return  # its reader was killed; it is sent again
        slots = {row[0] for row in part}
        fresh = len(slots - self._said.keys())
        expected = (0, 0) if self._is_there else (fresh, len(part) - fresh)
        found = (answer.tree.get("added"), answer.tree.get("corrected")) if answer.status == 200 else answer.tree
        self._told.expect(f"{self.meter}, sending {len(self._parts) + 1}", found, expected)
        self._told.note("readings", is_there=self._is_there)
        self._told.answered["rows"] += len(part)
        self._said |= {row[0]: row[1] for row in part}
        self._parts.append(part)
        self._next, self._is_there = None, False

    def compare(self, place: Place, work: WorkspaceRecords) -> None:
        """Each part as it was sent."""
        kept = place.measured.readings(work.workspace, counted(work, "meter")).read(self.meter)
        parts = [
            list(zip(part.start.tolist(), part.value.tolist(), part.quality.tolist(), strict=True))
            for part in (kept.parts if kept else ())
        ]
        expected = list(self._parts)
        self._is_there = self._next is not None and len(parts) == len(expected) + 1
        if self._is_there and self._next is not None:
            expected.append(self._next[0])
        self._told.expect(f"parts of {self.meter}", len(parts), len(expected))
        for number, (found, wanted) in enumerate(zip(parts, expected, strict=False), start=1):
            if found != wanted:
                self._told.faults.append(f"part {number} of {self.meter} is not as it was sent")

    def _make(self) -> tuple[list[Row], bytes]:
        first = max(0, len(self._said) - 40)
        rows, part = [], []
        for slot in range(first, first + self._draw.randrange(120, 400)):
            start = SEOUL_NEW_YEAR + 900 * slot
            is_new = start not in self._said or self._draw.random() < 0.1
            value = self._draw.randrange(100_000) / 8 if is_new else self._said[start]
            rows.append((start, value))
            if self._said.get(start) != value:
                part.append((start, value, 0))
        return part, self._body(rows)

    def _address(self) -> tuple[str, dict[str, str]]:
        reason = "the later one counts"
        if self._shape in ("arrays", "lines"):
            query = {"unit": "kWh", "interval": "900", "reason": reason} if self._shape == "lines" else {}
            return f"/meters/{self.meter}/readings", query
        name = "usage.xlsx" if self._shape == "workbook" else "usage.csv"
        return "/meters/imports", {"meter": self.meter, "file_name": name, "reason": reason}

    def _media_type(self) -> str:
        return {"arrays": "application/json", "lines": "text/csv"}.get(self._shape, "application/octet-stream")

    def _body(self, rows: Sequence[tuple[int, float]]) -> bytes:
        if self._shape == "arrays":
            tree = {"unit": "kWh", "interval": 900, "reason": "the later one counts"}
            columns = {"start": [row[0] for row in rows], "value": [row[1] for row in rows]}
            return json.dumps(tree | columns).encode()
        if self._shape == "lines":
            return "\n".join(["start,value", *(f"{start},{value}" for start, value in rows)]).encode()
        table = [(f"{NEW_YEAR + timedelta(seconds=start - SEOUL_NEW_YEAR):%Y-%m-%d %H:%M}", value)
                 for start, value in rows]  # fmt: skip
        if self._shape == "csv":
            return "\n".join(["date,Usage (kWh)", *(f"{at},{value}" for at, value in table)]).encode()
        return _workbook([("date", "Usage (kWh)"), *table])


class BookSender:
    """Exports into a book, each with some rows of the one before."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self._exports = 0
        self._is_sent = self._is_there = False

    def send(self, ask: Ask) -> None:
        """Look at an export, confirm what it is read as, and take it in."""
        path, number = "/books/wire/imports", self._exports + 1
        lines = (f"2026-{row % 12 + 1:02d}-{row % 28 + 1:02d},V-{row},선재,{row % 97 + 1}"
                 for row in range(max(0, self._exports * 30 - 10), number * 30))  # fmt: skip
        body = "\n".join(["입고일,전표번호,품명,수량(kg)", *lines]).encode()
        looked = ask("POST", path, body, file_name="wire.csv", preview="true")
        self._is_sent = True
        answer = ask("POST", path, body, file_name="wire.csv", confirm=looked.tree.get("confirm", ""))
        found = answer.tree.get("added") if answer.status == 200 else answer.tree
        self._told.expect(f"export {number}", found, 0 if self._is_there else 30)
        self._told.note("exports", is_there=self._is_there)
        self._exports = number
        self._is_sent = self._is_there = False

    def compare(self, place: Place, work: WorkspaceRecords) -> None:
        """Each voucher once."""
        parts = place.measured.books(work.workspace, counted(work, "book")).read("wire")
        numbers = Counter(entry.number for entry in standing(file.change for part in parts for file in part.files))
        self._is_there = self._is_sent and len(parts) == self._exports + 1
        wanted = Counter(f"V-{row}" for row in range(30 * (self._exports + self._is_there)))
        self._told.expect("imports of the book", len(parts), self._exports + self._is_there)
        self._told.expect("vouchers missing or twice", sorted((wanted - numbers) + (numbers - wanted)), [])


class EvidenceSender:
    """Documents."""

    def __init__(self, told: Told, seed: int) -> None:
        self._told, self._draw = told, random.Random(f"{seed} evidence")
        self._kept: list[bytes] = []
        self._next = b""

    def send(self, ask: Ask) -> None:
        """Send a text of up to some hundred thousand signs."""
        if not self._next:
            lines = (f"{self._draw.random()}" for _ in range(self._draw.randrange(100, 20_000)))
            self._next = "\n".join(lines).encode()
        answer = ask("POST", "/evidence", self._next, file_name="bill.txt")
        found = answer.tree.get("sha256") if answer.status == 201 else answer.tree
        self._told.expect("evidence", found, hashlib.sha256(self._next).hexdigest())
        self._told.note("documents", is_there=False)
        self._kept.append(self._next)
        self._next = b""

    def compare(self, place: Place, work: WorkspaceRecords) -> None:
        """Each text once, and once in the audit; files of meters and books stand beside them."""
        names = Counter(item.sha256 for item in work.all_evidence() if item.name == "bill.txt")
        deeds = Counter(entry.about for entry in work.entries() if entry.action == "write_evidence")
        sent = {hashlib.sha256(content).hexdigest(): content for content in self._kept}
        pending = {hashlib.sha256(self._next).hexdigest()} if self._next else set()
        self._told.expect("documents lost", sorted(sent.keys() - names.keys()), [])
        self._told.expect("strange documents", sorted(names.keys() - sent.keys() - pending), [])
        self._told.expect("documents in the audit", deeds, Counter(f"evidence:{name}" for name in names))
        for name, content in list(sent.items())[-20:]:
            self._told.expect("a document", place.objects.get(work.workspace, name) == content, True)


class PlantSender:
    """Plants by a key for each, and every other time a change of the newest."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self._plants: list[tuple[str, str, int]] = []
        self._is_there = False
        self._made: tuple[str, str] = ("", "")
        self._is_sent = False

    def send(self, ask: Ask) -> None:
        """Make a plant, or change the newest; ask once more for the one made before."""
        self._is_sent = True
        if self._plants and self._plants[-1][2] == 1:
            self._change(ask)
        else:
            self._make(ask)
        self._is_sent = self._is_there = False

    def _make(self, ask: Ask) -> None:
        name = f"plant {len(self._plants) + 1}"
        key = f"key-{len(self._plants) + 1}"
        answer = ask("POST", "/plants", _plant(1), headers={"Idempotency-Key": key}, name=name)
        self._told.expect(f"{name} made", answer.status, 201)
        again = ask("POST", "/plants", _plant(1), headers={"Idempotency-Key": key}, name=name)
        self._told.expect(f"{name} asked for again", again, answer)
        self._told.note("plants", is_there=self._is_there)
        self._plants.append((name, answer.tree.get("id", ""), 1))

    def _change(self, ask: Ask) -> None:
        name, plant, number = self._plants[-1]
        answer = ask("PUT", f"/plants/{plant}", _plant(2), headers={"If-Match": f'"{number}"'})
        self._told.expect(f"{name} changed", answer.status, 412 if self._is_there else 200)
        self._told.note("changes", is_there=self._is_there)
        self._plants[-1] = (name, plant, 2)

    def compare(self, place: Place, work: WorkspaceRecords) -> None:
        """Each plant once, by its name, with its versions."""
        kept = {item.name: (item.id, item.version) for item in work.plants()}
        self._told.expect("plants of one name", len(work.plants()), len(kept))
        for name, plant, number in self._plants[:-1]:
            self._told.expect(name, kept.get(name), (plant, number))
        for name, plant, number in self._plants[-1:]:
            self._is_there = self._is_sent and number == 1 and kept.get(name) == (plant, 2)
            self._told.expect(name, kept.get(name), (plant, number + self._is_there))
        names = {name for name, _, _ in self._plants}
        strange = kept.keys() - names
        is_made = self._is_sent and strange == {f"plant {len(self._plants) + 1}"}
        self._is_there = self._is_there or is_made
        self._told.expect("strange plants", sorted(strange) if not is_made else [], [])
        for name, (plant, number) in list(kept.items())[-3:]:
            saved = [item.number for item in work.plant_versions(plant)]
            self._told.expect(f"versions of {name}", saved, list(range(number, 0, -1)))
            version = work.plant_version(plant, number)
            self._told.expect(f"text of {name}", version is not None and f"Firm {number}" in version.content, True)


def _plant(number: int) -> bytes:
    return sample_text("fasteners").replace("Hanbit", f"Firm {number}").encode()


def _workbook(rows: Sequence[tuple[Any, Any]]) -> bytes:
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Usage")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return held.getvalue()


def senders(told: Told, seed: int) -> tuple[Sender, ...]:
    """All that send at the same time."""
    shapes: tuple[Shape, ...] = ("arrays", "lines", "csv", "workbook")
    return (*(MeterSender(shape, told, seed) for shape in shapes), BookSender(told), EvidenceSender(told, seed),
            PlantSender(told))  # fmt: skip
