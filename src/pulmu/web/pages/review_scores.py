"""Points of a call once they are opened: as they were given and calibrated, who is lenient, and who was left out."""

from fastapi import APIRouter, Request, Response

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.locale import text
from pulmu.locale.selection_words import points_number
from pulmu.services.calls import shelf
from pulmu.services.csv_text import csv_bytes
from pulmu.services.reviewing import assigning
from pulmu.services.reviewing.accounts import reviewer_accounts
from pulmu.services.reviewing.opening import OpenedScores, opened_scores
from pulmu.web.downloads import file_answer
from pulmu.web.pages.call_reviews import Name, frame_of, names_in
from pulmu.web.review_view import Names, shown_scores
from pulmu.web.rule_words import called
from pulmu.web.show import show
from pulmu.web.viewer import Seated

routes = APIRouter(prefix="/w/{workspace}/calls/{call}/reviews/scores", include_in_schema=False)


@routes.get("")
def show_scores(request: Request, seat: Seated, place: AnyPlace, call: Name) -> Response:
    """Every point side by side; refused while they are sealed."""
    language = language_of(request)
    found = shelf.call_in_force(place.gate, seat.actor, place.programmes(), call)
    opened = opened_scores(place.gate, seat.actor, found.call)
    accounts = reviewer_accounts(place.store, place.gate, seat.actor)
    reviews = assigning.list_reviews(place.gate, seat.actor, call)
    names = names_in(place, seat, call, accounts, reviews)
    title = {item.id: called(item, language) for item in found.call.criteria}
    parts = [(title.get(item.id, ""), item) for item in shown_scores(opened, names, language)]
    sealed = len(opened.given)
    return show(
        request, "review_scores.html", **frame_of(seat, found, "scores", language), parts=parts,
        answer=text("web.review_scores.answer", language, count=len(opened.points()), sealed=sealed),
        missing=[(names.application(item.application), names.person(item.reviewer)) for item in opened.missing],
        declined=[item for item in reviews if item.state == "declined"], names=names,
        leaves_out=found.call.reviewing is not None and found.call.reviewing.calibration == "none"
        and found.call.reviewing.leave_out == "highest_and_lowest",
        given=_given(opened, names, title),
    )  # fmt: skip


@routes.get("/file.csv")
def download_scores(request: Request, seat: Seated, place: AnyPlace, call: Name) -> Response:
    """Every sealed point, as a table."""
    language = language_of(request)
    found = shelf.call_in_force(place.gate, seat.actor, place.programmes(), call)
    opened = opened_scores(place.gate, seat.actor, found.call)
    accounts = reviewer_accounts(place.store, place.gate, seat.actor)
    names = names_in(place, seat, call, accounts, assigning.list_reviews(place.gate, seat.actor, call))
    criteria = [(item.id, called(item, language)) for item in found.call.criteria]
    heads = [text(f"web.review_scores.head.{name}", language) for name in ("application", "reviewer", "total")]
    rows = [
        [names.application(one.application), names.person(one.reviewer), points.total / 100,
         *(points.points[key] / 100 if key in points.points else "" for key, _ in criteria), points.remark, one.sha256]
        for one, points in opened.given
    ]  # fmt: skip
    remark = text("web.review_scores.head.remark", language)
    return file_answer(
        csv_bytes([*heads, *(name for _, name in criteria), remark, "SHA-256"], rows), f"{call}.scores.csv"
    )


def _given(opened: OpenedScores, names: Names, title: dict[str, str]) -> list[dict[str, object]]:
    return [
        {"application": names.application(one.application), "reviewer": names.person(one.reviewer),
         "total": points_number(points.total), "remark": points.remark,
         "points": [(title.get(key, key), points_number(value)) for key, value in points.points.items()]}
        for one, points in opened.given
    ]  # fmt: skip
