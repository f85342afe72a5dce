"""`pulmu review`: tables in, an assignment with its conflicts and calibrated points out, in both languages."""

import json
from pathlib import Path

import pytest
from tests.support.review.made_panels import made_panel
from tests.surface.command import Pulmu

CALL = """
pulmu: call/1
id: round
programme: ai_voucher
year: 2027
name_ko: 1차
opens: 2026-12-01
closes: 2026-12-18
criteria: [{id: plan, name_ko: 사업계획, most: 100}]
reviewing: {per_application: 2, most_each: 3, least_by_expertise: {technical: 1}, former_colleague_years: 3}
"""
APPLICATIONS = """신청번호,신청기업,사업자등록번호,참여자,분야
A-01,(주)한빛체결,123-45-67890,김하늘,검사; 체결
A-02,대림금속,222-22-22222,이도윤,주조
"""
REVIEWERS = """평가위원,이름,소속,전문영역,분야,경력
R-1,강서진,바른기술연구원,technical,검사; 체결,한빛물류 ~ 2025-06-30
R-2,이도윤,푸른대학교,technical,검사,없음
R-3,윤슬기,세움회계법인,business,주조,없음
R-4,한지우,다온테크,technical,주조,없음
R-5,오은별,가람대학교,technical,검사; 체결,
"""
GROUP = """
firm: hanbit
companies:
  - {id: hanbit, name_local: 한빛체결, register_id: 123-45-67890}
  - {id: logistics, name_local: 한빛물류}
shareholdings: [{holder: hanbit, company: logistics, share: 0.8}]
"""


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for name, text in (
        ("call.yaml", CALL), ("a.csv", APPLICATIONS), ("r.csv", REVIEWERS), ("group.yaml", GROUP),
        ("cleared.csv", "평가위원,사유,신청번호,확인자,근거\nR-5,history_unknown,,김담당,경력증명서\n"),
    ):  # fmt: skip
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def asked(files: Path, *more: object) -> list[object]:
    return ["review", "assign", files / "call.yaml", "--applications", files / "a.csv", "--reviewers", files / "r.csv",
            "--firms", files / "group.yaml", "--day", "2026-12-19", "--seed", "7", *more]  # fmt: skip


def test_nobody_in_a_conflict_is_assigned(pulmu: Pulmu, files: Path) -> None:
    done = pulmu(*asked(files, "--cleared", files / "cleared.csv", "--json"))
    assert done.code == 0
    found = json.loads(done.out)
    barred = {(item["reviewer"], item["application"]): item["ground"] for item in found["conflicts"]}
    assert barred == {("R-1", "A-01"): "former_affiliate", ("R-2", "A-02"): "same_name"}
    pairs = {(item["reviewer"], item["application"]) for item in found["assignment"]["pairs"]}
    assert pairs == {("R-5", "A-01"), ("R-2", "A-01"), ("R-3", "A-02"), ("R-4", "A-02")}


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("ko", ["신청 2건, 평가위원 5명의 배정", "더 나은 배정은 없습니다",
                "R-1 - A-01: 계열회사 전 재직 (끝난 지 1년): 한빛체결"]),
        ("en", ["Reviewers of 2 applications, from 5", "no assignment is better", "past work not told (ask): 2"]),
    ],
)  # fmt: skip
def test_grounds_are_told_with_their_evidence(pulmu: Pulmu, files: Path, lang: str, expected: list[str]) -> None:
    done = pulmu(*asked(files, "--lang", lang, "--explain"))
    assert done.code == 0
    assert [words for words in expected if words not in done.out] == []


def test_the_order_of_the_rows_decides_nothing(pulmu: Pulmu, files: Path) -> None:
    first = pulmu(*asked(files, "--json"))
    head, *rows = REVIEWERS.splitlines()
    (files / "r.csv").write_text("\n".join([head, *reversed(rows)]), encoding="utf-8")
    assert json.loads(pulmu(*asked(files, "--json")).out) == json.loads(first.out)


