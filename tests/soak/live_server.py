"""A wide plant for the live campaign: many tags over OPC UA, each with a new value a second, and a list of all of them.

Run in a process of its own: ``python -m tests.soak.live_server FOLDER TAGS``. It says its address, and writes every
value with its time to `truth.bin` before it is shown. It makes new values once `go` lies in the folder, stops once
`stop` does, and goes on answering until it is ended.
"""

import asyncio
import logging
import struct
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from asyncua import Server, ua

from pulmu.adapters._opcua.policies import SERVED
from pulmu.adapters.opcua_server.keys import open_server_keys
from pulmu.adapters.opcua_server.publishing import hasten
from pulmu.adapters.opcua_server.space import build_space
from pulmu.model.tag import Tag

SLICES = 20
"""Values of a second come in so many groups, as from many controllers and not all at once."""
RECORD = struct.Struct("<iqd")
"""Number of the tag, microseconds since 1970, value."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def wide_tags(count: int) -> tuple[Tag, ...]:
    """Powers of so many machines in halls of a hundred."""
    return tuple(
        Tag(name=f"hall_{number // 100:02}/{number % 100:02}/power", unit="kW", measure="power", low=0, high=1e9)
        for number in range(count)
    )


def value_of(number: int, tick: int) -> float:
    """No two values of a tag are the same."""
    return tick + number / 10_000


async def serve(folder: Path, count: int) -> None:
    """Serve until ended."""
    keys = open_server_keys(folder / "keys")
    server = Server(user_manager=keys)
    logging.getLogger("asyncua").setLevel(logging.CRITICAL)
    await server.init()
    hasten(server)
    await server.set_application_uri(keys.identity.uri)
    server.set_endpoint("opc.tcp://127.0.0.1:0/pulmu")
    server.set_security_policy(SERVED)
    server.set_identity_tokens([ua.UserNameIdentityToken])
    await server.load_certificate(keys.identity.certificate, "der")
    await server.load_private_key(str(keys.identity.key))
    nodes = list(await build_space(server, "wide", wide_tags(count)))
    with (folder / "truth.bin").open("wb", buffering=1 << 16) as truth:
        shown = _Shown(server, nodes, truth)
        for part in range(SLICES):
            await shown.show(part, 0)
        await server.start()
        sys.stdout.write(f"opc.tcp://127.0.0.1:{server.bserver.port}/pulmu\n")
        sys.stdout.flush()
        while not (folder / "go").exists():
            await asyncio.sleep(0.05)
        await _tick(shown, folder / "stop")
        truth.flush()
        await asyncio.Event().wait()


class _Shown:
    def __init__(self, server: Server, nodes: list[ua.NodeId], truth: BinaryIO) -> None:
        self.space, self.nodes, self.truth = server.iserver.aspace, nodes, truth

    async def show(self, part: int, tick: int) -> None:
        """New values of one group of tags, all of one moment; first written down together, then shown."""
        now = datetime.now(UTC)
        micros = (now - _EPOCH) // timedelta(microseconds=1)
        numbers = range(part, len(self.nodes), SLICES)
        self.truth.write(b"".join(RECORD.pack(number, micros, value_of(number, tick)) for number in numbers))
        for number in numbers:
            value = ua.Variant(value_of(number, tick), ua.VariantType.Double)
            sent = ua.DataValue(value, SourceTimestamp=now, ServerTimestamp=now)
            await self.space.write_attribute_value(self.nodes[number], ua.AttributeIds.Value, sent)


async def _tick(shown: _Shown, stop: Path) -> None:
    begun, step = time.monotonic(), 0
    while not stop.exists():
        step += 1
        await asyncio.sleep(max(begun + step / SLICES - time.monotonic(), 0))
        await shown.show(step % SLICES, step // SLICES + 1)


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2])))
