"""`pulmu plant ahead`: how the shift will end, from the plant as it stands."""

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pulmu.cli.options import JsonOption, LangOption, print_out, refuse, screen_for
from pulmu.cli.plant import KeysOption, MapOption
from pulmu.cli.screen import Screen, write_out
from pulmu.cli.simulate import LineArgument
from pulmu.cli.simulate_carbon import PlantOption, plant_of_line, show_carbon
from pulmu.locale import problems_tree
from pulmu.model import InputError
from pulmu.model.line import Line

if TYPE_CHECKING:
    from pulmu.services.live.ahead import Ahead, Spread, Standing
    from pulmu.services.live.following import NotKnown
    from pulmu.twin import Engine

PASSWORD = "PULMU_PLANT_PASSWORD"  # noqa: S105 - the name of the setting
SourceArgument = Annotated[
    str,
    typer.Argument(metavar="PLANT", help="opc.tcp://host:port/path, mqtt://127.0.0.1:port/group/node, or kept samples"),
]
SettingsOption = Annotated[
    str | None, typer.Option("--settings", metavar="FILE", help="its furnaces, drives and bounds: .yaml or .json")
]
UntilOption = Annotated[
    str | None, typer.Option("--until", metavar="TIME", help="16:00, 'tue 06:00' or '6 h'; else the end of the shift")
]
TargetOption = Annotated[
    list[str] | None,
    typer.Option("--target", metavar="PRODUCT=PIECES", help="good pieces wanted from now on; PIECES alone: of all"),
]
PaceOption = Annotated[
    float, typer.Option("--speed", min=0.01, max=3600, help="of an emulated plant: what it was served with")
]
UserOption = Annotated[
    str, typer.Option("--user", help="who logs in; the password is in PULMU_PLANT_PASSWORD, or beside the keys")
]
RunsOption = Annotated[int, typer.Option("--replications", min=2, max=10_000, help="runs with numbers of their own")]
SeedOption = Annotated[int, typer.Option("--seed", min=0, help="of the random numbers: the same seed, the same run")]


