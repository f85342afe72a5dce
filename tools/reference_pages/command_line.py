"""The command line: every command and option, from the functions behind them."""

import dataclasses
import enum
import inspect
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import typer

import pulmu.cli.app as commands
from pulmu.model.codec import unwrap_annotated
from reference_pages.common import WORDS, page, table


@dataclasses.dataclass(frozen=True)
class Option:
    """An option or argument of a command."""

    name: str
    values: str
    default: str
    help: str
    is_argument: bool


def commands_of_app() -> dict[str, tuple[str, list[Option]]]:
    """Every command with its sentence and its options."""
    groups = [(f"{group.name} ", group.typer_instance) for group in commands.app.registered_groups]
    found = {}
    for before, app in (("", commands.app), *groups):
        for item in app.registered_commands if app is not None else ():
            function = item.callback
            if function is None:
                continue
            hints = get_type_hints(function, include_extras=True)
            given = inspect.signature(function).parameters
            options = [_option(name, hints[name], parameter.default) for name, parameter in given.items()
                       if hints[name] is not typer.Context]  # fmt: skip
            found[before + (item.name or function.__name__)] = ((function.__doc__ or "").strip(), options)
    return found


def _option(name: str, hint: Any, default: Any) -> Option:
    bare, metadata = unwrap_annotated(hint)
    if get_origin(hint) is not Annotated:  # an optional option: Annotated[...] | None is not used, but be plain
        raise TypeError(f"{name} has no typer annotation")
    info = metadata[-1]
    is_argument = type(info).__name__ == "ArgumentInfo"
    kinds = [part for part in get_args(bare) if part is not type(None)] or [bare]
    kind = get_origin(kinds[0]) or kinds[0]
    named = {bool: "", int: "whole number", float: "number", Path: "folder"}.get(kind, "text")
    values = ", ".join(f"`{item.value}`" for item in kind) if issubclass(kind, enum.Enum) else named
    # Inside Annotated typer keeps the first name of an option where a default would stand.
    first = info.default if isinstance(info.default, str) else f"--{name.replace('_', '-')}"
    shown = (info.metavar or name.upper()) if is_argument else first
    given = "" if default in (inspect.Parameter.empty, None, False, "") else f"`{getattr(default, 'value', default)}`"
    needed = "required" if default is inspect.Parameter.empty else given
    return Option(shown, values, needed, info.help or "", is_argument)


def command_line(language: str) -> str:
    """Every command and option."""
    korean = language == "ko"
    introduction = WORDS["introduction"]["command_line"][language]
    parts = [_command(name, said, options, language) for name, (said, options) in commands_of_app().items()]
    return page("명령줄" if korean else "Command line", introduction, *parts)


def _command(name: str, said: str, options: list[Option], language: str) -> str:
    korean = language == "ko"
    usage = " ".join(["pulmu", name, *(_usage(option) for option in options)])
    head = ["이름", "값", "기본값", "뜻"] if korean else ["name", "values", "default", "meaning"]
    rows = [[f"`{option.name}`", _values(option, korean), _given(option, korean),
             _korean_option(name, option.name) if korean else option.help] for option in options]  # fmt: skip
    told = WORDS["commands"][name] if korean else said
    return f"## pulmu {name}\n\n{told}\n\n```text\n{usage}\n```\n\n" + (table(head, rows) if rows else "")


def _usage(option: Option) -> str:
    value = "" if option.is_argument or not option.values else " " + option.name.strip("-").upper()
    shown = option.name + value
    return shown if option.default == "required" else f"[{shown}]"


def _values(option: Option, korean: bool) -> str:
    names = {"text": "글", "whole number": "정수", "number": "숫자", "folder": "폴더"}
    return names.get(option.values, option.values) if korean else option.values


def _given(option: Option, korean: bool) -> str:
    return "필수" if korean and option.default == "required" else option.default


def _korean_option(command: str, option: str) -> str:
    words: dict[str, str] = WORDS["options"]
    return words.get(f"{command} {option}") or words[option]
