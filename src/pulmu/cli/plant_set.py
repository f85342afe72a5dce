"""`pulmu plant set`: setpoints on their way through the guard, until each group is verified or told why not."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pulmu.cli.guard import DEFAULT_FOLDER, AsOption, FolderOption, KeyOption, show_setpoints
from pulmu.cli.options import JsonOption, LangOption, ask_passphrase, print_out, refuse, screen_for
from pulmu.cli.problems import print_problems
from pulmu.cli.screen import Screen
from pulmu.locale import problems_tree
from pulmu.model import InputError, Problem

if TYPE_CHECKING:
    from pulmu.model.setpoint import SetpointGroup
    from pulmu.services.control.desk import GuardDesk, GuardView
    from pulmu.services.control.session import Ended
    from pulmu.services.control.signed_proof import SignedProof

Arm = Callable[[str], str | tuple[Problem, ...]]


def set_plant(
    programme: Annotated[str, typer.Argument(metavar="PROGRAMME", help="setpoints, in groups: .yaml or .json")],
    person: AsOption,
    key: KeyOption,
    proof: Annotated[
        list[str],
        typer.Option("--proof", metavar="FILE", help="signed proof of a group; repeatable"),
    ],
    folder: FolderOption = DEFAULT_FOLDER,
    second: Annotated[
        str | None, typer.Option("--second", metavar="PERSON", help="who arms, if they are here with their key")
    ] = None,
    second_key: Annotated[
        str | None,
        typer.Option("--second-key", metavar="FILE", help="their private key; else the token is asked for"),
    ] = None,
    stay: Annotated[
        bool, typer.Option("--stay", help="stay in charge until interrupted; then it falls back to the safe values")
    ] = False,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Propose, have armed, commit and watch setpoints; each group is verified, or goes back and tells why."""
    from pulmu.bootstrap.guard import alive, open_desk, read_setpoints, read_signed_proof

    screen = screen_for(lang)
    desk = open_desk(folder, key, ask_passphrase)
    try:
        profile = desk.view().profile
        groups = read_setpoints(programme, profile).groups
        proofs = [read_signed_proof(file) for file in proof]
    except InputError as error:
        refuse(error.problems, screen, as_json)
    told = Screen(screen.language, sys.stderr) if as_json else screen
    with alive(desk, person):
        arm = _armer(folder, second, second_key, told)
        ended = _set_all(desk, person, arm, groups, proofs, told)
        if stay and ended[-1].what == "verified":
            _stay(desk, told)
        elif ended[-1].what == "verified":
            desk.release(person)
    if as_json:
        print_out(json.dumps([_tree(item, screen) for item in ended], ensure_ascii=False, indent=1))
    raise typer.Exit(0 if ended[-1].what == "verified" else 1)


def _set_all(
    desk: "GuardDesk", person: str, arm: Arm, groups: "tuple[SetpointGroup, ...]", proofs: "list[SignedProof]",
    screen: Screen,
) -> "list[Ended]":  # fmt: skip
    """One group after the other, up to the first that is not verified."""
    from pulmu.services.control.session import Session, set_group

    session = Session(desk=desk, person=person, arm=arm, tell=lambda view: _show(view, screen), pause=time.sleep)
    ended: list[Ended] = []
    for group in groups:
        screen.line(screen.text("cli.guard.group", group=group.id))
        show_setpoints(group.setpoints, screen)
        ended.append(set_group(session, group, _proof_of(group, proofs)))
        screen.line(screen.text(f"cli.guard.ended.{ended[-1].what}", group=group.id))
        if ended[-1].problems:
            print_problems(ended[-1].problems, screen, sys.stderr)
        if ended[-1].what != "verified":
            break
    return ended


def _proof_of(group: "SetpointGroup", proofs: "list[SignedProof]") -> "SignedProof":
    """The proof of these very setpoints; the guard refuses any other."""
    from pulmu.twin.control import commands_seal

    seal = commands_seal(group)
    return next((item for item in proofs if item.proof.commands == seal), proofs[0])


def _armer(folder: Path, second: str | None, key: str | None, screen: Screen) -> Arm:
    """Has it armed by the second person's key, or asks for the token that they were given."""
    if second is None or key is None:
        return lambda binding: _asked(binding, folder, screen)
    from pulmu.bootstrap.guard import open_desk

    desk = open_desk(folder, key, ask_passphrase)

    def arm(binding: str) -> str | tuple[Problem, ...]:
        answer = desk.arm(second, binding)
        return answer.token if answer.accepted else answer.problems

    return arm


def _asked(binding: str, folder: Path, screen: Screen) -> str:
    screen.line(screen.text("cli.guard.have_armed", binding=binding, folder=str(folder)))
    token: str = typer.prompt(screen.text("cli.guard.token"), err=True)
    return token.strip()


def _show(view: "GuardView", screen: Screen) -> None:
    run = view.run
    if run is None:
        return
    values = {name: "-" if item is None else f"{item}" for name, item in
              (("before", run.before), ("written", run.written), ("seen", run.read_back))}  # fmt: skip
    screen.line(screen.text(
        f"cli.guard.stage.{run.stage}", number=run.index, count=run.count, tag=run.tag,
        awaited=", ".join(run.awaited) or "-", phase=screen.text(f"cli.guard.phase.{view.phase}"), **values,
    ))  # fmt: skip
    sys.stdout.flush()


def _stay(desk: "GuardDesk", screen: Screen) -> None:
    screen.line(screen.text("cli.guard.staying"))
    sys.stdout.flush()
    while desk.view().engaged:
        time.sleep(0.5)
    screen.line(screen.text("cli.guard.no_longer"))


def _tree(ended: "Ended", screen: Screen) -> dict[str, object]:
    return {
        "group": ended.group, "outcome": ended.what, "binding": ended.binding,
        "problems": problems_tree(ended.problems, screen.language),
    }  # fmt: skip
