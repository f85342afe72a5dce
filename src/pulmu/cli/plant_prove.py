"""`pulmu plant prove`: setpoints are simulated from the plant as it stands, before the guard is asked."""

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pulmu.cli.options import JsonOption, LangOption, print_out, refuse, screen_for
from pulmu.cli.plant import KeysOption, MapOption
from pulmu.cli.plant_ahead import (
    PASSWORD,
    PaceOption,
    RunsOption,
    SeedOption,
    SettingsOption,
    SourceArgument,
    TargetOption,
    UntilOption,
    UserOption,
    engine_of,
    seconds_ahead,
    standing_of,
    targets_of,
)
from pulmu.cli.problems import print_problems
from pulmu.cli.screen import Screen
from pulmu.cli.simulate import LineArgument
from pulmu.cli.simulate_carbon import PlantOption, show_carbon
from pulmu.locale import problems_tree
from pulmu.model import InputError
from pulmu.model.line import Line

if TYPE_CHECKING:
    from pulmu.services.control.prove import Proven, ProvenFigure
    from pulmu.services.live.shadow_gate import ShadowGate


def prove_setpoints(
    programme: Annotated[str, typer.Argument(metavar="PROGRAMME", help="setpoints, in groups: .yaml or .json")],
    source: SourceArgument,
    line: LineArgument,
    limits: Annotated[
        str, typer.Option("--limits", metavar="FILE", help="limits file; or fasteners or extrusions, the samples")
    ],
    fitted: Annotated[
        datetime | None, typer.Option("--fitted", help="when the model was last compared with the plant, by UTC")
    ] = None,
    watched: Annotated[
        str | None,
        typer.Option("--watched", metavar="FILE", help="report of plant shadow that passed, in place of --fitted"),
    ] = None,
    criteria: Annotated[
        str | None, typer.Option("--criteria", metavar="FILE", help="what that report must show, if not the usual")
    ] = None,
    until: UntilOption = None,
    target: TargetOption = None,
    hold: Annotated[
        float, typer.Option("--hold", min=0, max=86_400, help="seconds from one group to the next")
    ] = 900.0,
    settings: SettingsOption = None,
    tag_map: MapOption = None,
    plant: PlantOption = None,
    key: Annotated[
        str | None, typer.Option("--key", metavar="FILE", help="private key of a prover the guard trusts")
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="write the signed proof of the first group here")
    ] = None,
    replications: RunsOption = 64,
    seed: SeedOption = 0,
    keys: KeysOption = Path("plant-keys/client"),
    user: UserOption = "reader",
    speed: PaceOption = 1.0,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Simulate setpoints from a plant as it stands, with and without: what changes, and which bounds are broken."""
    from pulmu.bootstrap.ahead import limits_of_file, line_and_settings, snapshot_from
    from pulmu.bootstrap.guard import read_setpoints
    from pulmu.bootstrap.live_map import opened_gate, read_tag_map
    from pulmu.services.control.prove import Basis, prove_programme
    from pulmu.services.live.shadow_report import tag_map_seal

    screen = screen_for(lang)
    if (key is None) != (out is None):
        raise typer.BadParameter("give --key and --out together", param_hint="--out")
    if fitted is not None and watched is not None:
        raise typer.BadParameter("the report says when: leave --fitted out", param_hint="--watched")
    try:
        profile = limits_of_file(limits)
        asked = read_setpoints(programme, profile)
        model, emulation = line_and_settings(line, settings)
        read = None if tag_map is None else read_tag_map(tag_map)
        gate = None if watched is None else opened_gate(watched, criteria, model, read, datetime.now(UTC))
        standing, engine = standing_of(line, plant, screen, as_json), engine_of(screen)
        found = snapshot_from(source, model, emulation, engine, keys=keys, user=user,
                              password=os.environ.get(PASSWORD), pace=speed, seed=seed, tag_map=read)  # fmt: skip
        basis = Basis(
            line=model, settings=emulation, profile=profile, now=datetime.now(UTC),
            fitted_at=_fitted(fitted, gate), watched=gate, tag_map="" if read is None else tag_map_seal(read),
            seconds=seconds_ahead(until, model, found.seen.after), replications=replications, seed=seed,
            targets=targets_of(target or ()), standing=standing,
        )  # fmt: skip
        proven = prove_programme(basis, found, asked, engine, hold=hold)
    except InputError as error:
        refuse(error.problems, screen, as_json)
    if out is not None and key is not None and not proven[0].violations:
        _write(proven[0], key, out)
    if as_json:
        print_out(json.dumps([_tree(item, screen) for item in proven], ensure_ascii=False, indent=1))
    else:
        for item in proven:
            _show(item, model, screen)
    raise typer.Exit(1 if any(item.violations for item in proven) else 0)


def _fitted(said: datetime | None, gate: "ShadowGate | None") -> datetime | None:
    """When the model was last seen to fit: as a report shows it, or as somebody says."""
    if gate is not None and gate.model_at is not None:
        return datetime.fromtimestamp(gate.model_at, UTC)
    return None if said is None else said.replace(tzinfo=UTC)


def _write(proven: "Proven", key: str, out: Path) -> None:
    from pulmu.bootstrap.guard import proof_text, sign_proven

    out.write_text(proof_text(sign_proven(proven, key)), encoding="utf-8")


def _tree(proven: "Proven", screen: Screen) -> object:
    from dataclasses import replace

    from pulmu.model import encode

    tree = encode(replace(proven, violations=(), notes=(), balances=None), full=True)
    tree["violations"] = problems_tree(proven.violations, screen.language)
    tree["notes"] = problems_tree(proven.notes, screen.language)
    if proven.balances is not None:
        tree["balances"] = encode(replace(proven.balances, problems=()), full=True)
    return tree


def _show(proven: "Proven", line: Line, screen: Screen) -> None:
    hours = f"{proven.hours:.2f}".rstrip("0").rstrip(".")
    screen.title(screen.text("cli.prove.group", group=proven.group.id, hours=hours, runs=proven.replications))
    head = tuple(screen.text(f"cli.prove.column.{name}") for name in ("figure", "unit", "before", "after", "change"))
    screen.table(head, [_row(item, screen) for item in proven.figures], left=2)
    if proven.balances is not None:
        show_carbon(screen, line, proven.balances)
    if found := (*proven.violations, *proven.notes):
        print_problems(found, screen, sys.stdout)
    kind = "refused" if proven.violations else "foreseen" if proven.is_foreseen else "proven"
    words = screen.text(f"cli.prove.{kind}", violations=len(proven.violations), model=proven.proof.model[:12],
                        snapshot=proven.proof.snapshot[:12])  # fmt: skip
    screen.line(screen.ember(words) if proven.violations else words)


def _row(item: "ProvenFigure", screen: Screen) -> tuple[str, ...]:
    name, _, of = item.figure.partition(".")
    words = screen.text(f"cli.prove.figure.{name}")
    spread = tuple(f"{_number(side[1], item)} ({_number(side[0], item)}-{_number(side[2], item)})"
                   for side in (item.before, item.after))  # fmt: skip
    change = f"{_number(item.change, item, '+')} ± {_number(item.half_width, item)}"
    return (f"{words}, {of}" if of else words, "%" if item.figure == "scrap_share" else item.unit, *spread, change)


def _number(value: float, item: "ProvenFigure", sign: str = "") -> str:
    if item.figure == "scrap_share":
        return f"{100 * value:{sign},.1f}"
    return f"{value:{sign},.1f}" if abs(value) < 100 else f"{value:{sign},.0f}"
