"""An agency's themes: what firms raised, what looks alike, what it was turned into, and the answer to all."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.http.status import status_of
from pulmu.locale import Language, percent, text
from pulmu.model import AccessRefused, PulmuError
from pulmu.model.programme import Programme
from pulmu.services.place import Place
from pulmu.services.reforms.effects import list_effects
from pulmu.services.voices.answers import (
    answer_theme,
    answering,
    publish_theme,
    shown_number,
    tell,
    withdraw_theme,
)
from pulmu.services.voices.heard import HeardVoice, hear
from pulmu.services.voices.proposals import propose
from pulmu.services.voices.themes import (
    KeptTheme,
    add_voices,
    begin_theme,
    find_theme,
    join_themes,
    list_themes,
    save_theme,
    split_theme,
    take_out,
)
from pulmu.services.workspaces.documents import list_documents
from pulmu.web.forms import AnyForm, Form
from pulmu.web.reform_words import parameter_words, programme_name
from pulmu.web.show import Crumb, Told, show, told
from pulmu.web.viewer import Seat, Seated
from pulmu.web.voice_view import STATUSES, effect_lines, proposal_lines, raised_words, shared_words

routes = APIRouter(prefix="/w/{workspace}/themes", include_in_schema=False)
Name = Annotated[str, Path(pattern="^[a-z][a-z0-9_]{0,79}$")]
_MARK = "voice."
"""Before the key of a voice, in the name of its tick."""


@routes.get("")
def show_themes(request: Request, seat: Seated, place: AnyPlace) -> Response:
    """Themes, and voices that are in none, with what is proposed."""
    return _list(request, seat, place)


@routes.post("")
def begin(request: Request, seat: Seated, form: AnyForm, place: AnyPlace) -> Response:
    """A theme of the voices that are ticked, or all of them to one there is."""
    theme = form.text("theme", 80)
    try:
        if theme:
            seen = find_theme(place.gate, seat.actor, theme).version.number
            found = add_voices(place.gate, seat.actor, theme, _ticked(form), seen=seen)
        else:
            found = begin_theme(place.gate, seat.actor, _ticked(form), form.text("title", 400))
    except AccessRefused:
        raise
    except PulmuError as error:
        return _list(request, seat, place, told(error.problems, language_of(request)), status_of(error))
    return RedirectResponse(f"{seat.base}/themes/{found.id}", 303)


@routes.get("/{theme}")
def show_theme(request: Request, seat: Seated, place: AnyPlace, theme: Name) -> Response:
    """One theme with its voices, its proposal, its effect and its answer."""
    return _one(request, seat, place, theme)


@routes.post("/{theme}")
def change(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, theme: Name) -> Response:
    """Keep the officer's words, how far it is, and the proposal."""

    def save() -> object:
        before = find_theme(place.gate, seat.actor, theme).theme
        reform = form.text("reform", 80) or None
        number = form.number("effect") or None
        status: Any = form.text("status", 20)
        changed = dataclasses.replace(
            before, title=form.text("title", 400), text=form.text("text", 4000), reason=form.text("reason", 4000),
            answer=form.text("answer", 4000), reform=reform, effect=number if reform == before.reform else None,
            status=status if status in STATUSES else before.status,
        )  # fmt: skip
        return save_theme(place.gate, seat.actor, changed, seen=form.number("seen"))

    return _done(request, seat, place, theme, save, form)


@routes.post("/{theme}/voices")
def move(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, theme: Name) -> Response:
    """Take voices out, give them a theme of their own, or let all of another theme come here."""
    gate, actor, seen, deed = place.gate, seat.actor, form.number("seen"), form.text("do", 20)

    def act() -> object:
        if deed == "split":
            return split_theme(gate, actor, theme, _ticked(form), form.text("title", 400), seen=seen)
        if deed == "join":
            other = find_theme(gate, actor, form.text("other", 80))
            return join_themes(gate, actor, theme, other.id, seen=seen, other_seen=other.version.number)
        return take_out(gate, actor, theme, _ticked(form), seen=seen)

    return _done(request, seat, place, theme, act)


@routes.post("/{theme}/answer")
def answer(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, theme: Name) -> Response:
    """Tell it to all who raised it."""
    seen = form.number("seen")
    return _done(request, seat, place, theme, lambda: answer_theme(
        place.gate, seat.actor, place.programmes(), place.reforms(), theme, seen=seen))  # fmt: skip


