"""A page: its template, filled and answered."""

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from pulmu.http.language import language_of
from pulmu.http.status import asked_again
from pulmu.locale import (
    Language,
    act_text,
    date_text,
    digits,
    number,
    percent,
    period_text,
    place_text,
    problem_text,
    quarter_text,
    reason_text,
    source_text,
    term,
    text,
)
from pulmu.locale import unit_symbol as symbol_of
from pulmu.model import Problem, format_value
from pulmu.services.accounts.identify import ZONE
from pulmu.web.assets import asset
from pulmu.web.viewer import Seat, Viewer, viewer_of

_LOG_IN = frozenset({"access.not_logged_in"})
_CODE = frozenset({"access.second_factor_needed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Crumb:
    """Where a page is: one step of the way to it."""

    name: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A problem in the reader's words.

    Parameters
    ----------
    href : Where it is mended; empty where the page cannot say.
    """

    code: str
    severity: str
    place: str
    what: str
    mend: str
    href: str = ""


def show(
    request: Request,
    template: str,
    *,
    viewer: Viewer | None = None,
    seat: Seat | None = None,
    crumbs: Sequence[Crumb] = (),
    noun: str = "",
    status: int = 200,
    **values: Any,
) -> Response:
    """A page.

    Parameters
    ----------
    template : Name of its template.
    viewer, seat : Who looks at it, outside of a workspace or in one.
    crumbs : The way to it below the workspace.
    noun : Entry of the navigation it belongs to.
    values : What the template shows; also `path` and `query`, where the other language is not at the same address.
    """
    language = language_of(request)
    frame = {
        **words_of(language),
        "viewer": seat.viewer if seat else viewer,
        "seat": seat,
        "crumbs": crumbs,
        "noun": noun,
        "path": request.url.path,
        "query": str(request.url.query),
        "is_local": bool(request.app.state.local_secret),
        "providers": request.app.state.place.providers.known,
    }
    return HTMLResponse(_environment().get_template(template).render(frame | values), status)


def tell_problems(request: Request, problems: Sequence[Problem], status: int) -> Response:
    """What went wrong, as a page; who is not logged in, or has to give a code, is led there first."""
    codes = {item.code for item in problems}
    here = quote(_asked_from(request))
    if status == 401 and codes & _LOG_IN:
        return RedirectResponse(f"/login?next={here}", 303)
    if codes & _CODE:
        return RedirectResponse(f"/account/code?next={here}", 303)
    viewer = None if status >= 500 else viewer_of(request, request.app.state.place)
    language = language_of(request)
    answer = show(
        request, "problems.html", viewer=viewer, status=status, problems=told(problems, language), http_status=status
    )
    answer.headers.update(asked_again(problems, status))
    return answer


def _asked_from(request: Request) -> str:
    """The page somebody is on: a form is sent by one, which its browser names (`Referrer-Policy: same-origin`)."""
    if request.method == "GET":
        return request.url.path
    named = urlsplit(request.headers.get("referer", ""))
    return local_path(named.path) if named.netloc == request.headers.get("host", "") else "/"


def told(problems: Sequence[Problem], language: Language) -> list[Told]:
    """Problems in the reader's words, worst first."""
    found = []
    for item in problems:
        said = problem_text(item.code, dict(item.values), language, message=item.message, mend=item.mend, in_place=True)
        place = place_text(item.place, language, in_place=True)
        found.append(Told(code=item.code, severity=item.severity, place=place, what=said.what, mend=said.mend))
    return sorted(found, key=lambda item: item.severity != "error")


def attached(content: bytes, name: str) -> Response:
    """A file to keep; the browser never shows it."""
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "._-") else "_" for sign in name)
    headers = {"Content-Disposition": f'attachment; filename="{plain}"'}
    return Response(content, media_type="application/octet-stream", headers=headers)


def address_to(request: Request, path: str) -> str:
    """The whole address of a page, to be handed to somebody; the name of the place was checked when it was asked."""
    scheme = "https" if request.app.state.is_secure else "http"
    return f"{scheme}://{request.headers.get('host', '')}{path}"


def local_path(path: str) -> str:
    """Where somebody wanted to go, if it is a page of this place; else the first one."""
    fits = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable() and len(path) < 500
    return path if fits else "/"


@functools.cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("pulmu.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def moment_text(at: datetime, language: Language) -> str:
    """A moment by the clock of the place."""
    there = at.astimezone(ZONE)
    return f"{date_text(there.date(), language)} {there:%H:%M}"


@functools.cache
def words_of(language: Language) -> dict[str, Any]:
    """What every template may call."""
    return {
        "language": language,
        "t": lambda key, **values: text(key, language, **values),
        "term": lambda name: term(name, language),
        "number": lambda value, unit: number(value, unit, language),
        "digits": digits,
        "exact": format_value,
        "place_of": lambda place: place_text(place, language),
        "act_of": lambda source: act_text(source, language),
        "reason_of": lambda reason: reason_text(reason, language),
        "source_of": lambda source: source_text(source, language),
        "unit": lambda name: symbol_of(name, language),
        "quarter": lambda name: quarter_text(name, language),
        "share_of": lambda value, _: percent(value, language),
        "percent": lambda share: percent(share, language),
        "date": lambda day: date_text(day, language),
        "moment": lambda at: moment_text(at, language),
        "period": lambda span: period_text(span, language),
        "asset": asset,
    }
