"""Administration shells of a plant and its goods: figures from the report, structure from plant and line."""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from pulmu.model import Plant, Problem, warning
from pulmu.model.line import Line
from pulmu.model.station import Station
from pulmu.reference import country
from pulmu.services.report import Contribution, GoodResult, Report, SourceRecord
from pulmu.services.shell_concepts import CONCEPTS
from pulmu.twin.shell import Environment, Submodel
from pulmu.twin.shell.submodels import (
    Asset,
    Content,
    Nameplate,
    Part,
    SectorFootprint,
    Series,
    SimulationModel,
    environment_of,
    footprint_submodel,
    nameplate_submodel,
    series_submodel,
    simulation_submodel,
    structure_submodel,
)
from pulmu.twin.shell.submodels.make import identify

_READINGS = ("read", "extract", "transitional", "secondary", "memory")
_RULE = "Regulation (EU) 2023/956 (CBAM) with Implementing Regulation (EU) 2025/2547"
_PURPOSES = (
    "throughput, waiting and energy of the line under given products, hours and stops, as intervals",
    "comparing changes of the line before they are made, by paired runs",
)
_NOT_FOR = (
    "safety functions and interlocks",
    "embedded emissions of the past year: those are measured, not simulated",
    "guaranteed times of a single order",
)


@dataclass(frozen=True, slots=True)
class Naming:
    """How ids are made and where readings are asked for.

    Parameters
    ----------
    base : Address below which the ids of the user's shells stand; empty: UUIDs that follow from names.
    api : Address of a workspace in a place's API; empty: no time series, since nobody could ask for one.
    line_file, line_report : Paths in the package of the line's file, and of how it compares with the plant; empty: not
        handed over.
    """

    base: str = ""
    api: str = ""
    line_file: str = ""
    line_report: str = ""


Shown = Literal["address", "goods", "split", "route", "structure", "meters", "model"]
"""What goes beyond the summary of a report: street and registry number, goods that stay inside the firm, how a figure
splits into own emissions and precursors, production routes, the structure of the plant, its meters, its model."""
EVERYTHING: frozenset[Shown] = frozenset(get_args(Shown))


@dataclass(frozen=True, slots=True)
class ShellOfPlant:
    """The shells, and what the templates ask for and the plant does not tell."""

    environment: Environment
    problems: tuple[Problem, ...]


def shell_of_plant(
    plant: Plant, report: Report, line: Line | None, line_sha256: str, naming: Naming,
    shown: frozenset[Shown] = EVERYTHING, *, with_figures: bool = True,
) -> ShellOfPlant:  # fmt: skip
    """Shells of the installation (structure, meters, model of the line) and of each good under the law of CBAM.

    Parameters
    ----------
    plant, report : One that has passed its checks, and its report.
    line, line_sha256 : A line that stands in it, and the hash of its file.
    shown : What may be told beyond the summary of a report.
    with_figures : Whether the figures may be told at all.
    """
    made = _Maker(plant, report, naming, shown, with_figures=with_figures)
    contents = (made.installation(line, line_sha256), *made.goods())
    return ShellOfPlant(environment_of(contents, CONCEPTS), tuple(made.missing()))


