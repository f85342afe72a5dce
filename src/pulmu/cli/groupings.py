"""Which process boundaries the law allows in a plant, and how the figure of each good moves with them."""

import json
from typing import TYPE_CHECKING

from pulmu.cli.options import (
    CitedGapsOption,
    CitedStoreOption,
    EditionOption,
    GapsChoice,
    JsonOption,
    LangOption,
    PlantArgument,
    ScenarioOption,
    print_out,
    read_cited_plant,
    refuse,
    screen_for,
)
from pulmu.cli.screen import Screen
from pulmu.locale import digits, has_text, plain, problem_line, unit_symbol
from pulmu.model import encode

if TYPE_CHECKING:
    from pulmu.services.advise_groupings import Choice, FindingRecord, GoodFigures, GroupingAdvice

_NAME = 34
_COLUMNS = (
    ("direct", "t CO2e/t"),
    ("counted", "t CO2e/t"),
    ("free_allocation", "t CO2e/t"),
    ("certificates", "certificate/t"),
    ("cost", "EUR"),
)


def show_groupings(
    plant: PlantArgument,
    store: CitedStoreOption = None,
    gaps: CitedGapsOption = GapsChoice.REFUSE,
    as_json: JsonOption = False,
    lang: LangOption = None,
    edition: EditionOption = None,
    scenario: ScenarioOption = None,
) -> None:
    """Compare the process boundaries the law allows: what moves between goods, what it costs, what is forbidden."""
    from pulmu.reference import DEFAULT_EDITION
    from pulmu.services.advise_groupings import advise_groupings

    screen = screen_for(lang)
    document = read_cited_plant(plant, store, gaps)
    outcome = advise_groupings(document, edition=edition or DEFAULT_EDITION, scenario=scenario)
    if outcome.advice is None:
        refuse(outcome.problems, screen, as_json)
    if as_json:
        print_out(json.dumps(encode(outcome.advice, full=True), ensure_ascii=False, indent=1))
        return
    print_groupings(outcome.advice, screen)


def print_groupings(advice: "GroupingAdvice", screen: Screen) -> None:
    """The choices with their figures, what is forbidden or open, and what follows."""
    from pulmu.services.grouping_reasons import reasons_of_judgement

    screen.title(screen.text("cli.groupings.title"))
    for number, choice in enumerate(advice.choices, start=1):
        _print_choice(number, choice, advice, screen)
    screen.line("")
    counts = {"shown": len(advice.choices), "possible": advice.possible}
    screen.line(screen.text("cli.groupings.compared", **counts))
    if advice.judgements:
        screen.title(screen.text("cli.groupings.judgements"))
    for item in advice.judgements:
        names = ", ".join(_process(name, advice, screen) for name in item.processes)
        said = screen.text(f"cli.groupings.what_{item.what}_{item.finding.answer}", processes=names)
        screen.line(f"  {screen.ember('■')} {said}")
        for reason in _words(reasons_of_judgement(item), screen):
            screen.line(f"      {reason}")
    screen.line("")
    screen.line(_conclusion(advice, screen))


def _print_choice(number: int, choice: "Choice", advice: "GroupingAdvice", screen: Screen) -> None:
    from pulmu.services.grouping_reasons import reasons_of

    blocks = " | ".join(" + ".join(_process(name, advice, screen) for name in block) for block in choice.blocks)
    described = f" {screen.text('cli.groupings.described')}" if choice.is_described else ""
    allowed = screen.text(f"cli.groupings.allowed_{choice.allowed}")
    screen.line("")
    screen.line(f"{number}. {blocks}{described}: {allowed}")
    if choice.allowed != "yes":
        for reason in _words(reasons_of(choice.finding, choice.allowed), screen):
            screen.line(f"      {reason}")
    for problem in choice.problems:
        screen.line(f"      {plain(problem_line(problem, screen.language), 300)}")
    if not choice.goods:
        return
    head = [screen.text("cli.good"), "CN"]
    head += [f"{screen.text(f'cli.groupings.{name}')} {unit_symbol(unit, screen.language)}" for name, unit in _COLUMNS]
    head.append(screen.text("cli.groupings.moved"))
    first = {good.good: good for good in advice.choices[0].goods}
    screen.table(head, [_row(good, first[good.good], screen) for good in choice.goods], left=2)
    none = screen.text("number.missing")
    sums = {"attributed": none, "embedded": none}
    for name in sums:
        value = getattr(choice, name)
        sums[name] = none if value is None else digits(value, "t CO2e")
    screen.line("  " + screen.text("cli.groupings.sums", **sums))
    if choice.cost is None:
        screen.line("  " + screen.text("cli.groupings.no_cost"))
    else:
        screen.line("  " + screen.text("cli.groupings.all_cost", cost=digits(choice.cost, "EUR")))


def _row(good: "GoodFigures", first: "GoodFigures", screen: Screen) -> list[str]:
    name = good.name_local if screen.language == "ko" and good.name_local else good.name
    if not good.process:
        inside = screen.text("cli.groupings.inside")
        return [plain(name, _NAME), good.cn_code, *[inside] * len(_COLUMNS), ""]
    values = [getattr(good, column) for column, _ in _COLUMNS]
    none = screen.text("number.missing")
    cells = [none if value is None else digits(value, unit) for value, (_, unit) in zip(values, _COLUMNS, strict=True)]
    moved = none
    if good.counted is not None and first.counted is not None:
        change = good.counted - first.counted
        moved = ("+" if change > 0 else "") + digits(change, "t CO2e/t")
    return [plain(name, _NAME), good.cn_code, *cells, moved]


def _words(reasons: "tuple[FindingRecord, ...]", screen: Screen) -> list[str]:
    """Facts in words, each with its article."""
    lines = [_fact(leaf, screen) + (f"  [{leaf.article}]" if leaf.article else "") for leaf in reasons]
    return list(dict.fromkeys(lines))


def _fact(leaf: "FindingRecord", screen: Screen) -> str:
    key = f"cli.groupings.fact_{leaf.name}_{leaf.answer}"
    detail = plain(leaf.detail, 160)
    return screen.text(key, detail=detail) if has_text(key, screen.language) else f"{leaf.name}: {detail}"


def _process(name: str, advice: "GroupingAdvice", screen: Screen) -> str:
    said, local = advice.process_names.get(name, (name, ""))
    return plain(local if screen.language == "ko" and local else said, _NAME)


def _conclusion(advice: "GroupingAdvice", screen: Screen) -> str:
    if advice.choices[0].allowed == "no":
        return screen.text("cli.groupings.described_forbidden")
    if advice.cheapest is None:
        return screen.text("cli.groupings.no_advice")
    best, first = advice.choices[advice.cheapest], advice.choices[0]
    if advice.cheapest == 0 or best.cost is None or first.cost is None:
        return screen.text("cli.groupings.described_is_best")
    saved = digits(first.cost - best.cost, "EUR")
    return screen.text("cli.groupings.cheaper", number=advice.cheapest + 1, saved=saved)
