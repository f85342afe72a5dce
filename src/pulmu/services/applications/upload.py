"""Applications that an officer takes in from a table: all of it, or on their word what is right of it."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from pulmu.model import Document, InputError, Problem, encode, problem
from pulmu.model.application import Application, GivenAnswer, GivenDocument, NamedPerson, Partner, TakenFact
from pulmu.model.award import EarlierAward, Nomination
from pulmu.model.programme import Programme
from pulmu.services._call_facts import told_size_rules
from pulmu.services._told_facts import told_fact
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate, authorise
from pulmu.services.accounts.identify import ZONE
from pulmu.services.applications.columns import UploadColumn, upload_columns
from pulmu.services.applications.people import PARTS, people_of_cell
from pulmu.services.applications.send import FORMAT
from pulmu.services.calls.shelf import KeptCall, call_in_force
from pulmu.services.records.crossing import Received
from pulmu.services.review_cells import works_of
from pulmu.services.workspaces.documents import unknown_document
from pulmu.support.calls import ApplicationRules, application_rules

_THERE = ("o", "yes", "y", "true", "예", "있음", "제출", "1")
_NOT_THERE = ("", "x", "no", "n", "false", "아니오", "없음", "미제출", "0", "-")
_SIGNS = str.maketrans("", "", ", _원")


@dataclass(frozen=True, slots=True)
class UploadedRow:
    """A row that is an application: when it came, and the agency's own number for it."""

    application: Application
    received: datetime | None
    key: str
    place: str


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What came of a table.

    Parameters
    ----------
    rows : How many rows there were.
    kept : How many were taken in now; 0 where nothing was, for something is wrong.
    known : How many were there already, word for word.
    left_out : How many were not taken in, for something is wrong with them.
    """

    rows: int
    kept: int
    known: int
    left_out: int
    problems: tuple[Problem, ...]


def columns_for(gate: Gate, actor: Actor, packaged: Iterable[Programme], call: str) -> tuple[UploadColumn, ...]:
    """The columns of a table for a call.

    Raises
    ------
    AccessRefused  They may not, or the call was never published (`access.unknown_document`).
    """
    authorise(actor, "take_in_upload", "")
    return upload_columns(_rules(call_in_force(gate, actor, packaged, call)))


def take_in_upload(
    gate: Gate, actor: Actor, packaged: Iterable[Programme], call: str, table: Document, *, only_sound: bool = False
) -> Uploaded:
    """Take in the applications of a table. With anything wrong nothing is kept, unless only what is right is wanted.

    What is missing of an application is no error: its completeness is looked at like that of any other. The same row
    again is known already.

    Raises
    ------
    AccessRefused  They may not, or the call was never published (`access.unknown_document`).
    InputError  The call is past taking applications (`application.not_taking`).
    """
    authorise(actor, "take_in_upload", "")
    found = call_in_force(gate, actor, packaged, call)
    if found.state is None or found.state.stage != "taking":
        said, mend = "the call is being reviewed or decided", "applications are taken in before that"
        raise InputError.of("application.not_taking", f"call {call}", said, mend)
    read = _Reading(table, _rules(found))
    rows = read.rows()
    problems = (*table.problems, *read.problems)
    broken = len(read.broken)
    if any(item.severity == "error" for item in problems) and not only_sound:
        return Uploaded(len(rows) + broken, 0, 0, broken, problems)
    now, kept = gate.world.now(), 0
    records = [_record(row, found.id, now) for row in rows]
    deed = Deed("take_in_upload", f"call:{call}", detail={"file": table.sha256, "rows": str(len(records))})
    with gate.writing(actor, deed) as work:
        for record in records:
            kept += work.add_received(record)
    return Uploaded(len(rows) + broken, kept, len(records) - kept, broken, problems)


def _rules(call: KeptCall) -> ApplicationRules:
    if call.programme is None:
        raise unknown_document()
    return application_rules(call.call, call.programme, told_size_rules())


def _record(row: UploadedRow, call: str, now: datetime) -> Received:
    tree = {"format": FORMAT, "application": encode(row.application), "firm": None, "key": row.key}
    content = json.dumps(tree, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    return Received(
        id=hashlib.sha256(f"upload {call} {sha256}".encode()).hexdigest(), kind="application", about=call,
        source="upload", name=row.application.name, at=row.received or now, content=content, sha256=sha256,
    )  # fmt: skip


@dataclass
class _Reading:
    """Reads the rows of a table; each cell that is wrong is told with its place."""

    table: Document
    rules: ApplicationRules
    problems: list[Problem] = field(default_factory=list)
    broken: set[int] = field(default_factory=set)

    def rows(self) -> list[UploadedRow]:
        listed: Any = self.table.tree.get("applications") if isinstance(self.table.tree, dict) else None
        given = [item if isinstance(item, dict) else {} for item in listed] if isinstance(listed, list) else []
        if not given:
            said, mend = "the table has no applications", "give one in each row below the heads"
            self.problems.append(problem("application.no_rows", self.table.name, said, mend))
        found = [(number, self._row(number, tree)) for number, tree in enumerate(given)]
        self._twice(given)
        return [row for number, row in found if number not in self.broken]

    def _row(self, number: int, tree: dict[str, Any]) -> UploadedRow:
        place = self.table.place(("applications", number))
        nomination = self._nomination(number, tree)
        name = str(tree.get("name", "")).strip() or (nomination.person if nomination is not None else "")
        if not name:
            self._wrong(number, ("name",), "application.nameless", "the row names no firm", "give the firm's name")
        application = Application(
            call=self.rules.call.id, name=name[:400], business_number=str(tree.get("business_number", ""))[:400],
            track=str(tree["track"]) if tree.get("track") else None, title=str(tree.get("title", ""))[:400],
            cost_krw=self._won(number, tree, "cost_krw"), asked_krw=self._won(number, tree, "asked_krw"),
            documents=tuple(self._papers(tree)), answers=tuple(self._answers(number, tree)),
            partners=tuple(Partner(role=role, name=str(said)[:400]) for role, said in _under(tree, "partners")),
            people=tuple(self._people(number, tree)), facts=tuple(self._facts(number, tree)), nomination=nomination,
        )  # fmt: skip
        return UploadedRow(application, self._received(number, tree), str(tree.get("key", ""))[:100], place)

    def _nomination(self, number: int, tree: dict[str, Any]) -> Nomination | None:
        if self.rules.call.ladder is None:
            return None
        told = dict(_under(tree, "nomination"))
        listed = told["awards"] if isinstance(told.get("awards"), list) else []
        awards = [self._award(number, item) for item in listed if isinstance(item, dict)]
        return Nomination(
            person=str(told.get("person", "")).strip()[:400],
            has_awards=bool(listed) if isinstance(told.get("awards"), list) else None,
            awards=tuple(item for item in awards if item is not None),
        )

    def _award(self, number: int, told: dict[str, Any]) -> EarlierAward | None:
        """An earlier award, its kind told by its id or its name."""
        rungs = self.rules.call.ladder.rungs if self.rules.call.ladder is not None else ()
        kinds = {name: item.id for item in rungs for name in (item.id, item.name_ko, item.name_en) if name}
        kind, year = str(told.get("kind", "")), str(told.get("year", ""))[:10]
        if year and not (year.isascii() and year.isdigit() and 1948 <= int(year) <= 2100):
            self._wrong(number, ("nomination", "awards"), "application.award_year", f"{year!r} is no year of an award",
                        "give the year it was given in, or none", text=year)  # fmt: skip
        elif kind not in kinds:
            self._wrong(number, ("nomination", "awards"), "application.award_kind",
                        f"{kind[:60]!r} is no award of the call", f"use: {', '.join(kinds)}",
                        text=kind[:60])  # fmt: skip
        else:
            return EarlierAward(kind=kinds[kind], year=int(year) if year else None)
        return None

    def _won(self, number: int, tree: dict[str, Any], name: str) -> int | None:
        text = str(tree.get(name, "")).translate(_SIGNS).removesuffix(".0")
        if not text:
            return None
        if text.isascii() and text.isdigit() and int(text) <= 10**15:
            return int(text)
        said, mend = f"{str(tree[name])[:60]!r} is no amount in whole won", "write it in digits"
        self._wrong(number, (name,), "application.amount", said, mend, text=str(tree[name])[:60])
        return None

    def _papers(self, tree: dict[str, Any]) -> Iterator[GivenDocument]:
        for paper, said in _under(tree, "documents"):
            text = str(said).strip()
            if text.casefold() not in _NOT_THERE:
                yield GivenDocument(id=paper, file="" if text.casefold() in _THERE else text[:400])

    def _answers(self, number: int, tree: dict[str, Any]) -> Iterator[GivenAnswer]:
        for question, said in _under(tree, "answers"):
            text = str(said)
            if len(text) > 20_000:
                told = f"the answer has {len(text):,} signs"
                self._wrong(number, ("answers", question), "application.answer_long", told, "shorten it",
                            count=len(text))  # fmt: skip
                continue
            yield GivenAnswer(id=question, text=text)

    def _people(self, number: int, tree: dict[str, Any]) -> Iterator[NamedPerson]:
        for part, said in _under(tree, "people"):
            path = ("applications", number, "people", part)
            wrong: list[Problem] = []
            for person in people_of_cell(part, str(said)) if part in PARTS else ():
                tuple(works_of(person.worked_for, self.table, path, wrong))
                yield person
            if wrong:
                self.broken.add(number)
                self.problems += wrong

    def _facts(self, number: int, tree: dict[str, Any]) -> Iterator[TakenFact]:
        for name, said in _under(tree, "facts"):
            path = ("applications", number, "facts", name)
            try:
                fact, value = told_fact(name, said)
            except InputError as error:
                self.broken.add(number)
                place = self.table.place(path)
                self.problems += [Problem(item.code, place, item.message, item.mend, item.values)
                                  for item in error.problems]  # fmt: skip
                continue
            if value is not None:
                plain = value.isoformat() if isinstance(value, date) else value
                plain = ", ".join(sorted(plain)) if isinstance(plain, frozenset) else plain
                yield TakenFact(name=fact, value=plain, source=self.table.place(path)[:800])

    def _received(self, number: int, tree: dict[str, Any]) -> datetime | None:
        text = str(tree.get("received", "")).strip()
        if not text:
            return None
        try:
            return datetime.fromisoformat(text.replace(".", "-").replace("/", "-")).replace(tzinfo=ZONE)
        except ValueError:
            said, mend = f"{text[:60]!r} is no moment", "write 2026-12-05 14:30, in Korean time"
            self._wrong(number, ("received",), "application.received", said, mend, text=text[:60])
            return None

    def _twice(self, given: list[dict[str, Any]]) -> None:
        seen: dict[str, int] = {}
        for number, tree in enumerate(given):
            digits = "".join(sign for sign in str(tree.get("business_number", "")) if sign.isdigit())
            if digits and digits in seen:
                first = self.table.place(("applications", seen[digits]))
                said, mend = f"the firm of this number stands already at {first}", "keep one of the two"
                self._wrong(number, ("business_number",), "application.twice", said, mend, first=first)
            elif digits:
                seen[digits] = number

    def _wrong(self, number: int, path: tuple[str, ...], code: str, said: str, mend: str, **values: Any) -> None:
        self.broken.add(number)
        place = self.table.place(("applications", number, *path))
        self.problems.append(problem(code, place, said, mend, **values))


def _under(tree: dict[str, Any], name: str) -> Iterator[tuple[str, Any]]:
    inside = tree.get(name)
    yield from inside.items() if isinstance(inside, dict) else ()
