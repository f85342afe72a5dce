"""Where the firm stands on four axes: what its plant proves, what is not known, and what would raise each."""

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from pulmu.http.identify import AnyPlace
from pulmu.http.language import language_of
from pulmu.locale import Language, has_text, measured_text, source_text, text
from pulmu.model import Source
from pulmu.model.finding import Answer
from pulmu.reference import FactDescription, find_fact, profile_criteria
from pulmu.services.place import Place
from pulmu.services.workspaces.firm_profile import OF_YEAR, WorkspaceProfile, workspace_profile
from pulmu.support.profile import AxisProfile, CriterionResult
from pulmu.support.profile.rulebook import OWN, RUNGS
from pulmu.web.charts.level_bar import level_bar
from pulmu.web.forms import AnyForm
from pulmu.web.show import Crumb, Told, show, told
from pulmu.web.viewer import Seat, Seated

routes = APIRouter(prefix="/w/{workspace}/profile", include_in_schema=False)
ASKED = tuple(dict.fromkeys([
    *(fact for item in profile_criteria() for fact in item.ask),
    *(fact for _, facts in RUNGS for fact in facts),
    "mainbiz",
]))  # fmt: skip
"""Facts the form asks, in the order of the criteria that wait for them."""
_LONGEST = 40
_FACT_OF = {account: fact for fact, account in OF_YEAR.items()}


@dataclass(frozen=True, slots=True)
class Row:
    """A criterion in the reader's words."""

    name: str
    answer: str
    value: str
    threshold: str
    source: str
    is_proven: bool


@dataclass(frozen=True, slots=True)
class AxisShown:
    """An axis in the reader's words."""

    axis: AxisProfile
    name: str
    level: str
    picture: str
    rows: tuple[Row, ...]
    nearest: str
    does: str
    asks: FactDescription | None


@routes.get("")
def show_profile(
    request: Request, seat: Seated, place: AnyPlace, plant: Annotated[str, Query(max_length=64)] = ""
) -> Response:
    """What is proven, without any answers."""
    return _page(request, seat, place, plant, {})


@routes.post("")
def answer_questions(request: Request, seat: Seated, place: AnyPlace, form: AnyForm) -> Response:
    """The same with the answers of the form; they are not kept."""
    answers = {name: form.text(name, _LONGEST) for name in ASKED}
    return _page(request, seat, place, form.text("plant", 64), answers)


def _page(request: Request, seat: Seat, place: Place, plant: str, answers: dict[str, str]) -> Response:
    language = language_of(request)
    levels = _levels(language)
    found = workspace_profile(place.gate, seat.actor, place.measured, place.live, plant, answers)
    profile = found.profiled.profile
    axes = () if profile is None else tuple(_axis(item, found, language) for item in profile.axes)
    return show(
        request, "profile.html", seat=seat, noun="profile", status=200 if profile is not None else 422,
        found=found, profile=profile, axes=axes, sent=answers, smart=levels,
        levels_of=lambda labels: ", ".join(levels[label] for label in labels),
        name_of=lambda item: _name(item, language), unit_of=lambda unit: _unit(unit, language),
        asked=[find_fact(name) for name in ASKED if name not in found.proven],
        problems=_problems(found, language),
        crumbs=(Crumb(name=text("web.noun.profile", language), href=f"{seat.base}/profile"),),
    )  # fmt: skip


def _problems(found: WorkspaceProfile, language: Language) -> list[Told]:
    """What is wrong with answers, each named by its fact and leading to its question."""
    return [_at_question(item, language) for item in told(found.profiled.problems, language)]


def _at_question(item: Told, language: Language) -> Told:
    name = _FACT_OF.get(item.place.rpartition(".")[2], item.place.rpartition(".")[2])
    if name not in ASKED:
        return item
    fact = find_fact(name)
    return replace(item, place=fact.name_ko if language == "ko" else fact.name_en, href=f"#ask-{name}")


def _axis(axis: AxisProfile, found: WorkspaceProfile, language: Language) -> AxisShown:
    name, level = text(f"profile.axis.{axis.axis}", language), level_said(axis, language)
    step = axis.steps[0].result.criterion if axis.steps else None
    return AxisShown(
        axis, name, level, level_bar(f"{name}: {level}", axis.sure, axis.possible),
        tuple(_row(item, found, language) for item in axis.criteria),
        "" if step is None else step.name_ko if language == "ko" else step.name_en,
        "" if step is None else step.raise_ko if language == "ko" else step.raise_en,
        axis.questions[0].fact if axis.questions else None,
    )  # fmt: skip


def level_said(axis: AxisProfile, language: Language) -> str:
    """The level, or the span that unknown criteria leave."""
    if axis.sure == axis.possible:
        return text("profile.level", language, level=axis.sure)
    return text("profile.level_between", language, sure=axis.sure, possible=axis.possible)


def _name(item: CriterionResult, language: Language) -> str:
    return item.criterion.name_ko if language == "ko" else item.criterion.name_en


def _row(item: CriterionResult, found: WorkspaceProfile, language: Language) -> Row:
    compared = item.finding.compared
    value = threshold = ""
    if compared is not None:
        unit = compared.right.unit or compared.left.unit
        limit = measured_text(compared.right.low, unit, language)
        threshold = text("profile.at_least" if compared.sign == ">=" else "profile.at_most", language, limit=limit)
        value = measured_text(compared.left.low, unit, language) if compared.left.is_known else ""
    elif item.limit is not None:
        least = item.limit.name_ko if language == "ko" else item.limit.name_en
        threshold = text("profile.at_least", language, limit=least)
    source = compared.right.source if compared is not None else item.criterion.source
    is_proven = item.answer is not Answer.UNKNOWN and any(fact in found.proven for fact in item.criterion.facts)
    return Row(_name(item, language), str(item.answer), value, threshold, _source(source, language), is_proven)


def _source(source: Source | None, language: Language) -> str:
    if source is None or source.act == OWN:
        return text("web.profile.own", language)
    return source_text(source, language)


def _unit(unit: str, language: Language) -> str:
    key = f"profile.unit.{unit}"
    return text(key, language) if has_text(key, language) else unit


def _levels(language: Language) -> dict[str, str]:
    choices = find_fact("smart_factory_level").choices
    return {item.id: item.name_ko if language == "ko" else item.name_en for item in choices}
