"""Whether a simulated plant keeps to its bounds: what most of the runs do counts, not the mean alone."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from pulmu.model import Problem
from pulmu.model.emulation import Emulation
from pulmu.model.errors import problem, warning
from pulmu.model.line import Line
from pulmu.model.setpoint import SetpointGroup
from pulmu.services.live.ahead import worked_on
from pulmu.services.live.ahead_legs import Controls
from pulmu.services.live.ahead_run import Passed
from pulmu.services.live.emulated_tags import is_electric
from pulmu.services.live.furnace import Heat
from pulmu.twin.interval import half_width, interval_of
from pulmu.twin.statistics.measures import pseudo_values

RISK = 0.05
"""Share of the runs that may go beyond a bound."""
SURE = 0.9
"""Share of the runs that must reach a target."""
_LOOKS = 240
"""Moments at which a furnace is looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Runs without and with the setpoints, of the same random numbers, and what is set."""

    before: Sequence[Passed]
    after: Sequence[Passed]
    controls: Controls
    seconds: float


@dataclass(frozen=True, slots=True)
class Limits:
    """What the plant must keep to."""

    line: Line
    settings: Emulation
    targets: Mapping[str, int]


def judge(judged: Judged, limits: Limits, group: SetpointGroup) -> Iterator[Problem]:
    """Each bound the simulated plant goes beyond."""
    for look in (_peak, _scrap, _temperatures, _losses, _standstill, _late):
        yield from look(judged, limits, group.id)


def not_told(line: Line, settings: Emulation) -> Iterator[Problem]:
    """Bounds nobody gave: nothing is held against them."""
    bounds = settings.bounds
    if bounds.contracted_kw is None and any(is_electric(item) for item in line.carriers):
        yield warning("control.no_contracted_peak", "bounds", "no contracted peak is given: none was looked at",
                      "add bounds: contracted_kw to the file of settings")  # fmt: skip
    if bounds.most_scrap is None:
        yield warning("control.no_scrap_limit", "bounds", "no greatest share of scrap is given: none was looked at",
                      "add bounds: most_scrap to the file of settings")  # fmt: skip
    banded = {item.station for item in bounds.bands}
    for item in settings.furnaces:
        if item.station not in banded:
            yield warning(
                "control.no_band", item.station, "no band is given for this furnace: the controller's range was taken",
                "add bounds: bands to the file of settings", station=item.station,
            )  # fmt: skip


def _percent(share: float) -> str:
    return f"{100 * share:.0f}"


def _share(runs: Sequence[Passed], is_beyond: Callable[[Passed], bool]) -> float:
    return fmean(is_beyond(item) for item in runs)


def _peak(judged: Judged, limits: Limits, place: str) -> Iterator[Problem]:
    most = limits.settings.bounds.contracted_kw
    if most is None or not any(is_electric(item) for item in limits.line.carriers):
        return
    known = [item.peak_kw for item in judged.after if item.peak_kw is not None]
    if not known:
        yield problem("control.foreseen_no_peak", place, "no block of 15 minutes is over by then: no peak is known",
                      "look further ahead")  # fmt: skip
        return
    share = fmean(value > most for value in known)
    if share > RISK:
        without = _share(judged.before, lambda item: item.peak_kw is not None and item.peak_kw > most)
        yield problem(
            "control.foreseen_peak", place,
            f"the 15-minute peak is above the contracted {most:g} kW in {_percent(share)} % of the runs"
            f" (without the setpoints in {_percent(without)} %), at most {max(known):.0f} kW",
            "spread the load, or take a later time", most=f"{most:g}", percent=_percent(share),
            without=_percent(without), highest=f"{max(known):.0f}",
        )  # fmt: skip


def _scrap(judged: Judged, limits: Limits, place: str) -> Iterator[Problem]:
    most = limits.settings.bounds.most_scrap
    if most is None:
        return
    share = _scrap_of(judged.after)
    if share is not None and share[0] + share[1] > most:
        before = _scrap_of(judged.before)
        without, mean, half = before[0] if before else 0.0, *share
        yield problem(
            "control.foreseen_scrap", place,
            f"scrap may be {100 * (mean + half):.1f} % of the pieces; {100 * most:g} % may be"
            f" (without the setpoints {100 * without:.1f} % on the mean)",
            "take a value nearer to what the products ask for", most=f"{100 * most:g}",
            percent=f"{100 * (mean + half):.1f}", without=f"{100 * without:.1f}",
        )  # fmt: skip


def _scrap_of(runs: Sequence[Passed]) -> tuple[float, float] | None:
    """Share of scrap over all runs, and half its interval; None where nothing is worked on."""
    scrap = [float(item.run.scrap) for item in runs]
    values = pseudo_values(scrap, [float(worked_on(item)) for item in runs])
    return None if values is None else (fmean(values), half_width(values) or 0.0)


def _temperatures(judged: Judged, limits: Limits, _: str) -> Iterator[Problem]:
    bands = {item.station: (item.low.to("°C"), item.high.to("°C")) for item in limits.settings.bounds.bands}
    for name, heat in judged.controls.heats.items():
        furnace = heat.furnace
        low, high = bands.get(name, (furnace.low.to("°C"), furnace.high.to("°C")))
        worst = _furthest(heat, judged.seconds, low, high)
        if worst is not None:
            yield problem(
                "control.foreseen_temperature", name,
                f"it would be at {worst:.1f} °C while it works; {low:g} to {high:g} °C may be",
                "take a setpoint within the band", value=f"{worst:.1f}", low=f"{low:g}", high=f"{high:g}",
            )  # fmt: skip


def _furthest(heat: Heat, seconds: float, low: float, high: float) -> float | None:
    """The temperature furthest beyond a band while a furnace works; None where it keeps to it. [°C]"""
    later = [heat.after(seconds * step / _LOOKS) for step in range(_LOOKS + 1)]
    beyond = {max(low - item.temperature, item.temperature - high): item for item in later if item.is_ready}
    worst = max(beyond, default=0.0)
    return beyond[worst].temperature if worst > 1e-6 else None


def _lost(item: Passed) -> float:
    return float(sum(source.lost for source in item.run.sources))


def _losses(judged: Judged, _: Limits, place: str) -> Iterator[Problem]:
    more = interval_of([_lost(b) - _lost(a) for a, b in zip(judged.before, judged.after, strict=True)])
    share = _share(judged.after, lambda item: _lost(item) > 0)
    is_new = share > RISK and not _share(judged.before, lambda item: _lost(item) > 0)
    if is_new or (more.mean > 0 and more.low > 0):
        yield problem(
            "control.foreseen_loss", place,
            f"pieces are lost at a full buffer in {_percent(share)} % of the runs, {more.mean:.1f} more on the mean",
            "keep the stations behind it running, or slow down what feeds it", percent=_percent(share),
            more=f"{more.mean:.1f}",
        )  # fmt: skip


def _standstill(judged: Judged, _: Limits, place: str) -> Iterator[Problem]:
    share = _share(judged.after, lambda item: item.run.standstill is not None)
    if share > _share(judged.before, lambda item: item.run.standstill is not None):
        yield problem(
            "control.foreseen_standstill", place,
            f"stations wait for each other for ever in {_percent(share)} % of the runs",
            "see pulmu plant ahead for which they are; take other values", percent=_percent(share),
        )  # fmt: skip


def _late(judged: Judged, limits: Limits, place: str) -> Iterator[Problem]:
    for name, target in limits.targets.items():
        made = [_made(item, name) for item in judged.after]
        share = fmean(count >= target for count in made)
        if share < SURE:
            without = fmean(_made(item, name) >= target for item in judged.before)
            yield problem(
                "control.foreseen_late", name or place,
                f"{target:,} good pieces are reached in time in {_percent(share)} % of the runs"
                f" (without the setpoints in {_percent(without)} %); {_percent(SURE)} % are wanted",
                "write it later, or take a value that slows the line less", target=f"{target:,}",
                percent=_percent(share), without=_percent(without), sure=_percent(SURE),
            )  # fmt: skip


def _made(item: Passed, product: str) -> int:
    return item.run.good if not product else sum(one.good for one in item.run.products if one.product == product)
