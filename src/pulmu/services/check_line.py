"""Check a line against the plant it stands in: processes, steps, goods, meters and units, all problems at once."""

import difflib
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from pulmu.carbon.flows import process_of_products
from pulmu.model import Document, Path, Plant, Problem, has_errors
from pulmu.model.errors import problem, warning
from pulmu.model.line import Carrier, Line, LineProduct
from pulmu.model.station import Station
from pulmu.services._line_tie import cited_flows, converts, feeders, flow_of, processes_of, row_of
from pulmu.services.check_plant import check_plant
from pulmu.twin import read_line


@dataclass(frozen=True, slots=True)
class LineInPlant:
    """A line and the plant it stands in; `plant` is None where an error stands in the way of joining them."""

    line: Line
    plant: Plant | None
    problems: tuple[Problem, ...]


def line_in_plant(line: Document, plant: Document) -> LineInPlant:
    """Check a line, its plant, and both together: all errors of the three and what does not fit, in one report."""
    decoded, checked = read_line(line), check_plant(plant)
    found = [*decoded.problems]
    if checked.plant is None:
        found += [item for item in checked.problems if item.severity == "error"]
    else:
        flawed = {item.place for item in decoded.problems}
        fitting = check_line_in_plant(decoded.value, line, checked.plant)
        found += [item for item in fitting if item.place not in flawed]
    return LineInPlant(decoded.value, None if has_errors(found) else checked.plant, tuple(found))


def check_line_in_plant(line: Line, document: Document, plant: Plant) -> tuple[Problem, ...]:
    """All that a line names and its plant does not have, with what the plant cannot follow; errors first.

    Parameters
    ----------
    line : Without problems of its own.
    document : That it was read from, for the places.
    plant : One that has passed its checks.
    """
    found = _Check(line, document, plant).all()
    return tuple(sorted(dict.fromkeys(found), key=lambda item: item.severity))


