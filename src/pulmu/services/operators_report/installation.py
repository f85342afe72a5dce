"""Items of the installation as a whole: who runs it, what flows into and out of it."""

from collections.abc import Iterable

from pulmu.model import ElectricitySource
from pulmu.services.operators_report.given import Given, mass_in_tonnes, stated, stream_name
from pulmu.services.operators_report.sheet import Sheet
from pulmu.services.plant_evidence import fuel_energy
from pulmu.services.report import Value

_LARGEST = 5
OWN = ("own_renewable", "own_generation", "own_combined_heat_and_power")
"""Kinds of sources that the installation generates itself."""


def operator(sheet: Sheet, given: Given) -> None:
    """Who operates it (a number only where registered)."""
    company = given.plant.company
    sheet.say("operator_name", company.name)
    sheet.mention("registration_number", company.registration_number)
    sheet.say("operator_address", company.address)
    sheet.say("operator_country", company.country)


def installation(sheet: Sheet, given: Given) -> None:
    """What and where it is; coordinates of the main source with six decimals."""
    it = given.plant.installation
    sheet.say("installation_name", it.name)
    sheet.say("registry_id", it.registry_id)
    sheet.say("unlocode", it.unlocode)
    sheet.say("installation_address", it.address)
    sheet.say("installation_country", it.country)
    for name, degrees in (("latitude", it.latitude), ("longitude", it.longitude)):
        sheet.say(name, "" if degrees is None else f"{degrees:.6f}")


def operator_and_installation(sheet: Sheet, given: Given) -> None:
    """Item 1 of the report."""
    operator(sheet, given)
    installation(sheet, given)


def processes_and_goods(sheet: Sheet, given: Given) -> None:
    """Processes with their goods, and the routes of those."""
    for process in given.plant.processes:
        is_cbam = any(good.cbam_good for good in process.goods)
        goods = ", ".join(given.good_names[good.id] for good in process.goods)
        sheet.say("cbam_process" if is_cbam else "other_process", goods, given.named_process(process.id))
        for good in process.goods:
            for route in good.routes or filter(None, (good.unlisted_route,)):
                sheet.mention("route", route, given.good_names[good.id])


def plan_summary(sheet: Sheet, given: Given) -> None:
    """Item 2 of the report: what the monitoring plan says in short."""
    processes_and_goods(sheet, given)
    _largest_goods(sheet, given)
    _largest_streams(sheet, given)
    for source in given.plant.measured_sources:
        sheet.mention("measured_gas", source.gas, source.name or source.id)
    zero_rated(sheet, given)
    for net in given.plant.heat_nets:
        sheet.mention("heat_partner", net.imported_from, net.name or net.id)
        sheet.mention_number("heat_exported", stated(net.exported), net.name or net.id)


def _largest_goods(sheet: Sheet, given: Given) -> None:
    for process in given.report.processes:
        made = [good for good in given.report.goods if good.process == process.id]
        for good in sorted(made, key=lambda good: -good.activity_level.value)[:_LARGEST]:
            sheet.number("largest_goods", good.activity_level, given.good_names[good.id], process.name)


def _largest_streams(sheet: Sheet, given: Given) -> None:
    fuels, materials = [], []
    for stream in given.plant.source_streams:
        if stream.method == "combustion":
            energy = fuel_energy(stream, given.plant.installation.country)
            if energy is None:
                sheet.number("largest_fuels", None, stream_name(stream))
            else:
                fuels.append((energy, stream_name(stream)))
        elif stream.direction == "in" and stream.amount.unit in ("t", "kg"):
            materials.append((mass_in_tonnes(stream.amount), stream_name(stream)))
    for energy, name in sorted(fuels, reverse=True)[:_LARGEST]:
        sheet.number("largest_fuels", Value(energy, "TJ", ""), name)
    for mass, name in sorted(materials, reverse=True)[:_LARGEST]:
        sheet.number("largest_materials", Value(mass, "t", ""), name)


def zero_rated(sheet: Sheet, given: Given) -> None:
    """Fuels and materials of which a share counts zero, with the proof of it."""
    for stream in given.plant.source_streams:
        if stream.zero_rated_fraction > 0:
            name = stream_name(stream)
            sheet.number("zero_rated", Value(stream.zero_rated_fraction, "1", ""), name, stream.biomass_evidence)
            if not stream.biomass_evidence:
                sheet.number("zero_rated", None, name)


