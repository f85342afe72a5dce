"""`pulmu size`: small, medium, mid-sized or large in Korean law, and how near the next class lies."""

import json
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from pulmu.cli.options import JsonOption, LangOption, print_out, refuse, screen_for
from pulmu.cli.screen import Screen
from pulmu.locale import change_words, compared_words, has_text, margin_words, rule_name, size_words
from pulmu.model import encode

if TYPE_CHECKING:
    from pulmu.services.size_firm import SizeAnswer, Test
    from pulmu.support.rules import Outcome

FirmArgument = Annotated[str, typer.Argument(metavar="FIRM", help="a firm's file: .yaml or .json")]
DayOption = Annotated[str | None, typer.Option("--day", metavar="YYYY-MM-DD", help="the day asked about; else today")]
_SHOWN_TURNS, _OPEN_TESTS = 3, 5


def show_size(
    firm: FirmArgument,
    day: DayOption = None,
    explain: Annotated[bool, typer.Option("--explain", help="every test, passed or failed, with its article")] = False,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Tell the size class of a firm in Korean law, what decides it, and what would change it."""
    from pulmu.bootstrap.support import read_firms
    from pulmu.services.size_firm import size_firm

    screen = screen_for(lang)
    sized = size_firm(read_firms(firm), asked_day(day))
    if sized.answer is None:
        refuse(sized.problems, screen, as_json)
    if as_json:
        print_out(json.dumps(encode(sized.answer, full=True), ensure_ascii=False, indent=1))
        return
    print_size(sized.answer, screen)
    if explain:
        print_tree(sized.outcomes["size.class"], screen)


def asked_day(day: str | None) -> date:
    """The day an option names; today without one.

    Raises
    ------
    typer.BadParameter  It is not a day.
    """
    if day is None:
        return date.today()
    try:
        return date.fromisoformat(day)
    except ValueError:
        raise typer.BadParameter(f"{day!r} is not a day; write it as 2026-11-25") from None


def print_size(answer: "SizeAnswer", screen: Screen) -> None:
    """The class in a line, the tests that decide it, the nearest change and what is missing."""
    name = (screen.language == "ko" and answer.name_local) or answer.name
    screen.title(screen.text("cli.size.title", firm=name, day=answer.day.isoformat()))
    screen.line(f"  {screen.ember('■')} {size_words(answer.possible, screen.language)}")
    for name, said in answer.also.items():
        key = f"size_flag.{name}.{said}"
        if has_text(key, screen.language):
            screen.line(f"    {screen.text(key)}")
    if len(answer.possible) == 1:
        _print_tests("decided_by", answer.decided_by, screen)
        _print_turns(answer, screen)
        _print_missing(answer, screen)
        return
    _print_missing(answer, screen)
    _print_tests("settled", [test for test in answer.decided_by if test.answer != "unknown"], screen)
    _print_tests("open", [test for test in answer.decided_by if test.answer == "unknown"], screen, most=_OPEN_TESTS)
    _print_turns(answer, screen)


def _print_tests(heading: str, tests: "Sequence[Test]", screen: Screen, most: int | None = None) -> None:
    if not tests:
        return
    screen.line("")
    screen.line(screen.text(f"cli.size.{heading}"))
    for test in tests[:most]:
        for line in test_lines(test, screen):
            screen.line(f"  {line}")
    if most is not None and len(tests) > most:
        screen.line(f"  {screen.text('cli.size.more', more=len(tests) - most)}")


def test_lines(test: "Test", screen: Screen) -> list[str]:
    """A test in a line, and its article in another."""
    said = f"{screen.text(f'cli.size.mark.{test.answer}')} {rule_name(test.name, screen.language)}"
    compared, margin = compared_words(test, screen.language), margin_words(test, screen.language)
    said += (f": {compared}" if compared else "") + (f" ({margin})" if margin else "")
    return [said, f"    {test.source}"] if test.source else [said]


def _print_turns(answer: "SizeAnswer", screen: Screen) -> None:
    if not answer.turns:
        return
    screen.line("")
    screen.line(screen.text("cli.size.turns"))
    for turn in answer.turns[:_SHOWN_TURNS]:
        screen.line(f"  {change_words(turn, size_words(turn.becomes, screen.language), screen.language)}")


def _print_missing(answer: "SizeAnswer", screen: Screen) -> None:
    if not answer.missing:
        return
    from pulmu.reference import find_fact

    screen.line("")
    screen.line(screen.text("cli.size.missing"))
    for number, item in enumerate(answer.missing, start=1):
        described = find_fact(item.fact)
        korean = screen.language == "ko"
        screen.line(f"  {number}. {described.question_ko if korean else described.question_en}")
        screen.line(f"     {described.where_ko if korean else described.where_en}")


def print_tree(outcome: "Outcome", screen: Screen) -> None:
    """Every test behind an outcome, with its article."""
    screen.line("")
    screen.line(screen.text("cli.size.tree"))
    for line in outcome.lines(1):
        screen.line(_named(line, screen))


def _named(line: str, screen: Screen) -> str:
    """A line of an explanation with its name in words."""
    space = line[: len(line) - len(line.lstrip())]
    name, sign, rest = _split(line.strip())
    return f"{space}{rule_name(name, screen.language)}{sign}{rest}"


def _split(line: str) -> tuple[str, str, str]:
    ends = [(line.index(sign), sign) for sign in (": ", " = ") if sign in line]
    if not ends:
        return line, "", ""
    at, sign = min(ends)
    return line[:at], sign, line[at + len(sign) :]
