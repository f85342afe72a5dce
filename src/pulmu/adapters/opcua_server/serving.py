"""The emulated plant as a server: time passes, values follow, until it is stopped."""

import asyncio
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from asyncua import Server, ua

from pulmu.adapters._opcua.policies import SERVED
from pulmu.adapters.opcua_server.energy import Energy
from pulmu.adapters.opcua_server.keys import ServerKeys
from pulmu.adapters.opcua_server.publishing import hasten
from pulmu.adapters.opcua_server.space import build_space, variant_of
from pulmu.adapters.opcua_server.writes import Writes
from pulmu.model import OutsideError, Problem
from pulmu.services.live.emulated import EmulatedPlant
from pulmu.services.live.faults import Fault, Instruments, Shown, read_faults

HOST = "127.0.0.1"
"""An emulated plant is for this machine alone."""
_QUALITY = {
    "good": ua.StatusCodes.Good,
    "uncertain": ua.StatusCodes.UncertainSensorNotAccurate,
    "bad": ua.StatusCodes.BadSensorFailure,
    "stale": ua.StatusCodes.UncertainLastUsableValue,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EmulationOrder:
    """How an emulated plant is served.

    Parameters
    ----------
    port : 0 takes any that is free.
    speed : Seconds of the plant in a second of the hall.
    every : How often values are worked out anew. [s]
    faults : Faults it has all the time.
    faults_file : Further faults, one a line; read again whenever it changes.
    ready : Called with the address once it answers.
    warn : Called with what is wrong in the file of faults.
    shown : Called with everything that is shown, each time.
    """

    port: int
    speed: float = 1.0
    every: float = 1.0
    faults: tuple[Fault, ...] = ()
    faults_file: Path | None = None
    ready: Callable[[str], None] = lambda _address: None
    warn: Callable[[tuple[Problem, ...]], None] = lambda _problems: None
    shown: Callable[[dict[str, Shown]], None] = lambda _shown: None


async def serve_emulated(plant: EmulatedPlant, keys: ServerKeys, order: EmulationOrder) -> None:
    """Serve until it is cancelled.

    Raises
    ------
    OutsideError  The port is taken (`live.port_taken`).
    """
    served = _Served(plant, keys, order)
    await served.start()
    try:
        await served.go_on()
    finally:
        await served.stop()


class _Served:
    def __init__(self, plant: EmulatedPlant, keys: ServerKeys, order: EmulationOrder) -> None:
        self.plant, self.keys, self.order = plant, keys, order
        self.instruments = Instruments(plant.by_name, seed=plant.seed)
        self.server = Server(user_manager=keys)
        self.nodes: dict[ua.NodeId, str] = {}
        self.energy = Energy(0)
        self.changed: tuple[int, int] | None = None
        self.from_file: tuple[Fault, ...] = ()
        self.begun: dict[str, tuple[object, str]] = {}
        self.is_listening = True

    async def start(self) -> None:
        logging.getLogger("asyncua").setLevel(logging.CRITICAL)
        server, identity = self.server, self.keys.identity
        await server.init()
        hasten(server)
        await server.set_application_uri(identity.uri)
        server.set_server_name("Pulmu emulated plant")
        server.set_endpoint(f"opc.tcp://{HOST}:{self.order.port}/pulmu")
        server.set_security_policy(SERVED)
        server.set_identity_tokens([ua.UserNameIdentityToken])
        server.allow_remote_admin(False)
        await server.load_certificate(identity.certificate, "der")
        await server.load_private_key(str(identity.key))
        writes = Writes(server.iserver.aspace, self.plant, self.instruments, self.show)
        server.iserver.attribute_service = writes
        writes.nodes = await build_space(server, self.plant.line.id, self.plant.tags, self.energy)
        self.nodes = {node: tag.name for node, tag in writes.nodes.items()}
        self.switch()  # a fault is there from the first value on
        await self.show()
        try:
            await server.start()
        except OSError as error:
            raise OutsideError.of(
                "live.port_taken", f"{HOST}:{self.order.port}", f"the port cannot be opened: {error}",
                "name another with --port", port=self.order.port, reason=str(error),
            ) from error  # fmt: skip
        self.order.ready(f"opc.tcp://{HOST}:{server.bserver.port}/pulmu")

    async def go_on(self) -> None:
        last = time.monotonic()
        while True:
            await asyncio.sleep(self.order.every)
            now = time.monotonic()
            self.plant.advance((now - last) * self.order.speed)
            last = now
            self.plant.watch(now)
            self.switch()
            await self.listen(self.instruments.of("lost_link") is None)
            await self.show()

    def switch(self) -> None:
        path = self.order.faults_file
        if path is not None:
            self.from_file = self.read(path)
        self.instruments.switch((*self.order.faults, *self.from_file), time.monotonic())
        self.plant.remote = self.instruments.of("local") is None

    def read(self, path: Path) -> tuple[Fault, ...]:
        try:
            looked = path.stat()
            stamp = (looked.st_mtime_ns, looked.st_size)
            if stamp == self.changed:
                return self.from_file
            found, problems = read_faults(path.read_text(encoding="utf-8").splitlines(), path.name)
        except FileNotFoundError:
            return ()
        except (OSError, UnicodeDecodeError):
            return self.from_file
        self.changed = stamp
        if problems:
            self.order.warn(problems)
        return found

    async def listen(self, wanted: bool) -> None:
        """Have the link, or lose it: nobody is answered, and who was there is cut off."""
        listening = self.server.bserver
        if wanted and not self.is_listening:
            await listening.start()
        elif not wanted and self.is_listening:
            for transport in list(self.server.iserver.asyncio_transports):
                transport.abort()
            await listening.stop()
        self.is_listening = wanted

    async def show(self) -> None:
        now = datetime.now(UTC)
        shown = self.instruments.show(self.plant.values(), time.monotonic())
        space = self.server.iserver.aspace
        for node, name in self.nodes.items():
            item = self.dated(name, shown[name], now)
            value = ua.DataValue(
                variant_of(self.plant.by_name[name], item.value),
                StatusCode=ua.StatusCode(_QUALITY[item.quality]),
                SourceTimestamp=now + timedelta(seconds=item.skew),
                ServerTimestamp=now,
            )
            await space.write_attribute_value(node, ua.AttributeIds.Value, value)
            if self.energy.began(name, item.value):
                start = ua.DataValue(ua.Variant(now, ua.VariantType.DateTime))
                await space.write_attribute_value(self.energy.starts[name], ua.AttributeIds.Value, start)
        self.order.shown(shown)

    def dated(self, name: str, item: Shown, now: datetime) -> Shown:
        """When a counter began, by the clock: the plant tells it in its own seconds."""
        if self.plant.by_name[name].measure != "start_time_of_counter" or item.value is None:
            return item
        if self.begun.get(name, (None, ""))[0] != item.value:
            self.begun[name] = (item.value, now.isoformat(timespec="seconds"))
        return replace(item, value=self.begun[name][1])

    async def stop(self) -> None:
        if not self.is_listening:
            await self.server.bserver.start()  # what is stopped must be running
        await self.server.stop()
