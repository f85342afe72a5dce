"""`pulmu verify`, `backup` and `restore`: whether a place is as it was written, and a copy of it."""

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pulmu.cli.options import JsonOption, Lang, LangOption, print_out, screen_for
from pulmu.cli.place import DATABASE, DEFAULT_DATA, DataOption
from pulmu.cli.problems import print_problems
from pulmu.cli.screen import Screen
from pulmu.locale import plain, problems_tree
from pulmu.model import has_errors

if TYPE_CHECKING:
    from pulmu.services.care.verify import Verified


def backup(
    out: Annotated[Path, typer.Argument(metavar="OUT.pulmu", help="new file; one that is there is not replaced")],
    data: DataOption = DEFAULT_DATA,
    with_keys: Annotated[
        bool, typer.Option("--with-keys", help="the key too: who has the file can then open second factors")
    ] = False,
    lang: LangOption = None,
) -> None:
    """Back up a place into one file; people may work in it meanwhile."""
    from pulmu.bootstrap.care import back_up

    screen = screen_for(lang)
    done, warnings = back_up(data, database(), out, with_keys=with_keys)
    counts = {"workspaces": len(done.workspaces), "parts": len(done.parts)}
    screen.line(screen.text("cli.backup.done", file=out, **counts))
    screen.line(screen.text("cli.backup.with_key" if with_keys else "cli.backup.without_key"))
    if warnings:
        print_problems(warnings, screen, sys.stderr)


def restore(
    backup_file: Annotated[Path, typer.Argument(metavar="BACKUP", help="file of `pulmu backup`")],
    data: DataOption = DEFAULT_DATA,
    key: Annotated[Path | None, typer.Option("--key", help="copy of keys/second_factor.key")] = None,
    new_key: Annotated[
        bool, typer.Option("--new-key", help="make a new key: everybody sets up their second factor again")
    ] = False,
    accept_damage: Annotated[bool, typer.Option("--accept-damage", help="restore also what does not verify")] = False,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Restore a place into an empty folder, verified first; all of it or nothing."""
    from pulmu.bootstrap import care

    screen = screen_for(lang)
    order = care.RestoreOrder(
        backup=backup_file, folder=data, database=database(), key=key, new_key=new_key, accept_damage=accept_damage
    )
    found, is_restored = care.restore(order, _progress(screen))
    show_verified(found, screen, as_json)
    if not is_restored:
        if not as_json:
            screen.line(screen.text("cli.restore.refused"))
        raise typer.Exit(1)
    if not as_json:
        screen.line(screen.text("cli.restore.done", folder=data))


def verify(
    data: DataOption = DEFAULT_DATA,
    backup_file: Annotated[
        Path | None,
        typer.Option("--backup", help="a backup instead of a place: its parts, and whose they are"),
    ] = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Verify that everything in a place is as it was written; exit 1 if something is not."""
    if backup_file is not None:
        _verify_backup(backup_file, as_json, lang)
        return
    from pulmu.bootstrap.place import open_to_verify
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


def _verify_backup(file: Path, as_json: bool, lang: Lang | None) -> None:
    from pulmu.bootstrap.care import look_into_backup

    screen, found = screen_for(lang), look_into_backup(file)
    if as_json:
        tree = {"program": found.program, "at": found.at, "has_key": found.has_key, "workspaces": found.workspaces}
        print_out(json.dumps(tree, ensure_ascii=False, indent=1))
        return
    screen.line(screen.text("cli.backup.holds", at=found.at[:19], program=found.program, parts=len(found.parts)))
    for name, title in found.workspaces.items():
        screen.line(f"  {name}  {plain(title, 80)}")
    screen.line(screen.text("cli.backup.with_key" if found.has_key else "cli.backup.without_key"))


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
