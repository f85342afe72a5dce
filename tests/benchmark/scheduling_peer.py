"""PyJobShop's side, in an environment of its own: ``python scheduling_peer.py FILE``.

FILE is JSON with the ways of each operation, the seconds, the workers and the seed; prints the timetable and the bound.
"""

import json
import sys
from pathlib import Path

from pyjobshop import Model


def main() -> None:
    """Solve once."""
    given = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    model, ways, places = Model(), [], []
    machines = [model.add_machine() for _ in range(given["machines"])]
    for place, steps in enumerate(given["jobs"]):
        job, before = model.add_job(), None
        for step, row in enumerate(steps):
            task = model.add_task(job=job)
            places.append((place, step))
            for machine, duration in row:
                model.add_mode(task, machines[machine], duration)
                ways.append(machine)
            if before is not None:
                model.add_end_before_start(before, task)
            before = task
    found = model.solve(time_limit=given["seconds"], display=False, num_workers=given["workers"],
                        random_seed=given["seed"])  # fmt: skip
    placed = [(*at, ways[task.mode], task.start, task.end)
              for at, task in zip(places, found.best.tasks, strict=True)] if found.best.tasks else []  # fmt: skip
    bound = found.lower_bound if placed else 0
    json.dump({"placed": placed, "bound": round(bound)}, sys.stdout)


if __name__ == "__main__":
    main()
