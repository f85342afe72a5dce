"""The kernel against exact results of queueing theory and of Markov chains solved here.

Each comparison is a t-test of independent replications against an exact value, at 1e-5 two-sided. There are fewer than
100 of them: with a right kernel and other seeds, the chance that any fails is below 1e-3.
"""

import itertools
import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pytest
from scipy import optimize, stats
from tests.twin.lines import line_from, results

from pulmu.twin import LineResult

EACH = 1e-5
REPLICATIONS = 40
Measure = Callable[[LineResult], float]
Tree = dict[str, Any]
checked: set[str] = set()


def agree(tree: Tree, exact: Mapping[str, tuple[float, Measure]], *, hours: float, warm_up: float) -> None:
    """Every measure has its exact value, as far as replications can tell."""
    runs = results(line_from(tree), hours=hours, warm_up=warm_up, seed=8, replications=REPLICATIONS)
    least = stats.t.ppf(1 - EACH / 2, REPLICATIONS - 1)
    for name, (value, measure) in exact.items():
        found = np.array([measure(run) for run in runs])
        spread = found.std(ddof=1) / math.sqrt(len(found))
        checked.add(f"{tree['id']} {name}")
        assert abs(found.mean() - value) <= max(least * spread, 1e-9 * abs(value)), (
            f"{tree['id']}, {name}: {found.mean():.6g} +- {spread:.2g}, exactly {value:.6g}"
        )


def exponential(mean: float) -> Tree:
    return {"law": "exponential", "mean": f"{float(mean)!r} h"}


def queue(name: str, service: Tree, *, arrival: Tree | None = None, source: Tree | None = None, **station: Any) -> Tree:
    """A single station."""
    return {
        "id": name,
        "stations": [{"id": "s", "time": service, **station}],
        "products": [{"id": "p", "route": [{"station": "s"}]}],
        "sources": [{"id": "in", "products": {"p": 1}, "every": arrival or exponential(1.0), **(source or {})}],
    }


def wait(run: LineResult) -> float:
    """Mean time in the queue. [h]"""
    return (run.stations[0].mean_wait_s or 0.0) / 3600


def busy(station: int) -> Measure:
    return lambda run: run.stations[station].state_hours["busy"] / run.hours


def rate(run: LineResult) -> float:
    """Good pieces an hour."""
    return run.good / run.hours


def present(station: int) -> Measure:
    """Mean number that waits or is worked on."""
    return lambda run: run.stations[station].mean_queue + busy(station)(run)


@pytest.mark.parametrize("load", [0.5, 0.8])
def test_one_server(load: float) -> None:
    exact = {
        "busy": (load, busy(0)),
        "present": (load / (1 - load), present(0)),
        "inside": (load / (1 - load), lambda run: run.mean_inside),
        "wait": (load * load / (1 - load), wait),
        "flow": (load / (1 - load), lambda run: (run.products[0].mean_flow_s or 0) / 3600),
    }
    agree(queue(f"mm1_{load}", exponential(load)), exact, hours=8000, warm_up=400)


@pytest.mark.parametrize("servers", [2, 5])
def test_several_servers(servers: int) -> None:
    offered = 0.8 * servers
    exact = {
        "busy": (offered, busy(0)),
        "wait": (erlang_c(servers, offered) * offered / (servers - offered), wait),
    }
    agree(queue(f"mm{servers}", exponential(offered), machines=servers), exact, hours=8000, warm_up=400)


def erlang_b(servers: int, offered: float) -> float:
    blocked = 1.0
    for number in range(1, servers + 1):
        blocked = offered * blocked / (number + offered * blocked)
    return blocked


def erlang_c(servers: int, offered: float) -> float:
    blocked = erlang_b(servers, offered)
    return blocked / (1 - offered / servers * (1 - blocked))


