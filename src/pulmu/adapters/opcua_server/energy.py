"""Meters of the emulated plant as the companion specification has them: objects whose counters say when they began.

Source: OPC 34100 Energy Consumption Management 1.0.0. The types are the emulator's own, in its own namespace, and named
alike: the specification's node set is not loaded.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from asyncua import Server, ua

from pulmu.model.tag import Tag, Value

COUNTED, POWER = 1002, 1412
TYPE, COUNTER = "EnergyMeasurementType", "HasStatisticComponent"
PROFILE = "IEnergyProfileE1Type"
"""Active power. E2 asks for energy as Float counters (1001, 1004), imported and exported; served is a Double (1002)."""


@dataclass(slots=True)
class Energy:
    """Objects of meters, and when each counter began.

    Parameters
    ----------
    starts : Node of the property StartTime by the counter's tag.
    last : What each counter showed last.
    """

    space: int
    kinds: dict[str, ua.NodeId] = field(default_factory=dict)
    starts: dict[str, ua.NodeId] = field(default_factory=dict)
    last: dict[str, float] = field(default_factory=dict)

    async def define(self, server: Server) -> None:
        """Add the types."""
        base = server.get_node(ua.ObjectIds.BaseObjectType)
        interface = server.get_node(ua.ObjectIds.BaseInterfaceType)
        parts = server.get_node(ua.ObjectIds.HasComponent)
        self.kinds[TYPE] = (await base.add_object_type(self._id(TYPE), self._name(TYPE))).nodeid
        self.kinds[PROFILE] = (await interface.add_object_type(self._id(PROFILE), self._name(PROFILE))).nodeid
        made = await parts.add_reference_type(self._id(COUNTER), self._name(COUNTER), False, "StatisticComponentOf")
        self.kinds[COUNTER] = made.nodeid

    async def describe(self, meter: Any, path: str, tags: tuple[Tag, ...]) -> None:
        """Give the object of a meter what the specification asks of it."""
        for name, text in (("ApplicationTag", path), ("Resource", path.rpartition("/")[2])):
            await meter.add_property(ua.NodeId(f"{path}#{name}", self.space), self._name(name), text)
        if any(tag.measurement == POWER for tag in tags):
            await meter.add_reference(self.kinds[PROFILE], ua.ObjectIds.HasInterface, bidirectional=False)

    async def count(self, meter: Any, counter: Any, tag: Tag, now: datetime) -> None:
        """Hang a counter on its meter, with the time it began; it stays a component as well."""
        await meter.add_reference(counter.nodeid, self.kinds[COUNTER])
        start = await counter.add_property(
            ua.NodeId(f"{tag.name}#StartTime", self.space), self._name("StartTime"), now, ua.VariantType.DateTime
        )
        self.starts[tag.name] = start.nodeid

    def began(self, tag: str, value: Value | None) -> bool:
        """Whether a counter began anew: it fell."""
        if tag not in self.starts or isinstance(value, str) or value is None:
            return False
        before, self.last[tag] = self.last.get(tag, float(value)), float(value)
        return float(value) < before

    def _id(self, name: str) -> ua.NodeId:
        return ua.NodeId(name, self.space)

    def _name(self, name: str) -> ua.QualifiedName:
        return ua.QualifiedName(name, self.space)
