"""A plant that is heard over MQTT with Sparkplug B: the reading side of the port; nothing is ever written this way."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from aiomqtt import Client, MqttError

from pulmu.adapters._hand_over import HandOver
from pulmu.adapters.sparkplug.broker import Broker, told
from pulmu.adapters.sparkplug.host import BD_SEQ, REBIRTH, Host, Told
from pulmu.adapters.sparkplug.payload import Metric, Payload, read_payload, write_payload
from pulmu.adapters.sparkplug.tags import sample_of, tag_of
from pulmu.adapters.sparkplug.topic import Topic, read_topic
from pulmu.model import InputError, OutsideError, Quantity
from pulmu.model.tag import Sample, Tag, Written

AGAIN = 2.0
REFUSED = "nothing is written over MQTT: setpoints go by the guarded path"


class SparkplugPlant:
    """One edge node, heard through a broker; fulfils the reading side of `services.ports.Plant`.

    What it reads is what was said last, with its own time: MQTT has no way to ask for a value.
    """

    def __init__(self, broker: Broker, group: str, node: str) -> None:
        self.broker, self.group, self.node = broker, group, node
        self._why: OutsideError | None = None
        self._known = Host()
        self._tags: dict[str, Tag] = {}
        self._last: dict[str, Sample] = {}
        self._lock = threading.Lock()
        self._born = threading.Event()
        self._subscriptions: list[_Subscription] = []
        self._loop = asyncio.new_event_loop()
        self._work: asyncio.Task[None] | None = None
        self._thread = threading.Thread(target=self._run, name="pulmu-sparkplug", daemon=True)
        self._is_closed = False

    def start(self, seconds: float = 10.0) -> None:
        """Listen until the node is born.

        Raises
        ------
        OutsideError  It was not within the time (`live.not_born`), or the broker is not the one that is known, or does
            not let us in (`live.not_trusted`, `live.log_in`).
        """
        self._thread.start()
        if not self._born.wait(seconds):
            self.close()
            raise self._why or OutsideError.of(
                "live.not_born", self.broker.place, f"nothing is heard of {self.group}/{self.node}",
                "see that the broker runs, and that the node has these names", group=self.group, node=self.node,
            )  # fmt: skip

    def tags(self) -> tuple[Tag, ...]:
        """What the node said at its birth."""
        with self._lock:
            return tuple(self._tags[name] for name in sorted(self._tags))

    def read(self, tags: Sequence[str]) -> tuple[Sample, ...]:
        """What was said last of each."""
        with self._lock:
            return tuple(self._last.get(tag) or _unknown(tag) for tag in tags)

    def write(self, tag: str, value: Quantity) -> Written:  # noqa: ARG002 - of the port
        """Always refused."""
        return Written(tag=tag, outcome="refused", because=REFUSED)

    def subscribe(
        self, tags: Sequence[str], hand_over: Callable[[tuple[Sample, ...]], None], *, every: float  # noqa: ARG002
    ) -> "_Subscription":  # fmt: skip
        """What is said from now on, as the node says it; at first what was said last."""
        opened = _Subscription(self, frozenset(tags), HandOver(hand_over))
        with self._lock:
            opened.hand_over.put([self._last.get(tag) or _unknown(tag) for tag in tags])
            self._subscriptions.append(opened)
        return opened

    def forget(self, subscription: "_Subscription") -> None:
        """No longer hand over to it."""
        with self._lock:
            if subscription in self._subscriptions:
                self._subscriptions.remove(subscription)

    def close(self) -> None:
        """Stop listening."""
        if self._is_closed:
            return
        self._is_closed = True
        for item in list(self._subscriptions):
            item.hand_over.close()
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(lambda: self._work and self._work.cancel())
            self._thread.join(timeout=10)

    # in the thread of the link ------------------------------------------------------------------------------

    def _run(self) -> None:
        self._work = self._loop.create_task(self._listen())
        with contextlib.suppress(asyncio.CancelledError):
            self._loop.run_until_complete(self._work)
        self._loop.close()

    async def _listen(self) -> None:
        while not self._is_closed:
            try:
                async with self.broker.client() as client:
                    for kind in ("+/{node}", "+/{node}/+"):
                        await client.subscribe(f"spBv1.0/{self.group}/" + kind.format(node=self.node), qos=0)
                    await self._ask(client)
                    async for message in client.messages:
                        await self._hear(client, str(message.topic), bytes(message.payload or b""))
            except (MqttError, OSError) as error:
                self._why = told(self.broker, error)
            self._take(self._known.lose_all(), "the link to the broker is lost")
            await asyncio.sleep(AGAIN)

    async def _hear(self, client: Client, name: str, data: bytes) -> None:
        topic = read_topic(name)
        if topic is None:
            return
        try:
            told = self._known.hear(topic, read_payload(data))
        except InputError:
            return  # a stranger's message: it neither counts nor disturbs
        self._take(told, "the node is gone, or something it said was missed")
        if told.asks_rebirth:
            await self._ask(client)

    async def _ask(self, client: Client) -> None:
        command = Payload(metrics=(Metric(name=REBIRTH, kind="Boolean", value=True),))
        await client.publish(str(Topic(self.group, "NCMD", self.node)), write_payload(command), qos=0, retain=False)

    def _take(self, told: Told, why: str) -> None:
        now = datetime.now(UTC)
        with self._lock:
            group: list[Sample] = []
            for device, metric in told.metrics:
                if metric.name in (BD_SEQ, REBIRTH):
                    continue
                tag = tag_of(device, metric, self._tags)
                if tag is not None:
                    self._tags[tag.name] = tag
                    group.append(sample_of(tag, metric, now))
            names = ["/".join(filter(None, key)) for key in told.stale]
            group += [replace(self._last[name], quality="stale", because=why) for name in names if name in self._last]
            self._last.update({item.tag: item for item in group})
            for item in self._subscriptions:
                item.take(group)
        if told.metrics:
            self._born.set()


class _Subscription:
    def __init__(self, plant: SparkplugPlant, tags: frozenset[str], hand_over: HandOver) -> None:
        self.plant, self.tags, self.hand_over = plant, tags, hand_over

    def take(self, group: list[Sample]) -> None:
        chosen = [item for item in group if item.tag in self.tags]
        if chosen:
            self.hand_over.put(chosen)

    def close(self) -> None:
        self.plant.forget(self)
        self.hand_over.close()


def _unknown(tag: str) -> Sample:
    return Sample(tag=tag, value=None, quality="bad", because="the plant does not know this tag")
