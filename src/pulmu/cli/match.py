"""`pulmu match`: the proposals of a round of matching, and a reason for everyone who has nobody."""

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from pulmu.cli.match_screens import MatchScreen
from pulmu.cli.options import JsonOption, LangOption, print_out, refuse, screen_for
from pulmu.cli.problems import print_problems
from pulmu.model import encode

if TYPE_CHECKING:
    from pulmu.services.matched_round import MatchedRound

RoundArgument = Annotated[
    str, typer.Argument(metavar="ROUND", help="file of a round of matching: .yaml, .json or .xlsx")
]


def show_match(
    file: RoundArgument,
    answers: Annotated[
        list[str] | None,
        typer.Option("--answers", metavar="FILE", help="answers to the proposals of a step; may be given again"),
    ] = None,
    of: Annotated[
        str | None, typer.Option("--of", metavar="ID", help="only what concerns this applicant or supplier")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="also every wish above a proposal, the order of lots, and what happened")
    ] = False,
    seconds: Annotated[
        float, typer.Option("--seconds", min=1, max=3600, help="most time for a step of the solver, under hard limits")
    ] = 30.0,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Match applicants and suppliers of a round; with answers, propose anew on what is left."""
    from pulmu.bootstrap.support import read_matching_round
    from pulmu.services.match_round import match_round

    screen = screen_for(lang)
    documents = [read_matching_round(path) for path in (file, *(answers or ()))]
    found = match_round(documents[0], documents[1:], seconds=seconds)
    if found.answer is None:
        refuse(found.problems, screen, as_json)
    matched = found.answer if of is None else _only(found.answer, of)
    names = {item.id: item.name for item in found.round.applicants}
    names |= {item.id: item.name for item in found.round.suppliers}
    if of is not None and of not in names:
        sys.stderr.write(screen.text("match.not_there", id=of) + "\n")
        raise typer.Exit(1)
    if as_json:
        print_out(json.dumps(encode(matched, full=True), ensure_ascii=False, indent=1))
        return
    if found.problems:
        print_problems(found.problems, screen, sys.stderr)
    MatchScreen(screen, names, is_whole=explain or of is not None).show(matched, explain=explain)


def _only(matched: "MatchedRound", name: str) -> "MatchedRound":
    """What concerns one applicant or supplier."""
    from dataclasses import replace

    return replace(
        matched,
        proposals=tuple(item for item in matched.proposals if name in (item.applicant, item.supplier)),
        unmatched=tuple(item for item in matched.unmatched if name == item.applicant),
        places_left=tuple(item for item in matched.places_left if name == item.supplier),
        violated=tuple(item for item in matched.violated if name in (item.applicant, item.supplier, *item.instead_of)),
        refused=tuple(item for item in matched.refused if name in (item.applicant, item.supplier)),
        lots=tuple(item for item in matched.lots if name == item.applicant),
        history=tuple(item for item in matched.history if name in (item.applicant, item.supplier)),
    )
