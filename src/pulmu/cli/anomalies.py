"""`pulmu anomalies`: what is unusual in a meter's load or a machine's channels, within a number of alarms a day."""

import json
import sys
from datetime import date, datetime
from typing import Annotated

import typer

from pulmu.cli.bill import ContractChoice, OptionChoice, VoltageChoice
from pulmu.cli.options import DEFAULT_STORE, JsonOption, LangOption, StoreOption, print_out, refuse, screen_for
from pulmu.cli.problems import print_problems
from pulmu.cli.screen import Screen
from pulmu.locale import problems_tree
from pulmu.model import InputError


def show_anomalies(
    meter: Annotated[
        str, typer.Argument(metavar="SERIES", help="meter of the store, a file of its readings, or a machine's table")
    ],
    budget: Annotated[
        float,
        typer.Option("--alarms-per-day", min=0.001, max=1000, help="alarms wanted at most while all is well"),
    ] = 0.5,
    store: StoreOption = DEFAULT_STORE,
    at: Annotated[str | None, typer.Option("--at", metavar="TIME", help="as of this local time, nothing later")] = None,
    days: Annotated[int, typer.Option("--days", min=1, max=366, help="last days whose closed hours are counted")] = 28,
    contract: Annotated[ContractChoice, typer.Option("--contract", help="class of the contract")] = ContractChoice.B,
    voltage: Annotated[VoltageChoice, typer.Option("--voltage", help="voltage of supply")] = VoltageChoice.HIGH_A,
    option: Annotated[OptionChoice, typer.Option("--option", help="option of the contract")] = OptionChoice.TWO,
    tariff: Annotated[str | None, typer.Option("--tariff", metavar="FILE", help="another tariff: .yaml, .json")] = None,
    rates_of: Annotated[
        str | None,
        typer.Option("--rates-of", metavar="DATE", help="charge by the terms of this day, whatever the month"),
    ] = None,
    machine: Annotated[
        bool, typer.Option("--machine", help="a wide table of a machine, with a column of times")
    ] = False,
    until: Annotated[
        str | None, typer.Option("--normal-until", metavar="TIME", help="of a machine: all was well before this time")
    ] = None,
    channels: Annotated[
        list[str] | None, typer.Option("--channel", help="of a machine: a column to look at; all, if left out")
    ] = None,
    together: Annotated[
        int | None, typer.Option("--together", min=1, help="of a machine: rows within which it is one alarm")
    ] = None,
    sheet: Annotated[str, typer.Option("--sheet", help="of a workbook: the sheet of the readings")] = "",
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Alarms within a number a day, what they may come from, and what standing and leaks cost."""
    from pulmu.bootstrap.bills import meter_readings, read_tariff
    from pulmu.cli.anomaly_screens import show_meter
    from pulmu.reference.electricity import industrial_electricity
    from pulmu.services.anomalies.meter import AnomalyOrder, find_anomalies
    from pulmu.services.anomalies.tree import anomalies_tree

    screen = screen_for(lang)
    if machine:
        if until is None:
            raise typer.BadParameter("say until when all was well", param_hint="--normal-until")
        _of_machine(
            meter, budget, _instant("--normal-until", until), channels or [], together, sheet, screen, as_json=as_json
        )
        return
    try:
        terms = (
            industrial_electricity(contract.value, voltage.value, option.value)
            if tariff is None
            else read_tariff(tariff)
        )
        order = AnomalyOrder(
            budget=budget, tariff=terms, rates_of=_day(rates_of), days=days,
            at=None if at is None else _instant("--at", at),
        )  # fmt: skip
        done = find_anomalies(*meter_readings(meter, store, sheet), order)
    except InputError as error:
        refuse(error.problems, screen, as_json)
    if as_json:
        tree = anomalies_tree(done) | {"problems": problems_tree(done.problems, screen.language)}
        print_out(json.dumps(tree, ensure_ascii=False, indent=1))
        return
    show_meter(screen, done)
    if done.problems:
        print_problems(done.problems, screen, sys.stderr)


def _of_machine(
    path: str, budget: float, until: datetime, channels: list[str], together: int | None, sheet: str,
    screen: Screen, *, as_json: bool,
) -> None:  # fmt: skip
    from pulmu.bootstrap.anomalies import machine_table
    from pulmu.cli.anomaly_screens import show_machine
    from pulmu.services.anomalies.machine import MachineOrder, find_machine_anomalies
    from pulmu.services.anomalies.tree import machine_tree

    order = MachineOrder(budget=budget, until=until, channels=tuple(channels), together=together)
    try:
        done = find_machine_anomalies(machine_table(path, sheet), order)
    except InputError as error:
        refuse(error.problems, screen, as_json)
    if as_json:
        tree = machine_tree(done) | {"problems": problems_tree(done.problems, screen.language)}
        print_out(json.dumps(tree, ensure_ascii=False, indent=1))
        return
    show_machine(screen, done)
    if done.problems:
        print_problems(done.problems, screen, sys.stderr)


def _instant(option: str, text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is not None:
        raise typer.BadParameter("write a local time as 2026-07-15T10:30", param_hint=option)
    return found


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("write a day as 2026-06-01", param_hint="--rates-of") from None
