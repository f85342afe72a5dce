"""`pulmu eligible`: which programmes a firm may apply for, what they pay, and what to find out first."""

import json
from typing import TYPE_CHECKING, Annotated

import typer

from pulmu.cli.options import JsonOption, LangOption, print_out, refuse, screen_for
from pulmu.cli.screen import Screen
from pulmu.cli.size import DayOption, FirmArgument, asked_day, print_tree
from pulmu.model import encode

if TYPE_CHECKING:
    from pulmu.model.programme import Programme
    from pulmu.services.apply_for import Applied, Chance, Chances

_ASKED = 10


def show_eligible(
    firm: FirmArgument,
    day: DayOption = None,
    programme: Annotated[
        list[str] | None, typer.Option("--programme", metavar="ID", help="only this programme; may be given again")
    ] = None,
    cost: Annotated[
        int | None, typer.Option("--cost", metavar="WON", min=0, help="what the whole project costs, in won")
    ] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="every test of every programme, with where its terms were read")
    ] = False,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """List the programmes a firm may apply for, worth most first, and what to find out first."""
    from pulmu.bootstrap.support import read_firms
    from pulmu.services.apply_for import apply_for

    screen = screen_for(lang)
    found = apply_for(read_firms(firm), asked_day(day), _chosen(programme), cost_krw=cost)
    if found.answer is None:
        refuse(found.problems, screen, as_json)
    if as_json:
        print_out(json.dumps(encode(found.answer, full=True), ensure_ascii=False, indent=1))
        return
    print_chances(found, screen, explain=explain)


def _chosen(names: list[str] | None) -> "tuple[Programme, ...]":
    from pulmu.bootstrap.support import packaged_programmes

    programmes = packaged_programmes()
    known = [item.id for item in programmes]
    for name in names or ():
        if name not in known:
            raise typer.BadParameter(f"there is no programme {name[:60]!r}; choose one of: " + ", ".join(known))
    return tuple(item for item in programmes if not names or item.id in names)


def print_chances(found: "Applied", screen: Screen, *, explain: bool = False) -> None:
    """Counts in a line, programmes by worth, questions, and programmes that do not fit."""
    answer = found.answer
    if answer is None:
        return
    print_counts(answer, screen)
    for number, item in enumerate(answer.open_to, start=1):
        screen.line("")
        _print_chance(number, item, found, screen)
        _print_explained(item, found, screen, explain=explain)
    _print_questions(found, screen)
    if answer.closed_to:
        screen.line("")
        screen.line(screen.text("cli.eligible.closed"))
    for item in answer.closed_to:
        _print_closed(item, found, screen)
        _print_explained(item, found, screen, explain=explain)


def print_counts(answer: "Chances", screen: Screen) -> None:
    """Whose programmes these are, and how many fit."""
    korean = screen.language == "ko"
    name = (answer.name_local or answer.name) if korean else answer.name
    screen.title(screen.text("cli.eligible.title", firm=name, day=answer.day.isoformat()))
    sure = sum(1 for item in answer.open_to if item.eligible == "yes")
    counts = {"sure": sure, "perhaps": len(answer.open_to) - sure, "not": len(answer.closed_to)}
    screen.line(f"  {screen.ember('■')} {screen.text('cli.eligible.counts', **counts)}")
    screen.line(f"  {screen.text('cli.eligible.by_worth')}")


def _print_chance(number: int, item: "Chance", found: "Applied", screen: Screen) -> None:
    from pulmu.locale import dates_words, paid_words

    kind = screen.text(f"programme.kind.{item.kind}")
    mark = screen.text(f"cli.eligible.mark.{item.eligible}")
    screen.line(f"{number:2}. {mark} {_name(item, screen)} ({kind}, {item.id})")
    cost_told = found.answer is not None and found.answer.cost_krw is not None
    for line in paid_words(item.worth, item.kind, screen.language, cost_told=cost_told):
        screen.line(f"      {line}")
    screen.line(f"      {dates_words(item.dates, screen.language)}")
    if item.is_earlier:
        screen.line(f"      {screen.text('cli.eligible.earlier', year=item.year)}")
    if not item.terms_known:
        screen.line(f"      {screen.text('condition.terms_unknown')}")
    if item.eligible == "unknown":
        for line in condition_said(item, found, screen):
            screen.line(f"      {screen.text('cli.eligible.still_open', condition=line)}")


def condition_said(item: "Chance", found: "Applied", screen: Screen) -> list[str]:
    """The conditions that decide, or that are open, in words."""
    from pulmu.locale.programme_words import conditions_said

    return conditions_said((reason.name for reason in item.decided_by), found.rules[item.id], screen.language)


def _name(item: "Chance", screen: Screen) -> str:
    return item.name_ko if screen.language == "ko" else item.name_en


def _print_questions(found: "Applied", screen: Screen) -> None:
    from pulmu.locale.programme_words import question_of

    answer = found.answer
    if answer is None or not answer.ask_first:
        return
    names = {item.id: _name(item, screen) for item in (*answer.open_to, *answer.closed_to)}
    screen.line("")
    screen.line(screen.text("cli.eligible.ask_first"))
    for number, item in enumerate(answer.ask_first[:_ASKED], start=1):
        asked = question_of(item.fact, screen.language)
        settles = ", ".join(names[output.partition(".")[0]] for output in item.outputs)
        screen.line(f"  {number}. {asked.question}")
        screen.line(f"     {screen.text('cli.eligible.where', where=asked.where)}")
        key = "settles" if item.outputs else "with_others"
        screen.line(f"     {screen.text(f'cli.eligible.{key}', count=len(item.outputs), names=settles)}")
    if len(answer.ask_first) > _ASKED:
        screen.line(f"  {screen.text('cli.eligible.more', count=len(answer.ask_first) - _ASKED)}")


def _print_closed(item: "Chance", found: "Applied", screen: Screen) -> None:
    from pulmu.locale import turn_words

    screen.line(f"  {screen.text('cli.eligible.mark.no')} {_name(item, screen)} ({item.id})")
    for line in condition_said(item, found, screen):
        screen.line(f"      {screen.text('cli.eligible.not_met', condition=line)}")
    if item.is_earlier:
        screen.line(f"      {screen.text('cli.eligible.earlier', year=item.year)}")
    screen.line(f"      {turn_words(item.turn, screen.language)}")


def _print_explained(item: "Chance", found: "Applied", screen: Screen, *, explain: bool) -> None:
    if not explain:
        return
    reading = screen.text(f"confidence.{item.confidence}")
    screen.line(f"      {screen.text('cli.eligible.confidence', reading=reading, note=item.confidence_note)}")
    for source in item.sources:
        said = ", ".join(part for part in (source.source, source.date, source.supports) if part)
        screen.line(f"      {screen.text('cli.eligible.read_in', source=said)}")
    print_tree(found.outcomes[f"{item.id}.eligible"], screen)
