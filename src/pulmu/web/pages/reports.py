"""Reports: which there are, how far each is, what may be done with it, and what changed in it."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.http.status import status_of
from pulmu.locale import text
from pulmu.model import ConflictError, InputError, Problem, PulmuError
from pulmu.reference import DEFAULT_EDITION, editions
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import authorise
from pulmu.services.jobs.kinds import start_report
from pulmu.services.place import Place
from pulmu.services.workspaces import comments, reports
from pulmu.services.workspaces.evidence_proofs import proofs_of_version
from pulmu.services.workspaces.plants import plants
from pulmu.services.workspaces.report_content import KeptFigure, figure_of
from pulmu.services.workspaces.report_desk import Desk, list_reports, look_at_report, recheck
from pulmu.services.workspaces.reports import ReportWish
from pulmu.services.workspaces.version_difference import compare_versions
from pulmu.web.forms import AnyForm, Form
from pulmu.web.pages.proofs import Prover, ShownProof
from pulmu.web.show import Crumb, attached, show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/reports", include_in_schema=False)
Key = Annotated[str, Path(pattern="^[0-9a-f]{32}$")]
Number = Annotated[int, Path(ge=1, le=10**9)]
EDITIONS = tuple(item.id for item in editions())
SCENARIOS = ("", "last_published_price")
DESCRIBED = {
    name: f"web.reports.file.{name.replace('.', '_')}"
    for name in ("report.json", "report.xlsx", "report.pdf", "report.ko.xlsx", "report.ko.pdf", "recompute.py",
                 "document.json")
}  # fmt: skip
"""What a file is, by its name."""
_TYPED = (InputError, ConflictError)
"""What is told on the page itself, beside what was typed."""


@routes.get("")
def show_reports(request: Request, seat: Seated, place: AnyPlace) -> Response:
    """All one may see."""
    found = list_reports(place.gate, seat.actor)
    newest = [(shelf, shelf.versions[0]) for shelf in found if shelf.versions]
    return show(
        request, "reports.html", seat=seat, noun="reports", crumbs=crumbs_of(request, seat), shelves=newest,
        waiting=sum(version.state == "submitted" for _, version in newest),
        may_prepare=seat.actor.may("prepare_report"),
    )  # fmt: skip


@routes.get("/new")
def show_new_report(
    request: Request, seat: Seated, place: AnyPlace, plant: Annotated[str, Query(max_length=64)] = ""
) -> Response:
    """Where a draft is asked for."""
    return _new(request, seat, place, Form({"plant": plant, "edition": DEFAULT_EDITION}, {}))


@routes.post("")
def prepare(request: Request, seat: Seated, form: AnyForm, place: AnyPlace) -> Response:
    """Have a draft computed from the plant as it stands, and show how far it is."""
    wish = ReportWish(year=form.number("year"), edition=form.text("edition", 20), scenario=form.text("scenario", 40))
    if wish.edition not in EDITIONS or wish.scenario not in SCENARIOS:
        wish = ReportWish(year=wish.year, edition=DEFAULT_EDITION)
    try:
        job = start_report(place.gate, seat.actor, form.text("plant", 64), wish)
    except ConflictError as error:
        return _new(request, seat, place, form, error)
    return RedirectResponse(f"{seat.base}/jobs/{job.id}", 303)


@routes.get("/{report}")
def show_newest(report: Key, seat: Seated, place: AnyPlace) -> Response:
    """A report begins with its newest version."""
    desk = look_at_report(place.gate, place.store, seat.actor, report)
    return RedirectResponse(f"{seat.base}/reports/{report}/{desk.version.number}", 303)


@routes.get("/{report}/{number}")
def show_report(
    request: Request, report: Key, number: Number, seat: Seated, place: AnyPlace,
    about: Annotated[str, Query(max_length=100)] = "",
) -> Response:  # fmt: skip
    """How far a version is, and what may be done with it."""
    return _report(request, seat, place, report, number, about=about)


@routes.post("/{report}/{number}/{step}")
def take_step(
    request: Request, report: Key, number: Number, seat: Seated, form: AnyForm, place: AnyPlace,
    step: Annotated[str, Path(pattern="^(submit|approve|return|withdraw)$")],
) -> Response:  # fmt: skip
    """Take a version one step further, or back."""
    try:
        _take(place, seat.actor, report, number, step, form.text("reason", 1000))
    except _TYPED as error:
        return _report(request, seat, place, report, number, error=error)
    return _back(seat, report, number)


@routes.post("/{report}/{number}/do/download")
def download(
    request: Request, report: Key, number: Number, seat: Seated, form: AnyForm, place: AnyPlace
) -> Response:  # fmt: skip
    """A file of a version. Who took it and why is noted."""
    name = form.text("file", 100)
    try:
        content = reports.read_file(place.gate, seat.actor, report, number, name, form.text("reason", 1000))
    except InputError as error:
        return _report(request, seat, place, report, number, error=error)
    return attached(content, name)


@routes.post("/{report}/{number}/do/check")
def check(request: Request, report: Key, number: Number, seat: Seated, form: AnyForm, place: AnyPlace) -> Response:
    """Compute a version anew from what it was computed from, and say whether it is the same."""
    del form  # its origin was checked
    found = recheck(place.gate, seat.actor, report, number)
    return _report(request, seat, place, report, number, checked=True, problems=found)


@routes.post("/{report}/{number}/do/comment")
def add_comment(
    request: Request, report: Key, number: Number, seat: Seated, form: AnyForm, place: AnyPlace
) -> Response:  # fmt: skip
    """Ask or answer something."""
    try:
        comments.comment_on(
            place.gate, seat.actor, report, number, form.fields.get("text", ""), form.text("about", 100)
        )
    except InputError as error:
        return _report(request, seat, place, report, number, error=error)
    return _back(seat, report, number, "#comments")


@routes.post("/{report}/{number}/do/resolve")
def resolve_comment(
    request: Request, report: Key, number: Number, seat: Seated, form: AnyForm, place: AnyPlace
) -> Response:  # fmt: skip
    """Note that a comment was answered."""
    try:
        comments.resolve(place.gate, seat.actor, report, number, form.text("comment", 64))
    except ConflictError as error:
        return _report(request, seat, place, report, number, error=error)
    return _back(seat, report, number, "#comments")


@routes.get("/{report}/{number}/changes")
def show_changes(
    request: Request, report: Key, number: Number, seat: Seated, place: AnyPlace,
    since: Annotated[int, Query(ge=1, le=10**9)] = 1,
) -> Response:  # fmt: skip
    """What changed since an earlier version."""
    desk = look_at_report(place.gate, place.store, seat.actor, report, number)
    found = compare_versions(place.gate, seat.actor, report, since, number)
    return show(
        request, "report_changes.html", seat=seat, noun="reports", crumbs=crumbs_of(request, seat, desk), desk=desk,
        difference=found,
    )  # fmt: skip


@routes.get("/{report}/{number}/figures/{key}")
def show_figure(
    request: Request, report: Key, number: Number, seat: Seated, place: AnyPlace,
    key: Annotated[str, Path(pattern="^[0-9a-f]{1,64}$")],
) -> Response:  # fmt: skip
    """Where a figure of a version comes from."""
    desk = look_at_report(place.gate, place.store, seat.actor, report, number)
    found = figure_of(place.gate, seat.actor, report, number, key)
    prover = Prover(proofs_of_version(place.gate, seat.actor, report, number), seat.base)

    def prove(item: KeptFigure) -> ShownProof | None:
        is_leaf = not (item.inputs or item.formula or item.confidence)
        return prover.of_leaf(item.act, item.place, item.because) if is_leaf else None

    return show(
        request, "report_figure.html", seat=seat, noun="reports", crumbs=crumbs_of(request, seat, desk), desk=desk,
        figure=found, may_comment=seat.actor.may("comment_on_report", report), prove=prove,
    )  # fmt: skip


def _new(request: Request, seat: Seat, place: Place, form: Form, error: ConflictError | None = None) -> Response:
    authorise(seat.actor, "prepare_report", "")
    found = plants(place.gate, seat.actor)
    return show(
        request, "report_new.html", seat=seat, noun="reports", crumbs=crumbs_of(request, seat), plants=found, sent=form,
        year=form.number("year") or place.gate.world.now().year, editions=EDITIONS, scenarios=SCENARIOS,
        problems=told(error.problems, language_of(request)) if error else [],
        status=status_of(error) if error else 200,
    )  # fmt: skip


def _report(
    request: Request, seat: Seat, place: Place, report: str, number: int, *, about: str = "",
    error: PulmuError | None = None, checked: bool = False, problems: tuple[Problem, ...] = (),
) -> Response:  # fmt: skip
    desk = look_at_report(place.gate, place.store, seat.actor, report, number)
    found = told(error.problems if error else problems, language_of(request))
    may = {
        "download": seat.actor.may("download_report", report),
        "comment": seat.actor.may("comment_on_report", report),
    }
    return show(
        request, "report_version.html", seat=seat, noun="reports", crumbs=crumbs_of(request, seat, desk), desk=desk,
        may=may, about=about, problems=found, described=DESCRIBED, checked=checked,
        status=status_of(error) if error else 200,
        urgent=next((step.name for step in desk.steps if not step.hindrance), ""),
    )  # fmt: skip


def _take(place: Place, actor: Actor, report: str, number: int, step: str, reason: str) -> None:
    if step == "submit":
        reports.submit_report(place.gate, actor, report, number)
    elif step == "approve":
        reports.approve_report(place.gate, actor, report, number, reason)
    elif step == "return":
        reports.return_report(place.gate, actor, report, number, reason)
    else:
        reports.withdraw_report(place.gate, actor, report, number, reason)


def _back(seat: Seat, report: str, number: int, part: str = "") -> Response:
    return RedirectResponse(f"{seat.base}/reports/{report}/{number}{part}", 303)


def crumbs_of(request: Request, seat: Seat, desk: Desk | None = None) -> tuple[Crumb, ...]:
    """The way to the list of reports, or to one version."""
    language = language_of(request)
    found = (Crumb(name=text("web.noun.reports", language), href=f"{seat.base}/reports"),)
    if desk is None:
        return found
    shown = text(
        "web.reports.version_of", language, plant=desk.plant, year=desk.report.year, number=desk.version.number
    )
    return (*found, Crumb(name=shown, href=f"{seat.base}/reports/{desk.report.id}/{desk.version.number}"))
