"""The support programmes of an agency: who may apply, what they pay, when, and how sure all of it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.http.status import status_of
from pulmu.locale import Language, dates_words, paid_words, text
from pulmu.locale.programme_words import condition_words, question_of
from pulmu.model import ConflictError, InputError, Problem
from pulmu.model.programme import Programme
from pulmu.services.accounts.identify import ZONE
from pulmu.services.apply_for import known_terms
from pulmu.services.document_form.edit import document_of_tree
from pulmu.services.place import Place
from pulmu.services.try_programme import Trial, try_programme
from pulmu.services.workspaces import programmes
from pulmu.services.workspaces.authors import names_of
from pulmu.services.workspaces.documents import unknown_document
from pulmu.services.workspaces.programmes import WorkspaceProgramme
from pulmu.web.downloads import file_answer
from pulmu.web.forms import AnyForm, AnyUpload, Form
from pulmu.web.pages.plants import shown_name
from pulmu.web.pages.uploads import uploaded_document
from pulmu.web.rule_problems import changes_between, problems_of_programme, told_problems
from pulmu.web.rule_reading import SECTIONS, question, reading
from pulmu.web.rule_words import RuleWords, called, tracks_of
from pulmu.web.show import Crumb, show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/programmes", include_in_schema=False)
Name = Annotated[str, Path(max_length=100)]
Number = Annotated[int | None, Query(ge=1, le=10**9)]
Ending = Annotated[Literal["yaml", "json"], Path()]
EXAMPLE = """companies:
  - id: firm
    body: company
    ksic: "25991"
    province: KR-48
    business_years:
      - {end: 2025-12-31, sales_krw: 41200000000}
      - {end: 2024-12-31, sales_krw: 39800000000}
      - {end: 2023-12-31, sales_krw: 36500000000}
"""
"""A firm to begin with."""
KINDS = ("voucher", "grant", "matching_grant", "loan", "rnd_grant", "award", "matching")


@dataclass(frozen=True, slots=True)
class Answer:
    """What one edition says to a firm, in the reader's words."""

    edition: str
    eligible: str
    reasons: list[str]
    pays: list[str]
    dates: str
    asks: list[str]


@routes.get("")
def show_programmes(request: Request, seat: Seated, place: AnyPlace) -> Response:
    """All programmes, and how to begin one."""
    return _list(request, seat, place, Form({}, {}), ())


@routes.post("/new")
def begin_programme(request: Request, seat: Seated, form: AnyForm, place: AnyPlace) -> Response:
    """A programme of which only id, names, kind and year are known."""
    said = {name: form.text(name, 400) for name in ("id", "name_ko", "name_en", "kind", "year")}
    tree = {"pulmu": "programme/1", **{name: item for name, item in said.items() if item}}
    try:
        document = document_of_tree(tree, f"{said['id'][:60]}.yaml")
        saved = programmes.begin_programme(place.gate, seat.actor, place.programmes(), said["id"], document)
    except (InputError, ConflictError) as error:
        return _list(request, seat, place, form, error.problems, status_of(error), "new")
    return RedirectResponse(f"{seat.base}/programmes/{saved.id}/edit", 303)


@routes.post("/upload")
def upload_programme(request: Request, seat: Seated, form: AnyUpload, place: AnyPlace) -> Response:
    """A programme from YAML or JSON: a new one, or a new version of the one that has its id."""
    try:
        document, name = uploaded_document(form, place.read_programme)
        seen = form.number("seen") if "seen" in form.fields else _newest(place, seat, name)
        saved = programmes.save_programme(
            place.gate, seat.actor, place.programmes(), name, document, seen=seen, note=form.text("note", 500)
        )
    except (InputError, ConflictError) as error:
        return _list(request, seat, place, form, error.problems, status_of(error), "upload")
    return RedirectResponse(f"{seat.base}/programmes/{saved.id}", 303)


@routes.get("/{programme}")
def show_programme(
    request: Request, seat: Seated, place: AnyPlace, programme: Name, version: Number = None, saved: str = ""
) -> Response:
    """One programme, as it stands or stood."""
    found = programmes.find_programme(place.gate, seat.actor, place.programmes(), programme, version)
    return _one(request, seat, place, found, saved=saved if saved.isdecimal() else "")


