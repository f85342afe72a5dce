"""`pulmu limits`: what an engineer allows to be written into a plant, signed and looked at."""

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from pulmu.cli.options import JsonOption, LangOption, ask_passphrase, print_out, refuse, screen_for

if TYPE_CHECKING:
    from pulmu.model.guard_profile import Limit

limits = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Limits of what may be written into a plant, signed by its engineer.",
)
LimitsArgument = Annotated[str, typer.Argument(metavar="LIMITS", help="limits file: .yaml or .json")]


@limits.command("key")
def make_key(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="new file of the private key; the public one is FILE.pub")
    ],
    passphrase: Annotated[
        bool, typer.Option("--passphrase", help="ask for a passphrase that it is encrypted with")
    ] = False,
    lang: LangOption = None,
) -> None:
    """Make a key: of an engineer, a person, a gate or a prover. Keep the private file where only its owner reads it."""
    from pulmu.bootstrap.control import new_key, public_key

    screen = screen_for(lang)
    made = new_key(file, _new_passphrase(file) if passphrase else "")
    screen.line(screen.text("cli.limits.key", file=file, fingerprint=made[:16]))
    screen.line(screen.text("cli.limits.public", public=public_key(file + ".pub")))


def _new_passphrase(file: str) -> str:
    typed: str = typer.prompt(file, hide_input=True, confirmation_prompt=True, err=True)
    return typed


@limits.command("sign")
def sign(
    file: LimitsArgument,
    key: Annotated[str, typer.Option("--key", metavar="FILE", help="the engineer's private key")],
    by: Annotated[str, typer.Option("--by", help="who signs")],
    lang: LangOption = None,
) -> None:
    """Look at limits, or at a people file, and sign it if nothing is wrong: LIMITS.signature is put beside it."""
    from pulmu.bootstrap.control import sign_limits_file
    from pulmu.model import InputError

    screen = screen_for(lang)
    try:
        signed = sign_limits_file(file, key, by=by, at=datetime.now(UTC), ask=ask_passphrase)
    except InputError as error:
        refuse(error.problems, screen, False)
    screen.line(
        screen.text("cli.limits.signed", plant=signed.plant, version=str(signed.version), by=signed.by, file=file)
    )


@limits.command("check")
def check(
    file: LimitsArgument,
    trust: Annotated[
        list[str], typer.Option("--trust", metavar="FILE", help="public key of an engineer who may sign; repeatable")
    ],
    least_version: Annotated[
        int, typer.Option("--least-version", min=1, help="version that was in force; an older one is refused")
    ] = 1,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Say whether limits are as a trusted engineer signed them, and what they allow."""
    from pulmu.bootstrap.control import signed_limits
    from pulmu.model import InputError, encode

    screen = screen_for(lang)
    try:
        profile, signed = signed_limits(file, trust, least_version=least_version)
    except InputError as error:
        refuse(error.problems, screen, as_json)
    if as_json:
        answer = {"signed": encode(signed, full=True), "limits": encode(profile, full=True)}
        print_out(json.dumps(answer, ensure_ascii=False, indent=1))
        return
    said = {"plant": signed.plant, "version": str(signed.version), "by": signed.by, "at": signed.at}
    screen.line(screen.text("cli.limits.good", **said, fingerprint=signed.key[:16]))
    for item in profile.limits:
        held = screen.text("cli.limits.held")
        screen.line(screen.text("cli.limits.one", tag=item.tag, allowed=_allowed(item),
                                safe=held if item.safe is None else f"{item.safe}"))  # fmt: skip


def _allowed(item: "Limit") -> str:
    if item.kind in ("number", "whole"):
        return f"{item.low:g}..{item.high:g} {item.unit}, step {item.step:g}, {item.rate_per_minute:g}/min"
    return ", ".join(item.choices) if item.kind == "choice" else "true, false"
