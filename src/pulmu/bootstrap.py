"""The only place that picks adapters and hands out services. What a command does not need is not loaded."""

import contextlib
import functools
import importlib.util
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pulmu.metering import GapPolicy
from pulmu.model import Document, InputError, OutsideError, Plant, Problem, PulmuError, warning
from pulmu.services.cite import Kept
from pulmu.services.official_content import FilledTemplate, OfficialContent, OfficialFile
from pulmu.services.ports import (
    BookStore,
    DocumentFile,
    DocumentWish,
    Language,
    ReadingFile,
    ReadingStore,
    ReadingWish,
    ReportWriter,
)
from pulmu.services.report import Report
from pulmu.services.report_portfolio import Entry, PlantOfPortfolio, Portfolio
from pulmu.services.run_portfolio import Tell, Workers
from pulmu.services.supplier_answer import ReplyFile
from pulmu.services.supplier_request import SupplierRequest

if TYPE_CHECKING:
    from datetime import date

    from pulmu.adapters.document_file import ContentReader
    from pulmu.adapters.place_backup import Manifest
    from pulmu.adapters.population_store import StoredPopulation
    from pulmu.model.programme import Programme
    from pulmu.model.reform import Reform
    from pulmu.services.access.gate import Gate
    from pulmu.services.accounts.door import Door, Policy, Sealer
    from pulmu.services.accounts.provider import Providers
    from pulmu.services.care.verify import Verified
    from pulmu.services.export.pack import Packing
    from pulmu.services.export.store import ExportStore
    from pulmu.services.place import Place
    from pulmu.services.population import PopulationManifest
    from pulmu.services.population import Tell as TellParts
    from pulmu.services.population_engine import PopulationEngine
    from pulmu.services.populations import Populations
    from pulmu.services.records.store import ClosableStore, ObjectStore, Store
    from pulmu.services.reforms.comparing import Comparing, Watching
    from pulmu.services.register_map import RegisterMap
    from pulmu.services.workspaces.measured import Measured
    from pulmu.support.population import Assumptions
    from pulmu.support.rules import Rulebook

PLACE_ENGINE = "duckdb://?threads=2&memory=2GB"
"""What computes over the populations of a place where nothing else is said: other people work beside it."""


def read_plant(path: str) -> Document:
    """Read a plant's file: a workbook if its content is one, else YAML or JSON."""
    from pulmu.adapters.plant_file import read_plant_file

    return read_plant_file(path, {b"PK": _read_workbook, b"\xd0\xcf\x11\xe0": _read_workbook})


def read_firms(path: str) -> Document:
    """Read the file of a firm and of those tied to it by shares: YAML or JSON."""
    from pulmu.adapters.firm_file import read_firm_file

    return read_firm_file(path)


def read_firms_content(data: bytes, name: str) -> Document:
    """The firms in the content of a file somebody sent."""
    from pulmu.adapters.firm_file import read_firm_bytes

    return read_firm_bytes(data, name)


def read_reform(name: str) -> Document:
    """The reform of a file, or one that comes with Pulmu, by its id."""
    from pulmu.adapters.reform_file import packaged_reform_documents, read_reform_file

    packaged = packaged_reform_documents()
    return packaged[name] if name in packaged else read_reform_file(name)


def read_reform_content(data: bytes, name: str) -> Document:
    """The reform in the content of a file somebody sent."""
    from pulmu.adapters.reform_file import read_reform_bytes

    return read_reform_bytes(data, name)


def packaged_reforms() -> "dict[str, Document]":
    """The reforms that come with Pulmu, by id."""
    from pulmu.adapters.reform_file import packaged_reform_documents

    return packaged_reform_documents()


def open_population(folder: Path, engine: str = "duckdb://") -> "PopulationEngine":
    """The tables of a population in a folder, for expressions of Ibis that DuckDB or Spark computes; `close` it.

    Parameters
    ----------
    engine : ``duckdb://``, with ``?threads=2&memory=6GB`` or without, ``local[2]`` or ``spark://host:7077``.

    Raises
    ------
    InputError  There is no such engine (`input.engine_address`), or no population (`input.no_population`).
    OutsideError  Packages for it are not installed (`outside.engine_not_installed`), or it does not open.
    """
    from pulmu.adapters._engine.address import DuckAddress, engine_address

    address = engine_address(engine)
    extra, needed = ("population", ["ibis"]) if isinstance(address, DuckAddress) else ("spark", ["ibis", "pyspark"])
    missing = ", ".join(name for name in needed if importlib.util.find_spec(name) is None)
    if missing:
        said, mend = f"packages for this engine are not installed: {missing}", f'install Pulmu as ".[{extra}]"'
        raise OutsideError.of("outside.engine_not_installed", engine, said, mend, missing=missing, extra=extra)
    if isinstance(address, DuckAddress):
        from pulmu.adapters.population_engine import DuckEngine

        return DuckEngine(folder, address)
    from pulmu.adapters.spark_engine import SparkEngine

    return SparkEngine(folder, address)


