"""Several stations, circles, lots, ways back: Jackson, closed lines, the machine repairman."""

from collections.abc import Iterator
from random import Random

import numpy as np
from tests.twin.exact.chain import Move, chain
from tests.twin.exact.compare import Case
from tests.twin.exact.laws import draw
from tests.twin.exact.queues import waiting_share
from tests.twin.exact.words import exponential, line, one_station, product, source


def cases(rng: Random) -> Iterator[Case]:
    """All networks, with parameters drawn anew."""
    yield open_network(rng)
    yield circle_of_cards(rng)
    yield circle_of_servers(rng)
    yield repairman(rng)
    yield fitters(rng)
    yield lots(rng)
    yield lots_in_part(rng)
    yield waits_outside(rng)
    yield second_pass(rng)


def open_network(rng: Random) -> Case:
    """Three stations, with ways back: Jackson."""
    arrivals = 1 / draw(rng, 9, 12)
    shares = {
        "a": {"b": 0.5, "c": 0.3, "out": 0.2},
        "b": {"a": 0.25, "c": 0.45, "out": 0.3},
        "c": {"b": 0.2, "out": 0.8},
    }
    names = list(shares)
    back = np.array([[shares[one].get(other, 0.0) for other in names] for one in names])
    rates = np.linalg.solve(np.eye(3) - back.T, [arrivals, 0, 0])
    servers = [1, 2, 1]
    serve = [float(f"{count * draw(rng, 0.5, 0.75) / rate:.4g}") for rate, count in zip(rates, servers, strict=True)]
    exact, inside = {}, 0.0
    for name, rate, count, mean in zip(names, rates, servers, serve, strict=True):
        wait = waiting_share(count, rate * mean) / (count / mean - rate)
        exact[f"queue/{name}"], exact[f"wait/{name}"] = rate * wait, wait
        exact[f"state/{name}/busy"] = rate * mean / count
        inside += rate * (wait + mean)
    exact |= {"inside": inside, "flow/part": inside / arrivals}
    stations = [
        {"id": name, "machines": count, "time": exponential(mean)}
        for name, count, mean in zip(names, servers, serve, strict=True)
    ]
    route = product(*({"station": name, "next": shares[name]} for name in names))
    return Case("Jackson", line(stations, [route], [source(1 / arrivals)]), exact, hours=4000)


def circle_of_cards(rng: Random) -> Case:
    """CONWIP of single machines, by mean value analysis."""
    cards, serve = rng.randint(3, 7), [draw(rng, 3, 8) for _ in range(4)]
    queues, rate = [0.0] * 4, 0.0
    for number in range(1, cards + 1):
        flows = [mean * (1 + queue) for mean, queue in zip(serve, queues, strict=True)]
        rate = number / sum(flows)
        queues = [rate * flow for flow in flows]
    stations = [{"id": f"s{place}", "time": exponential(mean)} for place, mean in enumerate(serve)]
    tree = line(stations, [product(*(item["id"] for item in stations))], [source(None, most_inside=cards)])
    exact = {"good": 60 * rate, "flow/part": cards / rate}
    for place, mean in enumerate(serve):
        exact[f"state/s{place}/busy"] = rate * mean
        exact[f"queue/s{place}"] = queues[place] - rate * mean
    return Case("CONWIP", tree, exact)


def circle_of_servers(rng: Random) -> Case:
    """A closed circle of stations with several machines, and ways back: by its chain."""
    cards, servers, serve = rng.randint(4, 7), [2, 1, 3], [draw(rng, 6, 9), draw(rng, 3, 5), draw(rng, 9, 14)]
    again = draw(rng, 0.1, 0.4)

    def moves(state: tuple[int, ...]) -> Iterator[Move]:
        for place, count in enumerate(state):
            rate = min(count, servers[place]) / serve[place]
            ways = [(1.0, (place + 1) % 3)] if place < 2 else [(again, 1), (1 - again, 0)]
            for share, to in ways:
                left = list(state)
                left[place] -= 1
                left[to] += 1
                yield rate * share, tuple(left), ("good",) if (place, to) == (2, 0) else ()

    found = chain((cards, 0, 0), moves)
    stations = [
        {"id": f"s{place}", "machines": servers[place], "time": exponential(serve[place])} for place in range(3)
    ]
    route = product("s0", "s1", {"station": "s2", "next": {"s1": again, "out": 1 - again}})
    exact = {"good": 60 * found.rates["good"]}
    for place in range(3):
        exact[f"queue/s{place}"] = found.mean(lambda s, p=place: max(s[p] - servers[p], 0))
        exact[f"state/s{place}/busy"] = found.mean(lambda s, p=place: min(s[p], servers[p]) / servers[p])
    return Case("closed, several machines", line(stations, [route], [source(None, most_inside=cards)]), exact)


