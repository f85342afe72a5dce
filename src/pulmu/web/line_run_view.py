"""What runs of a line come to, in words and bars."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pulmu.locale import Language, about_won, percent, text
from pulmu.model.line import Line
from pulmu.services.estimate import Estimate
from pulmu.services.line_runs.answer import LineAnswer, SourceAnswer, StationAnswer
from pulmu.services.line_runs.balances import CarbonAnswer, GoodBalances
from pulmu.twin.counts import STATES
from pulmu.web.charts.bars import Band, Segment, stacked_bar, time_band
from pulmu.web.line_words import name_of

SHOWN = ("busy", "set_up", "heating", "down", "maintenance", "waiting", "blocked", "idle", "off")
"""States in the order in which bars show them: what makes something first."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its name and its cells."""

    name: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StationRow:
    """A station: its bar, and the same in numbers.

    Parameters
    ----------
    active : Share of its hours on duty in which it works, is set up, or is down.
    """

    name: str
    bar: str
    shares: tuple[str, ...]
    queue: str
    most_queue: str
    wait: str
    active: str


@dataclass(frozen=True, slots=True)
class BandRow:
    """A station: when it was the bottleneck, and for what share of the working time."""

    name: str
    band: str
    sole: str
    shifting: str


@dataclass(frozen=True, slots=True)
class CarbonView:
    """What a tonne of each good carries in the line's plant.

    Parameters
    ----------
    certificates, footprint : Of the first good, and of which; empty where there is no figure.
    why : Why there is none; or how sure the law behind the figures is.
    goods : Of each good: energy in won, certificates, CBAM figure, footprint, each with the plant's year beside it.
    """

    certificates: str
    footprint: str
    of: str
    why: str
    goods: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class RunView:
    """Everything a page shows of runs.

    Parameters
    ----------
    answer : The first sentence.
    bottleneck : Station that holds the line up longest, by active periods; empty where none does.
    bands : When each station did.
    states : Those any station was in, by code.
    """

    answer: str
    bottleneck: str
    bands: tuple[BandRow, ...]
    cost: str
    cost_per_tonne: str
    states: tuple[str, ...]
    stations: tuple[StationRow, ...]
    products: tuple[Row, ...]
    carriers: tuple[Row, ...]
    sources: tuple[Row, ...]
    operators: tuple[Row, ...]
    carbon: CarbonView


def run_view(line: Line, answer: LineAnswer, language: Language) -> RunView:
    """What a page shows of runs of a line."""
    states = tuple(name for name in SHOWN if any(name in item.shares for item in answer.stations))
    said = text(
        "web.line_run.answer", language, name=name_of(line, language), hours=number_text(answer.hours, 0),
        good=estimate_text(answer.good), scrap=estimate_text(answer.scrap),
    )  # fmt: skip
    per_tonne = answer.cost_krw.mean / answer.tonnes.mean if answer.tonnes.mean else None
    return RunView(
        answer=said, bottleneck=_bottleneck(line, answer, language), bands=_bands(line, answer, language),
        cost=won_text(answer.cost_krw, language),
        cost_per_tonne="" if per_tonne is None else about_won(per_tonne, language), states=states,
        stations=tuple(
            _station(name_of(item, language), one, states, language)
            for item, one in zip(line.stations, answer.stations, strict=True)
        ),
        products=tuple(_products(line, answer, language)), carriers=tuple(_carriers(line, answer, language)),
        sources=tuple(
            _source(name_of(item, language), one, always=item.every is None)
            for item, one in zip(line.sources, answer.sources, strict=True)
        ),
        operators=tuple(
            Row(item.name or item.id, (str(item.count), estimate_text(answer.operators[item.id])))
            for item in line.operators if item.id in answer.operators
        ),
        carbon=carbon_view(line, answer.carbon, language),
    )  # fmt: skip


def carbon_view(line: Line, carbon: CarbonAnswer, language: Language) -> CarbonView:
    """What a tonne carries, in words; why nobody can tell, where that is so."""
    first = carbon.goods[0] if carbon.goods else None
    if first is None:
        said = "carbon_wrong" if carbon.plant else "carbon_none"
        return CarbonView("–", "–", "", text(f"web.line_run.{said}", language, plant=carbon.name), ())
    weak = sum(carbon.confidence.values())
    why = text("web.line_run.carbon_weak", language, count=weak) if weak else ""
    return CarbonView(
        certificates=estimate_text(first.certificates), footprint=estimate_text(first.footprint),
        of=text("web.line_run.carbon_of", language, good=_good_name(line, first.good, language)), why=why,
        goods=tuple(_good(line, item, language) for item in carbon.goods),
    )  # fmt: skip


def _good(line: Line, item: GoodBalances, language: Language) -> Row:
    pairs = (
        (item.certificates, item.year_certificates), (item.embedded, item.year_embedded),
        (item.footprint, item.year_footprint),
    )  # fmt: skip
    won = "–" if item.energy_won is None else won_text(item.energy_won, language)
    return Row(_good_name(line, item.good, language), (won, *(_beside(one, year, language) for one, year in pairs)))