LAWS: dict[str, tuple[Tree, float, float]] = {  # the law, its mean, its second moment
    "constant": ({"mean": "0.7 h"}, 0.7, 0.49),
    "erlang": ({"law": "erlang", "mean": "0.7 h", "shape": 3}, 0.7, 0.49 * (1 + 1 / 3)),
    "many stages": ({"law": "erlang", "mean": "0.7 h", "shape": 20}, 0.7, 0.49 * (1 + 1 / 20)),
    "gamma": ({"law": "gamma", "mean": "0.6 h", "cv": 1.4}, 0.6, 0.36 * (1 + 1.96)),
    "gamma, peaked": ({"law": "gamma", "mean": "0.7 h", "shape": 2.5}, 0.7, 0.49 * (1 + 1 / 2.5)),
    "lognormal": ({"law": "lognormal", "mean": "0.6 h", "cv": 0.8}, 0.6, 0.36 * 1.64),
    "weibull": (
        {"law": "weibull", "mean": "0.7 h", "shape": 1.7},
        0.7,
        0.49 * math.gamma(1 + 2 / 1.7) / math.gamma(1 + 1 / 1.7) ** 2,
    ),
    "uniform": ({"law": "uniform", "low": "0.2 h", "high": "1.2 h"}, 0.7, 0.49 + 1 / 12),
    "triangular": (
        {"law": "triangular", "low": "0.1 h", "mode": "0.5 h", "high": "1.5 h"},
        0.7,
        0.49 + (0.01 + 0.25 + 2.25 - 0.05 - 0.15 - 0.75) / 18,
    ),
    "empirical": ({"law": "empirical", "values": ["0.25 h", "1 h", "1.5 h"], "weights": [2, 2, 1]}, 0.8, 0.875),
    "hyperexponential": (
        {"law": "hyperexponential", "values": ["0.25 h", "2 h"], "weights": [0.8, 0.2]},
        0.6,
        2 * (0.8 / 16 + 0.2 * 4),
    ),
    "geometric": ({"law": "geometric", "mean": "0.75 h", "step": "0.25 h"}, 0.75, 0.25**2 * (2 - 1 / 3) * 9),
}


@pytest.mark.parametrize("name", LAWS)
def test_any_law_of_service(name: str) -> None:
    law, mean, second = LAWS[name]
    exact = {"busy": (mean, busy(0)), "wait": (second / (2 * (1 - mean)), wait)}
    agree(queue("mg1_" + "".join(filter(str.isalpha, name)), law), exact, hours=8000, warm_up=400)


def test_a_normal_law_cut_off() -> None:
    cut = stats.truncnorm(-1.0, 1.5, loc=0.6, scale=0.4)
    law = {"law": "normal", "mean": "0.6 h", "cv": 2 / 3, "low": "0.2 h", "high": "1.2 h"}
    mean, second = cut.mean(), cut.moment(2)
    exact = {"busy": (mean, busy(0)), "wait": (second / (2 * (1 - mean)), wait)}
    agree(queue("mg1_normal", law), exact, hours=8000, warm_up=400)


def test_arrivals_on_the_clock() -> None:
    root = optimize.brentq(lambda x: math.exp(-(1 - x) / 0.8) - x, 1e-9, 1 - 1e-6)
    exact = {"wait": (0.8 * root / (1 - root), wait), "busy": (0.8, busy(0))}
    agree(queue("dm1", exponential(0.8), arrival={"mean": "1 h"}), exact, hours=8000, warm_up=400)


def test_arrivals_in_lots() -> None:
    """Lots of 3 at a single server: L = rho (1 + 3) / (2 (1 - rho))."""
    tree = queue("lots", exponential(0.2), source={"lot": 3})
    agree(tree, {"present": (0.6 * 4 / (2 * 0.4), present(0)), "busy": (0.6, busy(0))}, hours=8000, warm_up=400)


