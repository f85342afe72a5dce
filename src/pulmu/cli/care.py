"""`pulmu verify`: whether a place is as it was written."""

import json
import os
import sys
from typing import TYPE_CHECKING, Any

import typer

from pulmu.cli.options import JsonOption, LangOption, print_out, screen_for
from pulmu.cli.place import DATABASE, DEFAULT_DATA, DataOption
from pulmu.cli.problems import print_problems
from pulmu.cli.screen import Screen
from pulmu.locale import problems_tree
from pulmu.model import has_errors

if TYPE_CHECKING:
    from pulmu.services.care.verify import Verified


def verify(data: DataOption = DEFAULT_DATA, as_json: JsonOption = False, lang: LangOption = None) -> None:
    """Verify that everything in a place is as it was written; exit 1 if something is not."""
    from pulmu.bootstrap import open_to_verify
    from pulmu.services.care.verify import verify_place

    screen = screen_for(lang)
    place, lost = open_to_verify(data, database())
    try:
        found = verify_place(place, _progress(screen))
    finally:
        place.close()
    found.problems = [*lost, *(item for item in found.problems if item.code not in {one.code for one in lost})]
    show_verified(found, screen, as_json)
    if has_errors(found.problems):
        raise typer.Exit(1)


def show_verified(found: "Verified", screen: Screen, as_json: bool) -> None:
    """What is wrong, and what was looked at."""
    counts = counts_of(found)
    if as_json:
        tree: dict[str, Any] = {"problems": problems_tree(found.problems, screen.language), "verified": counts}
        print_out(json.dumps(tree, ensure_ascii=False, indent=1))
        return
    if found.problems:
        print_problems(found.problems, screen, sys.stderr)
    screen.line(screen.text("cli.verify.done", **{name: f"{count:,}" for name, count in counts.items()}))
    if not has_errors(found.problems):
        screen.line(screen.text("cli.verify.whole"))


def counts_of(found: "Verified") -> dict[str, int]:
    """What was looked at, by name."""
    return {
        "workspaces": found.workspaces, "rows": found.rows, "entries": found.entries, "objects": found.objects,
        "bytes": found.size, "reports": found.reports,
    }  # fmt: skip


def database() -> str:
    """The address of the server of the records, where there is one."""
    return os.environ.get(DATABASE, "")


def _progress(screen: Screen) -> Any:
    """Tells what is looked at on a terminal."""
    told = Screen(screen.language, sys.stderr)

    def tell(what: str) -> None:
        if told.stream.isatty():
            told.line(screen.text("cli.verify.looking", what=what))

    return tell
