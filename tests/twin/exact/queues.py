"""Single stations with closed forms: M/M/c, M/G/1, G/M/1, loss."""

import math
from collections.abc import Iterator
from random import Random

import numpy as np
from scipy import optimize
from tests.twin.exact.compare import Case
from tests.twin.exact.laws import LAWS, draw
from tests.twin.exact.words import Tree, one_station

ELECTRIC: Tree = {"carriers": [{"id": "power", "unit": "kWh", "price": 130}]}


def cases(rng: Random) -> Iterator[Case]:
    """All queues, with parameters drawn anew."""
    yield markov(rng)
    yield many_servers(rng)
    yield from (poisson_by_law(rng, name) for name in LAWS)
    yield from (by_renewals(rng, name) for name in ("constant", "erlang", "hyperexponential"))
    yield loss_with_places(rng)
    yield loss_without_places(rng)
    yield many_machines(rng)


def markov(rng: Random) -> Case:
    """M/M/1 with everything that is counted."""
    serve, load = draw(rng, 2, 9), draw(rng, 0.55, 0.8)
    between = float(f"{serve / load:.4g}")
    load = serve / between
    flow = 1 / (1 / serve - 1 / between)
    use = {"carrier": "power", "idle": 3.5, "busy": 21.0, "per_piece": 0.7, "per_kg": 0.04, "per_cycle": 0.2}
    tree = one_station(serve, between, uses=[use]) | ELECTRIC
    tree["products"][0]["piece_kg"] = 8.5
    rate = 60 / between
    power = 3.5 * (1 - load) + 21 * load + rate * (0.7 + 0.04 * 8.5 + 0.2)
    exact = {
        "good": rate, "inside": load / (1 - load), "queue/press": load**2 / (1 - load), "wait/press": flow - serve,
        "flow/part": flow, "flow_square/part": 2 * flow**2, "state/press/busy": load, "state/press/idle": 1 - load,
        "use/power": power, "cost/power": 130 * power,
    }  # fmt: skip
    return Case("M/M/1", tree, exact, hours=6000)


def waiting_share(servers: int, offered: float) -> float:
    """Erlang's C: share of arrivals that wait."""
    blocked = 1.0
    for number in range(1, servers + 1):
        blocked = offered * blocked / (number + offered * blocked)
    return blocked / (1 - offered / servers * (1 - blocked))


def many_servers(rng: Random) -> Case:
    """M/M/c."""
    servers, serve, load = rng.randint(2, 6), draw(rng, 5, 25), draw(rng, 0.6, 0.85)
    between = float(f"{serve / load / servers:.4g}")
    offered = serve / between
    wait = waiting_share(servers, offered) / (servers / serve - 1 / between)
    exact = {
        "wait/press": wait, "queue/press": wait / between, "flow/part": wait + serve,
        "state/press/busy": offered / servers, "inside": (wait + serve) / between,
    }  # fmt: skip
    return Case(f"M/M/{servers}", one_station(serve, between, machines=servers), exact, hours=4000)


def poisson_by_law(rng: Random, name: str) -> Case:
    """M/G/1 by Pollaczek and Khinchine."""
    law, mean, square = LAWS[name](rng)
    between = float(f"{mean / draw(rng, 0.5, 0.75):.4g}")
    load = mean / between
    wait = square / between / 2 / (1 - load)
    exact = {"wait/press": wait, "flow/part": wait + mean, "state/press/busy": load, "queue/press": wait / between}
    return Case(f"M/G/1 {name}", one_station(law, between), exact, hours=3000)


def by_renewals(rng: Random, name: str) -> Case:
    """G/M/1: the root of the transform of the time between arrivals."""
    law, mean, _ = LAWS[name](rng)
    serve = float(f"{mean * draw(rng, 0.55, 0.8):.4g}")

    def transform(at: float) -> float:
        if name == "constant":
            return math.exp(-at * mean)
        assert isinstance(law, dict)
        if name == "erlang":
            return float((1 + at * mean / law["shape"]) ** -law["shape"])
        means = [float(value.split()[0]) for value in law["values"]]
        return sum(w / 4 / (1 + at * m) for w, m in zip(law["weights"], means, strict=True))

    root = optimize.brentq(lambda s: s - transform((1 - s) / serve), 1e-12, 1 - 1e-9)
    wait = root / (1 - root) * serve
    exact = {"wait/press": wait, "flow/part": wait + serve, "state/press/busy": serve / mean, "good": 60 / mean}
    exact["flow_square/part"] = 2 * (serve / (1 - root)) ** 2
    return Case(f"{name}/M/1", one_station(serve, law), exact, hours=3000)


def loss_with_places(rng: Random) -> Case:
    """M/M/c/K."""
    servers, places, serve = rng.randint(1, 4), rng.randint(1, 5), draw(rng, 4, 9)
    between = float(f"{serve / servers / draw(rng, 0.7, 1.3):.4g}")
    weights = [1.0]
    for number in range(1, servers + places + 1):
        weights.append(weights[-1] * serve / between / min(number, servers))
    share = np.array(weights) / sum(weights)
    queue = sum(max(number - servers, 0) * float(part) for number, part in enumerate(share))
    enters = (1 - share[-1]) / between
    tree = one_station(serve, between, machines=servers, buffer=places)
    tree["sources"][0]["when_full"] = "lost"
    exact = {
        "lost/of_part": float(share[-1]), "queue/press": queue, "wait/press": queue / enters, "good": 60 * enters,
        "state/press/busy": enters * serve / servers,
    }  # fmt: skip
    return Case(f"M/M/{servers}/{servers + places}", tree, exact)


def loss_without_places(rng: Random) -> Case:
    """M/G/c/c: Erlang's loss, whatever the law."""
    servers = rng.randint(2, 6)
    law, mean, _ = LAWS["lognormal"](rng)
    between = float(f"{mean / servers / draw(rng, 0.6, 1.2):.4g}")
    blocked = 1.0
    for number in range(1, servers + 1):
        blocked = mean / between * blocked / (number + mean / between * blocked)
    tree = one_station(law, between, machines=servers, buffer=0)
    tree["sources"][0]["when_full"] = "lost"
    exact = {"lost/of_part": blocked, "state/press/busy": mean / between * (1 - blocked) / servers, "wait/press": 0.0}
    return Case(f"M/G/{servers}/{servers}", tree, exact)


def many_machines(rng: Random) -> Case:
    """So many machines that nobody waits."""
    law, mean, _ = LAWS["weibull"](rng)
    between = float(f"{mean / draw(rng, 8, 16):.4g}")
    exact = {"inside": mean / between, "wait/press": 0.0, "state/press/busy": mean / between / 200}
    return Case("M/G/200", one_station(law, between, machines=200), exact, hours=1000)
