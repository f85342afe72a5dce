"""`pulmu plant unusual`: what a plant did that it never did before, as it does it or out of its kept samples."""

import json
import os
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pulmu.cli.options import JsonOption, LangOption, print_out, refuse, screen_for
from pulmu.cli.plant import KeysOption, MapOption, chosen
from pulmu.cli.problems import print_problems
from pulmu.cli.screen import Screen
from pulmu.model.errors import problem

if TYPE_CHECKING:
    from pulmu.bootstrap.unusual import Watching, Wish
    from pulmu.model import Problem
    from pulmu.services.live.unusual import SecurityEvent
    from pulmu.services.ports import Plant

BudgetOption = Annotated[
    float, typer.Option("--budget", min=0.001, max=1000, help="alarms a day that are wanted while nothing is wrong")
]
LearnOption = Annotated[float, typer.Option("--learn-days", min=0.01, max=400, help="days it learns before it tells")]
GuardOption = Annotated[
    Path | None,
    typer.Option("--guard", metavar="DIR", help="folder of the guard: a setpoint its log does not explain is told"),
]
WatchdogOption = Annotated[
    str, typer.Option("--watchdog", metavar="TAG", help="tag the guard counts up, where the plant names it otherwise")
]
_NUMBERS = frozenset({"range", "jump", "step", "clock", "unexplained"})
_PASSWORD = "PULMU_PLANT_PASSWORD"  # noqa: S105 - the name of the setting