def repairman(rng: Random) -> Case:
    """Machines that run and are mended: a closed circle of pieces."""
    machines, menders, runs, mends = rng.randint(4, 8), rng.randint(1, 2), draw(rng, 40, 80), draw(rng, 8, 15)
    weights = [1.0]
    for down in range(1, machines + 1):
        weights.append(weights[-1] * (machines - down + 1) / runs * mends / min(down, menders))
    share = np.array(weights) / sum(weights)
    busy = sum(min(down, menders) * float(part) for down, part in enumerate(share))
    queue = sum(max(down - menders, 0) * float(part) for down, part in enumerate(share))
    stations = [
        {"id": "run", "machines": machines, "time": exponential(runs)},
        {"id": "mend", "machines": menders, "time": exponential(mends)},
    ]
    tree = line(stations, [product("run", "mend")], [source(None, most_inside=machines)])
    exact = {"good": 60 * busy / mends, "queue/mend": queue, "state/mend/busy": busy / menders, "inside": machines}
    return Case("machine repairman, closed", tree, exact)


def fitters(rng: Random) -> Case:
    """Machines that break down by the clock and wait for fitters."""
    machines, menders, runs, mends = rng.randint(4, 8), rng.randint(1, 3), draw(rng, 40, 80), draw(rng, 10, 30)
    weights = [1.0]
    for down in range(1, machines + 1):
        weights.append(weights[-1] * (machines - down + 1) / runs * mends / min(down, menders))
    share = np.array(weights) / sum(weights)
    busy = sum(min(down, menders) * float(part) for down, part in enumerate(share))
    down = sum(down * float(part) for down, part in enumerate(share))
    stop = {"id": "fault", "counts": "clock", "every": exponential(runs), "lasts": exponential(mends), "skill": "mend"}
    station = {"id": "press", "machines": machines, "time": exponential(5.0), "stops": [stop]}
    tree = line([station], [product("press")], [source(30.0)])
    tree["operators"] = [{"id": "fitters", "count": menders, "skills": ["mend"]}]
    exact = {"state/press/down": down / machines, "pool/fitters": busy, "stops/press/fault": 60 * busy / mends}
    return Case("machine repairman, fitters", tree, exact)


def lots(rng: Random) -> Case:
    """Pieces that arrive in lots at a single machine."""
    lot, serve = rng.randint(2, 6), draw(rng, 1, 4)
    between = float(f"{serve * lot / draw(rng, 0.5, 0.75):.4g}")
    load = lot * serve / between
    inside = load * (1 + lot) / 2 / (1 - load)
    tree = one_station(serve, between)
    tree["sources"][0]["lot"] = lot
    exact = {"inside": inside, "flow/part": inside * between / lot, "good": 60 * lot / between}
    return Case("arrivals in lots", tree, exact, hours=4000)


def lots_in_part(rng: Random) -> Case:
    """Of a lot that finds too few places, as many pieces as find one come in."""
    lot, places, serve = rng.randint(2, 4), rng.randint(2, 5), draw(rng, 2, 5)
    between = float(f"{serve * lot / draw(rng, 0.8, 1.2):.4g}")

    def moves(count: int) -> Iterator[Move]:
        room = min(lot, places + 1 - count)
        yield 1 / between, count + room, ("lost",) * (lot - room)
        if count:
            yield 1 / serve, count - 1, ("good",)

    found = chain(0, moves)
    tree = one_station(serve, between, buffer=places)
    tree["sources"][0] |= {"lot": lot, "when_full": "lost"}
    exact = {
        "lost/of_part": found.rates["lost"] * between / lot, "good": 60 * found.rates["good"],
        "queue/press": found.mean(lambda n: max(n - 1, 0)),
    }  # fmt: skip
    return Case("lots, lost in part", tree, exact)


def waits_outside(rng: Random) -> Case:
    """Pieces without a place wait outside: their time counts in the flow, they do not count as inside."""
    places, serve, load = rng.randint(1, 3), draw(rng, 2, 9), draw(rng, 0.6, 0.75)
    between = float(f"{serve / load:.4g}")
    load = serve / between
    inside = sum(min(n, places + 1) * (1 - load) * load**n for n in range(400))
    exact = {
        "flow/part": 1 / (1 / serve - 1 / between), "inside": inside, "queue/press": inside - load,
        "good": 60 / between,
    }  # fmt: skip
    return Case("M/M/1, waits outside", one_station(serve, between, buffer=places), exact, hours=4000)


def second_pass(rng: Random) -> Case:
    """Rework and scrap after a single machine: geometric passes."""
    serve, scrap, rework = draw(rng, 2, 5), draw(rng, 0.02, 0.1), draw(rng, 0.1, 0.3)
    between = float(f"{serve / (1 - rework) / draw(rng, 0.55, 0.75):.4g}")
    rate = 1 / between / (1 - rework)
    load = rate * serve
    tree = line(
        [{"id": "press", "time": exponential(serve)}],
        [product({"station": "press", "scrap": scrap, "rework": rework})],
        [source(between)],
    )
    exact = {
        "good": 60 * rate * (1 - rework - scrap), "scrap": 60 * rate * scrap, "rework/part": 60 * rate * rework,
        "inside": load / (1 - load), "wait/press": serve * load / (1 - load), "state/press/busy": load,
    }  # fmt: skip
    return Case("rework and scrap", tree, exact, hours=4000)
