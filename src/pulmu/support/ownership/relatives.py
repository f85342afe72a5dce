"""Firms that control a firm or that it controls: the relation `relatives` of the sums of annex 2."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from pulmu.model.finding import Answer, Finding, all_of
from pulmu.model.source import Source
from pulmu.support.ownership import law
from pulmu.support.ownership.control import Controls
from pulmu.support.ownership.effort import MOST_COMPARISONS, Effort
from pulmu.support.ownership.graph import Graph
from pulmu.support.ownership.limits import OwnershipLimits
from pulmu.support.ownership.span import NONE, Span

Direction = Literal["controls", "controlled"]
_FIRMS = ("company", "foreign_company")
"""Kinds of holder that may be controlled; a fund or public body may control only."""


@dataclass(frozen=True, slots=True)
class Way:
    """One part of a share: direct, or through a subsidiary."""

    counts: Span
    holds: Span
    through: str = ""
    held_of_it: Span = NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Relative:
    """One relation of a firm, and one share of the sums of annex 2.

    A firm that is held directly and through subsidiaries has two rows: depth 1 with the direct share, depth 2 with
    the indirect one. From `direct_whole_from` on the direct holding counts whole, and there is no second row.

    Parameters
    ----------
    direction : `controls` if the firm asked about is the controller.
    share : Share the sum uses; None if it is not known, and then between `share_low` and `share_high`.
    counts : Whether the two are added up: control, an audited controller, both domestic. None: not known.
    why : The finding behind `counts`.
    source : Item of annex 2.
    """

    firm_id: str
    relative_id: str
    direction: Direction
    share: float | None
    share_low: float
    share_high: float
    depth: Literal[1, 2]
    counts: bool | None
    why: Finding
    ways: tuple[Way, ...]
    source: Source

    def explain(self, graph: Graph) -> str:
        """Why the two are related or not, and the share the sum uses, with the articles."""
        share = Span(self.share_low, self.share_high)
        lines = [self.why.explain(), f"share in the sum: {share}  [{self.source}]"]
        for way in self.ways:
            if way.through:
                of_it = f"{way.held_of_it} of {graph.name(way.through)}"
                lines.append(f"  {of_it}, which holds {way.holds}: counts {way.counts}")
            else:
                lines.append(f"  directly {way.holds}")
        return "\n".join(lines)


def relatives_of(graph: Graph, firm: str, limits: OwnershipLimits) -> tuple[Relative, ...]:
    """Every firm that controls a firm or may, and every one it controls or may; sorted by id.

    Raises
    ------
    InputError  There are too many shareholdings (`firm.too_entangled`).
    """
    controls = Controls(graph, limits, Effort(firm, MOST_COMPARISONS))
    rows = [*_rows(controls, firm, "controls"), *_rows(controls, firm, "controlled")]
    rows.sort(key=lambda row: (row.relative_id, row.direction))
    return tuple(
        row for _, both in groupby(rows, key=lambda row: row.relative_id) for row in _one_direction(graph, list(both))
    )


def _one_direction(graph: Graph, rows: list[Relative]) -> list[Relative]:
    """Of two firms that may control each other, the one with the larger share is the controller (Decree 7-4(2))."""

    def weight(direction: Direction) -> tuple[int, list[float], bool]:
        these = [row for row in rows if row.direction == direction]
        pair = (these[0].firm_id, these[0].relative_id)
        controller, company = pair if direction == "controls" else pair[::-1]
        own = graph.share(controller, company)
        sums = [own.low, own.high, sum(row.share_low for row in these), sum(row.share_high for row in these)]
        return _counted(these[0].counts), [round(share, 9) for share in sums], controller < company

    chosen = max({row.direction for row in rows}, key=weight)
    return sorted((row for row in rows if row.direction == chosen), key=lambda row: row.depth)


def _counted(counts: bool | None) -> int:
    return 1 if counts is None else 2 * counts


def _rows(controls: Controls, firm: str, direction: Direction) -> Iterator[Relative]:
    graph = controls.graph
    for other in _candidates(graph, firm, direction):
        controller, company = (firm, other) if direction == "controls" else (other, firm)
        if not (_may_control(graph, controller) and _may_be_controlled(graph, company)):
            continue
        control = controls.control(controller, company)
        if control.answer is Answer.NO:
            continue
        why = all_of("related", control, _audited(graph, controller), _domestic(graph, controller, company))
        counts = None if why.answer is Answer.UNKNOWN else why.answer is Answer.YES
        for depth, ways, source in _shares(controls, controller, company):
            share = _total(ways)
            yield Relative(
                firm_id=firm,
                relative_id=other,
                direction=direction,
                share=share.told,
                share_low=share.low,
                share_high=share.high,
                depth=depth,
                counts=counts,
                why=why,
                ways=ways,
                source=source,
            )


def _candidates(graph: Graph, firm: str, direction: Direction) -> list[str]:
    """Firms up to two links away, and those tied by consolidated statements."""
    links = graph.below if direction == "controls" else graph.above
    near = set(links.get(firm, {}))
    far = {further for one in near for further in links.get(one, {})}
    if direction == "controls":
        told = set(graph.firms[firm].consolidates or ()) if firm in graph.firms else set()
    else:
        told = {one.id for one in graph.firms.values() if firm in (one.consolidates or ())}
    return sorted((near | far | told) - {firm})


def _may_control(graph: Graph, holder: str) -> bool:
    if holder in graph.holders:
        return graph.holders[holder].kind not in ("person", "non_profit")
    return not graph.is_person(holder)


def _may_be_controlled(graph: Graph, company: str) -> bool:
    return company in graph.firms or (company in graph.holders and graph.holders[company].kind in _FIRMS)


def _audited(graph: Graph, controller: str) -> Finding:
    told = graph.firms[controller].externally_audited if controller in graph.firms else None
    answer = Answer.UNKNOWN if told is None else Answer.YES if told else Answer.NO
    return Finding("externally_audited", answer, graph.name(controller), law.RELATED)


def _domestic(graph: Graph, *firms: str) -> Finding:
    foreign = [one for one in firms if one in graph.holders and graph.holders[one].kind == "foreign_company"]
    said = ", ".join(graph.name(one) for one in foreign)
    return Finding("both_domestic", Answer.NO if foreign else Answer.YES, said and f"foreign: {said}", law.RELATED)


def _shares(
    controls: Controls, controller: str, company: str
) -> Iterator[tuple[Literal[1, 2], tuple[Way, ...], Source]]:
    """The direct share and the indirect one, each with its item of annex 2."""
    graph, limits = controls.graph, controls.limits
    direct = _direct(graph, controller, company)
    through = tuple(_through(controls, controller, company))
    if direct == NONE and not through:
        direct = Span(0.0, graph.rest(company))  # consolidated, and nobody told what is held
        yield 1, (Way(direct, direct),), law.DIRECT
        return
    if direct != NONE:
        crossed = graph.share(controller, company) != NONE != graph.share(company, controller)
        yield 1, (Way(direct, direct),), law.CROSS_HOLDING if crossed else law.DIRECT
    whole = direct.reaches(limits.direct_whole_from)
    if through and whole is not Answer.YES:
        sure = 0.0 if whole is Answer.UNKNOWN else 1.0
        yield 2, tuple(_doubted(way, sure) for way in through), law.GRANDCHILD


def _direct(graph: Graph, controller: str, company: str) -> Span:
    """What it holds directly; of two that hold each other, the larger share (Decree 7-4(2))."""
    down, up = graph.share(controller, company), graph.share(company, controller)
    if NONE in (down, up):
        return down
    return Span(max(down.low, up.low), max(down.high, up.high))


def _through(controls: Controls, controller: str, company: str) -> Iterator[Way]:
    """Each subsidiary's share: whole if the subsidiary is held by `grandchild_whole_from` or more, else the product."""
    graph = controls.graph
    subsidiaries = controls.subsidiaries(controller).without(company)
    for one in sorted(subsidiaries.possible):
        held, holds = graph.share(controller, one), graph.share(one, company)
        if holds != NONE:
            way = Way(held.whole_from(controls.limits.grandchild_whole_from).times(holds), holds, one, held)
            yield way if one in subsidiaries.sure else _doubted(way, 0.0)


def _doubted(way: Way, sure: float) -> Way:
    return Way(Span(way.counts.low * sure, way.counts.high), way.holds, way.through, way.held_of_it)


def _total(ways: tuple[Way, ...]) -> Span:
    share = NONE
    for way in ways:
        share = share.plus(way.counts)
    return share
