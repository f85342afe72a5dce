"""A station with faults and repairs: at work and by the clock, and what becomes of the piece at work."""

import math
from collections.abc import Iterator
from random import Random

from tests.twin.exact.chain import Move, chain
from tests.twin.exact.compare import Case
from tests.twin.exact.laws import draw
from tests.twin.exact.words import exponential, fault, minutes, one_station


def cases(rng: Random) -> Iterator[Case]:
    """All stations with faults, with parameters drawn anew."""
    yield from (isolated(rng, counts) for counts in ("operation", "clock"))
    yield two_kinds(rng)
    yield after_cycles(rng)
    yield from (starved(rng, counts) for counts in ("operation", "clock"))
    yield anew(rng)
    yield scrapped(rng)
    yield broken_servers(rng)


def isolated(rng: Random, counts: str) -> Case:
    """One machine that always has work: lognormal work, Erlang faults, Weibull repairs."""
    serve, up, down = draw(rng, 2, 5), draw(rng, 60, 200), draw(rng, 10, 40)
    stop = {
        "id": "fault", "counts": counts, "every": {"law": "erlang", "mean": minutes(up), "shape": 2},
        "lasts": {"law": "weibull", "mean": minutes(down), "shape": 1.4},
    }  # fmt: skip
    tree = one_station({"law": "lognormal", "mean": minutes(serve), "cv": 0.6}, None, buffer=1, stops=[stop])
    is_up = up / (up + down)
    tree["stations"][0]["uses"] = [{"carrier": "power", "idle": 2, "busy": 30, "down": 5}]
    tree["carriers"] = [{"id": "power", "unit": "kWh"}]
    exact = {
        "good": 60 * is_up / serve, "state/press/busy": is_up, "state/press/down": 1 - is_up,
        "stops/press/fault": 60 / (up + down), "use/power": 30 * is_up + 5 * (1 - is_up),
    }  # fmt: skip
    return Case(f"isolated, by {counts}", tree, exact, hours=6000)


def two_kinds(rng: Random) -> Case:
    """Two kinds of fault on a machine that always works: while it is down for one, the other comes no nearer."""
    serve, ups, downs = draw(rng, 2, 5), (draw(rng, 60, 200), draw(rng, 90, 200)), (draw(rng, 10, 40), draw(rng, 5, 20))
    stops = [fault("operation", ups[0], downs[0]), fault("clock", ups[1], downs[1], id="jam")]
    tree = one_station(serve, None, buffer=1, stops=stops)
    is_up = 1 / (1 + downs[0] / ups[0] + downs[1] / ups[1])
    exact = {
        "good": 60 * is_up / serve, "state/press/down": 1 - is_up,
        "stops/press/fault": 60 * is_up / ups[0], "stops/press/jam": 60 * is_up / ups[1],
    }  # fmt: skip
    return Case("two kinds of fault", tree, exact, hours=6000)


def after_cycles(rng: Random) -> Case:
    """Maintenance after a number of cycles, and a planned one by the time worked that waits for the end of a cycle."""
    serve, cycles, lasts = draw(rng, 2, 5), rng.randint(6, 20), draw(rng, 5, 20)
    stop = {
        "id": "clean",
        "kind": "maintenance",
        "counts": "pieces",
        "every_pieces": cycles,
        "lasts": exponential(lasts),
    }
    tree = one_station(serve, None, buffer=1, stops=[stop])
    period = cycles * serve + lasts
    exact = {"good": 60 * cycles / period, "state/press/maintenance": lasts / period}
    return Case("maintenance by cycles", tree, exact, hours=6000)


def starved(rng: Random, counts: str) -> Case:
    """M/M/1 with faults at work, or by the clock, also when idle; a piece at work goes on after the repair."""
    serve, between = draw(rng, 3, 5), draw(rng, 8, 11)
    up, down = draw(rng, 60, 120), draw(rng, 10, 20)

    def moves(state: tuple[int, int]) -> Iterator[Move]:
        count, is_up = state
        if count < 250:
            yield 1 / between, (count + 1, is_up), ()
        if is_up:
            if count:
                yield 1 / serve, (count - 1, 1), ("good",)
            if count or counts == "clock":
                yield 1 / up, (count, 0), ("fault",)
        else:
            yield 1 / down, (count, 1), ()

    found = chain((0, 1), moves)
    tree = one_station(serve, between, stops=[fault(counts, up, down)])
    inside = found.mean(lambda s: s[0])
    exact = {
        "inside": inside, "flow/part": inside * between, "state/press/down": found.mean(lambda s: not s[1]),
        "stops/press/fault": 60 * found.rates["fault"],
    }  # fmt: skip
    return Case(f"M/M/1 with faults by {counts}", tree, exact, hours=6000)


def anew(rng: Random) -> Case:
    """A piece that a fault meets begins anew: constant work."""
    serve, up, down = draw(rng, 5, 9), draw(rng, 20, 40), draw(rng, 3, 9)
    tree = one_station(minutes(serve), None, buffer=1, stops=[fault("operation", up, down, piece="repeat")])
    takes = (math.exp(serve / up) - 1) * (up + down)
    return Case("anew after a fault", tree, {"good": 60 / takes, "state/press/down": down / (up + down)}, hours=6000)


def scrapped(rng: Random) -> Case:
    """A piece that a fault meets is scrap: exponential work."""
    serve, up, down = draw(rng, 5, 9), draw(rng, 20, 40), draw(rng, 3, 9)
    tree = one_station(serve, None, buffer=1, stops=[fault("operation", up, down, piece="scrap")])
    is_up = up / (up + down)
    exact = {"good": 60 * is_up / serve, "scrap": 60 * is_up / up}
    return Case("scrap by a fault", tree, exact, hours=6000)


def broken_servers(rng: Random) -> Case:
    """M/M/2 whose machines break down by the clock: a piece stays in the machine that is down."""
    serve, between, up, down = draw(rng, 6, 9), draw(rng, 5, 7), draw(rng, 60, 120), draw(rng, 10, 20)
    places = 4

    def settle(queue: int, machines: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
        held = sorted(machines)
        while queue and "free" in held:
            held[held.index("free")] = "work"
            queue -= 1
        return queue, tuple(sorted(held))

    def moves(state: tuple[int, tuple[str, ...]]) -> Iterator[Move]:
        queue, machines = state
        has_room = queue < places + machines.count("free")
        yield 1 / between, settle(queue + has_room, machines), () if has_room else ("lost",)
        for place, what in enumerate(machines):
            rest = machines[:place] + machines[place + 1 :]
            if what == "work":
                yield 1 / serve, settle(queue, (*rest, "free")), ("good",)
            if what in ("work", "free"):
                yield 1 / up, settle(queue, (*rest, f"{what} down")), ()
            else:
                yield 1 / down, settle(queue, (*rest, what.split()[0])), ()

    found = chain((0, ("free", "free")), moves)
    tree = one_station(serve, between, machines=2, buffer=places, stops=[fault("clock", up, down)])
    tree["sources"][0]["when_full"] = "lost"
    exact = {
        "good": 60 * found.rates["good"], "lost/of_part": found.rates["lost"] * between,
        "queue/press": found.mean(lambda s: s[0]), "state/press/busy": found.mean(lambda s: s[1].count("work") / 2),
        "state/press/idle": found.mean(lambda s: s[1].count("free") / 2),
    }  # fmt: skip
    return Case("M/M/2 with faults by clock", tree, exact)