@routes.post("/{programme}/try")
def try_on_firm(request: Request, seat: Seated, form: AnyUpload, place: AnyPlace, programme: Name) -> Response:
    """What it says to a firm, beside what the one before it says; the firm's file is not kept."""
    found = programmes.find_programme(place.gate, seat.actor, place.programmes(), programme)
    typed = form.text("firm", 200_000)
    try:
        trial = _trial(place, found, form, typed)
    except InputError as error:
        return _one(request, seat, place, found, typed=typed, problems=error.problems, status=status_of(error))
    if not trial.answers:
        return _one(request, seat, place, found, typed=typed, problems=trial.problems, status=422)
    return _one(request, seat, place, found, typed=typed, trial=trial)


@routes.post("/{programme}/take-over")
def take_over(request: Request, seat: Seated, form: AnyForm, place: AnyPlace, programme: Name) -> Response:
    """An own programme that begins as the packaged one; or one that is as packaged again."""
    known = programmes.find_programme(place.gate, seat.actor, place.programmes(), programme)
    if known.packaged is None:
        raise unknown_document()
    document = programmes.document_of_programme(known.packaged)
    note = text("web.programmes.taken_over", language_of(request))
    try:
        programmes.save_programme(
            place.gate, seat.actor, place.programmes(), programme, document, seen=form.number("seen"), note=note
        )
    except ConflictError as error:
        return _one(request, seat, place, known, problems=error.problems, status=status_of(error))
    return RedirectResponse(f"{seat.base}/programmes/{programme}/edit", 303)


@routes.get("/{programme}/versions")
def show_versions(
    request: Request, seat: Seated, place: AnyPlace, programme: Name, version: Number = None, since: Number = None
) -> Response:
    """Who changed it, when, and what: a version beside the one before it, or beside another."""
    language = language_of(request)
    found = programmes.find_programme(place.gate, seat.actor, place.programmes(), programme, version)
    versions = programmes.programme_history(place.gate, seat.actor, programme)
    before, tree = _before(place, seat, found, since)
    changed = [] if before is None else changes_between(Programme, tree, found.document.tree, language)
    title = text("web.plant.versions", language)
    return show(
        request, "rule_versions.html", seat=seat, noun="programmes", number=found.number, versions=versions,
        before=before, changed=changed, names=names_of(place.store, (item.author for item in versions)),
        base=base_of(seat, found), name=name_of(found, language), crumbs=(*crumbs_of(seat, found, language),
                                               Crumb(name=title, href=f"{base_of(seat, found)}/versions")),
    )  # fmt: skip


@routes.get("/{programme}/file/{ending}")
def download_programme(
    seat: Seated, place: AnyPlace, programme: Name, ending: Ending, version: Number = None
) -> Response:
    """The programme as YAML or JSON."""
    found = programmes.find_programme(place.gate, seat.actor, place.programmes(), programme, version)
    name = f"{found.id}.{found.number}.{ending}" if found.number else f"{found.id}.{ending}"
    return file_answer(place.tree_file(found.document, name), name)


def base_of(seat: Seat, found: WorkspaceProgramme) -> str:
    """Where the pages of a programme begin."""
    return f"{seat.base}/programmes/{found.id}"


def name_of(found: WorkspaceProgramme, language: Language) -> str:
    """What a programme is called."""
    return called(found.programme, language) or found.id


def crumbs_of(seat: Seat, found: WorkspaceProgramme, language: Language) -> tuple[Crumb, ...]:
    """The way to a programme."""
    return (
        Crumb(name=text("web.noun.programmes", language), href=f"{seat.base}/programmes"),
        Crumb(name=name_of(found, language), href=base_of(seat, found)),
    )


def _newest(place: Place, seat: Seat, name: str) -> int:
    return next((item.number for item in programmes.programme_history(place.gate, seat.actor, name)), 0)


def _trial(place: Place, found: WorkspaceProgramme, form: Form, typed: str) -> Trial:
    sent = form.files.get("file")
    content, name = (sent.content, shown_name(sent.name)) if sent is not None else (typed.encode(), "firm.yaml")
    if not content.strip():
        said, mend = "no firm was given", "choose its file, or write it into the box"
        raise InputError.of("input.nothing_uploaded", "", said, mend)
    if not found.counts:
        raise InputError(*found.problems)
    editions = [found.programme]
    if found.origin == "own_instead" and found.packaged is not None:
        editions.append(found.packaged)
    return try_programme(place.read_firms(content, name), _today(place), editions)


