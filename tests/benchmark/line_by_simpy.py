"""The two models of the benchmark in SimPy, as its documentation writes such models; integrals kept by hand.

Run by its own Python: line_by_simpy.py mm1|line PARTS SEED; prints JSON: seconds, and the figures that are compared.
"""

import json
import random
import sys
import time

import simpy

STATIONS, ROOM = 5, 10


class Counted:
    """The integral of a number over time."""

    def __init__(self, env):
        self.env, self.value, self.since, self.area = env, 0, 0.0, 0.0

    def change(self, by):
        self.area += self.value * (self.env.now - self.since)
        self.since = self.env.now
        self.value += by


def mm1(parts, draws):
    env = simpy.Environment()
    server, inside, queue, busy = simpy.Resource(env), Counted(env), Counted(env), Counted(env)
    done, waits, flows = env.event(), [0.0, 0], [0.0, 0.0]

    def customer():
        entered = env.now
        inside.change(1)
        queue.change(1)
        with server.request() as turn:
            yield turn
            queue.change(-1)
            busy.change(1)
            waits[0] += env.now - entered
            yield env.timeout(draws.expovariate(1 / 0.8))
            busy.change(-1)
        inside.change(-1)
        flow = env.now - entered
        flows[0] += flow
        flows[1] += flow * flow
        waits[1] += 1
        if waits[1] == parts:
            done.succeed()

    def arrivals():
        while True:
            yield env.timeout(draws.expovariate(1.0))
            env.process(customer())

    env.process(arrivals())
    env.run(done)
    inside.change(0)
    return [inside.area / env.now, waits[0] / parts]


def line(parts, draws):
    env = simpy.Environment()
    buffers = [simpy.Store(env, ROOM) for _ in range(STATIONS - 1)]
    inside, done, made = Counted(env), env.event(), [0]
    states = [dict.fromkeys(("idle", "busy", "down", "blocked"), 0.0) for _ in range(STATIONS)]

    def machine(n):
        life = draws.expovariate(1 / 50)
        while True:
            since = env.now
            if n:
                yield buffers[n - 1].get()
            else:
                inside.change(1)
            states[n]["idle"] += env.now - since
            left = draws.expovariate(1.0)
            while life < left:
                since = env.now
                yield env.timeout(life)
                states[n]["busy"] += env.now - since
                left -= life
                since = env.now
                yield env.timeout(draws.expovariate(1 / 5))
                states[n]["down"] += env.now - since
                life = draws.expovariate(1 / 50)
            since = env.now
            yield env.timeout(left)
            life -= left
            states[n]["busy"] += env.now - since
            since = env.now
            if n < STATIONS - 1:
                yield buffers[n].put(1)
            else:
                inside.change(-1)
                made[0] += 1
                if made[0] == parts:
                    done.succeed()
            states[n]["blocked"] += env.now - since

    for n in range(STATIONS):
        env.process(machine(n))
    env.run(done)
    inside.change(0)
    return [inside.area / env.now, parts / env.now]


if __name__ == "__main__":
    model, parts, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    begun = time.process_time()
    found = {"mm1": mm1, "line": line}[model](parts, random.Random(seed))
    sys.stdout.write(json.dumps({"seconds": time.process_time() - begun, "found": found}) + "\n")
