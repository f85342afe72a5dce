"""Reports: their versions and their way to frozen, their files, comments and links."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from pulmu.api.bodies import (
    SHOWN,
    CommentBody,
    CommentView,
    FileView,
    LinkBody,
    LinkView,
    Made,
    ReasonBody,
    ReportVersionView,
    ReportView,
)
from pulmu.api.problems import told
from pulmu.http.identify import AnyPlace, Asking
from pulmu.http.upload import BoundedRoute
from pulmu.services.workspaces import comments, reports, sharing
from pulmu.services.workspaces.sharing import LinkWish

routes = APIRouter(prefix="/workspaces/{workspace}/reports", tags=["reports"], route_class=BoundedRoute)
Number = Annotated[int, Path(ge=1, le=10**9, description="version")]


@routes.get("", responses=told(401, 403, 404))
def list_reports(actor: Asking, place: AnyPlace) -> list[ReportView]:
    """Reports one may see, newest year first."""
    return [
        ReportView(id=item.id, plant=item.plant, year=item.year, versions=[ReportVersionView.of(v) for v in versions])
        for item, versions in reports.read_reports(place.gate, actor)
    ]


@routes.post("/{report}/versions/{number}/submit", responses=told(401, 403, 404, 409, 422))
def submit(report: str, number: Number, actor: Asking, place: AnyPlace) -> ReportVersionView:
    """Hand a draft to who approves."""
    return ReportVersionView.of(reports.submit_report(place.gate, actor, report, number))


@routes.post("/{report}/versions/{number}/approve", responses=told(401, 403, 404, 409, 422))
def approve(report: str, number: Number, body: ReasonBody, actor: Asking, place: AnyPlace) -> ReportVersionView:
    """Freeze a submitted version; never by somebody who worked on it."""
    return ReportVersionView.of(reports.approve_report(place.gate, actor, report, number, body.reason))


@routes.post("/{report}/versions/{number}/return", responses=told(401, 403, 404, 409, 422))
def give_back(report: str, number: Number, body: ReasonBody, actor: Asking, place: AnyPlace) -> ReportVersionView:
    """Give a submitted version back, with the reason."""
    return ReportVersionView.of(reports.return_report(place.gate, actor, report, number, body.reason))


@routes.post("/{report}/versions/{number}/withdraw", responses=told(401, 403, 404, 409, 422))
def withdraw(report: str, number: Number, body: ReasonBody, actor: Asking, place: AnyPlace) -> ReportVersionView:
    """Withdraw a frozen version; its links end."""
    return ReportVersionView.of(reports.withdraw_report(place.gate, actor, report, number, body.reason))


@routes.get("/{report}/versions/{number}/files", responses=told(401, 403, 404, 422))
def list_files(report: str, number: Number, actor: Asking, place: AnyPlace) -> list[FileView]:
    """Files of a version."""
    return [FileView.of(item) for item in reports.list_files(place.gate, actor, report, number)]


@routes.get(
    "/{report}/versions/{number}/files/{name}", responses=told(401, 403, 404, 422, 503), response_class=Response
)
def download(
    report: str,
    number: Number,
    name: str,
    actor: Asking,
    place: AnyPlace,
    reason: Annotated[str, Query(max_length=1000, pattern=SHOWN, description="why it is taken; it is noted")] = "",
) -> Response:
    """A file of a version. Who took it and why is noted."""
    content = reports.read_file(place.gate, actor, report, number, name, reason)
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "._-") else "_" for sign in name)
    headers = {"Content-Disposition": f'attachment; filename="{plain}"'}
    return Response(content, media_type="application/octet-stream", headers=headers)


@routes.get("/{report}/versions/{number}/comments", responses=told(401, 403, 404, 422))
def list_comments(report: str, number: Number, actor: Asking, place: AnyPlace) -> list[CommentView]:
    """Comments on a version, oldest first."""
    return [CommentView.of(item) for item in comments.comments(place.gate, actor, report, number)]


@routes.post("/{report}/versions/{number}/comments", status_code=201, responses=told(401, 403, 404, 422))
def add_comment(report: str, number: Number, body: CommentBody, actor: Asking, place: AnyPlace) -> CommentView:
    """Ask something about a version, or about one figure of it."""
    return CommentView.of(comments.comment_on(place.gate, actor, report, number, body.text, body.about))


@routes.post("/{report}/versions/{number}/comments/{comment}/resolve", responses=told(401, 403, 404, 409, 422))
def resolve_comment(report: str, number: Number, comment: str, actor: Asking, place: AnyPlace) -> CommentView:
    """Note that a comment was answered."""
    return CommentView.of(comments.resolve(place.gate, actor, report, number, comment))


@routes.get("/{report}/links", responses=told(401, 403, 404))
def list_links(report: str, actor: Asking, place: AnyPlace) -> list[LinkView]:
    """Links to versions of a report."""
    return [LinkView.of(item) for item in sharing.links(place.gate, actor, report)]


@routes.post("/{report}/versions/{number}/links", status_code=201, responses=told(401, 403, 404, 409, 422))
def share(report: str, number: Number, body: LinkBody, actor: Asking, place: AnyPlace) -> Made:
    """A link for an importer to the summary of a frozen version; the end of its address is shown once."""
    wish = LinkWish(audience=body.audience, days=body.days, limit=body.limit)
    link, address = sharing.share_report(place.gate, actor, report, number, wish)
    return Made(id=link.id, secret=address)


@routes.delete("/{report}/links/{link}", status_code=204, responses=told(401, 403, 404))
def revoke(report: str, link: str, actor: Asking, place: AnyPlace) -> None:
    """End a link."""
    sharing.revoke_link(place.gate, actor, report, link)
