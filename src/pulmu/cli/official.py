"""Commands for the Commission's communication template for installations."""

import dataclasses
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pulmu.cli.options import (
    CitedGapsOption,
    CitedStoreOption,
    EditionOption,
    GapsChoice,
    JsonOption,
    LangOption,
    PlantArgument,
    print_out,
    read_cited_plant,
    screen_for,
)
from pulmu.cli.problems import print_problems
from pulmu.cli.screen import Screen
from pulmu.locale import problems_tree

if TYPE_CHECKING:
    from pulmu.model import Problem
    from pulmu.services.official_content import FilledTemplate
    from pulmu.services.official_plant import OfficialPlant
    from pulmu.services.official_template import ExpectedProcess, OfficialFilling


def official_template(
    template: Annotated[
        str, typer.Argument(metavar="TEMPLATE.xlsx", help="the Commission's empty template V2.1.1; it is not changed")
    ],
    plant: PlantArgument,
    out: Annotated[Path, typer.Option("--out", help="the new workbook; a file that exists is kept")],
    store: CitedStoreOption = None,
    gaps: CitedGapsOption = GapsChoice.REFUSE,
    as_json: JsonOption = False,
    lang: LangOption = None,
    edition: EditionOption = None,
) -> None:
    """Fill the Commission's communication template, and tell where it differs."""
    from pulmu.bootstrap.files import save_new_file
    from pulmu.bootstrap.plants import fill_official
    from pulmu.reference import DEFAULT_EDITION
    from pulmu.services.official_template import fill_official_template

    screen = screen_for(lang)
    filling = fill_official_template(read_cited_plant(plant, store, gaps), edition or DEFAULT_EDITION)
    filled = fill_official(template, filling.content)
    save_new_file(out, filled.data)
    told = (*filling.differences, *filled.problems)
    if as_json:
        print_out(json.dumps(_filled_tree(filling, filled, told, out, screen), ensure_ascii=False, indent=1))
        return
    _print_filled(filled, out, screen)
    print_expected(filling, screen)
    screen.title(screen.text("cli.official.differences"))
    print_problems(told, screen, sys.stdout)


def official_template_read(
    file: Annotated[str, typer.Argument(metavar="FILE.xlsx", help="the Commission's template V2.1.1, filled in")],
    out: Annotated[Path, typer.Option("--out", help="the new plant file: .yaml, .json or .xlsx; none is replaced")],
    as_json: JsonOption = False,
    lang: LangOption = None,
    edition: EditionOption = None,
) -> None:
    """Read a filled communication template into a plant file, the figures the same."""
    from pulmu.bootstrap.files import save_new_file
    from pulmu.bootstrap.plants import plant_file, read_official
    from pulmu.reference import DEFAULT_EDITION
    from pulmu.services.official_plant import plant_from_official

    screen = screen_for(lang)
    read = plant_from_official(read_official(file), edition or DEFAULT_EDITION)
    save_new_file(out, plant_file(read.plant, out.name, screen.language))
    if as_json:
        tree = {
            "out": str(out),
            "processes": [dataclasses.asdict(item) for item in read.processes],
            "problems": problems_tree(read.problems, screen.language),
        }
        print_out(json.dumps(tree, ensure_ascii=False, indent=1))
        return
    _print_read(read, Path(file).name, screen)
    screen.line(screen.text("cli.official.plant_written", file=str(out)))


def _print_read(read: "OfficialPlant", name: str, screen: Screen) -> None:
    from pulmu.locale import digits, plain, unit_symbol

    screen.line(screen.text("cli.official.read", file=plain(name)))
    unit = unit_symbol("t CO2e/t", screen.language)
    head = [screen.text("cli.official.process"), *(f"{screen.text(f'cli.official.{key}')} {unit}"
                                                   for key in ("read_direct", "read_pulmu"))]  # fmt: skip
    missing = screen.text("cli.official.read_not")
    rows = [
        [plain(item.name, 60), digits(item.direct, "t CO2e/t"),
         missing if item.pulmu is None else digits(item.pulmu, "t CO2e/t")]
        for item in read.processes
    ]  # fmt: skip
    screen.table(head, rows)
    screen.title(screen.text("cli.official.told"))
    print_problems(read.problems, screen, sys.stdout)


def _print_filled(filled: "FilledTemplate", out: Path, screen: Screen) -> None:
    count = sum(len(cells) for cells in filled.written.values())
    screen.line(screen.text("cli.official.written", file=str(out), cells=count, sheets=len(filled.written)))
    key = "published" if filled.is_published else "saved_again"
    screen.line(screen.text(f"cli.official.{key}"))
    parts = len(filled.unchanged) + len(filled.changed)
    screen.line(screen.text("cli.official.parts", unchanged=len(filled.unchanged), parts=parts))
    head = [screen.text(f"cli.official.{name}") for name in ("part", "sheet", "cells")]
    rows = [
        [part, sheet or screen.text("cli.official.recalculate"), str(len(filled.written.get(sheet, ())))]
        for part, sheet in filled.changed.items()
    ]
    screen.table(head, rows, left=2)
    screen.line(screen.text("cli.official.results"))


def print_expected(filling: "OfficialFilling", screen: Screen) -> None:
    """What the template is to compute for each process."""
    from pulmu.locale import digits, plain, unit_symbol

    screen.title(screen.text("cli.official.expected"))
    unit = unit_symbol("t CO2e/t", screen.language)
    head = [screen.text("cli.official.process"), *(f"{screen.text(f'cli.official.{name}')} {unit}"
                                                   for name in ("direct", "indirect"))]  # fmt: skip
    rows = [
        [plain(item.name, 60), digits(item.direct, "t CO2e/t"), digits(item.indirect, "t CO2e/t")]
        for item in filling.expected
    ]
    screen.table(head, rows)


def cells_typed(filling: "OfficialFilling") -> int:
    """How many cells are typed for a plant."""
    from pulmu.bootstrap.plants import official_cells

    return sum(len(cells) for cells in official_cells(filling.content).values())


def _filled_tree(
    filling: "OfficialFilling", filled: "FilledTemplate", told: "tuple[Problem, ...]", out: Path, screen: Screen
) -> dict[str, Any]:
    return {
        "out": str(out),
        "template_is_published": filled.is_published,
        "written": {sheet: list(cells) for sheet, cells in filled.written.items()},
        "unchanged_parts": list(filled.unchanged),
        "changed_parts": filled.changed,
        "expected": [_expected_tree(item) for item in filling.expected],
        "problems": problems_tree(told, screen.language),
    }


def _expected_tree(item: "ExpectedProcess") -> dict[str, Any]:
    return {
        "process": item.name,
        "goods": list(item.goods),
        "specific_embedded_emissions": {"direct": item.direct, "indirect": item.indirect, "unit": "t CO2e/t"},
    }
