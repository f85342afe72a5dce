"""The two models of the benchmark in Ciw, which keeps a record of each service; figures are taken from the records.

Ciw has no breakdowns at work: the time of a service is drawn with its repairs, which is the same law. What is always
there before the first station stands in its queue from the start.
Run by its own Python: line_by_ciw.py mm1|line PARTS SEED; prints JSON: seconds, and the figures that are compared.
"""

import json
import random
import sys
import time

import ciw

STATIONS, ROOM = 5, 10


class WithRepairs(ciw.dists.Distribution):
    """Work of 1 on the mean; a breakdown each 50 of work, a repair of 5."""

    def sample(self, t=None, ind=None):
        work = random.expovariate(1.0)
        taken, life = work, random.expovariate(1 / 50)
        while life < work:
            taken += random.expovariate(1 / 5)
            life += random.expovariate(1 / 50)
        return taken


def mm1(parts):
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=1.0)],
        service_distributions=[ciw.dists.Exponential(rate=1 / 0.8)],
        number_of_servers=[1],
    )
    run = ciw.Simulation(network)
    run.simulate_until_max_customers(parts, method="Finish")
    records = run.get_all_records()
    end = max(record.exit_date for record in records)
    flows = sum(record.exit_date - record.arrival_date for record in records)
    return [flows / end, sum(record.waiting_time for record in records) / len(records)]


def line(parts):
    later, first_lot = STATIONS - 1, parts + STATIONS * (ROOM + 2)
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Sequential([0.0, float("inf")])] + [None] * later,
        batching_distributions=[ciw.dists.Deterministic(first_lot)] + [ciw.dists.Deterministic(1)] * later,
        service_distributions=[WithRepairs() for _ in range(STATIONS)],
        number_of_servers=[1] * STATIONS,
        queue_capacities=[float("inf")] + [ROOM] * later,
        routing=[[float(to == at + 1) for to in range(STATIONS)] for at in range(STATIONS)],
    )
    run = ciw.Simulation(network)
    run.simulate_until_max_customers(parts, method="Finish")
    records = run.get_all_records()
    begun = {record.id_number: record.service_start_date for record in records if record.node == 1}
    left = {record.id_number: record.exit_date for record in records if record.node == STATIONS}
    end = max(left.values())
    inside = sum(left.get(number, end) - start for number, start in begun.items())
    return [inside / end, len(left) / end]


if __name__ == "__main__":
    model, parts, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    begun = time.process_time()
    random.seed(seed)
    ciw.seed(seed)
    found = {"mm1": mm1, "line": line}[model](parts)
    sys.stdout.write(json.dumps({"seconds": time.process_time() - begun, "found": found}) + "\n")