def test_priority_without_interruption() -> None:
    """Cobham 1954: waits of two classes at one server."""
    tree = queue("priority", exponential(0.4), order="priority")
    tree["products"] = [
        {"id": "first", "priority": 1, "route": [{"station": "s"}]},
        {"id": "second", "priority": 2, "route": [{"station": "s", "time": exponential(0.5)}]},
    ]
    tree["sources"] = [
        {"id": "a", "products": {"first": 1}, "every": exponential(1.0)},
        {"id": "b", "products": {"second": 1}, "every": exponential(1.25)},
    ]
    left = (2 * 0.16 + 0.8 * 2 * 0.25) / 2
    exact = {
        "first": (left / (1 - 0.4), lambda run: (run.products[0].mean_flow_s or 0) / 3600 - 0.4),
        "second": (left / (0.6 * 0.2), lambda run: (run.products[1].mean_flow_s or 0) / 3600 - 0.5),
    }
    agree(tree, exact, hours=12000, warm_up=600)


def test_the_last_come_wait_as_long_on_the_mean() -> None:
    agree(queue("lifo", exponential(0.7), order="last_come"), {"wait": (0.49 / 0.3, wait)}, hours=8000, warm_up=400)


@pytest.mark.parametrize(("servers", "room"), [(1, 0), (4, 0), (1, 3), (3, 2)])
def test_loss(servers: int, room: int) -> None:
    """M/M/c with so many places: shares of a birth-death chain."""
    offered = 0.9 * servers
    weights = [offered**n / math.factorial(min(n, servers)) / servers ** max(n - servers, 0)
               for n in range(servers + room + 1)]  # fmt: skip
    lost = weights[-1] / sum(weights)
    if room == 0:
        assert lost == pytest.approx(erlang_b(servers, offered))
    tree = queue(f"loss_{servers}_{room}", exponential(offered), machines=servers, buffer=room,
                 source={"when_full": "lost"})  # fmt: skip
    exact = {"lost": (lost, lambda run: run.sources[0].lost / run.hours), "busy": (offered * (1 - lost), busy(0))}
    agree(tree, exact, hours=6000, warm_up=100)


def test_repairman() -> None:
    """Six machines that fail every 10 h, one repairer who takes 2 h: two ways to write it."""
    weights = [math.factorial(6) / math.factorial(6 - n) * 0.2**n for n in range(7)]
    working = sum((6 - n) * weight for n, weight in enumerate(weights)) / sum(weights)
    closed = {
        "id": "repairman",
        "stations": [
            {"id": "work", "machines": 6, "time": exponential(10)},
            {"id": "repair", "time": exponential(2)},
        ],
        "products": [{"id": "machine", "route": [{"station": "work"}, {"station": "repair"}]}],
        "sources": [{"id": "park", "products": {"machine": 1}, "most_inside": 6}],
    }
    agree(closed, {"working": (working, busy(0)), "repairs": (working / 10, rate)}, hours=6000, warm_up=300)
    stop = {"id": "fault", "counts": "clock", "every": exponential(10), "lasts": exponential(2), "skill": "mend"}
    crew = {
        "id": "crew",
        "operators": [{"id": "one", "count": 1, "skills": ["mend"]}],
        "stations": [{"id": "work", "machines": 6, "buffer": 2, "time": {"mean": "0.5 h"}, "stops": [stop]}],
        "products": [{"id": "part", "route": [{"station": "work"}]}],
        "sources": [{"id": "in", "products": {"part": 1}}],
    }
    exact = {
        "working": (working, busy(0)),
        "repairs": (working / 10, lambda run: run.stations[0].stops[0].times / run.hours),
        "repairer": (working / 10 * 2, lambda run: run.operators[0].mean_busy),
    }
    agree(crew, exact, hours=6000, warm_up=300)


