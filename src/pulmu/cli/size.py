"""`pulmu size`: small, medium, mid-sized or large in Korean law, and how near the next class lies."""

import json
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from pulmu.cli.options import JsonOption, LangOption, print_out, refuse, screen_for
from pulmu.cli.screen import Screen
from pulmu.locale import has_text, rule_name, size_words, won
from pulmu.model import encode

if TYPE_CHECKING:
    from pulmu.services.size_firm import SizeAnswer, Test
    from pulmu.support.advice import Turn
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
    from pulmu.bootstrap import read_firms
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
        key = f"cli.size.also.{name}.{said}"
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
    if test.left is not None and test.right is not None:
        left, right = (_between(side, test.unit, screen) for side in (test.left, test.right))
        sign = {"<=": "≤", ">=": "≥"}.get(test.sign, test.sign)
        said += f": {left} {_TURNED.get(sign, sign) if test.answer == 'no' else sign} {right}"
    if test.margin is not None and test.unit == "KRW":
        key = "over" if test.margin < 0 else "margin"
        said += f" ({screen.text(f'cli.size.{key}', amount=won(abs(test.margin), screen.language))})"
    return [said, f"    {test.source}"] if test.source else [said]


_TURNED = {"<": "≥", "≤": ">", ">": "≤", "≥": "<"}


def _between(side: tuple[float, float | None], unit: str, screen: Screen) -> str:
    low = _number(side[0], unit, screen)
    if side[1] is None:
        return screen.text("cli.size.or_more", amount=low) if side[0] > 0 else screen.text("cli.size.not_known")
    return low if side[0] == side[1] else f"{low} - {_number(side[1], unit, screen)}"


def _number(value: float, unit: str, screen: Screen) -> str:
    if unit == "KRW":
        return won(value, screen.language)
    if unit == "share":
        return f"{value * 100:,.6g} %"
    return f"{value:,.6g}"


def _print_turns(answer: "SizeAnswer", screen: Screen) -> None:
    if not answer.turns:
        return
    screen.line("")
    screen.line(screen.text("cli.size.turns"))
    for turn in answer.turns[:_SHOWN_TURNS]:
        screen.line(f"  {_turn(turn, screen)}")


def _turn(turn: "Turn", screen: Screen) -> str:
    name, becomes = rule_name(turn.fact, screen.language), size_words(turn.becomes, screen.language)
    if isinstance(turn.before, bool):
        return screen.text(f"cli.size.turn_{'yes' if turn.after else 'no'}", fact=name, becomes=becomes)
    if isinstance(turn.before, str) or isinstance(turn.after, str):
        return screen.text("cli.size.turn", fact=name, before=turn.before, after=turn.after, becomes=becomes)
    unit = "KRW" if turn.fact.endswith("_krw") else ""
    before, after = (_number(float(value), unit, screen) for value in (turn.before, turn.after))
    return screen.text("cli.size.turn", fact=name, before=before, after=after, becomes=becomes)


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