class _Maker:
    def __init__(
        self, plant: Plant, report: Report, naming: Naming, shown: frozenset[Shown], *, with_figures: bool
    ) -> None:
        self.plant, self.report, self.naming, self.shown = plant, report, naming, shown
        self.with_figures = with_figures
        self.owner = (plant.company.name, plant.installation.name)

    def id(self, *names: str) -> str:
        """An id below the installation."""
        return identify(self.naming.base, *self.owner, *names)

    def installation(self, line: Line | None, line_sha256: str) -> Content:
        place = self.plant.installation
        name = _words(place.name, place.name_local)
        asset = Asset(
            id=self.id("asset"), shell_id=self.id("shell"), id_short="Installation", name=name, kind="Instance"
        )
        whole = Part(id="installation", name=name, asset=asset.id, parts=tuple(self.parts(line)))
        submodels = [structure_submodel(self.id("structure"), whole)] if "structure" in self.shown else []
        if self.naming.api and "meters" in self.shown:
            submodels += self.series()
        if line is not None and "model" in self.shown:
            submodels.append(self.model(line, line_sha256))
        return Content(asset, tuple(submodels))

    def parts(self, line: Line | None) -> Iterator[Part]:
        """Processes with their stations and machines; stations of no process stand below the installation."""
        stations = line.stations if line is not None else ()
        for process in self.plant.processes:
            own = tuple(_station(item) for item in stations if item.process == process.id)
            stands_for = {item.step for item in stations if item.process == process.id}
            steps = tuple(
                Part(id=f"step_{item.id}", name=_words(item.name or item.id)) for item in process.steps
                if item.id not in stands_for
            )  # fmt: skip
            name = _words(process.name or process.id, process.name_local)
            yield Part(id=process.id, name=name, parts=(*own, *steps))
        known = {process.id for process in self.plant.processes}
        yield from (_station(item) for item in stations if item.process not in known)

    def series(self) -> Iterator[Submodel]:
        """A linked series for each meter: readings stand in the place, not in the shell."""
        start, end = self.plant.period.start, self.plant.period.end
        for meter in self.plant.meters:
            yield series_submodel(
                self.id("series", meter.id),
                Series(
                    name={"en": meter.name or meter.id},
                    description={"en": f"readings of the meter {meter.id}, which measures {meter.measures}"},
                    endpoint=f"{self.naming.api.rstrip('/')}/meters/{meter.id}/series",
                    query=f"GET; from={start.isoformat()}; to={end.isoformat()}",
                    start=start.isoformat(),
                    end=end.isoformat(),
                ),
            )

    def model(self, line: Line, sha256: str) -> Submodel:
        stations, machines = len(line.stations), sum(item.machines for item in line.stations)
        summary = f"Discrete-event model of the line {line.name or line.id}: {stations} stations, {machines} machines."
        return simulation_submodel(
            self.id("model", line.id),
            SimulationModel(
                summary={"en": summary},
                version=f"sha256 {sha256}",
                purposes=_PURPOSES,
                not_for=_NOT_FOR,
                scope=(f"production line with {stations} stations, from arrival of material to finished pieces",),
                tool=self.report.program,
                solver="event queue; independent streams of random numbers for each source of chance",
                parameters="in the model file",
                begin="empty, or the state in the model file",
                file=self.naming.line_file,
                report=self.naming.line_report,
            ),
        )

    def goods(self) -> Iterator[Content]:
        goods = [item for item in self.report.goods if item.cbam_good]
        sent = [item for item in goods if item.cost_lines] or goods
        yield from (self.good(item) for item in (goods if "goods" in self.shown else sent))

    def good(self, good: GoodResult) -> Content:
        name = _words(good.name, good.name_local)
        asset = Asset(
            id=self.id("goods", good.id, "asset"), shell_id=self.id("goods", good.id, "shell"),
            id_short=_short(good.id), name=name, kind="Type",
        )  # fmt: skip
        company, place = self.plant.company, self.plant.installation
        plate = Nameplate(
            uri=asset.id,
            manufacturer=_words(company.name, company.name_local),
            designation=name,
            street=company.address if "address" in self.shown else "",
            country=country(company.country).iso2,
            order_code=good.id,
            product_type=good.description,
            country_of_origin=country(place.country).iso2,
            facility=place.registry_id if "address" in self.shown else "",
        )
        nameplate = nameplate_submodel(self.id("goods", good.id, "nameplate"), plate)
        if not self.with_figures:
            return Content(asset, (nameplate,))
        return Content(asset, (nameplate, footprint_submodel(self.id("goods", good.id, "footprint"), self.cbam(good))))

    def cbam(self, good: GoodResult) -> SectorFootprint:
        """What the law asks of the good, each number with the digits the report has."""
        level = good.activity_level.value
        indirect = good.specific_embedded_emissions_indirect
        laws = _laws_behind(self.report, good.specific_embedded_emissions.figure)
        counts = Counter(item.confidence for item in laws if item.confidence is not None)
        readings = [(name, counts[name]) for name in _READINGS if counts[name]]  # type: ignore[index]
        editions = {item.table: item.edition for item in self.report.editions}
        basis = good.boundary or SourceRecord("")
        return SectorFootprint(
            operator="European Commission",
            rule=_RULE,
            version=basis.edition or "",
            method=f"embedded emissions under CBAM: {_RULE}",
            information={
                "cn_code": good.cn_code,
                "reporting_period": str(self.report.period),
                "specific_embedded_emissions": _tonnes(good.specific_embedded_emissions.value),
                **(self.split(good, level) if "split" in self.shown else {}),
                "indirect_emissions": _tonnes(indirect.value) if indirect is not None else "not known",
                "production_route": (", ".join(good.routes) or self.route(good) or "not given")
                if "route" in self.shown
                else "",
                "share_of_default_values": repr(good.share_of_default_values.value),
                "weakest_reading_of_law": readings[-1][0] if readings else "",
                "readings_of_law": ", ".join(f"{name}: {count}" for name, count in readings),
                "verification": "not verified",
                "default_value_edition": editions.get("default_values", ""),
                "figure_key": good.specific_embedded_emissions.figure,
                "report_hash": self.report.sha256,
            },
        )

    def split(self, good: GoodResult, level: float) -> dict[str, str]:
        """What arises in the installation and what precursors carry: whoever sees both may read a recipe from them."""
        return {
            "direct_emissions": _tonnes(_sum(good.contributions, direct=True) / level),
            "precursor_emissions": _tonnes(_sum(good.contributions, direct=False) / level),
        }

    def route(self, good: GoodResult) -> str:
        product = next(item for _, item in self.plant.products() if item.id == good.id)
        return product.route or product.unlisted_route

    def missing(self) -> Iterator[Problem]:
        """What a reader of the templates will look for in vain."""
        place, company = self.plant.installation, self.plant.company
        withheld = sorted(EVERYTHING - self.shown)
        if withheld:
            yield warning(
                "shell.withheld", "", f"not released, therefore left out: {', '.join(withheld)}",
                "ask whoever may share a report to release it, if your customer needs it", names=", ".join(withheld),
            )  # fmt: skip
        fields = (
            ("AddressInformation/Zipcode, CityTown", "company", True),
            ("AddressInformation/Street", "company.address", "address" in self.shown and not company.address),
            (
                "UniqueFacilityIdentifier",
                "installation.registry_id",
                "address" in self.shown and not place.registry_id,
            ),
        )
        for element, field, is_missing in fields:
            if is_missing:
                yield warning(
                    "shell.not_known", f"Nameplate/{element}",
                    f"the plant does not tell it ({field}): left out",
                    "add it in a program for shells, if your customer asks", field=field,
                )  # fmt: skip
        if not self.naming.api and self.plant.meters and "meters" in self.shown:
            yield warning(
                "shell.no_series", "TimeSeries", "nobody could be asked for readings: no time series written",
                "give the address of your workspace's API with --api",
            )  # fmt: skip


