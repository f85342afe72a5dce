"""`pulmu select`, as an officer runs it."""

import json
from pathlib import Path

from tests.surface.command import Pulmu

from pulmu.adapters.samples import sample_call_text
from pulmu.bootstrap.support import sample_call_tables


def test_a_packaged_example_is_selected_in_both_languages(pulmu: Pulmu) -> None:
    for language, words in (("ko", "선정 14건, 예비 3건"), ("en", "14 chosen, 3 in reserve")):
        answer = pulmu("select", "ai_voucher_round", "--lang", language)
        assert answer.code == 0
        assert words in answer.out


def test_json_has_an_entry_for_everyone_with_whole_hundredths(pulmu: Pulmu) -> None:
    answer = pulmu("select", "ai_voucher_round", "--explain", "--json")
    listed = json.loads(answer.out)
    assert len(listed["entries"]) == 24
    assert all(isinstance(entry["total"], int) for entry in listed["entries"] if entry["rank"])


def test_files_of_ones_own_and_draws(pulmu: Pulmu, tmp_path: Path) -> None:
    call = tmp_path / "call.yaml"
    call.write_text(sample_call_text("ai_voucher_round"), encoding="utf-8")
    for kind, data in sample_call_tables("ai_voucher_round").items():
        (tmp_path / f"{kind}.csv").write_bytes(data)
    given = ("select", call, "--applications", tmp_path / "applications.csv", "--scores", tmp_path / "scores.csv")
    answers = [pulmu(*given, "--draws", "10", "--lang", "en") for _ in range(2)]
    assert answers[0].code == 0
    assert "chance (95 %)" in answers[0].out
    assert answers[0].out == answers[1].out


def test_the_ladder_of_awards_is_shown_kind_by_kind(pulmu: Pulmu) -> None:
    answer = pulmu("select", "innovation_awards_round", "--lang", "ko")
    assert answer.code == 0
    assert "은탑산업훈장 (2/2)" in answer.out
    assert "장관표창 (173/173)" in answer.out


def test_a_table_with_errors_is_one_report_and_nothing_is_chosen(pulmu: Pulmu, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("접수번호,기업명,신청금액\nA-1,한빛,많이\n", encoding="utf-8")
    answer = pulmu("select", "ai_voucher_round", "--applications", tmp_path / "a.csv", "--lang", "ko")
    assert answer.code == 1
    assert "a.csv, 2행" in answer.err
    assert answer.out.strip() == ""


def test_what_is_not_given_is_asked_for(pulmu: Pulmu, tmp_path: Path) -> None:
    call = tmp_path / "call.yaml"
    call.write_text(
        Path("src/pulmu/adapters/samples/calls/ai_voucher_round.yaml").read_text(encoding="utf-8"), encoding="utf-8"
    )
    assert pulmu("select", call).code == 2
    assert pulmu("select", "innovation_awards_round", "--draws", "5").code == 2
