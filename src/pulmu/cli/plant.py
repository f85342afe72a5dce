"""`pulmu plant`: an emulated plant to try things on, and the values of a plant as they come."""

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pulmu.cli.options import JsonOption, LangOption, print_out, refuse, screen_for
from pulmu.cli.problems import print_problems
from pulmu.cli.screen import Screen
from pulmu.cli.simulate import LineArgument

if TYPE_CHECKING:
    from pulmu.model.tag import Sample
    from pulmu.services.ports import Plant

plant = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="A plant: emulated, and watched live.")
KeysOption = Annotated[Path, typer.Option("--keys", help="folder of certificates and passwords")]
MapOption = Annotated[
    str | None, typer.Option("--map", metavar="FILE", help="map of tags: the plant then speaks in the twin's names")
]
_PASSWORD = "PULMU_PLANT_PASSWORD"  # noqa: S105 - the name of the setting


@plant.command("emulate")
def emulate(
    line: LineArgument,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="port of this machine; 0: any free one")] = 4840,
    speed: Annotated[
        float, typer.Option("--speed", min=0.01, max=3600, help="seconds of the plant in a second of the clock")
    ] = 1.0,
    every: Annotated[float, typer.Option("--every", min=0.1, max=60, help="seconds between new values")] = 1.0,
    keys: KeysOption = Path("plant-keys"),
    settings: Annotated[
        str | None, typer.Option("--settings", metavar="FILE", help="its furnaces and drives: .yaml or .json")
    ] = None,
    fault: Annotated[
        list[str] | None,
        typer.Option("--fault", metavar="'KIND TAGS AMOUNT'", help="fault, such as 'noise */power 0.05'; repeatable"),
    ] = None,
    faults: Annotated[
        Path | None, typer.Option("--faults", metavar="FILE", help="faults, one a line; read again when it changes")
    ] = None,
    mqtt: Annotated[
        str | None,
        typer.Option(
            "--mqtt", metavar="BROKER", help="publish by Sparkplug B: to 127.0.0.1:PORT, or to mqtts://USER@HOST:PORT"
        ),
    ] = None,
    warm_up: Annotated[
        float, typer.Option("--warm-up", min=0, max=100_000, help="hours of the plant that have passed at the start")
    ] = 178.0,
    seed: Annotated[int, typer.Option("--seed", min=0, help="of the random numbers: the same seed, the same run")] = 0,
    lang: LangOption = None,
) -> None:
    """Serve the plant of a line by OPC UA, and publish it by MQTT where asked; on this machine alone, until stopped."""
    from pulmu.bootstrap.brokers import broker_of
    from pulmu.bootstrap.live import emulated_line, needs_plant, serve_plant
    from pulmu.services.live.faults import read_faults

    screen = screen_for(lang)
    needs_plant()
    broker = None if mqtt is None else broker_of(mqtt, keys / "client", "operator", os.environ.get(_PASSWORD))
    if mqtt is not None and broker is None:
        raise typer.BadParameter("give 127.0.0.1:PORT, or mqtts://USER@HOST:PORT", param_hint="--mqtt")
    asked, problems = read_faults(fault or ())
    if problems:
        refuse(problems, screen, False)
    emulated = emulated_line(line, settings, seed=seed, warm_up=warm_up * 3600)
    made = emulated.plant
    if made is None:
        refuse(emulated.problems, screen, False)

    def ready(address: str) -> None:
        screen.line(screen.text("cli.plant.serving", line=made.line.id, tags=len(made.tags), address=address))
        screen.line(screen.text("cli.plant.watch_it", address=address, keys=str(keys / "client")))
        sys.stdout.flush()

    serve_plant(
        made, keys, port=port, speed=speed, every=every, faults=asked, faults_file=faults, ready=ready,
        warn=lambda found: print_problems(found, screen, sys.stderr), mqtt=broker,
    )  # fmt: skip


@plant.command("watch")
def watch(
    address: Annotated[
        str,
        typer.Argument(
            metavar="ADDRESS", help="opc.tcp://host:port/path, mqtt://127.0.0.1:port/group/node or mqtts://…"
        ),
    ],
    tags: Annotated[
        list[str] | None, typer.Option("--tag", help="tags by name or pattern, such as 'press/*'; all, if left out")
    ] = None,
    keys: KeysOption = Path("plant-keys/client"),
    user: Annotated[
        str, typer.Option("--user", help="who logs in; the password is in PULMU_PLANT_PASSWORD, or beside the keys")
    ] = "reader",
    every: Annotated[float, typer.Option("--every", min=0.05, max=3600, help="seconds between values")] = 1.0,
    count: Annotated[int | None, typer.Option("--count", min=1, help="end after so many values")] = None,
    now: Annotated[bool, typer.Option("--now", help="print all values once, and end")] = False,
    tag_map: MapOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Print values of a plant as they change, with their quality and time; nothing is written."""
    from pulmu.bootstrap.live import connect_plant
    from pulmu.bootstrap.live_map import mapped_plant

    screen = screen_for(lang)
    reached = connect_plant(address, keys, user, os.environ.get(_PASSWORD))
    try:
        plant = mapped_plant(reached, tag_map)
        names = chosen(plant, tags or ["*"])
        if now:
            _show(plant.read(names), screen, as_json)
        else:
            _follow(plant, names, every, count, screen, as_json)
    finally:
        reached.close()


def chosen(reached: "Plant", patterns: list[str]) -> list[str]:
    from fnmatch import fnmatchcase

    return [tag.name for tag in reached.tags() if any(fnmatchcase(tag.name, pattern) for pattern in patterns)]


def _follow(
    reached: "Plant", names: list[str], every: float, count: int | None, screen: Screen, as_json: bool
) -> None:  # fmt: skip
    import queue

    arrived: queue.Queue[tuple[Sample, ...]] = queue.Queue()
    reached.subscribe(names, arrived.put, every=every)
    left = count
    while left is None or left > 0:
        try:
            group = arrived.get(timeout=1.0)
        except queue.Empty:
            continue
        shown = group if left is None else group[:left]
        left = None if left is None else left - len(shown)
        _show(shown, screen, as_json)


def _show(samples: "tuple[Sample, ...]", screen: Screen, as_json: bool) -> None:
    for item in samples:
        if as_json:
            print_out(json.dumps(_tree(item), ensure_ascii=False))
        else:
            screen.line(_row(item, screen))
    sys.stdout.flush()


def _tree(item: "Sample") -> dict[str, object]:
    moments = {"at": item.at, "received": item.received}
    told = {name: moment.isoformat() if moment else None for name, moment in moments.items()}
    values = {"tag": item.tag, "value": item.value, "unit": item.unit, "quality": item.quality}
    return {**values, **told, "because": item.because}


def _row(item: "Sample", screen: Screen) -> str:
    at = item.at.astimezone().strftime("%H:%M:%S") if item.at else "--:--:--"
    value = "-" if item.value is None else f"{item.value:,.6g}" if isinstance(item.value, float) else str(item.value)
    unit = "" if item.unit == "1" else f" {item.unit}"
    quality = "" if item.quality == "good" else "  " + screen.text(f"cli.plant.quality.{item.quality}")
    because = f" ({item.because})" if item.because else ""
    return f"{at}  {item.tag:34} {value}{unit}{quality}{because}"
