"""`pulmu plant map`: which node of a plant is which tag of its twin, proposed, looked at by a person, and checked."""

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pulmu.cli.options import JsonOption, LangOption, print_out, refuse, screen_for
from pulmu.cli.plant import KeysOption
from pulmu.cli.problems import print_problems
from pulmu.cli.screen import Screen
from pulmu.cli.simulate import LineArgument
from pulmu.locale import plain, problems_tree
from pulmu.model import InputError, has_errors

if TYPE_CHECKING:
    from pulmu.model.line import Line
    from pulmu.model.tag_map import TagMap
    from pulmu.services.live.propose_map import MapProposal, TagProposal
    from pulmu.services.ports import Plant

_PASSWORD = "PULMU_PLANT_PASSWORD"  # noqa: S105 - the name of the setting
_SHOWN = 20


def map_tags(
    address: Annotated[
        str, typer.Argument(metavar="ADDRESS", help="opc.tcp://host:port/path, or mqtt://127.0.0.1:port/group/node")
    ],
    line: LineArgument,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="write the map here")] = None,
    answers: Annotated[
        str | None, typer.Option("--answers", metavar="FILE", help="tag: node, a line each, in place of questions")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="take every proposal without a question")] = False,
    check: Annotated[
        str | None, typer.Option("--check", metavar="MAP", help="look at this map instead, and tell its problems")
    ] = None,
    aas_out: Annotated[
        Path | None,
        typer.Option("--aas-out", metavar="FILE", help="write the map as a file of a connection too: .aasx or .json"),
    ] = None,
    aas_in: Annotated[
        str | None,
        typer.Option("--aas-in", metavar="FILE", help="take the map from a file of a connection: .aasx, .json or .xml"),
    ] = None,
    tags: Annotated[bool, typer.Option("--tags", help="print the tags of the line's twin, and end")] = False,
    seconds: Annotated[float, typer.Option("--seconds", min=0.5, max=3600, help="how long values are looked at")] = 5.0,
    keys: KeysOption = Path("plant-keys/client"),
    user: Annotated[
        str, typer.Option("--user", help="who logs in; the password is in PULMU_PLANT_PASSWORD, or beside the keys")
    ] = "reader",
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Propose which value of a plant is which tag of a line's twin, and write the map; the plant is only read."""
    from pulmu.bootstrap.live import connect_plant
    from pulmu.bootstrap.live_map import checked_line

    screen = screen_for(lang)
    known = checked_line(line)
    if tags:
        _print_tags(known, screen, as_json)
        return
    if sum(item is not None for item in (check, aas_in, answers)) > 1:
        raise typer.BadParameter("give one of --check, --aas-in and --answers", param_hint="--check")
    reached = connect_plant(address, keys, user, os.environ.get(_PASSWORD))
    order = _Order(out, answers, yes)
    try:
        if check is not None:
            made = _check(check, known, reached, screen, as_json)
        elif aas_in is not None:
            made = _take(aas_in, known, (reached, address), order, screen, as_json)
        else:
            made = _propose(reached, known, seconds, order, screen, as_json)
        if aas_out is not None:
            _give(aas_out, made, known, (reached, address), screen, as_json)
    except InputError as error:
        refuse(error.problems, screen, as_json)
    finally:
        reached.close()


class _Order:
    """Where the map goes, and who answers."""

    def __init__(self, out: Path | None, answers: str | None, yes: bool) -> None:
        self.out, self.answers, self.yes = out, answers, yes

    def asks(self, as_json: bool) -> bool:
        return self.answers is None and not self.yes and not as_json and sys.stdin.isatty()