@routes.post("/{theme}/shown")
def show_to_all(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, theme: Name) -> Response:
    """Show all of the place where it stands, or no more."""
    seen = form.number("seen")

    def act() -> object:
        if form.text("do", 20) == "withdraw":
            return withdraw_theme(place.gate, seat.actor, theme)
        return publish_theme(place.gate, seat.actor, place.programmes(), place.reforms(), theme, seen=seen)

    return _done(request, seat, place, theme, act)


def _done(
    request: Request, seat: Seat, place: Place, theme: str, act: Callable[[], object], sent: Form | None = None
) -> Response:
    try:
        act()
    except AccessRefused:
        raise
    except PulmuError as error:
        return _one(request, seat, place, theme, told(error.problems, language_of(request)), status_of(error), sent)
    return RedirectResponse(f"{seat.base}/themes/{theme}", 303)


def _list(request: Request, seat: Seat, place: Place, problems: Sequence[Told] = (), status: int = 200) -> Response:
    language, gate, actor = language_of(request), place.gate, seat.actor
    heard, themes = hear(gate, actor), list_themes(gate, actor)
    found = propose(heard, themes)
    programmes = _programmes(place)
    by_key = {item.key: item for item in heard}
    grouped = {key for group in found.groups for key in group.members}
    return show(
        request, "themes.html", seat=seat, noun="themes", heard=heard, themes=themes, found=found, problems=problems,
        status=status, by_key=by_key, firms=len({item.sender for item in heard}),
        alone=[item for item in found.loose if item.key not in grouped], why=_why(programmes, language),
        share=lambda share: percent(share, language), titles={item.id: item.theme.title for item in themes},
        firms_of=lambda item: len({by_key[key].sender for key in item.theme.voices if key in by_key}),
        may_write=actor.may("write_theme"), crumbs=_crumbs(seat, language),
    )  # fmt: skip


def _one(
    request: Request, seat: Seat, place: Place, theme: str, problems: Sequence[Told] = (), status: int = 200,
    sent: Form | None = None,
) -> Response:  # fmt: skip
    language, gate, actor = language_of(request), place.gate, seat.actor
    found = find_theme(gate, actor, theme)
    heard = {item.key: item for item in hear(gate, actor)}
    voices = [heard[key] for key in found.theme.voices if key in heard]
    programmes = _programmes(place)
    shown = tell(gate, actor, place.programmes(), place.reforms(), found, voices)
    reform = found.theme.reform
    return show(
        request, "one_theme.html", seat=seat, noun="themes", found=found, theme=found.theme, voices=voices,
        problems=problems, status=status, statuses=STATUSES, typed=_typed(found, sent), firms=_firms(voices),
        raised=raised_words(shown, language), proposal=proposal_lines(shown.proposal, programmes, language),
        effect=effect_lines(shown.proposal, programmes, language), answering=answering(gate, actor, found),
        shown=shown_number(gate, actor, theme), reforms=_own_reforms(seat, place),
        effects=list_effects(gate, actor, reform) if reform else (),
        others=[item for item in list_themes(gate, actor) if item.id != theme],
        parameters=[parameter_words(key, programmes, language) for key in found.theme.parameters],
        programmes=[programme_name(key, programmes, language) for key in found.theme.programmes],
        may_write=actor.may("write_theme"),
        crumbs=(*_crumbs(seat, language), Crumb(name=found.theme.title, href=f"{seat.base}/themes/{theme}")),
    )  # fmt: skip


def _own_reforms(seat: Seat, place: Place) -> list[str]:
    return [item.document for item in list_documents(place.gate, seat.actor, "reform")]


def _typed(found: KeptTheme, sent: Form | None) -> dict[str, str]:
    """What stands in the form: what was typed, else what is kept."""
    kept = {name: getattr(found.theme, name) for name in ("title", "text", "reason", "answer", "status")}
    kept |= {"reform": found.theme.reform or "", "effect": str(found.theme.effect or "")}
    return kept if sent is None else {name: sent.text(name, 4000) for name in kept}


def _firms(voices: Sequence[HeardVoice]) -> int:
    return len({item.sender for item in voices})


def _ticked(form: Form) -> tuple[str, ...]:
    return tuple(name.removeprefix(_MARK) for name in form.fields if name.startswith(_MARK))


def _why(programmes: Mapping[str, Programme], language: Language) -> Callable[[Any], str]:
    return lambda shared: shared_words(shared, programmes, language)


def _programmes(place: Place) -> dict[str, Programme]:
    return {item.id: item for item in place.programmes()}


def _crumbs(seat: Seat, language: Language) -> tuple[Crumb, ...]:
    return (Crumb(name=text("web.noun.themes", language), href=f"{seat.base}/themes"),)
