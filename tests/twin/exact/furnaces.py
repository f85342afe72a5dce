"""Batches, set-ups and people, against chains."""

from collections.abc import Iterator
from random import Random

from tests.twin.exact.chain import Move, chain
from tests.twin.exact.compare import Case
from tests.twin.exact.laws import draw
from tests.twin.exact.words import exponential, line, minutes, one_station, product, source


def cases(rng: Random) -> Iterator[Case]:
    """All of them, with parameters drawn anew."""
    yield one_operator(rng)
    yield batches(rng)
    yield batches_on_two(rng)
    yield set_ups(rng)
    yield families(rng)


def one_operator(rng: Random) -> Case:
    """Two machines that only work while the one operator is there; the longest waiting gets him."""
    serve, between, places = (draw(rng, 2, 4), draw(rng, 2, 4)), draw(rng, 8, 11), 5
    # state: pieces at each station, machines in the order in which they asked: the first has the operator
    State = tuple[tuple[int, int], tuple[int, ...]]

    def moves(state: State) -> Iterator[Move]:
        counts, asked = state
        for at in (0, 1):
            if counts[at] <= places:
                more = (counts[0] + (at == 0), counts[1] + (at == 1))
                yield 1 / between, (more, asked if at in asked else (*asked, at)), ()
            else:
                yield 1 / between, state, (f"lost{at}",)
        if asked:
            at = asked[0]
            left = (counts[0] - (at == 0), counts[1] - (at == 1))
            yield 1 / serve[at], (left, (*asked[1:], at) if left[at] else asked[1:]), (f"good{at}",)

    found = chain(((0, 0), ()), moves)
    stations = [
        {"id": name, "time": exponential(serve[at]), "buffer": places, "run_skill": "run"}
        for at, name in enumerate(("saw", "mill"))
    ]
    products = [product("saw", name="slab"), product("mill", name="plate")]
    sources = [source(between, name, when_full="lost") for name in ("slab", "plate")]
    tree = line(stations, products, sources)
    tree["operators"] = [{"id": "crew", "count": 1, "skills": ["run"]}]
    exact = {
        "good_of/slab": 60 * found.rates["good0"], "good_of/plate": 60 * found.rates["good1"],
        "lost/of_slab": found.rates["lost0"] * between,
        "state/saw/waiting": found.mean(lambda s: 0 in s[1][1:]),
        "state/mill/busy": found.mean(lambda s: s[1][:1] == (1,)), "pool/crew": found.mean(lambda s: bool(s[1])),
        "queue/saw": found.mean(lambda s: max(s[0][0] - 1, 0)),
    }  # fmt: skip
    return Case("one operator for two machines", tree, exact)


def batches(rng: Random) -> Case:
    """M/M[a,b]/1: at least a pieces, at most b at once."""
    least, most, serve = rng.randint(2, 4), rng.randint(5, 8), draw(rng, 20, 40)
    between, places = float(f"{serve / most / draw(rng, 0.5, 0.8):.4g}"), rng.randint(12, 20)

    def settle(queue: int, load: int) -> tuple[int, int]:
        return (queue - min(queue, most), min(queue, most)) if load == 0 and queue >= least else (queue, load)

    def moves(state: tuple[int, int]) -> Iterator[Move]:
        queue, load = state
        yield 1 / between, settle(queue + (queue < places), load), () if queue < places else ("lost",)
        if load:
            yield 1 / serve, settle(queue, 0), ("good",) * load

    found = chain((0, 0), moves)
    tree = one_station(serve, between, buffer=places, batch={"least": least, "most": most})
    tree["sources"][0]["when_full"] = "lost"
    tree["stations"][0]["uses"] = [{"carrier": "gas", "idle": 4, "busy": 11, "per_cycle": 6, "per_piece": 0.5}]
    tree["carriers"] = [{"id": "gas", "unit": "Nm3"}]
    busy = found.mean(lambda s: s[1] > 0)
    good = 60 * found.rates["good"]
    exact = {
        "good": good, "lost/of_part": found.rates["lost"] * between, "queue/press": found.mean(lambda s: s[0]),
        "state/press/busy": busy, "cycles/press": 60 * busy / serve, "inside": found.mean(sum),
        "use/gas": 4 * (1 - busy) + 11 * busy + 6 * 60 * busy / serve + 0.5 * good,
    }  # fmt: skip
    return Case(f"batches of {least} to {most}", tree, exact)


