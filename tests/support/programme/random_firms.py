"""Random firms for the rules of programmes: every fact they read, at limits and a won beside them, or not told."""

from datetime import date, timedelta
from random import Random
from typing import Any

from pulmu.bootstrap.support import packaged_programmes
from pulmu.reference import find_fact
from pulmu.support.rules import Exists, Node, Rulebook, Total, children

TYPES = {"won": "int64", "count": "float64", "share": "float64", "flag": "boolean", "date": "date",
         "choices": "array<string>"}  # fmt: skip


_OF_LAW = {"limits_on": "date", "year_after_left_on": "date", "related_limit_row": "int64", "limit_row": "int64",
           "other_related_limit_row": "int64",
           "share_low": "float64", "share_high": "float64", "average_low_krw": "float64", "average_high_krw": "float64",
           "owner_assets_krw": "int64", "depth": "int64", "is_largest": "boolean", "counts": "boolean",
           "owner_is_person": "boolean", "owner_is_fund": "boolean", "owner_excluded": "boolean"}  # fmt: skip
"""Columns of the law of size that nobody is asked for."""


def facts_read(rulebook: Rulebook) -> dict[str, tuple[str, ...]]:
    """Names of the facts that the outputs read: of a firm (""), and of the rows of each relation."""
    found: dict[str, set[str]] = {"": set()}
    seen: set[tuple[int, str]] = set()

    def visit(node: Node, where: str) -> None:
        if (id(node), where) in seen:
            return
        seen.add((id(node), where))
        names = (getattr(node, name, None) for name in ("fact", "key", "on", "low", "high"))
        found.setdefault(where, set()).update(name for name in names if isinstance(name, str))
        complete = getattr(node, "complete", None)
        found[""].update([complete] if isinstance(complete, str) else [])
        inside = node.relation if isinstance(node, Exists | Total) else where
        for child in children(node):
            visit(child, inside)

    for output in rulebook.outputs.values():
        visit(output, "")
    return {where: tuple(sorted(names)) for where, names in found.items()}


def schema(rulebook: Rulebook, relation: str = "") -> dict[str, str]:
    """Type of each column of a population's table, or of a relation's."""
    names = facts_read(rulebook)[relation]
    told = {name: _OF_LAW.get(name) or TYPES.get(find_fact(name).kind, "string") for name in names}
    return {"firm_id": "int64", **told, **({"division": "int64"} if "division" in told else {})}


def limits(rulebook: Rulebook) -> list[float]:
    """Numbers among the parameters: what firms are put beside."""
    values = (version.value for item in rulebook.parameters.values() for version in item.versions)
    return sorted({float(value) for value in values if isinstance(value, int | float) and not isinstance(value, bool)})


def random_firm(rulebook: Rulebook, random: Random, day: date, known: float = 0.85) -> dict[str, Any]:
    """A firm whose facts are told with probability `known`."""
    return _random_row(rulebook, random, day, "", known)


def random_rows(rulebook: Rulebook, random: Random, day: date, relation: str) -> tuple[dict[str, Any], ...]:
    """Owners or relatives of a firm: none, one or two."""
    return tuple(_random_row(rulebook, random, day, relation, 0.9) for _ in range(random.choice([0, 0, 1, 2])))


def _random_row(rulebook: Rulebook, random: Random, day: date, relation: str, known: float) -> dict[str, Any]:
    at, names = limits(rulebook), facts_read(rulebook)[relation]
    row = {name: _value(name, random, at, day) if random.random() < known else None for name in names}
    if row.get("track") is not None:
        row["track"] = random.choice(tracks(rulebook))
    for low, high in (("share_low", "share_high"), ("average_low_krw", "average_high_krw")):
        if row.get(low) is not None and row.get(high) is not None:
            row[low], row[high] = sorted((row[low], row[high]))
    return row


def tracks(rulebook: Rulebook) -> list[str]:
    """Tracks that a firm may name: those of the programmes, and one that none of them has."""
    owners = {name.partition(".")[0] for name in rulebook.outputs}
    found = {
        track.id
        for item in packaged_programmes()
        if item.id in owners and item.payment
        for track in item.payment.tracks
    }
    return [*sorted(found), "of_no_programme"]


def _value(name: str, random: Random, at: list[float], day: date) -> Any:
    if name in _OF_LAW:
        return _value_of_law(name, _OF_LAW[name], random, at, day)
    fact = find_fact(name)
    match fact.kind:
        case "flag":
            return random.random() < 0.55
        case "won":
            return max(0, int(random.choice([*at, 1e8])) + random.choice([-1, 0, 1]))
        case "count":
            return float(max(0, int(random.choice([*at, 3, 39])) + random.choice([-1, 0, 1])))
        case "share":
            return random.random()
        case "date":
            return _day(random, day)
        case "choices":
            return [choice.id for choice in fact.choices if random.random() < 0.8]
        case _ if name == "division":
            return random.choice([24, 25, 1, 46])
        case _ if name == "section":
            return random.choice(["C", "C", "C", "G"])
        case _:
            return random.choice([choice.id for choice in fact.choices])


def _value_of_law(name: str, kind: str, random: Random, at: list[float], day: date) -> Any:
    if kind == "date":
        return _day(random, day)
    if kind == "boolean":
        return random.random() < 0.5
    if name.startswith("share"):
        return random.choice([0.1, 0.3, 0.5, 1.0])
    if name.endswith("_krw"):
        return int(random.choice(at))
    return random.choice([1, 2]) if name == "depth" else random.choice([24, 25, 10, 46, 30393])


def _day(random: Random, day: date) -> date:
    return day - timedelta(days=random.choice([300, 500, 2557, 3652, 3653, 3654, 5000]))
