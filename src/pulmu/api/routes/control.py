"""Control of lines by their guards: how it stands, what is proven, proposed, armed, committed and stopped."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from pulmu.api.bodies import JobView
from pulmu.api.control_bodies import (
    ArmingBody,
    CommitBody,
    ControlAnswer,
    ControlView,
    LogView,
    ProofContent,
    ProofView,
    ProposalBody,
    SetpointsBody,
)
from pulmu.api.problems import told
from pulmu.http.identify import AnyPlace, Asking, address_of, session_of
from pulmu.http.language import language_of
from pulmu.http.once import AnyOnce
from pulmu.http.paging import Asked, Page
from pulmu.http.upload import BoundedRoute
from pulmu.services.access.gate import Gate, authorise
from pulmu.services.accounts.again import give_password_again
from pulmu.services.accounts.identify import is_live
from pulmu.services.guarded_lines import acts
from pulmu.services.guarded_lines.acts import Room
from pulmu.services.guarded_lines.proofs import find_proof, list_proofs
from pulmu.services.guarded_lines.wish import group_of
from pulmu.services.jobs.kinds import start_proof

routes = APIRouter(
    prefix="/workspaces/{workspace}/lines/{line}/control", tags=["control"], route_class=BoundedRoute
)  # fmt: skip
Name = Annotated[str, Path(max_length=100, description="id of the line, such as heading_shop")]
Number = Annotated[int, Path(ge=1, le=10**9)]
_ERRORS = told(401, 403, 404, 409, 422, 503)


@routes.get("", responses=told(401, 403, 404))
def read_control(line: Name, request: Request, actor: Asking, place: AnyPlace) -> ControlView:
    """How it stands: whether control is offered, and all the guard knows."""
    standing = acts.look(Room(place.gate, place.desks), actor, line)
    return ControlView.of(standing, line, language_of(request))


@routes.get("/proofs", responses=told(401, 403, 404, 422))
def list_control_proofs(line: Name, actor: Asking, place: AnyPlace, paging: Asked) -> Page[ProofView]:
    """What was proven, newest first."""
    acts.own_line(Room(place.gate, place.desks), actor, "read_control", line)
    return paging.page(list_proofs(place.gate, actor, line), lambda item: (-item.number,), ProofView.of)


@routes.post("/proofs", status_code=202, responses=_ERRORS)
def prove_setpoints(
    line: Name, body: SetpointsBody, request: Request, response: Response, actor: Asking, place: AnyPlace,
    once: AnyOnce,
) -> JobView:  # fmt: skip
    """Have setpoints proven from the plant as it stands: a job."""

    def start(gate: Gate) -> JobView:
        room = Room(gate, place.desks)
        kept = acts.own_line(room, actor, "propose_setpoint", line)
        profile = acts.limits_of(room, actor, line)
        job = start_proof(room, actor, kept, group_of(body.group, profile).unwrap())
        shown = JobView.of_job(job, actor.workspace, language_of(request))
        response.headers["Location"] = shown.links["self"]
        return shown

    return once(start, 202)


@routes.get("/proofs/{number}", responses=told(401, 403, 404))
def read_control_proof(line: Name, number: Number, actor: Asking, place: AnyPlace) -> ProofContent:
    """What was found, with all it rests on."""
    return ProofContent.of_kept(find_proof(place.gate, actor, line, number))


@routes.post("/proposal", responses=_ERRORS)
def propose_setpoints(
    line: Name, body: ProposalBody, request: Request, actor: Asking, place: AnyPlace
) -> ControlAnswer:  # fmt: skip
    """Propose what was proven to the guard."""
    room = Room(place.gate, place.desks)
    acts.own_line(room, actor, "propose_setpoint", line)
    kept = find_proof(place.gate, actor, line, body.proof)
    answer = acts.propose(room, actor, line, kept.proven.group, kept.signed)
    return ControlAnswer.of(answer, language_of(request))


@routes.post("/arming", responses=_ERRORS)
def arm_setpoints(line: Name, body: ArmingBody, request: Request, actor: Asking, place: AnyPlace) -> ControlAnswer:
    """Arm what is proposed, by somebody who is logged in and gives their password once more; never by a token."""
    authorise(actor, "arm_setpoint", "")
    session = session_of(request)
    give_password_again(place.door, session, body.password, address_of(request))
    answer = acts.arm(
        Room(place.gate, place.desks), actor, line, body.binding, lambda: is_live(place.door, session)
    )  # fmt: skip
    return ControlAnswer.of(answer, language_of(request))


@routes.post("/commit", responses=_ERRORS)
def commit_setpoints(line: Name, body: CommitBody, request: Request, actor: Asking, place: AnyPlace) -> ControlAnswer:
    """Commit what is armed; who did not arm it gives their password. What becomes of it, the control view shows."""
    authorise(actor, "commit_setpoint", "")
    session, room = session_of(request), Room(place.gate, place.desks)
    if acts.is_armed_by_another(room, actor, line):
        give_password_again(place.door, session, body.password, address_of(request))
    answer = acts.commit(room, actor, line, body.binding, body.token)
    return ControlAnswer.of(answer, language_of(request))


@routes.post("/release", responses=_ERRORS)
def release_setpoints(line: Name, request: Request, actor: Asking, place: AnyPlace) -> ControlAnswer:
    """Drop what is proposed or armed; what was verified stands on its own from now on."""
    return ControlAnswer.of(acts.release(Room(place.gate, place.desks), actor, line), language_of(request))


@routes.post("/stop", responses=_ERRORS)
def stop_control(line: Name, request: Request, actor: Asking, place: AnyPlace) -> ControlAnswer:
    """End all control of the line: what was written goes to its safe value. It waits for no one-time code."""
    return ControlAnswer.of(acts.stop(Room(place.gate, place.desks), actor, line), language_of(request))


@routes.get("/log", responses=_ERRORS)
def read_control_log(line: Name, actor: Asking, place: AnyPlace, paging: Asked) -> Page[LogView]:
    """The guard's own ledger, in order."""
    room = Room(place.gate, place.desks)
    return paging.numbered(
        lambda last, most: acts.read_log(room, actor, line, last, most), lambda entry: entry.number, LogView.of
    )
