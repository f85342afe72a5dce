"""`pulmu review`: who judges what in a call, and points calibrated for lenient and harsh reviewers."""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pulmu.cli.options import JsonOption, LangOption, print_out, refuse, screen_for
from pulmu.cli.problems import print_problems
from pulmu.cli.screen import Screen
from pulmu.cli.size import DayOption, asked_day
from pulmu.locale import plain
from pulmu.model import encode

if TYPE_CHECKING:
    from pulmu.services.assign_reviewers import AssignedCall
    from pulmu.support.review import Calibration

review = typer.Typer(no_args_is_help=True, help="assign the reviewers of a call, and calibrate their points")
_TABLE = ".xlsx, .csv, .yaml or .json"
_SHOWN = 20


@review.command("assign")
def assign(
    call: Annotated[
        str, typer.Argument(metavar="CALL", help="file of the call: .yaml or .json; or a packaged example")
    ],
    applications: Annotated[
        str, typer.Option("--applications", metavar="FILE", help=f"table of the applications: {_TABLE}")
    ],
    reviewers: Annotated[str, typer.Option("--reviewers", metavar="FILE", help=f"table of the reviewers: {_TABLE}")],
    seed: Annotated[int, typer.Option("--seed", min=0, help="decides between equally good assignments; publish it")],
    firms: Annotated[
        list[str] | None,
        typer.Option("--firms", metavar="FILE", help="firms with their owners, for affiliates; may be given again"),
    ] = None,
    cleared: Annotated[
        str | None, typer.Option("--cleared", metavar="FILE", help=f"likenesses that were cleared: {_TABLE}")
    ] = None,
    before: Annotated[
        str | None, typer.Option("--before", metavar="FILE", help="an assignment that is kept as far as it can")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="new .csv file for who judges what")] = None,
    seconds: Annotated[float, typer.Option("--seconds", min=1, help="longest time of a single search")] = 60.0,
    day: DayOption = None,
    explain: Annotated[bool, typer.Option("--explain", help="every conflict with its ground and source")] = False,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Assign reviewers to the applications of a call: no conflict, the best fit, proven or with its gap."""
    from pulmu.bootstrap import reviewers as tables
    from pulmu.bootstrap.files import save_new_file
    from pulmu.bootstrap.support import packaged_programmes, read_call_document, read_firms
    from pulmu.services.assign_reviewers import AssignmentFiles, assign_reviewers
    from pulmu.services.csv_text import csv_bytes
    from pulmu.services.select_call import read_terms

    screen, asked = screen_for(lang), asked_day(day)
    terms, _, problems = read_terms(read_call_document(call), packaged_programmes())
    if terms is None:
        refuse(problems, screen, as_json)
    files = AssignmentFiles(
        call=terms,
        applications=tables.read_judged(applications),
        reviewers=tables.read_judges(reviewers),
        firms=[read_firms(one) for one in firms or ()],
        cleared=None if cleared is None else tables.read_cleared(cleared),
        before=None if before is None else tables.read_pairs(before),
    )
    found = assign_reviewers(files, asked, seed=seed, seconds=seconds)
    if found.assignment is None:
        if explain and not as_json:
            _print_conflicts(found, Screen(screen.language, sys.stderr), explain=True)
        refuse(found.problems, screen, as_json)
    pairs = found.assignment.pairs
    if out is not None:
        rows = [(pair.application, pair.reviewer, pair.fit / 100) for pair in pairs]
        save_new_file(out, csv_bytes(["application", "reviewer", "fit"], rows))
    if as_json:
        answer = {"assignment": encode(found.assignment, full=True),
                  "conflicts": [encode(one, full=True) for one in found.conflicts]}  # fmt: skip
        print_out(json.dumps(answer, ensure_ascii=False, indent=1))
        return
    print_assignment(found, screen, explain=explain)
    if found.problems:
        print_problems(found.problems, screen, sys.stderr)
    if out is not None:
        screen.line(screen.text("cli.review.written", count=len(pairs), where=str(out)))


def print_assignment(found: "AssignedCall", screen: Screen, *, explain: bool = False) -> None:
    """How good it is, who judges how much, and what bars whom."""
    made = found.assignment
    if made is None:
        return
    load = Counter(pair.reviewer for pair in made.pairs)
    screen.title(screen.text("cli.review.title", applications=found.applications, reviewers=found.reviewers))
    idle = found.reviewers - len(load)
    screen.line(f"  {screen.text('cli.review.load', least=min(load.values()), most=max(load.values()), idle=idle)}")
    screen.line(f"  {screen.text('cli.review.floor', floor=_points(min(pair.fit for pair in made.pairs)))}")
    proof = "proven" if made.proven else "gap"
    gap = 100 * (made.bound - made.total) / made.bound if made.bound else 0.0
    screen.line(
        f"  {screen.text(f'cli.review.{proof}', mean=_points(made.total // len(made.pairs)), gap=f'{gap:.2f}')}"
    )
    if made.moved:
        screen.line(f"  {screen.text('cli.review.moved', moved=made.moved)}")
    _print_conflicts(found, screen, explain=explain)
    screen.line("")
    names: dict[str, list[str]] = {}
    for pair in made.pairs:
        names.setdefault(pair.application, []).append(f"{pair.reviewer} ({_points(pair.fit)})")
    shown = list(names.items()) if explain else list(names.items())[:_SHOWN]
    screen.table([screen.text("cli.review.application"), screen.text("cli.review.panel")],
                 [[plain(one), plain(", ".join(who))] for one, who in shown], left=2)  # fmt: skip
    if len(names) > len(shown):
        screen.line(screen.text("cli.review.more", more=len(names) - len(shown)))


def _print_conflicts(found: "AssignedCall", screen: Screen, *, explain: bool) -> None:
    from pulmu.support.review.grounds import CALL

    counts = Counter(item.ground for item in found.conflicts)
    screen.line("")
    screen.line(screen.text("cli.review.conflicts", count=len(found.conflicts)))
    for ground, count in sorted(counts.items()):
        screen.line(f"  {screen.text(f'cli.review.ground.{ground}')}: {count}")
    if any(item.may_be_cleared for item in found.conflicts):
        screen.line(screen.text("cli.review.clear"))
    if explain:
        for item in found.conflicts:
            since = "" if item.years is None else f" ({screen.text('cli.review.years', years=item.years)})"
            said = screen.text(f"cli.review.ground.{item.ground}")
            evidence = _evidence(item.evidence, screen)
            screen.line(plain(f"  {item.reviewer} - {item.application}: {said}{since}: {evidence}"))
            screen.line(f"    {screen.text('cli.review.call_rules') if item.source == CALL else item.source}")


def _evidence(text: str, screen: Screen) -> str:
    """Evidence with the words of ties in the reader's language; names stay as they were given."""
    for name, words in (("may_control", " may control "), ("controls", " controls "), ("leads", " leads "),
                        ("may_hold", " holds shares that may control ")):  # fmt: skip
        text = text.replace(words, f" {screen.text(f'cli.review.tie.{name}')} ")
    return text


