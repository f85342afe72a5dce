"""The page on selecting shows what the command says of the packaged calls."""

from pathlib import Path

import pytest
import yaml
from tests.docs.pages import ROOT, blocks
from tests.surface.command import Pulmu

from pulmu.adapters.samples import sample_call_text

PAGES = [("select-in-a-call.md", "en"), ("select-in-a-call.ko.md", "ko")]


@pytest.mark.parametrize(("name", "language"), PAGES)
def test_the_page_shows_what_the_command_says(name: str, language: str, pulmu: Pulmu, tmp_path: Path) -> None:
    said = [
        pulmu("select", "ai_voucher_round", "--explain", "--lang", language).out,
        pulmu("select", "ai_voucher_round", "--draws", "200", "--lang", language).out,
        pulmu("select", "innovation_awards_round", "--lang", language).out,
        _in_conflict(pulmu, language, tmp_path),
    ]
    lines = {line.replace("#", "■").rstrip() for text in said for line in text.splitlines()}
    texts = [block.body for block in blocks(ROOT / "docs" / "howto" / name) if block.language == "text"]
    shown = [line.rstrip() for text in texts for line in text.splitlines()]
    assert len(shown) == 32
    assert [line for line in shown if line not in lines] == []


def _in_conflict(pulmu: Pulmu, language: str, folder: Path) -> str:
    """Two places, two firms from outside the capital region and one mid-sized firm asked for; nobody is both."""
    tree = yaml.safe_load(sample_call_text("ai_voucher_round"))
    tree["places"] = 2
    for quota, least in zip(tree["quotas"], (2, 1), strict=True):
        quota |= {"least": least, "most": None, "least_share": None}
    (folder / "call.yaml").write_text(yaml.safe_dump(tree, allow_unicode=True), encoding="utf-8")
    heads = "접수번호,기업명,기업규모,시·도,신청금액,공급기업 풀 등록,영업 중,도입 필요성,활용 계획,기대 효과"
    firms = [("소기업", "충남"), ("소기업", "경북"), ("소기업", "전북"), ("중견기업", "서울"), ("중견기업", "경기")]
    rows = [f"A-{n},기업{n},{size},{province},1000,ai,예,25,30,25" for n, (size, province) in enumerate(firms, start=1)]
    (folder / "applications.csv").write_text("\n".join((heads, *rows)) + "\n", encoding="utf-8")
    answer = pulmu("select", folder / "call.yaml", "--applications", folder / "applications.csv", "--lang", language)
    assert answer.code == 1
    return answer.out
