"""The hall as an OPC UA server in a process of its own, with a recorder of every value that reaches one of its nodes.

The recorder stands before the server's own examination of writes: what the plant would refuse is recorded too. It knows
nothing of the guard. Orders come as lines of JSON on standard input and are answered on standard output.
"""

import asyncio
import json
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TextIO

from asyncua.crypto.permission_rules import User, UserRole
from tests.services.control.campaign.hall import AIR, DOOR, EMULATION, LINE, SPEED_UP, SWITCH

from pulmu.adapters.opcua_server import EmulationOrder, open_server_keys, serving
from pulmu.adapters.opcua_server.writes import Writes
from pulmu.model.codec import decode
from pulmu.model.document import Document
from pulmu.model.emulation import Emulation
from pulmu.model.tag import Tag, Value
from pulmu.services.live.emulated import EmulatedPlant
from pulmu.services.live.faults import read_faults
from pulmu.twin import read_line
from pulmu.twin.oracle import run_plainly

EVERY = 0.2


class Hall(EmulatedPlant):
    """The emulated plant with a door, compressed air and a local switch, all set by hand."""

    def __init__(self) -> None:
        emulation = decode(Emulation, Document(EMULATION, "emulation")).unwrap()
        super().__init__(read_line(Document(LINE, "hall")).unwrap(), emulation, run_plainly, warm_up=3600.0)
        self.by_hand: dict[str, Value] = {DOOR: True, AIR: 60.0, SWITCH: True}
        more = (
            Tag(name=DOOR, kind="truth", measure="contact"), Tag(name=AIR, unit="%", measure="pressure"),
            Tag(name=SWITCH, kind="truth", measure="local_switch"),
        )  # fmt: skip
        self.tags = (*self.tags, *more)
        self.by_name |= {tag.name: tag for tag in more}

    def values(self) -> dict[str, Value]:
        """What every tag shows now."""
        more: dict[str, Value] = getattr(self, "by_hand", {})
        kept, self.tags = self.tags, tuple(tag for tag in self.tags if tag.name not in more)
        try:
            return super().values() | more
        finally:
            self.tags = kept

    def hand(self, name: str, value: Value) -> None:
        """A person at the plant sets something; nobody is asked."""
        if name in self.by_hand:
            self.by_hand[name] = value
        else:
            self._take(self.by_name[name], value)


class Recorder(Writes):
    """Keeps every write that arrives, and what the plant was like at that instant.

    It may hold one back for a while before the plant takes it, or keep its answer back when the plant has taken it.
    """

    out: TextIO
    tell: Callable[[dict[str, Any]], None]
    held_at: int | None = None
    is_answer_held = False
    go = asyncio.Event()
    number = 0

    async def write(self, params: Any, user: User | None = None) -> list[Any]:
        """Record, then do as the server does."""
        if user is None or user.role == UserRole.Admin:
            return list(await super().write(params))
        numbers = [self._note(item, user) for item in params.NodesToWrite]
        is_held = self._is_held(params)
        if is_held and not Recorder.is_answer_held:
            await self._hold(params)
        codes = await super().write(params, user)
        for number, code in zip(numbers, codes, strict=True):
            self._line({"answers": number, "at": time.monotonic(), "status": code.name})
        if is_held and Recorder.is_answer_held:
            await self._hold(params)
        return list(codes)

    def _note(self, item: Any, user: User) -> int:
        Recorder.number += 1
        sent = item.Value.Value
        plant: Any = self.plant
        stands = plant.values()
        tag = str(item.NodeId.Identifier)
        self._line({
            "number": Recorder.number, "at": time.monotonic(), "node": tag, "attribute": int(item.AttributeId),
            "type": None if sent is None else sent.VariantType.name,
            "value": None if sent is None or isinstance(sent.Value, list) else repr(sent.Value), "user": user.name,
            "before": stands.get(tag), "locks": {name: stands[name] for name in (DOOR, AIR, SWITCH, "control/remote")},
        })  # fmt: skip
        return Recorder.number

    def _is_held(self, params: Any) -> bool:
        """Whether it is the write that was asked for; counts of the watchdog are none."""
        if any(str(item.NodeId.Identifier) == "control/heartbeat" for item in params.NodesToWrite):
            return False
        if Recorder.held_at is None:
            return False
        Recorder.held_at = Recorder.held_at - 1 or None
        return Recorder.held_at is None

    async def _hold(self, params: Any) -> None:
        Recorder.go.clear()
        Recorder.tell({"held": str(params.NodesToWrite[0].NodeId.Identifier)})
        await Recorder.go.wait()

    def _line(self, tree: dict[str, Any]) -> None:
        Recorder.out.write(json.dumps(tree) + "\n")
        Recorder.out.flush()


class Orders:
    """What the campaign has done at the plant."""

    def __init__(self, served: Any, plant: Hall) -> None:
        self.served, self.plant = served, plant

    async def do(self, order: dict[str, Any]) -> dict[str, Any]:
        """Carry out one order, and say what stands then."""
        for name, value in order.get("hand", {}).items():
            self.plant.hand(name, value)
        if "faults" in order:
            faults, problems = read_faults(order["faults"])
            assert not problems, problems
            self.served.order = replace(self.served.order, faults=faults)
            self.served.switch()
            await self.served.listen(self.served.instruments.of("lost_link") is None)
        if "hold_at" in order:
            Recorder.held_at, Recorder.is_answer_held = order["hold_at"], order["answer"]
        if order.get("go"):
            Recorder.held_at = None
            Recorder.go.set()
        if "hand" in order or "faults" in order:
            await self.served.show()
        return {"done": order["id"], "values": self.plant.values() if order.get("look") else {}}


def tell(tree: dict[str, Any]) -> None:
    """A line to the campaign."""
    sys.stdout.write(json.dumps(tree) + "\n")
    sys.stdout.flush()


async def serve(plant: Hall, folder: Path, port: int) -> None:
    """Until the campaign closes our input."""
    served = serving._Served(plant, open_server_keys(folder / "keys"), EmulationOrder(
        port=port, speed=SPEED_UP, every=EVERY, ready=lambda address: tell({"address": address})))  # fmt: skip
    await served.start()
    orders, loop, ended = Orders(served, plant), asyncio.get_running_loop(), asyncio.Event()

    def listen() -> None:
        for line in sys.stdin:
            tell(asyncio.run_coroutine_threadsafe(orders.do(json.loads(line)), loop).result())
        loop.call_soon_threadsafe(ended.set)

    threading.Thread(target=listen, daemon=True).start()
    going = asyncio.ensure_future(served.go_on())
    await ended.wait()
    going.cancel()


def main() -> None:
    """``python -m tests.services.control.campaign.served FOLDER PORT``."""
    folder = Path(sys.argv[1])
    Recorder.out = (folder / "arrived.jsonl").open("a", encoding="utf-8")
    Recorder.tell = staticmethod(tell)  # type: ignore[assignment]
    serving.Writes = Recorder  # type: ignore[misc]
    plant = Hall()
    if sys.stdin.readline():  # one that stands by until another is killed
        asyncio.run(serve(plant, folder, int(sys.argv[2])))


if __name__ == "__main__":
    main()
