"""Random plants of every shape that the method and the official workbook can hold. Same seed, same plants."""

from collections.abc import Sequence
from pathlib import Path

from tests.differential.draw.plant import draw_plant
from tests.differential.draw.words import CATEGORIES
from tests.differential.drawn import Drawn

__all__ = ["CATEGORIES", "draw_plants"]


def draw_plants(seed: int, numbers: Sequence[int], shared: Path) -> list[Drawn]:
    """Plants by their numbers.

    Parameters
    ----------
    shared : Folder of reference material: the published default values are read from there.
    """
    return [draw_plant(seed, number, shared) for number in numbers]
