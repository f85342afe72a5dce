"""What a search compiles, compiled before its time runs."""

from pulmu.model import Document, decode
from pulmu.model.jobs import Jobs
from pulmu.plan.schedule import RULES, Job, Operation, Prices, Shop, Way, dispatch
from pulmu.plan.schedule.ask import Ask
from pulmu.plan.schedule.rehearse import run_all
from pulmu.plan.schedule.seats import Hunter, Relaxed, floor_of
from pulmu.services.schedules.rehearse_draws import DrawnUpsets
from pulmu.services.schedules.upsets import upsets_of


def warm_up() -> None:
    """Search a shop of two jobs for a moment: what was compiled before is only loaded."""
    jobs = tuple(Job(name, (Operation((Way(0, 1, 1.0),)),), due=1) for name in "ab")
    shop = Shop(("m",), jobs)
    ask = Ask(shop=shop, prices=Prices((1.0, 2.0, 1.0, 2.0), 60), weights={"tardiness": 1.0, "energy": 1.0}, steps=4)
    floor = floor_of(ask)
    relaxed, hunter = Relaxed(floor), Hunter(floor, dispatch(shop, next(iter(RULES.values()))), 1)
    relaxed.go_on(ask.value(dispatch(shop, next(iter(RULES.values())))))
    hunter.go_on()
    hunter.fees = relaxed.fees
    hunter.go_on()
    _rehearsed(shop)


def _rehearsed(shop: Shop) -> None:
    machines = [{"id": "m", "spread": 0.1, "breakdowns": [{"every": "9 h", "lasts": "1 h"}]}]
    jobs = decode(Jobs, Document({"pulmu": "jobs/1", "id": "w", "start": "2026-06-08 08:00", "machines": machines,
                                  "jobs": []}, "")).unwrap()  # fmt: skip
    made = dispatch(shop, next(iter(RULES.values())))
    run_all(shop, made, DrawnUpsets(upsets_of(jobs), shop, 1, 3600.0).of(made), Prices((1.0,), 60), 1)
