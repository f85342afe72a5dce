"""What a subscription costs the server for each value: looked at, queued and packed without what no value needs.

asyncua copies every value piece by piece for every listener, and packs each field of a message by a function of its
own; both together are most of what a plant of thousands of tags costs. Values here are never changed once shown.
"""

import struct
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from asyncua import Server, ua
from asyncua.server.internal_subscription import InternalSubscription
from asyncua.server.monitored_item_service import MonitoredItemService
from asyncua.ua.ua_binary import struct_to_binary

CHANGES = ua.typeid_by_extension_objects[ua.DataChangeNotification]
ALL = 0x0F
"""Bits of a value that has a value, a status and both time stamps, and no more (OPC 10000-6, 5.2.2.17)."""
_COUNT = struct.Struct("<i")
_NUMBER = struct.Struct("<IBBdIqq")
"""Handle, bits of the value, type of the number, number, status, time of the device, time of the server."""


def hasten(server: Server) -> None:
    """Have every subscription of a client made this way from now on."""
    service: Any = server.iserver.subscription_service
    make = service.create_subscription

    async def create(*words: Any, **named: Any) -> ua.CreateSubscriptionResult:
        result: ua.CreateSubscriptionResult = await make(*words, **named)
        subscription = service.subscriptions[result.SubscriptionId]
        subscription.monitored_item_srv = Items(subscription, service.aspace)
        if subscription.pub_request_callback is not None:  # one within the server reads what it gets as objects
            subscription._pop_triggered_datachanges = lambda result: pop(subscription, result)
        return result

    service.create_subscription = create


class Items(MonitoredItemService):  # type: ignore[misc]  # asyncua's own classes are not typed for us
    """Takes a new value as it is."""

    async def datachange_callback(
        self, handle: int, value: ua.DataValue, error: ua.StatusCode | None = None
    ) -> None:  # fmt: skip
        """Queue a value for its listener, where it differs from the last."""
        number = self._monitored_datachange[handle]
        item = self._monitored_items[number]
        if error or item.filter or item.mode == ua.MonitoringMode.Disabled:
            await super().datachange_callback(handle, value, error)
            return
        values = item.mvalue
        before, values.old_dvalue, values.current_dvalue = values.current_dvalue, values.current_dvalue, value
        if before is not None and _is_same(before, value):
            return
        came = ua.MonitoredItemNotification(item.client_handle or 0, value)
        await self.isub.enqueue_datachange_event(number, came, item.queue_size)


def _is_same(before: ua.DataValue, now: ua.DataValue) -> bool:
    return bool(before.StatusCode == now.StatusCode and before.Value == now.Value)


def pop(subscription: InternalSubscription, result: ua.PublishResult) -> None:
    """Move what is queued into a message, packed."""
    waiting, subscription._triggered_datachanges = subscription._triggered_datachanges, {}
    if waiting:
        body = packed([item for items in waiting.values() for item in items])
        result.NotificationMessage.NotificationData.append(ua.ExtensionObject(TypeId=CHANGES, Body=body))


def packed(items: Sequence[ua.MonitoredItemNotification]) -> bytes:
    """Changes of values as they are sent: byte by byte what asyncua makes of a `DataChangeNotification`."""
    stamps = _Stamps()
    parts = [_COUNT.pack(len(items))]
    parts += [_number(item, stamps) or struct_to_binary(item) for item in items]
    parts.append(_COUNT.pack(0))  # nothing to diagnose
    return b"".join(parts)


def _number(item: ua.MonitoredItemNotification, stamps: "_Stamps") -> bytes | None:
    """A number with all that belongs to it; None for anything else."""
    value = item.Value
    variant, status, source, served = value.Value, value.StatusCode, value.SourceTimestamp, value.ServerTimestamp
    if (
        variant is None or variant.VariantType is not ua.VariantType.Double or type(variant.Value) is not float
        or status is None or source is None or served is None
        or value.SourcePicoseconds is not None or value.ServerPicoseconds is not None
    ):  # fmt: skip
        return None
    return _NUMBER.pack(item.ClientHandle, ALL, 11, variant.Value, status.value, stamps.of(source), stamps.of(served))


class _Stamps:
    """Times as they are sent; many values share one."""

    def __init__(self) -> None:
        self.at: datetime | None = None
        self.sent = 0

    def of(self, at: datetime) -> int:
        if at is not self.at:
            self.at, self.sent = at, ua.datetime_to_win_epoch(at)
        return self.sent
