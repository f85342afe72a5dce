"""`pulmu decisions`: from a call and its applications to the file of decisions that its letters are written from."""

import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pulmu.cli.options import LangOption, refuse, screen_for
from pulmu.cli.problems import print_problems
from pulmu.model import InputError

if TYPE_CHECKING:
    from pulmu.model import Document
    from pulmu.model.call import Call
    from pulmu.model.decision import Decisions
    from pulmu.services.select_call import Chosen


def write_decisions(
    call: Annotated[str, typer.Argument(metavar="CALL", help="file of the call: .yaml or .json")],
    applications: Annotated[
        str,
        typer.Option("--applications", metavar="FILE", help="table of the applications: .xlsx, .csv, .yaml or .json"),
    ],
    out: Annotated[Path, typer.Option("--out", help="new .yaml file for the decisions")],
    decided_on: Annotated[str, typer.Option("--decided-on", help="day of the decision, such as 2026-12-28")],
    scores: Annotated[
        str | None,
        typer.Option(
            "--scores", metavar="FILE", help="table of what reviewers gave; else the points of the applications"
        ),
    ] = None,
    lang: LangOption = None,
) -> None:
    """Choose as `select` does, and write the decisions with their reasons, to be looked at before letters are sent."""
    from pulmu.bootstrap.files import save_new_file
    from pulmu.bootstrap.letters import decisions_file
    from pulmu.bootstrap.support import packaged_programmes, read_applications, read_call_document, read_scores
    from pulmu.services.select_call import read_terms, select_call

    screen = screen_for(lang)
    day = _day(decided_on)
    terms, programme, problems = read_terms(read_call_document(call), packaged_programmes())
    if terms is None or programme is None:
        refuse(problems, screen, as_json=False)
    table = read_applications(applications, terms)
    given = None if scores is None else read_scores(scores, terms)
    found = select_call(terms, programme, table, given)
    if found.chosen is None:
        refuse((*problems, *found.problems), screen, as_json=False)
    told = decided(found.chosen, table, given, day)
    save_new_file(out, decisions_file(told))
    if found.problems:
        print_problems(found.problems, screen, sys.stderr)
    screen.line(screen.text("cli.letters.decided", count=len(told.decisions), file=str(out)))


def decided(chosen: "Chosen", table: "Document", scores: "Document | None", day: date) -> "Decisions":
    """What was chosen as decisions that can be told.

    Raises
    ------
    InputError  Nobody is chosen, for terms cannot be met together (`decision.no_list`).
    """
    from pulmu.locale.decision_words import say_decision
    from pulmu.services.call_list import call_list
    from pulmu.services.decisions_of_call import decisions_of_call

    listed = call_list(chosen)
    if listed.conflicts:
        said, mend = "terms of the call cannot be met together, so nobody is chosen", "see `pulmu select` for which"
        raise InputError.of("decision.no_list", chosen.call.id, said, mend)
    say = say_decision(chosen.call, chosen.rules)
    return decisions_of_call(chosen, listed, _points(chosen, table, scores), day, say)


def _points(chosen: "Chosen", table: "Document", scores: "Document | None") -> Mapping[str, Mapping[str, int]]:
    from pulmu.model import decode
    from pulmu.model.application_table import ApplicationTable, ScoreTable
    from pulmu.services._call_scores import points_of_scores, points_of_table

    call: Call = chosen.call
    judged = frozenset(chosen.rows) - {item.id for item in chosen.left}
    if scores is None:
        found, _ = points_of_table(decode(ApplicationTable, table).value, table, call, judged)
    else:
        known = frozenset(chosen.rows)
        found = points_of_scores(decode(ScoreTable, scores).value, scores, call, known, judged)[0].points
    return {name: item.by_criterion for name, item in found.items()}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        said = f"{text!r} is not a date"
        raise InputError.of("input.not_a_date", "--decided-on", said, "write 2026-12-28", text=text) from None
