"""Writes the answers of a form into a firm's file; what is no answer is told, and nothing is written."""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pulmu.model import Document, Firms, InputError, Path, Problem, decode
from pulmu.model.errors import problem
from pulmu.model.quantity import parse_number
from pulmu.reference import FactDescription, find_fact
from pulmu.services.document_form.edit import changed_document
from pulmu.services.firm_questions.homes import CLOSING, MONTHLY, Home, home_in, is_told, months_asked, year_ends
from pulmu.support.ownership import asked_firm, check_read_firms
from pulmu.support.rules.dates import months_after
from pulmu.support.size.accounts import month_of
from pulmu.support.size.leaving import NEVER

UNKNOWN = "unknown"
"""The answer "I do not know": the fact stays open, and is asked last."""
NONE = "none"
"""The answer "none of them" where several words may be chosen."""
_DAY_OF = {"leaving": "on", "leaving_micro": "on", "tax_leaving": "year_end"}
_NUMBERS = ("won", "count", "share")


@dataclass(frozen=True, slots=True)
class Written:
    """The file with the answers, or what is wrong with them.

    Parameters
    ----------
    problems : Everything that is wrong; with errors the file must not be kept.
    facts : By the place of a problem: the fact whose answer stands there.
    """

    document: Document
    problems: tuple[Problem, ...]
    facts: Mapping[str, str]


def tell(document: Document, answers: Mapping[str, str], day: date) -> Written:
    """The file of a firm with further answers.

    Parameters
    ----------
    document : A file without errors.
    answers : By the names of the table of facts, as they were typed: `UNKNOWN` for what nobody knows, empty for what is
        not told any more; the sales of a month as ``monthly_sales:2026-10``. What is not named stays as it is. Where
        the file tells no business year, an amount of one needs its last day beside it (`closed_on`).
    """
    firms = decode(Firms, document).value
    tree = copy.deepcopy(document.tree)
    number = firms.companies.index(asked_firm(firms))
    is_new = bool(months_asked(firms, day)) and not year_ends(firms, day)
    writer = _Writer(tree["companies"][number], _ends(firms, answers, day), day, is_new=is_new)
    for fact, text in answers.items():
        if fact != CLOSING:
            writer.write(fact, text.strip())
    writer.finish()
    new = changed_document(document, tree, document.name)
    facts = {new.place(("companies", number, *path)): fact for path, fact in writer.paths.items()}
    wrong = [*writer.problems, *check_read_firms(new, decode(Firms, new))]
    return Written(new, tuple(wrong), {**facts, **{fact: fact for fact in answers}})


def _ends(firms: Firms, answers: Mapping[str, str], day: date) -> list[str]:
    """Last days of the last three business years; by the last day told where the file tells no year."""
    ends = list(year_ends(firms, day))
    told = answers.get(CLOSING, "").strip()
    if not ends:
        try:
            ends = [months_after(date.fromisoformat(told), -12 * back) for back in range(3)]
        except (ValueError, OverflowError):
            return [told] * 3  # no day: told as a problem, at its place
    return [end.isoformat() for end in ends]


