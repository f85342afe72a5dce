"""Rows of tables put together to the tree a YAML file would have; every node knows its cell."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from pulmu.adapters._jobs.sheets import (
    DAYS,
    KEYS,
    NOTES,
    OPERATIONS,
    PLAN,
    SHAPED,
    TABLES,
    TIMETABLE,
    Row,
    Sheet,
    has_heads,
    plain,
    rows_of,
    table_of,
)
from pulmu.model import Document, InputError, Path, Problem, problem

_OF_JOB = ("job_name", "release", "due", "weight", "tonnes")
_OF_OPERATION = ("name", "family", "load", "people", "scrap")
_OF_WAY = ("machine", "minutes", "kw", "fuel_per_hour")
_WANTED = ("job", "operation", "machine", "start", "end")
_RENAMED = {"job_name": "name"}
_CLOCKS = re.compile(r"(\d{1,2}:\d{2})\s*[-~]\s*(\d{1,2}:\d{2})")


def jobs_document(sheets: Iterable[Sheet], name: str, sha256: str) -> Document:
    """The document that tables of jobs make."""
    return _Tree(name).jobs(sheets, sha256)


def timetable_document(sheets: Iterable[Sheet], name: str, sha256: str) -> Document:
    """The document that the table of a timetable makes."""
    return _Tree(name).timetable(sheets, sha256)


class _Tree:
    def __init__(self, name: str) -> None:
        self.name = name
        self.tree: dict[str, Any] = {}
        self.places: dict[Path, str] = {}
        self.problems: list[Problem] = []
        self.known: dict[str, dict[str, int]] = {}
        """Place of each machine, calendar and job by its name: the first of that name."""

    def jobs(self, sheets: Iterable[Sheet], sha256: str) -> Document:
        """Machines first, then what names them, whatever order the sheets have."""
        tables = self._tables(sheets)
        self.tree["pulmu"] = "jobs/1"
        for row in tables.get(PLAN, ()):
            self._put_key(row)
        usual = re.sub(r"[^\w.-]+", "_", self.name.rpartition(".")[0] or self.name).strip("_.-")
        self.tree.setdefault("id", usual[:60] or "jobs")
        if "machines" not in tables:
            self._name_machines(tables.get(OPERATIONS, ()))
        for row in tables.get("machines", ()):
            self._add(("machines",), row, row.values)
            self._know("machines", row.values.get("id", ""))
        for row in tables.get("shifts", ()):
            self._put_shift(row)
        for row in tables.get("crews", ()):
            self._add(("crews",), row, row.values)
        self._put_owned(tables.get("rests", ()), "rests")
        self._put_owned(tables.get("stops", ()), "stops")
        self._put_owned(tables.get("set_ups", ()), "set_ups")
        self._put_owned(map(_breakdown, tables.get("breakdowns", ())), "breakdowns")
        for row in tables.get("jobs", ()):
            self._put_job(row)
        for row in _in_order(tables.get(OPERATIONS, ())):
            self._put_way(row)
        for table in ("machines", "jobs"):
            self.tree.setdefault(table, [])
        for job in self.tree["jobs"]:
            for operation in job.setdefault("operations", []):
                operation.pop("", None)
        return self._document(sha256)

    def timetable(self, sheets: Iterable[Sheet], sha256: str) -> Document:
        """The first table that has the heads of a timetable; others of the file are not read."""
        self.tree |= {"pulmu": "timetable/1", "operations": []}
        sheet = next((item for item in sheets if has_heads(item, TIMETABLE, _WANTED)), None)
        if sheet is None:
            listed = ", ".join(TABLES[TIMETABLE].columns[column][0] for column in _WANTED)
            raise InputError.of("schedule.no_timetable", self.name, "no table of the file is a timetable",
                                f"begin it with the heads: {listed}", known=listed)  # fmt: skip
        for row in rows_of(sheet, TIMETABLE, self.problems):
            self._add(("operations",), row, row.values)
        return self._document(sha256)

    def _document(self, sha256: str) -> Document:
        told = tuple(
            Problem(item.code, f"{self.name}, {item.place}", item.message, item.mend, item.values, item.severity)
            for item in self.problems
        )
        return Document(self.tree, self.name, sha256, places=self.places, problems=told)

    def _tables(self, sheets: Iterable[Sheet]) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for sheet in sheets:
            if plain(sheet.name) in map(plain, NOTES):
                continue
            table = table_of(sheet)
            if table is not None and table not in found:
                found[table] = list(rows_of(sheet, table, self.problems))
            elif any(str(cell).strip() for row in sheet.rows for cell in row):
                listed = ", ".join(item.names[0] for item in TABLES.values())
                said = "no table of jobs is called so" if table is None else "this table is there twice"
                self.problems.append(problem("schedule.sheet", sheet.where, said, f"name it one of: {listed}",
                                             known=listed))  # fmt: skip
        return found

    def _put_key(self, row: Row) -> None:
        said = row.values.get("key", "")
        known = {plain(key): key for key in KEYS} | {plain(name): key for key, names in KEYS.items() for name in names}
        key = known.get(plain(said))
        if key is None:
            listed = ", ".join(names[0] for names in KEYS.values())
            self.problems.append(problem("schedule.key", row.place, f"{said[:60]!r} is nothing a plan says",
                                         f"known here: {listed}", text=said[:60], known=listed))  # fmt: skip
            return
        *outer, last = key.split(".")
        inside, value = self.tree, row.values.get("value", "")
        for part in outer:
            inside = inside.setdefault(part, {})
            self.places.setdefault(tuple(outer), row.place)
        inside[last] = _days(value) if key == "wages.days_off" else value
        self.places[*outer, last] = row.places.get("value", row.place)

    def _name_machines(self, rows: Iterable[Row]) -> None:
        """Machines of which nothing more is told."""
        for row in rows:
            said = row.values.get("machine")
            if said is not None and said not in self._names("machines"):
                self._add(("machines",), row, {"id": said}, {"id": row.places["machine"]})
                self._know("machines", said)

    def _names(self, table: str) -> dict[str, int]:
        return self.known.setdefault(table, {})

    def _know(self, table: str, name: str) -> None:
        self._names(table).setdefault(name, len(self.tree[table]) - 1)

    def _add(self, path: Path, row: Row, values: Any, places: Mapping[str, str] | None = None) -> Path:
        """An entry at the end of a list."""
        inside: Any = self.tree
        for part in path:
            inside = inside.setdefault(part, []) if isinstance(part, str) else inside[part]
        here = (*path, len(inside))
        inside.append(dict(values))
        self.places[here] = row.place
        self.places |= {(*here, column): place for column, place in (row.places if places is None else places).items()}
        return here

    def _put_shift(self, row: Row) -> None:
        values: dict[str, Any] = dict(row.values)
        calendar, off = values.pop("calendar", ""), values.pop("public_holidays", None)
        known = self._names("calendars")
        if calendar not in known:
            places = {"id": row.places.get("calendar", row.place)}
            self._add(("calendars",), row, {"id": calendar, "shifts": []}, places)
            self._know("calendars", calendar)
        at = self._names("calendars")[calendar]
        closed = values.pop("closed", None)
        if closed is not None:
            self.tree["calendars"][at]["closed"] = [part for part in re.split(r"[,;\s]+", closed) if part]
            self.places["calendars", at, "closed"] = row.places["closed"]
        if off is not None:
            self.tree["calendars"][at]["public_holidays"] = off
            self.places["calendars", at, "public_holidays"] = row.places["public_holidays"]
        if "days" in values:
            values["days"] = _days(values["days"])
        if "breaks" in values:
            values["breaks"] = _breaks(values["breaks"])
        places = {column: place for column, place in row.places.items() if column in values}
        self._add(("calendars", at, "shifts"), row, values, places)

    def _put_owned(self, rows: Iterable[Row], table: str) -> None:
        known = self._names("machines")
        for row in rows:
            values = dict(row.values)
            machine = values.pop("machine", "")
            if machine not in known:
                self._unknown_machine(row, machine)
                continue
            places = {column: place for column, place in row.places.items() if column in values}
            self._add(("machines", known[machine], table), row, values, places)

    def _unknown_machine(self, row: Row, said: str) -> None:
        self.problems.append(problem("schedule.unknown_machine", row.places.get("machine", row.place),
                                     f"no machine is called {said[:60]!r}", "add it to the machines, or mend the name",
                                     text=said[:60]))  # fmt: skip

    def _put_job(self, row: Row) -> int:
        """The job of a row: a new one, or what it adds to one that is there."""
        known = self._names("jobs")
        said = row.values.get("job", "")
        if said not in known:
            places = {"id": row.places.get("job", row.place)}
            self._add(("jobs",), row, {"id": said} if said else {}, places)
            self._know("jobs", said)
        at = self._names("jobs")[said]
        self._fill(("jobs", at), row, _OF_JOB)
        return at

    def _put_way(self, row: Row) -> None:
        at = self._put_job(row)
        operations = self.tree["jobs"][at].setdefault("operations", [])
        number = row.values.get("operation", "")
        if number and operations and operations[-1][""] == number:  # rows of an operation follow each other
            here: Path = ("jobs", at, "operations", len(operations) - 1)
        else:
            here = self._add(("jobs", at, "operations"), row, {"": number, "ways": []}, {})
        self._fill(here, row, _OF_OPERATION)
        values = {column: row.values[column] for column in _OF_WAY if column in row.values}
        self._add((*here, "ways"), row, values, {column: row.places[column] for column in values})

    def _fill(self, path: Path, row: Row, columns: Iterable[str]) -> None:
        """What a row says of a thing that more rows may be about: they must agree."""
        inside: Any = self.tree
        for part in path:
            inside = inside[part]
        for column in columns:
            said, name = row.values.get(column), _RENAMED.get(column, column)
            if said is None:
                continue
            before = inside.setdefault(name, said)
            if before != said:
                self.problems.append(problem(
                    "schedule.rows_differ", row.places[column], f"{said[:60]!r} stands here, and {before[:60]!r} above",
                    "say it once, or the same in every row", text=said[:60], before=before[:60],
                ))  # fmt: skip
            else:
                self.places.setdefault((*path, name), row.places[column])


def _in_order(rows: Iterable[Row]) -> list[Row]:
    """Rows of operations, job by job, in the order of their numbers where all of a job have one."""
    by_job: dict[str, list[Row]] = {}
    for row in rows:
        by_job.setdefault(row.values.get("job", ""), []).append(row)
    found: list[Row] = []
    for own in by_job.values():
        numbers = [row.values.get("operation", "") for row in own]
        if all(number.isascii() and number.isdigit() and len(number) < 9 for number in numbers):
            own.sort(key=lambda row: int(row.values["operation"]))
        found += own
    return found


def _days(text: str) -> list[str]:
    """`mon, tue`, `월 화`, `월~금` or `mon-fri` as days."""
    names = list(DAYS.values())
    found: list[str] = []
    for part in re.split(r"[,\s/]+", re.sub(r"\s*[-~]\s*", "~", text.casefold())):
        ends = [DAYS.get(end, end[:3] if end[:3] in names else end) for end in part.split("~")]
        if len(ends) == 2 and all(end in names for end in ends):
            first, last = names.index(ends[0]), names.index(ends[1])
            found += [names[at % 7] for at in range(first, last + 1 if last >= first else last + 8)]
        elif len(part) > 1 and all(sign in DAYS for sign in part):
            found += [DAYS[sign] for sign in part]
        else:
            found += ends
    return [day for day in found if day]


def _breaks(text: str) -> Any:
    """`12:00-13:00, 17:30-18:00` as spans; what is none stays as it is, for the codec to tell."""
    parts = [part.strip() for part in re.split(r"[,;]", text) if part.strip()]
    found = [_CLOCKS.fullmatch(part) for part in parts]
    if not all(found):
        return text
    return [{"start": item[1].zfill(5), "end": item[2].zfill(5)} for item in found if item]


def _breakdown(row: Row) -> Row:
    """The row with each law in one: a time with its unit, exponential where no law is named."""
    values: dict[str, Any] = {name: value for name, value in row.values.items() if "_" not in name}
    for name in ("every", "lasts"):
        if name in values:
            law, form = row.values.get(f"{name}_law", "exponential"), row.values.get(f"{name}_form")
            number = {} if form is None else {"shape" if law in SHAPED else "cv": form}
            values[name] = {"law": law, "mean": values[name], **number}
    return Row(values, row.places, row.place)
