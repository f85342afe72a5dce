"""Groups of firms: everything that ties join, through any number of them, with the chain that joins two."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pulmu.support.review.naming import firm_key, names_of, register_key
from pulmu.support.review.parties import Party, Tie


@dataclass(frozen=True, slots=True)
class Groups:
    """Firms by node; a node is a register number, or the name of a firm that was told without one.

    Parameters
    ----------
    near : Nodes a tie joins to a node, with the reason.
    party : A firm of each node.
    named : Nodes of register numbers by name: a firm told by name alone may be any of them.
    """

    near: dict[str, dict[str, str]]
    party: dict[str, Party]
    named: dict[str, frozenset[str]]

    @classmethod
    def of(cls, ties: Iterable[Tie]) -> "Groups":
        """The groups that ties make."""
        near: dict[str, dict[str, str]] = defaultdict(dict)
        party: dict[str, Party] = {}
        named: dict[str, set[str]] = defaultdict(set)
        for tie in ties:
            first, second = _node(tie.first), _node(tie.second)
            for node, one in ((first, tie.first), (second, tie.second)):
                party.setdefault(node, one)
                if node.startswith("r:"):
                    for name in names_of(one):
                        named[name].add(node)
            near[first].setdefault(second, tie.why)
            near[second].setdefault(first, tie.why)
        return cls(dict(near), party, {name: frozenset(nodes) for name, nodes in named.items()})

    def others(self, party: Party) -> Iterator[tuple[Party, str]]:
        """The other firms of a firm's group, nearest first, each with its chain."""
        start = self._nodes(party)
        queue, chains = deque(sorted(start)), dict.fromkeys(start, "")
        while queue:
            node = queue.popleft()
            for other, why in sorted(self._near(node).items()):
                if other not in chains:
                    chains[other] = "; ".join(filter(None, (chains[node], why)))
                    queue.append(other)
                    yield self.party[other], chains[other]

    def _nodes(self, party: Party) -> set[str]:
        """Where a firm stands; one that was told by number also where somebody told its name alone."""
        nodes = {_node(party), *(f"n:{name}" for name in names_of(party))}
        if not register_key(party.register):
            nodes |= {node for name in names_of(party) for node in self.named.get(name, ())}
        return {node for node in nodes if node in self.party}

    def _near(self, node: str) -> dict[str, str]:
        near = dict(self.near.get(node, {}))
        same = {f"n:{name}" for name in names_of(self.party[node])} & self.party.keys()
        if node.startswith("n:"):
            same |= {one for name in names_of(self.party[node]) for one in self.named.get(name, ())}
        return dict.fromkeys(same - {node}, "") | near


def _node(party: Party) -> str:
    number = register_key(party.register)
    return f"r:{number}" if number else f"n:{firm_key(party.name)}"
