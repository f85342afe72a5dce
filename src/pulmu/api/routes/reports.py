"""Reports: their versions and their way to frozen, their files, comments and links."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Path, Query, Response

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
from pulmu.http.etag import refuse_if_changed, tag_of
from pulmu.http.identify import AnyPlace, Asking
from pulmu.http.once import AnyOnce
from pulmu.http.paging import Asked, Page, moment
from pulmu.http.upload import BoundedRoute
from pulmu.services.access.gate import Gate
from pulmu.services.records.report import ReportVersion
from pulmu.services.workspaces import comments, reports, sharing
from pulmu.services.workspaces.sharing import LinkWish

routes = APIRouter(prefix="/workspaces/{workspace}/reports", tags=["reports"], route_class=BoundedRoute)
Number = Annotated[int, Path(ge=1, le=10**9, description="version")]


def _unchanged(
    report: str,
    number: Number,
    actor: Asking,
    place: AnyPlace,
    if_match: Annotated[str, Header(max_length=400, description="tag of the version the decision was made on")] = "",
) -> None:
    """Refuse a decision on a version that is not as who decides saw it, if they say what they saw."""
    if if_match:
        found = ReportVersionView.of(reports.read_version(place.gate, actor, report, number))
        refuse_if_changed(if_match, tag_of(found.model_dump_json().encode()), f"report {report}, version {number}")


Unchanged = Annotated[None, Depends(_unchanged)]


@routes.get("", responses=told(401, 403, 404))
def list_reports(actor: Asking, place: AnyPlace, paging: Asked) -> Page[ReportView]:
    """Reports one may see, newest year first."""
    return paging.page(
        reports.read_reports(place.gate, actor),
        lambda item: (-item[0].year, moment(item[0].created), item[0].id),
        lambda item: ReportView.of(*item),
    )


@routes.get("/{report}/versions/{number}", responses=told(401, 403, 404, 422))
def read_version(report: str, number: Number, response: Response, actor: Asking, place: AnyPlace) -> ReportVersionView:
    """A version of a report, with its tag: a decision names what it was made on (`If-Match`)."""
    return _tagged(response, reports.read_version(place.gate, actor, report, number))


@routes.post("/{report}/versions/{number}/submit", responses=told(401, 403, 404, 409, 412, 422))
def submit(
    report: str, number: Number, actor: Asking, place: AnyPlace, response: Response, _: Unchanged
) -> ReportVersionView:
    """Hand a draft to who approves."""
    return _tagged(response, reports.submit_report(place.gate, actor, report, number))


@routes.post("/{report}/versions/{number}/approve", responses=told(401, 403, 404, 409, 412, 422))
def approve(
    report: str, number: Number, body: ReasonBody, actor: Asking, place: AnyPlace, response: Response, _: Unchanged
) -> ReportVersionView:
    """Freeze a submitted version; never by somebody who worked on it."""
    return _tagged(response, reports.approve_report(place.gate, actor, report, number, body.reason))


@routes.post("/{report}/versions/{number}/return", responses=told(401, 403, 404, 409, 412, 422))
def give_back(
    report: str, number: Number, body: ReasonBody, actor: Asking, place: AnyPlace, response: Response, _: Unchanged
) -> ReportVersionView:
    """Give a submitted version back, with the reason."""
    return _tagged(response, reports.return_report(place.gate, actor, report, number, body.reason))


@routes.post("/{report}/versions/{number}/withdraw", responses=told(401, 403, 404, 409, 412, 422))
def withdraw(
    report: str, number: Number, body: ReasonBody, actor: Asking, place: AnyPlace, response: Response, _: Unchanged
) -> ReportVersionView:
    """Withdraw a frozen version; its links end."""
    return _tagged(response, reports.withdraw_report(place.gate, actor, report, number, body.reason))


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
def list_comments(report: str, number: Number, actor: Asking, place: AnyPlace, paging: Asked) -> Page[CommentView]:
    """Comments on a version, oldest first."""
    found = comments.comments(place.gate, actor, report, number)
    return paging.page(found, lambda item: (moment(item.at), item.id), CommentView.of)


@routes.post("/{report}/versions/{number}/comments", status_code=201, responses=told(401, 403, 404, 422))
def add_comment(report: str, number: Number, body: CommentBody, actor: Asking, once: AnyOnce) -> CommentView:
    """Ask something about a version, or about one figure of it."""
    return once(
        lambda gate: CommentView.of(comments.comment_on(gate, actor, report, number, body.text, body.about)), 201
    )  # fmt: skip


@routes.post("/{report}/versions/{number}/comments/{comment}/resolve", responses=told(401, 403, 404, 409, 422))
def resolve_comment(report: str, number: Number, comment: str, actor: Asking, place: AnyPlace) -> CommentView:
    """Note that a comment was answered."""
    return CommentView.of(comments.resolve(place.gate, actor, report, number, comment))


@routes.get("/{report}/links", responses=told(401, 403, 404))
def list_links(report: str, actor: Asking, place: AnyPlace, paging: Asked) -> Page[LinkView]:
    """Links to versions of a report, newest first."""
    found = sharing.links(place.gate, actor, report)
    return paging.page(found, lambda item: (-moment(item.created), item.id), LinkView.of)


@routes.post("/{report}/versions/{number}/links", status_code=201, responses=told(401, 403, 404, 409, 422))
def share(report: str, number: Number, body: LinkBody, actor: Asking, once: AnyOnce) -> Made:
    """A link for an importer to the summary of a frozen version; the end of its address is shown once."""
    wish = LinkWish(audience=body.audience, days=body.days, limit=body.limit)

    def made(gate: Gate) -> Made:
        link, address = sharing.share_report(gate, actor, report, number, wish)
        return Made(id=link.id, secret=address)

    return once(made, 201)


@routes.delete("/{report}/links/{link}", status_code=204, responses=told(401, 403, 404))
def revoke(report: str, link: str, actor: Asking, place: AnyPlace) -> None:
    """End a link."""
    sharing.revoke_link(place.gate, actor, report, link)


def _tagged(response: Response, version: ReportVersion) -> ReportVersionView:
    view = ReportVersionView.of(version)
    response.headers["ETag"] = tag_of(view.model_dump_json().encode())
    return view
