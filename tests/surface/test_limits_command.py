"""`pulmu limits`: an engineer makes a key and signs; whoever runs the guard checks; in both languages."""

import json
from pathlib import Path

import pytest
from tests.surface.command import Pulmu
from tests.twin.control.world import LIMITS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with limits that nobody signed yet."""
    (tmp_path / "limits.json").write_text(json.dumps(LIMITS, ensure_ascii=False), "utf-8")
    return tmp_path


@pytest.mark.parametrize(("lang", "words"), [("en", "Unchanged since"), ("ko", "그 뒤로 바뀌지 않았습니다")])
def test_limits_are_signed_and_checked(pulmu: Pulmu, folder: Path, lang: str, words: str) -> None:
    limits, key = folder / "limits.json", folder / "kim"
    assert pulmu("limits", "key", key, "--lang", lang).code == 0
    signed = pulmu("limits", "sign", limits, "--key", key, "--by", "김서연", "--lang", lang)
    assert (signed.code, "김서연" in signed.out) == (0, True)
    done = pulmu("limits", "check", limits, "--trust", f"{key}.pub", "--lang", lang)
    assert (done.code, words in done.out) == (0, True)
    assert "furnace/1/temperature: 700..900 °C, step 25, 60/min" in done.out
    told = json.loads(pulmu("limits", "check", limits, "--trust", f"{key}.pub", "--json").out)
    assert (told["signed"]["by"], told["limits"]["plant"]) == ("김서연", "hanbit")


def test_changed_limits_are_refused_with_how_to_mend(pulmu: Pulmu, folder: Path) -> None:
    limits, key = folder / "limits.json", folder / "kim"
    pulmu("limits", "key", key)
    assert "control.not_signed" in pulmu("limits", "check", limits, "--trust", f"{key}.pub", "--json").out
    pulmu("limits", "sign", limits, "--key", key, "--by", "Kim")
    limits.write_text(limits.read_text("utf-8").replace('"high": 900', '"high": 990'), "utf-8")
    done = pulmu("limits", "check", limits, "--trust", f"{key}.pub", "--lang", "en")
    assert (done.code, "not as a trusted engineer signed them" in done.err) == (1, True)


def test_limits_with_faults_are_not_signed(pulmu: Pulmu, folder: Path) -> None:
    pulmu("limits", "key", folder / "kim")
    (folder / "limits.json").write_text(json.dumps({**LIMITS, "safe_within_s": 9, "limits": []}), "utf-8")
    done = pulmu("limits", "sign", folder / "limits.json", "--key", folder / "kim", "--by", "Kim", "--lang", "ko")
    assert done.code == 1
    assert len([line for line in done.err.splitlines() if "limits.json" in line]) >= 2
