"""Voices: a firm's own difficulties with their path, the agencies they can be sent to, and where those of all stand."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from pulmu.api.bodies import SHOWN
from pulmu.api.problems import told
from pulmu.api.routes.plants import IfMatch, seen_in
from pulmu.api.voice_bodies import AgencyView, SendingBody, ToldView, VoiceReceiptView, VoiceView
from pulmu.http.identify import AnyPlace, Asking
from pulmu.http.limits import HEAVY
from pulmu.http.paging import Asked, Page
from pulmu.http.upload import BoundedRoute, content_up_to
from pulmu.model import ConflictError
from pulmu.services.voices import own
from pulmu.services.voices.answers import shown_themes

LARGEST_VOICE = 200_000
"""Bytes; what is inside is limited by its reader."""
_FILE = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string",
         "format": "binary"}}}}}  # fmt: skip

routes = APIRouter(prefix="/workspaces/{workspace}", tags=["voices"], route_class=BoundedRoute)
Content = Annotated[bytes, Depends(content_up_to(LARGEST_VOICE))]
FileName = Annotated[str, Query(max_length=200, pattern=SHOWN, description="name of the file, as problems show it")]
Name = Annotated[str, Path(max_length=60, description="id of the difficulty, such as v_grace")]


@routes.get("/voices", responses=told(401, 403, 404, 422))
def list_voices(actor: Asking, place: AnyPlace, paging: Asked) -> Page[VoiceView]:
    """The firm's own difficulties by id, each with its path."""
    return paging.page(own.list_voices(place.gate, actor), lambda item: (item.id,), VoiceView.of)


@routes.get("/voices/{voice}", responses=told(401, 403, 404, 422))
def read_voice(voice: Name, actor: Asking, place: AnyPlace) -> VoiceView:
    """One of them as it stands."""
    return VoiceView.of(own.find_voice(place.gate, actor, voice))


@routes.put(
    "/voices/{voice}",
    responses=told(401, 403, 404, 409, 412, 413, 422, 428, 503),
    openapi_extra=_FILE,
    dependencies=[HEAVY],
)
def save_voice(
    voice: Name, actor: Asking, place: AnyPlace, content: Content, file_name: FileName = "difficulty.yaml",
    if_match: IfMatch = "",
) -> VoiceView:  # fmt: skip
    """A new version from YAML or JSON; `If-Match: "0"` for the first. One with problems is not kept."""
    seen = seen_in(if_match)
    document = place.read_reform(content, file_name)
    try:
        own.save_voice(place.gate, actor, voice, document, seen=seen)
    except ConflictError as error:
        item = error.problems[0]
        raise ConflictError.of("store.stale", item.place, item.message, item.mend) from error
    return VoiceView.of(own.find_voice(place.gate, actor, voice))


@routes.post("/voices/{voice}/sendings", status_code=201, responses=told(401, 403, 404, 409, 422))
def send_voice(voice: Name, body: SendingBody, actor: Asking, place: AnyPlace) -> VoiceReceiptView:
    """Send it to an agency as it stands; sending twice sends once."""
    return VoiceReceiptView.of(own.send_voice(place.gate, actor, voice, body.agency, seen=body.seen))


@routes.get("/agencies", responses=told(401, 403, 404, 422))
def list_agencies(actor: Asking, place: AnyPlace, paging: Asked) -> Page[AgencyView]:
    """Agencies of the place that a difficulty can be sent to."""
    return paging.page(
        own.agencies(place.gate, actor), lambda item: (item[0],), lambda item: AgencyView(id=item[0], name=item[1])
    )


@routes.get("/board/voices", responses=told(401, 403, 404, 422))
def voices_shown_to_all(actor: Asking, place: AnyPlace, paging: Asked) -> Page[ToldView]:
    """Where voices stand, as agencies show it to all: no number of few firms, and names only of who agrees."""
    return paging.page(
        shown_themes(place.gate, actor), lambda item: (item.agency, item.told.theme), ToldView.of
    )  # fmt: skip
