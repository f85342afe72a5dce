"""A plant published and heard over MQTT with Sparkplug B, through a real broker where mosquitto is installed."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiomqtt import Client
from tests.contract.plant import POWER, RUN, SPEED, STATE, Taken, eventually
from tests.emulated import free_port, serving
from tests.loops import run_apart

from pulmu.adapters.sparkplug import Host, Metric, Payload, read_payload, read_topic, write_payload
from pulmu.adapters.sparkplug.broker import Broker as Address
from pulmu.adapters.sparkplug.edge import Edge, Shown
from pulmu.adapters.sparkplug.plant import SparkplugPlant
from pulmu.bootstrap.live import connect_plant
from pulmu.model import OutsideError, Quantity
from pulmu.model.tag import Tag

TAGS = (
    Tag(name="press/power", unit="kW", measure="power", station="press", measurement=1412, low=0, high=400),
    Tag(name="press/1/state", kind="text", measure="state", station="press", machine=1),
)
SHOWN: dict[str, Shown] = {"press/power": (260.0, "good", 1000), "press/1/state": ("busy", "good", 1000)}


# without a broker


def test_what_an_edge_says_is_what_a_host_learns() -> None:
    edge, host = Edge("plant", "line", TAGS), Host()

    def hear(verb: str, payload: Payload | None) -> list[tuple[str, object]]:
        assert payload is not None
        topic = read_topic(edge.topic(verb))
        assert topic is not None
        told = host.hear(topic, read_payload(write_payload(payload)))
        assert not told.asks_rebirth
        return [(metric.name, metric.value) for _, metric in told.metrics]

    death = edge.session()
    assert len(hear("NBIRTH", edge.birth(SHOWN, 1))) == 4
    assert edge.data(SHOWN, 2) is None
    for power in range(300):
        changed: dict[str, Shown] = {**SHOWN, "press/power": (float(power), "good", 5)}
        assert hear("NDATA", edge.data(changed, 2)) == [("press/power", float(power))]
    assert hear("NDATA", edge.data({**SHOWN, "press/power": (None, "bad", 5)}, 2))[0] == ("press/power", None)
    topic = read_topic(edge.topic("NDEATH"))
    assert topic is not None
    assert len(host.hear(topic, read_payload(write_payload(death))).stale) == 4
    assert read_payload(write_payload(edge.session())).metrics[0].value == 1


# with one


@dataclass
class Broker:
    """A broker of one test module."""

    port: int
    folder: Path
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        settings = self.folder / "mosquitto.conf"
        settings.write_text(f"listener {self.port} 127.0.0.1\nallow_anonymous true\n", "utf-8")
        command = [str(found_broker()), "-c", str(settings)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(0.5)

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait(timeout=10)


def found_broker() -> str | None:
    return shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin:/usr/local/sbin")


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    if found_broker() is None:
        reason = "mosquitto is not installed"
        if "mosquitto" in os.environ.get("PULMU_REQUIRE", "").split(","):
            pytest.fail(reason)
        pytest.skip(reason)
    made = Broker(free_port(), tmp_path_factory.mktemp("broker"))
    made.start()
    yield made
    made.stop()


def say(broker: Broker, topic: str, data: bytes) -> None:
    """Publish as any stranger on the broker may."""

    async def publish() -> None:
        async with Client("127.0.0.1", broker.port) as client:
            await client.publish(topic, data, qos=1)

    run_apart(publish())


def test_the_emulated_plant_is_heard_over_mqtt_and_stale_when_it_dies(broker: Broker, tmp_path: Path) -> None:
    with serving(tmp_path, "extrusions", "--warm-up", "1", "--mqtt", f"127.0.0.1:{broker.port}") as served:
        plant = SparkplugPlant(Address("127.0.0.1", broker.port), "pulmu", "extrusions")
        plant.start(20)
        try:
            tags = {tag.name: tag for tag in plant.tags()}
            assert len(tags) == 75
            assert (tags[POWER].unit, tags[POWER].measurement, tags[POWER].writable) == ("kW", 1412, False)
            assert (tags[STATE].kind, tags[STATE].machine) == ("text", 1)
            read = plant.read([SPEED, RUN, "no/such"])
            assert [(item.value, item.quality) for item in read] == [(100.0, "good"), (True, "good"), (None, "bad")]
            assert plant.write(SPEED, Quantity(90, "%")).outcome == "refused"
            taken = Taken()
            plant.subscribe(["line/clock", SPEED], taken, every=0.1)
            eventually(lambda: len(taken.of(SPEED)) > 0)
            # what strangers say on the broker neither counts nor disturbs
            say(broker, "spBv1.0/pulmu/NDATA/extrusions", b"\xff\xff\xff")
            say(broker, "spBv1.0/pulmu/NCMD/extrusions", b"\x00")
            assert plant.read([SPEED])[0].quality == "good"
            # a message out of turn: everything is stale until the node is born anew, which it is asked to be
            say(broker, "spBv1.0/pulmu/NDATA/extrusions",
                write_payload(Payload(seq=77, metrics=(Metric(alias=2, kind="Boolean", value=False),))))  # fmt: skip
            eventually(lambda: "stale" in [item.quality for item in taken.of(SPEED)])
            eventually(lambda: taken.of(SPEED)[-1].quality == "good")
            served.kill()
            eventually(lambda: taken.of(SPEED)[-1].quality == "stale", 30)
            assert taken.of(SPEED)[-1].value == 100.0
        finally:
            plant.close()


def test_a_setpoint_by_plain_command_is_not_heard(broker: Broker, tmp_path: Path) -> None:
    with serving(tmp_path, "extrusions", "--warm-up", "1", "--mqtt", f"127.0.0.1:{broker.port}"):
        plant = SparkplugPlant(Address("127.0.0.1", broker.port), "pulmu", "extrusions")
        plant.start(20)
        try:
            command = Payload(metrics=(Metric(name=SPEED, kind="Double", value=70.0),))
            say(broker, "spBv1.0/pulmu/NCMD/extrusions", write_payload(command))
            time.sleep(1.5)
            assert plant.read([SPEED])[0].value == 100.0
        finally:
            plant.close()


@pytest.mark.parametrize(
    "address",
    ["mqtt://plant.example:1883/a/b", "mqtt://127.0.0.1/a/b", "mqtt://127.0.0.1:1883/a", "mqtt://127.0.0.1:1883/+/#"],
)
def test_only_a_node_on_a_broker_of_this_machine_is_listened_to(address: str, tmp_path: Path) -> None:
    with pytest.raises(OutsideError) as error:
        connect_plant(address, tmp_path, "reader", None)
    assert error.value.problems[0].code == "live.mqtt_address"


def test_nobody_there_is_told(broker: Broker) -> None:
    with pytest.raises(OutsideError) as error:
        SparkplugPlant(Address("127.0.0.1", broker.port), "pulmu", "nobody").start(1)
    assert error.value.problems[0].code == "live.not_born"