def test_an_open_network() -> None:
    """Jackson 1957: each station is as if alone. Half go back from the second to the first, and so on."""
    tree = {
        "id": "jackson",
        "stations": [
            {"id": "a", "time": exponential(0.3)},
            {"id": "b", "machines": 2, "time": exponential(0.7)},
            {"id": "c", "time": exponential(0.5)},
        ],
        "products": [
            {
                "id": "p",
                "route": [
                    {"station": "a", "next": {"b": 0.6, "c": 0.4}},
                    {"station": "b", "next": {"a": 0.5, "c": 0.2, "out": 0.3}},
                    {"station": "c", "next": {"a": 0.1, "out": 0.9}},
                ],
            }
        ],
        "sources": [{"id": "in", "products": {"p": 1}, "every": exponential(1.0)}],
    }
    ways = np.array([[0, 0.6, 0.4], [0.5, 0, 0.2], [0.1, 0, 0]])
    rates = np.linalg.solve(np.eye(3) - ways.T, [1.0, 0, 0])
    loads = rates * [0.3, 0.7, 0.5]
    second = erlang_c(2, loads[1]) * loads[1] / (2 - loads[1]) + loads[1]
    exact = {
        "a": (loads[0] / (1 - loads[0]), present(0)),
        "b": (second, present(1)),
        "c": (loads[2] / (1 - loads[2]), present(2)),
        "inside": (loads[0] / (1 - loads[0]) + second + loads[2] / (1 - loads[2]), lambda run: run.mean_inside),
    }
    agree(tree, exact, hours=8000, warm_up=400)


@pytest.mark.parametrize("cards", [1, 4, 9])
def test_a_closed_circle(cards: int) -> None:
    """CONWIP of three exponential stations, by mean value analysis."""
    times, lengths, flow = np.array([1.0, 1.3, 0.8]), np.zeros(3), 0.0
    for number in range(1, cards + 1):
        stay = times * (1 + lengths)
        flow = number / stay.sum()
        lengths = flow * stay
    tree = {
        "id": f"conwip_{cards}",
        "stations": [{"id": f"s{n}", "time": exponential(time)} for n, time in enumerate(times)],
        "products": [{"id": "p", "route": [{"station": f"s{n}"} for n in range(3)]}],
        "sources": [{"id": "cards", "products": {"p": 1}, "most_inside": cards}],
    }
    agree(tree, {"rate": (flow, rate), "second": (lengths[1], present(1))}, hours=5000, warm_up=200)


@pytest.mark.parametrize("counts", ["operation", "clock"])
def test_a_machine_alone(counts: str) -> None:
    """Efficiency of a machine that is never starved or blocked: MTTF / (MTTF + MTTR)."""
    stop = {"id": "fault", "counts": counts, "every": exponential(9), "lasts": {"law": "gamma", "mean": "3 h", "cv": 1}}
    tree = saturated(f"alone_{counts}", [{"time": {"mean": "0.1 h"}, "stops": [stop]}], [1])
    exact = {
        "rate": (7.5, rate),
        "down": (0.25, lambda run: run.stations[0].state_hours["down"] / run.hours),
        "stops": (1 / 12, lambda run: run.stations[0].stops[0].times / run.hours),
    }
    agree(tree, exact, hours=5000, warm_up=100)


def saturated(name: str, stations: Sequence[Tree], buffers: Sequence[int]) -> Tree:
    """A line that always has a next piece."""
    return {
        "id": name,
        "stations": [{"id": f"m{n}", "buffer": buffers[n], **item} for n, item in enumerate(stations)],
        "products": [{"id": "p", "route": [{"station": f"m{n}"} for n in range(len(stations))]}],
        "sources": [{"id": "stock", "products": {"p": 1}}],
    }


def test_lines_without_buffers() -> None:
    """Hunt 1956: two and three exponential machines alike without buffers make 2/3 and 22/39 of what one makes."""
    machine = {"time": exponential(1.0)}
    agree(saturated("bufferless_2", [machine] * 2, [1, 0]), {"rate": (2 / 3, rate)}, hours=5000, warm_up=100)
    agree(saturated("bufferless_3", [machine] * 3, [1, 0, 0]), {"rate": (22 / 39, rate)}, hours=5000, warm_up=100)


