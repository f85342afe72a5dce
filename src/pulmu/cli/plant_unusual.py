"""`pulmu plant unusual`: what a plant did that it never did before, out of its kept samples."""

import json
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pulmu.cli.options import JsonOption, LangOption, print_out, refuse, screen_for
from pulmu.cli.screen import Screen
from pulmu.model.errors import problem

if TYPE_CHECKING:
    from pulmu.services.live.unusual import SecurityEvent

BudgetOption = Annotated[
    float, typer.Option("--budget", min=0.001, max=1000, help="alarms a day that are wanted while nothing is wrong")
]
LearnOption = Annotated[float, typer.Option("--learn-days", min=0.01, max=400, help="days it learns before it tells")]
_NUMBERS = frozenset({"range", "jump", "step", "clock"})


def unusual(
    kept: Annotated[Path, typer.Argument(metavar="FILE", help="file of kept samples, of pulmu plant keep")],
    budget: BudgetOption = 1.0,
    learn_days: LearnOption = 14.0,
    anew: Annotated[bool, typer.Option("--anew", help="forget what was learned; the log is kept")] = False,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Learn what a plant usually does from its kept samples, and tell what it never did before, each event once."""
    from pulmu.bootstrap.live import open_samples
    from pulmu.bootstrap.unusual import noted, watching

    screen = screen_for(lang)
    if not kept.is_file():
        refuse((problem("live.no_samples", str(kept), "there is no such file of kept samples",
                        "keep some: pulmu plant keep ADDRESS --kept FILE"),), screen, as_json)  # fmt: skip
    store = open_samples(kept)
    try:
        watch = watching(kept, store, budget=budget, learn_days=learn_days, anew=anew)
        fresh = {item.id for item in watch.catch_up(store)}
        watch.save()
    finally:
        store.close()
    rows = noted(kept)
    if as_json:
        tree = {"learning": watch.is_learning, "learned_days": round(watch.learned_days, 3), "events": list(rows),
                "thresholds": {name: watch.watch.threshold(name) for name in sorted(watch.watch.tails)}}  # fmt: skip
        print_out(json.dumps(tree, ensure_ascii=False, indent=1))
        return
    for row in rows:
        screen.line(("* " if row.get("id") in fresh else "  ") + told(row, screen))
    name = "learning" if watch.is_learning else "watched"
    screen.line(screen.text(f"cli.unusual.{name}", days=f"{watch.learned_days:.2g}", all=f"{learn_days:g}",
                            events=len(rows), new=len(fresh)))  # fmt: skip


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
