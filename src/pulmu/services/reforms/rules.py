"""The rules a workspace compares reforms under: the law, and the programmes that are in force there."""

from collections.abc import Iterable
from dataclasses import dataclass

from pulmu.model.programme import Programme
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.workspaces.programmes import programmes_in_force
from pulmu.support.programme import rulebook_of
from pulmu.support.rules import Rulebook
from pulmu.support.size import size_rules


@dataclass(frozen=True, slots=True)
class ReformRules:
    """Rules of a workspace.

    Parameters
    ----------
    programmes : Those in force, by id.
    own : Those of them that do not come with Pulmu.
    """

    rulebook: Rulebook
    programmes: tuple[Programme, ...]
    own: tuple[Programme, ...]

    @property
    def names(self) -> frozenset[str]:
        """Ids of the programmes."""
        return frozenset(item.id for item in self.programmes)

    @classmethod
    def of(cls, gate: Gate, actor: Actor, packaged: Iterable[Programme]) -> "ReformRules":
        """The rules of somebody's workspace.

        Raises
        ------
        AccessRefused  They may not look at them.
        """
        known = tuple(packaged)
        programmes = programmes_in_force(gate, actor, known)
        own = tuple(item for item in programmes if not any(item is other for other in known))
        return cls(_rulebook(programmes), programmes, own)


_KNOWN: dict[tuple[int, ...], tuple[tuple[Programme, ...], Rulebook]] = {}
"""Rulebooks by the programmes they are made of, which are kept beside: an identity is not given out again."""
_MOST_KNOWN = 8


def _rulebook(programmes: tuple[Programme, ...]) -> Rulebook:
    key = tuple(id(item) for item in programmes)
    known = _KNOWN.get(key)
    if known is None:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        known = _KNOWN[key] = (programmes, rulebook_of(programmes, size_rules()))
    return known[1]