Chain = Callable[[tuple[int, ...]], Iterator[tuple[tuple[int, ...], float, float]]]


def reward(first: tuple[int, ...], moves: Chain, *, is_discrete: bool = False) -> float:
    """Mean reward of a Markov chain: each move has its target, its rate (or probability), and a reward per move."""
    places, todo, rows = {first: 0}, [first], []
    while todo:
        state = todo.pop()
        for target, speed, gain in moves(state):
            if target not in places:
                places[target] = len(places)
                todo.append(target)
            rows.append((places[state], places[target], speed, gain))
    matrix, gains = np.zeros((len(places), len(places))), np.zeros(len(places))
    for here, there, speed, gain in rows:
        matrix[here, there] += speed
        gains[here] += speed * gain
    matrix -= np.eye(len(places)) if is_discrete else np.diag(matrix.sum(axis=1))
    system = np.vstack([matrix.T, np.ones(len(places))])
    shares = np.linalg.lstsq(system, np.array([0.0] * len(places) + [1.0]), rcond=None)[0]
    return float(shares @ gains)


def test_two_machines_with_a_buffer_and_breakdowns() -> None:
    """Exponential work, breakdowns at work, repairs; blocking after service and before."""
    speeds, fails, repairs = (1.0, 1.2), (0.1, 0.15), (0.5, 0.4)
    for blocking, buffer in itertools.product(("after", "before"), (1, 4)):
        most = buffer + (2 if blocking == "after" else 1)

        def moves(state: tuple[int, ...], most: int = most) -> Iterator[tuple[tuple[int, ...], float, float]]:
            level, *up = state
            for machine, works in enumerate((level < most, level > 0)):
                down = (*up[:machine], 1 - up[machine], *up[machine + 1 :])
                if not up[machine]:
                    yield (level, *down), repairs[machine], 0.0
                elif works:
                    yield (level, *down), fails[machine], 0.0
                    yield (level + (1, -1)[machine], *up), speeds[machine], float(machine)

        stations = [
            {"time": exponential(1 / speeds[n]), "blocking": blocking,
             "stops": [{"id": "f", "every": exponential(1 / fails[n]), "lasts": exponential(1 / repairs[n])}]}
            for n in range(2)
        ]  # fmt: skip
        tree = saturated(f"two_{blocking}_{buffer}", stations, [1, buffer])
        agree(tree, {"rate": (reward((0, 1, 1), moves), rate)}, hours=8000, warm_up=200)


def test_three_machines_with_buffers_and_breakdowns() -> None:
    """Blocking after service: a machine in the middle may hold a piece that is done."""
    speeds, fails, repairs, buffers = (1.0, 1.1, 0.9), (0.05, 0.1, 0.08), (0.4, 0.5, 0.3), (2, 1)

    def moves(state: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], float, float]]:
        first, second, *up = state
        holds = second == buffers[1] + 2
        works = (first < buffers[0] + (1 if holds else 2), first > 0 and not holds, second > 0)
        after = ((first + 1, second), (first - 1, second + 1), (first, second - 1))
        for machine in range(3):
            other = (*up[:machine], 1 - up[machine], *up[machine + 1 :])
            if not up[machine]:
                yield (first, second, *other), repairs[machine], 0.0
            elif works[machine]:
                yield (first, second, *other), fails[machine], 0.0
                yield (*after[machine], *up), speeds[machine], float(machine == 2)

    stations = [
        {"time": exponential(1 / speeds[n]),
         "stops": [{"id": "f", "every": exponential(1 / fails[n]), "lasts": exponential(1 / repairs[n])}]}
        for n in range(3)
    ]  # fmt: skip
    tree = saturated("three", stations, [1, *buffers])
    agree(tree, {"rate": (reward((0, 0, 1, 1, 1), moves), rate)}, hours=8000, warm_up=200)