def populations_in(folder: Path, engine: str = "") -> "Populations":
    """The populations of a place; nothing that computes is loaded before one is opened.

    Raises
    ------
    InputError  There is no such engine (`input.engine_address`).
    """
    from pulmu.adapters._engine.address import engine_address
    from pulmu.adapters.population_folder import FolderPopulations

    engine = engine or PLACE_ENGINE
    engine_address(engine)
    return FolderPopulations(
        folder / "populations",
        read=lambda home: population_in(home).manifest,
        read_through=lambda home: population_in(home, check_hashes=True).manifest,
        opened=functools.partial(open_population, engine=engine),
    )


def comparing_of(place: "Place", watching: "Watching") -> "Comparing":
    """What a process needs that compares reforms of a place; what computes is loaded with the first comparison."""
    import pulmu
    from pulmu.services.reforms.comparing import Comparing

    return Comparing(
        populations=place.populations, programmes=place.programmes, reforms=place.reforms, compare=_compare,
        watching=watching, program=f"pulmu {pulmu.__version__}",
    )  # fmt: skip


def _compare(
    reform: "Reform", rulebook: "Rulebook", engine: "PopulationEngine", day: "date", *, of_real_firms: bool,
    one_in: int,
    with_cliffs: bool, tell: Callable[[str], None],
) -> object:  # fmt: skip
    from pulmu.model import encode
    from pulmu.services.compare_reform import compare_reform

    effect = compare_reform(
        reform, rulebook, engine, day, of_real_firms=of_real_firms, one_in=one_in, with_cliffs=with_cliffs, tell=tell
    )
    return encode(effect, full=True)


def make_population_in(
    folder: Path, *, one_in: int, seed: int, assumed: "Assumptions | None" = None, tell: "TellParts | None" = None
) -> "PopulationManifest":
    """Make a population of firms that do not exist in a new folder, all of it or nothing.

    Raises
    ------
    InputError  As for `make_population`, or there is something of that name (`input.population_exists`).
    OutsideError  It cannot be written.
    """
    import pulmu
    from pulmu.adapters.population_store import new_population
    from pulmu.services.population import make_population

    opened = functools.partial(new_population, folder)
    return make_population(opened, program=pulmu.__version__, one_in=one_in, seed=seed, assumed=assumed, tell=tell)


@contextlib.contextmanager
def passing_population(
    *, one_in: int, seed: int, assumed: "Assumptions", engine: str = "duckdb://"
) -> "Iterator[PopulationEngine]":
    """A population made for one comparison, in a folder of its own for passing files: nothing of it stays."""
    with tempfile.TemporaryDirectory(prefix="pulmu-population-") as home:
        folder = Path(home) / "population"
        make_population_in(folder, one_in=one_in, seed=seed, assumed=assumed)
        with contextlib.closing(open_population(folder, engine)) as opened:
            yield opened


def import_register_in(
    folder: Path, file: Path, *, day: "date", map_file: Path, links: Path | None = None, skip_bad: bool = False
) -> "PopulationManifest":
    """Import a register of firms into a new folder, all of it or nothing.

    Raises
    ------
    InputError  The file, its map or its rows are wrong (`input.register_text`, `input.register_value`, ...).
    OutsideError  A file cannot be read or written.
    """
    import pulmu
    from pulmu.adapters.population_store import new_population
    from pulmu.adapters.register_file import read_map, read_register
    from pulmu.services.import_register import import_register

    opened, rows = functools.partial(new_population, folder), read_register(file)
    held = None if links is None else read_register(links)
    return import_register(
        opened, rows, read_map(map_file), day=day, program=pulmu.__version__, links=held, skip_bad=skip_bad
    )


