"""The fastener maker lowers a furnace's temperature: proven in the virtual plant, written by the guard, read back."""

import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pulmu.bootstrap.files import save_files
from pulmu.cli.screen import Screen
from pulmu.model import InputError, OutsideError
from pulmu.model.setpoint import Setpoint, SetpointGroup, SetpointProgramme

if TYPE_CHECKING:
    from pulmu.bootstrap.trial_guard import TrialGuard
    from pulmu.services.control.desk import GuardView
    from pulmu.services.control.prove import Proven

_SPEED = 60.0
_AHEAD = 8 * 3600.0
_RUNS = 24
_FURNACE = "hardening/temperature_set"
_GROUP = SetpointGroup(
    id="cooler_hardening", name="hardening furnace 8 °C cooler", name_local="열처리로 8 °C 낮춤",
    setpoints=(Setpoint(tag=_FURNACE, value=862.0, unit="°C"),),
)  # fmt: skip
_AUTHOR, _SECOND = "choi", "kim"


def write_setpoint(name: str, folder: Path, screen: Screen) -> None:
    """One guarded setpoint to the emulated plant of a sample line, from proof to effect."""
    from pulmu.bootstrap.live import needs_plant
    from pulmu.bootstrap.samples import sample_limits_text

    screen.title(screen.text("cli.demo_control.title"))
    try:
        needs_plant()
    except OutsideError as error:
        screen.line(screen.text("cli.demo_control.left_out", mend=error.problems[0].mend))
        return
    from pulmu.bootstrap.trial_guard import trial_guard

    limits = sample_limits_text(name)
    save_files(folder, {"limits.yaml": limits.encode(), "setpoints.json": _programme(name)})
    people = ((_AUTHOR, "engineer"), (_SECOND, "engineer"))
    with tempfile.TemporaryDirectory() as place, trial_guard(name, Path(place), limits, people, speed=_SPEED) as trial:
        screen.line(screen.text("cli.demo_control.plant", address="127.0.0.1"))
        _through_the_guard(name, trial, screen)
    screen.line(screen.text("cli.demo_control.next", file=str(folder / "limits.yaml")))


def _programme(name: str) -> bytes:
    import json

    from pulmu.model import encode

    tree = encode(SetpointProgramme(id="cooler_hardening", plant=name, groups=(_GROUP,)))
    return json.dumps(tree, ensure_ascii=False, indent=1).encode()


def _through_the_guard(name: str, trial: "TrialGuard", screen: Screen) -> None:
    from pulmu.bootstrap.guard import alive, ask_console, open_desk, sign_proven
    from pulmu.services.control.session import Session, set_group
    from pulmu.services.control.wire import Message

    author, second = open_desk(trial.folder, trial.key(_AUTHOR)), open_desk(trial.folder, trial.key(_SECOND))
    ask_console(trial.folder, Message(ask="switch", is_on=True))
    view = _linked(author.view)
    proven = _prove(name, trial, view)
    _show_proof(proven, screen)
    proof = sign_proven(proven, trial.key("simulator"))

    def arm(binding: str) -> object:
        alone = author.arm(_AUTHOR, binding)
        screen.line("  " + screen.text("cli.demo_control.alone", why=alone.problems[0].code if alone.problems else "?"))
        answer = second.arm(_SECOND, binding)
        return answer.token if answer.accepted else answer.problems

    with alive(author, _AUTHOR):
        session = Session(desk=author, person=_AUTHOR, arm=arm, tell=lambda _: None, pause=time.sleep)  # type: ignore[arg-type]
        ended = set_group(session, _GROUP, proof)
        if ended.what != "verified":
            raise InputError(*ended.problems)
        now = next(item for item in author.view().readings if item.tag == _FURNACE)
        screen.line("  " + screen.text("cli.demo_control.verified", value=f"{now.value:g}"))
        author.release(_AUTHOR)
    entries = author.log(0, 500)
    screen.line("  " + screen.text("cli.demo_control.log", count=len(entries)))


def _linked(look: "object") -> "GuardView":
    """The guard once it has reached the plant; how it stands after some seconds, if it has not."""
    end = time.monotonic() + 15.0
    view: GuardView = look()  # type: ignore[operator]
    while not (view.is_linked and view.is_switched_on) and time.monotonic() < end:
        time.sleep(0.1)
        view = look()  # type: ignore[operator]
    return view


def _prove(name: str, trial: "TrialGuard", view: "GuardView") -> "Proven":
    from pulmu.bootstrap.live import connect_plant, read_emulation
    from pulmu.bootstrap.ready_engine import ready_engine
    from pulmu.bootstrap.twin import read_line
    from pulmu.model import decode
    from pulmu.model.emulation import Emulation
    from pulmu.services.control.prove import prove
    from pulmu.services.live.following import snapshot_of
    from pulmu.twin import read_line as line_of

    line, document = line_of(read_line(name)).unwrap(), read_emulation(name, None)
    settings = Emulation() if document is None else decode(Emulation, document).unwrap()
    engine, plant = ready_engine(), connect_plant(trial.address, trial.client, "reader", None)
    try:
        samples = plant.read([tag.name for tag in plant.tags()])
    finally:
        plant.close()
    now = datetime.now(UTC)
    snapshot = snapshot_of(samples, line, settings, engine, now=now, pace=_SPEED)
    return prove(
        line,
        settings,
        snapshot,
        _GROUP,
        view.profile,
        engine,
        now=now,
        fitted_at=now,
        seconds=_AHEAD,
        replications=_RUNS,
    )


def _show_proof(proven: "Proven", screen: Screen) -> None:
    if proven.violations:
        raise InputError(*proven.violations)
    screen.line("  " + screen.text("cli.demo_control.proven", hours=f"{proven.hours:g}", runs=proven.replications))
    shown = {"good": ",.0f", "peak_kw": ",.0f", "energy.gas": ",.1f", "scrap_share": ".2%"}
    rows = [
        [
            screen.text(f"cli.demo_control.figure.{item.figure.replace('.', '_')}"),
            format(item.before[1], shown[item.figure]), format(item.after[1], shown[item.figure]),
            f"{item.change:+,.3g} ± {item.half_width:,.2g}",
        ]
        for item in proven.figures if item.figure in shown
    ]  # fmt: skip
    head = [screen.text(f"cli.demo_control.head.{key}") for key in ("figure", "before", "after", "change")]
    screen.table(head, rows)
