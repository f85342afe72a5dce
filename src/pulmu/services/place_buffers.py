"""Where so many buffer places do most good: found on some runs, and held against today's on others."""

from concurrent.futures import Executor
from dataclasses import dataclass

from pulmu.model import Document, Problem, has_errors
from pulmu.model.errors import problem
from pulmu.model.line import Line
from pulmu.twin import Ask, Engine, read_line
from pulmu.twin.statistics.answer import PlacesAnswer, StationPlaces, WarmUp
from pulmu.twin.statistics.better import Better, better_of
from pulmu.twin.statistics.buffers import BufferSearch, with_buffers
from pulmu.twin.statistics.compare import Aim, compare, wanted_half
from pulmu.twin.statistics.measures import measures_of, near_measures
from pulmu.twin.statistics.runner import Runner, Runs, Tell
from pulmu.twin.statistics.warm_up import find_warm_up

_SEARCH_RUNS = 10
"""Runs of each allocation of the search, with common random numbers; none of them tells how good what it finds is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacesQuestion:
    """So many places for some stations.

    Parameters
    ----------
    places : In all; as many as today, if left out.
    stations : That get them; all with an end to their buffer, if left out.
    least : Places each has in any case; a furnace has as many as its least batch.
    better : Which is better of the figure; what it plainly is, if left out.
    exact : Half the width of the interval of the difference from today, as a share of today's figure.
    """

    places: int | None = None
    stations: tuple[str, ...] = ()
    least: int = 1
    figure: str = "good"
    better: Better | None = None
    days: float = 28.0
    warm_up_hours: float | None = None
    exact: float = 0.02
    confidence: float = 0.95
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Placed:
    """An answer, or what stands in its way."""

    line: Line
    answer: PlacesAnswer | None
    problems: tuple[Problem, ...]


def place_buffers(
    line_document: Document,
    asked: PlacesQuestion,
    engine: Engine,
    *,
    executor: Executor | None = None,
    tell: Tell | None = None,
) -> Placed:
    """Search the best allocation of places, and compare it with today's by runs that the search never saw.

    Raises
    ------
    SolveError  It was stopped (`what_if.stopped`).
    """
    read = read_line(line_document)
    line = read.value
    if has_errors(read.problems):
        return Placed(line, None, read.problems)
    chosen = asked.stations or tuple(item.id for item in line.stations if item.buffer is not None)
    problems = (*read.problems, *_wrong(line, chosen, asked))
    if has_errors(problems):
        return Placed(line, None, problems)
    return Placed(line, _answer(line, chosen, asked, Runner(engine, executor, tell)), problems)


def _wrong(line: Line, chosen: tuple[str, ...], asked: PlacesQuestion) -> list[Problem]:
    """All that the question names and the line does not have."""
    found, known = [], {item.id: item for item in line.stations}
    measures = measures_of(line)
    if asked.figure not in measures:
        near = ", ".join(near_measures(asked.figure, measures))
        found.append(problem("what_if.unknown_figure", "figure", f"the line has no figure named {asked.figure!r}",
                             f"did you mean one of: {near}", text=asked.figure, known=near))  # fmt: skip
    elif asked.better is None and better_of(asked.figure) is None:
        found.append(problem("what_if.better_unknown", "figure",
                             f"whether more or less of {asked.figure!r} is better depends on who asks",
                             "add `better: more` or `better: less`", text=asked.figure))  # fmt: skip
    for name in dict.fromkeys(chosen):
        if name not in known:
            listed = ", ".join(known)
            found.append(problem("what_if.unknown_name", "station", f"the line has no station named {name!r}",
                                 f"known here: {listed}", text=name, what="station", known=listed))  # fmt: skip
        elif known[name].buffer is None:
            found.append(problem("what_if.no_end", "station", f"the buffer before {name!r} has no end",
                                 "give it a number of places, or leave the station out", text=name))  # fmt: skip
    if not chosen:
        found.append(problem("what_if.no_buffers", line.id, "no station has an end to its buffer",
                             "give buffers a number of places in the line's file"))  # fmt: skip
    if not found:
        fewest = sum(_fewest(line, chosen, asked))
        if _total(line, chosen, asked) < fewest:
            found.append(problem("what_if.few_places", "places",
                                 f"{_total(line, chosen, asked)} places are fewer than the {fewest} that these "
                                 "stations have in any case", "give more places", places=_total(line, chosen, asked),
                                 least=fewest))  # fmt: skip
    return found


def _buffers(line: Line, chosen: tuple[str, ...]) -> list[int]:
    known = {item.id: item.buffer or 0 for item in line.stations}
    return [known[name] for name in chosen]


def _total(line: Line, chosen: tuple[str, ...], asked: PlacesQuestion) -> int:
    return sum(_buffers(line, chosen)) if asked.places is None else asked.places


def _fewest(line: Line, chosen: tuple[str, ...], asked: PlacesQuestion) -> list[int]:
    """Places each station has in any case: a furnace needs as many as its least batch."""
    batches = {item.id: item.batch.least for item in line.stations if item.batch is not None}
    return [max(asked.least, batches.get(name, 0)) for name in chosen]


def _answer(line: Line, chosen: tuple[str, ...], asked: PlacesQuestion, runner: Runner) -> PlacesAnswer:
    measures, horizon = measures_of(line), asked.days * 86_400
    warm_up = _warm_up(line, asked, horizon, runner)
    start = warm_up.hours * 3600
    better = asked.better or better_of(asked.figure) or "more"
    search = BufferSearch(
        line, chosen, measures[asked.figure], Ask(start + horizon, start, asked.seed), runner, _SEARCH_RUNS,
        _fewest(line, chosen, asked), 1.0 if better == "more" else -1.0,
    )  # fmt: skip
    places = search.best(_total(line, chosen, asked))
    found = with_buffers(line, dict(zip(chosen, places, strict=True)))
    afresh = Ask(start + horizon, start, asked.seed + 1)
    base, other = Runs.of(line, afresh), Runs.of(found, afresh)
    aim = Aim(measure=measures[asked.figure], exact=asked.exact, confidence=asked.confidence)
    (compared,) = compare(base, [other], measures, aim, runner)
    return PlacesAnswer(
        line=line.id, figure=asked.figure, unit=aim.measure.unit, better=better, confidence=asked.confidence,
        exact=wanted_half(aim, base.results), hours=horizon / 3600, warm_up=warm_up, seed=asked.seed,
        searched=len(search.known),
        stations=tuple(
            StationPlaces(station=name, today=today, found=count)
            for name, today, count in zip(chosen, _buffers(line, chosen), places, strict=True)
        ),
        replications=compared.replications, enough=compared.enough, key=compared.key, figures=compared.figures,
    )  # fmt: skip


def _warm_up(line: Line, asked: PlacesQuestion, horizon: float, runner: Runner) -> WarmUp:
    if asked.warm_up_hours is not None:
        return WarmUp(hours=asked.warm_up_hours, how="given")
    found = find_warm_up((line,), horizon, asked.seed, runner)
    if found is None:
        return WarmUp(hours=0.0, how="not_found")
    return WarmUp(hours=found / 3600, how="found" if found else "none_needed")
