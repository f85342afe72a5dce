"""What a plant's file, its report and its readings prove for the profile of its firm: facts by name, plain numbers."""

import re
from collections.abc import Iterator
from typing import Final

from pulmu.carbon.streams import stream_factors
from pulmu.model import Figure, Plant, PulmuError, Quantity, fact
from pulmu.model.flow import ElectricitySource, SourceStream
from pulmu.reference import country
from pulmu.services.ports import ReadingStore
from pulmu.services.read_meters import meter_gaps
from pulmu.services.report import GoodResult, Report

Facts = dict[str, float | bool | None]
_METER: Final = re.compile(r"\bmeter:(\w[\w.-]{0,59})")
_OWN_FUEL: Final = ("own_generation", "own_combined_heat_and_power", "unbundled_certificate")
"""Made of the plant's own fuel, which is counted as fuel, or no electricity at all."""


def plant_evidence(plant: Plant, report: Report, readings: ReadingStore | None = None) -> Facts:
    """Facts that a plant proves; None where it does not say.

    Parameters
    ----------
    report : Of that plant.
    readings : Where its meters' readings are kept.
    """
    goods = [good for good in report.goods if good.cbam_good]
    shares = [good.share_of_default_values.value for good in goods]
    return {
        "has_carbon_figure": True if goods else None,
        "default_value_share": max(shares, default=None),
        "figure_to_benchmark": worst_to_benchmark(report, goods),
        "metered_energy_share": metered_energy_share(plant),
        "renewable_electricity_share": renewable_share(plant),
        **({} if readings is None else readings_of(plant, readings)),
    }


def worst_to_benchmark(report: Report, goods: list[GoodResult]) -> float | None:
    """Own process emissions per tonne over column A of the benchmark, of the worst CBAM good.

    Column A covers the last process only, and so does what it is compared with: no precursor is in either. None where
    one of the goods has no benchmark above zero, a functional unit other than its tonne, a joint process with
    precursors inside, or a process that another firm carries out.
    """
    found = [_to_benchmark(report, good) for good in goods]
    known = [ratio for ratio in found if ratio is not None]
    return max(known) if known and len(known) == len(found) else None


def _to_benchmark(report: Report, good: GoodResult) -> float | None:
    process = next((item for item in report.processes if item.id == good.process), None)
    benchmarks = {figure.value for figure in report.figures.values()
                  if figure.name == "benchmark column A" and figure.subject == good.name}  # fmt: skip
    if process is None or process.grouping == "joint" or process.outsourced_to or good.functional_unit != "tonne":
        return None
    if len(benchmarks) != 1 or process.activity_level.value <= 0:
        return None
    benchmark = benchmarks.pop()
    own = process.attributed_direct.value / process.activity_level.value
    return own / benchmark if benchmark > 0 else None


def metered_energy_share(plant: Plant) -> float | None:
    """Share of fuel (net energy) and electricity whose amount cites a meter; None where an energy is not known."""
    flows = list(_energy_flows(plant))
    total = sum(energy for energy, _ in flows if energy is not None)
    if not total or any(energy is None for energy, _ in flows):
        return None
    return sum(energy for energy, amount in flows if energy is not None and meters_in(amount)) / total


def _energy_flows(plant: Plant) -> Iterator[tuple[float | None, Quantity]]:
    """Energy of every fuel and supply of electricity in TJ, None where it is not known, with its amount."""
    for stream in plant.source_streams:
        if stream.method == "combustion":
            yield fuel_energy(stream, plant.installation.country), stream.amount
    for source in plant.electricity.sources:
        if source.kind not in _OWN_FUEL:
            yield source.amount.to("TJ"), source.amount


def fuel_energy(stream: SourceStream, in_country: str) -> float | None:
    """Net energy of a stream over the period; None where its calorific value is not known. [TJ]"""
    try:
        factors = stream_factors(stream, country(in_country).iso2)
        energy: Figure | None = factors.energy(fact(stream.amount, "amount used", stream.name or stream.id))
    except PulmuError:
        return None
    return None if energy is None else energy.to("TJ net")


def renewable_share(plant: Plant) -> float | None:
    """Share of electricity from own renewables, or by a line or agreement whose emission factor is zero.

    None where a line or agreement does not tell its factor: it need not be renewable.
    """
    parts = [(source.amount.to("TJ"), _is_renewable(source))
             for source in plant.electricity.sources if source.kind != "unbundled_certificate"]  # fmt: skip
    total = sum(amount for amount, _ in parts)
    if not total or any(renewable is None for _, renewable in parts):
        return None
    return sum(amount for amount, renewable in parts if renewable) / total


def _is_renewable(source: ElectricitySource) -> bool | None:
    if source.kind in ("power_purchase_agreement", "direct_line"):
        return None if source.emission_factor is None else source.emission_factor.value == 0
    return source.kind == "own_renewable"


def meters_in(amount: object) -> tuple[str, ...]:
    """Meters that an amount cites, as its number or in its evidence."""
    if not isinstance(amount, Quantity):
        return ()
    return tuple(dict.fromkeys(_METER.findall(f"{amount.cites} {amount.evidence}")))


def energy_meters(plant: Plant) -> tuple[str, ...]:
    """Meters that fuels and electricity cite, main and sub-meters."""
    amounts: list[object] = []
    for stream in plant.source_streams:
        if stream.method == "combustion":
            amounts += [stream.amount, *stream.used_by.values()]
    amounts += [source.amount for source in plant.electricity.sources]
    amounts += plant.electricity.used_by.values()
    return tuple(dict.fromkeys(name for amount in amounts for name in meters_in(amount)))


def readings_of(plant: Plant, store: ReadingStore) -> Facts:
    """Longest interval and largest missing share among the energy meters of a plant; None where one has no readings."""
    wanted, unknown = energy_meters(plant), {"readings_interval_minutes": None, "readings_missing_share": None}
    if not wanted or not set(wanted) <= set(store.meters()):
        return {**unknown}
    held = [found for name in wanted for found in meter_gaps(store, name)]
    if any(not item.expected for item in held):
        return {**unknown}
    return {
        "readings_interval_minutes": max(item.series.interval for item in held) / 60,
        "readings_missing_share": max(sum(gap.slots for gap in item.gaps) / item.expected for item in held),
    }
