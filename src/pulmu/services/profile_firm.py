"""The profile of a firm, from its file and what its plant, reports and meters prove."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pulmu.model import Document, Firm, Firms, Problem, decode, has_errors
from pulmu.model.finding import Answer, Finding
from pulmu.services.check_plant import check_plant
from pulmu.services.plant_evidence import plant_evidence
from pulmu.services.ports import ReadingStore
from pulmu.services.report_cbam import report_cbam
from pulmu.support.ownership import asked_firm, check_read_firms
from pulmu.support.profile import (
    AxisProfile,
    CertificateCheck,
    CriterionResult,
    FirmProfile,
    Question,
    profile_of,
    profile_rules,
)
from pulmu.support.profile.facts import profile_facts
from pulmu.support.rules import Facts
from pulmu.support.size import facts_of, size_rules


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion as plain values; `origin` says where each fact it looks at is known from."""

    name: str
    answer: str
    detail: str
    source: str
    threshold_source: str
    facts: dict[str, Any]
    origin: dict[str, str]


@dataclass(frozen=True, slots=True)
class AxisAnswer:
    """An axis as plain values: `sure` is certain, `possible` the most that unknown criteria leave open."""

    axis: str
    sure: int
    possible: int
    criteria: tuple[Criterion, ...]
    holds: int
    unknown: int
    needed: int
    nearest: tuple[str, ...]
    ask_first: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SmartFactoryAnswer:
    """The official level where it was told; the levels that Pulmu's own ladder leaves possible are none."""

    official: str | None
    indicated: tuple[str, ...]
    ask_first: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CertificateAnswer:
    """A self-check: conditions that law names, and of each area the criteria that bear on it. Scores are not known."""

    name: str
    held: str
    conditions: dict[str, str]
    areas: dict[str, dict[str, str]]


@dataclass(frozen=True, slots=True)
class ProfileAnswer:
    """What is known of a firm on a day."""

    firm: str
    name: str
    name_local: str
    day: date
    axes: tuple[AxisAnswer, ...]
    smart_factory: SmartFactoryAnswer
    certificates: tuple[CertificateAnswer, ...]
    ask_first: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Profiled:
    """The answer with the findings behind it, or what stands in its way."""

    answer: ProfileAnswer | None
    profile: FirmProfile | None
    problems: tuple[Problem, ...]


def profile_firm(
    document: Document,
    day: date,
    *,
    plant: Document | None = None,
    readings: ReadingStore | None = None,
    proven: Mapping[str, Any] | None = None,
) -> Profiled:
    """The profile of the firm that a file asks about.

    Parameters
    ----------
    plant : A plant of the firm, with the totals it cites; a plant with errors is refused with all of them.
    readings : Where readings of its meters are kept.
    proven : Further facts that are proven elsewhere, such as whether a report is frozen.
    """
    decoded = decode(Firms, document)
    problems = check_read_firms(document, decoded)
    evidence: dict[str, Any] = dict(proven or {})
    if plant is not None:
        found, wrong = _of_plant(plant, day, readings)
        problems = (*problems, *wrong)
        evidence |= found
    if has_errors(problems):
        return Profiled(None, None, tuple(problems))
    told = facts_of(size_rules().rulebook(), decoded.value, day)
    facts = profile_facts(told, evidence)
    profile = profile_of(profile_rules(), facts, day)
    firm = asked_firm(decoded.value)
    origin = {name: "plant" for name, value in evidence.items() if value is not None}
    answer = answer_of(profile, facts, origin, firm)
    return Profiled(answer, profile, tuple(problems))


def _of_plant(
    document: Document, day: date, readings: ReadingStore | None
) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    checked, outcome = check_plant(document), report_cbam(document)
    if checked.plant is None or outcome.report is None:
        return {}, tuple(item for item in outcome.problems if item.severity == "error")
    found: dict[str, Any] = plant_evidence(checked.plant, outcome.report, readings)
    if checked.plant.period.year < day.year - 1:
        found["has_carbon_figure"] = None  # a figure of long ago is none of the last year
    return found, ()


def answer_of(profile: FirmProfile, facts: Facts, origin: Mapping[str, str], firm: Firm) -> ProfileAnswer:
    """A profile as plain values."""
    return ProfileAnswer(
        firm=firm.id,
        name=firm.name or firm.name_local or firm.id,
        name_local=firm.name_local,
        day=profile.day,
        axes=tuple(_axis(axis, facts, origin) for axis in profile.axes),
        smart_factory=SmartFactoryAnswer(
            profile.smart_factory.told, profile.smart_factory.indicated, _names(profile.smart_factory.asks)
        ),
        certificates=tuple(map(_certificate, profile.certificates)),
        ask_first=_names(profile.questions),
    )


def _axis(axis: AxisProfile, facts: Facts, origin: Mapping[str, str]) -> AxisAnswer:
    return AxisAnswer(
        axis=axis.axis,
        sure=axis.sure,
        possible=axis.possible,
        criteria=tuple(_criterion(item, facts, origin) for item in axis.criteria),
        holds=axis.count(Answer.YES),
        unknown=axis.count(Answer.UNKNOWN),
        needed=axis.needed,
        nearest=tuple(step.result.criterion.name for step in axis.steps),
        ask_first=_names(axis.questions),
    )


def _criterion(item: CriterionResult, facts: Facts, origin: Mapping[str, str]) -> Criterion:
    known = {name: facts.values.get(name) for name in item.criterion.facts}
    told = {name: origin.get(name, "firm") for name, value in known.items() if value is not None}
    return Criterion(
        item.criterion.name, str(item.answer), _detail(item.finding), str(item.criterion.source),
        threshold_source(item.finding), known, told,
    )  # fmt: skip


def _detail(finding: Finding) -> str:
    return finding.detail or next((part.detail for part in finding.parts if part.detail), "")


def threshold_source(finding: Finding) -> str:
    """Where the number a criterion is held against stands; empty for a plain yes."""
    if finding.compared is not None:
        return str(finding.compared.right.source or "")
    return next((str(part.source) for part in finding.parts if part.parameters and part.source), "")


def _certificate(item: CertificateCheck) -> CertificateAnswer:
    conditions = {part.name.partition(".")[2]: str(part.answer) for part in item.conditions}
    areas = {
        area.name: {f"{part.criterion.axis}.{part.criterion.name}": str(part.answer) for part in area.criteria}
        for area in item.areas
    }
    return CertificateAnswer(item.name, str(item.certificate.answer), conditions, areas)


def _names(questions: tuple[Question, ...]) -> tuple[str, ...]:
    return tuple(question.fact.name for question in questions)