def show_ahead(
    source: SourceArgument,
    line: LineArgument,
    until: UntilOption = None,
    target: TargetOption = None,
    settings: SettingsOption = None,
    tag_map: MapOption = None,
    plant: PlantOption = None,
    replications: RunsOption = 64,
    seed: SeedOption = 0,
    keys: KeysOption = Path("plant-keys/client"),
    user: UserOption = "reader",
    speed: PaceOption = 1.0,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Run ahead from a plant as it stands: pieces, targets, energy, peak and bottleneck at the end of the shift."""
    from pulmu.bootstrap.ahead import line_and_settings, snapshot_from
    from pulmu.bootstrap.live_map import read_tag_map
    from pulmu.services.live.ahead import look_ahead

    screen = screen_for(lang)
    wanted = targets_of(target or ())
    try:
        model, emulation = line_and_settings(line, settings)
        read = None if tag_map is None else read_tag_map(tag_map)
        standing = standing_of(line, plant, screen, as_json)
        engine = engine_of(screen)
        found = snapshot_from(source, model, emulation, engine, keys=keys, user=user,
                              password=os.environ.get(PASSWORD), pace=speed, seed=seed, tag_map=read)  # fmt: skip
        done = look_ahead(found, model, emulation, engine, seconds=seconds_ahead(until, model, found.seen.after),
                          seed=seed, replications=replications, targets=wanted, standing=standing)  # fmt: skip
    except InputError as error:
        refuse(error.problems, screen, as_json)
    if as_json:
        print_out(json.dumps(ahead_tree(done, screen), ensure_ascii=False, indent=1))
        return
    _show(done, model, screen)


def targets_of(texts: "tuple[str, ...] | list[str]") -> dict[str, int]:
    """``solid=40`` or ``60``, of all together."""
    found: dict[str, int] = {}
    for text in texts:
        name, _, count = text.rpartition("=")
        if not count.strip().isdecimal():
            raise typer.BadParameter("give PRODUCT=PIECES, or PIECES alone", param_hint="--target")
        found[name.strip()] = int(count)
    return found


def seconds_ahead(until: str | None, line: Line, after: float) -> float:
    """How far ahead is looked. [s]"""
    from pulmu.services.live.ahead_until import shift_left, until_left

    return shift_left(line, after) if until is None else until_left(until, line, after)


def standing_of(line: str, plant: str | None, screen: Screen, as_json: bool) -> "Standing | None":
    """The plant a line stands in, if one is named."""
    from pulmu.bootstrap.twin import read_line
    from pulmu.reference import DEFAULT_EDITION
    from pulmu.services.live.ahead import Standing

    if plant is None:
        return None
    return Standing(plant=plant_of_line(read_line(line), plant, screen, as_json), edition=DEFAULT_EDITION)


def engine_of(screen: Screen) -> "Engine":
    """What runs lines; the first time on a machine it is compiled, and says so."""
    from pulmu.bootstrap.ready_engine import ready_engine

    return ready_engine(lambda: write_out(sys.stderr, screen.text("simulate.compiling") + "\n"))


def ahead_tree(done: "Ahead", screen: Screen) -> object:
    """The answer as a program reads it."""
    from dataclasses import replace

    from pulmu.model import encode

    tree = encode(replace(done, balances=None, problems=()), full=True)
    tree["balances"] = None if done.balances is None else encode(replace(done.balances, problems=()), full=True)
    tree["problems"] = problems_tree(done.problems, screen.language)
    return tree


def _show(done: "Ahead", line: Line, screen: Screen) -> None:
    hours, read = f"{done.hours:.2f}".rstrip("0").rstrip("."), f"{done.taken_at.astimezone():%H:%M:%S}"
    start, end = clock_of(line, done.after), clock_of(line, done.after + done.hours)
    screen.line(screen.text("cli.ahead.head", line=done.line, start=start, end=end, hours=hours, read=read,
                            runs=done.replications, seal=done.snapshot[:12]))  # fmt: skip
    screen.line(screen.text("cli.ahead.spread"))
    _products(done, screen)
    _energy(done, screen)
    _bottleneck(done, screen)
    show_not_known(done.not_known, screen)
    if done.balances is not None:
        show_carbon(screen, line, done.balances)


def clock_of(line: Line, hours: float) -> str:
    """Time of the week, so many hours after the line's start."""
    from pulmu.model.week import DAYS
    from pulmu.twin.week import WEEK, offset_of

    minutes = round((offset_of(line.starts) + hours * 3600) % WEEK / 60) % (7 * 1440)
    return f"{DAYS[minutes // 1440]} {minutes // 60 % 24:02}:{minutes % 60:02}"


def spread_row(item: "Spread", digits: int = 0) -> tuple[str, str, str]:
    """One in ten below, the middle, one in ten above."""
    return tuple(f"{value:,.{digits}f}" for value in (item.low, item.middle, item.high))  # type: ignore[return-value]


def _products(done: "Ahead", screen: Screen) -> None:
    screen.title(screen.text("cli.ahead.pieces"))
    names = ("product", "low", "middle", "high", "target", "reached")
    head = tuple(screen.text(f"cli.ahead.column.{name}") for name in names)
    rows = [(item.product, *spread_row(item.good), *_target(item.target, item.reached)) for item in done.products]
    rows.append((screen.text("cli.ahead.all"), *spread_row(done.good), *_target(done.target, done.reached)))
    screen.table(head, rows)
    share = done.scrap_share
    screen.line(screen.text("cli.ahead.scrap", low=f"{share.low:.1%}", middle=f"{share.middle:.1%}",
                            high=f"{share.high:.1%}"))  # fmt: skip


def _target(target: int | None, reached: float | None) -> tuple[str, str]:
    return ("", "") if target is None or reached is None else (f"{target:,}", f"{reached:.0%}")


def _energy(done: "Ahead", screen: Screen) -> None:
    screen.title(screen.text("cli.ahead.energy"))
    head = tuple(screen.text(f"cli.ahead.column.{name}") for name in ("carrier", "unit", "low", "middle", "high"))
    rows = [(item.carrier, item.unit, *spread_row(item.amount)) for item in done.carriers]
    if done.peak_kw is not None:
        rows.append((screen.text("cli.ahead.peak"), "kW", *spread_row(done.peak_kw)))
    rows.append((screen.text("cli.ahead.cost"), "KRW", *spread_row(done.cost_krw)))
    screen.table(head, rows, left=2)


def _bottleneck(done: "Ahead", screen: Screen) -> None:
    worst = [item for item in done.stations if item.sole + item.shifting > 0][:2]
    if worst:
        said = ", ".join(
            screen.text("cli.ahead.station", station=item.station, sole=f"{item.sole:.0%}",
                        shifting=f"{item.shifting:.0%}") for item in worst
        )  # fmt: skip
        screen.line("")
        screen.line(screen.text("cli.ahead.bottleneck", stations=said))


def show_not_known(items: "tuple[NotKnown, ...]", screen: Screen) -> None:
    """What no reading told: what a tag should have told first, with the reason."""
    missing = [item for item in items if item.because != "not_seen"]
    for item in missing:
        screen.line(screen.ember(screen.text(f"cli.ahead.because.{item.because}", tag=item.where)))
    kinds = dict.fromkeys(item.what for item in items if item.because == "not_seen")
    if kinds:
        said = ", ".join(screen.text(f"cli.ahead.unseen.{name}") for name in kinds)
        screen.line(screen.text("cli.ahead.not_known", what=said))
