import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from pulmu.model.errors import InputError, PulmuError, RuleError
from pulmu.reference import (
    benchmark_column_b,
    default_value,
    find_good,
    list_countries,
    list_goods,
    load_table,
    unknown_origin_value,
)

METALS = [good for good in list_goods() if good.sector in ("iron_steel", "aluminium")]
# 7205 has no letter in some tables, 7308 90 00 and 7607 11 00 are codes the benchmarks no longer print.
KNOWN_GAPS = {"rule.route_needed", "rule.no_benchmark"}


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(PulmuError) as refused:
        call()
    return refused.value.problems[0].code


def lines(edition: str | None = None) -> dict[tuple[str, str], tuple[float, str]]:
    rows = load_table("default_values", edition).rows
    return {(row["iso3"], row["cn_code"]): (row["total"], row["route"]) for row in rows}


def test_a_korean_bolt() -> None:
    value = default_value("7318 15 88", "KR")
    assert value.total == 3.474
    assert (value.routes, value.unit, value.table) == (("C",), "t CO2e/t", "Korea, Republic of")
    assert value.source.place == "Annex I, Korea, Republic of, 7318 15"
    assert value.source.edition == "2026-08 (corrected by (EU) 2026/1740)"
    assert not value.is_fallback


def test_two_letters_are_two_routes() -> None:
    assert ("C", "F") in {default_value(good.cn_code, "KR").routes for good in METALS}


def test_the_660_lines_read_from_version_2_are_equal(shared: Path) -> None:
    file = shared / "reference" / "cbam" / "default_values_check_sample.csv"
    with file.open(encoding="utf-8-sig", newline="") as text:
        sample = {(row["iso3"], row["cn_code"]): (float(row["total"]), row["route"]) for row in csv.DictReader(text)}
    ours = lines()
    assert len(sample) == 660
    assert sample == {key: ours[key] for key in sample}


def test_annex_iv_is_the_highest_country_total() -> None:
    for edition in ("2026-08", "2026-02"):
        highest: dict[str, float] = {}
        for (iso3, code), (total, _) in lines(edition).items():
            if iso3 != "OTHER":
                highest[code] = max(total, highest.get(code, 0.0))
        annex = {row["cn_code"]: row["total"] for row in load_table("annex_iv_unknown_origin", edition).rows}
        assert annex == {code: highest[code] for code in annex}
        assert len(annex) == 260


def test_the_corrected_value_stands_in_both_editions() -> None:
    assert default_value("7226 20 00", "FJ").total == 5.500
    assert default_value("7226 20 00", "FJ", edition="2026-02").total == 5.588


def test_taiwans_stainless_line_was_withdrawn() -> None:
    now, before = default_value("7222 11 11", "TW"), default_value("7222 11 11", "TW", edition="2026-02")
    assert (before.total, before.table) == (10.0, "Taiwan")
    assert (now.total, now.is_fallback) == (default_value("7222 11 11", "FJ").total, True)
    assert unknown_origin_value("7222 11 11").total == 8.690
    assert unknown_origin_value("7222 11 11", edition="2026-02").total == 10.0


def test_the_editions_differ_in_the_known_lines_only() -> None:
    now, before = lines("2026-08"), lines("2026-02")
    assert {("LBR", "28041000"), ("NCL", "72026000")} == now.keys() - before.keys()
    assert {"TWN", "TUN"} == {iso3 for iso3, _ in before.keys() - now.keys()}
    assert len(before.keys() - now.keys()) == 32
    assert [key for key in now.keys() & before.keys() if now[key] != before[key]] == [("OTHER", "72262000")]


def test_an_edition_that_is_not_stored_is_refused() -> None:
    assert code_of(lambda: default_value("73181588", "KR", edition="2025-01")) == "reference.edition_unknown"


def test_an_exempt_origin_has_no_default_value() -> None:
    for origin in (item for item in list_countries() if item.exempt):
        assert code_of(lambda origin=origin: default_value("73181588", origin.iso2)) == "rule.origin_exempt"


def test_a_split_good_needs_its_variant() -> None:
    assert code_of(lambda: default_value("2523 10 00", "CN")) == "rule.variant_needed"
    assert code_of(lambda: default_value("2523 10 00", "CN", variant="2523 10 00 20")) == "rule.variant_needed"
    assert code_of(lambda: unknown_origin_value("2523 10 00")) == "rule.variant_needed"
    white = unknown_origin_value("2523 10 00", variant="2523 10 00 10")
    assert (white.total, white.routes) == (1.410, ("B",))


def test_a_variant_of_an_unsplit_good_is_refused() -> None:
    assert code_of(lambda: default_value("73181588", "KR", variant="7318150010")) == "rule.variant_needed"


def test_electricity_has_no_default_value_here() -> None:
    assert code_of(lambda: default_value("2716 00 00", "TR")) == "carbon.no_default_value"


def test_a_good_or_country_nobody_knows_is_the_users_problem() -> None:
    with pytest.raises(InputError):
        default_value("73181577", "KR")
    with pytest.raises(InputError):
        default_value("73181588", "Atlantis")


@pytest.mark.parametrize("origin", ["KR", "CN", "IN", "TR", "TW", "VN", "US", "FJ"])
@pytest.mark.parametrize("edition", ["2026-08", "2026-02"])
def test_every_metal_good_has_a_default_value_and_a_column_b(origin: str, edition: str) -> None:
    gaps = {}
    for good in METALS:
        value = default_value(good.cn_code, origin, edition)
        assert value.total > 0
        assert value.printed_code in good.default_value_keys
        try:
            benchmark = benchmark_column_b(good.cn_code, value.routes, 2026)
        except RuleError as error:
            gaps[good.cn_code] = error.problems[0].code
        else:
            assert benchmark.cn_code == good.cn_code
            assert benchmark.route in ("", *value.routes)
    assert set(gaps.values()) <= KNOWN_GAPS
    assert {"73089000", "76071100"} <= gaps.keys()
    assert len(gaps) <= 4


def test_a_missing_line_never_gives_a_sibling() -> None:
    stored = lines()
    for good in list_goods():
        for origin in ("KOR", "LBR", "TWN"):
            for key in good.default_value_keys:
                found = default_value(good.cn_code, origin, variant=key)
                expected = stored.get((origin, key)) or stored[("OTHER", key)]
                assert expected == (found.total, "/".join(found.routes))
                assert find_good(good.cn_code).cn_code.startswith(found.printed_code[:8])
