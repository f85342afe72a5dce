"""Themes of an agency: voices it was sent, what looks alike, and the answer to all who raised it."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path

from pulmu.api.problems import told
from pulmu.api.routes.plants import IfMatch, Number, seen_in
from pulmu.api.routes.voices import FileName
from pulmu.api.voice_bodies import (
    AnsweringView,
    HeardView,
    MoveBody,
    NewThemeBody,
    ProposalsView,
    SeenBody,
    ShownView,
    ThemeView,
)
from pulmu.http.identify import AnyPlace, Asking
from pulmu.http.limits import HEAVY
from pulmu.http.paging import Asked, Page
from pulmu.http.upload import BoundedRoute, content_up_to
from pulmu.model import ConflictError, InputError, has_errors
from pulmu.services.voices import answers, heard, themes
from pulmu.services.voices.proposals import propose
from pulmu.support.voices import read_theme as read

LARGEST_THEME = 500_000
"""Bytes; what is inside is limited by its reader."""
_FILE = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string",
         "format": "binary"}}}}}  # fmt: skip

routes = APIRouter(prefix="/workspaces/{workspace}/themes", tags=["voices"], route_class=BoundedRoute)
Content = Annotated[bytes, Depends(content_up_to(LARGEST_THEME))]
Name = Annotated[str, Path(max_length=80, description="id of the theme")]


@routes.get("", responses=told(401, 403, 404, 422))
def list_themes(actor: Asking, place: AnyPlace, paging: Asked) -> Page[ThemeView]:
    """Themes that hold voices, by id."""
    return paging.page(themes.list_themes(place.gate, actor), lambda item: (item.id,), ThemeView.of)


@routes.post("", status_code=201, responses=told(401, 403, 404, 409, 422))
def begin_theme(body: NewThemeBody, actor: Asking, place: AnyPlace) -> ThemeView:
    """A theme of some voices; each of them is in no other."""
    return ThemeView.of(themes.begin_theme(place.gate, actor, body.voices, body.title))


@routes.get("/voices", responses=told(401, 403, 404, 422))
def list_heard(actor: Asking, place: AnyPlace, paging: Asked) -> Page[HeardView]:
    """Voices the agency was sent, the newest version of each."""
    return paging.page(heard.hear(place.gate, actor), lambda item: (item.key,), HeardView.of)


@routes.get("/proposals", responses=told(401, 403, 404, 422), dependencies=[HEAVY])
def propose_themes(actor: Asking, place: AnyPlace) -> ProposalsView:
    """Voices that look like one and themes that others fit, each with why. Nothing is done by itself."""
    voices = heard.hear(place.gate, actor)
    return ProposalsView.of(propose(voices, themes.list_themes(place.gate, actor)))


@routes.get("/{theme}", responses=told(401, 403, 404, 422))
def read_theme(theme: Name, actor: Asking, place: AnyPlace, number: Number = None) -> ThemeView:
    """A theme as it stands or stood."""
    return ThemeView.of(themes.find_theme(place.gate, actor, theme, number))


@routes.put(
    "/{theme}", responses=told(401, 403, 404, 409, 412, 413, 422, 428, 503), openapi_extra=_FILE, dependencies=[HEAVY]
)
def save_theme(
    theme: Name, actor: Asking, place: AnyPlace, content: Content, file_name: FileName = "theme.yaml",
    if_match: IfMatch = "",
) -> ThemeView:  # fmt: skip
    """A new version from YAML or JSON: words, state, reason, proposal, effect, answer, voices."""
    seen = seen_in(if_match)
    themes.find_theme(place.gate, actor, theme)
    decoded = read(place.read_reform(content, file_name))
    if has_errors(decoded.problems):
        raise InputError(*decoded.problems)
    if decoded.value.id != theme:
        said, mend = f"the document is of another theme than {theme}", "give the document the same id"
        raise InputError.of("voice.other_theme", "id", said, mend, name=theme)
    try:
        return ThemeView.of(themes.save_theme(place.gate, actor, decoded.value, seen=seen))
    except ConflictError as error:
        item = error.problems[0]
        raise ConflictError.of("store.stale", item.place, item.message, item.mend) from error


@routes.post("/{theme}/voices", responses=told(401, 403, 404, 409, 422))
def move_voices(theme: Name, body: MoveBody, actor: Asking, place: AnyPlace) -> ThemeView:
    """Add voices, take them out, split them off (the new theme is answered), or join another theme."""
    gate, seen = place.gate, body.seen
    if body.deed == "add":
        return ThemeView.of(themes.add_voices(gate, actor, theme, body.voices, seen=seen))
    if body.deed == "take_out":
        return ThemeView.of(themes.take_out(gate, actor, theme, body.voices, seen=seen))
    if body.deed == "split":
        return ThemeView.of(themes.split_theme(gate, actor, theme, body.voices, body.title, seen=seen))
    other = themes.find_theme(gate, actor, body.other)
    joined = themes.join_themes(gate, actor, theme, other.id, seen=seen, other_seen=other.version.number)
    return ThemeView.of(joined)


@routes.get("/{theme}/answers", responses=told(401, 403, 404, 422))
def read_answering(theme: Name, actor: Asking, place: AnyPlace) -> AnsweringView:
    """How far the theme as it stands was told to those who raised it."""
    return AnsweringView.of(answers.answering(place.gate, actor, themes.find_theme(place.gate, actor, theme)))


@routes.post("/{theme}/answers", responses=told(401, 403, 404, 409, 422), dependencies=[HEAVY])
def answer_theme(theme: Name, body: SeenBody, actor: Asking, place: AnyPlace) -> AnsweringView:
    """Tell it to all who raised it, each once a version: all of them or none."""
    found = answers.answer_theme(place.gate, actor, place.programmes(), place.reforms(), theme, seen=body.seen)
    return AnsweringView.of(found)


@routes.put("/{theme}/shown", responses=told(401, 403, 404, 409, 422), dependencies=[HEAVY])
def show_theme(theme: Name, body: SeenBody, actor: Asking, place: AnyPlace) -> ShownView:
    """Show all of the place where it stands."""
    answers.publish_theme(place.gate, actor, place.programmes(), place.reforms(), theme, seen=body.seen)
    return ShownView(number=answers.shown_number(place.gate, actor, theme))


@routes.delete("/{theme}/shown", responses=told(401, 403, 404, 422))
def withdraw_theme(theme: Name, actor: Asking, place: AnyPlace) -> ShownView:
    """Show it no more."""
    themes.find_theme(place.gate, actor, theme)
    answers.withdraw_theme(place.gate, actor, theme)
    return ShownView(number=answers.shown_number(place.gate, actor, theme))
