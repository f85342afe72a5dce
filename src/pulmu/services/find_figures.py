"""Figures of a tree that hold a text: in their name, subject, place, reason, formula or value."""

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pulmu.model import Figure, format_value


@dataclass(frozen=True, slots=True)
class Found:
    """A figure, and one shortest way to it: the root first, the figure itself last."""

    figure: Figure
    path: tuple[Figure, ...]


def find_figures(root: Figure, text: str, words: Callable[[str], Iterable[str]] = lambda name: (name,)) -> list[Found]:
    """Every figure that holds all words of the text, whatever their case; those near the root first.

    Parameters
    ----------
    words : How a name is spoken, in the languages that may be searched in.
    """
    wanted = text.lower().split()
    made_by: dict[int, Figure | None] = {id(root): None}
    found: list[Found] = []
    waiting = deque([root])
    while waiting:
        figure = waiting.popleft()
        story = _story(figure, words)
        if wanted and all(word in story or word.replace(",", "") in story for word in wanted):
            found.append(Found(figure, _path(figure, made_by)))
        for item in figure.inputs:
            if id(item.figure) not in made_by:
                made_by[id(item.figure)] = figure
                waiting.append(item.figure)
    return found


def _story(figure: Figure, words: Callable[[str], Iterable[str]]) -> str:
    value = format_value(figure.value)
    parts = (figure.name, *words(figure.name), figure.subject, str(figure.source), figure.because, figure.formula,
             figure.unit, value, value.replace(",", ""), repr(figure.value))  # fmt: skip
    return "\n".join(parts).lower()


def _path(figure: Figure, made_by: dict[int, Figure | None]) -> tuple[Figure, ...]:
    path = [figure]
    while (above := made_by[id(path[-1])]) is not None:
        path.append(above)
    return tuple(reversed(path))
