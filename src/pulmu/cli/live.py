"""`pulmu live`: which plants a company sees live in its place; written at the server itself, never by a form."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from pulmu.cli.options import LangOption, refuse, screen_for
from pulmu.cli.place import DEFAULT_DATA, DataOption, open_at
from pulmu.cli.problems import print_problems
from pulmu.model import has_errors
from pulmu.model.errors import problem

live = typer.Typer(no_args_is_help=True, help="Live plants of the companies of a place.")
WorkspaceOption = Annotated[str, typer.Option("--workspace", help="the company, by its name or its id")]
LinkArgument = Annotated[str, typer.Argument(metavar="ID", help="id of the link, such as press_shop")]


@live.command("add")
def add(
    link: LinkArgument,
    workspace: WorkspaceOption,
    line: Annotated[str, typer.Option("--line", help="line of the company that the plant is, by id")],
    samples: Annotated[Path, typer.Option("--samples", help="file that pulmu plant keep writes")],
    name: Annotated[str, typer.Option("--name", help="what people call the plant; its id, if left out")] = "",
    desk: Annotated[Path | None, typer.Option("--desk", help="socket of the guard's desk, where one runs")] = None,
    tag_map: Annotated[Path | None, typer.Option("--tag-map", help="file that maps the plant's tags")] = None,
    data: DataOption = DEFAULT_DATA,
    lang: LangOption = None,
) -> None:
    """Let a company see a plant live; a link with this id is replaced, and its map is checked with the line."""
    from pulmu.bootstrap.live_map import check_link
    from pulmu.services.live_links.link import LiveLink, add_link, workspace_called

    screen = screen_for(lang)
    place = open_at(data)
    try:
        whose = workspace_called(place.store, workspace)
        made = LiveLink(
            id=link, workspace=whose, line=line, name=name[:200] or link, samples=_whole(samples), desk=_whole(desk),
            tag_map=_whole(tag_map), created=datetime.now(UTC),
        )  # fmt: skip
        problems = check_link(place.store, made)
        if has_errors(problems):
            refuse(problems, screen, False)
        add_link(place.gate, made)
    finally:
        place.close()
    screen.line(screen.text("cli.live.added", link=link, page=f"/w/{whose}/live/{link}"))
    if problems:
        print_problems(problems, screen, sys.stderr)


@live.command("list")
def show_links(
    workspace: WorkspaceOption, data: DataOption = DEFAULT_DATA, lang: LangOption = None
) -> None:  # fmt: skip
    """List the live plants of a company."""
    from pulmu.services.live_links.link import links_of, workspace_called

    screen = screen_for(lang)
    place = open_at(data)
    try:
        found = links_of(place.store, workspace_called(place.store, workspace))
    finally:
        place.close()
    if not found:
        screen.line(screen.text("cli.live.none"))
        return
    head = tuple(screen.text(f"cli.live.head.{item}") for item in ("link", "line", "samples", "desk"))
    screen.table(head, [(item.id, item.line, item.samples, item.desk) for item in found], left=4)


@live.command("remove")
def remove(
    link: LinkArgument, workspace: WorkspaceOption, data: DataOption = DEFAULT_DATA, lang: LangOption = None
) -> None:  # fmt: skip
    """Take a live plant away from a company; its samples stay."""
    from pulmu.services.live_links.link import remove_link, workspace_called

    screen = screen_for(lang)
    place = open_at(data)
    try:
        was_there = remove_link(place.gate, workspace_called(place.store, workspace), link)
    finally:
        place.close()
    if not was_there:
        refuse((problem("live.no_link", "ID", f"there is no link {link[:60]}",
                        "see all with pulmu live list", name=link[:60]),), screen, False)  # fmt: skip
    screen.line(screen.text("cli.live.removed", link=link))


def _whole(path: Path | None) -> str:
    """The path from the root on; where the server runs is not where the command was typed."""
    return "" if path is None else str(path.absolute())
