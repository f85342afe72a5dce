"""Rounds of matching of an agency: every save a version, the proposals, and answers to them."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from pulmu.api.bodies import SHOWN, JobView, VersionView
from pulmu.api.own_round_bodies import (
    PartiesBody,
    PartyView,
    ProposalsBody,
    RoundSeenBody,
    SentCount,
    SilenceBody,
    TakenInView,
)
from pulmu.api.problems import told
from pulmu.api.round_bodies import MatchedView, RoundAnswersBody, RoundContent, RoundView
from pulmu.api.routes.plants import IfMatch, Number, seen_in
from pulmu.http.identify import AnyPlace, Asking
from pulmu.http.language import language_of
from pulmu.http.limits import HEAVY
from pulmu.http.once import AnyOnce
from pulmu.http.paging import Asked, Page
from pulmu.http.upload import BoundedRoute, content_up_to
from pulmu.locale import problems_tree
from pulmu.model import ConflictError, encode
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.jobs import kinds
from pulmu.services.place import Place
from pulmu.services.rounds import proposing, replies, shelf, taking_part
from pulmu.services.rounds.inviting import invite, open_desk
from pulmu.services.rounds.settings import replace_round

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
        saved = replace_round(place.gate, actor, round, document, seen=seen, note=note)
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


@routes.get("/{round}/parties", responses=told(401, 403, 404, 422))
def list_parties(round: Name, actor: Asking, place: AnyPlace, paging: Asked) -> Page[PartyView]:
    """Who takes part, and how far that is; what came for the agency is taken in first."""
    found = sorted(open_desk(place.gate, actor, round, place.rounds).parties, key=lambda item: item.key)
    return paging.page(found, lambda item: (item.key,), PartyView.of)


@routes.post("/{round}/parties", responses=told(401, 403, 404, 409, 422))
def add_parties(round: Name, body: PartiesBody, actor: Asking, place: AnyPlace) -> SentCount:
    """Who shows these needs or offers takes part, as one more version."""
    keys = [f"{item.workspace}.{item.item}" for item in body.items]
    count = taking_part.add_parties(place.gate, actor, round, body.side, keys, seen=body.seen)
    return _counted(actor, place, round, count)


@routes.post("/{round}/invitations", responses=told(401, 403, 404, 409, 422))
def invite_parties(round: Name, body: RoundSeenBody, actor: Asking, place: AnyPlace) -> SentCount:
    """Ask everybody who takes part from a workspace; who was asked the same is not asked again."""
    return _counted(actor, place, round, invite(place.gate, actor, round, seen=body.seen))


@routes.post("/{round}/replies", responses=told(401, 403, 404, 409, 422), dependencies=[HEAVY])
def take_in_replies(round: Name, body: RoundSeenBody, actor: Asking, place: AnyPlace) -> TakenInView:
    """Take in everything that came as one more version; each sender gets a receipt."""
    return TakenInView.of(replies.take_in_replies(place.gate, actor, place.rounds, round, seen=body.seen))


@routes.post("/{round}/matchings", status_code=202, responses=told(401, 403, 404, 409, 422))
def start_matching(round: Name, request: Request, response: Response, actor: Asking, once: AnyOnce) -> JobView:
    """Have it matched by a job: for rounds with budgets or least numbers and many wishes."""

    def start(gate: Gate) -> JobView:
        job = kinds.start_matching(gate, actor, shelf.find_round(gate, actor, round))
        shown = JobView.of_job(job, actor.workspace, language_of(request))
        response.headers["Location"] = shown.links["self"]
        return shown

    return once(start, 202)


@routes.post("/{round}/proposals", responses=told(401, 403, 404, 409, 422), dependencies=[HEAVY])
def send_proposals(round: Name, body: ProposalsBody, actor: Asking, place: AnyPlace) -> SentCount:
    """Send the proposals of the step to both sides; sending again sends what is missing."""
    count = proposing.send_proposals(
        place.gate, actor, place.rounds, round, body.until, body.until_at, seen=body.seen
    )  # fmt: skip
    return _counted(actor, place, round, count)


@routes.post("/{round}/silence", responses=told(401, 403, 404, 409, 422), dependencies=[HEAVY])
def count_silence(round: Name, body: SilenceBody, actor: Asking, place: AnyPlace) -> SentCount:
    """Count what was not answered in time as the round says."""
    count = proposing.count_silence(place.gate, actor, place.rounds, round, body.reason, seen=body.seen)
    return _counted(actor, place, round, count)


def _counted(actor: Actor, place: Place, name: str, count: int) -> SentCount:
    return SentCount(count=count, version=shelf.find_round(place.gate, actor, name, live=place.rounds).version.number)


def _shown(request: Request, response: Response, found: shelf.KeptRound) -> RoundContent:
    response.headers["ETag"] = f'"{found.version.number}"'
    tree: Any = json.loads(json.dumps(found.document.tree))
    problems = problems_tree(found.problems, language_of(request), in_place=True)
    return RoundContent(**RoundView.of(found).model_dump(), tree=tree, problems=problems)
