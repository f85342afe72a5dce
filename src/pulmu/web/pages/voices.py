"""A firm's difficulties: what it told, to whom, and what became of it; and where voices of all stand."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.http.status import status_of
from pulmu.locale import Language, text
from pulmu.model import AccessRefused, PulmuError
from pulmu.model.programme import Programme
from pulmu.services.document_form.edit import document_of_tree
from pulmu.services.place import Place
from pulmu.services.voices.answers import shown_themes
from pulmu.services.voices.own import OwnVoice, agencies, find_voice, list_voices, new_voice_id, save_voice, send_voice
from pulmu.support.size import size_rules
from pulmu.web.forms import AnyForm, Form
from pulmu.web.reform_words import parameter_words, programme_name
from pulmu.web.show import Crumb, Told, show, told
from pulmu.web.viewer import Seat, Seated
from pulmu.web.voice_view import AREAS, path_of, raised_words, shown_path

routes = APIRouter(prefix="/w/{workspace}/voices", include_in_schema=False)
Name = Annotated[str, Path(pattern="^[a-z0-9][a-z0-9_-]{0,59}$")]
_TEXTS = {"title": 400, "text": 4000, "wish": 4000, "cost_krw": 20, "people": 20}
_NOTHING = dict.fromkeys((*_TEXTS, "area", "programme", "parameter", "name_shown"), "")
_LONGEST_OPTION = 80
_PARAMETERS = ("size.", "mid_sized.", "micro.")
"""Limits of the law a firm can choose from; a file may name any."""


@routes.get("")
def show_voices(request: Request, seat: Seated, place: AnyPlace) -> Response:
    """What the firm told, and how far each is."""
    language = language_of(request)
    found = list_voices(place.gate, seat.actor)
    return show(
        request, "voices.html", seat=seat, noun="voices", found=found, state=lambda item: _state(item, language),
        answered=sum(1 for item in found if item.answers), may_write=seat.actor.may("write_voice"),
        crumbs=_crumbs(seat, language),
    )  # fmt: skip


@routes.get("/new")
def show_new(request: Request, seat: Seated, place: AnyPlace) -> Response:
    """A new difficulty."""
    _check_may(seat)
    return _form(request, seat, place, None, {})


@routes.post("/new")
def add_voice(request: Request, seat: Seated, form: AnyForm, place: AnyPlace) -> Response:
    """Keep a new difficulty."""
    _check_may(seat)
    return _save(request, seat, place, form, None)


@routes.get("/board")
def show_board(request: Request, seat: Seated, place: AnyPlace) -> Response:
    """Where voices stand that agencies show to all."""
    language = language_of(request)
    programmes = _programmes(place)
    found = shown_themes(place.gate, seat.actor)
    return show(
        request, "voice_board.html", seat=seat, noun="voices" if seat.reaches("read_voice") else "themes", found=found,
        path=lambda item: shown_path(item, programmes, language), raised=lambda item: raised_words(item.told, language),
        taken_up=sum(1 for item in found if item.told.proposal is not None),
        crumbs=(Crumb(name=text("web.voices.board.name", language), href=f"{seat.base}/voices/board"),),
    )  # fmt: skip


@routes.get("/{voice}")
def show_voice(request: Request, seat: Seated, place: AnyPlace, voice: Name) -> Response:
    """One difficulty with its path."""
    return _one(request, seat, place, find_voice(place.gate, seat.actor, voice))


@routes.get("/{voice}/edit")
def show_edit(request: Request, seat: Seated, place: AnyPlace, voice: Name) -> Response:
    """One difficulty, to be changed."""
    _check_may(seat)
    found = find_voice(place.gate, seat.actor, voice)
    return _form(request, seat, place, found, _fields_of(found))


@routes.post("/{voice}/edit")
def change_voice(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, voice: Name) -> Response:
    """Keep a new version."""
    _check_may(seat)
    return _save(request, seat, place, form, find_voice(place.gate, seat.actor, voice))


@routes.post("/{voice}/send")
def send(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, voice: Name) -> Response:
    """Send it to an agency as it stands."""
    try:
        send_voice(place.gate, seat.actor, voice, form.text("agency", 40), seen=form.number("seen"))
    except PulmuError as error:
        found = find_voice(place.gate, seat.actor, voice)
        return _one(request, seat, place, found, told(error.problems, language_of(request)), status_of(error))
    return RedirectResponse(f"{seat.base}/voices/{voice}", 303)


def _save(request: Request, seat: Seat, place: Place, form: Form, found: OwnVoice | None) -> Response:
    name = found.id if found is not None else new_voice_id(place.gate)
    fields = {key: form.text(key, longest) for key, longest in _TEXTS.items()}
    fields |= {key: form.text(key, 200) for key in ("area", "programme", "parameter", "name_shown")}
    try:
        save_voice(place.gate, seat.actor, name, document_of_tree(_tree(name, fields, found), f"{name}.yaml"),
                   seen=form.number("seen"))  # fmt: skip
    except PulmuError as error:
        if isinstance(error, AccessRefused):
            raise
        return _form(request, seat, place, found, fields, told(error.problems, language_of(request)), status_of(error))
    if not seat.actor.may("read_voice"):
        return RedirectResponse(f"{seat.base}/voices/new?kept=yes", 303)
    return RedirectResponse(f"{seat.base}/voices/{name}", 303)


def _tree(name: str, fields: dict[str, str], found: OwnVoice | None) -> dict[str, Any]:
    """The difficulty as a form gives it; further programmes and parameters of a file stay."""
    tree: dict[str, Any] = {"pulmu": "voice/1", "id": name}
    tree |= {key: fields[key].replace(",", "") if key in ("cost_krw", "people") else fields[key]
             for key in (*_TEXTS, "area") if fields[key]}  # fmt: skip
    for many, one in (("programmes", "programme"), ("parameters", "parameter")):
        more: Sequence[str] = getattr(found.voice, many)[1:] if found is not None else ()
        named = [item for item in dict.fromkeys((fields[one], *more)) if item]
        if named:
            tree[many] = named
    return tree | ({"name_shown": "yes"} if fields["name_shown"] == "yes" else {})


def _fields_of(found: OwnVoice) -> dict[str, str]:
    voice = found.voice
    return {
        "title": voice.title, "text": voice.text, "wish": voice.wish, "area": voice.area,
        "cost_krw": "" if voice.cost_krw is None else f"{voice.cost_krw:.0f}",
        "people": "" if voice.people is None else str(voice.people),
        "programme": voice.programmes[0] if voice.programmes else "",
        "parameter": voice.parameters[0] if voice.parameters else "",
        "name_shown": "yes" if voice.name_shown else "",
    }  # fmt: skip


def _form(
    request: Request, seat: Seat, place: Place, found: OwnVoice | None, fields: dict[str, str],
    problems: Sequence[Told] = (), status: int = 200,
) -> Response:  # fmt: skip
    language = language_of(request)
    programmes = _programmes(place)
    parameters = [
        (key, parameter_words(key, programmes, language)[:_LONGEST_OPTION])
        for key in size_rules().parameters
        if key.startswith(_PARAMETERS)
    ]
    here = f"{seat.base}/voices/{found.id}" if found else f"{seat.base}/voices/new"
    name = found.voice.title if found else text("web.voices.new", language)
    return show(
        request, "voice_form.html", seat=seat, noun="voices", found=found, fields=_NOTHING | fields, areas=AREAS,
        status=status,
        programmes=[(key, programme_name(key, programmes, language)) for key in sorted(programmes)],
        parameters=sorted(parameters, key=lambda item: item[1]), problems=problems,
        action=f"{here}/edit" if found else here, kept=request.query_params.get("kept") == "yes",
        crumbs=(*_crumbs(seat, language), Crumb(name=name, href=here)),
    )  # fmt: skip


def _one(
    request: Request, seat: Seat, place: Place, found: OwnVoice, problems: Sequence[Told] = (), status: int = 200
) -> Response:
    language = language_of(request)
    programmes = _programmes(place)
    return show(
        request, "one_voice.html", seat=seat, noun="voices", found=found, problems=problems, status=status,
        steps=path_of(found, programmes, language), state=_state(found, language),
        agencies=agencies(place.gate, seat.actor), may_write=seat.actor.may("write_voice"),
        may_send=seat.reaches("send_voice"),
        programmes=[programme_name(key, programmes, language) for key in found.voice.programmes],
        parameters=[parameter_words(key, programmes, language) for key in found.voice.parameters],
        crumbs=(*_crumbs(seat, language), Crumb(name=found.voice.title, href=f"{seat.base}/voices/{found.id}")),
    )  # fmt: skip


def _state(found: OwnVoice, language: Language) -> str:
    if found.answers:
        return text(f"web.voices.status.{found.answers[0].told.status}", language)
    key = "heard" if any(item.taken for item in found.sendings) else "sent" if found.sendings else "draft"
    return text(f"web.voices.state.{key}", language)


def _programmes(place: Place) -> dict[str, Programme]:
    return {item.id: item for item in place.programmes()}


def _crumbs(seat: Seat, language: Language) -> tuple[Crumb, ...]:
    return (Crumb(name=text("web.noun.voices", language), href=f"{seat.base}/voices"),)


def _check_may(seat: Seat) -> None:
    """A form is of use only to who may save it."""
    if not seat.actor.may("write_voice"):
        raise AccessRefused.of("access.forbidden", "", "this is not among what your role may do", "ask a preparer")
