"""Ties of the firms in a firm's file: who controls whom, and which firms one person leads or may control."""

from collections.abc import Iterator
from itertools import pairwise

from pulmu.model.finding import Answer
from pulmu.model.firm import Firms
from pulmu.support.ownership import Graph, OwnershipLimits, graph_of, relatives_of
from pulmu.support.review.parties import Party, Tie


def ties_of(firms: Firms, limits: OwnershipLimits) -> tuple[Tie, ...]:
    """Every tie of one group; what may be control and is not known counts as one, as a conflict is asked about.

    Raises
    ------
    InputError  There are too many shareholdings (`firm.too_entangled`).
    """
    graph = graph_of(firms)
    return (*_by_control(graph, firms, limits), *_by_persons(graph, firms, limits))


def _by_control(graph: Graph, firms: Firms, limits: OwnershipLimits) -> Iterator[Tie]:
    for firm in firms.companies:
        for row in relatives_of(graph, firm.id, limits):
            if row.direction == "controls":
                below, above = row.relative_id, firm.id
            else:
                below, above = firm.id, row.relative_id
            sure = "controls" if row.why.answer is Answer.YES else "may control"
            yield Tie(_party(graph, above), _party(graph, below), f"{_name(graph, above)} {sure} {_name(graph, below)}")


def _by_persons(graph: Graph, firms: Firms, limits: OwnershipLimits) -> Iterator[Tie]:
    """Firms of one person, and of relatives of one another: each joined to the next."""
    for person in firms.holders:
        if person.kind != "person":
            continue
        led: dict[str, str] = dict.fromkeys(person.officer_of, "leads")
        for one in (person.id, *person.relatives):
            for company, held in graph.below.get(one, {}).items():
                if held.share.high >= limits.control_from or held.is_largest:
                    led.setdefault(company, "holds shares that may control")
        for first, second in pairwise(sorted(led)):
            one, other = f"{led[first]} {_name(graph, first)}", f"{led[second]} {_name(graph, second)}"
            said = f"{_name(graph, person.id)} {one}; {other}"
            yield Tie(_party(graph, first), _party(graph, second), said)


def _name(graph: Graph, firm: str) -> str:
    known = graph.firms.get(firm)
    return (known and (known.name_local or known.name)) or graph.name(firm)


def _party(graph: Graph, firm: str) -> Party:
    known = graph.firms.get(firm)
    if known is None:
        return Party(name=graph.name(firm))
    return Party(name=known.name_local or known.name or known.id, register=known.register_id, other_name=known.name)
