"""The live plant: an emulated one that is served, and one that is reached; what that needs may not be installed."""

import asyncio
import contextlib
import signal
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from pulmu.model import Document, OutsideError

if TYPE_CHECKING:
    from pulmu.model import Problem
    from pulmu.services.live.emulate import Emulated
    from pulmu.services.live.emulated import EmulatedPlant
    from pulmu.services.live.faults import Fault
    from pulmu.services.ports import Plant


def read_emulation(line: str, path: str | None) -> Document | None:
    """The file of what an emulated plant needs beyond its line; of a sample line, its own; None where there is none."""
    from pulmu.adapters.line_file import read_line_bytes, read_line_file
    from pulmu.adapters.samples import sample_emulation_text, sample_line_names

    if path is not None:
        return read_line_file(path)
    if line not in sample_line_names():
        return None
    return read_line_bytes(sample_emulation_text(line).encode(), f"{line}_emulation.yaml")


def emulated_line(line: str, settings: str | None, *, seed: int, warm_up: float) -> "Emulated":
    """The plant of a line's file or of a sample line, or what stands in its way.

    The oracle runs it: pieces of a second or a minute are done before the compiled kernel would have begun.
    """
    from pulmu.bootstrap.twin import read_line
    from pulmu.services.live.emulate import emulate
    from pulmu.twin.oracle import run_plainly

    return emulate(read_line(line), read_emulation(line, settings), run_plainly, seed=seed, warm_up=warm_up)


def serve_plant(
    plant: "EmulatedPlant", keys: Path, *, port: int, speed: float, every: float, faults: "tuple[Fault, ...]",
    faults_file: Path | None, ready: Callable[[str], None], warn: "Callable[[tuple[Problem, ...]], None]",
) -> None:  # fmt: skip
    """Serve an emulated plant until it is interrupted or told to end; see `EmulationOrder`."""
    needs_plant()
    from pulmu.adapters.opcua_server import EmulationOrder, open_server_keys, serve_emulated

    order = EmulationOrder(
        port=port, speed=speed, every=every, faults=faults, faults_file=faults_file, ready=ready, warn=warn
    )

    async def until_stopped() -> None:
        task = asyncio.ensure_future(serve_emulated(plant, open_server_keys(keys), order))
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGINT"):
            with contextlib.suppress(NotImplementedError):  # Windows has no handlers in a loop
                loop.add_signal_handler(getattr(signal, name), task.cancel)
        with contextlib.suppress(asyncio.CancelledError):
            await task

    asyncio.run(until_stopped())


def connect_plant(address: str, keys: Path, user: str, password: str | None) -> "Plant":
    """A plant over OPC UA; without a password, that of the file beside the keys.

    Raises
    ------
    OutsideError  It cannot be reached, or is not what it should be (`live.…`).
    """
    needs_plant()
    from pulmu.adapters.opcua_plant import connect

    if password is None:
        file = keys / f"{user}.password"
        try:
            password = file.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise OutsideError.of(
                "live.no_password", str(file), f"there is no password for {user!r}",
                "set PULMU_PLANT_PASSWORD, or name the folder of the keys with --keys", user=user,
            ) from error  # fmt: skip
    return connect(address, keys, user, password)


def needs_plant() -> None:
    """See that what speaks to plants is installed.

    Raises
    ------
    OutsideError  It is not (`live.not_installed`).
    """
    try:
        import asyncua  # noqa: F401
    except ImportError as error:
        raise OutsideError.of(
            "live.not_installed", "", "what speaks to plants is not installed", 'pip install "pulmu[plant]"'
        ) from error