def _station(station: Station) -> Part:
    """A station and its machines, one node each; many alike are one node with their number."""
    name = _words(station.name or station.id, station.name_local)
    if station.machines > 20:
        return Part(id=f"station_{station.id}", name=name, count=station.machines)
    machines = tuple(
        Part(id=f"machine_{number}", name={"en": f"{station.name or station.id} {number}"})
        for number in range(1, station.machines + 1)
    )
    return Part(id=f"station_{station.id}", name=name, parts=machines)


def _words(english: str, local: str = "") -> dict[str, str]:
    return {"en": english} | ({"ko": local} if local else {})


def _tonnes(value: float) -> str:
    return f"{value!r} t CO2e/t"


def _sum(parts: tuple[Contribution, ...], *, direct: bool) -> float:
    """What arises in the installation, or what precursors carry; indirect emissions are told apart."""
    precursors = ("precursor_verified", "precursor_default", "exempt_precursor")
    kinds = [item for item in parts if item.kind != "indirect_electricity"]
    return math.fsum(item.emissions for item in kinds if (item.kind not in precursors) == direct)


def _laws_behind(report: Report, figure: str) -> set[SourceRecord]:
    """The sources of law behind a figure, with all below it."""
    below: dict[str, list[str]] = {}
    for row in report.figure_inputs:
        below.setdefault(row.figure, []).append(row.input)
    found: set[SourceRecord] = set()
    seen, waiting = {figure}, [figure]
    while waiting:
        key = waiting.pop()
        record = report.figures[key]
        found.add(record.source)
        if record.formula:
            found.add(report.formulas[record.formula].source)
        fresh = [item for item in below.get(key, ()) if item not in seen]
        seen.update(fresh)
        waiting += fresh
    return {item for item in found if item.confidence is not None}


def _short(text: str) -> str:
    plain = "".join(sign if sign.isascii() and sign.isalnum() else "_" for sign in text).rstrip("_")
    return plain if plain[:1].isalpha() else f"Good_{plain}"
