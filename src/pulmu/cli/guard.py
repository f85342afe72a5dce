"""`pulmu guard`: the guard of a plant as a process of its own, and what is asked at its machine."""

import json
import os
import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pulmu.cli.limits import LimitsArgument
from pulmu.cli.options import JsonOption, LangOption, ask_passphrase, print_out, refuse, screen_for
from pulmu.cli.plant import KeysOption, MapOption
from pulmu.cli.screen import Screen

if TYPE_CHECKING:
    from pulmu.model import Problem
    from pulmu.model.setpoint import Setpoint
    from pulmu.services.control.desk import GuardDesk, GuardView

guard = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="The guard of a plant: it alone writes setpoints, by its limits."
)
FolderOption = Annotated[Path, typer.Option("--folder", metavar="DIR", help="folder of the guard")]
TrustOption = Annotated[
    list[str], typer.Option("--trust", metavar="FILE", help="public key of an engineer who may sign; repeatable")
]
AsOption = Annotated[str, typer.Option("--as", metavar="PERSON", help="who asks, by id in the people file")]
KeyOption = Annotated[
    str, typer.Option("--key", metavar="FILE", help="private key of who asks, or of a gate that speaks for them")
]
DEFAULT_FOLDER = Path("guard")
_PASSWORD = "PULMU_PLANT_PASSWORD"  # noqa: S105 - the name of the setting


class Position(StrEnum):
    """Of a switch."""

    ON = "on"
    OFF = "off"


@guard.command("serve")
def serve(
    limits: LimitsArgument,
    plant: Annotated[str, typer.Option("--plant", metavar="ADDRESS", help="opc.tcp://host:port/path")],
    people: Annotated[str, typer.Option("--people", metavar="FILE", help="who may ask, signed: .yaml or .json")],
    trust: TrustOption,
    folder: FolderOption = DEFAULT_FOLDER,
    tag_map: MapOption = None,
    watched: Annotated[
        str | None,
        typer.Option("--watched", metavar="FILE", help="report of plant shadow that the limits name"),
    ] = None,
    keys: KeysOption = Path("plant-keys/client"),
    user: Annotated[
        str, typer.Option("--user", help="who writes; the password is in PULMU_PLANT_PASSWORD, or beside the keys")
    ] = "operator",
    lang: LangOption = None,
) -> None:
    """Run the guard until stopped: read only until the local switch is set; what it wrote falls back at its end."""
    from pulmu.bootstrap.guard import GuardOrder, serve_guard
    from pulmu.bootstrap.live import needs_plant
    from pulmu.model import ControlRefused, InputError

    screen = screen_for(lang)
    needs_plant()
    order = GuardOrder(
        limits=limits, people=people, trusted=trust, address=plant, keys=keys, user=user,
        password=os.environ.get(_PASSWORD), folder=folder, ready=lambda view: _ready(view, folder, screen),
        tell=lambda found: _alarm(found, screen), tag_map=tag_map, watched=watched,
    )  # fmt: skip
    try:
        serve_guard(order)
    except (InputError, ControlRefused) as error:
        refuse(error.problems, screen, False)


def _ready(view: "GuardView", folder: Path, screen: Screen) -> None:
    limits = view.profile
    where = screen.text("cli.guard.switch_at_plant", tag=limits.switch.tag) if limits.switch else (
        screen.text("cli.guard.switch_here", folder=str(folder))
    )  # fmt: skip
    screen.line(
        screen.text("cli.guard.serving", plant=view.plant, version=str(limits.version), count=len(limits.limits))
    )
    if limits.tag_map is not None:
        screen.line(screen.text("cli.guard.mapped", seal=limits.tag_map))
    if limits.watched is not None:
        screen.line(screen.text("cli.guard.watched", seal=limits.watched.report))
    screen.line(screen.text("cli.guard.read_only", where=where))
    sys.stdout.flush()


