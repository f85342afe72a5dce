"""Published job shops, plain and flexible, beside plain CP-SAT and PyJobShop; code that no search uses checks each."""

import json
import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from measure import Line

from pulmu.plan.schedule import RULES, Job, Operation, Placed, Shop, Timetable, Way, breaches, dispatch, shorten
from pulmu.plan.schedule.bound import least_makespan
from pulmu.plan.schedule.constraint import prove
from pulmu.plan.schedule.effort import Effort

HERE = Path(__file__).parent
INSTANCES = HERE.parents[2] / "shared" / "reference" / "scheduling"
MEAN = {"job_shop": 0.4, "flexible_job_shop": 0.5}
WORST = 2.0
KINDS = {"job_shop": "job shops", "flexible_job_shop": "flexible job shops"}


@dataclass(frozen=True, slots=True)
class Published:
    """An instance, and the best makespan that is known of it."""

    name: str
    kind: str
    shop: Shop
    best: int


@dataclass(frozen=True, slots=True)
class Tried:
    """How far above the best known, and how far a proof left it open. [%]"""

    above: float
    gap: float


def scheduling(seconds: float, seeds: int, most: int) -> list[Line]:
    """Gaps to the best known, of Pulmu and of plain CP-SAT.

    Parameters
    ----------
    most : So many instances of each kind.
    """
    if not INSTANCES.is_dir():
        return [Line("published job shops", "not measured: the instances are not beside the project")]
    return [line for kind in KINDS for line in _of_kind(kind, seconds, seeds, most)]


def _of_kind(kind: str, seconds: float, seeds: int, most: int) -> Iterator[Line]:
    found = [item for item in published(INSTANCES) if item.kind == kind][:most]
    what = f"{len(found)} {KINDS[kind]}, {seconds:.0f} s, 2 workers, {seeds} seeds"
    yield _line(f"{what}: Pulmu", _tried(found, seconds, seeds, _by_pulmu), MEAN[kind])
    yield _line(f"{what}: plain CP-SAT", _tried(found, seconds, seeds, _by_programme), None)
    if _python().is_file():
        yield _line(f"{what}: PyJobShop 0.0.9", _tried(found, seconds, seeds, _by_peer), None)
    else:
        yield Line(f"{what}: PyJobShop", "its environment is not there: make .venv/pyjobshop.stamp")


def _line(what: str, tried: Sequence[Tried], mean: float | None) -> Line:
    above, gaps = [item.above for item in tried], sorted(item.gap for item in tried)
    average, worst = sum(above) / len(above), max(above)
    said = (f"mean {average:.2f} %, worst {worst:.2f} % above the best known; "
            f"{gaps.count(0.0)} of {len(gaps)} proven, median gap {gaps[len(gaps) // 2]:.1f} %")  # fmt: skip
    if mean is None:
        return Line(what, said)
    return Line(what, said, f"mean at most {mean} %, worst {WORST:.0f} %", average <= mean and worst <= WORST)


Solve = Callable[[Shop, Effort], tuple[Timetable, int]]


def _tried(found: Sequence[Published], seconds: float, seeds: int, solve: Solve) -> list[Tried]:
    return [
        _one(item, *solve(item.shop, Effort(seconds=seconds, workers=2, seed=seed)))
        for item in found for seed in range(1, seeds + 1)
    ]  # fmt: skip


def _one(item: Published, timetable: Timetable, bound: int) -> Tried:
    broken = list(breaches(item.shop, timetable))
    if broken or bound > item.best:
        raise SystemExit(f"{item.name}: {broken[0] if broken else f'a bound of {bound} is not one'}")
    span = timetable.makespan
    return Tried(100.0 * (span / item.best - 1.0), 100.0 * (span - bound) / span)


def _by_pulmu(shop: Shop, effort: Effort) -> tuple[Timetable, int]:
    made = shorten(shop, effort)
    return made.timetable, made.bound


def _by_programme(shop: Shop, effort: Effort) -> tuple[Timetable, int]:
    """The same programme by itself, from the best rule of thumb."""
    first = min((dispatch(shop, rule) for rule in RULES.values()), key=lambda item: item.makespan)
    found = prove(shop, first, least_makespan(shop), effort, lambda _best, _bound: False)
    return found.timetable or first, found.bound


def _python() -> Path:
    return Path(os.environ.get("PULMU_PYJOBSHOP") or HERE.parents[1] / ".venv" / "pyjobshop" / "bin" / "python")


def _by_peer(shop: Shop, effort: Effort) -> tuple[Timetable, int]:
    """PyJobShop, which also runs CP-SAT, as it comes; where it finds nothing in its time, the best rule of thumb."""
    jobs = [[[(way.machine, way.duration) for way in operation.ways] for operation in job.operations]
            for job in shop.jobs]  # fmt: skip
    asked = {"machines": len(shop.machines), "jobs": jobs, "seconds": effort.seconds, "workers": effort.workers,
             "seed": effort.seed}  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "shop.json"
        file.write_text(json.dumps(asked), encoding="utf-8")
        done = subprocess.run([str(_python()), str(HERE / "scheduling_peer.py"), str(file)], capture_output=True,
                              text=True, check=True)  # fmt: skip
    told = json.loads(done.stdout)
    if not told["placed"]:
        return min((dispatch(shop, rule) for rule in RULES.values()), key=lambda item: item.makespan), told["bound"]
    return Timetable(tuple(Placed(*item) for item in told["placed"])), told["bound"]


def published(folder: Path) -> list[Published]:
    """Every instance of a folder, by name."""
    return [_read(path) for path in sorted(folder.glob("*.json"))]


def _read(path: Path) -> Published:
    told = json.loads(path.read_text(encoding="utf-8"))
    is_plain = told["kind"] == "job_shop"
    jobs = tuple(
        Job(f"job{place}", tuple(Operation((Way(*step),) if is_plain else tuple(Way(*way) for way in step))
                                 for step in steps))
        for place, steps in enumerate(told["jobs"])
    )  # fmt: skip
    machines = tuple(f"machine{place}" for place in range(told["n_machines"]))
    return Published(told["name"], told["kind"], Shop(machines, jobs), told["best_known"]["upper"])