def propose_register_map(file: Path, map_file: Path) -> "RegisterMap":
    """Guess what each column of a register means, and write that for the user to look at.

    Raises
    ------
    InputError  The file cannot be read (`input.register_text`), or the map is there already (`input.file_exists`).
    """
    from pulmu.adapters.register_file import read_register, sample_of, write_map
    from pulmu.services.register_map import propose_map

    rows = read_register(file)
    proposed = propose_map(rows.heads, sample_of(rows))
    write_map(map_file, proposed)
    return proposed


def population_in(folder: Path, *, check_hashes: bool = False) -> "StoredPopulation":
    """The population in a folder.

    Raises
    ------
    InputError  There is none, or its files are not those of its manifest (`input.population_damaged`).
    """
    from pulmu.adapters.population_store import read_population

    return read_population(folder, check_hashes=check_hashes)


def read_programme(path: str) -> Document:
    """Read the file of a support programme: YAML or JSON."""
    from pulmu.adapters.programme_file import read_programme_file

    return read_programme_file(path)


def read_programme_content(data: bytes, name: str) -> Document:
    """The programme in the content of a file somebody sent."""
    from pulmu.adapters.programme_file import read_programme_bytes

    return read_programme_bytes(data, name)


def tree_file(document: Document, name: str) -> bytes:
    """A document as it stands, YAML or JSON as the name says."""
    from pulmu.adapters.plant_file import write_tree_json, write_tree_yaml

    return write_tree_json(document.tree) if name.endswith(".json") else write_tree_yaml(document.tree)


@functools.cache
def packaged_programmes() -> "tuple[Programme, ...]":
    """The support programmes that come with Pulmu."""
    from pulmu.adapters.programme_file import packaged_programme_documents
    from pulmu.support.programme import read_programmes

    return read_programmes(packaged_programme_documents())


def open_place(
    folder: Path, database: str = "", policy: "Policy | None" = None, engine: str = ""
) -> "Place":  # fmt: skip
    """The place kept in a folder, or with its records on the PostgreSQL server of an address.

    Parameters
    ----------
    engine : What computes over its populations (`open_population`); empty for `PLACE_ENGINE`.

    Raises
    ------
    InputError  There is no such engine (`input.engine_address`).
    OutsideError  Packages for it are not installed (`outside.not_installed`), or the store does not open.
    """
    _check_installed("app,postgres" if database else "app")
    from pulmu.adapters.sealer import FileKeySealer

    sealer = FileKeySealer(_key_of(folder), is_new=not (folder / "place.sqlite").exists())
    populations = populations_in(folder, engine)
    return replace(_place_in(folder, database, sealer, policy), populations=populations)


def _place_in(folder: Path, database: str, sealer: "Sealer", policy: "Policy | None" = None) -> "Place":
    import secrets
    import uuid
    from datetime import UTC, datetime

    from pulmu.adapters._parts import check_room
    from pulmu.adapters.object_store import FolderObjectStore
    from pulmu.adapters.passwords import ArgonPasswords
    from pulmu.adapters.sql_store import open_store
    from pulmu.services.access.gate import Gate
    from pulmu.services.access.world import World
    from pulmu.services.accounts.door import Door, Policy

    store, objects = open_store(folder, database), FolderObjectStore(folder)
    world = World(lambda: datetime.now(UTC), lambda: uuid.uuid4().hex, lambda: secrets.token_urlsafe(32))
    door = Door(store, world, ArgonPasswords(), sealer, policy or Policy())
    place = place_of(store, objects, Gate(store, objects, world), door, measured_in(folder), exports_in(folder))
    return replace(place, check_room=functools.partial(check_room, folder, folder / "place.sqlite"))


def place_of(
    store: "ClosableStore",
    objects: "ObjectStore",
    gate: "Gate",
    door: "Door",
    measured: "Measured",
    exports: "ExportStore",
) -> "Place":
    """A place of these, with everything that reads and draws for it."""
    from pulmu.adapters.sankey import sankey
    from pulmu.services.live_firms import LiveFirms
    from pulmu.services.place import Place

    return Place(
        store=store,
        objects=objects,
        gate=gate,
        door=door,
        read_plant=read_plant_content,
        draw_report=report_files,
        draw_sankey=sankey,
        samples=sample_names(),
        read_sample=read_sample,
        plant_workbook=template_workbook,
        plant_file=document_file,
        read_firms=read_firms_content,
        tree_file=tree_file,
        programmes=packaged_programmes,
        firms=LiveFirms(packaged_programmes),
        reforms=packaged_reforms,
        read_programme=read_programme_content,
        read_reform=read_reform_content,
        close=store.close,
        measured=measured,
        exports=exports,
    )


