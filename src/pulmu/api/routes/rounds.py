"""Rounds of matching of an agency: every save a version, the proposals, and answers to them."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from pulmu.api.bodies import SHOWN, VersionView
from pulmu.api.problems import told
from pulmu.api.round_bodies import MatchedView, RoundAnswersBody, RoundContent, RoundView
from pulmu.api.routes.plants import IfMatch, Number, seen_in
from pulmu.http.identify import AnyPlace, Asking
from pulmu.http.language import language_of
from pulmu.http.limits import HEAVY
from pulmu.http.paging import Asked, Page
from pulmu.http.upload import BoundedRoute, content_up_to
from pulmu.locale import problems_tree
from pulmu.model import ConflictError, encode
from pulmu.services.rounds import shelf

LARGEST_ROUND = 5_000_000
"""Bytes; what is inside is limited by its reader."""
_FILE = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string",
         "format": "binary"}}}}}  # fmt: skip

routes = APIRouter(prefix="/workspaces/{workspace}/rounds", tags=["matching"], route_class=BoundedRoute)
Content = Annotated[bytes, Depends(content_up_to(LARGEST_ROUND))]
FileName = Annotated[str, Query(max_length=200, pattern=SHOWN, description="name of the file, as problems show it")]
Note = Annotated[str, Query(max_length=500, pattern=SHOWN, description="why it was changed")]
Name = Annotated[str, Path(max_length=100, description="id of the round, such as alliance_2026_1")]


@routes.get("", responses=told(401, 403, 404, 422))
def list_rounds(actor: Asking, place: AnyPlace, paging: Asked) -> Page[RoundView]:
    """The agency's rounds of matching by id."""
    return paging.page(shelf.list_rounds(place.gate, actor), lambda item: (item.id,), RoundView.of)


@routes.get("/{round}", responses=told(401, 403, 404, 422))
def read_round(
    round: Name, request: Request, response: Response, actor: Asking, place: AnyPlace, number: Number = None
) -> RoundContent:
    """A round as it stands or stood, with everything that is wrong with it."""
    return _shown(request, response, shelf.find_round(place.gate, actor, round, number))


@routes.put(
    "/{round}", responses=told(401, 403, 404, 409, 412, 413, 422, 428, 503), openapi_extra=_FILE, dependencies=[HEAVY]
)
def save_round(
    round: Name,
    request: Request,
    response: Response,
    actor: Asking,
    place: AnyPlace,
    content: Content,
    file_name: FileName = "round.yaml",
    note: Note = "",
    if_match: IfMatch = "",
) -> RoundContent:
    """A new version from YAML, JSON or a workbook; `If-Match: "0"` for the first. One with problems is kept."""
    seen = seen_in(if_match)
    document = place.read_round(content, file_name)
    try:
        saved = shelf.save_round(place.gate, actor, round, document, seen=seen, note=note)
    except ConflictError as error:
        item = error.problems[0]
        raise ConflictError.of("store.stale", item.place, item.message, item.mend) from error
    return _shown(request, response, saved)


@routes.get("/{round}/versions", responses=told(401, 403, 404))
def round_versions(round: Name, actor: Asking, place: AnyPlace, paging: Asked) -> Page[VersionView]:
    """Versions of a round, newest first."""
    return paging.page(shelf.round_history(place.gate, actor, round), lambda item: (-item.number,), VersionView.of)


@routes.get("/{round}/matched", responses=told(401, 403, 404, 422, 503), dependencies=[HEAVY])
def match_round(
    round: Name, request: Request, actor: Asking, place: AnyPlace, number: Number = None
) -> MatchedView:  # fmt: skip
    """The proposals that follow from wishes and answers, a reason for everybody without a partner, and the proof."""
    kept, outcome = shelf.match_kept_round(place.gate, actor, round, number)
    matched: Any = None if outcome.answer is None else json.loads(json.dumps(encode(outcome.answer, full=True)))
    problems = problems_tree(outcome.problems, language_of(request), in_place=True)
    return MatchedView(version=kept.version.number, matched=matched, problems=problems)


@routes.post("/{round}/answers", responses=told(401, 403, 404, 409, 413, 422, 503), dependencies=[HEAVY])
def answer_round(
    round: Name, body: RoundAnswersBody, request: Request, response: Response, actor: Asking, place: AnyPlace
) -> RoundContent:
    """Accept or refuse proposals: all of these answers or nothing, as one more version."""
    said = [item.said() for item in body.answers]
    return _shown(request, response, shelf.add_answers(place.gate, actor, round, said, seen=body.seen))


def _shown(request: Request, response: Response, found: shelf.KeptRound) -> RoundContent:
    response.headers["ETag"] = f'"{found.version.number}"'
    tree: Any = json.loads(json.dumps(found.document.tree))
    problems = problems_tree(found.problems, language_of(request), in_place=True)
    return RoundContent(**RoundView.of(found).model_dump(), tree=tree, problems=problems)
