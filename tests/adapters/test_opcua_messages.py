"""Changes of values, packed and read in one go: the same as asyncua's own, byte by byte and value by value."""

import math
from datetime import UTC, datetime
from typing import Any

import pytest
from asyncua import Server, ua
from asyncua.common.utils import Buffer
from asyncua.ua.ua_binary import from_binary, struct_from_binary, struct_to_binary
from hypothesis import given
from hypothesis import strategies as st
from tests.loops import run_apart

from pulmu.adapters.opcua_plant.publish import read_changes, read_response
from pulmu.adapters.opcua_server.publishing import CHANGES, Items, hasten, packed

MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))
KINDS = ua.VariantType
VARIANTS = st.one_of(
    st.floats().map(lambda value: ua.Variant(value, KINDS.Double)),
    st.floats().map(lambda value: ua.Variant(value, KINDS.Double)),
    st.integers(0, 2**31).map(lambda value: ua.Variant(value, KINDS.Double)),
    st.booleans().map(lambda value: ua.Variant(value, KINDS.Boolean)),
    st.text(max_size=9).map(lambda value: ua.Variant(value, KINDS.String)),
    st.lists(st.floats(), max_size=3).map(lambda value: ua.Variant(value, KINDS.Double, is_array=True)),
    st.just(ua.Variant(None, KINDS.Null)),
)
STATUSES = st.sampled_from([0, 0, 0, 0x480, 0x40000000, 0x80340000]).map(ua.StatusCode)
VALUES = st.builds(
    ua.DataValue, VARIANTS, st.none() | STATUSES, st.none() | MOMENTS, st.none() | MOMENTS,
    st.none() | st.integers(0, 9999), st.none() | st.integers(0, 9999),
)  # fmt: skip
WHOLE = st.builds(
    ua.DataValue, st.floats().map(lambda value: ua.Variant(value, KINDS.Double)), STATUSES, MOMENTS, MOMENTS
)
ITEMS = st.lists(st.builds(ua.MonitoredItemNotification, st.integers(0, 2**32 - 1), WHOLE | VALUES), max_size=8)


@given(ITEMS)
def test_changes_are_packed_as_asyncua_packs_them(items: list[ua.MonitoredItemNotification]) -> None:
    assert packed(items) == struct_to_binary(ua.DataChangeNotification(items))


@given(ITEMS)
def test_changes_are_read_as_asyncua_reads_them(items: list[ua.MonitoredItemNotification]) -> None:
    body = struct_to_binary(ua.DataChangeNotification(items))
    assert told(read_changes(body)) == told(from_binary(ua.DataChangeNotification, Buffer(body)))


@given(st.lists(ITEMS, max_size=3), st.lists(st.integers(0, 2**32 - 1), max_size=4))
def test_an_answer_is_read_as_asyncua_reads_it(messages: list[list[Any]], numbers: list[int]) -> None:
    response = ua.PublishResponse()
    result = response.Parameters
    result.SubscriptionId, result.AvailableSequenceNumbers, result.Results = 77, numbers, [ua.StatusCode(0x80340000)]
    result.DiagnosticInfos = [ua.DiagnosticInfo(SymbolicId=3)]
    data = [ua.ExtensionObject(TypeId=CHANGES, Body=packed(items)) for items in messages]
    result.NotificationMessage.NotificationData = [*data, ua.StatusChangeNotification(ua.StatusCode(0x80A0000))]
    sent = struct_to_binary(response)
    rest = Buffer(sent)
    assert told(read_response(rest)) == told(struct_from_binary(ua.PublishResponse, Buffer(sent)))
    assert len(rest) == 0


@given(ITEMS.filter(bool), st.data())
def test_a_message_that_ends_early_is_no_message(
    items: list[ua.MonitoredItemNotification], data: st.DataObject
) -> None:
    body = packed(items)
    cut = body[: data.draw(st.integers(0, len(body) - 1))]
    with pytest.raises(Exception):  # noqa: B017 - whatever it is, the link tells it as a message it cannot read
        read_changes(cut)


def told(found: Any) -> str:
    """All that is in it; not a number is itself."""
    return repr(found)


def test_a_value_is_queued_where_it_differs_and_as_it_is() -> None:
    run_apart(queue_values())


async def queue_values() -> None:
    server = Server()
    await server.init()
    hasten(server)
    node = await server.nodes.objects.add_variable(2, "power", 1.0)
    service, space = server.iserver.subscription_service, server.iserver.aspace
    made = await service.create_subscription(
        ua.CreateSubscriptionParameters(60_000, 100, 10), _nothing, ua.NodeId(1), lambda _number: None
    )
    subscription = service.subscriptions[made.SubscriptionId]
    assert isinstance(subscription.monitored_item_srv, Items)
    asked = ua.MonitoredItemCreateRequest(ua.ReadValueId(node.nodeid, ua.AttributeIds.Value))
    asked.MonitoringMode, asked.RequestedParameters.QueueSize = ua.MonitoringMode.Reporting, 5
    await service.create_monitored_items(ua.CreateMonitoredItemsParameters(made.SubscriptionId, ItemsToCreate=[asked]))
    now = datetime.now(UTC)
    for number in (1.0, 2.0, 2.0, math.nan):
        value = ua.DataValue(ua.Variant(number, KINDS.Double), SourceTimestamp=now, ServerTimestamp=now)
        await space.write_attribute_value(node.nodeid, ua.AttributeIds.Value, value)
    result = ua.PublishResult()
    subscription._pop_triggered_datachanges(result)  # as it does once a client asks
    (sent,) = result.NotificationMessage.NotificationData
    found = [item.Value.Value.Value for item in read_changes(sent.Body).MonitoredItems]
    assert repr(found) == "[1.0, 2.0, nan]"
    await service.delete_subscriptions([made.SubscriptionId])


async def _nothing(*_words: object) -> None:
    return None
