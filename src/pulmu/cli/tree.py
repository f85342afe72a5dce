"""The tree of a figure, on a terminal and as JSON."""

from typing import Any

from pulmu.cli.screen import Screen
from pulmu.locale import plain, term
from pulmu.model import Figure, format_value


def print_tree(figure: Figure, screen: Screen, depth: int | None = None) -> None:
    """The figure and everything it rests on; what was told once is not told again."""
    told: set[str] = set()
    stack: list[tuple[Figure, int]] = [(figure, 0)]
    while stack:
        item, level = stack.pop()
        again = bool(item.inputs) and item.key in told
        screen.line("  " * level + line_of(item, screen) + (f" ({screen.text('cli.see_above')})" if again else ""))
        told.add(item.key)
        if not again and (depth is None or level < depth):
            stack.extend((used.figure, level + 1) for used in reversed(item.inputs))


def line_of(figure: Figure, screen: Screen) -> str:
    """Name, value, source with confidence, and reason in one line."""
    name = term(figure.name, screen.language)
    if figure.subject:
        name = screen.text("cli.of", name=name, subject=figure.subject)
    unit = "" if figure.unit == "1" else f" {figure.unit}"
    source = figure.source
    parts = [source.act, source.place, source.edition or ""]
    if source.confidence:
        parts.append(screen.text(f"confidence.{source.confidence}"))
    because = f" - {plain(figure.because)}" if figure.because else ""
    parts = [plain(part) for part in parts if part]
    return f"{plain(name)} = {format_value(figure.value)}{unit}  [{', '.join(parts)}]{because}"


def figure_tree(figure: Figure) -> dict[str, Any]:
    """The figure as flat data: every figure once by its key, and the key of the root."""
    return {
        "root": figure.key,
        "figures": {
            item.key: {
                "name": item.name,
                "subject": item.subject,
                "value": item.value,
                "unit": item.unit,
                "formula": item.formula,
                "because": item.because,
                "source": {
                    "act": item.source.act,
                    "place": item.source.place,
                    "edition": item.source.edition,
                    "confidence": item.source.confidence,
                },
                "inputs": [
                    {"parameter": used.parameter, "position": used.position, "figure": used.figure.key}
                    for used in item.inputs
                ],
            }
            for item in figure.walk()
        },
    }