def exports_in(folder: Path) -> "ExportStore":
    """Exports of the workspaces of a place that wait to be taken."""
    from pulmu.adapters.workspace_export import FolderExports

    return FolderExports(folder)


def packing_of(store: "Store", measured: "Measured", exports: "ExportStore") -> "Packing":
    """What an export of everything a company owns needs."""
    from pulmu.adapters.workspace_export import read_me
    from pulmu.services.export.pack import Packing

    return Packing(store=store, measured=measured, plant_file=document_file, read_me=read_me, exports=exports)


def measured_in(folder: Path) -> "Measured":
    """Readings and books of the workspaces of a place."""
    from pulmu.adapters._names import checked_id
    from pulmu.adapters.book_store import FolderBookStore
    from pulmu.adapters.readings_file import read_readings as read
    from pulmu.adapters.readings_store import ParquetReadingStore
    from pulmu.services.workspaces.measured import Measured

    def home(workspace: str) -> Path:
        return folder / "workspaces" / checked_id(workspace) / "readings"

    return Measured(
        lambda workspace, parts: ParquetReadingStore(home(workspace), parts),
        lambda workspace, parts: FolderBookStore(home(workspace), parts),
        read,
        read_document_content,
    )


def open_to_verify(folder: Path, database: str = "") -> "tuple[Place, tuple[Problem, ...]]":
    """A place that is there, to look at; and what is wrong with its key, which would keep it shut.

    Raises
    ------
    InputError  There is no place in the folder (`input.no_place`).
    """
    _check_installed("app,postgres" if database else "app")
    check_place_is_there(folder, database)
    from pulmu.adapters.sealer import FileKeySealer, LostKey

    try:
        return _place_in(folder, database, FileKeySealer(_key_of(folder), is_new=False)), ()
    except OutsideError as error:
        return _place_in(folder, database, LostKey(error)), error.problems


def providers_in(file: Path) -> "Providers":
    """The identity providers of the operator's file; nobody is asked yet.

    Raises
    ------
    OutsideError  Packages for it are not installed (`outside.oidc_not_installed`).
    InputError  Everything that is wrong with the file (`input.provider_…`).
    """
    missing = ", ".join(name for name in ("authlib", "joserfc", "httpx2") if importlib.util.find_spec(name) is None)
    if missing:
        said = f"packages for logging in by a provider are not installed: {missing}"
        mend = 'install Pulmu as ".[oidc]", or leave out --providers'
        raise OutsideError.of("outside.oidc_not_installed", "--providers", said, mend, missing=missing)
    from pulmu.adapters.identity_provider import OidcProviders
    from pulmu.adapters.provider_file import read_providers

    return OidcProviders(read_providers(file, os.environ))


def check_place_is_there(folder: Path, database: str) -> None:
    """Refuse a folder that holds no place: looking makes none.

    Raises
    ------
    InputError  `input.no_place`.
    """
    known = folder / ("keys" if database else "place.sqlite")
    if not known.exists():
        said, mend = "there is no place in this folder", "check --data"
        raise InputError.of("input.no_place", str(folder), said, mend)


def _key_of(folder: Path) -> Path:
    return folder / "keys" / "second_factor.key"


def _check_installed(extras: str) -> None:
    """Packages that not everybody installs."""
    needed = [
        "sqlalchemy",
        "alembic",
        "argon2",
        "cryptography",
        "zxcvbn",
        "fastapi",
        "uvicorn",
        "structlog",
        "prometheus_client",
    ]
    needed += ["psycopg"] if "postgres" in extras else []
    missing = ", ".join(name for name in needed if importlib.util.find_spec(name) is None)
    if missing:
        said, mend = f"packages for a place are not installed: {missing}", f'install Pulmu as ".[{extras}]"'
        raise OutsideError.of("outside.not_installed", "", said, mend, missing=missing, extras=extras)


def read_plant_content(data: bytes, name: str) -> Document:
    """The plant in the content of a file somebody sent."""
    from pulmu.adapters.plant_file import read_plant_bytes

    return read_plant_bytes(data, name, {b"PK": _read_workbook, b"\xd0\xcf\x11\xe0": _read_workbook})


