"""Who goes first: priorities with and without interruption, the shortest, the last."""

import math
from collections.abc import Iterator
from random import Random

from scipy import integrate
from tests.twin.exact.compare import Case
from tests.twin.exact.laws import LAWS, draw
from tests.twin.exact.queues import waiting_share
from tests.twin.exact.words import Tree, exponential, line, minutes, one_station, product, source


def cases(rng: Random) -> Iterator[Case]:
    """All orders, with parameters drawn anew."""
    yield last_come(rng)
    yield priorities(rng)
    yield shortest(rng)
    yield interrupted(rng, "resume")
    yield interrupted_by_servers(rng)
    yield anew(rng)


def _three(rng: Random, **station: object) -> tuple[Tree, list[float], list[float], list[float]]:
    """Three products, three laws, one station."""
    names, loads = ("pin", "rod", "bar"), (0.2, 0.3, 0.22)
    laws = [LAWS[name](rng) for name in ("lognormal", "uniform", "erlang")]
    between = [float(f"{mean / load:.4g}") for (_, mean, _), load in zip(laws, loads, strict=True)]
    products = [
        product({"station": "press", "time": law}, name=name, priority=place)
        for place, (name, (law, _, _)) in enumerate(zip(names, laws, strict=True))
    ]
    sources = [source(every, name) for name, every in zip(names, between, strict=True)]
    tree = line([{"id": "press", **station}], products, sources)
    return tree, [1 / every for every in between], [mean for _, mean, _ in laws], [square for *_, square in laws]


def priorities(rng: Random) -> Case:
    """M/G/1 by priority, without interruption (Cobham)."""
    tree, rates, means, squares = _three(rng, order="priority")
    loads = [rate * mean for rate, mean in zip(rates, means, strict=True)]
    rest = sum(rate * square for rate, square in zip(rates, squares, strict=True)) / 2
    exact = {}
    for place, name in enumerate(("pin", "rod", "bar")):
        wait = rest / (1 - sum(loads[:place])) / (1 - sum(loads[: place + 1]))
        exact[f"flow/{name}"] = wait + means[place]
    return Case("priorities", tree, exact, hours=6000)


def shortest(rng: Random) -> Case:
    """The product that takes least on the mean goes first."""
    tree, rates, means, squares = _three(rng, order="shortest")
    loads = [rate * mean for rate, mean in zip(rates, means, strict=True)]
    rest = sum(rate * square for rate, square in zip(rates, squares, strict=True)) / 2
    exact, before = {}, 0.0
    for place in sorted(range(3), key=means.__getitem__):
        wait = rest / (1 - before) / (1 - before - loads[place])
        before += loads[place]
        exact[f"flow/{('pin', 'rod', 'bar')[place]}"] = wait + means[place]
    return Case("shortest first", tree, exact, hours=6000)


def interrupted(rng: Random, how: str) -> Case:
    """M/G/1 by priority, with interruption, resumed."""
    tree, rates, means, squares = _three(rng, order="priority", interrupts=how)
    exact, load, rest = {}, 0.0, 0.0
    for place, name in enumerate(("pin", "rod", "bar")):
        before, load = load, load + rates[place] * means[place]
        rest += rates[place] * squares[place] / 2
        exact[f"flow/{name}"] = means[place] / (1 - before) + rest / (1 - before) / (1 - load)
    return Case(f"priorities, {how}", tree, exact, hours=6000)


def interrupted_by_servers(rng: Random) -> Case:
    """M/M/c with two classes that take equally long: the first sees itself alone, both together are M/M/c."""
    servers, serve = rng.randint(2, 4), draw(rng, 4, 9)
    rates = [0.45 * servers / serve, 0.3 * servers / serve]
    between = [float(f"{1 / rate:.4g}") for rate in rates]
    rates = [1 / every for every in between]
    products = [product("press", name=name, priority=place) for place, name in enumerate(("fast", "slow"))]
    station = {
        "id": "press", "machines": servers, "time": exponential(serve), "order": "priority", "interrupts": "resume",
    }  # fmt: skip
    flows = []
    for rate in (rates[0], sum(rates)):
        flows.append(serve + waiting_share(servers, rate * serve) / (servers / serve - rate))
    slow = (flows[1] * sum(rates) - flows[0] * rates[0]) / rates[1]
    sources = [source(every, name) for name, every in zip(("fast", "slow"), between, strict=True)]
    exact = {"flow/fast": flows[0], "flow/slow": slow}
    return Case(f"priorities on {servers} machines, resume", line([station], products, sources), exact, hours=4000)


def anew(rng: Random) -> Case:
    """A piece that is interrupted begins anew and takes as long as before; pieces of its kind always wait."""
    serve, between, low, high = draw(rng, 1, 3), draw(rng, 12, 20), draw(rng, 2, 4), draw(rng, 8, 12)
    law = {"law": "uniform", "low": minutes(low), "high": minutes(high)}
    products = [
        product({"station": "press", "time": exponential(serve)}, name="fast", priority=0),
        product({"station": "press", "time": law}, name="slow", priority=1),
    ]
    sources = [source(between, "fast"), source(None, "slow", most_inside=2)]
    station = {"id": "press", "order": "priority", "interrupts": "repeat"}
    growth = integrate.quad(lambda s: math.exp(s / between) / (high - low), low, high)[0]
    takes = (growth - 1) * (between + serve / (1 - serve / between))
    tree = line([station], products, sources)
    return Case("priorities, repeat", tree, {"good_of/slow": 60 / takes, "good_of/fast": 60 / between}, hours=4000)


def last_come(rng: Random) -> Case:
    """M/M/1, the last first: the same mean, another spread."""
    serve, load = draw(rng, 2, 9), draw(rng, 0.5, 0.7)
    between = float(f"{serve / load:.4g}")
    load = serve / between
    rest = 1 / serve - 1 / between
    wait = load / rest
    square = 2 * load / rest**2 / (1 - load)
    exact = {"wait/press": wait, "flow_square/part": square + 2 * wait * serve + 2 * serve**2}
    return Case("M/M/1 last come", one_station(serve, between, order="last_come"), exact, hours=5000)