def unusual(
    plant: Annotated[
        str,
        typer.Argument(
            metavar="PLANT", help="opc.tcp://host:port/path, mqtt://127.0.0.1:port/group/node, or a file of samples"
        ),
    ],
    budget: BudgetOption = 1.0,
    learn_days: LearnOption = 14.0,
    anew: Annotated[bool, typer.Option("--anew", help="forget what was learned; the log is kept")] = False,
    guard: GuardOption = None,
    watchdog: WatchdogOption = "",
    learned: Annotated[
        Path, typer.Option("--learned", metavar="NAME", help="of a plant at an address: name of its two files")
    ] = Path("plant"),
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
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Learn what a plant usually does, and tell what it never did before, each event once; nothing is written to it."""
    from pulmu.bootstrap.unusual import Wish

    screen = screen_for(lang)
    wish = Wish(budget=budget, learn_days=learn_days, anew=anew, guard=guard, watchdog=watchdog)
    if "://" not in plant:
        _out_of_file(Path(plant), wish, screen, as_json=as_json)
        return
    from pulmu.bootstrap.live import connect_plant
    from pulmu.bootstrap.live_map import mapped_plant

    reached = connect_plant(plant, keys, user, os.environ.get(_PASSWORD))
    try:
        known = mapped_plant(reached, tag_map)
        names = chosen(known, tags or ["*"])
        if not names:
            refuse((no_tag(", ".join(tags or ["*"])),), screen, as_json)
        _live(known, names, learned, wish, (every, seconds), screen, as_json=as_json)
    finally:
        reached.close()


def _live(
    plant: "Plant", names: list[str], learned: Path, wish: "Wish", pace: tuple[float, float | None], screen: Screen,
    *, as_json: bool,
) -> None:  # fmt: skip
    from pulmu.bootstrap.unusual import tree_of, watch_plant, watching

    watch = watching(learned, None, wish, offered=plant.tags())
    teller = Distrust(Screen(screen.language, sys.stderr) if as_json else screen)

    def tell(events: "tuple[SecurityEvent, ...]") -> None:
        teller.tell(watch)
        if not as_json:
            tell_events(events, screen)
        for item in events if as_json else ():
            print_out(json.dumps(tree_of(item), ensure_ascii=False))

    if not as_json:
        screen.line(screen.text("cli.unusual.watching", tags=len(names), log=watch.file.log))
        sys.stdout.flush()
    tell(watch.fresh)
    every, seconds = pace
    watch_plant(plant, names, watch, every=every, seconds=seconds, tell=tell)
    if not as_json:
        _sum_up(watch, wish, None, screen)


def _out_of_file(kept: Path, wish: "Wish", screen: Screen, *, as_json: bool) -> None:
    from pulmu.bootstrap.live import open_samples
    from pulmu.bootstrap.unusual import noted, watching

    if not kept.is_file():
        refuse((problem("live.no_samples", str(kept), "there is no such file of kept samples",
                        "keep some: pulmu plant keep ADDRESS --kept FILE"),), screen, as_json)  # fmt: skip
    store = open_samples(kept)
    try:
        watch = watching(kept, store, wish)
        fresh = {item.id for item in (*watch.fresh, *watch.catch_up(store))}
        watch.save()
    finally:
        store.close()
    Distrust(Screen(screen.language, sys.stderr) if as_json else screen).tell(watch)
    rows = noted(kept)
    if as_json:
        tree = {"learning": watch.is_learning, "learned_days": round(watch.learned_days, 3), "events": list(rows),
                "thresholds": {name: watch.watch.threshold(name) for name in sorted(watch.watch.tails)}}  # fmt: skip
        print_out(json.dumps(tree, ensure_ascii=False, indent=1))
        return
    for row in rows:
        screen.line(("* " if row.get("id") in fresh else "  ") + told(row, screen))
    _sum_up(watch, wish, (len(rows), len(fresh)), screen)


def _sum_up(watch: "Watching", wish: "Wish", counts: tuple[int, int] | None, screen: Screen) -> None:
    """How long it has learned, and how many events there are."""
    from pulmu.bootstrap.unusual import noted

    events, new = counts or (len(noted(watch.file.kept)), watch.told)
    name = "learning" if watch.is_learning else "watched"
    screen.line(screen.text(f"cli.unusual.{name}", days=f"{watch.learned_days:.2g}", all=f"{wish.learn_days:g}",
                            events=events, new=new))  # fmt: skip


class Distrust:
    """Says once why the log of the guard is not believed."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.said: tuple[Problem, ...] = ()

    def tell(self, watch: "Watching") -> None:
        """Say it, if it is new."""
        if watch.trouble and watch.trouble != self.said:
            print_problems(watch.trouble, self.screen, sys.stderr)
        self.said = watch.trouble


def no_tag(patterns: str) -> "Problem":
    """No tag of a plant is one of these."""
    return problem("live.no_such_tag", "--tag", f"no tag of the plant is {patterns}",
                   "see all with pulmu plant watch ADDRESS --now", tags=patterns)  # fmt: skip


def tell_events(events: "tuple[SecurityEvent, ...]", screen: Screen) -> None:
    """Say what has just been found."""
    from pulmu.bootstrap.unusual import tree_of

    for item in events:
        screen.line("! " + told(tree_of(item), screen))
    sys.stdout.flush()


def told(row: Mapping[str, Any], screen: Screen) -> str:
    """An event in one line."""
    at = datetime.fromisoformat(str(row["at"])).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    tags = list(row.get("tags") or ())
    more = screen.text("cli.unusual.more", count=len(tags) - 1) if len(tags) > 1 else ""
    is_hour = row["aspect"] == "hour"
    low, high, seen = (_hour(item) if is_hour else _shown(item) for item in (*row["usual"], row["seen"]))
    unit = "" if row.get("unit") in ("1", None) or row["aspect"] not in _NUMBERS else f" {row['unit']}"
    words = {"seen": seen, "low": low, "high": high, "unit": unit}
    since = row.get("learned_since")
    words["since"] = "-" if since is None else datetime.fromisoformat(str(since)).astimezone().strftime("%Y-%m-%d")
    return f"{at}  {row['tag']}{more}: " + screen.text(f"cli.unusual.aspect.{row['aspect']}", **words)


def _shown(value: object) -> str:
    return f"{value:,.5g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)


def _hour(value: object) -> str:
    """An hour of the day as the clock here shows it; it was learned by UTC."""
    ahead = datetime.now().astimezone().utcoffset()
    return f"{(int(float(str(value))) + int((ahead.total_seconds() if ahead else 0) // 3600)) % 24}"
