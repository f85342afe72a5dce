"""A call that an officer wrote is read with everything that is wrong with it, and its place."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from pulmu.adapters.call_file import read_call_bytes, write_call_yaml
from pulmu.adapters.samples import sample_call_names, sample_call_text
from pulmu.bootstrap.support import packaged_programmes
from pulmu.model import Document
from pulmu.model.call import Call
from pulmu.support.calls import call_programme, closes_at, hundredths, is_open, opens_at, read_call
from pulmu.support.programme import programme_rules
from pulmu.support.size import size_rules

SIMPLE = {"id": "c", "programme": "x", "year": 2026, "name_ko": "가", "opens": "2026-12-01", "closes": "2026-12-02"}
WHOLE = {"fact": "in_business", "operator": "equals", "value": True}
CRITERION = {"id": "plan", "name_ko": "계획", "most": 40}


def call_of(**more: Any) -> Call:
    found = read_call(Document({**SIMPLE, **more}, ""))
    assert found.problems == ()
    return found.value


def problems_of(**more: Any) -> list[tuple[str, str]]:
    return [(item.code, item.place) for item in read_call(Document({**SIMPLE, **more}, "")).problems]


@pytest.mark.parametrize(
    ("more", "code", "where"),
    [
        ({"closes": "2026-11-30"}, "call.dates", "closes"),
        ({"closes": "2026-12-01", "closes_at": "09:00"}, "call.dates", "closes"),
        ({"criteria": [CRITERION | {"most": 33.333}]}, "call.decimals", "criteria[0].most"),
        ({"criteria": [CRITERION | {"most": 0}]}, "call.no_points", "criteria[0].most"),
        ({"criteria": [CRITERION | {"step": 0}]}, "call.no_points", "criteria[0].step"),
        ({"choosing": {"passing_points": 59.999}}, "call.decimals", "choosing.passing_points"),
        ({"choosing": {"ties": [{"by": "shoe_size"}]}}, "call.tie_unknown", "choosing.ties[0].by"),
        ({"choosing": {"ties": [{"by": "province"}]}}, "call.tie_unknown", "choosing.ties[0].by"),
        ({"choosing": {"ties": [{"by": "lot"}]}}, "call.lot_seed", "choosing.ties[0].by"),
        (
            {"choosing": {"lot_seed": "x", "ties": [{"by": "lot"}, {"by": "received"}]}},
            "call.lot_last",
            "choosing.ties[0].by",
        ),
        ({"quotas": [{"id": "q", "when": WHOLE}]}, "call.quota_empty", "quotas[0]"),
        ({"quotas": [{"id": "q", "when": WHOLE, "least": 1, "least_share": 0.1}]}, "call.quota_twice", "quotas[0]"),
        ({"quotas": [{"id": "q", "when": WHOLE, "least": 3, "most": 2}]}, "call.quota_order", "quotas[0]"),
        ({"quotas": [{"id": "q", "when": {"fact": "in_business"}, "least": 1}]}, "programme.condition_form",
         "quotas[0].when"),
        ({"reviewing": {}}, "call.nothing_judged", "reviewing"),
        (
            {"criteria": [CRITERION], "reviewing": {"per_application": 2, "least_by_expertise": {"ai": 2, "law": 1}}},
            "call.reviewers_few",
            "reviewing",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_told(more: dict[str, Any], code: str, where: str) -> None:
    assert problems_of(**more) == [(code, where)]


def test_everything_is_told_at_once() -> None:
    found = problems_of(closes="2026-11-30", quotas=[{"id": "q", "when": WHOLE}], reviewing={})
    assert [code for code, _ in found] == ["call.dates", "call.quota_empty", "call.nothing_judged"]


def test_a_fact_that_is_a_number_and_a_criterion_break_ties() -> None:
    ties = [{"by": "plan"}, {"by": "sales_1_krw", "order": "less"}, {"by": "lot"}]
    assert problems_of(criteria=[CRITERION], choosing={"ties": ties, "lot_seed": "s"}) == []


def test_the_minute_is_korean_and_the_last_one_is_out() -> None:
    call = call_of(opens_at="09:00", closes_at="18:00")
    assert opens_at(call) == datetime(2026, 12, 1, 0, 0, tzinfo=UTC)
    assert closes_at(call) == datetime(2026, 12, 2, 9, 0, tzinfo=UTC)
    tick = timedelta(microseconds=1)
    assert [is_open(call, moment) for moment in (opens_at(call) - tick, opens_at(call), closes_at(call) - tick,
                                                 closes_at(call))] == [False, True, True, False]  # fmt: skip


def test_points_are_counted_in_hundredths() -> None:
    assert [hundredths(points) for points in (0, 0.1, 0.29, 33.33, 60)] == [0, 10, 29, 3333, 6000]
    with pytest.raises(ValueError, match="decimals"):
        hundredths(0.001)


@pytest.mark.parametrize("name", sample_call_names())
def test_sample_calls_are_right_and_written_as_they_are_read(name: str) -> None:
    programmes = {item.id: item for item in packaged_programmes()}
    read = read_call(read_call_bytes(sample_call_text(name).encode(), f"{name}.yaml"))
    programme = programmes[read.value.programme]
    assert read_call(read_call_bytes(sample_call_text(name).encode(), name + ".yaml"), programme).problems == ()
    again = read_call(read_call_bytes(write_call_yaml(read.value), "again.yaml"))
    assert again.value == read.value


def test_a_programme_in_the_terms_of_a_call_has_its_quotas_bonus_and_dates() -> None:
    programme = next(item for item in packaged_programmes() if item.id == "ai_voucher")
    call = read_call(read_call_bytes(sample_call_text("ai_voucher_round").encode(), "c.yaml")).value
    rules = programme_rules(call_programme(programme, call), size_rules())
    assert {"ai_voucher.eligible", "ai_voucher.quota.outside_capital", "ai_voucher.quota.mid_sized",
            "ai_voucher.bonus_points"} <= set(rules.outputs)  # fmt: skip
    assert rules.programme.rounds[0].closes == date(2026, 12, 18)
    assert rules.programme.conditions == programme.conditions
