"""The picture of where the emissions come from: widths proportional, labels apart, strangers' texts harmless."""

import random
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from tests.reports import HOSTILE, Names, sample_report

from pulmu.adapters import sankey as picture
from pulmu.adapters._report.names import text_width
from pulmu.adapters.sankey import FULL, fitted, sankey
from pulmu.services.emission_flows import MOST_NODES, OTHER, emission_flows, group_small
from pulmu.services.report import Contribution, Kind, Report

SVG = "{http://www.w3.org/2000/svg}"
BAND = re.compile(r"M([\d.]+) ([\d.]+)C[\d. ]+ ([\d.]+)V([\d.]+)C")


def drawn(report: Report, language: str = "en") -> ET.Element:
    return ET.fromstring(sankey(report, language))  # type: ignore[arg-type]


def links(root: ET.Element) -> list[tuple[float, float, float]]:
    """Emissions, left end and height of each band."""
    result = []
    for path in root.iter(f"{SVG}path"):
        if path.get("class") != "link":
            continue
        found = BAND.match(path.get("d", ""))
        assert found
        result.append((float(path.get("data-t", "")), float(found[1]), float(found[4]) - float(found[3])))
    return result


def boxes(root: ET.Element) -> list[tuple[float, float, float, float]]:
    """Left, top, right and bottom of each label, by the width its font takes at most."""
    result = []
    for label in root.iter(f"{SVG}text"):
        if label.get("class") == "label":
            size, x, y = float(label.get("font-size", "")), float(label.get("x", "")), float(label.get("y", ""))
            width = text_width(label.text or "", size)
            left = {"start": x, "middle": x - width / 2, "end": x - width}[label.get("text-anchor", "")]
            result.append((left, y - 0.8 * size, left + width, y + 0.2 * size))
    return result


def many(goods: int, processes: int, seed: int = 1) -> Report:
    report, rnd = sample_report(), random.Random(seed)
    kinds: tuple[Kind, ...] = ("direct_fuel", "heat", "precursor_default")
    made = tuple(
        replace(
            report.goods[0],
            id=f"g{number}",
            name=f"Good number {number} of a long row",
            contributions=tuple(
                Contribution(kind, "x", f"p{rnd.randrange(processes)}", rnd.random() ** 4 * 1000) for kind in kinds
            ),
        )
        for number in range(goods)
    )
    return replace(report, goods=made, processes=tuple(
        replace(report.processes[0], id=f"p{number}", name=f"Process {number}") for number in range(processes)
    ))  # fmt: skip


def one_link() -> Report:
    report = sample_report()
    good = replace(report.goods[0], contributions=(Contribution("heat", "steam", "fasteners", 5.0),))
    return replace(report, goods=(good,))


REPORTS = {"sample": sample_report(), "one": one_link(), "sixty": many(20, 20), "two hundred": many(70, 30, 7)}


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_bands_are_as_high_as_their_share(report: Report) -> None:
    root = drawn(report)
    total = sum(flow.emissions for flow in emission_flows(report)[0])
    for emissions, _, height in links(root):
        assert height == pytest.approx(FULL * emissions / total, abs=2e-4)


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_each_column_passes_on_everything(report: Report) -> None:
    total = sum(flow.emissions for flow in emission_flows(report)[0])
    sides: dict[float, float] = {}
    for emissions, left, _ in links(drawn(report)):
        sides[left] = sides.get(left, 0.0) + emissions
    assert len(sides) == 2
    assert list(sides.values()) == pytest.approx([total, total], rel=1e-9)


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_labels_never_overlap_and_stay_inside(report: Report, language: str) -> None:
    root = drawn(report, language)
    found = boxes(root)
    assert found
    for number, (left, top, right, bottom) in enumerate(found):
        assert left >= 0 and right <= picture.WIDTH
        for other in found[number + 1 :]:
            apart = right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
            assert apart, (found[number], other)


def test_small_flows_are_grouped_and_nothing_is_lost() -> None:
    flows = emission_flows(many(70, 30, 7))[0]
    total = sum(flow.emissions for flow in flows)
    grouped, counts = group_small(flows, total)
    assert sum(flow.emissions for flow in grouped) == pytest.approx(total)
    assert counts["good"] > 1
    for column in ("kind", "process", "good"):
        names = {getattr(flow, column) for flow in grouped}
        assert len(names) <= MOST_NODES
    kept = {flow.good for flow in grouped} - {OTHER}
    assert all(sum(f.emissions for f in flows if f.good == good) >= 0.01 * total for good in kept)


def test_goods_are_weighed_by_what_went_to_the_eu() -> None:
    report = sample_report()
    flows, over = emission_flows(report)
    bolt = report.goods[0]
    assert sum(f.emissions for f in flows if f.good == "bolt") == pytest.approx(
        0.6 * sum(part.emissions for part in bolt.contributions)
    )
    assert {flow.good for flow in flows} == {"bolt", "nut"}
    assert over == "exports"
    assert "sent to the EU" in sankey(report, "en")


def test_without_exports_everything_made_is_drawn() -> None:
    report = sample_report()
    report = replace(report, goods=tuple(replace(good, cost_lines=()) for good in report.goods))
    flows, over = emission_flows(report)
    assert len({flow.good for flow in flows}) == 3
    assert over == "production"
    assert "all goods made" in sankey(report, "en")


def test_negative_parts_are_told_not_drawn() -> None:
    good = replace(sample_report().goods[0], contributions=(
        Contribution("direct_fuel", "gas", "fasteners", 100.0), Contribution("heat", "export", "fasteners", -50.0)
    ))  # fmt: skip
    text = sankey(replace(sample_report(), goods=(good,)), "en")
    assert len(links(ET.fromstring(text))) == 2
    assert "negative parts of -30.0 tCO₂e" in text


def test_nothing_to_draw_is_said() -> None:
    report = replace(sample_report(), goods=())
    assert "No embedded emissions" in sankey(report, "en")
    assert "없습니다" in sankey(report, "ko")


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_names_stay_text(text: str) -> None:
    root = drawn(sample_report(Names.all(text)))
    assert {element.tag for element in root.iter()} <= {
        SVG + tag for tag in ("svg", "title", "desc", "defs", "pattern", "rect", "path", "g", "text")
    }
    assert all(left >= 0 and right <= picture.WIDTH for left, _, right, _ in boxes(root))


def test_default_values_are_hatched_and_the_font_knows_hangul() -> None:
    text = sankey(sample_report(), "ko")
    assert 'fill="url(#default)"' in text and '<pattern id="default"' in text
    assert "NanumGothic" in text
    assert sankey(sample_report(), "ko") == text


def test_a_long_name_keeps_its_end() -> None:
    shown = fitted("Profiles of aluminium alloy of a very long name, hollow", 150, 10.5)
    assert shown.endswith("hollow") and "…" in shown
    assert text_width(shown, 10.5) <= 150


def test_every_band_says_what_it_is() -> None:
    root = drawn(sample_report())
    said = [path.findtext(f"{SVG}title") or "" for path in root.iter(f"{SVG}path") if path.get("class") == "link"]
    assert said
    assert all(" → " in words and "tCO₂e" in words for words in said)