def batches_on_two(rng: Random) -> Case:
    """Two furnaces that take batches, constant number: the one with the lower number begins."""
    size, serve = rng.randint(3, 6), draw(rng, 20, 40)
    between, places = float(f"{serve / size / 2 / draw(rng, 0.6, 0.9):.4g}"), 3 * size

    def settle(queue: int, busy: int) -> tuple[int, int]:
        return (queue - size, busy + 1) if busy < 2 and queue >= size else (queue, busy)

    def moves(state: tuple[int, int]) -> Iterator[Move]:
        queue, busy = state
        yield 1 / between, settle(queue + (queue < places), busy), () if queue < places else ("lost",)
        yield busy / serve, settle(queue, busy - 1), ("good",) * size

    found = chain((0, 0), moves)
    tree = one_station(serve, between, buffer=places, machines=2, batch={"least": size, "most": size})
    tree["sources"][0]["when_full"] = "lost"
    exact = {
        "good": 60 * found.rates["good"], "lost/of_part": found.rates["lost"] * between,
        "state/press/busy": found.mean(lambda s: s[1] / 2), "queue/press": found.mean(lambda s: s[0]),
    }  # fmt: skip
    return Case("batches on two furnaces", tree, exact)


def set_ups(rng: Random) -> Case:
    """Two products in a random order, each change with its own set-up; always work."""
    serve, share = (draw(rng, 2, 5), draw(rng, 4, 9)), draw(rng, 0.3, 0.7)
    change = (draw(rng, 3, 9), draw(rng, 8, 15))
    station = {
        "id": "press", "buffer": 2,
        "set_ups": [
            {"before": "pin", "after": "rod", "time": {"law": "gamma", "mean": minutes(change[0]), "cv": 0.5}},
            {"before": "rod", "after": "pin", "time": exponential(change[1])},
        ],
        "uses": [{"carrier": "power", "idle": 1, "busy": 20, "set_up": 6, "per_set_up": 3}],
    }  # fmt: skip
    products = [
        product({"station": "press", "time": exponential(mean)}, name=name)
        for name, mean in zip(("pin", "rod"), serve, strict=True)
    ]
    tree = line([station], products, [{"id": "all", "products": {"pin": share, "rod": 1 - share}}])
    tree["carriers"] = [{"id": "power", "unit": "kWh"}]
    changes = share * (1 - share)
    takes = share * serve[0] + (1 - share) * serve[1] + changes * sum(change)
    in_set_up = changes * sum(change) / takes
    exact = {
        "good": 60 / takes, "good_of/pin": 60 * share / takes, "set_ups/press": 120 * changes / takes,
        "state/press/set_up": in_set_up, "use/power": 20 * (1 - in_set_up) + 6 * in_set_up + 360 * changes / takes,
    }  # fmt: skip
    return Case("set-ups", tree, exact, hours=6000)


def families(rng: Random) -> Case:
    """Two families with set-ups between them; a machine stays with its own as long as a piece of it waits."""
    serve, change = (draw(rng, 2, 4), draw(rng, 2, 4)), draw(rng, 5, 9)
    between, places = (draw(rng, 7, 9), draw(rng, 7, 9)), 6
    State = tuple[tuple[int, int], int, str]

    def settle(counts: tuple[int, int], family: int) -> State:
        for other in (family, 1 - family):
            if counts[other]:
                left = (counts[0] - (other == 0), counts[1] - (other == 1))
                return left, other, "work" if other == family else "set-up"
        return counts, family, "free"

    def moves(state: State) -> Iterator[Move]:
        counts, family, phase = state
        for at in (0, 1):
            more = (counts[0] + (at == 0), counts[1] + (at == 1))
            if phase == "free":
                yield 1 / between[at], settle(more, family), ()
            elif sum(counts) < places:
                yield 1 / between[at], (more, family, phase), ()
            else:
                yield 1 / between[at], state, (f"lost{at}",)
        if phase == "set-up":
            yield 1 / change, (counts, family, "work"), ()
        elif phase == "work":
            yield 1 / serve[family], settle(counts, family), (f"good{family}",)

    found = chain(((0, 0), 0, "free"), moves)
    station = {"id": "press", "buffer": places, "order": "same_family", "set_up": exponential(change), "family": "pin"}
    products = [
        product({"station": "press", "time": exponential(mean)}, name=name)
        for name, mean in zip(("pin", "rod"), serve, strict=True)
    ]
    sources = [source(every, name, when_full="lost") for every, name in zip(between, ("pin", "rod"), strict=True)]
    exact = {
        "good_of/pin": 60 * found.rates["good0"], "good_of/rod": 60 * found.rates["good1"],
        "lost/of_pin": found.rates["lost0"] * between[0], "queue/press": found.mean(lambda s: sum(s[0])),
        "state/press/set_up": found.mean(lambda s: s[2] == "set-up"),
    }  # fmt: skip
    return Case("same family first", line([station], products, sources), exact)
