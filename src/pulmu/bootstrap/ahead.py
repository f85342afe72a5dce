"""Running ahead from a plant that is read, or from what was kept of it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from pulmu.model import InputError, decode, has_errors
from pulmu.model.emulation import Emulation
from pulmu.model.errors import problem
from pulmu.model.line import Line

if TYPE_CHECKING:
    from pulmu.model.guard_profile import GuardProfile
    from pulmu.model.tag_map import TagMap
    from pulmu.services.live.following import PlantSnapshot
    from pulmu.twin import Engine

BACK = timedelta(hours=12)
"""How far back kept samples tell since when a value is there."""


def line_and_settings(line: str, settings: str | None) -> tuple[Line, Emulation]:
    """A line and what its controllers do, without problems; of a sample line, its own.

    Raises
    ------
    InputError  All that is wrong with either.
    """
    from pulmu.bootstrap.live import read_emulation
    from pulmu.bootstrap.twin import read_line
    from pulmu.services.live.emulate import check_emulation
    from pulmu.twin import read_line as checked

    read, document = checked(read_line(line)), read_emulation(line, settings)
    told = None if document is None else decode(Emulation, document)
    found = (*read.problems, *(told.problems if told else ()))
    emulation = told.value if told else Emulation()
    if not has_errors(found):
        found = (*found, *check_emulation(read.value, emulation))
    if has_errors(found):
        raise InputError(*found)
    return read.value, emulation


def limits_of_file(path: str) -> "GuardProfile":
    """Limits of a file, or of a sample plant, whether signed or not: the guard looks at the signature.

    Raises
    ------
    InputError  All that is wrong in it.
    """
    from pulmu.adapters.guard_file import read_guard_document
    from pulmu.adapters.line_file import read_line_bytes
    from pulmu.adapters.samples import sample_limits_text, sample_line_names
    from pulmu.twin.control import read_profile

    if path in sample_line_names():
        return read_profile(read_line_bytes(sample_limits_text(path).encode(), f"{path}_limits.yaml")).unwrap()
    return read_profile(read_guard_document(path)).unwrap()


def snapshot_from(
    source: str, line: Line, settings: Emulation, engine: "Engine", *, keys: Path, user: str, password: str | None,
    pace: float, seed: int, tag_map: "TagMap | None" = None,
) -> "PlantSnapshot":  # fmt: skip
    """How a plant stands: of an address, as it is read now; of a file of kept samples, as it was at the end.

    Parameters
    ----------
    tag_map : Map an address is read through; samples are kept in the twin's names already.

    Raises
    ------
    InputError  Nothing that was read counts, nothing was kept, or the map does not fit line and plant.
    OutsideError  The plant cannot be reached, or the file not be read.
    """
    if "://" in source:
        return _read(source, line, settings, engine, (keys, user, password), pace, seed, tag_map)
    return _kept(Path(source), line, settings, engine, pace, seed)


def _read(
    address: str, line: Line, settings: Emulation, engine: "Engine", login: tuple[Path, str, str | None], pace: float,
    seed: int, tag_map: "TagMap | None",
) -> "PlantSnapshot":  # fmt: skip
    from pulmu.bootstrap.live import connect_plant
    from pulmu.bootstrap.live_map import plant_behind
    from pulmu.services.live.emulated_tags import emulated_tags
    from pulmu.services.live.following import snapshot_of

    reached = connect_plant(address, *login)
    try:
        plant = plant_behind(reached, tag_map, line)
        offered = {tag.name for tag in plant.tags()}
        samples = plant.read([tag.name for tag in emulated_tags(line, settings) if tag.name in offered])
    finally:
        reached.close()
    now = datetime.now(UTC).astimezone()
    return snapshot_of(samples, line, settings, engine, now=now, pace=pace, seed=seed)


def _kept(file: Path, line: Line, settings: Emulation, engine: "Engine", pace: float, seed: int) -> "PlantSnapshot":
    from pulmu.bootstrap.live import open_samples
    from pulmu.services.live.emulated_tags import emulated_tags
    from pulmu.services.live.following import kept_samples, snapshot_of

    if not file.is_file():
        raise InputError(problem("live.no_samples", str(file), "there is no such file of kept samples",
                                 "keep some: pulmu plant keep ADDRESS --kept FILE"))  # fmt: skip
    store = open_samples(file)
    try:
        extent = store.extent()
        if extent is None:
            raise InputError(problem("live.nothing_kept", str(file), "no sample is kept in it",
                                     "keep some: pulmu plant keep ADDRESS --kept FILE"))  # fmt: skip
        at = store.watched_until() or extent[1]
        samples = kept_samples(store, [tag.name for tag in emulated_tags(line, settings)], at, BACK)
    finally:
        store.close()
    at = at.astimezone()
    return snapshot_of(samples, line, settings, engine, now=at, heard_at=at, pace=pace, seed=seed)
