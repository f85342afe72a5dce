"""Rows of the sheets put together to the tree a YAML file would have; every node knows its cell."""

from typing import Any

from pulmu.adapters._round.sheets import KEYS, WORDS, Row, rows_of
from pulmu.adapters._workbook import Sheet
from pulmu.model import Document, Problem, problem
from pulmu.support.matching.read import UNKNOWN

_LISTS = ("applicants", "suppliers", "pools", "conflicts", "answers")
_OWNED = {"wishes": ("applicants", "applicant", "supplier"), "orders": ("suppliers", "supplier", "applicant")}
_HIGHEST_RANK = 1_000_000
Path = tuple[str | int, ...]


def document_of(sheets: tuple[Sheet, ...], name: str, sha256: str) -> Document:
    """The document that the sheets of a round, or of answers to one, make."""
    problems: list[Problem] = []
    tree: dict[str, Any] = {}
    places: dict[Path, str] = {}
    tables: dict[str, list[Row]] = {}
    for table, row in rows_of(sheets, problems):
        tables.setdefault(table, []).append(row)
    for row in tables.get("round", ()):
        _put_key(row, tree, places, problems)
    tree["pulmu"] = "matching_answers/1" if "round" in tree else "matching_round/1"
    for table in _LISTS:
        for number, row in enumerate(tables.get(table, ())):
            tree.setdefault(table, []).append(dict(row.values))
            places[table, number] = row.place
            places |= {(table, number, column): place for column, place in row.places.items()}
    for table, (owners, owner, other) in _OWNED.items():
        _put_ranks(tables.get(table, []), owners, owner, other, tree, places, problems)
    _put_quotas(tables.get("kinds", []), tree, places, problems)
    told = tuple(_placed(item, name) for item in problems)
    return Document(tree, name, sha256, places=places, problems=told)


def _placed(item: Problem, name: str) -> Problem:
    return Problem(item.code, f"{name}, {item.place}", item.message, item.mend, item.values, item.severity)


def _put_key(row: Row, tree: dict[str, Any], places: dict[Path, str], problems: list[Problem]) -> None:
    said = row.values.get("key", "")
    key = next((key for key, names in KEYS.items() if said.lower() in names), None)
    if key is None:
        listed = ", ".join(KEYS)
        problems.append(problem("matching.key", row.place, f"{said!r} is nothing a round says",
                                f"known here: {listed}", text=said, known=listed))  # fmt: skip
        return
    said = row.values.get("value", "")
    tree[key] = WORDS.get(key, {}).get(said, said)
    places[key,] = row.places.get("value", row.place)


def _numbers(tree: dict[str, Any], owners: str) -> dict[str, int]:
    return {str(item.get("id", "")): number for number, item in reversed(list(enumerate(tree.get(owners, []))))}


def _put_ranks(
    rows: list[Row], owners: str, owner: str, other: str, tree: dict[str, Any], places: dict[Path, str],
    problems: list[Problem],
) -> None:  # fmt: skip
    """Rows of wishes as lists: a rank is an entry, and who share it stand in one."""
    number_of = _numbers(tree, owners)
    ranked: dict[int, dict[int, list[Row]]] = {}
    for row in rows:
        number = _owner(row, owner, number_of, problems)
        rank = _rank(row, problems)
        if other not in row.values:
            problems.append(_missing(row, other))
        elif number is not None and rank is not None:
            ranked.setdefault(number, {}).setdefault(rank, []).append(row)
    name = "wishes" if owners == "applicants" else "order"
    for number, by_rank in ranked.items():
        entries = [by_rank[rank] for rank in sorted(by_rank)]
        tree[owners][number][name] = [" = ".join(row.values[other] for row in entry) for entry in entries]
        for at, entry in enumerate(entries):
            places[owners, number, name, at] = ", ".join((entry[0].places[other], *(
                row.places[other].rpartition("cell ")[2] for row in entry[1:4])))  # fmt: skip


def _put_quotas(rows: list[Row], tree: dict[str, Any], places: dict[Path, str], problems: list[Problem]) -> None:
    number_of = _numbers(tree, "suppliers")
    for row in rows:
        number = _owner(row, "supplier", number_of, problems)
        if number is None:
            continue
        quotas = tree["suppliers"][number].setdefault("kinds", [])
        path = ("suppliers", number, "kinds", len(quotas))
        quotas.append({column: text for column, text in row.values.items() if column != "supplier"})
        places[path] = row.place
        places.update({(*path, column): place for column, place in row.places.items() if column != "supplier"})


def _owner(row: Row, owner: str, number_of: dict[str, int], problems: list[Problem]) -> int | None:
    said = row.values.get(owner)
    if said is None:
        problems.append(_missing(row, owner))
        return None
    if said not in number_of:
        problems.append(problem(UNKNOWN[owner], row.places[owner],
                                f"no {owner} of the round is called {said!r}", f"add this {owner}, or mend the name",
                                text=said, near="-"))  # fmt: skip
    return number_of.get(said)


def _rank(row: Row, problems: list[Problem]) -> int | None:
    said = row.values.get("rank", "")
    if said.isascii() and said.isdigit() and 1 <= int(said[:8]) <= _HIGHEST_RANK:
        return int(said)
    problems.append(problem("matching.rank", row.places.get("rank", row.place), f"{said!r} is no rank",
                            "write 1 for the best, 2 for the next; equal ranks are ties", text=said))  # fmt: skip
    return None


def _missing(row: Row, column: str) -> Problem:
    return problem("matching.cell_missing", row.place, f"the column {column} is empty", "fill it, or delete the row",
                   text=column)  # fmt: skip
