"""Reforms: those that come with Pulmu, a workspace's own, and what each was computed to do."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request, Response

from pulmu.api.bodies import SHOWN, JobView, VersionView
from pulmu.api.problems import told
from pulmu.api.reform_bodies import (
    ChangeView,
    ComparisonBody,
    EffectContent,
    EffectView,
    PopulationView,
    ReformContent,
    ReformView,
)
from pulmu.api.routes.plants import IfMatch, seen_in
from pulmu.http.identify import AnyPlace, Asking
from pulmu.http.language import language_of
from pulmu.http.limits import HEAVY
from pulmu.http.once import AnyOnce
from pulmu.http.paging import Asked, Page
from pulmu.http.upload import BoundedRoute, content_up_to
from pulmu.locale import problems_tree
from pulmu.model import ConflictError
from pulmu.services.access.gate import Gate
from pulmu.services.accounts.identify import ZONE
from pulmu.services.jobs.kinds import start_reform
from pulmu.services.place import Place
from pulmu.services.reforms import effects, shelf
from pulmu.services.reforms.changes import changes_of
from pulmu.services.reforms.rules import ReformRules

LARGEST_REFORM = 1_000_000
"""Bytes; what is inside is limited by its reader."""
_FILE = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string",
         "format": "binary"}}}}}  # fmt: skip

routes = APIRouter(prefix="/workspaces/{workspace}", tags=["reforms"], route_class=BoundedRoute)
Content = Annotated[bytes, Depends(content_up_to(LARGEST_REFORM, "give the reform's file only"))]
FileName = Annotated[str, Query(max_length=200, pattern=SHOWN, description="name of the file, as problems show it")]
Note = Annotated[str, Query(max_length=500, pattern=SHOWN, description="why it was changed")]
Name = Annotated[str, Path(max_length=100, description="id of the reform, such as cloud_voucher_mid_sized")]
Version = Annotated[int | None, Query(ge=0, le=10**9, description="version; the newest where none is given")]
Number = Annotated[int, Path(ge=1, le=10**9)]


@routes.get("/populations", responses=told(401, 403, 404, 422))
def list_populations(actor: Asking, place: AnyPlace, paging: Asked) -> Page[PopulationView]:
    """Populations of firms that reforms can be compared on; who runs the place makes them."""
    with place.gate.reading(actor, "read_rules"):
        found = place.populations.known()
    return paging.page(found, lambda item: (item.name,), PopulationView.of)


@routes.get("/reforms", responses=told(401, 403, 404, 422))
def list_reforms(actor: Asking, place: AnyPlace, paging: Asked) -> Page[ReformView]:
    """Reforms by id: those that come with Pulmu, and the workspace's own."""
    rules = ReformRules.of(place.gate, actor, place.programmes())
    found = shelf.list_reforms(place.gate, actor, place.reforms(), rules.rulebook)
    return paging.page(found, lambda item: (item.id, item.number), ReformView.of)


@routes.get("/reforms/{reform}", responses=told(401, 403, 404, 422))
def read_reform(
    reform: Name, request: Request, response: Response, actor: Asking, place: AnyPlace, number: Version = None
) -> ReformContent:
    """A reform as it stands or stood, and what it changes today."""
    rules = ReformRules.of(place.gate, actor, place.programmes())
    found = shelf.find_reform(place.gate, actor, place.reforms(), rules.rulebook, reform, number)
    return _shown(request, response, found, rules, place)


@routes.put(
    "/reforms/{reform}",
    responses=told(401, 403, 404, 409, 412, 413, 422, 428, 503),
    openapi_extra=_FILE,
    dependencies=[HEAVY],
)
def save_reform(
    reform: Name,
    request: Request,
    response: Response,
    actor: Asking,
    place: AnyPlace,
    content: Content,
    file_name: FileName = "reform.yaml",
    note: Note = "",
    if_match: IfMatch = "",
) -> ReformContent:
    """A new version of an own reform, YAML or JSON; `If-Match: "0"` for the first. One with problems is not kept."""
    seen = seen_in(if_match)
    rules = ReformRules.of(place.gate, actor, place.programmes())
    document = place.read_reform(content, file_name)
    try:
        saved = shelf.save_reform(
            place.gate, actor, place.reforms(), rules.rulebook, document, seen=seen, reform=reform, note=note
        )
    except ConflictError as error:
        item = error.problems[0]
        raise ConflictError.of("store.stale", item.place, item.message, item.mend) from error
    return _shown(request, response, saved, rules, place)


@routes.get("/reforms/{reform}/versions", responses=told(401, 403, 404))
def reform_versions(reform: Name, actor: Asking, place: AnyPlace, paging: Asked) -> Page[VersionView]:
    """Versions of an own reform, newest first; none of one that comes with Pulmu."""
    found = shelf.reform_history(place.gate, actor, reform)
    return paging.page(found, lambda item: (-item.number,), VersionView.of)


@routes.post("/reforms/{reform}/comparisons", status_code=202, responses=told(401, 403, 404, 409, 422))
def compare_reform(
    reform: Name, body: ComparisonBody, request: Request, response: Response, actor: Asking, place: AnyPlace,
    once: AnyOnce,
) -> JobView:  # fmt: skip
    """Have its effect on a population computed: a job. Where the same question is answered already, it leads there."""

    def start(gate: Gate) -> JobView:
        rules = ReformRules.of(gate, actor, place.programmes())
        found = shelf.find_reform(gate, actor, place.reforms(), rules.rulebook, reform)
        job = start_reform(gate, actor, place.populations, found, body.population, body.day, with_cliffs=body.cliffs)
        shown = JobView.of_job(job, actor.workspace, language_of(request))
        response.headers["Location"] = shown.links["self"]
        return shown

    return once(start, 202)


@routes.get("/reforms/{reform}/effects", responses=told(401, 403, 404, 422))
def list_effects(reform: Name, actor: Asking, place: AnyPlace, paging: Asked) -> Page[EffectView]:
    """What the reform was computed to do, newest first."""
    found = effects.list_effects(place.gate, actor, reform)
    return paging.page(found, lambda item: (-item.number,), EffectView.of)


@routes.get("/reforms/{reform}/effects/{number}", responses=told(401, 403, 404))
def read_effect(reform: Name, number: Number, actor: Asking, place: AnyPlace) -> EffectContent:
    """Who gains and who loses, where, and at what cost; with everything the answer rests on."""
    return EffectContent.of_kept(effects.read_effect(place.gate, actor, reform, number))


def _shown(
    request: Request, response: Response, found: shelf.ShelvedReform, rules: ReformRules, place: Place
) -> ReformContent:  # fmt: skip
    response.headers["ETag"] = f'"{found.number}"'
    tree: Any = json.loads(json.dumps(found.document.tree))
    problems = problems_tree(found.problems, language_of(request), in_place=True)
    today = place.gate.world.now().astimezone(ZONE).date()
    changed = changes_of(found.reform, rules.rulebook, today) if found.reform is not None else ()
    changes = [ChangeView.of(item) for item in changed]
    return ReformContent(**ReformView.of(found).model_dump(), tree=tree, changes=changes, problems=problems)
