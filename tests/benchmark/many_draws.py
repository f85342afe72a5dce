"""Many plants with many draws, in a process of its own: seconds and the memory they took above the plants."""

import dataclasses
import json
import resource
import sys
import time

from ten_processes import plant

from pulmu.carbon.plant_draws import Uncertainty, spread_of_plants
from pulmu.reference import DEFAULT_EDITION

TOGETHER = 500
"""Plants that are described at a time; what is computed of them is kept, they are not."""
ALLOWANCE = 64 * 2**20


def main() -> None:
    """Measure and answer."""
    plants, draws, memory = (int(item) for item in sys.argv[1:])
    uncertainty = Uncertainty(**{item.name: 0.03 for item in dataclasses.fields(Uncertainty)})
    described = [plant(number) for number in range(min(TOGETHER, plants))]
    spread_of_plants(described[:1], DEFAULT_EDITION, uncertainty, draws=2, seed=1)  # tables of law are read
    before = _peak()
    taken = worked = 0.0
    done = []
    for start in range(0, plants, TOGETHER):
        described = [plant(start + number) for number in range(min(TOGETHER, plants - start))]
        begun, begun_work = time.perf_counter(), time.process_time()
        done.append(
            spread_of_plants(described, DEFAULT_EDITION, uncertainty, draws=draws, seed=start, memory=memory).quantiles
        )
        taken += time.perf_counter() - begun
        worked += time.process_time() - begun_work
    assert sum(len(item) for item in done) == 10 * plants
    answer = {"seconds": taken, "processor": worked, "peak": (_peak() - before) / 2**20, "allowance": ALLOWANCE}
    sys.stdout.write(json.dumps(answer))


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    main()
