"""How many alarms a day are wanted, and the score above which something is told."""

import bisect
import math
from dataclasses import dataclass, field

MOST = 64
TOGETHER = 600.0
"""What comes within so long of a beginning is one episode, whichever tags it is of. [s]"""


@dataclass(slots=True)
class Tail:
    """The highest scores of one aspect while it was measured, one for each episode."""

    scores: list[float] = field(default_factory=list)
    begun: float = -math.inf
    highest: float = 0.0

    def take(self, score: float, at: float) -> None:
        """Take a score of the time that is measured."""
        if at - self.begun >= TOGETHER:
            self.begun, self.highest = at, 0.0
        if score <= self.highest or not math.isfinite(score):
            return
        if self.highest:
            self.scores.remove(self.highest) if self.highest in self.scores else None
        self.highest = score
        bisect.insort(self.scores, score)
        del self.scores[:-MOST]

    def threshold(self, wanted: float, least: float) -> float:
        """The score that so many episodes of a time as long as the one measured are expected to go beyond.

        Between and beyond what was seen the tail is taken to fall exponentially, by the mean of what the highest
        are above the lowest of them; never less than the least.
        """
        ranked = self.scores[::-1]
        if not ranked:
            return least
        if wanted >= len(ranked):
            return max(least, min(ranked))
        part = max(min(len(ranked), 12), math.ceil(wanted))
        base = ranked[part - 1]
        mean = sum(score - base for score in ranked[:part]) / max(part - 1, 1)
        mean = mean if mean > 0 else 0.1 * max(base, least)
        return max(least, base + mean * math.log(part / max(wanted, 1e-6)))
