"""Machines one after another with small buffers and faults, by rates and by steps, against chains."""

import itertools
from collections.abc import Iterator
from random import Random

from tests.twin.exact.chain import Chain, Move, chain
from tests.twin.exact.compare import Case
from tests.twin.exact.laws import draw
from tests.twin.exact.tandem import Tandem, stepped, tandem
from tests.twin.exact.words import Tree, exponential, fault, geometric, line, product, source


def cases(rng: Random) -> Iterator[Case]:
    """All flow lines, with parameters drawn anew."""
    for count, counts, blocking in itertools.product((2, 3), ("operation", "clock"), ("after", "before")):
        if (counts, blocking) != ("clock", "before"):
            yield flow_line(rng, count, counts, blocking)
    yield bufferless(rng, "after", 4)
    yield bufferless(rng, "before", 4)
    yield lost_before(rng)
    for count, blocking in itertools.product((2, 3), ("after", "before")):
        yield by_steps(rng, count, blocking)
    yield by_steps(rng, 2, "before", buffers=(0,))
    yield split(rng)


def _tandem_case(name: str, given: Tandem, hours: float = 4000) -> Case:
    """The line file of a tandem line, and the exact numbers of its chain."""
    found = tandem(given)
    stations: list[Tree] = []
    for place, mean in enumerate(given.serve):
        station: Tree = {"id": f"m{place}", "time": exponential(mean), "blocking": given.blocking}
        station["buffer"] = 1 if place == 0 and given.every is None else given.buffers[place]
        if given.up:
            station["stops"] = [fault(given.counts, given.up[place], given.down[place])]
        stations.append(station)
    of = source(given.every, **({"when_full": "lost"} if given.every else {}))
    tree = line(stations, [product(*(item["id"] for item in stations))], [of])
    return Case(name, tree, _tandem_exact(given, found), hours=hours)


def _tandem_exact(given: Tandem, found: Chain) -> dict[str, float]:
    exact = {"good": 60 * found.rates["good"]}
    for place in range(len(given.serve)):
        for state in ("busy", "idle", "blocked", "down"):
            if (state == "down" and not given.up) or (state == "blocked" and place == len(given.serve) - 1):
                continue
            exact[f"state/m{place}/{state}"] = found.mean(lambda s, p=place, w=state: given.label(s[p]) == w)
        if place or given.every:
            exact[f"queue/m{place}"] = found.mean(lambda s, p=place: s[p][2])
        if given.up:
            exact[f"stops/m{place}/fault"] = 60 * found.rates[f"fault{place}"]
    if given.every:
        exact["lost/of_part"] = found.rates["lost"] * given.every
    return exact


def flow_line(rng: Random, count: int, counts: str, blocking: str) -> Case:
    """Exponential work, breakdowns and repairs; finite buffers; the first machine always has a piece."""
    given = Tandem(
        serve=tuple(draw(rng, 2, 5) for _ in range(count)),
        buffers=tuple(rng.randint(0, 4) for _ in range(count)),
        up=tuple(draw(rng, 40, 120) for _ in range(count)),
        down=tuple(draw(rng, 8, 30) for _ in range(count)),
        counts=counts,
        blocking=blocking,
    )
    return _tandem_case(f"{count} machines, faults by {counts}, blocking {blocking}", given)


def bufferless(rng: Random, blocking: str, count: int) -> Case:
    """Exponential work without any buffer."""
    given = Tandem(tuple(draw(rng, 2, 5) for _ in range(count)), (0,) * count, blocking=blocking)
    return _tandem_case(f"no buffers, blocking {blocking}", given)


def lost_before(rng: Random) -> Case:
    """Two machines with faults, before which pieces that find no place are lost."""
    given = Tandem(
        (draw(rng, 3, 5), draw(rng, 3, 5)),
        (2, 1),
        (draw(rng, 40, 120),) * 2,
        (draw(rng, 8, 30),) * 2,
        every=draw(rng, 3, 5),
    )
    return _tandem_case("2 machines with faults, pieces lost", given)


def by_steps(rng: Random, count: int, blocking: str, buffers: tuple[int, ...] | None = None) -> Case:
    """Cycles of one minute, faults and repairs after whole minutes (Buzacott, Gershwin)."""
    buffers = buffers or tuple(rng.randint(0, 4) for _ in range(count - 1))
    fails, mends = [draw(rng, 0.02, 0.1) for _ in range(count)], [draw(rng, 0.1, 0.4) for _ in range(count)]
    found = stepped(fails, mends, buffers, blocking)
    stations: list[Tree] = []
    for place in range(count):
        stop = {"id": "fault", "every": geometric(fails[place]), "lasts": geometric(mends[place])}
        room = 1 if place == 0 else buffers[place - 1]
        stations.append(
            {"id": f"m{place}", "time": "1 min", "buffer": room, "blocking": blocking, "stops": [stop]},
        )
    exact = {"good": 60 * found.rates["good"]}
    for place in range(count):
        exact |= {f"state/m{place}/{state}": share for state, share in found.shares[place].items()}
    tree = line(stations, [product(*(item["id"] for item in stations))], [source(None)])
    return Case(f"steps, {count} machines, buffers {buffers}, blocking {blocking}", tree, exact)


def split(rng: Random) -> Case:
    """A machine that sends to two others, each with a small buffer: it waits for the one it drew."""
    serve, share, room = (draw(rng, 2, 3), draw(rng, 3, 6), draw(rng, 3, 6)), draw(rng, 0.3, 0.7), (1, 2)

    def moves(state: tuple[str, int, int]) -> Iterator[Move]:
        first, *counts = state
        if first == "work":
            for to, chance in ((0, share), (1, 1 - share)):
                yield chance / serve[0], _given(to, tuple(counts)), ()
        for to in (0, 1):
            if counts[to]:
                left = list(counts)
                left[to] -= 1
                after = _given(to, tuple(left)) if first == f"waits {to}" else (first, *left)
                yield 1 / serve[to + 1], after, ("good",)

    def _given(to: int, counts: tuple[int, ...]) -> tuple[str, int, int]:
        if counts[to] > room[to]:
            return (f"waits {to}", counts[0], counts[1])
        more = list(counts)
        more[to] += 1
        return ("work", more[0], more[1])

    found = chain(("work", 0, 0), moves)
    stations = [
        {"id": "saw", "time": exponential(serve[0]), "buffer": 1},
        {"id": "left", "time": exponential(serve[1]), "buffer": room[0]},
        {"id": "right", "time": exponential(serve[2]), "buffer": room[1]},
    ]
    route = product(
        {"station": "saw", "next": {"left": share, "right": 1 - share}},
        {"station": "left", "next": {"out": 1}},
        "right",
    )
    exact = {
        "good": 60 * found.rates["good"], "state/saw/blocked": found.mean(lambda s: s[0] != "work"),
        "state/left/busy": found.mean(lambda s: s[1] > 0), "queue/right": found.mean(lambda s: max(s[2] - 1, 0)),
    }  # fmt: skip
    return Case("a machine before two", line(stations, [route], [source(None)]), exact)
