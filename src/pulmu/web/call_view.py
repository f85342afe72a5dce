"""A call as it is read: dates, money, whom it keeps places for, how it judges and chooses, in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from pulmu.locale import Language, date_text, has_text, percent, text, won
from pulmu.model.call import AskedDocument, Call, CallQuota, Rung, Tie
from pulmu.model.programme import Condition
from pulmu.reference import find_fact
from pulmu.services.calls.shelf import KeptCall
from pulmu.support.calls import assessed_on, closes_at, opens_at
from pulmu.web.rule_reading import Question, question
from pulmu.web.rule_words import RuleWords, called
from pulmu.web.show import moment_text

_LIMITS = ("least", "least_share", "most", "most_share")


@dataclass(frozen=True, slots=True)
class Named:
    """Something with a name: what is told of it, whom it is about, and what else there is to say."""

    name: str
    said: str = ""
    who: Question | None = None
    note: str = ""


def dates_of(call: Call, language: Language) -> list[Named]:
    """When it opens, closes, looks at the firms, and until when one may appeal."""
    found = [
        Named(text("web.calls.opens", language), moment_text(opens_at(call), language)),
        Named(text("web.calls.closes", language), moment_text(closes_at(call), language)),
        Named(text("web.calls.assessed", language), date_text(assessed_on(call), language)),
    ]
    if call.appeal_days is not None:
        said = text("web.calls.appeal_days", language, count=int(call.appeal_days))
        if call.answer_days is not None:
            said = f"{said}, {text('web.calls.answer_days', language, count=int(call.answer_days))}"
        found.append(Named(text("web.calls.appeal", language), said))
    return found


def money_of(found: KeptCall, language: Language) -> list[Named]:
    """Money and places, with what decisions took of them."""
    call, state = found.call, found.state
    made = [
        Named(text("web.calls.money", language), money_words(call.budget_krw, language)),
        Named(text("web.calls.places", language), _places(call.places, language)),
    ]
    if state is not None and state.stage not in ("taking", "reviewing"):
        taken = text("web.calls.committed", language, krw=won(state.committed_krw, language), count=state.taken)
        made.append(Named(text("web.calls.taken", language), taken))
    return made


def money_words(krw: float | None, language: Language) -> str:
    """Money, or that there is no limit of it."""
    return text("web.calls.no_limit_money", language) if krw is None else won(krw, language)


def _places(places: float | None, language: Language) -> str:
    if places is None:
        return text("web.calls.no_limit_places", language)
    return text("web.calls.count_places", language, count=f"{int(places):,}")


def tracks_of_call(call: Call, language: Language) -> list[Named]:
    """Parts with places and money of their own."""
    return [
        Named(called(item, language), f"{_places(item.places, language)}, {money_words(item.budget_krw, language)}")
        for item in call.tracks
    ]


def quotas_of(call: Call, words: RuleWords) -> list[Named]:
    """Places that are kept, and for whom."""
    return [
        Named(called(item, words.language), _kept(item, words.language), question(item.when, words), item.note)
        for item in call.quotas
    ]


def _kept(quota: CallQuota, language: Language) -> str:
    said = []
    for name in _LIMITS:
        value = getattr(quota, name)
        if value is not None:
            shown = percent(value, language) if name.endswith("share") else f"{int(value):,}"
            said.append(text(f"web.calls.quota.{name}", language, value=shown))
    return ", ".join(said)


def bonus_of(call: Call, words: RuleWords) -> list[Named]:
    """Points that are added, and for whom."""
    language = words.language
    return [
        Named(
            named_id("bonus_name", item.id, language),
            text("web.calls.points", language, points=_points(item.points)) if item.points is not None
            else text("web.rule_form.unknown", language),
            question(item.when, words) if item.when is not None else None, item.note,
        )
        for item in call.bonus
    ]  # fmt: skip


def bonus_limits(call: Call, language: Language) -> str:
    """How many bonus points there can be together."""
    said = []
    if call.most_bonus is not None:
        said.append(text("web.calls.most_bonus", language, points=_points(call.most_bonus)))
    if call.one_bonus_only:
        said.append(text("web.calls.one_bonus_only", language))
    return " ".join(said)


@dataclass(frozen=True, slots=True)
class ShownCriterion:
    """What is judged, and how."""

    name: str
    most: str
    step: str
    expertise: str


def criteria_of(call: Call, language: Language) -> list[ShownCriterion]:
    """What reviewers give points for."""
    every = text("web.calls.every_reviewer", language)
    return [
        ShownCriterion(
            called(item, language), _points(item.most), _points(item.step),
            _expertises(item.expertise, language) or every,
        )
        for item in call.criteria
    ]  # fmt: skip


def _expertises(names: tuple[str, ...], language: Language) -> str:
    return ", ".join(named_id("expertise", name, language) for name in names)


def named_id(kind: str, name: str, language: Language) -> str:
    """What an id that has no name of its own is commonly called; the id itself where that is not known."""
    key = f"web.calls.{kind}.{name}"
    return text(key, language) if has_text(key, language) else name


def points_together(call: Call) -> str:
    """Most points an application can have, bonus aside."""
    return _points(sum(item.most for item in call.criteria))


def _points(points: float | None) -> str:
    return "" if points is None else f"{points:g}"


def reviewing_of(call: Call, language: Language) -> list[str]:
    """Who judges, and who may not."""
    return [] if call.reviewing is None else list(_reviewing(call, language))


def _reviewing(call: Call, language: Language) -> Iterator[str]:
    asked = call.reviewing
    if asked is None:
        return
    yield text("web.calls.reviewing.per_application", language, count=asked.per_application)
    for expertise, count in asked.least_by_expertise.items():
        yield text(
            "web.calls.reviewing.expertise", language, name=named_id("expertise", expertise, language), count=count
        )
    if asked.most_each is not None:
        yield text("web.calls.reviewing.most_each", language, count=int(asked.most_each))
    if asked.former_colleague_years:
        yield text("web.calls.reviewing.colleagues", language, years=_points(asked.former_colleague_years))
    for name in ("relatives", "affiliates"):
        if getattr(asked, name):
            yield text(f"web.calls.reviewing.{name}", language)
    if asked.seal_by is not None:
        yield text("web.calls.reviewing.seal_by", language, day=date_text(asked.seal_by, language))
    yield text(f"web.calls.reviewing.leave_out_{asked.leave_out}", language)
    yield text(f"web.calls.reviewing.calibration_{asked.calibration}", language)
    if asked.note:
        yield asked.note


def choosing_of(call: Call, language: Language) -> list[str]:
    """How applications are chosen, in sentences."""
    return list(_choosing(call, language))


def _choosing(call: Call, language: Language) -> Iterator[str]:
    rules = call.choosing
    yield text(f"web.calls.choosing.{rules.mode}", language)
    if rules.mode == "in_order":
        yield text(f"web.calls.choosing.{rules.beyond_budget}", language)
    if rules.passing_points is not None:
        yield text("web.calls.choosing.passing", language, points=_points(rules.passing_points))
    if rules.per_group is not None:
        yield text("web.calls.choosing.per_group", language, count=rules.per_group)
    if rules.reserves:
        yield text("web.calls.choosing.reserves", language, count=int(rules.reserves))


def ties_of(call: Call, language: Language) -> list[str]:
    """What decides between equal points, in its order."""
    names = {item.id: called(item, language) for item in call.criteria}
    return [_tie(item, names, call.choosing.lot_seed, language) for item in call.choosing.ties]


def _tie(tie: Tie, criteria: dict[str, str], seed: str, language: Language) -> str:
    if tie.by in criteria:
        return text(f"web.calls.tie.criterion_{tie.order}", language, name=criteria[tie.by])
    if tie.by == "lot":
        return text("web.calls.tie.lot", language, seed=seed)
    own = f"web.calls.tie.{tie.by}_{tie.order}"
    if has_text(own, language):
        return text(own, language)
    fact = find_fact(tie.by)
    return text(f"web.calls.tie.fact_{tie.order}", language, name=fact.name_ko if language == "ko" else fact.name_en)


def papers_of(call: Call, words: RuleWords) -> list[Named]:
    """Papers that are asked for, and of whom."""
    return [
        Named(called(item, words.language), _must(item.when, item.is_optional, words.language),
              question(item.when, words) if item.when is not None else None, _with_validity(item, words.language))
        for item in call.documents
    ]  # fmt: skip


def _with_validity(paper: AskedDocument, language: Language) -> str:
    """What a paper has to be, and its note."""
    said = [text("web.calls.paper.attached", language)] if paper.attached else []
    if paper.no_older_days is not None:
        said.append(text("web.calls.paper.no_older", language, count=f"{paper.no_older_days:,}"))
    if paper.has_end:
        said.append(text("web.calls.paper.has_end", language))
    return " ".join((*said, *((paper.note,) if paper.note else ())))


def people_of(call: Call, language: Language) -> list[str]:
    """People an application names."""
    lines = []
    for item in call.people:
        part = text(f"web.applications.people.{item.part}", language)
        said = text("web.calls.people.least", language, name=part, count=item.least)
        lines.append(f"{said} {text('web.calls.people.past', language)}" if item.past else said)
    return lines


def _must(when: Condition | None, is_optional: bool, language: Language) -> str:
    key = "optional" if is_optional else "of_some" if when is not None else "of_all"
    return text(f"web.calls.paper.{key}", language)


def questions_of(call: Call, language: Language) -> list[Named]:
    """Questions that are asked."""
    return [
        Named((item.text_en if language == "en" else "") or item.text_ko or item.text_en,
              text("web.calls.longest", language, count=f"{item.longest:,}"),
              note=text("web.calls.paper.optional", language) if item.is_optional else "")
        for item in call.questions
    ]  # fmt: skip


def ladder_of(call: Call, language: Language) -> list[tuple[Rung, str]]:
    """Awards from the highest down, with their names."""
    return [] if call.ladder is None else [(item, called(item, language)) for item in call.ladder.rungs]


def repeats_of(call: Call, language: Language) -> str:
    """What one who has an award may not get again."""
    if call.ladder is None:
        return ""
    said = text(f"web.calls.no_repeat.{call.ladder.no_repeat}", language)
    if call.ladder.no_repeat == "none" or call.ladder.repeat_years is None:
        return said
    return f"{said} {text('web.calls.repeat_years', language, years=_points(call.ladder.repeat_years))}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadCall:
    """All that a call says, in words."""

    dates: list[Named]
    money: list[Named]
    tracks: list[Named]
    quotas: list[Named]
    bonus: list[Named]
    bonus_limits: str
    criteria: list[ShownCriterion]
    together: str
    reviewing: list[str]
    choosing: list[str]
    ties: list[str]
    papers: list[Named]
    questions: list[Named]
    people: list[str]
    ladder: list[tuple[Rung, str]]
    repeats: str


def read_call(found: KeptCall, words: RuleWords) -> ReadCall:
    """All that a call says, in words; it has no problems."""
    call, language = found.call, words.language
    return ReadCall(
        dates=dates_of(call, language), money=money_of(found, language), tracks=tracks_of_call(call, language),
        quotas=quotas_of(call, words), bonus=bonus_of(call, words), bonus_limits=bonus_limits(call, language),
        criteria=criteria_of(call, language), together=points_together(call), reviewing=reviewing_of(call, language),
        choosing=choosing_of(call, language), ties=ties_of(call, language), papers=papers_of(call, words),
        questions=questions_of(call, language), people=people_of(call, language), ladder=ladder_of(call, language),
        repeats=repeats_of(call, language),
    )  # fmt: skip
