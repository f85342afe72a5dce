"""Writes that arrive at the emulated plant: who may, what is taken, and the faults a write may meet."""

import asyncio
import time
from collections.abc import Awaitable, Callable

from asyncua import ua
from asyncua.crypto.permission_rules import User, UserRole
from asyncua.server.address_space import AddressSpace, AttributeService

from pulmu.adapters._opcua.units import on_the_wire
from pulmu.adapters.opcua_server.keys import OPERATOR
from pulmu.model.tag import Tag, Value
from pulmu.services.live.emulated import EmulatedPlant, Refusal
from pulmu.services.live.faults import Instruments

_CODES: dict[Refusal, int] = {
    "": ua.StatusCodes.Good,
    "unknown": ua.StatusCodes.BadNodeIdUnknown,
    "not_writable": ua.StatusCodes.BadNotWritable,
    "wrong_type": ua.StatusCodes.BadTypeMismatch,
    "not_finite": ua.StatusCodes.BadOutOfRange,
    "out_of_range": ua.StatusCodes.BadOutOfRange,
    "local": ua.StatusCodes.BadRequestNotAllowed,
    "hold": ua.StatusCodes.BadInvalidState,
}
_NUMBERS = (ua.VariantType.Double, ua.VariantType.Float)


class Writes(AttributeService):  # type: ignore[misc]
    """The attribute service of a server; a client's write goes to the plant, never to the address space itself."""

    def __init__(
        self,
        space: AddressSpace,
        plant: EmulatedPlant,
        instruments: Instruments,
        publish: Callable[[], Awaitable[None]],
    ):
        super().__init__(space)
        self.plant, self.instruments, self.publish = plant, instruments, publish
        self.nodes: dict[ua.NodeId, Tag] = {}

    async def write(self, params: ua.WriteParameters, user: User | None = None) -> list[ua.StatusCode]:
        """Outcome of each write, in order."""
        if user is None or user.role == UserRole.Admin:  # the server itself; nobody else is ever given that role
            return list(await super().write(params))
        return [ua.StatusCode(await self.one(item, user)) for item in params.NodesToWrite]

    async def one(self, item: ua.WriteValue, user: User) -> int:
        """The status of one write."""
        tag = self.nodes.get(item.NodeId)
        if user.name != OPERATOR or tag is None or item.AttributeId != ua.AttributeIds.Value or item.IndexRange:
            return int(ua.StatusCodes.BadUserAccessDenied)
        if fault := self.instruments.of("slow_write", tag.name):
            await asyncio.sleep(fault.amount)
        if self.instruments.of("refused_write", tag.name):
            return int(ua.StatusCodes.BadDeviceFailure)
        value = value_of(tag, item.Value)
        if value is None:
            return int(ua.StatusCodes.BadTypeMismatch)
        if self.instruments.of("ignored_write", tag.name):
            return int(ua.StatusCodes.Good)
        refusal = self.plant.command(tag.name, value, time.monotonic())
        if not refusal:
            await self.publish()
        return _CODES[refusal]


def value_of(tag: Tag, sent: ua.DataValue) -> Value | None:
    """What a client sent, in the tag's unit; None where it is of another type, an array, or said to be bad."""
    variant = sent.Value
    if variant is None or variant.is_array or (sent.StatusCode is not None and not sent.StatusCode.is_good()):
        return None
    if tag.kind == "truth":
        return variant.Value if variant.VariantType == ua.VariantType.Boolean else None
    if tag.kind != "number" or variant.VariantType not in _NUMBERS:
        return None
    return float(variant.Value) / on_the_wire(tag.unit, tag.measurement)[1]
