"""`pulmu schedule`: jobs on machines, by due dates and by what electricity costs, beside rules of thumb."""

import json
import re
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pulmu.cli.options import JsonOption, Lang, LangOption, print_out, refuse, screen_for
from pulmu.cli.problems import print_problems
from pulmu.locale import problems_tree
from pulmu.model import InputError, encode

if TYPE_CHECKING:
    from pulmu.cli.screen import Screen
    from pulmu.model import Plant
    from pulmu.model.line import Line
    from pulmu.model.tariff import Tariff
    from pulmu.services.schedules.answer import ScheduleAnswer
    from pulmu.services.schedules.lay import Down
    from pulmu.services.schedules.locks import Lock
    from pulmu.services.schedules.prices import PriceOrder

_LOCK = re.compile(r"(?P<job>.+)/(?P<operation>\d{1,3})=(?P<machine>[^@]+)@(?P<start>[^@]+)")
_DOWN = re.compile(r"(?P<machine>[^=]+)=(?P<start>[^.]+)\.\.(?P<end>[^.]+)")


def show_schedule(
    jobs: Annotated[
        str | None,
        typer.Argument(metavar="JOBS", help="jobs: .xlsx, .yaml, .json, .csv or a folder of .csv; or fasteners"),
    ] = None,
    tariff: Annotated[
        str | None,
        typer.Option("--tariff", metavar="TARIFF", help="a contract, such as industrial_b_high_a_II, or a file"),
    ] = None,
    base: Annotated[
        float, typer.Option("--base", min=0, max=1e6, help="drawn by the rest of the plant all the while [kW]")
    ] = 0.0,
    billed: Annotated[
        float | None,
        typer.Option("--billed", min=0, max=1e6, help="demand that is billed anyway [kW]: a peak above it counts"),
    ] = None,
    late: Annotated[
        float, typer.Option("--late", min=0, max=1e12, help="won that an hour of a late job counts as")
    ] = 100_000.0,
    seconds: Annotated[float, typer.Option("--seconds", min=0.1, max=86_400, help="time for the search")] = 20.0,
    workers: Annotated[int, typer.Option("--workers", min=1, max=256, help="processors it may use")] = 2,
    seed: Annotated[int, typer.Option("--seed", min=0, max=2**30, help="of what is drawn at random")] = 1,
    given: Annotated[
        str | None, typer.Option("--given", metavar="FILE", help="a timetable made before: .csv, .xlsx, .yaml or .json")
    ] = None,
    frozen: Annotated[
        str | None,
        typer.Option("--frozen", metavar="TIME", help="what begins before it stays as it was given"),
    ] = None,
    down: Annotated[
        list[str] | None,
        typer.Option("--down", metavar="MACHINE=FROM..UNTIL", help="a machine that is out of order; repeatable"),
    ] = None,
    runs: Annotated[
        int, typer.Option("--runs", min=0, max=100_000, help="how often the plan is run with breakdowns; 0: it is not")
    ] = 400,
    line: Annotated[
        str | None,
        typer.Option(
            "--line", metavar="LINE", help="whose stations break down as the machines do: a file, or a sample"
        ),
    ] = None,
    plant: Annotated[
        str | None,
        typer.Option("--plant", metavar="PLANT", help="the firm's plant, for figure and certificates of each good"),
    ] = None,
    lock: Annotated[
        list[str] | None,
        typer.Option("--lock", metavar="JOB/N=MACHINE@TIME", help="where the N-th operation is to be; repeatable"),
    ] = None,
    order: Annotated[
        str, typer.Option("--order", metavar="AIMS", help="one after the other: late, end, energy, peak, moved")
    ] = "",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="PLAN", help="write the timetable: .csv, .xlsx or .json")
    ] = None,
    svg: Annotated[Path | None, typer.Option("--svg", metavar="GANTT.svg", help="write the picture")] = None,
    template: Annotated[
        Path | None, typer.Option("--template", metavar="JOBS.xlsx", help="write a workbook to fill in, and stop")
    ] = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Plan jobs on machines: due dates, shifts, set-ups and what electricity costs; or plan anew after a breakdown."""
    from pulmu.bootstrap.schedules import (
        check_ending,
        check_scheduling,
        gantt,
        read_jobs_document,
        read_timetable_document,
    )

    if template is not None:
        _write_template(template, lang)
        return
    if jobs is None:
        raise typer.BadParameter("name a file of jobs, or write one with --template", param_hint="JOBS")
    screen = screen_for(lang)
    downs, until = _downs(down or []), None if frozen is None else _time("--frozen", frozen)
    locks, in_order = _locks(lock or []), _aims(order, tariff is not None, given is not None)
    from pulmu.cli.schedule_screens import show_scheduled
    from pulmu.cli.schedule_search import search
    from pulmu.services.schedules.plan import ScheduleOrder
    from pulmu.services.schedules.read import read_jobs
    from pulmu.services.schedules.warm_up import warm_up

    try:
        for path in filter(None, (out, svg)):
            check_ending(path, (".svg",) if path is svg else (".csv", ".xlsx", ".json"))
        document = read_jobs_document(jobs)
        read_jobs(document).unwrap()
        asked = ScheduleOrder(
            prices=None if tariff is None else _prices(tariff, base, billed, in_order), late_won=late, seconds=seconds,
            workers=workers, seed=seed, given=None if given is None else read_timetable_document(given), frozen=until,
            downs=downs, runs=runs, line=None if line is None else _line(line),
            plant=None if plant is None else _plant(plant),
            locks=locks, in_order=in_order,
        )  # fmt: skip
        check_scheduling()
        warm_up()
        done = search(document, asked, screen)
    except InputError as error:
        refuse(error.problems, screen, as_json)
    tree = encode(done.answer, full=True) | {"problems": problems_tree(done.problems, screen.language)}
    text = json.dumps(tree, ensure_ascii=False, indent=1)
    if out is not None:
        _write_plan(out, done.answer, text, screen)
    if svg is not None:
        _save(svg, gantt(done.answer, screen.language).encode())
    if as_json:
        print_out(text)
        return
    show_scheduled(screen, done.answer)
    for path in filter(None, (out, svg)):
        screen.line(screen.text("plan_of_jobs.written", file=str(path)))
    if done.problems:
        print_problems(done.problems, screen, sys.stderr)


def _write_template(path: Path, lang: Lang | None) -> None:
    from pulmu.bootstrap.files import save_new_file
    from pulmu.bootstrap.schedules import check_ending, jobs_template

    screen = screen_for(lang)
    try:
        check_ending(path, (".xlsx",))
        save_new_file(path, jobs_template(screen.language))
    except InputError as error:
        refuse(error.problems, screen, as_json=False)
    screen.line(screen.text("cli.template_written", file=str(path)))
    screen.line(screen.text("plan_of_jobs.template_next", file=str(path)))


def _write_plan(path: Path, answer: "ScheduleAnswer", text: str, screen: "Screen") -> None:
    from pulmu.bootstrap.schedules import timetable_file

    is_json = path.suffix.lower() == ".json"
    _save(path, (text + "\n").encode() if is_json else timetable_file(answer, path, screen.language))


def _save(path: Path, data: bytes) -> None:
    from pulmu.bootstrap.files import save_files

    save_files(path.parent, {path.name: data})


def _prices(tariff: str, base: float, billed: float | None, in_order: tuple[str, ...]) -> "PriceOrder":
    from pulmu.services.schedules.prices import PriceOrder

    counts_all = billed is None and "peak" in in_order
    return PriceOrder(_tariff(tariff), base, 0.0 if counts_all else billed)


def _plant(told: str) -> "Plant":
    from pulmu.cli.simulate_carbon import plant_document
    from pulmu.services.check_plant import check_plant

    checked = check_plant(plant_document(told))
    if checked.plant is None:
        raise InputError(*checked.problems)
    return checked.plant


def _line(told: str) -> "Line":
    from pulmu.bootstrap.twin import read_line as read_line_document
    from pulmu.twin import read_line

    return read_line(read_line_document(told)).unwrap()


def _tariff(told: str) -> "Tariff":
    from pulmu.bootstrap.bills import read_tariff
    from pulmu.reference.electricity import contracts, industrial_electricity

    if told.lower().endswith((".yaml", ".yml", ".json")):
        return read_tariff(told)
    known = {"_".join(item): item for item in contracts()}
    if told not in known:
        listed = ", ".join(known)
        raise InputError.of("tariff.unknown_contract", "--tariff", f"there is no contract {told[:60]}",
                            f"choose one of: {listed}", contract=told[:60], known=listed)  # fmt: skip
    return industrial_electricity(*known[told])


def _downs(told: list[str]) -> "tuple[Down, ...]":
    from pulmu.services.schedules.lay import Down

    found = []
    for text in told:
        parts = _DOWN.fullmatch(text)
        if parts is None:
            raise typer.BadParameter("write it as DRAW-1=2026-06-09T10:00..2026-06-09T16:00", param_hint="--down")
        start, end = _time("--down", parts["start"]), _time("--down", parts["end"])
        if end <= start:
            raise typer.BadParameter("the end is not after the start", param_hint="--down")
        found.append(Down(parts["machine"].strip(), start, end))
    return tuple(found)


def _locks(told: list[str]) -> "tuple[Lock, ...]":
    from pulmu.services.schedules.locks import Lock

    found = []
    for text in told:
        parts = _LOCK.fullmatch(text)
        if parts is None:
            raise typer.BadParameter("write it as B-101/2=HEAD-1@2026-06-09T10:00", param_hint="--lock")
        found.append(Lock(parts["job"].strip(), int(parts["operation"]), parts["machine"].strip(),
                          _time("--lock", parts["start"])))  # fmt: skip
    return tuple(found)


def _aims(told: str, has_tariff: bool, has_given: bool) -> tuple[str, ...]:
    """Names of aims, with a comma between."""
    from pulmu.services.schedules.plan import AIMS

    found = tuple(filter(None, (name.strip() for name in told.split(","))))
    known = [name for name in AIMS if (has_tariff or name not in ("energy", "peak")) and (has_given or name != "moved")]
    if len(set(found)) < len(found) or not set(found) <= set(known):
        needs = "energy and peak need --tariff, moved needs --given"
        raise typer.BadParameter(f"name each once of: {', '.join(known)} ({needs})", param_hint="--order")
    return found


def _time(option: str, text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        found = None
    if found is None or found.tzinfo is not None:
        raise typer.BadParameter("write a local time as 2026-06-09T10:00", param_hint=option)
    return found
