"""What `pulmu schedule` prints."""

from pulmu.cli.rehearsal_screens import show_rehearsed
from pulmu.cli.schedule_figures import certificates_line, show_figures
from pulmu.cli.screen import Screen
from pulmu.services.schedules.answer import JobEnd, ScheduleAnswer, Standing

_JOBS_SHOWN, _RULES_SHOWN = 15, 3


def show_scheduled(screen: Screen, answer: ScheduleAnswer) -> None:
    """The end and who is late first, then the jobs, the machines, what others come to, and the three balances."""
    name = answer.name_local if screen.language == "ko" else answer.name
    screen.title(screen.text("plan_of_jobs.title", name=name or answer.id, start=answer.start))
    screen.line(_first_line(screen, answer))
    if answer.frozen_until:
        frozen = sum(bar.is_frozen for bar in answer.bars)
        screen.line(screen.text("plan_of_jobs.frozen", time=answer.frozen_until, count=frozen))
    for machine, start, end in answer.down:
        screen.line(screen.text("plan_of_jobs.down", machine=machine, start=start, end=end))
    _jobs(screen, answer)
    _machines(screen, answer)
    _rests(screen, answer)
    show_rehearsed(screen, answer)
    _compared(screen, answer)
    _balances(screen, answer)
    screen.line("")
    _bound(screen, answer)


def _first_line(screen: Screen, answer: ScheduleAnswer) -> str:
    plan, parts = answer.plan, []
    parts.append(screen.text("plan_of_jobs.picture.done", end=plan.end))
    if plan.late_jobs:
        parts.append(screen.ember(screen.text("plan_of_jobs.picture.late", jobs=plan.late_jobs,
                                              hours=f"{plan.late_hours:,.1f}")))  # fmt: skip
    else:
        parts.append(screen.text("plan_of_jobs.picture.in_time"))
    if plan.energy_won is not None:
        tariff = answer.tariff_local if screen.language == "ko" else answer.tariff
        parts.append(screen.text("plan_of_jobs.energy", won=f"{plan.energy_won:,.0f}", kwh=f"{plan.kwh:,.0f}",
                                 tariff=tariff))  # fmt: skip
    parts.append(screen.text("plan_of_jobs.peak", kw=f"{plan.peak_kw:,.0f}"))
    if plan.labour_won is not None:
        parts.append(screen.text("plan_of_jobs.labour", won=f"{plan.labour_won:,.0f}"))
    return " ".join(parts)


def _jobs(screen: Screen, answer: ScheduleAnswer) -> None:
    screen.title(screen.text("plan_of_jobs.jobs"))
    head = [screen.text(f"plan_of_jobs.head.{key}") for key in ("job", "name", "end", "due", "late")]
    screen.table(head, [_job(screen, job) for job in answer.jobs[:_JOBS_SHOWN]], left=2)
    if len(answer.jobs) > _JOBS_SHOWN:
        screen.line("  " + screen.text("plan_of_jobs.more_jobs", count=len(answer.jobs) - _JOBS_SHOWN))


def _job(screen: Screen, job: JobEnd) -> list[str]:
    return [job.job, job.name, job.end, job.due or "", _late(screen, job.late_hours)]


def _late(screen: Screen, hours: float | None) -> str:
    if hours is None:
        return ""
    return f"{hours:,.1f}" if hours >= 0 else screen.text("plan_of_jobs.early", hours=f"{-hours:,.1f}")


def _machines(screen: Screen, answer: ScheduleAnswer) -> None:
    screen.title(screen.text("plan_of_jobs.machines"))
    head = [screen.text(f"plan_of_jobs.head.{key}") for key in ("machine", "name", "busy", "open", "share")]
    rows = [
        [row.machine, row.name_local if screen.language == "ko" else row.name, f"{row.busy_hours:,.1f}",
         f"{row.open_hours:,.1f}", f"{row.busy_hours / row.open_hours:.0%}" if row.open_hours > 0 else ""]
        for row in answer.machines
    ]  # fmt: skip
    screen.table(head, rows, left=2)


def _rests(screen: Screen, answer: ScheduleAnswer) -> None:
    """Batches, scrap, and when machines are switched to less power."""
    if batched := [(bar.machine, bar.batch) for bar in answer.bars if bar.batch]:
        screen.line("  " + screen.text("plan_of_jobs.batches", count=len(set(batched)), operations=len(batched)))
    if scrapped := sum(bar.scrap > 0.0 for bar in answer.bars):
        screen.line("  " + screen.text("plan_of_jobs.scrapped", operations=scrapped))
    if answer.rests:
        screen.title(screen.text("plan_of_jobs.rests"))
        head = [screen.text(f"plan_of_jobs.head.{key}") for key in ("machine", "rest", "start", "end", "saved")]
        rows = [[row.machine, row.name, row.start, row.end, f"{row.saved_kwh:,.1f}"] for row in answer.rests]
        screen.table(head, rows[:_JOBS_SHOWN], left=4)


def _compared(screen: Screen, answer: ScheduleAnswer) -> None:
    screen.title(screen.text("plan_of_jobs.compared"))
    has_won = answer.plan.energy_won is not None
    keys = ("by", "end", "late_jobs", "late", *(("energy",) if has_won else ()), "peak",
            *(("peak_won",) if answer.plan.peak_won is not None else ()))  # fmt: skip
    head = [screen.text(f"plan_of_jobs.head.{key}") for key in keys]
    given = [item for item in answer.others if item.name == "given"]
    rules = [item for item in answer.others if item.name != "given"]
    shown = (answer.plan, *given, *rules[:_RULES_SHOWN])
    screen.table(head, [_standing(screen, item) for item in shown])
    if len(rules) > _RULES_SHOWN:
        screen.line("  " + screen.text("plan_of_jobs.more_rules", count=len(rules) - _RULES_SHOWN))


def _standing(screen: Screen, item: Standing) -> list[str]:
    cells = [screen.text(f"plan_of_jobs.rule.{item.name}"), item.end, f"{item.late_jobs}", f"{item.late_hours:,.1f}"]
    if item.energy_won is not None:
        cells.append(f"{item.energy_won:,.0f}")
    cells.append(f"{item.peak_kw:,.0f}")
    if item.peak_won is not None:
        cells.append(f"{item.peak_won:,.0f}")
    return cells


def _balances(screen: Screen, answer: ScheduleAnswer) -> None:
    told = answer.balances
    screen.title(screen.text("plan_of_jobs.balances", other=screen.text(f"plan_of_jobs.rule.{told.against}")))
    won = screen.text("plan_of_jobs.unknown") if told.won is None else f"{told.won:+,.0f}"
    screen.line("  " + screen.text("plan_of_jobs.won", won=won))
    screen.line("  " + certificates_line(screen, answer))
    screen.line("  " + screen.text("plan_of_jobs.footprint", kg=f"{told.footprint_kg:+,.0f}",
                                   factor=f"{told.factor:.4f}"))  # fmt: skip
    show_figures(screen, answer)


def _bound(screen: Screen, answer: ScheduleAnswer) -> None:
    if answer.gap is None:
        screen.line(screen.text("plan_of_jobs.no_bound"))
    elif answer.gap <= 0.0005:
        screen.line(screen.text("plan_of_jobs.best"))
    else:
        screen.line(screen.text("plan_of_jobs.gap", gap=f"{answer.gap:.1%}"))
    if answer.is_stopped:
        screen.line(screen.text("plan_of_jobs.stopped"))
    elif answer.gap is None or answer.gap > 0.0005:
        screen.line(screen.text("plan_of_jobs.searched", seconds=f"{answer.seconds:g}", seed=answer.seed))
