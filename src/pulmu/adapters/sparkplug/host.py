"""What a host knows of edge nodes from their messages: nothing before a birth, everything stale after a death."""

from dataclasses import dataclass, field, replace
from typing import Any

from pulmu.adapters.sparkplug.payload import Metric, Payload, with_kind
from pulmu.adapters.sparkplug.topic import Topic
from pulmu.model import InputError

BD_SEQ, REBIRTH = "bdSeq", "Node Control/Rebirth"
_MOST = 100_000
"""Metrics of an edge node and its devices at most."""


@dataclass(frozen=True, slots=True)
class Told:
    """What one message says.

    Parameters
    ----------
    metrics : Device (empty: the node) and metric, with name, data type and value.
    stale : Device and name of metrics that are no longer known to hold.
    asks_rebirth : Whether the node must be asked for its birth: something of it was missed, or is not known.
    """

    metrics: tuple[tuple[str, Metric], ...] = ()
    stale: tuple[tuple[str, str], ...] = ()
    asks_rebirth: bool = False


@dataclass(slots=True)
class _Node:
    """An edge node that is alive.

    Parameters
    ----------
    kinds : Data type by device and name.
    aliases : Device and name by alias: one alias stands for one metric of the whole node.
    """

    bd_seq: int | None
    seq: int
    kinds: dict[tuple[str, str], str] = field(default_factory=dict)
    aliases: dict[int, tuple[str, str]] = field(default_factory=dict)
    devices: set[str] = field(default_factory=set)


class Host:
    """A host application that listens; it tells what it learns and asks for what it missed."""

    def __init__(self) -> None:
        self.nodes: dict[tuple[str, str], _Node] = {}

    def hear(self, topic: Topic, payload: Payload) -> Told:
        """Take in one message."""
        node = self.nodes.get((topic.group, topic.node))
        if topic.verb == "NBIRTH":
            return self._born(topic, payload, node)
        if topic.verb == "NDEATH":
            return self._died(topic, payload, node)
        if topic.verb in ("NCMD", "DCMD"):
            return Told()
        if node is None:
            return Told(asks_rebirth=True)
        if payload.seq != (node.seq + 1) % 256:
            return self._missed(topic, node)
        node.seq = payload.seq
        if topic.verb == "DDEATH":
            node.devices.discard(topic.device)
            return Told(stale=tuple(key for key in node.kinds if key[0] == topic.device))
        if topic.verb == "DBIRTH":
            return self._device_born(topic, payload, node)
        if topic.device and topic.device not in node.devices:
            return Told(asks_rebirth=True)
        return self._data(topic, payload, node)

    def lose_all(self) -> Told:
        """The link to the broker is lost: nothing holds any more, and every node must be born anew."""
        stale = tuple(key for node in self.nodes.values() for key in node.kinds)
        self.nodes.clear()
        return Told(stale=stale)

    def _born(self, topic: Topic, payload: Payload, before: _Node | None) -> Told:
        if payload.seq is None:
            return Told(asks_rebirth=True)
        node = _Node(_bd_seq(payload), payload.seq)
        gone = () if before is None else tuple(before.kinds)
        told = self._learn("", payload, node)
        if told.asks_rebirth:
            self.nodes.pop((topic.group, topic.node), None)
            return replace(told, metrics=(), stale=gone)
        self.nodes[topic.group, topic.node] = node
        return replace(told, stale=tuple(key for key in gone if key not in node.kinds))

    def _device_born(self, topic: Topic, payload: Payload, node: _Node) -> Told:
        for key in [key for key in node.kinds if key[0] == topic.device]:
            del node.kinds[key]
        node.aliases = {alias: key for alias, key in node.aliases.items() if key[0] != topic.device}
        node.devices.add(topic.device)
        return self._learn(topic.device, payload, node)

    def _learn(self, device: str, payload: Payload, node: _Node) -> Told:
        """A birth names every metric with its data type; an alias that stands for two is an error of the sender."""
        for metric in payload.metrics:
            key = (device, metric.name)
            taken = metric.alias is not None and node.aliases.get(metric.alias, key) != key
            if not metric.name or not metric.kind or taken or len(node.kinds) >= _MOST:
                return Told(asks_rebirth=True)
            node.kinds[key] = metric.kind
            if metric.alias is not None:
                node.aliases[metric.alias] = key
        return Told(metrics=tuple((device, metric) for metric in payload.metrics))

    def _died(self, topic: Topic, payload: Payload, node: _Node | None) -> Told:
        """A death counts where it is that of the birth that is known: an older one may come late."""
        if node is None or node.bd_seq != _bd_seq(payload):
            return Told()
        del self.nodes[topic.group, topic.node]
        return Told(stale=tuple(node.kinds))

    def _missed(self, topic: Topic, node: _Node) -> Told:
        del self.nodes[topic.group, topic.node]
        return Told(stale=tuple(node.kinds), asks_rebirth=True)

    def _data(self, topic: Topic, payload: Payload, node: _Node) -> Told:
        found: list[tuple[str, Metric]] = []
        asks = False
        for metric in payload.metrics:
            key = node.aliases.get(metric.alias) if metric.alias is not None else None
            key = key or (topic.device, metric.name)
            kind = node.kinds.get(key)
            value = _value(metric, kind) if kind is not None and key[0] == topic.device else _UNKNOWN
            if value is _UNKNOWN or kind is None:
                asks = True
                continue
            found.append((key[0], replace(metric, name=key[1], kind=kind, value=value)))
        return Told(metrics=tuple(found), asks_rebirth=asks)


_UNKNOWN = object()


def _value(metric: Metric, kind: str) -> Any:
    """The value of the type of the birth; a metric that changes its type is not believed."""
    if metric.kind and metric.kind != kind:
        return _UNKNOWN
    try:
        return with_kind(metric, kind)
    except InputError:
        return _UNKNOWN


def _bd_seq(payload: Payload) -> int | None:
    value = next((item.value for item in payload.metrics if item.name == BD_SEQ), None)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
