"""`pulmu serve` and `pulmu user`: a place for several people, and who may come in."""

import os
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from getpass import getpass
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pulmu.cli.options import Lang, LangOption, print_out, screen_for
from pulmu.cli.place import DEFAULT_DATA, DataOption, EngineOption, WorkersOption, open_at, working
from pulmu.cli.settings import settings_report
from pulmu.model import InputError, OutsideError

if TYPE_CHECKING:
    from pulmu.services.accounts.provider import Providers
    from pulmu.services.place import Place
    from pulmu.services.ports import Language


_METRICS_TOKEN = "PULMU_METRICS_TOKEN"  # noqa: S105 - the name of the setting
_SHORTEST_TOKEN = 20


class SignUp(StrEnum):
    """Who may found a workspace."""

    OPEN = "open"
    INVITED = "invited"


@dataclass(frozen=True, slots=True)
class ServeOrder:
    """How the place is to be served.

    Parameters
    ----------
    listening : Where requests arrive; open already, so that a taken port is told before anything else.
    names : Names under which it answers, with the port where it is not the usual one.
    is_secure : Whether it is reached by HTTPS, its own or that of a proxy before it.
    certificate, key : Files for its own HTTPS.
    local_secret : End of the link by which the only person of a local place comes in; else empty.
    proxies : Addresses of proxies that are believed where a request came from.
    is_limited : Whether who asks too often is slowed.
    metrics_token : What a program sends to read the numbers of the place.
    """

    place: "Place"
    listening: socket.socket
    names: tuple[str, ...]
    is_secure: bool
    certificate: Path | None
    key: Path | None
    local_secret: str = ""
    metrics_token: str = ""
    proxies: tuple[str, ...] = ()
    is_limited: bool = True


user = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Who may come in, for who cares for the place.")


def serve(
    context: typer.Context,
    data: DataOption = DEFAULT_DATA,
    host: Annotated[str, typer.Option("--host", help="address to listen on")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="port to listen on")] = 8420,
    name: Annotated[
        list[str] | None, typer.Option("--name", help="name people open it by, such as pulmu.firm.example; repeatable")
    ] = None,
    https: Annotated[bool, typer.Option("--https", help="people reach it by HTTPS through a proxy before it")] = False,
    proxy: Annotated[
        list[str] | None,
        typer.Option("--proxy", help="address of the proxy, believed where a request came from; repeatable"),
    ] = None,
    limits: Annotated[
        bool, typer.Option("--limits/--no-limits", help="slow who asks too often; without only where all are trusted")
    ] = True,
    certificate: Annotated[Path | None, typer.Option("--certificate", help="file for HTTPS of its own")] = None,
    key: Annotated[Path | None, typer.Option("--key", help="file with the key of the certificate")] = None,
    providers: Annotated[
        Path | None, typer.Option("--providers", help="file with the identity providers people may log in by")
    ] = None,
    sign_up: Annotated[SignUp, typer.Option("--sign-up", help="who may found a workspace")] = SignUp.OPEN,
    local: Annotated[
        bool, typer.Option("--local", help="for you alone on this machine: no account, and the browser opens")
    ] = False,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="with --local, whether it opens")] = True,
    workers: WorkersOption = None,
    engine: EngineOption = "",
    settings: Annotated[bool, typer.Option("--settings", help="tell how it would be served, as JSON, and end")] = False,
    lang: LangOption = None,
) -> None:
    """Serve a place until it is stopped: for several people, or with --local for one."""
    from pulmu.services.accounts.door import LOCAL_POLICY, Policy
    from pulmu.services.calls.take_in import finish_deliveries
    from pulmu.services.care.erase import finish_erasures

    screen = screen_for(lang)
    _check_pair(certificate, key)
    is_secure = https or certificate is not None
    if local and (is_secure or not _is_loopback(host) or name or providers):
        raise InputError.of(
            "input.local_only", "--local", "a local place is reached from this machine only",
            "leave out --host, --name, --https, --certificate and --providers, or leave out --local",
        )  # fmt: skip
    if not is_secure and not _is_loopback(host):
        raise InputError.of(
            "input.https_needed", "--host", f"{host} is reached from other machines, and without HTTPS",
            "give --certificate and --key, or --https where a proxy before it speaks HTTPS", host=host,
        )  # fmt: skip
    metrics_token, proxies = _metrics_token(), _proxies(tuple(proxy or ()))
    names = tuple(name or ()) or (f"127.0.0.1:{port}", f"localhost:{port}")
    policy = LOCAL_POLICY if local else Policy(sign_up=sign_up.value)
    known = _providers(providers)
    if settings:
        by = "own" if certificate is not None else "proxy" if https else "none"
        print_out(
            settings_report(
                data,
                names,
                policy,
                https=by,
                proxies=proxies,
                is_limited=limits,
                has_metrics_token=bool(metrics_token),
                engine=engine,
                providers=known.known,
            )
        )
        return
    place = replace(open_at(data, policy, engine), providers=known)
    secret = place.door.world.secret() if local else ""
    run: Callable[[ServeOrder], None] = context.obj
    try:
        _check_folder(place)
        finish_erasures(place.store, place.objects)
        finish_deliveries(place.store, place.gate)
        place.objects.sweep()
        with _listen(host, port) as listening, working(place, data, workers, engine):
            address = f"{'https' if is_secure else 'http'}://{names[0]}"
            screen.line(screen.text("cli.serve.local" if local else "cli.serve.open", address=_way_in(address, secret)))
            sys.stdout.flush()
            if local and browser:
                _open_browser(_way_in(address, secret))
            run(
                ServeOrder(place, listening, names, is_secure, certificate, key, secret, metrics_token, proxies, limits)
            )
    finally:
        place.close()