def _today(place: Place) -> date:
    return place.gate.world.now().astimezone(ZONE).date()


def _before(place: Place, seat: Seat, found: WorkspaceProgramme, since: int | None) -> tuple[int | None, object]:
    """The version it is compared with, and its tree: 0 for the packaged one; None where there is none."""
    number = since if since is not None else found.number - 1
    if number >= 1:
        kept = programmes.find_programme(place.gate, seat.actor, place.programmes(), found.id, number)
        return number, kept.document.tree
    if found.number and found.packaged is not None:
        return 0, programmes.document_of_programme(found.packaged).tree
    return None, None


def _list(
    request: Request,
    seat: Seat,
    place: Place,
    sent: Form,
    problems: Sequence[Problem],
    status: int = 200,
    way: str = "",
) -> Response:
    language = language_of(request)
    found = programmes.list_programmes(place.gate, seat.actor, place.programmes())
    return show(
        request, "programmes.html", seat=seat, noun="programmes", status=status, found=found, sent=sent, way=way,
        own=sum(item.origin != "packaged" for item in found), words=RuleWords(language), kinds=KINDS,
        words_label=lambda name: text(f"web.rule_fields.label.{name}", language),
        name_of=lambda item: name_of(item, language), may_write=seat.actor.may("write_rules"),
        year=_today(place).year, problems=told(problems, language),
        crumbs=(Crumb(name=text("web.noun.programmes", language), href=f"{seat.base}/programmes"),),
    )  # fmt: skip


def _one(
    request: Request,
    seat: Seat,
    place: Place,
    found: WorkspaceProgramme,
    *,
    saved: str = "",
    typed: str = "",
    trial: Trial | None = None,
    problems: Sequence[Problem] = (),
    status: int = 200,
) -> Response:
    language = language_of(request)
    words = RuleWords(language, tracks_of(found.document.tree, language), found.programme)
    versions = programmes.programme_history(place.gate, seat.actor, found.id)
    read = {name: reading(found.programme, name, words) for name in SECTIONS} if found.counts else {}
    conditions = found.programme.conditions
    return show(
        request, "one_programme.html", seat=seat, noun="programmes", status=status, found=found,
        base=base_of(seat, found),
        name=name_of(found, language), crumbs=crumbs_of(seat, found, language), words=words, read=read, saved=saved,
        who=question(conditions, words) if found.counts and conditions is not None else None,
        is_memory=any("[memory]" in item.source for item in found.programme.sources), typed=typed,
        versions=len(versions), newest=versions[0].number if versions else 0,
        own_problems=told_problems(
            Programme, problems_of_programme(found.document), found.document, base_of(seat, found), language
        ),
        problems=told(problems, language), may_write=seat.actor.may("write_rules"), example=EXAMPLE,
        answers=_answers(trial, language) if trial is not None else [],
        firm="" if trial is None else trial.firm, paid=_paid(place, found, language),
    )  # fmt: skip


def _paid(place: Place, found: WorkspaceProgramme, language: Language) -> str:
    """What it pays and when it is open, in a sentence, for a firm of which nothing is known."""
    if not found.counts:
        return ""
    worth, dates = known_terms(found.programme, _today(place))
    paid = paid_words(worth, found.programme.kind, language, cost_told=False)
    return "; ".join((*paid, dates_words(dates, language)))


def _answers(trial: Trial, language: Language) -> list[Answer]:
    editions = (text("web.programmes.this_edition", language), text("web.programmes.as_packaged", language))
    return [
        Answer(
            edition=edition,
            eligible=item.chance.eligible,
            reasons=[condition_words(condition, language, item.programme, excluded=excluded)
                     for condition, excluded in item.decided_by],
            pays=paid_words(item.chance.worth, item.chance.kind, language, cost_told=False),
            dates=dates_words(item.chance.dates, language),
            asks=[question_of(fact, language).question for fact in item.chance.asks[:5]],
        )
        for edition, item in zip(editions, trial.answers, strict=False)
    ]  # fmt: skip
