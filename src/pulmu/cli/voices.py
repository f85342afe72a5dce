"""`pulmu voices`: which difficulties of a list are one, and why."""

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from pulmu.cli.options import JsonOption, LangOption, print_out, screen_for
from pulmu.cli.problems import print_problems
from pulmu.cli.screen import Screen
from pulmu.locale import percent, problems_tree
from pulmu.model import encode

if TYPE_CHECKING:
    from pulmu.services.gather_voices import Gathered
    from pulmu.support.voices import Group, Shared

voices = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Difficulties that firms tell.")
_LONGEST = 70


@voices.command("gather")
def gather(
    file: Annotated[str, typer.Argument(metavar="FILE", help="list of difficulties: .xlsx, .csv, .yaml or .json")],
    least: Annotated[
        float, typer.Option("--least", min=0.0, max=1.0, help="likeness from which difficulties are proposed as one")
    ] = 0.08,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Propose which difficulties of a list are one, with what they share; nothing is decided."""
    from pulmu.bootstrap.voices import read_voices
    from pulmu.services.gather_voices import gather_voices

    screen = screen_for(lang)
    found = gather_voices(read_voices(file), least)
    if as_json:
        print_out(json.dumps(_tree(found, screen), ensure_ascii=False, indent=1))
        return
    if found.problems:
        print_problems(found.problems, screen, sys.stderr)
    counts = {"voices": len(found.voices), "groups": len(found.groups), "alone": len(found.alone)}
    screen.title(screen.text("cli.voices.title", **counts))
    for number, group in enumerate(found.groups, start=1):
        screen.line("")
        _print_group(number, group, found, screen)
    if found.alone:
        screen.line("")
        screen.line(screen.text("cli.voices.alone"))
        for key in found.alone:
            screen.line(f"  {key}  {_short(found.voice(key).title)}")
    screen.line("")
    screen.line(screen.text("cli.voices.officer"))


def _print_group(number: int, group: "Group", found: "Gathered", screen: Screen) -> None:
    counts = {"voices": len(group.members), "firms": group.firms, "share": percent(group.share, screen.language)}
    screen.line(f"{number:2}. {screen.text('cli.voices.group', **counts)}")
    said = ", ".join(f"{shared_words(item, screen)} ({item.voices})" for item in group.shared)
    screen.line(f"      {screen.text('cli.voices.shared', said=said)}")
    for key in group.members:
        name = found.voice(key).name
        screen.line(f"      {key}  {_short(found.voice(key).title)}{f'  [{name}]' if name else ''}")


def shared_words(item: "Shared", screen: Screen) -> str:
    """What several say, in the reader's language."""
    return (item.ko if screen.language == "ko" else item.en) or item.id


def _short(said: str) -> str:
    return said if len(said) <= _LONGEST else said[: _LONGEST - 1] + "…"


def _tree(found: "Gathered", screen: Screen) -> object:
    return {
        "voices": len(found.voices),
        "groups": [encode(group, full=True) for group in found.groups],
        "alone": list(found.alone),
        "problems": problems_tree(found.problems, screen.language),
    }
