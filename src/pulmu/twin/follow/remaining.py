"""How long something still takes that is under way: drawn from its law, by what is known of its past."""

from pulmu.twin.laws import Chance, draw
from pulmu.twin.streams import name_hash, state_of, stream_key, uniform

_TRIES = 400
_CANDIDATES = 32
_MOST_CYCLES = 100_000


class Numbers:
    """Random numbers of a draw of what is not seen: the same seed and replication, the same numbers."""

    def __init__(self, seed: int, replication: int) -> None:
        self._key, self._drawn = stream_key(seed, replication, name_hash("follow")), 0

    def bits(self) -> int:
        """64 bits that look random."""
        self._drawn += 1
        return state_of(self._key, self._drawn - 1)

    def share(self) -> float:
        """A number inside (0, 1)."""
        return uniform(self.bits())

    def time(self, law: Chance) -> float:
        """A time of a law. [s]"""
        return draw(law, self.bits())


def longer_than(law: Chance, elapsed: float, numbers: Numbers) -> float:
    """A time of which so much is over; all of it is, where its law has none that long. [s]"""
    for _ in range(_TRIES):
        found = numbers.time(law)
        if found > elapsed:
            return found
    return elapsed


def met_under_way(law: Chance, numbers: Numbers) -> tuple[float, float]:
    """A time that is met at any moment of it, and what is left: long ones are met more often. [s]"""
    drawn = [numbers.time(law) for _ in range(_CANDIDATES)]
    point, whole = numbers.share() * sum(drawn), drawn[-1]
    for item in drawn:
        if point < item:
            whole = item
            break
        point -= item
    return whole, whole * numbers.share()


def renewed(law: Chance, since: float, numbers: Numbers) -> tuple[float, float]:
    """One time after another since a moment: the one that is under way now, and what is left of it. [s]"""
    over = 0.0
    for _ in range(_MOST_CYCLES):
        found = numbers.time(law)
        if over + found > since:
            return found, over + found - since
        over += found
    return met_under_way(law, numbers)
