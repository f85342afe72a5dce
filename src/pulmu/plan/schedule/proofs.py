"""The solver that proves, which is an extra: loaded when it is asked, and told where it is not there."""

import importlib.util
from collections.abc import Callable
from typing import TYPE_CHECKING

from pulmu.model import OutsideError
from pulmu.plan.schedule.effort import Effort, Proven
from pulmu.plan.schedule.shop import Shop
from pulmu.plan.schedule.timetable import Timetable

if TYPE_CHECKING:
    from pulmu.plan.schedule.ask import Ask


def check_solver() -> None:
    """See that the solver is there.

    Raises
    ------
    OutsideError  OR-Tools is not installed (`outside.schedule_not_installed`).
    """
    if importlib.util.find_spec("ortools") is None:
        raise OutsideError.of(
            "outside.schedule_not_installed", "", "the package a schedule is searched with is not installed: ortools",
            'install Pulmu as ".[schedule]"', missing="ortools", extra="schedule",
        )  # fmt: skip


def prove(
    shop: Shop, given: Timetable, bound: int, effort: Effort, is_over: Callable[[int, int], bool]
) -> Proven:  # fmt: skip
    """As `constraint.prove`."""
    check_solver()
    from pulmu.plan.schedule import constraint  # noqa: PLC0415

    return constraint.prove(shop, given, bound, effort, is_over)


def solve(
    ask: "Ask",
    first: Timetable,
    effort: Effort,
    tell: Callable[[Timetable], None],
    tell_bound: Callable[[float], None],
    is_over: Callable[[], bool],
) -> bool:
    """As `programme.solve`."""
    check_solver()
    from pulmu.plan.schedule import programme  # noqa: PLC0415

    return programme.solve(ask, first, effort, tell, tell_bound, is_over)
