"""What a manager reads first: the figure of each good, where it comes from, what it costs, what is missing."""

from collections import defaultdict

from pulmu.cli.screen import Screen, pad, width_of
from pulmu.locale import digits, percent, period_text, plain, problem_line, quarter_text, unit_symbol
from pulmu.model import Problem
from pulmu.services.report import GoodResult, Report, Value

_BAR = 30
_NAME = 40
_COST_HEAD = (
    "cli.good",
    "cli.quarter",
    "cli.mass",
    "cli.price",
    "cli.per_tonne_actual",
    "cli.actual",
    "cli.per_tonne_default",
    "cli.default",
    "cli.difference",
)


def print_summary(report: Report, screen: Screen) -> None:
    """The first page of a report on a terminal."""
    screen.title(_heading(report, screen))
    screen.line(screen.text("cli.unverified"))
    sold = [good for good in report.goods if good.cbam_good and good.cost_lines] or [
        good for good in report.goods if good.cbam_good
    ]
    _print_answer(sold, report, screen)
    _print_figures(report, screen)
    for good in _one_of_each_process(sold):
        _print_sources(good, report, screen)
    _print_costs(sold, report, screen)
    _print_remarks(report, screen)


def _heading(report: Report, screen: Screen) -> str:
    local = screen.language == "ko"
    company = report.company.name_local if local and report.company.name_local else report.company.name
    place = report.installation.name_local if local and report.installation.name_local else report.installation.name
    return f"{plain(company, 60)} · {plain(place, 60)} · {period_text(report.period, screen.language)}"


def name_of(good: GoodResult, screen: Screen) -> str:
    """A good's name in the reader's language."""
    chosen = good.name_local if screen.language == "ko" and good.name_local else good.name
    return plain(chosen, _NAME)


def _shown(value: Value | None, screen: Screen) -> str:
    return screen.text("number.missing") if value is None else digits(value.value, value.unit)


def _print_answer(goods: list[GoodResult], report: Report, screen: Screen) -> None:
    """The first sentence: what it costs in all, and whether actual or default values cost less."""
    priced = [good for good in goods if good.cost is not None and good.default_cost is not None]
    if not priced or len(priced) < len([good for good in goods if good.cost_lines]):
        return
    actual = sum(good.cost.value for good in priced if good.cost)
    default = sum(good.default_cost.value for good in priced if good.default_cost)
    key = "cli.answer_less" if actual <= default else "cli.answer_more"
    screen.line("")
    screen.line(screen.text(
        key,
        year=report.period.year,
        actual=digits(actual, "EUR"),
        default=digits(default, "EUR"),
        difference=digits(abs(default - actual), "EUR"),
    ))  # fmt: skip


def _print_figures(report: Report, screen: Screen) -> None:
    screen.title(screen.text("cli.figures"))
    unit = unit_symbol("t CO2e/t", screen.language)
    head = [
        screen.text("cli.good"), "CN", f"t {screen.text('cli.output')}", f"{screen.text('cli.see')} {unit}",
        screen.text("cli.default_share"), f"{screen.text('cli.default_value')} {unit}",
        f"{screen.text('cli.footprint')} {unit}",
    ]  # fmt: skip
    rows = [
        [
            name_of(good, screen),
            good.cn_code if good.cbam_good else f"{good.cn_code} ({screen.text('cli.no_cbam_good')})",
            _shown(good.activity_level, screen),
            _shown(good.specific_embedded_emissions, screen),
            percent(good.share_of_default_values.value, screen.language),
            _shown(good.default_value_with_markup, screen),
            _shown(good.specific_embedded_emissions_indirect, screen),
        ]
        for good in report.goods
    ]
    screen.table(head, rows, left=2)
    counted = any(part.kind == "indirect_electricity" for good in report.goods for part in good.contributions)
    screen.line("  " + screen.text("cli.footprint_counted" if counted else "cli.footprint_note"))


def _one_of_each_process(goods: list[GoodResult]) -> list[GoodResult]:
    """Goods of one process share their figure: one stands for all."""
    return list({good.process: good for good in reversed(goods)}.values())[::-1]


def _print_sources(good: GoodResult, report: Report, screen: Screen) -> None:
    names = [name_of(item, screen) for item in report.goods if item.process == good.process and item.cbam_good]
    screen.title(screen.text("cli.sources", good=", ".join(names)))
    sums: dict[tuple[str, str], float] = defaultdict(float)
    for part in good.contributions:
        sums[screen.text(f"kind.{part.kind}"), plain(part.label, 60)] += part.emissions
    whole = sum(sums.values()) or 1.0
    largest = max(sums.values(), default=1.0) or 1.0
    labels = {key: f"{key[0]} · {key[1]}" for key in sums}
    width = max((width_of(label) for label in labels.values()), default=0)
    for key, value in sorted(sums.items(), key=lambda item: -item[1]):
        share = pad(percent(value / whole, screen.language), 7, right=True)
        bar = screen.block(max(0, round(_BAR * value / largest)))
        screen.line(f"  {pad(labels[key], width, right=False)} {share}  {bar}")


def _print_costs(goods: list[GoodResult], report: Report, screen: Screen) -> None:
    screen.title(screen.text("cli.costs"))
    head = [screen.text(key) for key in _COST_HEAD]
    rows = [row for good in goods for row in _cost_rows(good, screen)]
    if not rows:
        screen.line("  " + screen.text("cli.no_exports"))
        return
    screen.table(head, rows, left=2)
    if any(line.price_is_scenario for good in goods for line in good.cost_lines):
        screen.line("  " + screen.text("cli.scenario_note", scenario=report.scenario))


def _cost_rows(good: GoodResult, screen: Screen) -> list[list[str]]:
    rows = []
    for line in good.cost_lines:
        star = "*" if line.price_is_scenario else ""
        rows.append([
            name_of(good, screen), quarter_text(line.quarter, screen.language), _shown(line.mass, screen),
            star + _shown(line.price, screen), _shown(line.cost_per_tonne, screen), _shown(line.cost, screen),
            _shown(line.default_cost_per_tonne, screen), _shown(line.default_cost, screen),
            _difference(line.cost, line.default_cost, screen),
        ])  # fmt: skip
    if rows:
        rows.append([
            name_of(good, screen), screen.text("cli.total"),
            digits(sum(line.mass.value for line in good.cost_lines), "t"),
            "", "", _shown(good.cost, screen), "", _shown(good.default_cost, screen),
            _difference(good.cost, good.default_cost, screen),
        ])  # fmt: skip
    return rows


def _difference(actual: Value | None, default: Value | None, screen: Screen) -> str:
    if actual is None or default is None:
        return screen.text("number.missing")
    return digits(actual.value - default.value, "EUR")


def _print_remarks(report: Report, screen: Screen) -> None:
    screen.title(screen.text("cli.remarks" if report.remarks else "cli.nothing_missing"))
    for item in report.remarks:
        known = Problem(item.code, item.place, item.message, item.mend, tuple(item.values.items()), item.severity)
        screen.line(f"  {screen.ember('■')} {plain(problem_line(known, screen.language))}")
