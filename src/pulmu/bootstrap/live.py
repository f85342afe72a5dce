"""The live plant: an emulated one that is served, and one that is reached; what that needs may not be installed."""

import asyncio
import contextlib
import math
import signal
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from pulmu.bootstrap.brokers import PLAIN, SECURED, broker_of, password_of
from pulmu.model import Document, OutsideError

if TYPE_CHECKING:
    from pulmu.adapters.sparkplug.broker import Broker
    from pulmu.adapters.sparkplug.edge import Shown as Said
    from pulmu.model import Problem
    from pulmu.model.tag import Sample
    from pulmu.services.live.emulate import Emulated
    from pulmu.services.live.emulated import EmulatedPlant
    from pulmu.services.live.faults import Fault, Shown
    from pulmu.services.live.keeping import Keeper
    from pulmu.services.ports import KeptSamples, Plant, SampleStore

UNNOTICED = timedelta(seconds=15)
"""A lost link is noticed by then."""


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
    mqtt: "Broker | None" = None,
) -> None:  # fmt: skip
    """Serve an emulated plant until it is interrupted or told to end; see `EmulationOrder`.

    Parameters
    ----------
    mqtt : A broker it publishes to as well, as edge node `pulmu/LINE`.
    """
    needs_plant()
    from pulmu.adapters.opcua_server import EmulationOrder, open_server_keys, serve_emulated

    latest: dict[str, Said] = {}
    order = EmulationOrder(
        port=port, speed=speed, every=every, faults=faults, faults_file=faults_file, ready=ready, warn=warn,
        shown=lambda shown: latest.update(_said(shown)),
    )  # fmt: skip

    async def serve() -> None:
        if mqtt is None:
            await serve_emulated(plant, open_server_keys(keys), order)
            return
        from pulmu.adapters.sparkplug.edge import Edge
        from pulmu.adapters.sparkplug.publish import publish_edge

        edge = Edge("pulmu", plant.line.id, plant.tags)
        publishing = asyncio.ensure_future(publish_edge(mqtt, edge, lambda: latest, every))
        try:
            await serve_emulated(plant, open_server_keys(keys), order)
        finally:
            publishing.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await publishing

    async def until_stopped() -> None:
        task = asyncio.ensure_future(serve())
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGINT"):
            with contextlib.suppress(NotImplementedError):  # Windows has no handlers in a loop
                loop.add_signal_handler(getattr(signal, name), task.cancel)
        with contextlib.suppress(asyncio.CancelledError):
            await task

    asyncio.run(until_stopped())


def _said(shown: "dict[str, Shown]") -> "dict[str, Said]":
    """What instruments show, as an edge node says it: value, quality, and the device's time in ms."""
    now = time.time()
    return {name: (item.value, item.quality, int((now + item.skew) * 1000)) for name, item in shown.items()}


def connect_plant(address: str, keys: Path, user: str, password: str | None) -> "Plant":
    """A plant over OPC UA; without a password, that of the file beside the keys. One over MQTT is only read.

    Raises
    ------
    OutsideError  It cannot be reached, or is not what it should be (`live.…`).
    """
    needs_plant()
    if address.startswith((PLAIN, SECURED)):
        return _heard(address, keys, user, password)
    from pulmu.adapters.opcua_plant import connect

    return connect(address, keys, user, password_of(keys, user) if password is None else password)


def _heard(address: str, keys: Path, user: str, password: str | None) -> "Plant":
    from pulmu.adapters.sparkplug.plant import SparkplugPlant

    scheme = SECURED if address.startswith(SECURED) else PLAIN
    place, *names = address.removeprefix(scheme).split("/")
    is_named = len(names) == 2 and all(names) and not any(sign in address for sign in "+#")
    broker = broker_of(scheme + place, keys, user, password) if is_named else None
    if broker is None:
        raise OutsideError.of(
            "live.mqtt_address", address, "this is no edge node on a broker of this machine, or on one that is secured",
            "write mqtt://127.0.0.1:1883/GROUP/NODE, or mqtts://HOST:8883/GROUP/NODE", address=address,
        )  # fmt: skip
    plant = SparkplugPlant(broker, names[0], names[1])
    plant.start()
    return plant


def needs_plant() -> None:
    """See that what speaks to plants is installed.

    Raises
    ------
    OutsideError  It is not (`live.not_installed`).
    """
    try:
        import aiomqtt  # noqa: F401
        import asyncua  # noqa: F401
    except ImportError as error:
        raise OutsideError.of(
            "live.not_installed", "", "what speaks to plants is not installed", 'pip install "pulmu[plant]"'
        ) from error


def open_samples(file: Path) -> "SampleStore":
    """Kept samples of a plant; a new file where there is none.

    Raises
    ------
    OutsideError  It cannot be opened (`outside.store_damaged`, ...).
    """
    from pulmu.adapters.sample_store import SqliteSampleStore

    return SqliteSampleStore(file)


def look_at_samples(file: Path) -> "KeptSamples":
    """Kept samples of a plant, to be looked at while another process keeps them.

    Raises
    ------
    OutsideError  There is no such file, or it cannot be read (`outside.store_damaged`, ...).
    """
    from pulmu.adapters.sample_store import SqliteSampleStore

    return SqliteSampleStore(file, read_only=True)


def keep_samples(
    plant: "Plant", names: Sequence[str], store: "SampleStore", *, every: float, seconds: float | None,
    tell: "Callable[[Keeper], None]",
) -> "Keeper":  # fmt: skip
    """Keep what a plant hands over, written as it comes, until interrupted or for so long.

    Parameters
    ----------
    tell : Called after each time it was written.
    """
    import queue
    import time

    from pulmu.services.live.keeping import Keeper, Pace

    arrived: queue.Queue[tuple[datetime, tuple[Sample, ...]]] = queue.Queue()
    store.describe([tag for tag in plant.tags() if tag.name in set(names)])
    keeper = Keeper(store, names, lambda: datetime.now(UTC), unnoticed=UNNOTICED)
    subscription = plant.subscribe(names, lambda group: arrived.put((datetime.now(UTC), group)), every=every)
    end = math.inf if seconds is None else time.monotonic() + seconds
    pace = Pace(time.monotonic())
    try:
        while (now := time.monotonic()) < end:
            with contextlib.suppress(queue.Empty):
                wait = min(pace.wait(now, has_news=keeper.has_news), end - now)
                at, group = arrived.get(timeout=wait)
                keeper.take(group, at)
            if pace.is_due(time.monotonic(), has_news=keeper.has_news, more=not arrived.empty()):
                keeper.write()
                pace.written = time.monotonic()
                tell(keeper)
    except KeyboardInterrupt:
        pass
    finally:
        subscription.close()
        while not arrived.empty():
            at, group = arrived.get_nowait()
            keeper.take(group, at)
        keeper.write()
    return keeper
