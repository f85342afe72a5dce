"""One good: what it carries against its default value, what that comes from, what it costs, and why something lacks."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from pulmu.http.language import language_of
from pulmu.locale import Language, number, percent, text
from pulmu.model import Figure
from pulmu.services.legal_basis import legal_basis
from pulmu.services.report import Contribution, GoodResult, Report
from pulmu.web.charts.bars import Segment, stacked_bar
from pulmu.web.pages.looked import Looked, Seen, good_of, show_looked
from pulmu.web.pages.table_file import table_file
from pulmu.web.pages.words import good_name, process_name, word
from pulmu.web.show import Crumb

pages = APIRouter(include_in_schema=False)
UNIT = "t CO2e/t"


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with its words.

    Parameters
    ----------
    picture : SVG text.
    """

    name: str
    shown: str
    picture: str


@dataclass(frozen=True, slots=True)
class Share:
    """What one source adds to a tonne of the good."""

    kind: str
    label: str
    process: str
    per_tonne: float
    share: float
    picture: str


@pages.get("/carbon/goods/{good}")
def show_good(request: Request, looked: Seen, good: Annotated[str, Path(max_length=100)]) -> Response:
    """A good of the plant."""
    report, language = looked.outcome().report, language_of(request)
    if report is None:
        return show_looked(request, "carbon_good.html", looked)
    found = good_of(report, good)
    return show_looked(
        request,
        "carbon_good.html",
        looked,
        (Crumb(name=good_name(found, language), href=looked.href(f"/goods/{found.id}")),),
        good=found,
        bars=bars_of(found, language),
        shares=shares_of(report, found, language),
        basis=legal_basis([_root(looked, report, found)]),
        processes={item.id: process_name(item, language) for item in report.processes},
        word=lambda group, code: word(group, code, language),
        less=_less(found),
    )


@pages.get("/carbon/goods/{good}/parts.csv")
def parts_file(request: Request, looked: Seen, good: Annotated[str, Path(max_length=100)]) -> Response:
    """What a good's figure is made of, as a table for a spreadsheet."""
    report, language = looked.outcome().report, language_of(request)
    if report is None:
        return show_looked(request, "carbon_good.html", looked)
    heads = [text(f"web.good.{name}", language) for name in ("source", "kind", "process")]
    found = shares_of(report, good_of(report, good), language)
    rows = [[item.label, word("kind", item.kind, language), item.process, item.per_tonne] for item in found]
    return table_file("parts.csv", [*heads, UNIT], rows)


def _root(looked: Looked, report: Report, good: GoodResult) -> Figure:
    value = good.cost or good.certificates_per_tonne or good.specific_embedded_emissions
    return looked.book(report).figures[value.figure]


def _less(good: GoodResult) -> float | None:
    """How much lower the actual figure is than the default value with its mark-up; None without one. [t CO2e/t]"""
    default = good.default_value_with_markup
    return None if default is None else default.value - good.specific_embedded_emissions.value


def bars_of(good: GoodResult, language: Language) -> tuple[Bar, ...]:
    """Actual against default, on one scale: the actual one by its kinds, the default one with its mark-up."""
    actual, default = good.specific_embedded_emissions.value, good.default_value_with_markup
    scale = max(actual, default.value if default else 0.0, sum(max(part, 0.0) for part in _kinds(good).values()))
    said = number(actual, UNIT, language)
    name = text("web.good.actual", language)
    segments = [
        Segment(word("kind", kind, language), number(value, UNIT, language), value, f"kind-{kind}")
        for kind, value in _kinds(good).items()
    ]
    bars = [Bar(name, said, stacked_bar(f"{name}: {said}", segments, scale))]
    if default is not None:
        bars.append(_default_bar(good, default.value, scale, language))
    return tuple(bars)


def _default_bar(good: GoodResult, default: float, scale: float, language: Language) -> Bar:
    published = good.default_value.value if good.default_value else default
    name, said = text("web.good.default", language), number(default, UNIT, language)
    segments = [
        Segment(text("web.good.published", language), number(published, UNIT, language), published, "default"),
        Segment(
            text("web.good.markup", language),
            number(default - published, UNIT, language),
            default - published,
            "markup",
        ),
    ]
    return Bar(name, said, stacked_bar(f"{name}: {said}", segments, scale))


def _markup(value: float, language: Language) -> Segment:
    return Segment(text("web.good.markup", language), number(value, UNIT, language), value, "markup")


def _kinds(good: GoodResult) -> dict[str, float]:
    """What each kind adds to a tonne."""
    found: dict[str, float] = {}
    for part in good.contributions:
        found[part.kind] = found.get(part.kind, 0.0) + _per_tonne(part, good)
    return found


def _per_tonne(part: Contribution, good: GoodResult) -> float:
    mass = good.activity_level.value
    return part.emissions / mass if mass > 0 else 0.0


def shares_of(report: Report, good: GoodResult, language: Language) -> tuple[Share, ...]:
    """What the figure of a good is made of, the greatest first."""
    whole = good.specific_embedded_emissions.value
    names = {item.id: process_name(item, language) for item in report.processes}
    found = []
    for part in sorted(good.contributions, key=lambda item: -abs(item.emissions)):
        each = _per_tonne(part, good)
        share = each / whole if whole else 0.0
        said = f"{part.label}: {percent(share, language)}"
        picture = stacked_bar(
            said, [Segment(part.label, percent(share, language), share, f"kind-{part.kind}")], 1.0, 10
        )
        process = names.get(part.process, part.process)
        found.append(Share(part.kind, part.label, process, each, share, picture))
    return tuple(found)