class _Writer:
    """Writes into the entry of one firm, and remembers where each answer went."""

    def __init__(self, firm: dict[str, Any], ends: list[str], day: date, *, is_new: bool) -> None:
        self.firm, self.ends, self.day, self.is_new = firm, ends, day, is_new
        self.paths: dict[Path, str] = {}
        self.problems: list[Problem] = []
        self._exits: dict[str, dict[str, tuple[str, str]]] = {}

    def write(self, fact: str, text: str) -> None:
        """One answer."""
        if fact.startswith(MONTHLY):
            self._write_month(fact, "" if text == UNKNOWN else text)
            return
        described = find_fact(fact)
        if not is_told(described):
            said, mend = f"{described.name} is computed from other facts", "tell what it follows from"
            self.problems.append(problem("firm.fact_computed", fact, said, mend, name=described.name))
            return
        self._set_aside(fact, is_unknown=text == UNKNOWN)
        home, text = home_in(fact, is_new=self.is_new), "" if text == UNKNOWN else text
        if home.kind == "exit":
            self._exits.setdefault(home.name, {})[home.part] = (fact, text)
            return
        self.paths[self._put(home, self._typed(described, text) if text else None)] = fact

    def _write_month(self, name: str, text: str) -> None:
        """Sales of a month; of the month that is not over, up to today."""
        month = name.removeprefix(MONTHLY)
        months: list[dict[str, Any]] = self.firm.get("monthly_sales") or []
        kept = [item for item in months if str(item.get("month")) != month]
        value = self._number(name, text) if text else None
        if value is not None:
            so_far = {"until": self.day.isoformat()} if month == month_of(self.day) else {}
            kept = sorted(
                [*kept, {"month": month, "sales_krw": value, **so_far}], key=lambda item: str(item.get("month"))
            )
            spot = next(spot for spot, item in enumerate(kept) if item.get("month") == month)
            self.paths["monthly_sales", spot] = self.paths["monthly_sales", spot, "sales_krw"] = name
            self.paths["monthly_sales", spot, "month"] = name
        _set(self.firm, "monthly_sales", kept or None)

    def finish(self) -> None:
        """Exits are written once all their parts are there; of several, the latest is the one that is told."""
        for name, parts in self._exits.items():
            kept = sorted(self.firm.pop(name, None) or [], key=lambda item: str(item.get(_DAY_OF[name])))
            last = {**(kept[-1] if kept else {}), **{part: text for part, (_, text) in parts.items()}}
            told = {part: value for part, value in last.items() if value not in ("", None)}
            if told.get("because") == NEVER:
                self.firm[name] = []
            elif told:
                self.firm[name] = [*kept[:-1], told]
            for part, (fact, _) in parts.items():
                self.paths[name, max(len(kept) - 1, 0), part] = fact

    def _put(self, home: Home, value: Any) -> Path:
        match home.kind:
            case "membership":
                _set(self.firm, home.name, None if value is None else {"member": value})
                return (home.name, "member")
            case "year":
                return self._put_in_year(home, value)
            case "fact":
                self.firm["facts"] = self.firm.get("facts") or {}
                _set(self.firm["facts"], home.name, value)
                return ("facts", home.name)
            case _:
                _set(self.firm, home.name, value)
                return (home.name,)

    def _put_in_year(self, home: Home, value: Any) -> Path:
        years: list[dict[str, Any]] = self.firm.get("business_years") or []
        self.firm["business_years"] = years
        end = self.ends[home.back]
        found = next((spot for spot, year in enumerate(years) if str(year.get("end")) == end), None)
        if found is None:
            found = len(years)
            if value is not None:
                years.append({"end": end})
        if found < len(years):
            _set(years[found], home.name, value)
        self.paths["business_years", found, "end"] = CLOSING
        return ("business_years", found, home.name)

    def _typed(self, fact: FactDescription, text: str) -> Any:
        """A typed answer as the file writes it; what is none stays as it is, and is told as a problem."""
        if fact.kind == "flag":
            return {"yes": True, "no": False}.get(text, text)
        if fact.kind == "choices" and text == NONE:
            return ""
        if fact.kind not in _NUMBERS:
            return text.zfill(2) if fact.name == "division" else text  # 1 is division 01
        return self._number(fact.name, text)

    def _number(self, name: str, text: str) -> float | int | None:
        try:
            number = parse_number(text)
        except InputError as error:
            first = error.problems[0]
            self.problems.append(problem(first.code, name, first.message, first.mend, **dict(first.values)))
            return None
        return int(number) if number.is_integer() else number

    def _set_aside(self, fact: str, *, is_unknown: bool) -> None:
        names = [name for name in self.firm.get("not_known", []) if name != fact]
        _set(self.firm, "not_known", [*names, fact] if is_unknown else names or None)


def _set(entry: dict[str, Any], name: str, value: Any) -> None:
    if value is None:
        entry.pop(name, None)
    else:
        entry[name] = value
