"""Draws of one law from streams of any name, without a line around them."""

import numpy as np
from numpy.typing import NDArray

from pulmu.twin.kernel import records as r
from pulmu.twin.kernel.arrays import law_rows
from pulmu.twin.kernel.chance import draw_many
from pulmu.twin.laws import Chance


class Draws:
    """What a law gives: as in a line that has it under the same stream."""

    def __init__(self, law: Chance) -> None:
        self._arrays = dict(zip(("law", "value"), law_rows([law]), strict=True)) | {"stream": np.zeros(1, r.STREAM)}
        self._clock = np.zeros(1, r.CLOCK)
        for name, array in self._arrays.items():
            self._clock[f"{name}_address"] = array.ctypes.data

    def row(self, key: int, first: int, count: int) -> NDArray[np.float64]:
        """So many draws of the stream of a key, from number `first` on. [s]"""
        self._arrays["stream"][0] = (key, first, 0.0, r.NONE)
        return np.asarray(draw_many(self._clock, count))
