"""Whether an application holds what its call asks for, and what the programme's rules say of who applies."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from pulmu.model.application import Application
from pulmu.model.call import AskedDocument, AskedPerson, AskedQuestion, Call
from pulmu.model.finding import Answer, Bounded, Finding
from pulmu.model.programme import Programme, Role
from pulmu.support.calls.moments import assessed_on
from pulmu.support.calls.papers import given_paper
from pulmu.support.calls.rules import call_programme
from pulmu.support.programme import ProgrammeRules, programme_rules
from pulmu.support.programme.condition import finding
from pulmu.support.programme.terms import Terms
from pulmu.support.rules import Evaluation, Facts, Rulebook
from pulmu.support.size import SizeRules, size_rules

COST = "project.cost_krw"
TRACK = "track"


@dataclass(frozen=True, slots=True)
class ApplicationRules:
    """What a call asks of every application: made once, asked of each."""

    call: Call
    programme: Programme
    rules: ProgrammeRules
    book: Rulebook

    @property
    def day(self) -> date:
        """The day on which size and conditions are looked at."""
        return assessed_on(self.call)

    @property
    def roles(self) -> tuple[Role, ...]:
        """Parts in the consortium, where the programme has one."""
        return self.programme.consortium.roles if self.programme.consortium is not None else ()


@dataclass(frozen=True, slots=True)
class CheckedApplication:
    """What was found of an application.

    Parameters
    ----------
    given : What is asked for, each with whether it is there; of a paper that only some must give unknown where it is
        not known whether this one must.
    eligible : Whether the programme is open to who applies.
    support_krw : What the programme pays by its rules for the cost told; None where it pays no money.
    """

    given: tuple[Finding, ...]
    eligible: Finding
    support_krw: Bounded | None

    @property
    def is_complete(self) -> bool:
        """Whether nothing that is asked for is missing."""
        return all(item.answer is not Answer.NO for item in self.given)

    @property
    def missing(self) -> tuple[Finding, ...]:
        """What is asked for and not there."""
        return tuple(item for item in self.given if item.answer is Answer.NO)


def application_rules(call: Call, programme: Programme, size: SizeRules | None = None) -> ApplicationRules:
    """The rules of a call for its applications: size, programme, and who must give which paper.

    Parameters
    ----------
    size : How the size class is known; computed from accounts and owners where None.
    """
    own, size = call_programme(programme, call), size or size_rules()
    rules, terms = programme_rules(own, size), Terms(own, size)
    asked = {_document(item.id): finding(terms, item.when, f"{_document(item.id)}.")
             for item in call.documents if item.when is not None}  # fmt: skip
    book = Rulebook(
        {**size.parameters, **terms.parameters, **rules.parameters}, {**size.outputs, **rules.outputs, **asked}
    )
    return ApplicationRules(call, own, rules, book)


def check_application(
    rules: ApplicationRules, application: Application, facts: Facts, *, on_paper: bool = False
) -> CheckedApplication:
    """Everything that is asked for, and what the rules say.

    Parameters
    ----------
    on_paper : Whether an officer took it in and has its papers in their hands: one that is named is there.
    facts : What is known of who applies, as of the day of the rules; cost and track are taken from the application.
    """
    told: dict[str, object] = {COST: application.cost_krw, TRACK: application.track}
    known = facts.with_values(**{name: value for name, value in told.items() if value is not None})
    asked = Evaluation(rules.book, known, rules.day)
    name = rules.programme.id
    outputs = rules.book.outputs
    support = (
        cast("Bounded", asked.outcome(outputs[f"{name}.support_krw"])) if f"{name}.support_krw" in outputs else None
    )
    own = f"{name}.{application.track}.eligible"
    eligible = cast("Finding", asked.outcome(outputs[own if own in outputs else f"{name}.eligible"]))
    given = (
        *_head(rules.call, application, support),
        *(_paper(asked, rules, item, application, on_paper=on_paper) for item in rules.call.documents),
        *(_answer(item, application) for item in rules.call.questions),
        *(_role(item, application) for item in rules.roles),
        *(_people(item, application) for item in rules.call.people),
    )
    return CheckedApplication(given, eligible, support)


def _head(call: Call, application: Application, support: Bounded | None) -> Iterator[Finding]:
    yield _is_there("name", application.name)
    yield _is_there("title", application.title)
    if call.tracks:
        known = ", ".join(item.id for item in call.tracks)
        is_one = application.track in {item.id for item in call.tracks}
        detail = "" if is_one else f"{application.track or 'not given'}, to be one of: {known}"
        yield Finding("track", Answer.YES if is_one else Answer.NO, detail)
    if call.ladder is not None and call.ladder.no_repeat != "none":
        is_clear = application.nomination is not None and application.nomination.is_clear
        yield Finding("earlier_awards", Answer.YES if is_clear else Answer.NO, "" if is_clear else "not given")
    if support is None:
        return
    yield _is_there("cost_krw", application.cost_krw)
    yield _is_there("asked_krw", application.asked_krw)
    if application.asked_krw is not None and application.cost_krw is not None:
        yield _within(application.asked_krw, support)


def _within(asked: int, support: Bounded) -> Finding:
    """No more is asked for than the rules pay."""
    detail = f"{asked:,} <= {support}"
    if asked <= support.low:
        return Finding("asked_within_support", Answer.YES, detail)
    if asked > support.high:
        return Finding("asked_within_support", Answer.NO, f"{asked:,} > {support}")
    return Finding("asked_within_support", Answer.UNKNOWN, f"{asked:,}, to be <= {support}")


def _paper(
    asked: Evaluation, rules: ApplicationRules, item: AskedDocument, application: Application, *, on_paper: bool
) -> Finding:
    name = _document(item.id)
    found = next((paper for paper in application.documents if paper.id == item.id), None)
    if found is not None and on_paper:
        return Finding(name, Answer.YES, found.file)
    if found is not None:
        return given_paper(name, item, found, rules.call.closes)
    if item.is_optional:
        return Finding(name, Answer.YES, "optional, not given")
    if item.when is None:
        return Finding(name, Answer.NO, "not given")
    must = cast("Finding", asked.outcome(rules.book.outputs[name]))
    if must.answer is Answer.NO:
        return Finding(name, Answer.YES, "not asked of this firm", None, (must,), joined="not")
    answer = Answer.NO if must.answer is Answer.YES else Answer.UNKNOWN
    return Finding(name, answer, "not given", None, (must,), joined="not")


def _answer(item: AskedQuestion, application: Application) -> Finding:
    name = f"question.{item.id}"
    text = next((answer.text for answer in application.answers if answer.id == item.id), "").strip()
    if not text:
        return Finding(name, Answer.YES if item.is_optional else Answer.NO, "not given")
    if len(text) > item.longest:
        return Finding(name, Answer.NO, f"{len(text):,} signs > {item.longest:,}")
    return Finding(name, Answer.YES, f"{len(text):,} signs <= {item.longest:,}")


def _role(item: Role, application: Application) -> Finding:
    names = [partner.name for partner in application.partners if partner.role == item.id and partner.name.strip()]
    return Finding(f"partner.{item.id}", Answer.YES if names else Answer.NO, ", ".join(names) or "not given")


def _people(item: AskedPerson, application: Application) -> Finding:
    """Counts and no names: a finding is told to many."""
    name = f"people.{item.part}"
    found = [one for one in application.people if one.part == item.part and one.name.strip()]
    silent = sum(1 for one in found if not one.worked_for.strip()) if item.past else 0
    if len(found) < item.least:
        return Finding(name, Answer.NO, f"{len(found)} of {item.least}")
    if silent:
        return Finding(name, Answer.NO, f"{silent} of {len(found)} do not tell where else they work or worked")
    return Finding(name, Answer.YES, f"{len(found)}")


def _is_there(name: str, value: object) -> Finding:
    is_there = value is not None and str(value).strip() != ""
    return Finding(name, Answer.YES if is_there else Answer.NO, "" if is_there else "not given")


def _document(paper: str) -> str:
    return f"document.{paper}"


def unknown_parts(call: Call, application: Application, roles: tuple[Role, ...]) -> Mapping[str, tuple[str, ...]]:
    """Papers, answers, roles and people that are given and not asked for, by kind; none where all is as asked."""
    asked: dict[str, set[str]] = {
        "document": {item.id for item in call.documents},
        "question": {item.id for item in call.questions},
        "partner": {item.id for item in roles},
        "person": {item.part for item in call.people},
    }
    given: dict[str, list[str]] = {
        "document": [item.id for item in application.documents],
        "question": [item.id for item in application.answers],
        "partner": [item.role for item in application.partners],
        "person": [item.part for item in application.people],
    }
    return {kind: tuple(name for name in given[kind] if name not in asked[kind]) for kind in asked}
