"""Random firms for the rules of programmes: every fact they read, at limits and a won beside them, or not told."""

from datetime import date, timedelta
from random import Random
from typing import Any

from pulmu.reference import find_fact
from pulmu.support.rules import Node, Rulebook, children

TYPES = {"won": "int64", "count": "float64", "share": "float64", "flag": "boolean", "date": "date",
         "choices": "array<string>"}  # fmt: skip


def facts_read(rulebook: Rulebook) -> tuple[str, ...]:
    """Names of the facts that the outputs read."""
    found: set[str] = set()
    seen: set[int] = set()

    def visit(node: Node) -> None:
        if id(node) in seen:
            return
        seen.add(id(node))
        found.update(value for name in ("fact", "key", "on") if isinstance(value := getattr(node, name, None), str))
        for child in children(node):
            visit(child)

    for output in rulebook.outputs.values():
        visit(output)
    return tuple(sorted(found))


def schema(rulebook: Rulebook) -> dict[str, str]:
    """Type of each column of a population's table."""
    told = {name: TYPES.get(find_fact(name).kind, "string") for name in facts_read(rulebook)}
    return {"firm_id": "int64", **told, **({"division": "int64"} if "division" in told else {})}


def limits(rulebook: Rulebook) -> list[float]:
    """Numbers among the parameters: what firms are put beside."""
    values = (version.value for item in rulebook.parameters.values() for version in item.versions)
    return sorted({float(value) for value in values if isinstance(value, int | float) and not isinstance(value, bool)})


def random_firm(rulebook: Rulebook, random: Random, day: date, known: float = 0.85) -> dict[str, Any]:
    """A firm whose facts are told with probability `known`."""
    at = limits(rulebook)
    return {name: _value(name, random, at, day) if random.random() < known else None for name in facts_read(rulebook)}


def _value(name: str, random: Random, at: list[float], day: date) -> Any:
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
            return day - timedelta(days=random.choice([300, 2557, 3652, 3653, 3654, 5000]))
        case "choices":
            return [choice.id for choice in fact.choices if random.random() < 0.8]
        case _ if name == "division":
            return random.choice([24, 25, 1, 46])
        case _ if name == "section":
            return random.choice(["C", "C", "C", "G"])
        case _:
            return random.choice([choice.id for choice in fact.choices] + (["industry"] if name == "track" else []))