@dataclass(frozen=True, slots=True)
class _Check:
    line: Line
    document: Document
    plant: Plant

    def all(self) -> Iterator[Problem]:
        for number, carrier in enumerate(self.line.carriers):
            yield from self.carrier(("carriers", number), carrier)
        for number, station in enumerate(self.line.stations):
            yield from self.station(("stations", number), station)
        for number, product in enumerate(self.line.products):
            yield from self.product(("products", number), product)

    def known(self, path: Path, name: str, known: Collection[str], what: str) -> Iterator[Problem]:
        """A name that the plant must have."""
        if not name or name in known:
            return
        near = difflib.get_close_matches(name, known, n=1)
        listed = ", ".join(sorted(known)) or "none"
        mend = f"did you mean {near[0]!r}?" if near else f"the plant knows: {listed}"
        yield problem("line.plant_unknown", self.document.place(path), f"the plant has no {what} {name!r}", mend,
                      text=name, what=what, known=listed)  # fmt: skip

    def carrier(self, path: Path, carrier: Carrier) -> Iterator[Problem]:
        yield from self.known((*path, "meter"), carrier.meter, {item.id for item in self.plant.meters}, "meter")
        flows = sorted(cited_flows(self.plant, carrier.meter)) if carrier.meter else []
        if len(flows) > 1:
            listed = ", ".join(flows)
            yield problem(
                "line.plant_meter_two", self.document.place((*path, "meter")),
                f"meter {carrier.meter!r} counts several flows of the plant: {listed}",
                "name a meter that counts one", text=carrier.meter, flows=listed,
            )  # fmt: skip
        flow = flow_of(carrier, self.plant)
        if flow is None:
            yield warning(
                "line.plant_no_flow", self.document.place(path),
                f"carrier {carrier.id!r} is no flow of the plant: it counts in won, not in emissions",
                "name the meter of the plant that counts it, or give it the id of the plant's source stream",
                carrier=carrier.id,
            )  # fmt: skip
        elif not converts(carrier, flow):
            yield problem(
                "line.plant_unit", self.document.place((*path, "unit")),
                f"carrier {carrier.id!r} is counted in {carrier.unit}, {flow.name} of the plant in {flow.unit}",
                "count both in units of one kind", carrier=carrier.id, unit=carrier.unit, flow=flow.name,
                wanted=flow.unit,
            )  # fmt: skip

    def station(self, path: Path, station: Station) -> Iterator[Problem]:
        processes = {item.id: item for item in self.plant.processes}
        yield from self.known((*path, "process"), station.process, processes, "process")
        steps = {step.id: item.id for item in self.plant.processes for step in item.steps}
        yield from self.known((*path, "step"), station.step, steps, "step")
        owner = steps.get(station.step, station.process)
        if station.process in processes and owner != station.process:
            yield problem(
                "line.plant_step", self.document.place((*path, "step")),
                f"step {station.step!r} belongs to process {owner!r}, not to {station.process!r}",
                "name the step's process, or a step of this one", step=station.step, owner=owner,
                process=station.process,
            )  # fmt: skip
        if not station.process or station.process in processes:
            yield from self.uses(path, station)

    def uses(self, path: Path, station: Station) -> Iterator[Problem]:
        """What a station uses must reach a process of the plant, by a user of the flow if there is one."""
        carriers = {item.id: item for item in self.line.carriers}
        for number, use in enumerate(station.uses):
            place = self.document.place((*path, "uses", number))
            flow = flow_of(carriers[use.carrier], self.plant) if use.carrier in carriers else None
            if flow is None:
                continue
            if not station.process:
                yield warning(
                    "line.plant_no_process", place,
                    f"station {station.id!r} uses {flow.name} but names no process of the plant: not in the emissions",
                    "name its process", station=station.id, flow=flow.name,
                )  # fmt: skip
            elif row_of(station, flow, self.plant).is_new:
                yield warning(
                    "line.plant_no_user", place,
                    f"no user of {flow.name} leads to the step or process of station {station.id!r}: it comes on top",
                    "check the flow's users in the plant, and the carrier of the station",
                    station=station.id, flow=flow.name,
                )  # fmt: skip

    def product(self, path: Path, product: LineProduct) -> Iterator[Problem]:
        makers = process_of_products(self.plant.processes)
        yield from self.known((*path, "good"), product.good, makers, "good")
        if not product.good:
            yield problem(
                "line.plant_good_missing", self.document.place(path),
                f"product {product.id!r} names no good of the plant", "name the good it is", product=product.id,
            )  # fmt: skip
        if product.piece_kg == 0:
            yield problem(
                "line.plant_mass", self.document.place(path),
                f"product {product.id!r} has no mass, so its tonnes are not known", "give piece_kg", product=product.id,
            )  # fmt: skip
        if product.good in makers:
            yield from self.route(path, product, makers[product.good])

    def route(self, path: Path, product: LineProduct, maker: str) -> Iterator[Problem]:
        """A route passes processes that feed the one that makes the good, and ends in that."""
        passed = processes_of(product, self.line)
        names = {item.id for item in self.plant.processes}
        allowed = {maker, *feeders(self.plant, maker)}
        for number, name in enumerate(passed):
            if name in names and name not in allowed and name not in passed[:number]:
                yield problem(
                    "line.plant_route", self.document.place((*path, "route", number)),
                    f"product {product.id!r} passes process {name!r}, which feeds nothing into {maker!r}",
                    "mend the process of the station, or the plant's own precursors",
                    product=product.id, process=name, maker=maker,
                )  # fmt: skip
        if maker not in passed or passed[-1] != maker:
            yield problem(
                "line.plant_end", self.document.place((*path, "route")),
                f"the route of {product.id!r} does not end in process {maker!r}, which makes {product.good!r}",
                "name the process of its last stations", product=product.id, maker=maker, good=product.good,
            )  # fmt: skip
