"""What a line and its plant have in common: carriers and flows, stations and users, routes and processes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pulmu.carbon.flows import process_of_products
from pulmu.model import Plant, Quantity, UnitError
from pulmu.model.line import Carrier, Line, LineProduct
from pulmu.model.quantity import CITATION
from pulmu.model.station import Station
from pulmu.model.units import conversion_factor

ELECTRICITY = "electricity"
"""Name of the plant's electricity among its flows."""


@dataclass(frozen=True, slots=True)
class Flow:
    """A flow of the plant a carrier is tied to: a source stream by its id, or electricity.

    Parameters
    ----------
    unit : In which the plant counts it.
    """

    name: str
    unit: str
    used_by: Mapping[str, Quantity | str]


@dataclass(frozen=True, slots=True)
class Row:
    """A user of a flow that stations of the line stand behind.

    Parameters
    ----------
    user : Name among the users of the flow; a step or process where the plant knows no such user yet.
    place : Step or process it leads to.
    process : That of the stations.
    stations : Ids, with those of their carriers.
    is_whole : Whether nothing else stands behind it: it leads to a step, not to a whole process.
    is_new : Whether the plant has no such user.
    """

    flow: str
    user: str
    place: str
    process: str
    stations: tuple[tuple[str, str], ...]
    is_whole: bool
    is_new: bool


def flow_of(carrier: Carrier, plant: Plant) -> Flow | None:
    """The flow of the plant a carrier is: that which its meter counts, else the one of its name."""
    named = cited_flows(plant, carrier.meter) if carrier.meter else set()
    if len(named) == 1:
        return _flow(plant, named.pop())
    return _flow(plant, carrier.id)


def cited_flows(plant: Plant, meter: str) -> set[str]:
    """Names of the flows a meter counts: those whose amounts cite it; of one for electricity always that."""
    found = {name for name, amounts in _amounts(plant) if any(_cites(item, meter) for item in amounts)}
    if any(item.id == meter and item.measures == "electricity" for item in plant.meters):
        found.add(ELECTRICITY)
    return found


def _amounts(plant: Plant) -> Iterator[tuple[str, list[Quantity]]]:
    for stream in plant.source_streams:
        yield stream.id, [stream.amount, *_given(stream.used_by.values())]
    sources = [source.amount for source in plant.electricity.sources]
    yield ELECTRICITY, [*sources, *_given(plant.electricity.used_by.values())]


def _given(amounts: Iterable[Quantity | str]) -> list[Quantity]:
    return [amount for amount in amounts if isinstance(amount, Quantity)]


def _cites(amount: Quantity, meter: str) -> bool:
    cited = (found for text in (amount.evidence, amount.cites) for found in CITATION.finditer(text))
    return any(found[1] == "meter" and found[2] == meter for found in cited)


def _flow(plant: Plant, name: str) -> Flow | None:
    for stream in plant.source_streams:
        if stream.id == name:
            return Flow(name, stream.amount.unit, stream.used_by)
    if name == ELECTRICITY and plant.electricity.sources:
        return Flow(ELECTRICITY, "MWh", plant.electricity.used_by)
    return None


def converts(carrier: Carrier, flow: Flow) -> bool:
    """Whether an amount of the carrier can be told in the unit of the flow."""
    try:
        conversion_factor(carrier.unit, flow.unit)
    except UnitError:
        return False
    return True


def carrier_flows(line: Line, plant: Plant) -> dict[str, Flow]:
    """The flow of each carrier that is tied to one."""
    found = ((carrier, flow_of(carrier, plant)) for carrier in line.carriers)
    return {carrier.id: flow for carrier, flow in found if flow is not None and converts(carrier, flow)}


def rows_of(line: Line, plant: Plant) -> tuple[Row, ...]:
    """The users of the plant's flows that stations of the line stand behind, each once."""
    flows, kept = carrier_flows(line, plant), dict[tuple[str, str, str], Row]()
    for station in line.stations:
        for use in station.uses:
            if use.carrier in flows and station.process:
                row = row_of(station, flows[use.carrier], plant)
                key = (row.flow, row.user, row.place)
                before = kept[key].stations if key in kept else ()
                kept[key] = Row(row.flow, row.user, row.place, row.process, (*before, (station.id, use.carrier)),
                                row.is_whole, row.is_new)  # fmt: skip
    return tuple(kept.values())


def row_of(station: Station, flow: Flow, plant: Plant) -> Row:
    """The user of a flow a station stands behind: one that leads to its step, else to its process, else a new one."""
    for place in filter(None, (station.step, station.process)):
        for user in flow.used_by:
            if place in _places(plant, user):
                whole = place == station.step
                return Row(flow.name, user, place, station.process, (), whole, is_new=False)
    place = station.step or station.process
    return Row(flow.name, place, place, station.process, (), is_whole=True, is_new=True)


def _places(plant: Plant, user: str) -> tuple[str, ...]:
    """Steps and processes a user leads to; none where it makes heat or power for others."""
    boilers = {name for net in plant.heat_nets for name in net.produced_by}
    source = next((item for item in plant.emission_sources if item.id == user), None)
    if source is None:
        return (user,)
    if user in boilers or source.combined_heat_and_power is not None or source.electricity_produced is not None:
        return ()
    return source.serves


def processes_of(product: LineProduct, line: Line) -> tuple[str, ...]:
    """Process of each step of a product's route; a station that names none works for the process before it."""
    stations = {station.id: station.process for station in line.stations}
    named = [stations.get(step.station, "") for step in product.route]
    last = next(filter(None, named), "")
    found = []
    for name in named:
        last = name or last
        found.append(last)
    return tuple(found)


def feeders(plant: Plant, process: str) -> set[str]:
    """The processes of the plant whose goods a process takes, itself or through others."""
    maker = process_of_products(plant.processes)
    takes = {item.id: {maker[name] for name in item.own_precursors if name in maker} for item in plant.processes}
    found: set[str] = set()
    waiting = [process]
    while waiting:
        new = takes.get(waiting.pop(), set()) - found
        found |= new
        waiting += new
    return found
