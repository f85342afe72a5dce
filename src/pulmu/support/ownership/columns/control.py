"""Which firm controls which, by items 1 to 4 of SME Decree 3-2(1), for many pairs at once."""

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir

from pulmu.support.ownership.columns.links import Links, answer, reaches
from pulmu.support.ownership.columns.rank import rank
from pulmu.support.ownership.limits import OwnershipLimits


@dataclass(frozen=True, slots=True)
class Control:
    """Who controls whom.

    Parameters
    ----------
    subsidiaries : `controller`, `member`, `sure`: firms it controls by item 1, or may.
    pairs : `controller`, `company`, `control` (1 unknown, 2 yes).
    """

    subsidiaries: ir.Table
    pairs: ir.Table


def control(links: Links, limits: OwnershipLimits) -> Control:
    """All pairs of which one controls the other, or may."""
    persons = _persons(links, limits)
    direct = _pairs_held(links)
    alone = direct.mutate(member=direct.controller, sure=True)
    of_persons = direct.inner_join(persons, [("controller", "company")])
    of_persons = of_persons.select("controller", "company", "member", "sure")
    first = _item(links, limits, alone.union(of_persons), (alone,))
    subsidiaries = first.select("controller", member=first.company, sure=first.answer == 2)
    further = _further(links, subsidiaries)
    pairs = direct.union(further, distinct=True).select("controller", "company")
    own = pairs.mutate(member=pairs.controller, sure=True)
    family = pairs.inner_join(persons, [("controller", "company")])
    family = family.select("controller", "company", "member", "sure")
    children = pairs.inner_join(subsidiaries, "controller")
    children = children.filter(children.member != children.company).select("controller", "company", "member", "sure")
    items = (
        first,
        _item(links, limits, own.union(family, children), (own, children)),
        _item(links, limits, children, (children,)),
        _item(links, limits, family.union(children), (family, children)),
    )
    found = items[0].union(*items[1:])
    return Control(subsidiaries, found.group_by("controller", "company").aggregate(control=found.answer.max()))


def _pairs_held(links: Links) -> ir.Table:
    """Pairs of which one may control and holds shares of the other."""
    nodes = links.nodes
    may = nodes.filter(
        ~nodes.is_person & ~nodes.exempt & (nodes.kind.isnull() | ~nodes.kind.isin(["person", "non_profit"]))
    )
    return links.held.semi_join(may, [("owner", "node")]).select(controller="owner", company="owned")


def _further(links: Links, subsidiaries: ir.Table) -> ir.Table:
    """Pairs tied through a subsidiary."""
    table = subsidiaries.inner_join(links.held, [("member", "owner")])
    return table.filter(table.controller != table.owned).select("controller", company=table.owned).distinct()


def _persons(links: Links, limits: OwnershipLimits) -> ir.Table:
    """`company`, `member`, `sure`: individuals with enough of a company and nobody above them."""
    persons = links.nodes.filter(links.nodes.is_person)
    held = links.held.semi_join(persons, [("owner", "node")])
    groups = held.select(controller="owner", company="owned", member=held.owner, sure=True)
    found = _leads(links, limits, groups)
    return found.filter(found.answer > 0).select("company", member=found.controller, sure=found.answer == 2)


def _item(links: Links, limits: OwnershipLimits, members: ir.Table, needed: tuple[ir.Table, ...]) -> ir.Table:
    """`controller`, `company`, `answer`, where it is not no: the group leads, and each part of it owns something."""
    found = _leads(links, limits, _once(members)).filter(lambda table: table.answer > 0)
    for part in needed:
        sums = _held(links, _once(part))
        owns = sums.select(
            _controller=sums.controller, _company=sums.company, _owns=answer(sums.low > 0, sums.high > 0)
        ).filter(lambda table: table["_owns"] > 0)
        found = found.inner_join(owns, [("controller", "_controller"), ("company", "_company")])
        found = found.mutate(answer=ibis.least(found.answer, found["_owns"])).drop("_controller", "_company", "_owns")
    return found.select("controller", "company", "answer")


def _once(members: ir.Table) -> ir.Table:
    """A member once in its group, surely if it is so in any way."""
    return members.group_by("controller", "company", "member").aggregate(sure=members.sure.any())


def _held(links: Links, members: ir.Table) -> ir.Table:
    """What each group has, surely and at most, and what was told of its members."""
    held = links.held
    table = members.left_join(held, [("member", "owner"), ("company", "owned")])
    return table.group_by("controller", "company").aggregate(
        low=ibis.least(table.sure.ifelse(table.low, 0.0).fill_null(0.0).sum(), 1.0),
        high=ibis.least(table.high.fill_null(0.0).sum(), 1.0),
        members=table.count(),
        told_largest=(table.sure & table.largest.fill_null(False)).any(),
        told_not=(~table.largest.fill_null(True)).any(),
    )


def _leads(links: Links, limits: OwnershipLimits, members: ir.Table) -> ir.Table:
    """`controller`, `company`, `answer`: whether a group has enough of a company, and nobody has more."""
    groups = _held(links, members)
    groups = groups.filter(reaches(groups.high, limits.control_from))
    best = _rivals(links, groups, members)
    contests = groups.left_join(best, [("controller", "_controller"), ("company", "_company")]).drop(
        "_controller", "_company"
    )
    contests = contests.mutate(own_low=contests.low, own_high=contests.high, direct=contests.low)
    found = rank(contests, links, limits.known_from)
    leads = ibis.cases((found.told_largest, 2), ((found.members == 1) & found.told_not, 0), else_=found["rank"]).cast(
        "int8"
    )
    enough = answer(reaches(found.low, limits.control_from), reaches(found.high, limits.control_from))
    return found.select("controller", "company", answer=ibis.least(enough, leads))


def _rivals(links: Links, groups: ir.Table, members: ir.Table) -> ir.Table:
    """The most that anybody outside of a group has; who may belong to it is no sure rival."""
    held = links.held
    rivals = groups.select("controller", "company").inner_join(held, [("company", "owned")])
    rivals = rivals.select("controller", "company", "owner", "low", "high")
    inside = members.select(_controller="controller", _company="company", _member="member", _sure="sure")
    table = rivals.left_join(
        inside,
        [
            ("controller", "_controller"),
            ("company", "_company"),
            ("owner", "_member"),
        ],
    )
    table = table.filter(~table["_sure"].fill_null(False))
    return table.group_by(_controller=table.controller, _company=table.company).aggregate(
        rival_low=table["_member"].isnull().ifelse(table.low, 0.0).max(), rival_high=table.high.max()
    )