def read_report(path: str) -> Document:
    """Read a report.json."""
    from pulmu.adapters.plant_file import read_report_file

    return read_report_file(path)


def _read_workbook(data: bytes, name: str) -> Document:
    from pulmu.adapters.plant_workbook import read_workbook

    return read_workbook(data, name)


def template_workbook(language: Language, plant: Plant | None = None) -> bytes:
    """The plant workbook to fill in; with a plant, filled in."""
    from pulmu.adapters.plant_workbook import write_plant_workbook, write_template

    return write_template(language) if plant is None else write_plant_workbook(plant, language)


def sample_names() -> tuple[str, ...]:
    """Names of the packaged sample plants."""
    from pulmu.adapters.samples import sample_names as names

    return tuple(names())


def read_sample(name: str) -> Document:
    """A packaged sample plant."""
    from pulmu.adapters.samples import read_sample as read

    return read(name)


def sample_text(name: str) -> str:
    """The file of a packaged sample plant, to start one's own from."""
    from pulmu.adapters.samples import sample_text as text

    return text(name)


def sample_firm_text() -> str:
    """The file of the firm behind the sample plant `fasteners`."""
    from pulmu.adapters.samples import sample_firm_text as text

    return text()


def sample_readings() -> dict[str, bytes]:
    """Files of readings of the fastener maker's electricity meters, by name."""
    from pulmu.adapters.samples import sample_readings as readings

    return readings()


def sample_documents() -> dict[str, bytes]:
    """Bills and an export of the fastener maker, by name."""
    from pulmu.adapters.samples import sample_documents as documents

    return documents()


def report_files(report: Report, language: Language) -> dict[str, bytes]:
    """Files of a report by name: the operator's in English with the script that recomputes it, and a reading copy if
    another language is asked for."""
    return {name: draw(report) for name, draw in _drawings(language).items()}


def _drawings(language: Language) -> dict[str, Callable[[Report], bytes]]:
    """How each file of a report is drawn."""
    from pulmu.adapters.report_json import JsonReportWriter
    from pulmu.adapters.report_pdf import PdfReportWriter
    from pulmu.adapters.report_xlsx import XlsxReportWriter
    from pulmu.adapters.sankey import sankey

    def drawing(writer: ReportWriter, words: Language) -> Callable[[Report], bytes]:
        return lambda report: writer(report, words)

    writers: tuple[ReportWriter, ...] = (JsonReportWriter(), XlsxReportWriter(), PdfReportWriter(sankey))
    drawings = {f"report.{writer.suffix}": drawing(writer, "en") for writer in writers}
    drawings["recompute.py"] = lambda _: recompute_script()
    if language != "en":
        drawings |= {f"report.{language}.{writer.suffix}": drawing(writer, language) for writer in writers[1:]}
    return drawings


def recompute_script() -> bytes:
    """The script that recomputes a report with nothing but Python."""
    from pulmu.adapters.report_script import recompute_script as script

    return script()


def save_new_file(path: Path, data: bytes) -> None:
    """Put a finished file where no file stands yet.

    Raises
    ------
    InputError  A file stands there (`input.file_exists`): it may be filled in, and is not replaced.
    OutsideError  It cannot be written.
    """
    if os.path.lexists(path):
        raise InputError.of(
            "input.file_exists", str(path), "a file of this name exists", "give another name", file=path.name
        )
    save_files(path.parent, {path.name: data})


def save_files(folder: Path, files: dict[str, bytes]) -> None:
    """Put finished files into a folder: all of them or none."""
    from pulmu.adapters.folder import write_folder

    write_folder(str(folder), files)


@dataclass(frozen=True, slots=True)
class PortfolioOrder:
    """What is wanted of a folder of plants."""

    folder: str
    out: str
    language: Language
    year: int | None
    edition: str
    scenario: str | None
    store: Path | None
    gaps: GapPolicy