def _alarm(found: "Problem", screen: Screen) -> None:
    """At once, with the time: whoever sits there sees when it was."""
    from pulmu.locale import plain, problem_line

    shown = Screen(screen.language, sys.stderr)
    said = plain(problem_line(found, screen.language))
    shown.line(f"{datetime.now().astimezone():%H:%M:%S}  {shown.ember(shown.text('cli.guard.alarm'))}  {said}")
    sys.stderr.flush()


@guard.command("state")
def state(folder: FolderOption = DEFAULT_FOLDER, as_json: JsonOption = False, lang: LangOption = None) -> None:
    """Say how the guard stands: switch, link, what is proposed, under way and in charge, interlocks, alarms."""
    from pulmu.bootstrap.guard import open_desk
    from pulmu.model import encode

    view = open_desk(folder).view()
    if as_json:
        print_out(json.dumps(encode(view, full=True), ensure_ascii=False, indent=1))
        return
    show_state(view, screen_for(lang))


def show_state(view: "GuardView", screen: Screen) -> None:
    """How a guard stands, in lines."""
    switch = "on" if view.is_switched_on else "off" if view.is_switch_known else "unknown"
    screen.line(screen.text(
        "cli.guard.state", plant=view.plant, phase=screen.text(f"cli.guard.phase.{view.phase}"),
        switch=screen.text(f"cli.guard.{switch}"),
        link=screen.text("cli.guard.linked" if view.is_linked else "cli.guard.not_linked"),
    ))  # fmt: skip
    for is_so, name in ((view.is_stopped, "stopped"), (view.is_record_lost, "record_lost")):
        if is_so:
            screen.line(screen.ember(screen.text(f"cli.guard.{name}")))
    if view.proposal is not None:
        proposal = view.proposal
        screen.line(screen.text(
            "cli.guard.proposed", group=proposal.group.id, author=proposal.author, binding=proposal.binding
        ))  # fmt: skip
        show_setpoints(proposal.group.setpoints, screen)
    for tag in view.in_hand:
        screen.line(screen.text("cli.guard.in_hand", tag=tag))
    for item in view.engaged:
        screen.line(screen.text("cli.guard.engaged", tag=item.tag, unit=_unit(item.unit), before=_value(item.before),
                                written=_value(item.written), now=_value(item.now)))  # fmt: skip
    for lock in view.interlocks:
        screen.line(screen.text(
            "cli.guard.interlock", id=lock.id, tag=lock.tag, value=_value(lock.value), unit=_unit(lock.unit),
            state=screen.text(f"cli.guard.interlock_{lock.state}"),
        ))  # fmt: skip
    for alarm in view.alarms[-5:]:
        from pulmu.locale import plain, problem_line

        at = datetime.fromtimestamp(alarm.at).astimezone()
        screen.line(f"{at:%H:%M:%S}  {plain(problem_line(alarm.problem, screen.language))}")


def show_setpoints(setpoints: "tuple[Setpoint, ...]", screen: Screen) -> None:
    """What a group would write."""
    for item in setpoints:
        screen.line(f"  {item.tag} = {_value(item.value)}{_unit(item.unit)}")


def _value(value: object) -> str:
    return "-" if value is None else f"{value:,.6g}" if isinstance(value, float) else str(value).lower()


def _unit(unit: str) -> str:
    return "" if unit == "1" else f" {unit}"


