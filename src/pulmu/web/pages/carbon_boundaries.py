"""Which process boundaries the law allows in a plant, and what they move."""

from fastapi import APIRouter, Request, Response

from pulmu.http.language import language_of
from pulmu.locale import Language, digits, has_text, plain, text
from pulmu.services.advise_groupings import Choice, FindingRecord, GroupingAdvice, JudgementRecord
from pulmu.services.grouping_reasons import reasons_of, reasons_of_judgement
from pulmu.web.pages.looked import Seen, show_looked
from pulmu.web.show import Crumb, told

pages = APIRouter(include_in_schema=False)
MOST_SHOWN = 12


@pages.get("/carbon/boundaries")
def show_boundaries(request: Request, looked: Seen) -> Response:
    """The groupings of a plant, the described one first."""
    language, outcome = language_of(request), looked.live.groupings(looked.document, looked.wish)
    crumbs = (Crumb(name=text("web.boundaries.crumb", language), href=looked.href("/boundaries")),)
    advice = outcome.advice
    if advice is None:
        return show_looked(request, "carbon_problems.html", looked, crumbs, problems=told(outcome.problems, language))
    return show_looked(
        request,
        "carbon_boundaries.html",
        looked,
        crumbs,
        advice=advice,
        choices=advice.choices[:MOST_SHOWN],
        first={good.good: good for good in advice.choices[0].goods},
        answer=answer_of(advice, language),
        blocks=lambda choice: _blocks(choice, advice, language),
        reasons=lambda choice: [_fact(item, language) for item in reasons_of(choice.finding, choice.allowed)],
        problems_in=lambda choice: told(choice.problems, language),
        judged=[(_judgement(item, advice, language), _facts(item, language)) for item in advice.judgements],
        named=lambda good: good.name_local if language == "ko" and good.name_local else good.name,
    )


def answer_of(advice: GroupingAdvice, language: Language) -> str:
    """What follows, in one sentence."""
    if advice.choices[0].allowed == "no":
        return text("cli.groupings.described_forbidden", language)
    if len(advice.choices) == 1:
        return text("web.boundaries.only_one", language)
    if advice.cheapest is None:
        return text("cli.groupings.no_advice", language)
    best, first = advice.choices[advice.cheapest], advice.choices[0]
    if advice.cheapest == 0 or best.cost is None or first.cost is None:
        return text("cli.groupings.described_is_best", language)
    saved = digits(first.cost - best.cost, "EUR")
    return text("cli.groupings.cheaper", language, number=advice.cheapest + 1, saved=saved)


def _blocks(choice: Choice, advice: GroupingAdvice, language: Language) -> str:
    return " | ".join(" + ".join(_process(name, advice, language) for name in block) for block in choice.blocks)


def _process(name: str, advice: GroupingAdvice, language: Language) -> str:
    said, local = advice.process_names.get(name, (name, ""))
    return plain(local if language == "ko" and local else said, 60)


def _judgement(item: JudgementRecord, advice: GroupingAdvice, language: Language) -> str:
    names = ", ".join(_process(name, advice, language) for name in item.processes)
    return text(f"cli.groupings.what_{item.what}_{item.finding.answer}", language, processes=names)


def _facts(item: JudgementRecord, language: Language) -> list[str]:
    return [_fact(leaf, language) for leaf in reasons_of_judgement(item)]


def _fact(leaf: FindingRecord, language: Language) -> str:
    key, detail = f"cli.groupings.fact_{leaf.name}_{leaf.answer}", plain(leaf.detail, 160)
    said = text(key, language, detail=detail) if has_text(key, language) else f"{leaf.name}: {detail}"
    return f"{said} [{leaf.article}]" if leaf.article else said