def portfolio_of_folder(order: PortfolioOrder, workers: Workers, tell: Tell) -> Portfolio:
    """Report every plant file of a folder, and write the index last: where it stands, everything is done."""
    import pulmu
    from pulmu.adapters.folder import only_run_in, remove_files
    from pulmu.adapters.plant_folder import find_plant_files
    from pulmu.adapters.portfolio_index import INDEX_FILES, index_files
    from pulmu.services.report_portfolio import named_plants, refused
    from pulmu.services.run_portfolio import report_all

    files, unread = find_plant_files(order.folder, order.out)
    with only_run_in(order.out):
        remove_files(order.out, INDEX_FILES)
        entries = report_all(named_plants(files), functools.partial(report_one, order), workers, tell)
        lost = tuple(refused(item.place, (item,)) for item in unread)
        portfolio = Portfolio(
            "pulmu.portfolio/1", f"pulmu {pulmu.__version__}", order.edition, order.scenario, (*entries, *lost)
        )
        save_files(Path(order.out), index_files(portfolio, order.language))
    return portfolio


def report_one(order: PortfolioOrder, plant: PlantOfPortfolio) -> Entry:
    """Read one plant of a folder, compute it and write its report; one that stands there already is not drawn again.

    Raises
    ------
    OutsideError  The disk is full (`outside.disk_full`), which is no fault of the plant.
    """
    from pulmu.services.cite import cite_totals
    from pulmu.services.report_cbam import report_cbam
    from pulmu.services.report_portfolio import refused, reported
    from pulmu.services.run_portfolio import DISK_FULL

    folder = Path(order.out, plant.folder)
    problems: tuple[Problem, ...] = ()
    try:
        kept = kept_in(order.store) if order.store is not None else None
        document = cite_totals(read_plant(str(Path(order.folder, plant.file))), kept, order.gaps)
        outcome = report_cbam(document, year=order.year, edition=order.edition, scenario=order.scenario)
        if outcome.report is not None:
            if not _stands_there(folder, outcome.report, order.language):
                save_files(folder, report_files(outcome.report, order.language))
            return reported(plant, outcome.report)
        problems = outcome.problems
    except PulmuError as error:
        if error.problems[0].code == DISK_FULL:
            raise
        problems = error.problems
    return refused(plant.file, problems, earlier=plant.folder if (folder / "report.json").is_file() else "")


def _stands_there(folder: Path, report: Report, language: Language) -> bool:
    """Whether every file of this very report is there: folders are written whole or not at all."""
    drawings = _drawings(language)
    try:
        written = (folder / "report.json").read_bytes()
    except OSError:
        return False
    return written == drawings["report.json"](report) and all((folder / name).is_file() for name in drawings)


def read_readings(path: str, wish: ReadingWish) -> ReadingFile:
    """Readings of one meter from a file."""
    from pulmu.adapters.readings_file import read_readings_file

    return read_readings_file(path, wish)


def reading_store(folder: Path) -> ReadingStore:
    """The readings kept in a folder."""
    from pulmu.adapters.readings_store import ParquetReadingStore

    return ParquetReadingStore(folder)


def read_document(path: str, wish: DocumentWish) -> DocumentFile:
    """A bill, an invoice or an export: the first reader that knows the content reads it."""
    from pulmu.adapters.document_file import read_document_file

    return read_document_file(path, wish, _document_readers())


def read_document_content(data: bytes, name: str, wish: DocumentWish) -> DocumentFile:
    """The same, in the content of a file somebody sent."""
    from pulmu.adapters.document_file import read_document as read

    return read(data, name, wish, _document_readers())


def _document_readers() -> "tuple[ContentReader, ...]":
    from pulmu.adapters.bill_file import read_bill
    from pulmu.adapters.export_file import read_export

    # Bills first: they are told by their layout. An export is any other table.
    return (read_bill, read_export)


def book_store(folder: Path) -> BookStore:
    """The books kept in a folder."""
    from pulmu.adapters.book_store import FolderBookStore

    return FolderBookStore(folder)


def kept_in(folder: Path) -> Kept:
    """The readings and books of a folder, for plants that cite them."""
    return Kept(reading_store(folder), book_store(folder))


def plant_file(plant: Plant, name: str, language: Language) -> bytes:
    """A plant as the file its name asks for: workbook, YAML or JSON. Comments and layout are not part of a plant.

    Raises
    ------
    InputError  The name ends in none of them (`input.plant_file_name`).
    """
    from pulmu.adapters.plant_file import write_plant_json, write_plant_yaml

    match Path(name).suffix.lower():
        case ".xlsx":
            return template_workbook(language, plant)
        case ".yaml" | ".yml":
            return write_plant_yaml(plant)
        case ".json":
            return write_plant_json(plant)
        case ending:
            said = f"a plant is not written as {ending!r}"
            raise InputError.of(
                "input.plant_file_name", name, said, "end the name in .xlsx, .yaml or .json", text=ending
            )


