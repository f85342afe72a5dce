"""`pulmu select`: who is chosen in a call, with a reason for everyone."""

import json
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from pulmu.cli.options import JsonOption, LangOption, print_out, refuse, screen_for
from pulmu.cli.problems import print_problems
from pulmu.cli.screen import Screen
from pulmu.locale import won
from pulmu.model import encode

if TYPE_CHECKING:
    from pulmu.locale.selection_words import CallNames
    from pulmu.model import Document
    from pulmu.model.call import Call
    from pulmu.services.call_list import CallList, ListEntry
    from pulmu.services.select_call import Chosen
    from pulmu.support.selection import Bar, Tell


def show_selected(
    call: Annotated[
        str, typer.Argument(metavar="CALL", help="file of the call: .yaml or .json; or a packaged example")
    ],
    applications: Annotated[
        str | None,
        typer.Option("--applications", metavar="FILE", help="table of the applications: .xlsx, .csv, .yaml or .json"),
    ] = None,
    scores: Annotated[
        str | None,
        typer.Option(
            "--scores", metavar="FILE", help="table of what reviewers gave; else the points of the applications"
        ),
    ] = None,
    draws: Annotated[
        int,
        typer.Option("--draws", min=0, max=10_000, help="draw points again so often, for the chance of each"),
    ] = 0,
    seed: Annotated[int, typer.Option("--seed", min=0, help="another number, other draws")] = 1,
    explain: Annotated[
        bool, typer.Option("--explain", help="tell for each what would have had to be different")
    ] = False,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Choose among the applications of a call as its terms say, with a reason for everyone."""
    from pulmu.bootstrap.support import packaged_programmes, read_call_document
    from pulmu.services.call_list import call_list
    from pulmu.services.select_call import read_terms, select_call

    screen = screen_for(lang)
    terms, programme, problems = read_terms(read_call_document(call), packaged_programmes())
    if terms is None or programme is None:
        refuse(problems, screen, as_json)
    table, given = _tables(call, terms, applications, scores)
    if draws and given is None:
        raise typer.BadParameter("draws are made among the reviewers: give their scores by --scores")
    found = select_call(terms, programme, table, given, draws=draws, seed=seed, tell=_teller(screen))
    if found.chosen is None:
        refuse((*problems, *found.problems), screen, as_json)
    listed = call_list(found.chosen, nearest=explain)
    if as_json:
        print_out(json.dumps(encode(listed, full=True), ensure_ascii=False, indent=1))
    else:
        if found.problems:
            print_problems(found.problems, screen, sys.stderr)
        print_list(found.chosen, listed, screen)
    raise typer.Exit(1 if listed.conflicts else 0)


def _teller(screen: Screen) -> "Tell":
    """Tells somebody who sits before the screen how far it is, on a line that the next output writes over."""

    def tell(done: int, of: int, _step: str) -> None:
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{screen.text('cli.select.choosing', done=f'{done:,}', of=f'{of:,}')}\r")
            sys.stderr.flush()

    return tell


def _tables(
    call: str, terms: "Call", applications: str | None, scores: str | None
) -> "tuple[Document, Document | None]":
    """The tables that were named; those of a packaged example where none is."""
    from pulmu.bootstrap import support

    packaged = support.sample_call_tables(call) if applications is None else {}
    if applications is None and not packaged:
        raise typer.BadParameter("give the table of the applications by --applications")
    if applications is not None:
        table = support.read_applications(applications, terms)
    else:
        table = support.read_applications_content(packaged["applications"], f"{call}.csv", terms)
    if scores is not None:
        return table, support.read_scores(scores, terms)
    given = packaged.get("scores")
    return table, None if given is None else support.read_scores_content(given, f"{call}, scores.csv", terms)


def print_list(chosen: "Chosen", listed: "CallList", screen: Screen) -> None:
    """Counts, the chosen, the reserve list, and a reason for everyone else."""
    names = names_of(chosen.call, screen)
    screen.title(screen.text("cli.select.title", call=_own(chosen.call.name_ko, chosen.call.name_en, screen)))
    print_counts(chosen, listed, screen)
    _print_conflicts(listed, names, screen)
    if listed.mode == "ladder":
        _print_awards(chosen, listed, names, screen)
    else:
        _print_chosen(listed, names, screen)
    _print_others(chosen, listed, names, screen)


def names_of(call: "Call", screen: Screen) -> "CallNames":
    """Names of the call's parts in the reader's language."""
    from pulmu.locale.decision_words import call_names

    return call_names(call, screen.language)


def _own(korean: str, english: str, screen: Screen) -> str:
    return (korean if screen.language == "ko" else english) or korean or english


def print_counts(chosen: "Chosen", listed: "CallList", screen: Screen) -> None:
    from pulmu.locale.selection_words import points_number

    counts = {
        "chosen": len(listed.of("chosen")), "reserve": len(listed.of("reserve")),
        "others": len(listed.of("not_chosen")), "left": len(listed.of("incomplete", "not_eligible")),
    }  # fmt: skip
    key = "awards" if listed.mode == "ladder" else "counts"
    screen.line(f"  {screen.ember('■')} {screen.text(f'cli.select.{key}', **counts)}")
    budget = chosen.call.budget_krw
    if budget is not None:
        given = sum(entry.amount_krw or 0 for entry in listed.of("chosen"))
        said = screen.text("cli.select.money", given=won(given, screen.language), budget=won(budget, screen.language))
        screen.line(f"  {said}")
    if listed.mode == "most_points" and not listed.conflicts:
        state = "proven" if listed.is_proven else "gap"
        values = {"points": points_number(listed.points), "bound": points_number(listed.bound)}
        screen.line(f"  {screen.text(f'cli.select.{state}', **values)}")
        if not listed.ties_settled:
            screen.line(f"  {screen.text('cli.select.ties_open')}")
    if chosen.evened is not None:
        screen.line(f"  {screen.text('cli.select.evened' if chosen.evened.believed else 'cli.select.not_evened')}")
    if listed.draws and listed.kept is not None:
        screen.line(f"  {screen.text('cli.select.draws', draws=listed.draws, kept=f'{100 * listed.kept:.1f}')}")
    for fact, count in listed.open_facts[:5]:
        screen.line(f"  {screen.text('cli.select.open_fact', fact=_fact(fact, screen), count=count)}")


def _fact(name: str, screen: Screen) -> str:
    from pulmu.locale.programme_words import question_of

    return question_of(name, screen.language).name


def _print_conflicts(listed: "CallList", names: "CallNames", screen: Screen) -> None:
    from pulmu.locale.selection_words import conflict_lines

    for conflict in listed.conflicts:
        screen.line("")
        screen.line(screen.text("cli.select.conflict"))
        for line in conflict_lines(conflict, names, screen.language):
            screen.line(f"  - {line}")
    for kind, conflict in listed.kind_conflicts:
        screen.line("")
        screen.line(screen.text("cli.select.kind_conflict", award=names.awards.get(kind, kind)))
        for line in conflict_lines(conflict, names, screen.language):
            screen.line(f"  - {line}")


def _print_chosen(listed: "CallList", names: "CallNames", screen: Screen) -> None:
    chosen = listed.of("chosen")
    if not chosen:
        return
    screen.title(screen.text("cli.select.chosen"))
    head = [screen.text(f"cli.select.head.{name}") for name in ("id", "name", "rank", "points", "asked")]
    rows = [_row(entry, screen) for entry in chosen]
    if listed.draws:
        head.append(screen.text("cli.select.head.chance"))
        rows = [[*row, _chance(entry)] for row, entry in zip(rows, chosen, strict=True)]
    screen.table(head, rows, left=2)
    for name, quota in names.quotas.items():
        ids = ", ".join(entry.id for entry in chosen if name in entry.needed_for)
        if ids:
            screen.line(f"  {screen.text('cli.select.needed', ids=ids, quota=quota)}")
    for entry in chosen:
        _print_nearest(entry, screen, f"{entry.id}: ")


def _row(entry: "ListEntry", screen: Screen) -> list[str]:
    from pulmu.locale.selection_words import points_number

    asked = "" if entry.amount_krw is None else won(entry.amount_krw, screen.language)
    name = _own(entry.name_ko, entry.name_en, screen)
    return [entry.id, name, str(entry.rank), points_number(entry.total or 0), asked]


def _chance(entry: "ListEntry") -> str:
    if entry.chance is None or entry.chance_low is None or entry.chance_high is None:
        return ""
    return f"{100 * entry.chance:.0f} % ({100 * entry.chance_low:.0f}-{100 * entry.chance_high:.0f})"


def _print_awards(chosen: "Chosen", listed: "CallList", names: "CallNames", screen: Screen) -> None:
    from pulmu.locale.selection_words import points_number, unfilled_words

    for rung in chosen.call.ladder.rungs if chosen.call.ladder else ():
        given = [entry for entry in listed.entries if entry.award == rung.id]
        screen.title(f"{names.awards[rung.id]} ({len(given)}/{rung.places})")
        for entry in given:
            name = _own(entry.name_ko, entry.name_en, screen)
            screen.line(f"  {entry.rank:4} {entry.id}  {name}  {points_number(entry.total or 0)}")
            _print_bars(entry, names, screen)
    if listed.unfilled:
        screen.title(screen.text("cli.select.unfilled"))
        for item in listed.unfilled:
            screen.line(f"  {unfilled_words(item, names, screen.language)}")


def _print_bars(entry: "ListEntry", names: "CallNames", screen: Screen) -> None:
    """Why no higher kind: only what is more than rank, for rank shows by itself."""
    from pulmu.locale.selection_words import bar_words

    for bar in entry.bars:
        if bar.kind != "places":
            screen.line(f"         {bar_words(bar, names, screen.language)}")


def _print_others(chosen: "Chosen", listed: "CallList", names: "CallNames", screen: Screen) -> None:
    for outcome in ("reserve", "not_chosen"):
        entries = listed.of(outcome)
        if entries:
            screen.title(screen.text(f"cli.select.{outcome}"))
        for entry in entries:
            _print_other(entry, listed, names, screen)
    left = listed.of("incomplete", "not_eligible")
    if left:
        screen.title(screen.text("cli.select.left"))
    for entry in left:
        said = screen.text(f"cli.select.why.{entry.outcome}")
        screen.line(f"  {entry.id}  {_own(entry.name_ko, entry.name_en, screen)}: {said}")
        for line in _conditions(entry, chosen, screen):
            screen.line(f"      {line}")


def _print_other(entry: "ListEntry", listed: "CallList", names: "CallNames", screen: Screen) -> None:
    from pulmu.locale.selection_words import bar_words, cause_words, points_words

    number = f"{entry.reserve}. " if entry.reserve else ""
    points = points_words(entry.total or 0, screen.language)
    chance = f", {screen.text('cli.select.chance', chance=_chance(entry))}" if listed.draws else ""
    screen.line(f"  {number}{entry.id}  {_own(entry.name_ko, entry.name_en, screen)}  ({entry.rank}, {points}{chance})")
    for cause in entry.causes:
        screen.line(f"      {cause_words(cause, entry.total or 0, names, screen.language, entry.last_total)}")
    for bar in _telling(entry.bars):
        screen.line(f"      {bar_words(bar, names, screen.language)}")
    _print_nearest(entry, screen, "    ")


def _telling(bars: "tuple[Bar, ...]") -> "list[Bar]":
    """Bars worth a line: points that do not pass or reach are told once, for the lowest kind they keep it from."""
    by_points = [bar for bar in bars if bar.kind in ("below_passing", "below_points", "places")]
    return [*(bar for bar in bars if bar not in by_points), *by_points[-1:]]


def _print_nearest(entry: "ListEntry", screen: Screen, before: str) -> None:
    from pulmu.locale.selection_words import nearest_words

    if entry.nearest is not None:
        screen.line(f"  {before}{nearest_words(entry.nearest, screen.language)}")


def _conditions(entry: "ListEntry", chosen: "Chosen", screen: Screen) -> list[str]:
    from pulmu.locale.programme_words import conditions_said

    return conditions_said(entry.conditions, chosen.rules, screen.language)
