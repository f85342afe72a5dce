"""The highest fit that every reviewer of every application can reach, as far as a flow can tell."""

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import maximum_flow

from pulmu.support.review.panel_rules import Flags, Integers, Wanted


def caps_of(wanted: Wanted, allowed: Flags) -> Integers:
    """(applications,)  The highest floor each could have if it were alone."""
    fit = np.where(allowed, wanted.fit, -1)
    caps = _nth_best(fit, wanted.rules.per_application)
    for role, least in wanted.rules.roles.items():
        if least > 0:
            caps = np.minimum(caps, _nth_best(np.where(wanted.with_role(role), fit, -1), least))
    return caps


def above(wanted: Wanted, allowed: Flags, caps: Integers, level: int) -> Flags:
    """(applications, candidates)  Who may judge what at a floor; who cannot reach it has their own best."""
    return np.asarray(allowed & (wanted.fit >= np.minimum(caps, level)[:, None]), dtype=np.bool_)


def highest_by_flow(wanted: Wanted, allowed: Flags, levels: Integers, caps: Integers) -> int:
    """Number of the highest level at which all places can be filled: no floor lies above.

    Sizes, loads and roles are kept; roles only where nobody holds two of those asked for, and institutions not at all.
    """
    low, high = 0, levels.size - 1
    while low < high:
        middle = (low + high + 1) // 2
        if _flows(wanted, above(wanted, allowed, caps, int(levels[middle]))):
            low = middle
        else:
            high = middle - 1
    return low


def _nth_best(fit: Integers, place: int) -> Integers:
    return np.asarray(np.sort(fit, axis=1)[:, -place], dtype=np.int64)


def _role_numbers(wanted: Wanted) -> tuple[Integers, list[int]]:
    """(candidates,)  Number of the asked role each holds, -1 for none; and how many of each role a panel has at least.

    No role where somebody holds two of them: that is no flow.
    """
    asked = [(role, least) for role, least in sorted(wanted.rules.roles.items()) if least > 0]
    shape = (len(asked), len(wanted.candidates))
    holds = np.array([wanted.with_role(role) for role, _ in asked], dtype=np.bool_).reshape(shape)
    if not asked or (holds.sum(axis=0) > 1).any():
        return np.full(len(wanted.candidates), -1, dtype=np.int64), []
    numbers = np.where(holds.any(axis=0), holds.argmax(axis=0), -1)
    return np.asarray(numbers, dtype=np.int64), [least for _, least in asked]


def _flows(wanted: Wanted, allowed: Flags) -> bool:
    """Whether every place can be filled: from panels over the roles in them to reviewers and their loads.

    What must flow at least (a role, a least load) is led around: it flows out of the source and into the sink.
    """
    applications, candidates = allowed.shape
    role, leasts = _role_numbers(wanted)
    count, kinds = wanted.rules.per_application, len(leasts)
    source, spare, sink = 0, 1, 2
    panel = 3 + np.arange(applications)
    of_role = 3 + applications + np.arange(applications * kinds)
    judge = 3 + applications + applications * kinds + np.arange(candidates)
    free, least, most = count - sum(leasts), wanted.least(), wanted.most()
    row, column = np.nonzero(allowed)
    begins = np.where(role[column] < 0, panel[row], 3 + applications + row * kinds + role[column])
    arcs = [
        (np.full(applications, source), panel, np.full(applications, free)),
        (np.full(of_role.size, source), of_role, np.tile(np.asarray(leasts, dtype=np.int64), applications)),
        (np.repeat(panel, kinds), of_role, np.full(of_role.size, free)),
        (begins, judge[column], np.ones(row.size, dtype=np.int64)),
        (judge, np.full(candidates, sink), least),
        (judge, np.full(candidates, spare), most - least),
        (np.array([spare]), np.array([sink]), np.array([applications * count - int(least.sum())])),
    ]
    start, end, limit = (np.concatenate([arc[part] for arc in arcs]) for part in range(3))
    size = int(judge[-1]) + 1
    graph = csr_array(coo_array((limit.astype(np.int32), (start, end)), (size, size)))
    return bool(maximum_flow(graph, source, sink).flow_value == applications * count)
