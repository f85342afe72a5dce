"""`pulmu letters`: tell every applicant of a call what was decided."""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pulmu.cli.options import JsonOption, LangOption, print_out, refuse, screen_for
from pulmu.cli.problems import print_problems
from pulmu.cli.screen import Screen
from pulmu.locale import problems_tree

if TYPE_CHECKING:
    from pulmu.services.decision_letters import Letters

_EVERY = 100
_MARK = {"ko": "{{신청기업}}", "en": "{{firm_name}}"}


def write_letters(
    decisions: Annotated[
        str,
        typer.Argument(metavar="DECISIONS", help="decisions of a call: .yaml or .json"),
    ],
    out: Annotated[Path, typer.Option("--out", help="folder for the letters, or a new .zip file")],
    template: Annotated[
        str | None, typer.Option("--template", help="the agency's own letter, .docx or .hwpx; else a PDF is made")
    ] = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Write the letter of every decision of a call, with its reasons, all of them or none."""
    from pulmu.bootstrap.letters import letters_of, read_decisions, read_template, save_letters
    from pulmu.services.check_decisions import check_decisions

    screen = screen_for(lang)
    checked = check_decisions(read_decisions(decisions))
    if checked.decisions is None:
        refuse(checked.problems, screen, as_json)
    own = None if template is None else read_template(template)
    told = Screen(screen.language, sys.stderr)

    def tell(done: int, of: int) -> None:
        if done % _EVERY == 0 and done < of:
            told.line(told.text("cli.letters.progress", done=done, of=of))

    letters = letters_of(checked.decisions, screen.language, own, tell)
    letters.problems += own.problems if own else ()
    save_letters(out, letters)
    if as_json:
        print_out(_answer(letters, screen))
        return
    counts = Counter(decision.outcome for decision in checked.decisions.decisions)
    for outcome, count in counts.items():
        screen.line(screen.text("cli.letters.count", outcome=screen.text(f"cli.letters.{outcome}"), count=count))
    if letters.problems:
        print_problems(tuple(letters.problems), screen, sys.stderr)
    screen.line(screen.text("cli.letters.written", count=len(letters) - 1, where=str(out)))


def write_letter_template(
    out: Annotated[
        Path, typer.Argument(metavar="OUT", help="the new template, .docx or .hwpx; a file that exists is kept")
    ],
    lang: LangOption = None,
) -> None:
    """Write a plain letter to begin the agency's own template with, and list the marks it may use."""
    from pulmu.bootstrap.files import save_new_file
    from pulmu.bootstrap.letters import sample_template

    screen = screen_for(lang)
    kind = out.suffix.lower().removeprefix(".")
    if kind not in ("docx", "hwpx"):
        raise typer.BadParameter("name a file that ends in .docx or .hwpx", param_hint="OUT")
    save_new_file(out, sample_template(kind, screen.language))
    screen.line(screen.text("cli.letters.template_written", file=str(out), mark=_MARK[screen.language]))


def _answer(letters: "Letters", screen: Screen) -> str:
    tree = json.loads(letters.list_file())
    tree["problems"] = problems_tree(letters.problems, screen.language)
    return json.dumps(tree, ensure_ascii=False, indent=1)
