"""Appeals against decisions of a call: a firm's own, and those an agency was sent."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from pulmu.api.appeal_bodies import (
    AppealContent,
    AppealSeenBody,
    AppealView,
    AppealWithdrawalBody,
    GroundsBody,
    OwnAppealView,
    PaperAppealBody,
    PaperWithdrawalBody,
    PutOffBody,
    SettleBody,
    SettledView,
)
from pulmu.api.application_bodies import ReceiptView
from pulmu.api.problems import told
from pulmu.api.routes.board import Name
from pulmu.api.routes.plants import IfMatch, seen_in
from pulmu.http.download import attachment
from pulmu.http.identify import AnyPlace, Asking
from pulmu.http.limits import HEAVY
from pulmu.http.once import AnyOnce
from pulmu.http.paging import Asked, Page
from pulmu.http.upload import BoundedRoute
from pulmu.model import ConflictError
from pulmu.services.access.gate import Gate
from pulmu.services.appeals import enter, own
from pulmu.services.appeals.put_off import put_off
from pulmu.services.appeals.received import find_appeal, list_appeals
from pulmu.services.appeals.send import submit_appeal, withdraw_appeal
from pulmu.services.appeals.settle import may_settle, settle
from pulmu.services.appeals.trace import trace
from pulmu.services.appeals.trace_file import trace_file, trace_tree
from pulmu.services.calls.decide import DecisionWish
from pulmu.services.calls.shelf import call_in_force

routes = APIRouter(prefix="/workspaces/{workspace}", tags=["appeals"], route_class=BoundedRoute)
Application = Annotated[str, Path(max_length=100, description="receipt of the application")]
Key = Annotated[str, Path(max_length=100, description="id of the appeal")]


@routes.get("/appeals", responses=told(401, 403, 404, 422))
def list_own_appeals(actor: Asking, place: AnyPlace, paging: Asked) -> Page[OwnAppealView]:
    """Appeals the firm wrote, sent or not."""
    found = own.list_own_appeals(place.gate, actor)
    return paging.page(found, lambda item: (item.application.id,), OwnAppealView.of)


@routes.get("/appeals/{application}", responses=told(401, 403, 404, 422))
def read_own_appeal(application: Application, response: Response, actor: Asking, place: AnyPlace) -> OwnAppealView:
    """The firm's appeal on an application it sent; an empty one before the first is saved."""
    return _own(response, own.own_appeal(place.gate, actor, application))


@routes.put("/appeals/{application}", responses=told(401, 403, 404, 409, 412, 422, 428))
def save_own_appeal(
    application: Application,
    body: GroundsBody,
    response: Response,
    actor: Asking,
    place: AnyPlace,
    if_match: IfMatch = "",
) -> OwnAppealView:
    """Keep the grounds in a new version; `If-Match: "0"` for the first. Nothing is sent."""
    try:
        saved = own.save_appeal(place.gate, actor, application, body.grounds, seen=seen_in(if_match))
    except ConflictError as error:
        item = error.problems[0]
        raise ConflictError.of("store.stale", item.place, item.message, item.mend) from error
    return _own(response, saved)


@routes.post("/appeals/{application}/submit", responses=told(401, 403, 404, 409, 422))
def submit_own_appeal(application: Application, body: AppealSeenBody, actor: Asking, place: AnyPlace) -> ReceiptView:
    """Send it: the receipt. Sending the same twice is sending once; late ones are taken, and marked late."""
    return ReceiptView.of(submit_appeal(place.gate, actor, application, seen=body.seen))


@routes.post("/appeals/{application}/withdraw", responses=told(401, 403, 404, 422))
def withdraw_own_appeal(
    application: Application, body: AppealWithdrawalBody, actor: Asking, place: AnyPlace
) -> ReceiptView:
    """Take back the appeal that stands, until it is answered. Another may be sent then."""
    return ReceiptView.of(withdraw_appeal(place.gate, actor, application, reason=body.reason))


