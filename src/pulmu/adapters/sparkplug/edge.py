"""An edge node of Sparkplug B that publishes a plant: its birth, what changes, and its death as a last will."""

from collections.abc import Mapping
from typing import Any

from pulmu.adapters.sparkplug.host import BD_SEQ, REBIRTH
from pulmu.adapters.sparkplug.payload import Metric, Payload
from pulmu.adapters.sparkplug.topic import Topic
from pulmu.model.tag import Quality, Tag, Value

KINDS = {"number": "Double", "truth": "Boolean", "text": "String"}
QUALITY: Mapping[Quality, int] = {"bad": 0, "uncertain": 64, "good": 192, "stale": 500}
"""Values of the property Quality; that of `uncertain` is OPC's, the others are Sparkplug's own."""
Shown = tuple[Value | None, Quality, int]
"""Value, quality, and the device's time. [ms since 1970]"""


class Edge:
    """What an edge node says, in order; each connection to the broker is a session with a number of its own."""

    def __init__(self, group: str, node: str, tags: tuple[Tag, ...]) -> None:
        self.group, self.node = group, node
        self.tags = {tag.name: tag for tag in tags}
        self.aliases = {tag.name: number for number, tag in enumerate(tags, 1)}
        self.bd_seq, self.seq = -1, 255
        self.last: dict[str, tuple[Value | None, Quality]] = {}

    def topic(self, verb: str) -> str:
        """Where it says so."""
        return str(Topic(self.group, verb, self.node))

    def session(self) -> Payload:
        """The death of the session that begins: left with the broker before anything else."""
        self.bd_seq = (self.bd_seq + 1) % 256
        return Payload(metrics=(self._number(),))

    def birth(self, shown: Mapping[str, Shown], now: int) -> Payload:
        """Every metric with its name, alias, data type, unit and what it stands for."""
        self.seq = 0
        self.last = {name: item[:2] for name, item in shown.items()}
        control = Metric(name=REBIRTH, kind="Boolean", value=False)
        metrics = tuple(self._metric(name, item, is_birth=True) for name, item in shown.items())
        return Payload(at=now, seq=0, metrics=(self._number(), control, *metrics))

    def data(self, shown: Mapping[str, Shown], now: int) -> Payload | None:
        """What changed since the last message, by alias; None where nothing did."""
        changed = {name: item for name, item in shown.items() if self.last.get(name) != item[:2]}
        if not changed:
            return None
        self.seq = (self.seq + 1) % 256
        self.last.update({name: item[:2] for name, item in changed.items()})
        metrics = tuple(self._metric(name, item, is_birth=False) for name, item in changed.items())
        return Payload(at=now, seq=self.seq, metrics=metrics)

    def _number(self) -> Metric:
        return Metric(name=BD_SEQ, kind="Int64", value=self.bd_seq)

    def _metric(self, name: str, shown: Shown, *, is_birth: bool) -> Metric:
        value, quality, at = shown
        tag = self.tags[name]
        said: dict[str, tuple[str, Any]] = {"Quality": ("Int32", QUALITY[quality])}
        if is_birth:
            said |= {"engUnit": ("String", tag.unit), "ElementType": ("String", tag.element),
                     "Station": ("String", tag.station), "Measure": ("String", tag.measure)}  # fmt: skip
            numbers = {"Machine": tag.machine, "MeasurementID": tag.measurement}
            said |= {key: ("Int32", number) for key, number in numbers.items() if number is not None}
            limits = {"engLow": tag.low, "engHigh": tag.high}
            said |= {key: ("Double", number) for key, number in limits.items() if number is not None}
        return Metric(
            name=name if is_birth else "", alias=self.aliases[name], kind=KINDS[tag.kind], value=value,
            is_null=value is None, at=at, properties=said,
        )  # fmt: skip