def zero_rated_fuels(sheet: Sheet, given: Given) -> None:
    """Item 8 of the summary."""
    zero_rated(sheet, given)
    sheet.none_found()


def electricity_sources(sheet: Sheet, given: Given) -> None:
    """Item 3 of the report: where electricity comes from, how much, and who generates it."""
    _sources(sheet, (item for item in given.plant.electricity.sources if item.kind not in OWN))
    sheet.none_found()


def _sources(sheet: Sheet, sources: Iterable[ElectricitySource]) -> None:
    for source in sources:
        sheet.number("electricity_source", stated(source.amount), source.id, source.kind.replace("_", " "))
        if source.kind in ("direct_line", "power_purchase_agreement"):
            sheet.say("electricity_producer", source.producer, source.id)


def own_generation(sheet: Sheet, given: Given) -> None:
    """Item 4 of the report and 11 of the summary: own electricity, its kind, and what leaves."""
    _sources(sheet, (item for item in given.plant.electricity.sources if item.kind in OWN))
    for source in given.plant.emission_sources:
        name = source.name or source.id
        if source.electricity_produced is not None:
            kind = "combined heat and power" if source.combined_heat_and_power else "separate"
            sheet.number("own_generation", stated(source.electricity_produced), name, kind)
        sheet.mention_number("electricity_exported", stated(source.electricity_exported), name)
    sheet.none_found()


def waste_gases(sheet: Sheet, given: Given) -> None:
    """Item 5 of the report and 9 of the summary."""
    for gas in given.plant.waste_gases:
        name = gas.name or gas.material or gas.id
        sheet.number("waste_gas", stated(gas.amount), name)
        if not gas.produced_by:
            sheet.say("waste_gas_from", gas.imported_from, name)
        sheet.mention_number("waste_gas_sent", stated(gas.exported), name)
        sheet.mention_number("flared", stated(gas.flared), name)
    sheet.none_found()


def transfers(sheet: Sheet, given: Given) -> None:
    """Item 6 of the report and 10 of the summary: carbon dioxide handed on, with the receiver."""
    for item in given.plant.carbon_dioxide_transfers:
        name = item.name or item.id
        sheet.number("transferred", stated(item.amount), name)
        sheet.say("purpose", item.purpose.replace("_", " "), name)
        sheet.say("receiver", item.receiver, name)
    sheet.none_found()


def total_direct(sheet: Sheet, given: Given) -> None:
    """Item 7 of the report."""
    sheet.number("total_direct", given.report.total_direct_emissions)


def total_and_processes(sheet: Sheet, given: Given) -> None:
    """Item 5 of the summary: of the installation and of each process."""
    total_direct(sheet, given)
    for process in given.report.processes:
        sheet.number("attributed_direct", process.attributed_direct, process.name)


def months(sheet: Sheet, given: Given) -> None:
    """Item 8 of the report: only of a new installation."""
    count = given.plant.months_monitored
    if count is None:
        sheet.does_not_apply("no_new")
    else:
        sheet.say("months", str(count))


def heat_trade(sheet: Sheet, given: Given) -> None:
    """Item 7 of the summary: yes or no, either way."""
    nets = given.plant.heat_nets
    sheet.say("heat_in", _yes(any(net.imported_from for net in nets)))
    sheet.say("heat_out", _yes(any(net.exported is not None and net.exported.value > 0 for net in nets)))


def _yes(said: bool) -> str:
    return "yes" if said else "no"


def streams_and_sources(sheet: Sheet, given: Given) -> None:
    """Item 16 of the report: activity data and factors, other methods, gaps and estimates."""
    for line in given.report.direct_emissions:
        method = line.method.replace("_", " ")
        sheet.number("activity", line.amount, line.name, method)
        sheet.mention_number("factor", line.factor, line.name)
        sheet.number("emissions", line.emissions, line.name, "" if line.is_counted else "cross-check, not counted")
    for remark in given.report.remarks:
        sheet.mention("gap", remark.message, remark.place)
    sheet.none_found()
