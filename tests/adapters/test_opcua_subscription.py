"""What a server sends of a subscription: whatever of it is missed, late or refused is said of each tag."""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import pytest
from asyncua import ua
from tests.loops import run_apart

from pulmu.adapters._hand_over import HandOver
from pulmu.adapters.opcua_plant.point import Point
from pulmu.adapters.opcua_plant.subscription import Listening, follows, parameters
from pulmu.model.tag import Sample, Tag


@dataclass
class Heard:
    """Takes the place of what hands samples over."""

    groups: list[list[Sample]] = field(default_factory=list)

    def put(self, samples: list[Sample]) -> None:
        self.groups.append(list(samples))

    @property
    def said(self) -> list[tuple[str, object, str, str]]:
        return [(item.tag, item.value, item.quality, item.because) for group in self.groups for item in group]


POINTS = [Point(Tag(name=name, measure="power"), ua.NodeId(name, 2), 1.0) for name in ("a", "b")]


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
def gone() -> list[str]:
    return []


@pytest.fixture
def listening(heard: Heard, gone: list[str]) -> Listening:
    made = Listening(POINTS, 1.0, cast("HandOver", heard), gone.append)
    made.served = SimpleNamespace(
        subscription_id=7, last_sequence_number=1,
        _monitored_items={n: SimpleNamespace(node=SimpleNamespace(nodeid=p.node)) for n, p in enumerate(POINTS)},
    )  # fmt: skip
    return made


def message(handle: int, value: float, status: int = 0) -> Any:
    sent = ua.DataValue(ua.Variant(value, ua.VariantType.Double), StatusCode=ua.StatusCode(status))
    return ua.DataChangeNotification(MonitoredItems=[ua.MonitoredItemNotification(ClientHandle=handle, Value=sent)])


def test_values_of_a_message_are_handed_over_together_and_in_order(listening: Listening, heard: Heard) -> None:
    both = message(0, 1.0)
    both.MonitoredItems += [*message(1, 2.0).MonitoredItems, *message(0, 3.0).MonitoredItems]
    listening.take(listening.served, both)
    assert [[(item.tag, item.value) for item in group] for group in heard.groups] == [
        [("a", 1.0), ("b", 2.0), ("a", 3.0)]
    ]


def test_a_message_that_is_missing_is_said_of_every_tag(listening: Listening, heard: Heard) -> None:
    for number in (1, 2, 4):
        listening.served.last_sequence_number = number
        listening.take(listening.served, message(0, float(number)))
    assert [(tag, value, quality) for tag, value, quality, _ in heard.said] == [
        ("a", 1.0, "good"), ("a", 2.0, "good"), ("a", None, "bad"), ("b", None, "bad"), ("a", 4.0, "good"),
    ]  # fmt: skip
    assert "a message of the server is missing" in heard.said[2][3]


def test_a_queue_that_ran_over_is_said_before_the_value(listening: Listening, heard: Heard) -> None:
    listening.take(listening.served, message(1, 5.0, 0x480))
    assert [(tag, value, quality) for tag, value, quality, _ in heard.said] == [("b", None, "bad"), ("b", 5.0, "good")]


def test_what_was_on_its_way_when_the_link_was_lost_counts_no_more(listening: Listening, heard: Heard) -> None:
    served = listening.served
    listening.take(served, message(0, 1.0))
    listening.lose("cut")
    listening.take(served, message(0, 2.0))
    listening.lose("cut")
    assert [(tag, quality) for tag, _, quality, _ in heard.said] == [("a", "good"), ("a", "stale"), ("b", "stale")]


def test_a_server_that_lets_go_of_a_subscription_is_asked_anew(listening: Listening, gone: list[str]) -> None:
    told = ua.StatusChangeNotification(Status=ua.StatusCode(ua.StatusCodes.BadTimeout))
    listening.take(listening.served, SimpleNamespace(notification=told))
    assert gone == ["the server no longer watches: BadTimeout"]


def test_numbers_of_messages_begin_at_one_again() -> None:
    assert follows((7, 1), (7, 2))
    assert follows((7, 0xFFFF_FFFF), (7, 1))
    assert not follows((7, 1), (7, 3))
    assert not follows((7, 1), (8, 2))


@pytest.mark.parametrize("every", [0.01, 0.2, 1.0, 60.0])
def test_a_server_keeps_nothing_for_long_for_one_who_is_gone(every: float) -> None:
    asked = parameters(every)
    assert asked.RequestedLifetimeCount >= 3 * asked.RequestedMaxKeepAliveCount >= 3  # OPC 10000-4, 5.13.2
    assert asked.RequestedLifetimeCount * asked.RequestedPublishingInterval <= max(16_000, 3000 * every)


def test_a_server_looks_at_a_device_no_oftener_than_values_are_wanted(heard: Heard) -> None:
    asked: list[dict[str, float]] = []

    class Served:
        async def subscribe_data_change(self, nodes: list[object], **wish: float) -> list[int]:
            asked.append(wish)
            return list(range(len(nodes)))

    async def create(_parameters: object, _handler: object) -> Served:
        return Served()

    client = SimpleNamespace(create_subscription=create, get_node=lambda node: node)
    for every in (0.01, 1.0, 60.0):
        run_apart(Listening(POINTS, every, cast("HandOver", heard), lambda _: None).open(client))
    assert [wish["sampling_interval"] for wish in asked] == [50.0, 1000.0, 60_000.0]
    assert {wish["queuesize"] for wish in asked} == {50}
