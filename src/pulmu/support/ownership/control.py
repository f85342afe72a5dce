"""Which firm controls which: the items of SME Decree 3-2(1), three-valued, with the exception of 3-2(3)."""

from dataclasses import dataclass, field

from pulmu.model.finding import Answer, Finding, all_of, any_of
from pulmu.support.ownership import law
from pulmu.support.ownership.effort import Effort
from pulmu.support.ownership.graph import Graph
from pulmu.support.ownership.limits import OwnershipLimits
from pulmu.support.ownership.rank import contest, tied_share
from pulmu.support.ownership.span import NONE, Span, percent

_KINDS = {1: "holdings_with_persons", 2: "with_subsidiaries", 3: "of_subsidiaries", 4: "of_persons_and_subsidiaries"}


@dataclass(frozen=True, slots=True)
class Group:
    """Holders counted together: those surely of the group, and those that may be."""

    sure: frozenset[str] = frozenset()
    possible: frozenset[str] = frozenset()

    def joined(self, other: "Group") -> "Group":
        """Both groups as one."""
        return Group(self.sure | other.sure, self.possible | other.possible)

    def without(self, holder: str) -> "Group":
        """The group but for one."""
        return Group(self.sure - {holder}, self.possible - {holder})


@dataclass(frozen=True, slots=True)
class Controls:
    """Answers who controls whom in one graph. What was found out once is kept.

    Parameters
    ----------
    effort : What the answers may take together; without it, as much as they need.
    """

    graph: Graph
    limits: OwnershipLimits
    effort: Effort | None = None
    _persons: dict[str, Group] = field(default_factory=dict)
    _subsidiaries: dict[str, Group] = field(default_factory=dict)

    def control(self, controller: str, company: str) -> Finding:
        """Whether a firm controls another, and by which items of Decree 3-2(1)."""
        if _is_exempt(self.graph, controller):
            said = f"{self.graph.name(controller)} is an investor whose holdings are no control"
            return Finding("control", Answer.NO, said, law.NO_CONTROL)
        items = (self.by_item(item, controller, company) for item in _KINDS)
        return any_of("control", *items, self.by_consolidation(controller, company))

    def by_item(self, item: int, controller: str, company: str) -> Finding:
        """One of the items 1 to 4: a group of holders has enough of the company, and nobody has more."""
        alone = Group(frozenset({controller}), frozenset({controller}))
        persons, subsidiaries = self.persons(controller), self.subsidiaries(controller) if item > 1 else Group()
        needed = {1: (alone,), 2: (alone, subsidiaries), 3: (subsidiaries,), 4: (persons, subsidiaries)}[item]
        group = {3: subsidiaries, 4: persons.joined(subsidiaries)}.get(item)
        group = group or alone.joined(persons).joined(subsidiaries)
        owns = min(_owns(self._held(part, company)) for part in needed)
        name = f"control_{item}"
        if owns is Answer.NO:
            return Finding(name, owns, "a holder that the item asks for holds nothing", law.control(item))
        found = self.leads(group, company)
        return Finding(name, min(owns, found.answer), found.detail, law.control(item), found.parts)

    def by_consolidation(self, controller: str, company: str) -> Finding:
        """Item 5: a listed company, and the domestic companies in its consolidated statements."""
        firm = self.graph.firms.get(controller)
        listed = _answer(firm.listed) if firm else self._may_be_listed(controller)
        told = firm.consolidates if firm else None
        inside = Answer.UNKNOWN if told is None else _answer(company in told)
        if inside is Answer.UNKNOWN and not self._may_consolidate(controller, company):
            inside = Answer.NO
        source = law.control(5)
        return all_of(
            "control_5",
            Finding("listed", listed, "", source),
            Finding("in_consolidated_statements", inside, "", source),
        )

    def _may_be_listed(self, holder: str) -> Answer:
        """Of a holder only the kind is told: only a domestic company may be a listed one."""
        return Answer.UNKNOWN if self.graph.holders[holder].kind in ("company", "public_body") else Answer.NO

    def _may_consolidate(self, controller: str, company: str) -> bool:
        """Whether statements that were not told of may hold a company: only those of its largest holder do."""
        alone = frozenset({controller})
        group = Group(alone, alone).joined(self.subsidiaries(controller)).without(company)
        held = self._held(group, company)
        return held.high > 0 and self._rank(group, company, held).answer is not Answer.NO

    def persons(self, company: str) -> Group:
        """Individuals with enough of a company and nobody above them, and their relatives (item 1 a and b)."""
        if company not in self._persons:
            group = Group()
            for holder in self.graph.above.get(company, {}):
                if self.graph.is_person(holder):
                    family = frozenset({holder}) | self.graph.tied.get(holder, frozenset())
                    answer = self.leads(Group(family, family), company).answer
                    sure = family if answer is Answer.YES else frozenset()
                    group = group.joined(Group(sure, family if answer is not Answer.NO else sure))
            self._persons[company] = group
        return self._persons[company]

    def subsidiaries(self, controller: str) -> Group:
        """Firms it controls by item 1."""
        if controller not in self._subsidiaries:
            answers = {
                company: self.by_item(1, controller, company).answer
                for company in self.graph.below.get(controller, {})
                if not _is_exempt(self.graph, controller)
            }
            sure = frozenset(company for company, answer in answers.items() if answer is Answer.YES)
            possible = frozenset(company for company, answer in answers.items() if answer is not Answer.NO)
            self._subsidiaries[controller] = Group(sure, possible)
        return self._subsidiaries[controller]

    def leads(self, group: Group, company: str) -> Finding:
        """Whether a group has enough of a company and nobody has more."""
        group = group.without(company)
        held = self._held(group, company)
        enough = held.reaches(self.limits.control_from)
        who = " + ".join(
            f"{self.graph.name(holder)} {self.graph.share(holder, company)}"
            for holder in sorted(group.possible)
            if self.graph.share(holder, company) != NONE
        )
        said = f"{who} = {held} of {self.graph.name(company)}, limit {percent(self.limits.control_from)}"
        if enough is Answer.NO:
            return Finding("leads", enough, said)
        rank = self._rank(group, company, held)
        return Finding("leads", min(enough, rank.answer), said, None, (rank,))

    def _rank(self, group: Group, company: str, held: Span) -> Finding:
        held_by = self.graph.above.get(company, {})
        told = {one: held_by[one].is_largest for one in group.possible & held_by.keys()}
        if any(told.get(one) for one in group.sure):
            return Finding("largest_holder", Answer.YES, "told", law.PARENT)
        if len(group.possible) == 1 and False in told.values():
            return Finding("largest_holder", Answer.NO, "told", law.PARENT)
        return self._contest(group, company, held)

    def _contest(self, group: Group, company: str, held: Span) -> Finding:
        graph = self.graph
        if self.effort is not None:
            self.effort.take(sum(1 + len(graph.tied.get(one, ())) for one in graph.above.get(company, {})))
        surely, maybe = (
            frozenset(one for holder in members for one in graph.tied.get(holder, ())) - group.possible
            for members in (group.sure, group.possible)
        )
        tied = Span(_sum(graph, surely, company).low, _sum(graph, maybe, company).high)
        rivals = []
        for holder, held_by in graph.above.get(company, {}).items():
            if holder in group.sure or holder in surely:
                continue
            least = held_by.share.plus(tied_share(graph, holder, company, group.possible | maybe)).low
            most = held_by.share.plus(tied_share(graph, holder, company, group.sure | surely)).high
            doubtful = holder in group.possible or holder in maybe
            rivals.append((holder, Span(0.0 if doubtful else least, most)))  # who may be of the group may be beside it
        direct = _sum(graph, group.sure, company).low
        found = contest(graph, company, held.plus(tied), direct, rivals, self.limits.known_from)
        return found.finding(graph, law.PARENT)

    def _held(self, group: Group, company: str) -> Span:
        """What a group has: surely, and at most."""
        group = group.without(company)
        return Span(_sum(self.graph, group.sure, company).low, _sum(self.graph, group.possible, company).high)


def _sum(graph: Graph, holders: frozenset[str], company: str) -> Span:
    share = NONE
    for holder in sorted(holders & graph.above.get(company, {}).keys()):
        share = share.plus(graph.share(holder, company))
    return share


def _owns(share: Span) -> Answer:
    if share.low > 0:
        return Answer.YES
    return Answer.UNKNOWN if share.high > 0 else Answer.NO


def _answer(told: bool | None) -> Answer:
    return Answer.UNKNOWN if told is None else Answer.YES if told else Answer.NO


def _is_exempt(graph: Graph, holder: str) -> bool:
    known = graph.firms.get(holder) or graph.holders.get(holder)
    return known is not None and known.exempt_investor