def _beside(value: Estimate | None, year: float | None, language: Language) -> str:
    shown = estimate_text(value)
    return shown if year is None else f"{shown} ({text('web.line_run.year', language, value=f'{year:.4g}')})"


def _good_name(line: Line, good: str, language: Language) -> str:
    """The good by the products of the line that are one; by its id where several are."""
    names = [name_of(item, language) for item in line.products if item.good == good]
    return names[0] if len(names) == 1 else good


def estimate_text(value: Estimate | None, factor: float = 1.0) -> str:
    """A mean with half the width of its interval, no more digits than are known; a dash where there is none."""
    if value is None:
        return "–"
    mean, half = value.mean * factor, None if value.half_width is None else value.half_width * factor
    if half is not None and half < 1e-9 * max(abs(mean), 1):  # the same in every run, but for the last bits
        return f"{mean:,.6g} ± 0"
    places = places_of(mean, half)
    shown = number_text(mean, places)
    return shown if half is None else f"{shown} ± {number_text(half, places)}"


def share_text(value: Estimate | None, language: Language) -> str:
    """A share in percent with its interval."""
    if value is None:
        return "–"
    half = value.half_width
    return percent(value.mean, language) + ("" if half is None else f" ± {100 * half:.1f}")


def won_text(value: Estimate, language: Language) -> str:
    """An amount of won with half the width of its interval."""
    shown = about_won(value.mean, language)
    return shown if not value.half_width else f"{shown} (± {about_won(value.half_width, language).split(' ', 1)[-1]})"


def number_text(value: float, places: int) -> str:
    """A number with so many decimals."""
    return f"{value:,.{places}f}"


def places_of(mean: float, half: float | None) -> int:
    """Decimals worth showing: two digits of the half width, or four of the mean."""
    size = half or abs(mean) / 100
    return 0 if size == 0 else min(max(1 - math.floor(math.log10(size)), 0), 4)


def _bottleneck(line: Line, answer: LineAnswer, language: Language) -> str:
    """The station that was the bottleneck longest, by active periods of the first run."""
    found = answer.bottleneck.first if answer.bottleneck else None
    if answer.bottleneck is None or found is None:
        return ""
    number = next(n for n, item in enumerate(line.stations) if item.id == found.station)
    return text(
        "web.line_run.bottleneck", language, station=name_of(line.stations[number], language),
        share=percent(found.sole + found.shifting, language), sole=percent(found.sole, language),
        hours=number_text(answer.bottleneck.working, 0), active=share_text(answer.stations[number].active, language),
    )  # fmt: skip


def _bands(line: Line, answer: LineAnswer, language: Language) -> tuple[BandRow, ...]:
    """When each station was the bottleneck, over the time that was looked at."""
    found = answer.bottleneck
    if found is None or not found.working:
        return ()
    names = {kind: text(f"web.line_run.{kind}", language) for kind in ("sole", "shifting")}
    rows = []
    for item, one in zip(line.stations, found.stations, strict=True):
        name, sole, shifting = name_of(item, language), percent(one.sole, language), percent(one.shifting, language)
        label = f"{name}: {names['sole']} {sole}, {names['shifting']} {shifting}"
        bands = [Band(span.start, span.end, f"bottleneck-{span.kind}") for span in one.spans]
        rows.append(BandRow(name, time_band(label, bands, found.start, found.shown), sole, shifting))
    return tuple(rows)


def _station(name: str, one: StationAnswer, states: Sequence[str], language: Language) -> StationRow:
    found = {state: one.shares[state] for state in states if state in one.shares}
    segments = [
        Segment(text(f"simulate.state.{state}", language), share_text(share, language), share.mean, f"state-{state}")
        for state, share in found.items()
    ]
    label = f"{name}: " + ", ".join(f"{item.name} {item.shown}" for item in segments)
    return StationRow(
        name=name, bar=stacked_bar(label, segments, 1.0),
        shares=tuple(share_text(found.get(state), language) for state in states),
        queue=estimate_text(one.mean_queue), most_queue=f"{one.most_queue:,}", wait=estimate_text(one.wait_hours),
        active=share_text(one.active, language),
    )  # fmt: skip


def _source(name: str, one: SourceAnswer, *, always: bool) -> Row:
    """What came from a source; of one that always has a next piece nothing is told to arrive."""
    if always:
        return Row(name, ("–", "–", "–"))
    return Row(name, tuple(estimate_text(value) for value in (one.arrived, one.lost, one.waiting_outside)))


def _products(line: Line, answer: LineAnswer, language: Language) -> Iterable[Row]:
    for item, one in zip(line.products, answer.products, strict=True):
        values = (one.good, one.scrap, one.reworked, one.tonnes, one.flow_hours)
        yield Row(name_of(item, language), tuple(estimate_text(value) for value in values))


def _carriers(line: Line, answer: LineAnswer, language: Language) -> Iterable[Row]:
    for item, one in zip(line.carriers, answer.carriers, strict=True):
        yield Row(
            name_of(item, language),
            (one.unit, estimate_text(one.amount), estimate_text(one.per_tonne), won_text(one.cost_krw, language)),
        )


assert set(SHOWN) == set(STATES)  # noqa: S101 - a state more wants its place here
