"""Why there is no assignment: which applications lack whom, and how many reviewers of which field are missing."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import block_array, csr_array, diags_array

from pulmu.model.errors import InputError, SolveError, problem
from pulmu.model.problem import Problem
from pulmu.support.review._rows import Rows, institution_rows, pairs_of, rows_of
from pulmu.support.review.panel_rules import Wanted

_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Shortage:
    """Places that nobody can take.

    Parameters
    ----------
    role : The role that is missing; empty where anybody would do.
    """

    application: str
    field: str
    role: str
    missing: int


def check_wanted(wanted: Wanted) -> tuple[Problem, ...]:
    """What makes an assignment impossible at first sight: all of it."""
    return tuple(_sizes(wanted)) or (*_rules(wanted), *_each(wanted), *_load(wanted))


def _sizes(wanted: Wanted) -> Iterator[Problem]:
    if not wanted.applications:
        yield problem("review.no_applications", "applications", "there are no applications", "give applications")
    if not wanted.candidates:
        yield problem("review.no_reviewers", "reviewers", "there are no reviewers", "give reviewers")


def _rules(wanted: Wanted) -> Iterator[Problem]:
    rules = wanted.rules
    if rules.per_application < 1 or rules.most < 1 or not 0 <= rules.least <= rules.most:
        yield problem("review.rules", "rules", "the numbers of reviewers and applications do not fit together",
                      "ask for 1 reviewer or more, and for a least load between 0 and the most")  # fmt: skip
    if sum(rules.roles.values()) > rules.per_application:
        roles = ", ".join(f"{role} {least}" for role, least in sorted(rules.roles.items()))
        shared = _shared_roles(wanted)
        if not shared:
            yield problem("review.roles_many", "rules",
                          f"{rules.per_application} reviewers cannot hold the roles asked for: {roles}",
                          "ask for more reviewers, or for fewer roles",
                          count=rules.per_application, roles=roles)  # fmt: skip


def _shared_roles(wanted: Wanted) -> bool:
    asked = {role for role, least in wanted.rules.roles.items() if least > 0}
    return any(len(asked & one.roles) > 1 for one in wanted.candidates)


def _each(wanted: Wanted) -> Iterator[Problem]:
    """Applications for which too few remain, whoever else is asked for what."""
    allowed, count = wanted.allowed(), wanted.rules.per_application
    for number, name in enumerate(wanted.applications):
        there = int(allowed[number].sum())
        if there < count:
            yield problem("review.too_few", name,
                          f"{there} of {len(wanted.candidates)} reviewers may judge it, and {count} are needed",
                          "find reviewers without a conflict, or clear what was cleared up",
                          there=there, of=len(wanted.candidates), count=count)  # fmt: skip
        for role, least in sorted(wanted.rules.roles.items()):
            there = int((allowed[number] & wanted.with_role(role)).sum())
            if there < least:
                yield problem("review.role_missing", name,
                              f"{there} reviewers with the role {role!r} may judge it, and {least} are needed",
                              "find such reviewers without a conflict",
                              there=there, role=role, count=least)  # fmt: skip


def _load(wanted: Wanted) -> Iterator[Problem]:
    places, most, least = len(wanted.applications) * wanted.rules.per_application, wanted.most(), wanted.least()
    if (missing := places - int(most.sum())) > 0:
        more = -(-missing // wanted.rules.most)
        yield problem("review.places_missing", "reviewers",
                      f"{places} places are to be filled, and the reviewers take {int(most.sum())} at most",
                      f"find {more} more reviewers, or let each take more",
                      places=places, most=int(most.sum()), more=more)  # fmt: skip
    if int(least.sum()) > places:
        yield problem("review.least_load", "reviewers",
                      f"the reviewers are to have {int(least.sum())} applications or more, and there are {places}",
                      "lower the least load", least=int(least.sum()), places=places)  # fmt: skip
    for role, count in sorted(wanted.rules.roles.items()):
        held = int(most[wanted.with_role(role)].sum())
        if (missing := count * len(wanted.applications) - held) > 0:
            more = -(-missing // wanted.rules.most)
            yield problem("review.role_places_missing", "reviewers",
                          f"the role {role!r} is needed {count * len(wanted.applications)} times, and its reviewers "
                          f"take {held} at most", f"find {more} more reviewers with that role",
                          role=role, places=count * len(wanted.applications), most=held, more=more)  # fmt: skip


def refusal(wanted: Wanted, seconds: float) -> InputError:
    """The fewest places that stay empty, each with its application, and what would fill them.

    Problems `review.place_empty`, `review.field_missing`, or `review.least_load`.
    """
    found = shortages(wanted, seconds)
    if not found:
        return InputError.of("review.least_load", "reviewers",
                            "the applications can be assigned, yet not so that each reviewer has the least load",
                            "lower the least load", least=int(wanted.least().sum()),
                            places=len(wanted.applications) * wanted.rules.per_application)  # fmt: skip
    problems = [
        problem("review.place_empty", one.application,
                f"{one.missing} places stay empty" + (f", of the role {one.role!r}" if one.role else ""),
                "find reviewers, or loosen a rule", missing=one.missing, role=one.role or "-")
        for one in found[:_SHOWN]
    ]  # fmt: skip
    missing = Counter[tuple[str, str]]()
    for one in found:
        missing[one.field, one.role] += one.missing
    for (name, role), places in sorted(missing.items()):
        more = -(-places // wanted.rules.most)
        said = " ".join(filter(None, (name, role))) or "any field"
        problems.append(problem("review.field_missing", "reviewers", f"{places} places of {said} stay empty",
                                f"find {more} more such reviewers", places=places, field=said, more=more))  # fmt: skip
    return InputError(*problems)


def shortages(wanted: Wanted, seconds: float) -> tuple[Shortage, ...]:
    """The fewest places that stay empty, by application and role; none if only the least load cannot be met.

    Raises
    ------
    SolveError  They were not found in time (`review.no_time`).
    """
    loose = replace(wanted, rules=replace(wanted.rules, least=0))
    pairs = pairs_of(loose.allowed(), 0)
    rows = rows_of(loose, pairs)
    if loose.rules.most_of_institution is not None:
        rows.append(institution_rows(loose, pairs, np.ones(len(loose.applications), dtype=np.bool_)))
    roles = [role for role, _ in sorted(wanted.rules.roles.items())]
    size, kinds = len(wanted.applications), ["", *roles]
    # A place may stay empty (the panel's size) and a role may stay unfilled; load and institutions hold as they are.
    soft = [rows[0], *rows[2 : 2 + len(roles)]]
    hard = [row for row in rows if not any(row is one for one in soft)]
    blocks = [[row.matrix, *(_slack(size, at == number) for at in range(len(soft)))] for number, row in enumerate(soft)]
    blocks += [[row.matrix, *(_none(row, size) for _ in soft)] for row in hard]
    low = np.concatenate([row.low for row in (*soft, *hard)])
    high = np.concatenate([row.high for row in (*soft, *hard)])
    slack = size * len(soft)
    found = milp(
        np.concatenate([np.zeros(pairs.size), np.ones(slack)]),
        constraints=LinearConstraint(csr_array(block_array(blocks)), low, high),
        bounds=Bounds(0.0, np.concatenate([np.ones(pairs.size), np.full(slack, float(wanted.rules.per_application))])),
        integrality=np.ones(pairs.size + slack),
        options={"time_limit": seconds, "mip_rel_gap": 0.0},
    )
    if found.x is None:
        raise SolveError.of("review.no_time", "assignment", f"no answer was found in {seconds:.0f} seconds",
                            "give more time", seconds=f"{seconds:.0f}")  # fmt: skip
    empty = np.rint(found.x[pairs.size :]).astype(np.int64).reshape(len(soft), size)
    return tuple(
        Shortage(name, wanted.fields[number] if wanted.fields else "", kinds[kind], int(empty[kind, number]))
        for number, name in enumerate(wanted.applications)
        for kind in range(len(soft))
        if empty[kind, number] > 0
    )


def _slack(size: int, own: bool) -> csr_array:
    return csr_array(diags_array(np.full(size, 1.0 if own else 0.0)))


def _none(row: Rows, size: int) -> csr_array:
    return csr_array((row.low.size, size))