@user.command("add")
def add_user(
    email: Annotated[str, typer.Argument(metavar="EMAIL", help="email to log in by")],
    name: Annotated[str, typer.Option("--name", help="name of the person")],
    system_admin: Annotated[bool, typer.Option("--system-admin", help="cares for the place; opens no company")] = False,
    data: DataOption = DEFAULT_DATA,
    lang: LangOption = None,
) -> None:
    """Add an account; the password is asked for, or read from standard input."""
    from pulmu.services.accounts.sign_up import Person, add_account

    screen = screen_for(lang)
    person = Person(
        email=email, name=name, password=_password(screen.text("cli.user.password")), language=_language(lang)
    )
    place = open_at(data)
    try:
        account = add_account(place.door, person, is_system_admin=system_admin)
    finally:
        place.close()
    screen.line(screen.text("cli.user.added", email=account.email))


@user.command("disable")
def disable_user(
    email: Annotated[str, typer.Argument(metavar="EMAIL", help="email of the account")],
    data: DataOption = DEFAULT_DATA,
    lang: LangOption = None,
) -> None:
    """Disable an account: its sessions and tokens end."""
    _set_status(email, data, lang, "disabled")


@user.command("enable")
def enable_user(
    email: Annotated[str, typer.Argument(metavar="EMAIL", help="email of the account")],
    data: DataOption = DEFAULT_DATA,
    lang: LangOption = None,
) -> None:
    """Enable a disabled or locked account again."""
    _set_status(email, data, lang, "active")


def _set_status(email: str, data: Path, lang: Lang | None, status: str) -> None:
    from pulmu.services.accounts.care import set_status

    screen = screen_for(lang)
    place = open_at(data)
    try:
        account = set_status(place.door, email, "active" if status == "active" else "disabled")
    finally:
        place.close()
    screen.line(screen.text(f"cli.user.{status}", email=account.email))


def _way_in(address: str, secret: str) -> str:
    return f"{address}/local/{secret}" if secret else address


def _open_browser(address: str) -> None:
    """Open it once the server answers: the connection waits in the queue of the open socket until then."""
    import threading
    import webbrowser

    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def _check_folder(place: "Place") -> None:
    """Refuse a folder that may not be written; a full disk is waited for, and what is there can be read meanwhile."""
    try:
        place.check_room()
    except OutsideError as error:
        if error.problems[0].code != "outside.store_full":
            raise


def _listen(host: str, port: int) -> socket.socket:
    address = f"{host}:{port}"
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else str(error)
        raise OutsideError.of(
            "outside.address", address, f"no place can be opened here ({reason})",
            "give another --port, end what uses this one, or check --host", reason=reason,
        ) from None  # fmt: skip


def _password(prompt: str) -> str:
    """Typed without being shown, or the first line of what is piped in."""
    return getpass(f"{prompt}: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")


def _language(lang: Lang | None) -> "Language":
    return "en" if lang is Lang.EN else "ko"


def _proxies(given: tuple[str, ...]) -> tuple[str, ...]:
    """Addresses of proxies.

    Raises
    ------
    InputError  One is none (`input.proxy`).
    """
    for address in given:
        try:
            ip_address(address)
        except ValueError:
            said, mend = f"{address[:80]!r} is no address", "write it as 127.0.0.1"
            raise InputError.of("input.proxy", "--proxy", said, mend, text=address[:80]) from None
    return given


def _providers(file: Path | None) -> "Providers":
    """The providers of the operator's file, if there is one."""
    from pulmu.services.accounts.provider import NoProviders

    if file is None:
        return NoProviders()
    from pulmu.bootstrap.place import providers_in

    return providers_in(file)


def _metrics_token() -> str:
    """What the numbers of the place are read by; no option, for a list of processes shows options.

    Raises
    ------
    InputError  It can be guessed (`input.metrics_token`).
    """
    token = os.environ.get(_METRICS_TOKEN, "")
    if token and (len(token) < _SHORTEST_TOKEN or not token.isascii() or not token.isprintable()):
        said = f"the token for /metrics has {len(token)} signs, or others than letters, digits and signs"
        mend = f"take {_SHORTEST_TOKEN} random signs or more"
        raise InputError.of("input.metrics_token", _METRICS_TOKEN, said, mend, signs=len(token), least=_SHORTEST_TOKEN)
    return token


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _check_pair(certificate: Path | None, key: Path | None) -> None:
    if (certificate is None) != (key is None):
        raise InputError.of(
            "input.certificate_pair", "--certificate", "a certificate and its key go together", "give both files"
        )
    for file in (certificate, key):
        if file is not None and not file.is_file():
            said, mend = f"there is no file {file}", "check the path"
            raise InputError.of("input.no_file", str(file), said, mend, file=file)
