"""`pulmu plant keep` and `compare`: what a plant hands over is kept, and stands beside its model."""

import json
import math
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pulmu.cli.options import JsonOption, LangOption, print_out, refuse, screen_for
from pulmu.cli.plant import KeysOption, MapOption
from pulmu.cli.plant_unusual import Distrust, GuardOption, LearnOption, WatchdogOption, no_tag, tell_events
from pulmu.cli.problems import print_problems
from pulmu.cli.screen import Screen
from pulmu.cli.simulate import LineArgument
from pulmu.model import Problem
from pulmu.model.errors import problem

if TYPE_CHECKING:
    from pulmu.bootstrap.unusual import Watching
    from pulmu.model.line import Line
    from pulmu.services.live.keeping import Keeper
    from pulmu.services.live.shadow import Shadow
    from pulmu.services.ports import SampleStore
    from pulmu.twin.live import Drift

KeptOption = Annotated[Path, typer.Option("--kept", metavar="FILE", help="file of kept samples")]
_PASSWORD = "PULMU_PLANT_PASSWORD"  # noqa: S105 - the name of the setting


def keep(
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="opc.tcp://host:port/path")],
    kept: KeptOption,
    tags: Annotated[
        list[str] | None, typer.Option("--tag", help="tags by name or pattern, such as 'press/*'; all, if left out")
    ] = None,
    keys: KeysOption = Path("plant-keys/client"),
    user: Annotated[
        str, typer.Option("--user", help="who logs in; the password is in PULMU_PLANT_PASSWORD, or beside the keys")
    ] = "reader",
    every: Annotated[float, typer.Option("--every", min=0.05, max=3600, help="seconds between values")] = 1.0,
    seconds: Annotated[float | None, typer.Option("--seconds", min=0.1, help="end after so long")] = None,
    tag_map: MapOption = None,
    line: Annotated[
        str | None, typer.Option("--line", metavar="LINE", help="line of the map, whose units tags are kept in")
    ] = None,
    unusual: Annotated[
        float | None, typer.Option("--unusual", min=0.001, max=1000, help="tell what is unusual, so many times a day")
    ] = None,
    learn_days: LearnOption = 14.0,
    guard: GuardOption = None,
    watchdog: WatchdogOption = "",
    lang: LangOption = None,
) -> None:
    """Keep values of a plant in a file, each once, with gaps marked, until stopped; nothing is written to the plant."""
    from pulmu.bootstrap.live import connect_plant, keep_samples, open_samples
    from pulmu.bootstrap.live_map import mapped_plant
    from pulmu.bootstrap.unusual import Wish, watching
    from pulmu.cli.plant import chosen

    screen = screen_for(lang)
    reached = connect_plant(address, keys, user, os.environ.get(_PASSWORD))
    try:
        plant = mapped_plant(reached, tag_map, line)
        names = chosen(plant, tags or ["*"])
        if not names:
            refuse((no_tag(", ".join(tags or ["*"])),), screen, False)
        store = open_samples(kept)
        try:
            screen.line(screen.text("cli.plant.keeping", tags=len(names), file=kept))
            sys.stdout.flush()
            teller = _Teller(screen)
            if unusual is not None:
                offered = [tag for tag in plant.tags() if tag.name in set(names)]
                wish = Wish(budget=unusual, learn_days=learn_days, guard=guard, watchdog=watchdog)
                teller.watch = watching(kept, store, wish, offered=offered)
                tell_events(teller.watch.fresh, screen)
            done = keep_samples(plant, names, store, every=every, seconds=seconds, tell=teller.tell)
            teller.close()
        finally:
            store.close()
    finally:
        reached.close()
    screen.line(screen.text("cli.plant.kept", new=done.new, gaps=len(done.open)))
    if done.trouble is not None:
        raise done.trouble


class _Teller:
    """Says what goes wrong once, and again when it is over."""

    def __init__(self, screen: Screen) -> None:
        self.screen, self.is_troubled, self.open = screen, False, 0
        self.watch: Watching | None = None
        self.distrust = Distrust(screen)

    def tell(self, keeper: "Keeper") -> None:
        if keeper.trouble is not None and not self.is_troubled:
            print_problems(keeper.trouble.problems, self.screen, sys.stderr)
        self.is_troubled = keeper.trouble is not None
        if len(keeper.open) != self.open:
            self.open = len(keeper.open)
            self.screen.line(self.screen.text("cli.plant.gaps_open", gaps=self.open, new=keeper.new))
            sys.stdout.flush()
        self._watch(keeper.store)

    def _watch(self, store: "SampleStore") -> None:
        if self.watch is None:
            return
        if events := self.watch.catch_up(store):
            tell_events(events, self.screen)
        self.distrust.tell(self.watch)

    def close(self) -> None:
        """Keep what was learned."""
        if self.watch is not None:
            self.watch.save()


