"""The two models of the benchmark in salabim, its monitors off and integrals kept by hand, as in SimPy.

Run by its own Python: line_by_salabim.py mm1|line PARTS SEED; prints JSON: seconds, and the figures that are compared.
"""

import json
import random
import sys
import time

import salabim

STATIONS, ROOM = 5, 10


class Counted:
    """The integral of a number over time."""

    def __init__(self, env):
        self.env, self.value, self.since, self.area = env, 0, 0.0, 0.0

    def change(self, by):
        now = self.env._now
        self.area += self.value * (now - self.since)
        self.since = now
        self.value += by


def mm1(parts, draws):
    env = salabim.Environment(yieldless=False)
    server = salabim.Resource("server", monitor=False)
    inside, queue, busy = Counted(env), Counted(env), Counted(env)
    waits, flows = [0.0, 0], [0.0, 0.0]

    class Customer(salabim.Component):
        def process(self):
            entered = env._now
            inside.change(1)
            queue.change(1)
            yield self.request(server)
            queue.change(-1)
            busy.change(1)
            waits[0] += env._now - entered
            yield self.hold(draws.expovariate(1 / 0.8))
            self.release()
            busy.change(-1)
            inside.change(-1)
            flow = env._now - entered
            flows[0] += flow
            flows[1] += flow * flow
            waits[1] += 1
            if waits[1] == parts:
                env.main().activate()

    class Arrivals(salabim.Component):
        def process(self):
            while True:
                yield self.hold(draws.expovariate(1.0))
                Customer(mode=None, suppress_trace=True)

    Arrivals()
    env.run()
    inside.change(0)
    return [inside.area / env._now, waits[0] / parts]


def line(parts, draws):
    env = salabim.Environment(yieldless=False)
    buffers = [salabim.Store(f"buffer {n}", capacity=ROOM, monitor=False) for n in range(STATIONS - 1)]
    inside, made = Counted(env), [0]
    states = [dict.fromkeys(("idle", "busy", "down", "blocked"), 0.0) for _ in range(STATIONS)]

    class Piece(salabim.Component):
        pass

    class Machine(salabim.Component):
        def setup(self, n):
            self.n, self.life = n, draws.expovariate(1 / 50)

        def process(self):
            n, hours = self.n, states[self.n]
            while True:
                since = env._now
                if n:
                    piece = yield self.from_store(buffers[n - 1])
                    piece = self.from_store_item()
                else:
                    piece = Piece()
                    inside.change(1)
                hours["idle"] += env._now - since
                left = draws.expovariate(1.0)
                while self.life < left:
                    since = env._now
                    yield self.hold(self.life)
                    hours["busy"] += env._now - since
                    left -= self.life
                    since = env._now
                    yield self.hold(draws.expovariate(1 / 5))
                    hours["down"] += env._now - since
                    self.life = draws.expovariate(1 / 50)
                since = env._now
                yield self.hold(left)
                self.life -= left
                hours["busy"] += env._now - since
                since = env._now
                if n < STATIONS - 1:
                    yield self.to_store(buffers[n], piece)
                else:
                    inside.change(-1)
                    made[0] += 1
                    if made[0] == parts:
                        env.main().activate()
                hours["blocked"] += env._now - since

    for n in range(STATIONS):
        Machine(n=n)
    env.run()
    inside.change(0)
    return [inside.area / env._now, parts / env._now]


if __name__ == "__main__":
    model, parts, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    begun = time.process_time()
    found = {"mm1": mm1, "line": line}[model](parts, random.Random(seed))
    sys.stdout.write(json.dumps({"seconds": time.process_time() - begun, "found": found}) + "\n")
