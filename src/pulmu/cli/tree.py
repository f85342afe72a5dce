"""The tree of a figure, what makes most of it, and what is found in it: on a terminal and as JSON."""

from itertools import islice
from typing import Any

from pulmu.cli.screen import Screen
from pulmu.locale import digits, plain, reason_text, source_text, term
from pulmu.model import Figure, encode, format_value
from pulmu.model.figure import walk
from pulmu.services.find_figures import Found, find_figures
from pulmu.services.ledger import Ledger
from pulmu.services.trace import Part, contributions_of

MOST_LINES = 400
"""A longer tree is cut unless a depth is asked for."""
_CUT_LINES = 80
_FIRST_PARTS = 10
_MOST_FOUND = 40
_DEEPEST_INDENT = 20
_LONGEST_PATH = 6


def print_tree(figure: Figure, screen: Screen, depth: int | None = None) -> None:
    """The figure and everything it rests on, the same once; a great tree by its greatest parts and its first levels."""
    if depth is None and _is_longer(figure, None, MOST_LINES):
        depth = fitting_depth(figure)
        print_top(figure, screen, _FIRST_PARTS)
        screen.line("")
        screen.line(screen.text("cli.tree_cut", count=f"{_size(figure):,}", depth=depth))
    marks = {"again": f" ({screen.text('cli.see_above')})", "cut": " ...", "": ""}
    for item, level, state in figure.outline(depth):
        screen.line(_indent(level) + line_of(item, screen) + marks[state])


def print_top(figure: Figure, screen: Screen, number: int) -> None:
    """What contributes most to a figure, and the rest in one line; together they are the figure."""
    screen.line(line_of(figure, screen))
    parts = contributions_of(figure)
    rows = [_part_row(part, figure, screen) for part in parts[:number]]
    rest = parts[number:]
    if rest:
        amount = sum(part.amount for part in rest)
        rows.append((screen.text("cli.other_parts", count=len(rest)), *_amount(amount, figure)))
    head = (screen.text("cli.part"), figure.unit if figure.unit != "1" else "", "%")
    screen.table(head, rows)


def _part_row(part: Part, root: Figure, screen: Screen) -> tuple[str, str, str]:
    return (_name(part.figure, screen), *_amount(part.amount, root))


def _amount(amount: float, root: Figure) -> tuple[str, str]:
    return format_value(amount), digits(100.0 * amount / root.value, "%") if root.value else ""


def print_found(figure: Figure, screen: Screen, text: str) -> None:
    """The figures that hold a text, each with a way to it."""
    found = search(figure, text)
    screen.line(screen.text("cli.found", count=len(found), text=plain(text, 60), figure=_name(figure, screen)))
    for item in found[:_MOST_FOUND]:
        screen.line(f"  {line_of(item.figure, screen)}")
        if len(item.path) > 1:
            screen.line(f"    {screen.text('cli.found_in', path=_way(item, screen))}")
    if len(found) > _MOST_FOUND:
        screen.line("  " + screen.text("cli.found_more", count=len(found) - _MOST_FOUND))


def search(figure: Figure, text: str) -> list[Found]:
    """The figures that hold a text, by names in both languages."""
    return find_figures(figure, text, lambda name: (term(name, "ko"), term(name, "en")))


def _way(item: Found, screen: Screen) -> str:
    names = [_name(figure, screen) for figure in reversed(item.path[:-1])]
    if len(names) > _LONGEST_PATH:
        left_out = screen.text("cli.steps", count=len(names) - _LONGEST_PATH + 1)
        names = [*names[: _LONGEST_PATH - 2], left_out, names[-1]]
    return " < ".join(names)


def fitting_depth(figure: Figure) -> int:
    """The greatest depth at which a tree still fits a look; at least one."""
    depth = 1
    while depth < _CUT_LINES and not _is_longer(figure, depth + 1, _CUT_LINES):
        depth += 1
    return depth


def _is_longer(figure: Figure, depth: int | None, lines: int) -> bool:
    return next(islice(figure.outline(depth), lines, None), None) is not None


def _size(figure: Figure) -> int:
    return sum(1 for _ in walk([figure]))


def _indent(level: int) -> str:
    """Two signs a level; where they would fill the screen, the level as a number."""
    return "  " * level if level <= _DEEPEST_INDENT else f"{'  ' * _DEEPEST_INDENT}[{level}] "


def _name(figure: Figure, screen: Screen) -> str:
    name = term(figure.name, screen.language)
    return plain(screen.text("cli.of", name=name, subject=figure.subject) if figure.subject else name)


def line_of(figure: Figure, screen: Screen) -> str:
    """Name, value, source with confidence, and reason in one line."""
    unit = "" if figure.unit == "1" else f" {figure.unit}"
    source = figure.source
    parts = [source_text(source, screen.language)]
    if source.confidence:
        parts.append(screen.text(f"confidence.{source.confidence}"))
    because = f" - {reason_text(figure.because, screen.language)}" if figure.because else ""
    return f"{_name(figure, screen)} = {format_value(figure.value)}{unit}  [{', '.join(parts)}]{because}"


def figure_tree(figure: Figure, top: int | None = None, text: str | None = None) -> dict[str, Any]:
    """The key of the root, and the tables of a report for it alone: figures, inputs, formulas, units."""
    ledger = Ledger()
    ledger.value(figure)
    tables = {
        "figures": ledger.figures(),
        "formulas": ledger.formulas(),
        "figure_inputs": ledger.figure_inputs(),
        "units": ledger.units(),
    }
    tree: dict[str, Any] = {"root": figure.key} | {name: encode(part, full=True) for name, part in tables.items()}
    if top is not None:
        tree["top"] = [{"figure": part.figure.key, "amount": part.amount} for part in contributions_of(figure)[:top]]
    if text is not None:
        tree["found"] = [
            {"figure": item.figure.key, "path": [above.key for above in item.path]} for item in search(figure, text)
        ]
    return tree