def test_an_assignment_before_is_kept_where_somebody_steps_back(pulmu: Pulmu, files: Path) -> None:
    assert pulmu(*asked(files, "--cleared", files / "cleared.csv", "--out", files / "pairs.csv")).code == 0
    (files / "r.csv").write_text(REVIEWERS.replace("R-4,한지우", "R-9,한지우"), encoding="utf-8")
    done = pulmu(*asked(files, "--cleared", files / "cleared.csv", "--before", files / "pairs.csv", "--json"))
    pairs = {(item["reviewer"], item["application"]) for item in json.loads(done.out)["assignment"]["pairs"]}
    assert {("R-5", "A-01"), ("R-2", "A-01"), ("R-3", "A-02")} < pairs


def test_everything_that_is_wrong_is_told_at_once(pulmu: Pulmu, files: Path) -> None:
    (files / "a.csv").write_text(APPLICATIONS.replace("222-22-22222", "22-2"), encoding="utf-8")
    (files / "r.csv").write_text(REVIEWERS.replace("2025-06-30", "2025-06-31"), encoding="utf-8")
    done = pulmu(*asked(files, "--lang", "ko"))
    assert done.code == 1
    assert "'22-2' 값은 등록번호가 아닙니다" in done.err
    assert "'2025-06-31' 값은 날짜가 아닙니다" in done.err


def test_who_is_missing_is_named(pulmu: Pulmu, files: Path) -> None:
    (files / "r.csv").write_text("\n".join(REVIEWERS.splitlines()[:3]), encoding="utf-8")
    done = pulmu(*asked(files, "--lang", "en"))
    assert done.code == 1
    assert "A-01: 1 of 2 reviewers may judge it, and 2 are needed" in done.err


def write_scores(folder: Path, leniency: float) -> Path:
    _, scores = made_panel(3, applications=60, reviewers=12, leniency=leniency)
    lines = [f"{item.reviewer},{item.application},{item.points / 100:g}" for item in scores]
    (folder / "scores.csv").write_text("\n".join(["평가위원,신청번호,점수", *lines]), encoding="utf-8")
    (folder / "pairs.csv").write_text(
        "\n".join(["reviewer,application", *(f"{item.reviewer},{item.application}" for item in scores)]), "utf-8"
    )
    return folder / "scores.csv"


@pytest.mark.parametrize(
    ("leniency", "lang", "expected"),
    [
        (8.0, "en", ["reviewers differ", "To check:"]),
        (0.0, "ko", ["단순 평균을 그대로 씁니다", "신청 60건의 점수(평가위원 12명)"]),
    ],
)
def test_points_are_calibrated_where_reviewers_differ(
    pulmu: Pulmu, tmp_path: Path, leniency: float, lang: str, expected: list[str]
) -> None:
    done = pulmu("review", "calibrate", write_scores(tmp_path, leniency), "--lang", lang, "--explain")
    assert done.code == 0
    assert [words for words in expected if words not in done.out] == []


def test_nothing_opens_before_all_is_in(pulmu: Pulmu, tmp_path: Path) -> None:
    scores = write_scores(tmp_path, 0.0)
    whole = scores.read_text(encoding="utf-8").splitlines()
    scores.write_text("\n".join([*whole[:-1], "r999,a0000,70"]), encoding="utf-8")
    done = pulmu("review", "calibrate", scores, "--assigned", tmp_path / "pairs.csv", "--lang", "ko")
    assert done.code == 1
    assert "점수가 신청 'a0059'에 없습니다" in done.err
    assert "평가위원 'r999'에게 신청" in done.err
    assert done.out == ""


def test_what_are_no_points_is_told_with_its_cell(pulmu: Pulmu, tmp_path: Path) -> None:
    path = tmp_path / "s.csv"
    path.write_text("reviewer,application,points\nr1,a1,1e3x\nr1,a2,-1\nr2,a1,82.555\nr2,a2,nan\n", encoding="utf-8")
    done = pulmu("review", "calibrate", path, "--lang", "en")
    assert done.code == 1
    assert done.err.count("is no number of points") == 4
