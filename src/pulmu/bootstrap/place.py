"""A place: opened to work in, or to look at."""

import functools
import importlib.util
import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pulmu.bootstrap.guarded_lines import LiveDesks
from pulmu.bootstrap.letters import letter_drawing
from pulmu.bootstrap.live import look_at_samples
from pulmu.bootstrap.measures import measures_paper, measures_workbook
from pulmu.bootstrap.meters import measured_in
from pulmu.bootstrap.offers import offers_workbook, read_needs_content, read_offers_content, search_words
from pulmu.bootstrap.plants import document_file, read_plant_content, template_workbook, tree_file
from pulmu.bootstrap.population import populations_in
from pulmu.bootstrap.reports import report_files
from pulmu.bootstrap.reviewers import read_judges_content
from pulmu.bootstrap.samples import read_sample, sample_calls, sample_names
from pulmu.bootstrap.schedules import schedule_desk
from pulmu.bootstrap.shells import shell_desk
from pulmu.bootstrap.support import (
    look_at_paper,
    packaged_programmes,
    packaged_reforms,
    read_application_content,
    read_call_content,
    read_firms_content,
    read_matching_round_content,
    read_programme_content,
    read_reform_content,
    read_upload_content,
    upload_template,
)
from pulmu.bootstrap.twin import read_line_content, sample_line
from pulmu.bootstrap.unusual import noted
from pulmu.model import InputError, OutsideError, Problem

if TYPE_CHECKING:
    from pulmu.services.access.gate import Gate
    from pulmu.services.accounts.door import Door, Policy, Sealer
    from pulmu.services.accounts.provider import Providers
    from pulmu.services.export.pack import Packing
    from pulmu.services.export.store import ExportStore
    from pulmu.services.place import Place
    from pulmu.services.records.store import ClosableStore, ObjectStore, Store
    from pulmu.services.workspaces.measured import Measured


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
    check_installed("app,postgres" if database else "app")
    from pulmu.adapters.sealer import FileKeySealer

    sealer = FileKeySealer(key_of(folder), is_new=not (folder / "place.sqlite").exists())
    populations = populations_in(folder, engine)
    place = place_in(folder, database, sealer, policy)
    return replace(place, populations=populations, desks=LiveDesks(place.store, keys_of(folder)))


def open_to_verify(folder: Path, database: str = "") -> "tuple[Place, tuple[Problem, ...]]":
    """A place that is there, to look at; and what is wrong with its key, which would keep it shut.

    Raises
    ------
    InputError  There is no place in the folder (`input.no_place`).
    """
    check_installed("app,postgres" if database else "app")
    check_place_is_there(folder, database)
    from pulmu.adapters.sealer import FileKeySealer, LostKey

    try:
        return place_in(folder, database, FileKeySealer(key_of(folder), is_new=False)), ()
    except OutsideError as error:
        return place_in(folder, database, LostKey(error)), error.problems


def place_in(folder: Path, database: str, sealer: "Sealer", policy: "Policy | None" = None) -> "Place":
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
    place = place_of(
        store, objects, Gate(store, objects, world, delivers=True), door, measured_in(folder), exports_in(folder)
    )
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
    from pulmu.services.market.board import LiveMarket
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
        read_line=read_line_content,
        sample_line=sample_line,
        sample_calls=sample_calls,
        plant_workbook=template_workbook,
        measures_workbook=measures_workbook,
        measures_paper=measures_paper,
        plant_file=document_file,
        read_firms=read_firms_content,
        tree_file=tree_file,
        programmes=packaged_programmes,
        firms=LiveFirms(packaged_programmes),
        reforms=packaged_reforms,
        read_programme=read_programme_content,
        read_call=read_call_content,
        read_application=read_application_content,
        look_at_paper=look_at_paper,
        read_reviewers=read_judges_content,
        read_upload=read_upload_content,
        upload_template=upload_template,
        read_reform=read_reform_content,
        read_offers=read_offers_content,
        read_needs=read_needs_content,
        read_round=read_matching_round_content,
        offers_workbook=offers_workbook,
        market=LiveMarket(search_words),
        letters=letter_drawing(),
        schedules=schedule_desk(),
        shells=shell_desk(),
        close=store.close,
        measured=measured,
        exports=exports,
        look_at_samples=lambda file: look_at_samples(Path(file)),
        look_at_unusual=lambda file: noted(Path(file)),
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


def keys_of(folder: Path) -> Path:
    """Folder of the keys of a place."""
    return folder / "keys"


def key_of(folder: Path) -> Path:
    return keys_of(folder) / "second_factor.key"


def check_installed(extras: str) -> None:
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