@routes.get("/calls/{call}/appeals", responses=told(401, 403, 404, 422))
def list_appeals_of_call(call: Name, actor: Asking, place: AnyPlace, paging: Asked) -> Page[AppealView]:
    """Appeals of a call, oldest first; those that were sent just now and wait to be taken in stand among them."""
    found = call_in_force(place.gate, actor, place.programmes(), call)
    listed = list_appeals(place.gate, actor, found.call)
    return paging.page(listed, lambda item: (item.at.isoformat(), item.id), AppealView.of)


@routes.post("/calls/{call}/appeals", status_code=201, responses=told(401, 403, 404, 409, 422))
def enter_appeal(call: Name, body: PaperAppealBody, actor: Asking, place: AnyPlace, once: AnyOnce) -> AppealView:
    """Enter an appeal that came on paper, on any application of the call."""

    def make(gate: Gate) -> AppealView:
        found = call_in_force(gate, actor, place.programmes(), call).call
        return AppealView.of(enter.enter_appeal(gate, actor, found, body.application, body.grounds, body.came))

    return once(make, 201)


@routes.get("/calls/{call}/appeals/{appeal}", responses=told(401, 403, 404, 503), dependencies=[HEAVY])
def read_appeal(call: Name, appeal: Key, actor: Asking, place: AnyPlace) -> AppealContent:
    """One appeal with everything behind the decision it is about. That it was looked at is noted."""
    kept = call_in_force(place.gate, actor, place.programmes(), call)
    found = trace(place.gate, actor, kept, appeal)
    return AppealContent(
        **AppealView.of(found.appeal).model_dump(), trace=trace_tree(found),
        may_settle=may_settle(place.gate, actor, kept.call, found.appeal),
    )  # fmt: skip


@routes.get(
    "/calls/{call}/appeals/{appeal}/trace",
    responses=told(401, 403, 404, 503),
    response_class=Response,
    dependencies=[HEAVY],
)
def download_trace(call: Name, appeal: Key, actor: Asking, place: AnyPlace, names: bool = True) -> Response:
    """The trace as one JSON file with its hash; without `names` as it can be given to the applicant."""
    kept = call_in_force(place.gate, actor, place.programmes(), call)
    content = trace_file(trace(place.gate, actor, kept, appeal), names=names)
    headers = {"Content-Disposition": attachment(f"appeal-{appeal[:12]}.json")}
    return Response(content, media_type="application/json", headers=headers)


@routes.post("/calls/{call}/appeals/{appeal}/settle", responses=told(401, 403, 404, 409, 422), dependencies=[HEAVY])
def settle_appeal(call: Name, appeal: Key, body: SettleBody, actor: Asking, place: AnyPlace) -> SettledView:
    """Settle it with a reason, by who neither decided nor judged; asked again, it goes on where it ended."""
    found = call_in_force(place.gate, actor, place.programmes(), call).call
    about = find_appeal(place.gate, actor, found, appeal)
    wish = None
    if body.outcome is not None:
        wish = DecisionWish(
            application=about.application, outcome=body.outcome, amount_krw=body.amount_krw, seen=body.seen
        )
    return SettledView.of(
        settle(place.gate, actor, found, appeal, body.verdict, body.reason, wish, seen=body.seen)
    )  # fmt: skip


@routes.post("/calls/{call}/appeals/{appeal}/put-off", responses=told(401, 403, 404, 409, 422))
def put_off_answer(call: Name, appeal: Key, body: PutOffBody, actor: Asking, place: AnyPlace) -> AppealView:
    """Put its answer off, once and by ten days at most; the firm is told why."""
    found = call_in_force(place.gate, actor, place.programmes(), call).call
    return AppealView.of(put_off(place.gate, actor, found, appeal, body.further, body.reason))


@routes.post("/calls/{call}/appeals/{appeal}/end", responses=told(401, 403, 404, 422))
def end_paper_appeal(call: Name, appeal: Key, body: PaperWithdrawalBody, actor: Asking, place: AnyPlace) -> AppealView:
    """Note that an appeal on paper was taken back."""
    found = call_in_force(place.gate, actor, place.programmes(), call).call
    return AppealView.of(enter.end_entered(place.gate, actor, found, appeal, body.reason))


def _own(response: Response, found: own.OwnAppeal) -> OwnAppealView:
    response.headers["ETag"] = f'"{found.number}"'
    return OwnAppealView.of(found)
