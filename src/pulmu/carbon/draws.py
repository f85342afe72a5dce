"""Draws of what is uncertain: factors around the values of a system or a table, the same for the same seed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from pulmu.carbon.factorisation import Floats
from pulmu.carbon.system import System
from pulmu.model import InputError

_DRAWS_OF_A_GENERATOR = 64
_NUMBERS_OF_A_GENERATOR = 8_192


class Draws(Protocol):
    """Draws of a system's exchanges and emissions; a draw is the same whichever others are asked for with it."""

    @property
    def count(self) -> int:
        """How many there are."""
        ...

    def block(self, start: int, stop: int) -> tuple[Floats, Floats]:
        """Amounts (draws, exchanges) in the order the system stores them, emissions (draws, goods, channels)."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class LognormalDraws:
    """Draws whose median is the system's value.

    Parameters
    ----------
    exchanges : (exchanges,) or one for all  Standard deviation of the logarithm, in the order they were given.
    emissions : (goods, channels) or one for all  Standard deviation of the logarithm.
    seed : The same seed gives the same draws; the first hundred of a thousand are those of a hundred.
    """

    system: System
    exchanges: Floats | float
    emissions: Floats | float
    count: int
    seed: int

    def block(self, start: int, stop: int) -> tuple[Floats, Floats]:
        """Draws from `start` up to `stop`."""
        amount, own = self.system.consumption.data, self.system.emissions
        spread = np.broadcast_to(np.asarray(self.exchanges, dtype=np.float64), amount.shape)[self.system.position]
        spread_of_own = np.broadcast_to(np.asarray(self.emissions, dtype=np.float64), own.shape)
        normal = normal_draws((self.seed,), start, stop, amount.size + own.size)
        amounts, emissions = normal[:, : amount.size], normal[:, amount.size :].reshape(-1, *own.shape)
        return _lognormal(amount, spread, amounts), _lognormal(own, spread_of_own, emissions)


@dataclass(frozen=True, slots=True, eq=False)
class GivenDraws:
    """Draws somebody made.

    Parameters
    ----------
    exchanges : (draws, exchanges)  Amounts, in the order the system was given its exchanges.
    emissions : (draws, goods, channels)
    """

    system: System
    exchanges: Floats
    emissions: Floats

    def __post_init__(self) -> None:
        wanted = (self.system.consumption.nnz, self.system.emissions.shape)
        found = (self.exchanges.shape[1:], self.emissions.shape[1:])
        if found != ((wanted[0],), wanted[1]) or len(self.exchanges) != len(self.emissions):
            raise InputError.of(
                "carbon.draw_shape",
                "",
                f"draws have the shapes {self.exchanges.shape} and {self.emissions.shape}",
                f"give as many of both: {wanted[0]} exchanges each, and emissions of the shape {wanted[1]}",
                found=f"{self.exchanges.shape}, {self.emissions.shape}",
                exchanges=wanted[0],
                emissions=wanted[1],
            )

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.exchanges)

    def block(self, start: int, stop: int) -> tuple[Floats, Floats]:
        """Draws from `start` up to `stop`."""
        return self.exchanges[start:stop, self.system.position], self.emissions[start:stop]


def standard_deviation_of_log(relative: Floats | float) -> Floats:
    """Of a lognormal value with this relative standard uncertainty (0.05: 5 % of the value)."""
    return np.sqrt(np.log1p(np.square(np.asarray(relative, dtype=np.float64))))


def normal_draws(seed: Sequence[int], start: int, stop: int, size: int) -> Floats:
    """Standard normal numbers (draws, size), the same whichever draws are asked for together.

    A few draws after each other share a generator, made from the seed and their place; a long draw has one of its own.
    """
    several = max(1, min(_DRAWS_OF_A_GENERATOR, _NUMBERS_OF_A_GENERATOR // max(size, 1)))
    result = np.empty((stop - start, size))
    for number in range(start // several, -(-stop // several)):
        sequence = np.random.SeedSequence(seed[0], spawn_key=(*seed[1:], number))
        generator = np.random.Generator(np.random.SFC64(sequence))
        first = number * several
        if first >= start and first + several <= stop:
            generator.standard_normal(out=result[first - start : first - start + several])
        else:
            drawn = generator.standard_normal((several, size))[max(start - first, 0) : stop - first]
            begin = max(first - start, 0)
            result[begin : begin + len(drawn)] = drawn
    return result


def _lognormal(median: Floats, spread: Floats, normal: Floats) -> Floats:
    """The numbers become the draws in place: they are as large as a block may be."""
    np.multiply(normal, spread, out=normal)
    np.exp(normal, out=normal)
    return np.multiply(normal, median, out=normal)
