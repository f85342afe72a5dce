"""The operator's file of identity providers: TOML, one table for each, and the secret of each somewhere else."""

import os
import re
import stat
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pulmu.model import InputError, Problem, problem
from pulmu.services.accounts.provider import Provider

_LARGEST = 100_000
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
_TEXTS = {"title": False, "issuer": True, "client_id": True, "client_secret_file": False, "client_secret_env": False}
"""Texts of a provider, and whether they must be given."""
_LISTS = ("second_factor_amr", "second_factor_acr")
_HERE = frozenset({"127.0.0.1", "::1", "localhost"})


def read_providers(file: Path, environment: Mapping[str, str]) -> tuple[Provider, ...]:
    """Providers in the order of the file.

    Parameters
    ----------
    environment : Where a secret may be, by name.

    Raises
    ------
    InputError  Everything that is wrong with it (`input.provider_…`).
    """
    tables = _tables(file)
    found: list[Provider] = []
    problems: list[Problem] = []
    for name, table in tables.items():
        wrong = [*_check(name, table, str(file))]
        secret = "" if wrong else _secret(name, table, file, environment, wrong)
        problems += wrong
        if not wrong:
            found.append(_provider(name, table, secret))
    problems += _doubles(found, str(file))
    if problems or not found:
        raise InputError(*(problems or [_unreadable(file, "it names no provider")]))
    return tuple(found)


def _tables(file: Path) -> dict[str, Any]:
    try:
        with file.open("rb") as opened:
            content = opened.read(_LARGEST + 1)
        if len(content) > _LARGEST:
            raise InputError(_unreadable(file, "it is too large"))
        return tomllib.loads(content.decode())
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else "it cannot be read"
        raise InputError(_unreadable(file, reason)) from None
    except (ValueError, RecursionError) as error:  # tomllib tells line and column
        reason = str(error)[:200] if isinstance(error, tomllib.TOMLDecodeError) else "it is no TOML"
        raise InputError(_unreadable(file, reason)) from None


def _unreadable(file: Path, reason: str) -> Problem:
    said, mend = f"the file of providers cannot be used: {reason}", "write it as the how-to shows"
    return problem("input.provider_file", str(file), said, mend, reason=reason)


def _check(name: str, table: object, file: str) -> Iterator[Problem]:
    if not _NAME.fullmatch(name):
        said, mend = f"{name[:40]!r} is no name for a provider", "take small letters, digits and -, 32 at most"
        yield problem("input.provider_name", file, said, mend, text=name[:40])
        return
    where = f"{file}, {name}"
    if not isinstance(table, dict):
        said, mend = f"{name} is no table", f"write [{name}] on a line of its own, and its settings below"
        yield problem("input.provider_table", where, said, mend, name=name)
        return
    for key, value in table.items():
        yield from _check_value(str(key), value, where)
    for key in (key for key, is_needed in _TEXTS.items() if is_needed and key not in table):
        said, mend = f"{key} is missing", f"add {key}"
        yield problem("input.provider_missing", where, said, mend, key=key)
    issuer = table.get("issuer")
    if isinstance(issuer, str) and not _is_issuer(issuer):
        said, mend = "the issuer is no address by HTTPS", "write it as the provider does, from https:// to the end"
        yield problem("input.provider_issuer", f"{where}, issuer", said, mend)


def _check_value(key: str, value: object, where: str) -> Iterator[Problem]:
    if key not in _TEXTS and key not in _LISTS:
        known = ", ".join((*_TEXTS, *_LISTS))
        said, mend = f"there is no setting {key[:40]!r}", f"there are {known}; a secret never stands in this file"
        yield problem("input.provider_setting", where, said, mend, key=key[:40], known=known)
        return
    items = value if key in _LISTS and isinstance(value, list) else [value] if key in _TEXTS else [None]
    if not all(isinstance(item, str) and item.strip() and len(item) <= 255 and item.isprintable() for item in items):
        kind = "a list of texts" if key in _LISTS else "a text"
        said, mend = f"{key} is not {kind}", 'write texts in quotes, a list as ["mfa", "otp"]'
        yield problem("input.provider_value", f"{where}, {key}", said, mend, key=key)


def _is_issuer(issuer: str) -> bool:
    try:
        parts = urlsplit(issuer)
        host, has_user = parts.hostname, parts.username is not None or parts.password is not None
    except ValueError:
        return False
    is_plain = issuer.isascii() and issuer.isprintable() and " " not in issuer
    is_safe = parts.scheme == "https" or (parts.scheme == "http" and host in _HERE)
    return bool(is_plain and is_safe and host) and not (has_user or parts.query or parts.fragment)


def _secret(
    name: str, table: Mapping[str, Any], file: Path, environment: Mapping[str, str], wrong: list[Problem]
) -> str:
    """The secret of a provider; empty where it needs none. What is wrong is added."""
    where = f"{file}, {name}"
    by_file, by_name = table.get("client_secret_file"), table.get("client_secret_env")
    if by_file is None and by_name is None:
        return ""
    secret = ""
    if by_file is not None and by_name is None:
        secret = _secret_of_file(file.parent / by_file, where, wrong)
    elif by_file is None:
        secret = environment.get(str(by_name), "").strip()
    if not wrong and not (secret and secret.isascii() and secret.isprintable()):
        said = "the secret of the provider is not found, is empty, or named twice"
        mend = "name one of client_secret_file and client_secret_env, and put the secret there"
        wrong.append(problem("input.provider_secret", where, said, mend))
    return secret


def _secret_of_file(file: Path, where: str, wrong: list[Problem]) -> str:
    try:
        if os.name == "posix" and stat.S_IMODE(file.stat().st_mode) & 0o077:
            said, mend = f"others may read the secret in {file.name}", f"chmod 600 {file.name}"
            wrong.append(problem("input.provider_secret_open", where, said, mend, file=file.name))
            return ""
        with file.open("rb") as opened:
            return opened.read(1000).decode().strip()
    except (OSError, ValueError):
        return ""


def _provider(name: str, table: Mapping[str, Any], secret: str) -> Provider:
    return Provider(
        name=name, title=table.get("title", "").strip(), issuer=table["issuer"].strip(), client_id=table["client_id"],
        client_secret=secret, second_factor_amr=tuple(table.get("second_factor_amr", ())),
        second_factor_acr=tuple(table.get("second_factor_acr", ())),
    )  # fmt: skip


def _doubles(found: list[Provider], file: str) -> Iterator[Problem]:
    """Two of one issuer would share their people: which client they came by could not be told."""
    seen: dict[str, str] = {}
    for item in found:
        if item.issuer in seen:
            said, mend = f"{seen[item.issuer]} and {item.name} have the same issuer", "leave one of them out"
            yield problem(
                "input.provider_twice", f"{file}, {item.name}", said, mend, one=seen[item.issuer], other=item.name
            )
        seen.setdefault(item.issuer, item.name)
