"""Walks through a server's objects, each node once however its references run; strangers' servers are not trusted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from asyncua import Client, ua

BATCH = 500
"""Nodes in one request, where the server allows as many."""
DEEPEST, MOST = 40, 100_000
"""Levels, and nodes looked at."""
_NEXT = 10_000
"""Answers of one node that are taken after the first."""
_LEFT_OUT = frozenset((ua.ObjectIds.Server, ua.ObjectIds.Aliases, ua.ObjectIds.Locations))


@dataclass(slots=True)
class Found:
    """A variable, its properties, and the names of what it lies in.

    Parameters
    ----------
    titles : Display names of what it lies in, and its own.
    properties : By browse name: the first of each.
    """

    item: Any
    path: tuple[str, ...]
    titles: tuple[str, ...]
    properties: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class Walk:
    """Variables in the order in which they were met.

    Parameters
    ----------
    stopped : Why it ended before all was seen; empty where it did not.
    """

    variables: list[Found]
    stopped: str = ""


def parts(items: Sequence[Any], size: int = BATCH) -> Iterator[Sequence[Any]]:
    """The items in groups, in order."""
    for start in range(0, len(items), size):
        yield items[start : start + size]


async def walk(client: Client, size: int) -> Walk:
    """Variables below the server's objects; those of the server itself are left out.

    Parameters
    ----------
    size : Nodes in one request.
    """
    found = Walk([])
    seen = {client.nodes.objects.nodeid, *(ua.NodeId(number) for number in _LEFT_OUT)}
    level: list[tuple[Any, tuple[str, ...], tuple[str, ...], Found | None]] = [
        (client.nodes.objects.nodeid, (), (), None)
    ]
    for _ in range(DEEPEST):
        below: list[tuple[Any, tuple[str, ...], tuple[str, ...], Found | None]] = []
        answers = await references(client, [item[0] for item in level], size)
        for (_, path, titles, owner), items in zip(level, answers, strict=True):
            for item in items:
                if item.ReferenceTypeId == ua.NodeId(ua.ObjectIds.HasProperty):
                    if owner is not None:
                        owner.properties.setdefault(item.BrowseName.Name or "", item.NodeId)
                    continue
                if item.NodeId in seen or _is_elsewhere(item.NodeId):
                    continue
                if len(seen) > MOST:
                    found.stopped = f"more than {MOST:,} nodes: the rest was not looked at"
                    break
                seen.add(item.NodeId)
                below.append(_step(item, path, titles, found))
        level = below
        if not level or (found.stopped and not any(item[3] for item in level)):
            break
    else:
        found.stopped = found.stopped or f"more than {DEEPEST} levels deep: the rest was not looked at"
    return found


def _step(
    item: Any, path: tuple[str, ...], titles: tuple[str, ...], found: Walk
) -> tuple[Any, tuple[str, ...], tuple[str, ...], Found | None]:
    own = str(item.BrowseName.Name or item.DisplayName.Text or "")
    path, titles = (*path, own), (*titles, str(item.DisplayName.Text or own))
    variable = Found(item, path, titles) if item.NodeClass == ua.NodeClass.Variable else None
    if variable is not None:
        found.variables.append(variable)
    return _own(item.NodeId), path, titles, variable


def _is_elsewhere(node: Any) -> bool:
    """Whether a node is another server's: it is not followed."""
    return bool(getattr(node, "ServerIndex", None))


def _own(node: Any) -> Any:
    """The id of a node of this very server, as a request takes it."""
    return ua.NodeId(node.Identifier, node.NamespaceIndex, node.NodeIdType)


async def references(
    client: Client, nodes: Sequence[Any], size: int, *, kind: int = ua.ObjectIds.HierarchicalReferences,
    direction: ua.BrowseDirection = ua.BrowseDirection.Forward,
) -> list[list[Any]]:  # fmt: skip
    """Of each node where its references lead to, all of them, in however many answers the server tells them."""
    found: list[list[Any]] = []
    for group in parts(nodes, size):
        wanted = [
            ua.BrowseDescription(
                NodeId=node, BrowseDirection=direction, ReferenceTypeId=ua.NodeId(kind), IncludeSubtypes=True,
                NodeClassMask=0, ResultMask=ua.BrowseResultMask.All,
            )
            for node in group
        ]  # fmt: skip
        answers = await client.uaclient.browse(ua.BrowseParameters(NodesToBrowse=wanted))
        found += [await _all_of(client, answer) for answer in answers]
    return found


async def _all_of(client: Client, answer: Any) -> list[Any]:
    items = list(answer.References or ())
    point = answer.ContinuationPoint
    while point and len(items) < _NEXT * 10:
        following = await client.uaclient.browse_next(
            ua.BrowseNextParameters(ReleaseContinuationPoints=False, ContinuationPoints=[point])
        )
        if not following or not following[0].References:
            break
        items += following[0].References
        point = following[0].ContinuationPoint
    return items


async def read(client: Client, nodes: Sequence[Any], attribute: Any, size: int) -> list[Any]:
    """An attribute of each node; None where the server has none."""
    found: list[Any] = []
    for group in parts(nodes, size):
        found += await client.uaclient.read_attributes(list(group), attribute)
    return [item.Value.Value if item.Value is not None and item.StatusCode.is_good() else None for item in found]


async def size_of_requests(client: Client) -> int:
    """Nodes in one request: as many as the server says it takes."""
    ids = ua.ObjectIds
    limits = await read(
        client,
        [
            ua.NodeId(ids.Server_ServerCapabilities_OperationLimits_MaxNodesPerRead),
            ua.NodeId(ids.Server_ServerCapabilities_OperationLimits_MaxNodesPerBrowse),
        ],
        ua.AttributeIds.Value, 2,
    )  # fmt: skip
    return min([BATCH, *(int(item) for item in limits if isinstance(item, int) and item > 0)])