def compare(
    line: LineArgument,
    kept: KeptOption,
    start: Annotated[
        datetime | None, typer.Option("--from", help="begin here, by UTC; else at the first sample")
    ] = None,
    end: Annotated[datetime | None, typer.Option("--until", help="end here, by UTC; else at the last sample")] = None,
    speed: Annotated[
        float, typer.Option("--speed", min=0.01, max=3600, help="of an emulated plant: what it was served with")
    ] = 1.0,
    let_pass: Annotated[
        float, typer.Option("--let-pass", min=0, max=100, help="percent by which the model may differ")
    ] = 2.0,
    propose: Annotated[
        Path | None, typer.Option("--propose", metavar="FILE", help="write the line with what the plant shows here")
    ] = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Show what a plant that was watched says of its model: times, breakdowns and powers, and what is off."""
    from pulmu.bootstrap.live import open_samples
    from pulmu.bootstrap.twin import read_line
    from pulmu.model.codec import encode
    from pulmu.twin import read_line as checked

    screen = screen_for(lang)
    read = checked(read_line(line))
    if read.value is None:
        refuse(read.problems, screen, as_json)
    if not kept.is_file():
        refuse((_no_file(kept),), screen, as_json)
    store = open_samples(kept)
    try:
        found = _compared(read.unwrap(), store, start, end, speed, let_pass / 100)
    finally:
        store.close()
    if found is None:
        refuse((problem("live.nothing_kept", str(kept), "no sample is kept in it",
                        "keep some: pulmu plant keep ADDRESS --kept FILE"),), screen, as_json)  # fmt: skip
    if as_json:
        print_out(json.dumps(_plain(encode(found)), ensure_ascii=False, indent=1))
    else:
        _show(found, screen)
    if propose is not None:
        _propose(read.unwrap(), found, propose, screen, quiet=as_json)


def _propose(line: "Line", found: "Shadow", file: Path, screen: Screen, *, quiet: bool) -> None:
    """Write a line with what the plant shows, and tell every change: it is in force nowhere."""
    from pulmu.bootstrap.files import save_new_file
    from pulmu.bootstrap.twin import write_line
    from pulmu.services.live.propose_line import propose_line

    made = propose_line(line, found)
    save_new_file(file, write_line(made.line, file.name))
    if quiet:
        return
    screen.line("")
    for item in made.changes:
        screen.line(
            screen.text(
                "cli.plant.change", station=item.station, what=item.what, before=_number(item.before) or "-",
                after=_number(item.after), low=_number(item.low), high=_number(item.high), unit=item.unit,
            )
        )  # fmt: skip
    screen.line(screen.text("cli.plant.proposed", file=file, changes=len(made.changes)))


def _compared(
    line: object, store: "SampleStore", start: datetime | None, end: datetime | None, speed: float, let_pass: float
) -> "Shadow | None":  # fmt: skip
    from datetime import UTC

    from pulmu.model.line import Line
    from pulmu.services.live.shadow import shadow
    from pulmu.services.live.told import AtSpeed

    extent = store.extent()
    if extent is None or not isinstance(line, Line):
        return None
    first = start.replace(tzinfo=UTC) if start else extent[0]
    last = end.replace(tzinfo=UTC) if end else extent[1]
    if last <= first:
        return None
    view = AtSpeed(store, first, speed)
    return shadow(line, store.tags(), view, first, view.own(last), let_pass=let_pass)


def _show(found: "Shadow", screen: Screen) -> None:
    head = tuple(screen.text(f"cli.plant.head.{name}") for name in ("station", "what", "model", "plant", "off", "says"))
    if found.drifts:
        screen.table(head, [_row(item, screen) for item in found.drifts], left=2)
        screen.line("")
    screen.line(
        screen.text("cli.plant.known", known=f"{found.known_hours:,.1f}", unknown=f"{found.unknown_hours:,.1f}")
    )
    if found.unwatched:
        screen.line(screen.text("cli.plant.unwatched", stations=", ".join(found.unwatched)))


def _row(item: "Drift", screen: Screen) -> tuple[str, ...]:
    name, _, state = item.what.partition(".")
    said = f"{name}, {screen.text(f'simulate.state.{state}')}" if state else screen.text(f"cli.plant.what.{name}")
    what = f"{said}, {item.unit}"
    share = "" if item.share is None else f"{item.share:+.1%}"
    return (
        item.station, what, _number(item.model), _estimate(item), share, screen.text(f"cli.plant.says.{item.verdict}")
    )  # fmt: skip


def _estimate(item: "Drift") -> str:
    if item.plant is None:
        return ""
    if not math.isfinite(item.plant.high):
        return f"≥ {_number(item.plant.low)}"
    return f"{_number(item.plant.value)} ({_number(item.plant.low)}-{_number(item.plant.high)})"


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.4g}"


def _plain(tree: object) -> object:
    """A tree as JSON has it: an end that nothing bounds is null."""
    if isinstance(tree, dict):
        return {key: _plain(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_plain(value) for value in tree]
    return None if isinstance(tree, float) and not math.isfinite(tree) else tree


def _no_file(path: Path) -> Problem:
    return problem("live.no_samples", str(path), "there is no such file of kept samples",
                   "keep some: pulmu plant keep ADDRESS --kept FILE")  # fmt: skip
