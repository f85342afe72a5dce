"""`pulmu shell`: administration shells looked at, and written."""

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from pulmu.cli.options import JsonOption, LangOption, print_out, screen_for
from pulmu.cli.problems import print_problems
from pulmu.cli.screen import Screen
from pulmu.locale import plain, problems_tree

if TYPE_CHECKING:
    from pulmu.services.shell_content import ShellContent

shell = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Asset Administration Shells, in and out.")


@shell.command("check")
def check_file(
    file: Annotated[str, typer.Argument(metavar="FILE", help="file of shells: .aasx, .json or .xml")],
    strict: Annotated[
        bool, typer.Option("--strict", help="refuse a file that needs a repair, with the list of all")
    ] = False,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Tell what a file of shells holds, every repair it needs, and what cannot be carried over."""
    from pulmu.bootstrap.shells import check_shell_file

    screen = screen_for(lang)
    content = check_shell_file(file, strict=strict)
    if as_json:
        print_out(json.dumps(_tree(content, screen), ensure_ascii=False, indent=1))
        return
    _show(content, screen)


def _show(content: "ShellContent", screen: Screen) -> None:
    screen.title(screen.text("shells.title", file=plain(content.name), kind=screen.text(f"shells.{content.kind}")))
    if content.namespaces:
        key = "shells.current" if content.namespaces == ("3/1",) else "shells.upgraded"
        screen.line(f"  {screen.text(key, versions=', '.join(content.namespaces))}")
    counts = {"objects": content.objects_in, "read": content.objects_read, "left": content.left_out}
    screen.line(f"  {screen.text('shells.objects', **counts)}")
    screen.line("")
    for item in content.shells:
        screen.line(f"  {screen.text('shells.shell')}  {plain(item)}")
    if content.submodels:
        screen.line("")
        _show_submodels(content, screen)
    screen.line("")
    for noun, count in (("concepts", content.concepts), ("files", len(content.files))):
        if count:
            screen.line(f"  {counted(noun, count, screen)}")
    screen.line(f"  {screen.text('shells.judged', judge=content.judge)}")
    if not content.problems:
        screen.line(f"  {screen.text('shells.clean')}")
        return
    screen.title(screen.text("shells.repairs"))
    print_problems(content.problems, screen, sys.stdout)


def _show_submodels(content: "ShellContent", screen: Screen) -> None:
    head = [screen.text(f"shells.{name}") for name in ("submodel", "template", "kind", "elements")]
    rows = [
        [
            plain(item.id_short or item.id),
            item.template or screen.text("shells.unknown"),
            screen.text(f"shells.{item.kind}"),
            f"{item.elements:,}",
        ]
        for item in content.submodels
    ]
    screen.table(head, rows, left=3)


def counted(noun: str, count: int, screen: Screen) -> str:
    """A number of things, in words."""
    return screen.text(f"shells.{noun}_{'one' if count == 1 else 'many'}", count=f"{count:,}")


def _tree(content: "ShellContent", screen: Screen) -> dict[str, object]:
    return {
        "name": content.name,
        "kind": content.kind,
        "namespaces": list(content.namespaces),
        "judge": content.judge,
        "objects_in": content.objects_in,
        "objects_read": content.objects_read,
        "left_out": content.left_out,
        "shells": list(content.shells),
        "submodels": [
            {
                "id": item.id,
                "id_short": item.id_short,
                "kind": item.kind,
                "semantic_id": item.semantic_id,
                "template": item.template,
                "elements": item.elements,
            }
            for item in content.submodels
        ],
        "concepts": content.concepts,
        "files": [{"name": item.name, "bytes": item.bytes} for item in content.files],
        "problems": problems_tree(content.problems, screen.language),
    }