@review.command("calibrate")
def calibrate(
    scores: Annotated[str, typer.Argument(metavar="SCORES", help=f"table of the points: {_TABLE}")],
    assigned: Annotated[
        str | None,
        typer.Option("--assigned", metavar="FILE", help="who was to judge what: nothing opens before all is in"),
    ] = None,
    explain: Annotated[bool, typer.Option("--explain", help="each reviewer's leniency as well")] = False,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Calibrate points for lenient and harsh reviewers, with intervals; the plain mean where they do not differ."""
    from pulmu.bootstrap import reviewers as tables
    from pulmu.services.calibrate_scores import calibrate_scores

    screen = screen_for(lang)
    pairs = None if assigned is None else tables.read_pairs(assigned)
    found = calibrate_scores(tables.read_scores(scores), pairs)
    if found.calibration is None:
        refuse(found.problems, screen, as_json)
    if as_json:
        made = found.calibration
        answer = {"believed": made.believed, "probability": made.probability, "level": made.level,
                  "panels": made.panels, "applications": [encode(one, full=True) for one in made.applications],
                  "reviewers": [encode(one, full=True) for one in made.reviewers]}  # fmt: skip
        print_out(json.dumps(answer, ensure_ascii=False, indent=1))
        return
    print_calibration(found.calibration, screen, explain=explain)
    if found.problems:
        print_problems(found.problems, screen, sys.stderr)


def print_calibration(made: "Calibration", screen: Screen, *, explain: bool = False) -> None:
    """Whether leniency is taken off, the points of each application, and where they come from."""
    screen.title(screen.text("cli.review.points_title", applications=len(made.applications),
                             reviewers=len(made.reviewers)))  # fmt: skip
    chance = "-" if made.probability is None else f"{made.probability:.2g}"
    state = "unknown" if made.probability is None else "believed" if made.believed else "not_believed"
    screen.line(f"  {screen.text(f'cli.review.{state}', chance=chance, level=f'{made.level:g}')}")
    if made.panels > 1:
        screen.line(f"  {screen.text('cli.review.panels', panels=made.panels)}")
    screen.line("")
    ranked = sorted(made.applications, key=lambda item: (-item.calibrated, item.application))
    head = [screen.text(f"cli.review.{name}") for name in ("application", "scores", "mean", "calibrated", "interval")]
    rows = [
        [plain(item.application), str(item.scores), _points(item.mean), _points(item.calibrated),
         "-" if item.low is None or item.high is None else f"{_points(item.low)} ~ {_points(item.high)}"]
        for item in ranked
    ]  # fmt: skip
    screen.table(head, rows)
    if explain:
        screen.line("")
        head = [screen.text(f"cli.review.{name}") for name in ("reviewer", "scores", "leniency", "interval")]
        lenient = sorted(made.reviewers, key=lambda item: (-item.leniency, item.reviewer))
        screen.table(head, [[plain(item.reviewer), str(item.scores), f"{item.leniency / 100:+.2f}",
                             f"{item.low / 100:+.2f} ~ {item.high / 100:+.2f}"] for item in lenient])  # fmt: skip
        screen.line(screen.text("cli.review.by_hand"))


def _points(hundredths: int) -> str:
    return f"{hundredths / 100:.2f}"
