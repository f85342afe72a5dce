"""Lots that anybody can draw again: an order made of a published seed and of names alone."""

import hashlib
import unicodedata
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def draw_lots(seed: str, names: Sequence[str]) -> NDArray[np.int64]:
    """Place of each name in the order of its lot, from 0.

    A lot is the SHA-256 of ``seed:name`` in UTF-8, names in Unicode's composed form (NFC); the smallest comes first.
    Nobody's lot depends on who else takes part, nor on the order of a list.
    """
    lots = [lot_of(seed, name) for name in names]
    order = sorted(range(len(names)), key=lambda place: (lots[place], names[place]))
    places = np.empty(len(names), dtype=np.int64)
    places[order] = np.arange(len(names))
    return places


def lot_of(seed: str, name: str) -> str:
    """The lot of one name, as 64 hexadecimal digits."""
    return hashlib.sha256(f"{seed}:{unicodedata.normalize('NFC', name)}".encode()).hexdigest()