def document_file(document: Document, name: str, language: Language) -> bytes:
    """A plant's document as the file its name asks for. One that cannot be read as a plant yet is written as it stands.

    Raises
    ------
    InputError  The name ends in none of them (`input.plant_file_name`), or a workbook is asked for and the document
        cannot be read as a plant: all that is wrong.
    """
    from pulmu.adapters.plant_file import write_tree_json, write_tree_yaml
    from pulmu.model import decode
    from pulmu.services.cite import keep_citations

    decoded = decode(Plant, keep_citations(replace(document, problems=())))
    ending = Path(name).suffix.lower()
    if decoded.problems and ending == ".json":
        return write_tree_json(document.tree)
    if decoded.problems and ending in (".yaml", ".yml"):
        return write_tree_yaml(document.tree)
    return plant_file(decoded.unwrap(), name, language)


def fill_official(template: str, content: OfficialContent) -> FilledTemplate:
    """The Commission's template in a file of the user's, filled in; the file itself is not changed."""
    from pulmu.adapters.official_workbook import fill_template, read_template

    return fill_template(read_template(template), content)


def official_cells(content: OfficialContent) -> dict[str, dict[str, object]]:
    """What is typed into the Commission's template, by sheet and cell."""
    from pulmu.adapters.official_workbook import cells_of

    return cells_of(content)


def read_official(path: str) -> OfficialFile:
    """What a filled template of the Commission holds."""
    from pulmu.adapters.official_workbook import read_official as read

    return read(path)


def read_supplier_reply(path: str) -> ReplyFile:
    """What a supplier sent back."""
    from pulmu.adapters.supplier_workbook import read_reply

    return read_reply(path)


def request_files(requests: tuple[SupplierRequest, ...]) -> dict[str, bytes]:
    """Files for suppliers by name, three for each: the letter in Korean and English, and the workbook to fill in."""
    from pulmu.adapters.supplier_letter import write_letter
    from pulmu.adapters.supplier_workbook import write_request_workbook

    files: dict[str, bytes] = {}
    for request in requests:
        base = _file_base(request.supplier, files)
        workbook = f"{base}.request.xlsx"
        files[workbook] = write_request_workbook(request)
        files[f"{base}.letter.ko.pdf"] = write_letter(request, "ko", workbook)
        files[f"{base}.letter.en.pdf"] = write_letter(request, "en", workbook)
    return files


def _file_base(supplier: str, taken: dict[str, bytes]) -> str:
    """A file name that tells the supplier, different from those of the others on any file system."""
    words = "".join(sign if sign.isalnum() else " " for sign in supplier).split()
    base = "-".join(words)[:60] or "supplier"
    used = {name.partition(".")[0].casefold() for name in taken}
    number = next(number for number in range(1, len(taken) + 2) if _numbered(base, number).casefold() not in used)
    return _numbered(base, number)


def _numbered(base: str, number: int) -> str:
    return base if number == 1 else f"{base}-{number}"


def back_up(folder: Path, database: str, out: Path, *, with_keys: bool) -> "tuple[Manifest, tuple[Problem, ...]]":
    """Write a backup of a place, which may be in use meanwhile; the place notes it.

    Returns
    -------
    What it holds, and a warning where the place could not note it: one whose disk is full can still be backed up.

    Raises
    ------
    InputError  There is no place, or a file stands at `out`.
    OutsideError  It cannot be read or written.
    """
    import pulmu
    from pulmu.adapters.place_backup import Manifest, write_backup
    from pulmu.adapters.sql_store import open_store
    from pulmu.services.care.restored import note_backup

    place, _ = open_to_verify(folder, database)
    store = open_store(folder, database)
    try:
        blank = Manifest(f"pulmu {pulmu.__version__}", place.gate.world.now().isoformat(), with_keys)
        manifest = write_backup(folder, out, store.copy, blank)
        try:
            note_backup(place, out.name, manifest.workspaces)
        except OutsideError as error:
            return manifest, _not_noted(out, error)
    finally:
        store.close()
        place.close()
    return manifest, ()


