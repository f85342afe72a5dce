"""`pulmu plant shadow`: a plant watched beside its model, read only, and a sealed report of what was foretold."""

import json
import math
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from pulmu.cli.options import JsonOption, LangOption, print_out, refuse, screen_for
from pulmu.cli.plant import KeysOption, MapOption
from pulmu.cli.problems import print_problems
from pulmu.cli.screen import Screen
from pulmu.cli.simulate import LineArgument
from pulmu.locale import problems_tree
from pulmu.model import Problem
from pulmu.model.errors import problem

if TYPE_CHECKING:
    from pulmu.model.line import Line
    from pulmu.model.tag_map import TagMap
    from pulmu.services.live.shadow_report import ShadowReport

_PASSWORD = "PULMU_PLANT_PASSWORD"  # noqa: S105 - the name of the setting


def shadow(
    address: Annotated[
        str, typer.Argument(metavar="ADDRESS", help="opc.tcp://host:port/path; or a file of kept samples")
    ],
    line: LineArgument,
    minutes: Annotated[float, typer.Option("--minutes", min=0.05, max=525_600, help="how long is watched")] = 480.0,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="write the report here, as JSON")] = None,
    tag_map: MapOption = None,
    criteria: Annotated[
        str | None,
        typer.Option("--criteria", metavar="FILE", help="what the report must show, if not the usual"),
    ] = None,
    every: Annotated[float, typer.Option("--every", min=0.05, max=3600, help="seconds between values")] = 1.0,
    speed: Annotated[
        float, typer.Option("--speed", min=0.01, max=3600, help="of an emulated plant: what it was served with")
    ] = 1.0,
    keys: KeysOption = Path("plant-keys/client"),
    user: Annotated[
        str, typer.Option("--user", help="who logs in; the password is in PULMU_PLANT_PASSWORD, or beside the keys")
    ] = "reader",
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Watch a plant beside its model, read only, and judge how well the model foretold it: the gate before control."""
    from pulmu.bootstrap.files import save_new_file
    from pulmu.bootstrap.live_map import checked_line, read_criteria, read_tag_map
    from pulmu.model.codec import encode
    from pulmu.services.live.shadow_gate import shadow_gate
    from pulmu.services.live.shadow_report import line_seal, tag_map_seal

    screen = screen_for(lang)
    known = checked_line(line)
    wanted = read_criteria(criteria)
    read = read_tag_map(tag_map) if tag_map is not None else None
    report = (
        _of_file(Path(address), known, read, speed)
        if Path(address).is_file()
        else _watched(address, line, known, read, _Watch(minutes, every, speed, keys, user, tag_map), screen, as_json)
    )
    if report is None:
        refuse((_nothing(address),), screen, as_json)
    seal = "" if read is None else tag_map_seal(read)
    answer = shadow_gate(report, wanted, now=datetime.now(UTC), model=line_seal(known), tag_map=seal)
    text = json.dumps(encode(report, full=True), ensure_ascii=False, indent=1, allow_nan=False)
    if out is not None:
        save_new_file(out, text.encode())
    if as_json:
        judged = {"is_open": answer.is_open, "problems": problems_tree(answer.problems, screen.language)}
        print_out(json.dumps({"report": json.loads(text), **judged}, ensure_ascii=False, indent=1))
    else:
        _show(report, screen)
        if answer.problems:
            print_problems(answer.problems, screen, sys.stderr)
        screen.line(screen.text(f"cli.plant.shadow.{'passed' if answer.is_open else 'failed'}"))
        if answer.is_open:
            screen.line(screen.text("cli.plant.shadow.seals", report=report.seal, line=report.model))
    if not answer.is_open:
        raise typer.Exit(1)


class _Watch:
    """How a plant is watched."""

    def __init__(
        self, minutes: float, every: float, speed: float, keys: Path, user: str, tag_map: str | None
    ) -> None:  # fmt: skip
        self.minutes, self.every, self.speed = minutes, every, speed
        self.keys, self.user, self.tag_map = keys, user, tag_map


def _of_file(file: Path, line: "Line", tag_map: "TagMap | None", speed: float) -> "ShadowReport | None":
    from pulmu.bootstrap.live import open_samples
    from pulmu.bootstrap.live_map import watched_report

    store = open_samples(file)
    try:
        return watched_report(line, store, tag_map, None, None, speed=speed)
    finally:
        store.close()


def _watched(
    address: str, line: str, known: "Line", tag_map: "TagMap | None", watch: _Watch, screen: Screen, as_json: bool
) -> "ShadowReport | None":  # fmt: skip
    from pulmu.bootstrap.live import connect_plant, keep_samples, open_samples
    from pulmu.bootstrap.live_map import mapped_plant, watched_report

    reached = connect_plant(address, watch.keys, watch.user, os.environ.get(_PASSWORD))
    try:
        plant = mapped_plant(reached, watch.tag_map, line)
        names = [tag.name for tag in plant.tags()]
        if not as_json:
            screen.line(screen.text("cli.plant.shadow.watching", tags=len(names), minutes=f"{watch.minutes:g}"))
            sys.stdout.flush()
        with TemporaryDirectory() as folder:
            store = open_samples(Path(folder) / "shadow.sqlite")
            try:
                keep_samples(plant, names, store, every=watch.every, seconds=watch.minutes * 60, tell=lambda _: None)
                return watched_report(known, store, tag_map, None, None, speed=watch.speed)
            finally:
                store.close()
    finally:
        reached.close()


def _show(report: "ShadowReport", screen: Screen) -> None:
    head = tuple(screen.text(f"cli.plant.shadow.head.{name}") for name in ("station", "what", "model", "plant", "off",
                                                                          "slot"))  # fmt: skip
    rows = [
        (item.station, f"{item.what}{'' if item.unit == '1' else ', ' + item.unit}", f"{item.model:,.4g}",
         f"{item.plant:,.4g}", _share(item.apart, "+"), _share(item.error, ""))
        for item in report.foretold
    ]  # fmt: skip
    if rows:
        screen.table(head, rows, left=2)
        screen.line("")
    known, unknown = f"{report.known_hours:,.1f}", f"{report.unknown_hours:,.1f}"
    screen.line(screen.text("cli.plant.known", known=known, unknown=unknown))
    counted = {name: sum(item.verdict == name for item in report.values) for name in ("fits", "off", "open", "unseen")}
    screen.line(screen.text("cli.plant.shadow.values", **counted))
    if report.unwatched:
        screen.line(screen.text("cli.plant.unwatched", stations=", ".join(report.unwatched)))
    if report.not_foretold:
        screen.line(screen.text("cli.plant.shadow.not_foretold", items=", ".join(report.not_foretold)))
    screen.line(screen.text("cli.plant.shadow.seal", seal=report.seal))


def _share(value: float | None, sign: str) -> str:
    return "" if value is None or not math.isfinite(value) else f"{value:{sign}.1%}"


def _nothing(place: str) -> Problem:
    return problem("live.nothing_kept", place, "no sample is kept in it",
                   "keep some: pulmu plant keep ADDRESS --kept FILE")  # fmt: skip
