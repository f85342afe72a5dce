"""Applications of a call that are judged, and those that are not; what the rules say of each, and what is wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pulmu.model import Answer, Document, InputError, Problem
from pulmu.model.application_table import ApplicationRow, ApplicationTable
from pulmu.model.call import Call
from pulmu.model.errors import warning
from pulmu.services._call_candidates import Entrant, group_of, wrong_with
from pulmu.services._call_facts import CallRules, Standing
from pulmu.services._told_facts import told_fact


@dataclass(frozen=True, slots=True)
class Left:
    """An application that was not judged: it was not complete, or its firm may not apply.

    Parameters
    ----------
    conditions : Names of the programme's conditions that decide; empty where an officer decided.
    """

    id: str
    why: Literal["incomplete", "not_eligible"]
    conditions: tuple[str, ...] = ()


class Entered:
    """Applications that are judged, and those that are not; with what the rules say of each."""

    def __init__(self, call: Call, rules: CallRules, document: Document, table: ApplicationTable) -> None:
        self.call, self.rules, self.document = call, rules, document
        self.problems: list[Problem] = []
        self.facts: dict[str, dict[str, Any]] = {}
        self.standings: dict[str, Standing] = {}
        self.left: list[Left] = []
        kept: list[ApplicationRow] = []
        for number, row in enumerate(table.applications):
            self.facts[row.id] = self._facts(number, row)
            standing = rules.standing(self.facts[row.id])
            self.standings[row.id] = standing
            if row.complete == "no":
                self.left.append(Left(row.id, "incomplete"))
            elif row.eligible == "no":
                self.left.append(Left(row.id, "not_eligible"))
            elif not row.eligible and standing.eligible is Answer.NO:
                self.left.append(Left(row.id, "not_eligible", standing.decided_by))
            else:
                kept.append(row)
                self.problems += self._wrong(number, row, standing)
        self.rows = tuple(kept)
        self.all = table
        self.rows_by_id = {row.id: row for row in table.applications}
        self.problems += self._same_number()

    def _facts(self, number: int, row: ApplicationRow) -> dict[str, Any]:
        facts: dict[str, Any] = {}
        for name, told in row.facts.items():
            try:
                fact, value = told_fact(name, told)
            except InputError as error:
                place = self.document.place(("applications", number, "facts", name))
                self.problems += [
                    Problem(item.code, place, item.message, item.mend, item.values) for item in error.problems
                ]
                continue
            if value is not None:
                facts[fact] = value
        return facts

    def _wrong(self, number: int, row: ApplicationRow, standing: Standing) -> Iterator[Problem]:
        def place(part: str) -> str:
            return self.document.place(("applications", number, *((part,) if part else ())))

        yield from wrong_with(self.call, self.entrant(row, standing), row.id, place)

    def entrant(self, row: ApplicationRow, standing: Standing) -> Entrant:
        """A row as one who stands for the call."""
        moment = None if row.received is None else datetime.fromisoformat(row.received)
        return Entrant(
            row.id, standing, row.asked_krw, row.track or "", frozenset(group_of(row.group)),
            None if moment is None else int(moment.replace(tzinfo=ZoneInfo(self.call.time_zone)).timestamp()),
            self.facts[row.id], row.had,
        )  # fmt: skip

    def _same_number(self) -> Iterator[Problem]:
        seen: dict[str, str] = {}
        for number, row in enumerate(self.all.applications):
            digits = "".join(sign for sign in row.business_number if sign.isdigit())
            if digits and digits in seen:
                place = self.document.place(("applications", number, "business_number"))
                said, mend = (
                    f"{row.id} has the business number of {seen[digits]}",
                    "check whether one was handed in twice",
                )
                yield warning("applications.same_firm", place, said, mend, id=row.id, other=seen[digits])
            seen.setdefault(digits, row.id)
