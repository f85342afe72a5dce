"""Any figure of a plant down to its evidence: what it is, how it was computed, from what, and what it is used for."""

from collections import deque
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from pulmu.http.language import language_of
from pulmu.locale import plain, reason_text, term
from pulmu.model import AccessRefused, Figure
from pulmu.services.figure_book import FigureBook
from pulmu.services.filled_arithmetic import arithmetic_of
from pulmu.services.find_figures import Found, find_figures
from pulmu.services.trace import Part, contributions_of
from pulmu.web.pages.looked import Seen, good_of, show_looked
from pulmu.web.pages.words import figure_name, good_name, parameter_name, subjects
from pulmu.web.show import Crumb

pages = APIRouter(include_in_schema=False)
DEEPEST = 4
MOST_TOLD = 90
"""Figures of a tree that one page tells; what lies deeper is a page of its own."""
MOST_INPUTS = 40
MOST_FOUND = 40
MOST_PARTS = 8
MOST_USERS = 12


@dataclass(slots=True)
class Node:
    """A figure as a page tells it.

    Parameters
    ----------
    inputs : What is told below it; fewer than it has where `is_cut`.
    """

    figure: Figure
    inputs: list["Node"] = field(default_factory=list)
    is_cut: bool = False


@pages.get("/carbon/figures/{key}")
def show_figure(
    request: Request,
    looked: Seen,
    key: Annotated[str, Path(pattern="^[0-9a-f]{64}$")],
    find: Annotated[str, Query(max_length=100)] = "",
) -> Response:
    """A figure with everything it rests on."""
    report, language = looked.outcome().report, language_of(request)
    if report is None:
        return show_looked(request, "carbon_figure.html", looked)
    book = looked.book(report)
    figure = book.figures.get(key)
    if figure is None:
        wrong, mend = "there is no such figure in the figures of this plant", "begin at a number of its carbon page"
        raise AccessRefused.of("access.unknown_figure", "", wrong, mend)
    good, way = _place(book, key)
    known = subjects(report, language)

    def said(item: Figure) -> str:
        return figure_name(item, language, known)

    formula = book.formulas.get(figure.formula)
    parts, users = contributions_of(figure), book.users.get(key, ())
    crumbs: tuple[Crumb, ...] = ()
    if good:
        crumbs = (Crumb(name=good_name(good_of(report, good), language), href=looked.href(f"/goods/{good}")),)
    return show_looked(
        request,
        "carbon_figure.html",
        looked,
        (*crumbs, Crumb(name=said(figure), href=looked.href(f"/figures/{key}"))),
        figure=figure,
        arithmetic=arithmetic_of(figure, formula, lambda name: parameter_name(name, language)) if formula else None,
        tree=told_tree(figure),
        parts=_greatest(parts, figure),
        rest_of_parts=sum(part.amount for part in parts[MOST_PARTS:]),
        way=way,
        users=[book.figures[name] for name in users[:MOST_USERS]],
        more_users=max(0, len(users) - MOST_USERS),
        find=find,
        found=_found(figure, find) if find.strip() else None,
        said=said,
        prover=looked.prove() if looked.prove else None,
        spoken=lambda text: plain(reason_text(text, language), 300),
    )


def _place(book: FigureBook, key: str) -> tuple[str, tuple[Figure, ...]]:
    """The good a figure belongs to, and the figures on the way down to it; none for what a good shows itself."""
    if key in book.shown:
        return book.shown[key], ()
    way = book.way_to(key)
    return (way.good, way.figures[:-1]) if way else ("", ())


def told_tree(root: Figure) -> Node:
    """A figure's tree for one page: the first levels, near ones first, each figure opened once."""
    top = Node(root)
    waiting, opened, told = deque([(top, 0)]), set[str](), 1
    while waiting:
        node, level = waiting.popleft()
        inputs = node.figure.inputs
        if not inputs:
            continue
        if level == DEEPEST or node.figure.key in opened or (level > 0 and told + len(inputs) > MOST_TOLD):
            node.is_cut = True
            continue
        opened.add(node.figure.key)
        for item in inputs[:MOST_INPUTS]:
            below = Node(item.figure)
            node.inputs.append(below)
            waiting.append((below, level + 1))
        node.is_cut = len(inputs) > MOST_INPUTS
        told += len(node.inputs)
    return top


def _greatest(parts: tuple[Part, ...], figure: Figure) -> list[tuple[Part, float]]:
    """The greatest contributions with their shares; none where the figure itself is the only one."""
    if len(parts) < 2 or not figure.value:
        return []
    return [(part, part.amount / figure.value) for part in parts[:MOST_PARTS]]


def _found(figure: Figure, text: str) -> list[Found]:
    return find_figures(figure, text, lambda name: (term(name, "ko"), term(name, "en")))
