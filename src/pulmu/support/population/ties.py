"""Who holds whom: groups, parents that make a firm mid-sized or large, and small firms among themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from pulmu.support.population.bigger import Bigger
from pulmu.support.population.cells import SECTIONS
from pulmu.support.population.column import Column, Columns
from pulmu.support.population.draw import Flags, dealt, generator
from pulmu.support.population.drawn import MID
from pulmu.support.population.kinds import BODIES, LEFT_BECAUSE
from pulmu.support.population.plan import Plan
from pulmu.support.population.rake import Floats, Ints
from pulmu.support.population.years import average_sales

_RELATED = LEFT_BECAUSE.index("related_companies")
_KINDS = ("30-50", "50-100", "100")
_EDGES = np.array([[0.30, 0.4999], [0.5, 0.9999], [1.0, 1.0]])


@dataclass(frozen=True, slots=True, eq=False)
class Ties:
    """Holdings, one a row: share of the voting rights, and whether the owner is the largest holder."""

    owner: Ints
    owned: Ints
    share: Floats
    is_largest: Flags


def links_of(ties: Sequence[Ties]) -> Columns:
    """The table of holdings."""
    shares = np.round(np.concatenate([tie.share for tie in ties]), 4)
    return {
        "owner_id": Column(np.concatenate([tie.owner for tie in ties]).astype(np.int64)),
        "owned_id": Column(np.concatenate([tie.owned for tie in ties]).astype(np.int64)),
        "share": Column(shares.astype(np.float64)),
        "is_largest": Column(np.concatenate([tie.is_largest for tie in ties]).astype(bool)),
    }


def bigger_ties(plan: Plan, bigger: Bigger) -> list[Ties]:
    """Holdings of groups, and of the parents that make firms mid-sized or large."""
    random, ids = generator(plan.seed, 20), bigger.columns["firm_id"].values
    owners = {
        "by_parent": _parents(plan, bigger),
        "by_related": strong_parents(plan, bigger),
        "by_line": bigger.is_cross & (bigger.assets >= plan.assumed.one("line_assets")),
    }
    ties = [_group_ties(plan, random, bigger)]
    for name, may_own in owners.items():
        owned = np.flatnonzero(getattr(bigger, name))
        owner = _drawn(random, np.flatnonzero(may_own), owned)
        kinds = _KINDS[1:] if name == "by_related" else _KINDS
        ties.append(_held(plan, random, ids[owner], ids[owned], kinds))
    return ties


def strong_parents(plan: Plan, bigger: Bigger) -> Flags:
    """Audited mid-sized firms over every limit: half of one of their firms is enough for its sum to be over, too."""
    highest = max(limits.medium for limits in plan.limits.values())
    audited = bigger.columns["externally_audited"].values
    found: Flags = (bigger.counted_as == MID) & (bigger.average > highest) & audited
    return found


def _parents(plan: Plan, bigger: Bigger) -> Flags:
    """Mid-sized firms whose assets make a subsidiary lose its status; any strong one where none has them."""
    is_own = (bigger.counted_as == MID) & ~bigger.by_parent & ~bigger.by_related
    found: Flags = is_own & (bigger.assets >= plan.asset_cap)
    return found if found.any() else strong_parents(plan, bigger)


def _drawn(random: Generator, among: Ints, owned: Ints) -> Ints:
    """An owner for each."""
    if not owned.size:
        return owned
    return among[random.integers(0, among.size, owned.size)]


def _held(plan: Plan, random: Generator, owner: Ints, owned: Ints, kinds: Sequence[str] = _KINDS) -> Ties:
    """Each held by its owner, its largest holder, by a share of one of the kinds."""
    kind = dealt(random, plan.assumed.of("share_kind", kinds), owned.size) + _KINDS.index(kinds[0])
    low, high = _EDGES[kind].T
    return Ties(owner, owned, low + (high - low) * random.random(owned.size), np.ones(owned.size, bool))


def _group_ties(plan: Plan, random: Generator, bigger: Bigger) -> Ties:
    """Members of a group are held by its head, or by a member that is larger than they: a chain."""
    owner, owned = [], []
    for number in np.unique(bigger.group[bigger.group > 0]):
        members = np.flatnonzero(bigger.group == number)
        members = members[np.argsort(-bigger.assets[members], kind="stable")]
        ranks = np.arange(1, members.size)
        above = (random.random(ranks.size) * ranks).astype(np.int64)
        by_member = random.random(ranks.size) < plan.assumed.one("group_chain")
        owner.append(members[np.where(by_member, above, 0)])
        owned.append(members[1:])
    ids = bigger.columns["firm_id"].values
    nobody = np.zeros(0, np.int64)
    return _held(plan, random, ids[np.concatenate([nobody, *owner])], ids[np.concatenate([nobody, *owned])])


def small_ties(plan: Plan, section: str, firms: Columns, bigger: Bigger) -> list[Ties]:
    """Holdings in small and medium firms of a section: by parents of those in grace, by minorities, by each other."""
    random = generator(plan.seed, 21, SECTIONS.index(section))
    ids, left = firms["firm_id"].values, firms["left_sme_on"].known
    in_grace = np.zeros(ids.size, bool) if left is None else left
    related = np.flatnonzero(in_grace & (firms["left_sme_because"].values == _RELATED))
    owner = _drawn(random, np.flatnonzero(strong_parents(plan, bigger)), related)
    owner_ids = bigger.columns["firm_id"].values
    ties = [_held(plan, random, owner_ids[owner], ids[related], _KINDS[1:])]
    free = np.flatnonzero((firms["body"].values == BODIES.index("company")) & ~in_grace)
    free = random.permutation(free)
    share = _share_of_companies(plan)[section]
    minorities = free[: round(plan.scaled("minority_holdings") * share)]
    holders = _drawn(random, np.arange(owner_ids.size), minorities)
    held = 0.05 + 0.2499 * random.random(minorities.size)
    ties.append(Ties(owner_ids[holders], ids[minorities], held, np.zeros(minorities.size, bool)))
    return [*ties, *_trees(plan, random, firms, free[minorities.size :], share)]


def _trees(plan: Plan, random: Generator, firms: Columns, free: Ints, share: float) -> list[Ties]:
    """Pairs, and chains of three, whose sums stay within the lowest limit of the section whatever their shares."""
    rows = np.unique(firms["limit_row"].values)
    if not rows.size:
        return []
    room = plan.assumed.one("sme_tie_room") * min(plan.limits[int(row)].medium for row in rows)
    free = free[average_sales(firms)[free] <= room]
    count = min(round(plan.scaled("sme_ties") * share), free.size)
    chains = int(count * plan.assumed.one("sme_chain")) // 3
    pairs = (count - 3 * chains) // 2
    ids = firms["firm_id"].values
    three = ids[free[: 3 * chains]].reshape(-1, 3)
    two = ids[free[3 * chains : 3 * chains + 2 * pairs]].reshape(-1, 2)
    steps = (two, three[:, :2], three[:, 1:])
    return [_held(plan, random, step[:, 0], step[:, 1]) for step in steps]


def _share_of_companies(plan: Plan) -> Mapping[str, float]:
    companies = plan.cells.counts[:, :, 1].reshape(len(SECTIONS), -1).sum(1)
    return dict(zip(SECTIONS, (companies / companies.sum()).tolist(), strict=True))
