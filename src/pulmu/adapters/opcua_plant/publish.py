"""Messages of changes as a server sends them, read in one go where they hold numbers.

asyncua reads each field by a function of its own, which is most of what a plant of thousands of tags costs whoever
keeps it. What is no number with a status and both time stamps is read by asyncua.
"""

import struct
from collections.abc import Callable
from datetime import datetime
from typing import Any

from asyncua import Client, ua
from asyncua.common.utils import Buffer
from asyncua.ua.ua_binary import extensionobject_from_binary, from_binary, nodeid_from_binary
from asyncua.ua.uaerrors import UaStructParsingError

CHANGES = ua.typeid_by_extension_objects[ua.DataChangeNotification]
ALL, DOUBLE = 0x0F, 11
"""Bits of a value that has a value, a status and both time stamps, and no more, and the type of a number of 64 bits
(OPC 10000-6, 5.2.2.16 and 17)."""
_COUNT = struct.Struct("<i")
_HEAD = struct.Struct("<IBB")
_NUMBER = struct.Struct("<dIqq")
_LONG = _HEAD.size + _NUMBER.size
_GOOD = ua.StatusCode()


def hasten(client: Client) -> None:
    """Have a client read its messages this way."""
    session: Any = client.uaclient.session

    async def publish(acks: list[ua.SubscriptionAcknowledgement]) -> ua.PublishResponse:
        request = ua.PublishRequest()
        request.Parameters.SubscriptionAcknowledgements = acks or []
        data = await session._send_request(request, timeout=0)
        try:
            return read_response(data)
        except Exception as error:
            raise UaStructParsingError from error

    session.publish = publish


def read_response(data: Buffer) -> ua.PublishResponse:
    """An answer with what changed: the same that asyncua reads."""
    kind, header = nodeid_from_binary(data), from_binary(ua.ResponseHeader, data)
    found = ua.PublishResult(
        SubscriptionId=from_binary(ua.UInt32, data),
        AvailableSequenceNumbers=_list(data, lambda: from_binary(ua.UInt32, data)),
        MoreNotifications=from_binary(ua.Boolean, data),
        NotificationMessage=ua.NotificationMessage(
            SequenceNumber=from_binary(ua.UInt32, data), PublishTime=from_binary(ua.DateTime, data),
            NotificationData=_list(data, lambda: _notification(data)),
        ),
        Results=_list(data, lambda: from_binary(ua.StatusCode, data)),
        DiagnosticInfos=_list(data, lambda: from_binary(ua.DiagnosticInfo, data)),
    )  # fmt: skip
    return ua.PublishResponse(TypeId=kind, ResponseHeader=header, Parameters=found)


def _list(data: Buffer, read: Callable[[], Any]) -> list[Any]:
    return [read() for _ in range(from_binary(ua.Int32, data))]


def _notification(data: Buffer) -> Any:
    ahead = data.copy()
    if nodeid_from_binary(ahead) != CHANGES or ahead.read(1) != b"\x01":
        return extensionobject_from_binary(data)
    body = ahead.read(from_binary(ua.Int32, ahead))
    data.skip(len(data) - len(ahead))
    return read_changes(body)


def read_changes(body: bytes) -> ua.DataChangeNotification:
    """Changes of values of one message."""
    (count,) = _COUNT.unpack_from(body)
    moments = _Moments()
    items, place = list[ua.MonitoredItemNotification](), _COUNT.size
    for _ in range(count):
        if len(body) - place >= _LONG and body[place + 4] == ALL and body[place + 5] == DOUBLE:
            handle, _, _ = _HEAD.unpack_from(body, place)
            value, status, source, served = _NUMBER.unpack_from(body, place + _HEAD.size)
            items.append(
                ua.MonitoredItemNotification(
                    handle,
                    ua.DataValue(
                        ua.Variant(value, ua.VariantType.Double), ua.StatusCode(status) if status else _GOOD,
                        moments.of(source), moments.of(served),
                    ),
                )
            )  # fmt: skip
            place += _LONG
            continue
        rest = Buffer(body, place)
        items.append(from_binary(ua.MonitoredItemNotification, rest))
        place = rest.cur_pos
    infos = Buffer(body, place)
    return ua.DataChangeNotification(items, _list(infos, lambda: from_binary(ua.DiagnosticInfo, infos)))


class _Moments:
    """Times as they were sent; many values share one."""

    def __init__(self) -> None:
        self.sent = -1
        self.at: datetime = ua.win_epoch_to_datetime(0)

    def of(self, sent: int) -> datetime:
        if sent != self.sent:
            self.sent, self.at = sent, ua.win_epoch_to_datetime(sent)
        return self.at