@guard.command("log")
def show_log(
    folder: FolderOption = DEFAULT_FOLDER,
    after: Annotated[int, typer.Option("--after", min=0, help="only entries after this number")] = 0,
    most: Annotated[int, typer.Option("--most", min=1, help="the last so many of them")] = 50,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Print what the guard was asked and did, and look whether its chain is whole; the guard need not run."""
    from pulmu.bootstrap.guard import kept_log
    from pulmu.locale import plain

    screen = screen_for(lang)
    entries, problems = kept_log(folder)
    chosen = [item for item in entries if item.number > after][-most:]
    if as_json:
        from pulmu.model import encode

        print_out("\n".join(json.dumps(encode(item, full=True), ensure_ascii=False) for item in chosen))
    for item in () if as_json else chosen:
        at = datetime.fromtimestamp(item.at).astimezone()
        detail = ", ".join(f"{name}={text}" for name, text in item.detail.items() if text and name != "sequence")
        said = f"{item.number:>6}  {at:%Y-%m-%d %H:%M:%S}  {item.actor}  {item.action}  {item.about}  {detail}"
        screen.line(plain(said))
    if problems:
        refuse(problems, screen, as_json)


@guard.command("people")
def show_people(
    file: Annotated[str, typer.Argument(metavar="PEOPLE", help="people file: .yaml or .json")],
    trust: TrustOption,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Say whether a people file is as a trusted engineer signed it, and who may do what."""
    from pulmu.bootstrap.control import signed_people
    from pulmu.model import InputError, encode

    screen = screen_for(lang)
    try:
        people, signed = signed_people(file, trust)
    except InputError as error:
        refuse(error.problems, screen, as_json)
    if as_json:
        answer = {"signed": encode(signed, full=True), "people": encode(people, full=True)}
        print_out(json.dumps(answer, ensure_ascii=False, indent=1))
        return
    said = {"plant": signed.plant, "version": str(signed.version), "by": signed.by, "at": signed.at}
    screen.line(screen.text("cli.guard.people", **said, fingerprint=signed.key[:16]))
    for person in people.people:
        how = screen.text("cli.guard.own_key" if person.key else "cli.guard.no_key")
        screen.line(f"  {person.id}: {', '.join(person.roles)}; {how}")
    for gate in people.gates:
        screen.line(screen.text("cli.guard.gate", id=gate.id, people=", ".join(gate.people) or "*"))
    for prover in people.provers:
        screen.line(screen.text("cli.guard.prover", id=prover.id))


@guard.command("stop")
def stop(folder: FolderOption = DEFAULT_FOLDER, lang: LangOption = None) -> None:
    """Stop all control: what was written goes to its safe value, and nothing else is written from then on."""
    from pulmu.bootstrap.guard import open_desk

    screen = screen_for(lang)
    open_desk(folder).stop("")
    screen.line(screen.text("cli.guard.stopped"))


@guard.command("switch")
def switch(
    position: Annotated[Position, typer.Argument(help="on or off")],
    folder: FolderOption = DEFAULT_FOLDER,
    lang: LangOption = None,
) -> None:
    """Set the local switch at the guard's own machine. Where the limits name a switch at the plant, both must be on."""
    from pulmu.bootstrap.guard import set_console_switch

    show_state(set_console_switch(folder, is_on=position is Position.ON), screen_for(lang))


@guard.command("give-back")
def give_back(
    tag: Annotated[str, typer.Argument(metavar="TAG", help="tag that a person had in hand")],
    folder: FolderOption = DEFAULT_FOLDER,
    lang: LangOption = None,
) -> None:
    """Give a tag back to the guard that a person took over at the plant; asked at the guard's own machine."""
    from pulmu.bootstrap.guard import ask_console
    from pulmu.services.control.wire import Message

    show_state(ask_console(folder, Message(ask="give_back", tag=tag)), screen_for(lang))


@guard.command("arm")
def arm(
    binding: Annotated[str, typer.Argument(metavar="SEAL", help="seal of what is proposed, as `guard state` shows it")],
    person: AsOption,
    key: KeyOption,
    folder: FolderOption = DEFAULT_FOLDER,
    lang: LangOption = None,
) -> None:
    """Arm what is proposed, as another person than its author; prints the token that commits it within 30 seconds."""
    from pulmu.bootstrap.guard import alive, open_desk

    screen = screen_for(lang)
    desk = open_desk(folder, key, ask_passphrase)
    with alive(desk, person):
        answer = desk.arm(person, binding)
        if not answer.accepted:
            refuse(answer.problems, screen, False)
        screen.line(screen.text("cli.guard.armed", token=answer.token))
        sys.stdout.flush()
        _until_committed(desk, screen)


def _until_committed(desk: "GuardDesk", screen: Screen) -> None:
    """Stay alive until somebody committed it, or it has ended."""
    import time

    while desk.view().phase == "armed":
        time.sleep(0.2)
    show_state(desk.view(), screen)