@pytest.mark.parametrize(("places", "fails", "repairs"), [(4, (0.1, 0.1), (0.3, 0.2)), (10, (0.05, 0.02), (0.2, 0.1))])
def test_deterministic_machines(places: int, fails: tuple[float, float], repairs: tuple[float, float]) -> None:
    """Gershwin 1994, 3.2: cycles of one length, geometric up- and downtimes; machines change before the level does."""

    def moves(state: tuple[int, ...]) -> Iterator[tuple[tuple[int, ...], float, float]]:
        level, *up = state
        works = (level < places, level > 0)
        for new in itertools.product((0, 1), repeat=2):
            share = 1.0
            for machine in range(2):
                can_fail = fails[machine] if works[machine] else 0.0
                change = can_fail if up[machine] else repairs[machine]
                share *= change if new[machine] != up[machine] else 1 - change
            made = int(new[1] == 1 and works[1])
            yield (level + int(new[0] == 1 and works[0]) - made, *new), share, float(made)

    def geometric(mean: float) -> Tree:
        return {"law": "geometric", "mean": f"{mean!r} s", "step": "1 s"}

    stations = [
        {"time": {"mean": "1 s"}, "blocking": "before",
         "stops": [{"id": "f", "every": geometric(1 / fails[n]), "lasts": geometric(1 / repairs[n])}]}
        for n in range(2)
    ]  # fmt: skip
    tree = saturated(f"gershwin_{places}", stations, [1, places - 1])
    exact = {"rate": (3600 * reward((0, 1, 1), moves, is_discrete=True), rate)}
    agree(tree, exact, hours=6, warm_up=0.2)


def classes(name: str, interrupts: str) -> Tree:
    """Rushed pieces that interrupt others at one station."""
    return {
        "id": name,
        "stations": [{"id": "s", "time": exponential(0.5), "order": "priority", "interrupts": interrupts}],
        "products": [{"id": p, "priority": n, "route": [{"station": "s"}]} for n, p in enumerate(("rushed", "others"))],
        "sources": [
            {"id": "r", "products": {"rushed": 1}, "every": exponential(2.0)},
            {"id": "o", "products": {"others": 1}, "every": exponential(1.25)},
        ],
    }


def flow(product: int) -> Measure:
    """Mean time in the line. [h]"""
    return lambda run: (run.products[product].mean_flow_s or 0) / 3600


@pytest.mark.parametrize("second_moment", [0.5, 0.25])
def test_preemptive_priority(second_moment: float) -> None:
    """Kleinrock 1976, 3.4: work that is interrupted goes on; of the first class, as if there were no other."""
    tree = classes(f"preemptive_{second_moment}", "resume")
    if second_moment == 0.25:
        tree["stations"][0]["time"] = {"mean": "0.5 h"}
    first, both = 0.25, 0.65
    half = second_moment / 2
    exact = {
        "rushed": (0.5 + half / 2 / (1 - first), flow(0)),
        "others": (0.5 / (1 - first) + half * (1 / 2 + 1 / 1.25) / (1 - first) / (1 - both), flow(1)),
    }
    agree(tree, exact, hours=8000, warm_up=400)


def test_preemptive_priority_from_the_start_again() -> None:
    """Work of constant length is begun anew after each interruption, with a busy period of the others between."""
    tree = classes("preemptive_repeat", "repeat")
    tree["products"][1]["route"][0]["time"] = {"mean": "0.6 h"}
    tree["sources"][1] = {"id": "o", "products": {"others": 1}, "most_inside": 1}
    long = (math.exp(0.6 / 2) - 1) * (2 + 0.5 / (1 - 0.25))
    agree(tree, {"others": (1 / long, lambda run: run.products[1].good / run.hours)}, hours=8000, warm_up=400)


def test_fewer_than_a_hundred_comparisons_were_made() -> None:
    assert len(checked) < 100
