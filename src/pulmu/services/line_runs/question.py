"""What is asked of a line: for how long it runs, how often, and from when on it is to be watched."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from pulmu.model import Problem, problem

_LONGEST_HOURS, _MOST_RUNS, _MOST_HOURS = 17_568.0, 400, 500_000.0
"""Two years; runs; hours of all runs together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunWish:
    """How a line is to be run.

    Parameters
    ----------
    hours : Counted, after the warm-up.
    warm_up_hours : Before them, while the line fills.
    watch_from_hours : From when on the first run is watched, since its start; from the end of the warm-up, if None.
    """

    hours: float = 672.0
    warm_up_hours: float = 0.0
    seed: int = 0
    replications: int = 10
    watch_from_hours: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RunQuestion:
    """Everything an answer rests on: the same question has the same answer.

    Parameters
    ----------
    version : Version of the line.
    sha256 : Hash of that version.
    program : Version of Pulmu.
    plant_sha256 : Hash of the plant it stands in with all it cites; empty where it stands in none.
    """

    line: str
    version: int
    sha256: str
    program: str
    wish: RunWish
    plant_sha256: str = ""

    @property
    def key(self) -> str:
        """What it is found by: the same for the same line, whatever version it stands in."""
        plain = {name: value for name, value in asdict(self).items() if name != "version"}
        return hashlib.sha256(json.dumps(plain, sort_keys=True, allow_nan=False).encode()).hexdigest()[:32]


def check_wish(wish: RunWish) -> tuple[Problem, ...]:
    """Everything that is wrong with it."""
    return tuple(_problems(wish))


def _problems(wish: RunWish) -> Iterator[Problem]:
    whole = wish.hours + wish.warm_up_hours
    if not 0 < wish.hours <= _LONGEST_HOURS:
        yield _outside("hours", wish.hours, 0, _LONGEST_HOURS)
    if not 0 <= wish.warm_up_hours <= _LONGEST_HOURS:
        yield _outside("warm_up_hours", wish.warm_up_hours, 0, _LONGEST_HOURS)
    if not 1 <= wish.replications <= _MOST_RUNS:
        yield _outside("replications", wish.replications, 1, _MOST_RUNS)
    if not 0 <= wish.seed < 2**53:
        yield _outside("seed", wish.seed, 0, 2**53 - 1)
    if wish.watch_from_hours is not None and not 0 <= wish.watch_from_hours <= whole:
        yield _outside("watch_from_hours", wish.watch_from_hours, 0, whole)
    if 1 <= wish.replications <= _MOST_RUNS and whole * wish.replications > _MOST_HOURS:
        yield problem(
            "line.run_too_long", "replications", f"{wish.replications} runs of {whole:g} h are more than can be asked",
            f"ask for at most {_MOST_HOURS:g} h in all runs together", runs=wish.replications, hours=f"{whole:g}",
            most=f"{_MOST_HOURS:g}",
        )  # fmt: skip


def _outside(name: str, value: float, least: float, most: float) -> Problem:
    return problem(
        "line.run_outside", name, f"{value:g} is not between {least:g} and {most:g}",
        f"write a number from {least:g} to {most:g}", value=f"{value:g}", least=f"{least:g}", most=f"{most:g}",
    )  # fmt: skip
