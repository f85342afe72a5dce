"""What the commands of all files share: options, the screen they ask for, and refusals."""

import json
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from pulmu.cli.problems import print_problems
from pulmu.cli.screen import Screen, default_language, write_out
from pulmu.locale import problems_tree
from pulmu.model import Problem

if TYPE_CHECKING:
    from pulmu.model import Document


class Lang(StrEnum):
    """Language of screens and reading copies."""

    KO = "ko"
    EN = "en"


class GapsChoice(StrEnum):
    """What a missing slot counts as."""

    REFUSE = "refuse"
    NONE = "none"
    MONTH_MEAN = "month_mean"
    CONSERVATIVE = "conservative"


PlantArgument = Annotated[str, typer.Argument(metavar="PLANT", help="plant file: .xlsx, .yaml or .json")]
EditionOption = Annotated[str | None, typer.Option("--edition", help="edition of the default values, such as 2026-08")]
ScenarioOption = Annotated[
    str | None, typer.Option("--scenario", help="price scenario of the plant, for quarters without a published price")
]
JsonOption = Annotated[bool, typer.Option("--json", help="answer as JSON on standard output")]
LangOption = Annotated[Lang | None, typer.Option("--lang", help="language of the screen; else from the environment")]

DEFAULT_STORE = Path("pulmu-store")
"""Folder that keeps readings and books, where none is named."""
StoreOption = Annotated[Path, typer.Option("--store", help="folder that keeps readings and books")]
CitedStoreOption = Annotated[
    Path | None,
    typer.Option("--store", help="folder of the readings and books that the plant cites; else pulmu-store, if it is"),
]
CitedGapsOption = Annotated[
    GapsChoice,
    typer.Option(
        "--gaps",
        help="missing slots of cited readings: no total, what is there, their month's mean, or its highest slot",
    ),
]


def read_cited_plant(plant: str, store: Path | None, gaps: GapsChoice) -> "Document":
    """A plant's file with the totals of what it cites."""
    from pulmu.bootstrap.meters import kept_in
    from pulmu.bootstrap.plants import read_plant
    from pulmu.services.cite import cite_totals

    folder = store or (DEFAULT_STORE if DEFAULT_STORE.is_dir() else None)
    return cite_totals(read_plant(plant), kept_in(folder) if folder is not None else None, gaps.value)


def screen_for(lang: Lang | None) -> Screen:
    """The screen in the language asked for."""
    return Screen("ko" if lang is Lang.KO else "en" if lang is Lang.EN else default_language(), sys.stdout)


def ask_passphrase(file: str) -> str:
    """The passphrase of a key, typed without being shown."""
    typed: str = typer.prompt(file, hide_input=True, err=True)
    return typed


def print_out(text: str) -> None:
    """A text on standard output."""
    write_out(sys.stdout, text.rstrip("\n") + "\n")


def refuse(problems: Sequence[Problem], screen: Screen, as_json: bool) -> NoReturn:
    """Tell what stands in the way, and end with 1."""
    if as_json:
        print_out(json.dumps({"problems": problems_tree(problems, screen.language)}, ensure_ascii=False, indent=1))
    else:
        print_problems(problems, screen, sys.stderr)
    raise typer.Exit(1)
