"""Who may judge in a call, who may not and why: the reviewers with their past, likenesses cleared up, fields."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.http.status import status_of
from pulmu.locale import Language
from pulmu.model import ConflictError, InputError, Problem
from pulmu.services.calls import shelf
from pulmu.services.place import Place
from pulmu.services.reviewing import assigning, pool, pool_rows
from pulmu.services.reviewing.accounts import ReviewerAccounts, reviewer_accounts
from pulmu.web.downloads import file_answer
from pulmu.web.forms import AnyForm, AnyUpload, Form
from pulmu.web.pages.call_reviews import Name, Start, applications_of, frame_of, names_in
from pulmu.web.pages.uploads import uploaded_document
from pulmu.web.review_view import ground_words, shown_conflicts
from pulmu.web.show import show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/calls/{call}/reviews/pool", include_in_schema=False)
AT_ONCE = 50
TYPED = ("name", "institution", "institution_number", "person_id", "expertise", "fields", "worked_for", "relatives",
         "declared", "most")  # fmt: skip
"""Of a reviewer, in the order of the form."""
_LONG = frozenset({"worked_for", "relatives", "declared"})
_DONE = frozenset({"saved", "removed", "cleared", "fields"})


@routes.get("")
def show_pool(
    request: Request, seat: Seated, place: AnyPlace, call: Name, start: Start = 0, done: str = "",
    edit: Annotated[str, Query(max_length=254)] = "",
) -> Response:  # fmt: skip
    """The reviewers of a call and their conflicts; the form of one of them where it is asked for."""
    return _page(request, seat, place, call, start=start, edit=edit, done=done if done in _DONE else "")


@routes.get("/file/{ending}")
def download_pool(
    seat: Seated, place: AnyPlace, call: Name, ending: Annotated[str, Path(pattern="^(yaml|json)$")]
) -> Response:
    """The reviewers as they are kept, to change in a file and upload again."""
    kept = pool.find_pool(place.gate, seat.actor, call)
    name = f"{call}.reviewers.{ending}"
    document = pool_rows.pool_document(kept, name)
    return file_answer(place.tree_file(document, name), name)


@routes.post("")
def upload_pool(request: Request, seat: Seated, form: AnyUpload, place: AnyPlace, call: Name) -> Response:
    """The reviewers of a table or file; what was cleared and the fields stay, where the file has none."""
    found = shelf.call_in_force(place.gate, seat.actor, place.programmes(), call)
    accounts = reviewer_accounts(place.store, place.gate, seat.actor)
    try:
        document, _ = uploaded_document(form, place.read_reviewers)
        kept = pool.find_pool(place.gate, seat.actor, call)
        whole = pool_rows.with_accounts(pool_rows.over(kept, document), accounts)
        pool.save_pool(place.gate, seat.actor, found.call, whole, seen=form.number("seen"))
    except (InputError, ConflictError) as error:
        return _page(request, seat, place, call, error.problems, status_of(error))
    return _done(seat, call, "saved")


@routes.post("/accounts")
def find_accounts(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, call: Name) -> Response:
    """Look anew who of those told by email has an account now."""
    found = shelf.call_in_force(place.gate, seat.actor, place.programmes(), call)
    accounts = reviewer_accounts(place.store, place.gate, seat.actor)
    document = pool_rows.pool_document(pool.find_pool(place.gate, seat.actor, call), f"{call}.json")
    try:
        whole = pool_rows.with_accounts(document, accounts)
        pool.save_pool(place.gate, seat.actor, found.call, whole, seen=form.number("seen"))
    except (InputError, ConflictError) as error:
        return _page(request, seat, place, call, error.problems, status_of(error))
    return _done(seat, call, "saved")


@routes.post("/reviewer")
def save_reviewer(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, call: Name) -> Response:
    """Keep one reviewer, or take them out."""
    found = shelf.call_in_force(place.gate, seat.actor, place.programmes(), call)
    accounts = reviewer_accounts(place.store, place.gate, seat.actor)
    who, seen = accounts.account(form.text("reviewer", 254)), form.number("seen")
    try:
        if form.text("do") == "remove":
            pool_rows.drop_reviewer(place.gate, seat.actor, found.call, who, seen=seen)
            return _done(seat, call, "removed")
        pool_rows.put_reviewer(place.gate, seat.actor, found.call, {"reviewer": who} | _row(form), seen=seen)
    except (InputError, ConflictError) as error:
        return _page(request, seat, place, call, error.problems, status_of(error), edit=who or "new", typed=form)
    return _done(seat, call, "saved")


@routes.post("/clear")
def clear(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, call: Name) -> Response:
    """Note that a likeness or a gap is no conflict, and on what that rests."""
    found = shelf.call_in_force(place.gate, seat.actor, place.programmes(), call)
    clearing = pool_rows.Clearing(
        reviewer=form.text("reviewer", 64), ground=form.text("ground", 40), why=form.text("why", 1000),
        application="" if form.text("every") else form.text("application", 64),
    )  # fmt: skip
    try:
        pool_rows.clear_likeness(place.gate, seat.actor, found.call, clearing, seen=form.number("seen"))
    except (InputError, ConflictError) as error:
        return _page(request, seat, place, call, error.problems, status_of(error))
    return _done(seat, call, "cleared")


@routes.post("/fields")
def tell_fields(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, call: Name) -> Response:
    """What the applications of the page are about."""
    found = shelf.call_in_force(place.gate, seat.actor, place.programmes(), call)
    known = {item.id for item in applications_of(place.gate, seat, call)}
    said = {key: form.text(f"fields/{key}", 4000) for key in known if f"fields/{key}" in form.fields}
    try:
        pool_rows.tell_fields(place.gate, seat.actor, found.call, said, seen=form.number("seen"))
    except (InputError, ConflictError) as error:
        return _page(request, seat, place, call, error.problems, status_of(error))
    return _done(seat, call, "fields")


def _done(seat: Seat, call: str, what: str) -> Response:
    return RedirectResponse(f"{seat.base}/calls/{call}/reviews/pool?done={what}", 303)


def _row(form: Form) -> dict[str, Any]:
    """What was typed; an empty field is not given, a number that is none is told by the reader of tables."""
    given: dict[str, Any] = {name: form.text(name, 5000) for name in TYPED if form.text(name, 5000)}
    return given


def _page(
    request: Request, seat: Seat, place: Place, call: str, problems: Sequence[Problem] = (), status: int = 200, *,
    start: int = 0, done: str = "", edit: str = "", typed: Form | None = None,
) -> Response:  # fmt: skip
    language = language_of(request)
    found = shelf.call_in_force(place.gate, seat.actor, place.programmes(), call)
    accounts = reviewer_accounts(place.store, place.gate, seat.actor)
    kept = pool.find_pool(place.gate, seat.actor, call)
    tree = pool_rows.pool_tree(kept)
    known = pool.known_conflicts(place.gate, seat.actor, found.call)
    reviews = assigning.list_reviews(place.gate, seat.actor, call)
    names = names_in(place, seat, call, accounts, reviews)
    conflicts = shown_conflicts(known.conflicts if known else (), names, language)
    applications = applications_of(place.gate, seat, call)
    return show(
        request, "review_pool.html", status=status, **frame_of(seat, found, "pool", language), done=done,
        problems=told(problems, language), rows=_rows(tree, accounts, conflicts), kept=kept,
        seen=kept.version.number if kept else 0, without=_without(tree, accounts),
        by_email=any(accounts.account(str(row["reviewer"])) != row["reviewer"] for row in tree["reviewers"]),
        not_there=[(key, name) for key, name in accounts.names.items()
                   if key not in accounts.deciding and key not in {row["reviewer"] for row in tree["reviewers"]}],
        conflicts=conflicts[start : start + AT_ONCE], start=start, at_once=AT_ONCE, count=len(conflicts),
        to_look=sum(item.may_be_cleared for item in conflicts), cleared=_cleared(tree, names, language),
        edit=_edited(edit, tree, accounts, typed) if edit else None, typed_fields=TYPED, long=_LONG,
        applications=applications[:AT_ONCE], fields=pool.fields_of(tree), more=max(0, len(applications) - AT_ONCE),
    )  # fmt: skip


def _rows(tree: dict[str, Any], accounts: ReviewerAccounts, conflicts: Sequence[Any]) -> list[dict[str, Any]]:
    many: dict[str, int] = {}
    for item in conflicts:
        many[item.reviewer] = many.get(item.reviewer, 0) + 1
    return [
        {**row, "conflicts": many.get(str(row["reviewer"]), 0), "standing": _standing(str(row["reviewer"]), accounts)}
        for row in sorted(tree["reviewers"], key=lambda row: str(row.get("name")))
    ]


def _standing(account: str, accounts: ReviewerAccounts) -> str:
    return "deciding" if account in accounts.deciding else "there" if account in accounts.names else "missing"


def _without(tree: dict[str, Any], accounts: ReviewerAccounts) -> int:
    return sum(str(row["reviewer"]) not in accounts.names for row in tree["reviewers"])


def _cleared(tree: dict[str, Any], names: Any, language: Language) -> list[dict[str, str]]:
    return [
        {"reviewer": names.person(str(row["reviewer"])), "ground": ground_words(str(row["ground"]), language),
         "application": names.application(str(row["application"])) if row.get("application") else "",
         "by": str(row.get("by", "")), "why": str(row.get("why", ""))}
        for row in tree["cleared"]
    ]  # fmt: skip


def _edited(edit: str, tree: dict[str, Any], accounts: ReviewerAccounts, typed: Form | None) -> dict[str, str]:
    """What the form of a reviewer begins with: what was typed, what is kept, or the name of their account."""
    if typed is not None:
        return {name: typed.text(name, 5000) for name in ("reviewer", *TYPED)}
    row = next((row for row in tree["reviewers"] if str(row["reviewer"]) == edit), None)
    if row is None:
        row = {"reviewer": "" if edit == "new" else edit, "name": accounts.names.get(edit, "")}
    return {name: str(row.get(name) if row.get(name) is not None else "") for name in ("reviewer", *TYPED)}