def _print_tags(line: "Line", screen: Screen, as_json: bool) -> None:
    from pulmu.services.live.twin_tags import needed_tags, twin_tags

    needed = frozenset(needed_tags(line))
    found = twin_tags(line)
    if as_json:
        rows = [{"tag": tag.name, "unit": tag.unit, "kind": tag.kind, "needed": tag.name in needed} for tag in found]
        print_out(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for tag in found:
        unit = "" if tag.unit == "1" else tag.unit
        screen.line(f"{'*' if tag.name in needed else ' '} {tag.name:40} {tag.kind:7} {unit}".rstrip())
    screen.line(screen.text("cli.plant.map.needed"))


def _check(path: str, line: "Line", reached: "Plant", screen: Screen, as_json: bool) -> "TagMap":
    from pulmu.bootstrap.live_map import check_map_file, read_tag_map

    problems, seal = check_map_file(path, line, reached.tags())
    if as_json:
        told = {"problems": problems_tree(problems, screen.language), "seal": seal}
        print_out(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        print_problems(problems, screen, sys.stderr)
    if has_errors(problems):
        raise typer.Exit(1)
    if not as_json:
        screen.line(screen.text("cli.plant.map.seal", seal=seal))
    return read_tag_map(path)


def _take(
    path: str, line: "Line", plant: "tuple[Plant, str]", order: _Order, screen: Screen, as_json: bool
) -> "TagMap":  # fmt: skip
    """The map of a file of a connection: what was put right in it and left out, and what is wrong with the map."""
    from pulmu.bootstrap.connection_files import read_connection
    from pulmu.model.codec import encode
    from pulmu.services.live.check_tag_map import check_tag_map

    read = read_connection(path, line, *plant)
    if as_json:
        problems = (*read.problems, *check_tag_map(read.tag_map, line, plant[0].tags()))
        told = {"reach": encode(read.reach, full=True), "map": encode(read.tag_map),
                "problems": problems_tree(problems, screen.language)}  # fmt: skip
        print_out(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        reach = {name: plain(getattr(read.reach, name)) or "-" for name in ("address", "mode", "token")}
        policy = plain(read.reach.policy.rpartition("#")[2]) or "-"
        screen.line(screen.text("cli.plant.map.reach", policy=policy, **reach))
        print_problems(read.problems, screen, sys.stderr)
    _keep(read.tag_map, line, plant[0], order.out, screen, as_json)
    return read.tag_map


def _give(
    path: Path, made: "TagMap", line: "Line", plant: "tuple[Plant, str]", screen: Screen, as_json: bool
) -> None:  # fmt: skip
    from pulmu.bootstrap.connection_files import write_connection

    problems = write_connection(path, made, line, *plant)
    print_problems(problems, screen, sys.stderr)
    if not as_json:
        screen.line(screen.text("cli.plant.map.given", file=path))


def _propose(
    reached: "Plant", line: "Line", seconds: float, order: _Order, screen: Screen, as_json: bool
) -> "TagMap":  # fmt: skip
    from pulmu.bootstrap.live_map import proposed_map, read_answers

    given = read_answers(order.answers) if order.answers is not None else {}
    found = proposed_map(reached, line, seconds)
    if as_json:
        print_out(json.dumps(_tree(found), ensure_ascii=False, indent=1))
    else:
        _show(found, screen)
    made = _asked(found, screen) if order.asks(as_json) else _answered(found, given)
    _keep(made, line, reached, order.out, screen, as_json)
    return made


def _keep(
    made: "TagMap", line: "Line", reached: "Plant", out: Path | None, screen: Screen, as_json: bool
) -> None:  # fmt: skip
    """Write a map, and tell what is wrong with it."""
    from pulmu.bootstrap.files import save_new_file
    from pulmu.bootstrap.live_map import tag_map_text
    from pulmu.services.live.check_tag_map import check_tag_map

    problems = check_tag_map(made, line, reached.tags())
    if out is not None:
        save_new_file(out, tag_map_text(made))
    if not as_json:
        print_problems(problems, screen, sys.stderr)
        if out is not None:
            screen.line(screen.text("cli.plant.map.written", tags=len(made.tags), file=out))
    if has_errors(problems):
        raise typer.Exit(1)


def _answered(found: "MapProposal", given: Mapping[str, str]) -> "TagMap":
    """The proposals, where a person's answers do not say otherwise."""
    from pulmu.model.tag_map import MappedTag

    made = found.tag_map()
    kept = [entry if entry.tag not in given else replace(entry, node=given[entry.tag]) for entry in made.tags]
    there = {entry.tag for entry in kept}
    more = [MappedTag(tag=tag, node=node) for tag, node in given.items() if node and tag not in there]
    return replace(made, tags=tuple(entry for entry in (*kept, *more) if entry.node))


def _asked(found: "MapProposal", screen: Screen) -> "TagMap":
    """A person says of each proposal what becomes of it: Enter takes it, a name takes another node, - takes none."""
    given: dict[str, str] = {}
    for item in found.proposals:
        question = screen.text("cli.plant.map.ask", tag=item.entry.tag, node=item.entry.node)
        answer = typer.prompt(question, default=item.entry.node, show_default=False).strip()
        given[item.entry.tag] = "" if answer == "-" else answer
    for tag in found.lacking:
        answer = typer.prompt(screen.text("cli.plant.map.ask_lacking", tag=tag), default="", show_default=False)
        given[tag] = answer.strip().strip("-")
    return _answered(found, given)


def _show(found: "MapProposal", screen: Screen) -> None:
    head = tuple(screen.text(f"cli.plant.map.head.{name}") for name in ("tag", "node", "sure", "because"))
    if found.proposals:
        screen.table(head, [_row(item, screen) for item in found.proposals], left=4)
        screen.line("")
    for item in found.proposals:
        if item.unknown_words:
            words = ", ".join(item.unknown_words[:_SHOWN])
            screen.line(screen.text("cli.plant.map.unknown_words", tag=item.entry.tag, words=words))
        if item.rivals:
            rivals = ", ".join(item.rivals)
            screen.line(screen.text("cli.plant.map.rivals", tag=item.entry.tag, rivals=rivals))
    for name, items in (("lacking", found.lacking), ("unmapped", found.unmapped), ("unused", found.unused)):
        if items:
            more = f", … ({len(items)})" if len(items) > _SHOWN else ""
            screen.line(screen.text(f"cli.plant.map.{name}", items=", ".join(items[:_SHOWN]) + more))


def _row(item: "TagProposal", screen: Screen) -> tuple[str, ...]:
    reasons = "; ".join(screen.text(f"cli.plant.map.because.{one.code}", word=one.word) for one in item.reasons)
    return item.entry.tag, item.entry.node, f"{item.confidence:.0%}", reasons


def _tree(found: "MapProposal") -> dict[str, object]:
    from pulmu.model.codec import encode

    return {
        "line": found.line,
        "proposals": [
            {
                "entry": encode(item.entry), "confidence": item.confidence,
                "reasons": [{"code": one.code, "word": one.word} for one in item.reasons],
                "rivals": list(item.rivals), "unknown_words": list(item.unknown_words),
            }
            for item in found.proposals
        ],
        "lacking": list(found.lacking), "unmapped": list(found.unmapped), "unused": list(found.unused),
    }  # fmt: skip
