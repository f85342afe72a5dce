"""What `pulmu schedule` prints of a plan that was run with breakdowns."""

from pulmu.cli.screen import Screen
from pulmu.services.estimate import Estimate
from pulmu.services.schedules.answer import ScheduleAnswer
from pulmu.services.schedules.rehearsed import Beside, Choice, InTime, MachineLoss, Range, Rehearsed

_JOBS_SHOWN, _MACHINES_SHOWN = 5, 5


def show_rehearsed(screen: Screen, answer: ScheduleAnswer) -> None:
    """How often nothing is late, who seldom is in time, what it comes to, and which machine's breakdowns cost most."""
    told = answer.rehearsed
    if told is None:
        screen.line("")
        screen.line(_text(screen, "none"))
        return
    screen.title(_text(screen, "title", runs=f"{told.runs:,}", seed=told.seed))
    every = told.all_in_time
    screen.line("  " + _text(screen, "all", share=_share(every.share), low=_share(every.low), high=_share(every.high)))
    if told.poor:
        names = ", ".join(f"{item.job} ({_share(item.share)})" for item in told.jobs if item.is_poor)
        screen.line("  " + screen.ember(_text(screen, "poor", jobs=names)))
    in_won = bool(answer.tariff) and not answer.in_order
    _ranges(screen, told, in_won)
    _jobs(screen, told)
    if told.parted > 0.0:
        screen.line("  " + _text(screen, "parted", count=f"{told.parted:,.1f}"))
    if told.untold:
        screen.line("  " + _text(screen, "untold", machines=", ".join(told.untold)))
    if told.beyond > 0.0:
        screen.line("  " + _text(screen, "beyond", share=_share(told.beyond)))
    _machines(screen, told)
    if told.choice is not None:
        _choice(screen, told.choice, in_won)


def _text(screen: Screen, key: str, **values: object) -> str:
    return screen.text(f"plan_of_jobs.rehearsed.{key}", **values)


def _share(share: float) -> str:
    return f"{share:.1%}" if 0.0 < share < 0.1 or 0.9 < share < 1.0 else f"{share:.0%}"


def _choice(screen: Screen, told: Choice, in_won: bool) -> None:
    """Which of a few plans this is, and what the others come to in the same runs."""
    screen.title(_text(screen, "choice"))
    if not told.beside:
        screen.line("  " + _text(screen, "alone"))
        return
    if told.offered == told.planned_best:
        screen.line("  " + _text(screen, "holds", count=len(told.beside) + 1))
    else:
        name = screen.text(f"plan_of_jobs.rule.{told.offered}")
        screen.line("  " + _text(screen, "fragile", offered=name))
    keys = ("in_time", "mean_late", *(("on_paper", "more_won") if in_won else ()))
    head = [screen.text("plan_of_jobs.head.by"), *(_text(screen, key) for key in keys)]
    screen.table(head, [_beside(screen, item, in_won) for item in told.beside])


def _beside(screen: Screen, item: Beside, in_won: bool) -> list[str]:
    cells = [screen.text(f"plan_of_jobs.rule.{item.name}"), _share(item.in_time), _estimate(item.late_hours, 1)]
    return [*cells, f"{item.planned:,.0f}", _signed(item.more)] if in_won else cells


def _signed(item: Estimate) -> str:
    more = "" if item.half_width is None else f" ± {item.half_width:,.0f}"
    return f"{item.mean:+,.0f}{more}"


def _ranges(screen: Screen, told: Rehearsed, in_won: bool) -> None:
    rows = [
        ("value", told.choice.value if told.choice is not None and in_won else None, 0),
        ("end", told.end_hours, 1), ("late", told.late_hours, 1), ("energy", told.energy_won, 0),
        ("kwh", told.kwh, 0), ("peak", told.peak_kw, 0), ("peak_won", told.peak_won, 0),
        ("labour", told.labour_won, 0), ("overtime", told.overtime_hours, 1), ("footprint", told.footprint_kg, 0),
    ]  # fmt: skip
    head = [_text(screen, key) for key in ("what", "planned", "median", "error", "range", "high")]
    screen.table(head, [_range(screen, name, item, digits) for name, item, digits in rows if item is not None])


def _range(screen: Screen, name: str, item: Range, digits: int) -> list[str]:
    error = (item.median_high - item.median_low) / 2
    return [
        _text(screen, name), f"{item.planned:,.{digits}f}", f"{item.median:,.{digits}f}", f"{error:,.{digits}f}",
        f"{item.low:,.{digits}f} – {item.high:,.{digits}f}", f"{item.high:,.{digits}f}",
    ]  # fmt: skip


def _jobs(screen: Screen, told: Rehearsed) -> None:
    if not told.jobs:
        return
    screen.line("")
    head = [screen.text("plan_of_jobs.head.job"), screen.text("plan_of_jobs.head.due"),
            *(_text(screen, key) for key in ("in_time", "sure", "mean_late", "half_by", "most_by"))]  # fmt: skip
    screen.table(head, [_job(item) for item in told.jobs[:_JOBS_SHOWN]])
    if len(told.jobs) > _JOBS_SHOWN:
        screen.line("  " + _text(screen, "more_jobs", count=len(told.jobs) - _JOBS_SHOWN))


def _job(item: InTime) -> list[str]:
    return [item.job, item.due, _share(item.share), f"{_share(item.low)} – {_share(item.high)}",
            _estimate(item.late_hours, 1), item.median_end, item.high_end]  # fmt: skip


def _machines(screen: Screen, told: Rehearsed) -> None:
    if not told.machines:
        return
    screen.title(_text(screen, "machines"))
    has_won = any(item.won is not None for item in told.machines)
    keys = ("stops", "down", "cost_late", "cost_end", *(("cost_won",) if has_won else ()))
    head = [screen.text("plan_of_jobs.head.machine"), *(_text(screen, key) for key in keys)]
    screen.table(head, [_machine(item, has_won) for item in told.machines[:_MACHINES_SHOWN]])


def _machine(item: MachineLoss, has_won: bool) -> list[str]:
    cells = [item.machine, f"{item.stops:,.1f}", f"{item.down_hours:,.1f}", _estimate(item.late_hours, 1),
             _estimate(item.end_hours, 1)]  # fmt: skip
    return [*cells, _estimate(item.won, 0)] if has_won else cells


def _estimate(item: Estimate | None, digits: int) -> str:
    if item is None:
        return ""
    more = "" if item.half_width is None else f" ± {item.half_width:,.{digits}f}"
    return f"{item.mean:,.{digits}f}{more}"