def _not_noted(out: Path, error: OutsideError) -> tuple[Problem, ...]:
    """That a backup stands which its place knows nothing of, and why; no error, for the backup is whole."""
    said, mend = "the backup is whole, but the place could not note that it was made", "mend what stands in the way"
    note = warning("place.backup_not_noted", out.name, said, mend)
    return (note, *(replace(item, severity="warning") for item in error.problems))


def look_into_backup(file: Path) -> "Manifest":
    """What a backup says it holds, every part by its hash."""
    import tempfile

    from pulmu.adapters.place_backup import extract_backup

    with tempfile.TemporaryDirectory() as room:
        return extract_backup(file, Path(room))


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreOrder:
    """What is to be restored, and how.

    Parameters
    ----------
    key : A copy of the key, where it is not in the backup.
    new_key : Make a new key: everybody sets up their second factor again.
    accept_damage : Restore what does not verify as well.
    """

    backup: Path
    folder: Path
    database: str = ""
    key: Path | None = None
    new_key: bool = False
    accept_damage: bool = False


def restore(order: RestoreOrder, tell: Callable[[str], None]) -> "tuple[Verified, bool]":
    """Restore a place into an empty folder, verified before it has its name: all of it, or nothing.

    Returns
    -------
    What came of verifying, and whether it was restored.

    Raises
    ------
    InputError  The folder or the database is not empty, the backup is none, or a key is missing (`input.backup_key`).
    OutsideError  It cannot be read or written.
    """
    import secrets

    from pulmu.adapters._parts import flush, store_errors
    from pulmu.adapters.place_backup import extract_backup
    from pulmu.model import has_errors
    from pulmu.services.care.verify import verify_place

    _check_installed("app,postgres" if order.database else "app")
    folder = order.folder
    with store_errors(folder):
        if os.path.lexists(folder) and (not folder.is_dir() or any(folder.iterdir())):
            said, mend = "the folder is not empty", "give one that is empty, or is not there yet"
            raise InputError.of("input.folder_not_empty", str(folder), said, mend)
        folder.parent.mkdir(parents=True, exist_ok=True)
        room = folder.with_name(f".{folder.name}.{secrets.token_hex(8)}.tmp")
        room.mkdir(mode=0o700)
    try:
        extract_backup(order.backup, room)
        _give_key(order, room)
        place, lost = open_to_verify(room)
        try:
            found = verify_place(place, tell)
        finally:
            place.close()
        found.problems = [*lost, *found.problems]
        if has_errors(found.problems) and not order.accept_damage:
            return found, False
        with store_errors(folder):
            _put(order, room)
            flush(folder.parent)
    finally:
        shutil.rmtree(room, ignore_errors=True)
    return found, True


def _give_key(order: RestoreOrder, room: Path) -> None:
    """The key the restored place needs: its own, a copy of it, or a new one."""
    from pulmu.adapters.sealer import FileKeySealer
    from pulmu.services.care.restored import forget_second_factors

    target = _key_of(room)
    if order.new_key:
        target.unlink(missing_ok=True)
        place = _place_in(room, "", FileKeySealer(target))
        try:
            forget_second_factors(place)
        finally:
            place.close()
    elif order.key is not None:
        target.parent.mkdir(mode=0o700, exist_ok=True)
        with contextlib.suppress(FileNotFoundError):
            target.unlink()
        descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(order.key.read_bytes())
    elif not target.is_file():
        said, mend = (
            "the key is not in the backup",
            "give its copy by --key, or --new-key: then second factors are set up anew",
        )
        raise InputError.of("input.backup_key", order.backup.name, said, mend)


def _put(order: RestoreOrder, room: Path) -> None:
    """Give the folder its name; with a server, its records first, in one transaction."""

    def named() -> None:
        if order.folder.is_dir():
            order.folder.rmdir()
        room.rename(order.folder)

    if not order.database:
        named()
        return
    from pulmu.adapters.sql_store import open_store

    files = {file.parent.name: file for file in room.glob("workspaces/*/records.sqlite")}
    copies = room.with_name(f"{room.name}.records")
    copies.mkdir(mode=0o700)
    store = open_store(room, order.database)
    try:
        place = (room / "place.sqlite").rename(copies / "place.sqlite")
        rooms = {name: file.rename(copies / f"{name}.sqlite") for name, file in files.items()}
        store.take_in(place, rooms, named)
    finally:
        store.close()
        shutil.rmtree(copies, ignore_errors=True)
