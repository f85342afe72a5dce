"""A place is looked after at the machine: verified, backed up, restored."""

import json
from pathlib import Path

import pytest
from tests.places import Place
from tests.services.care.town import files_of, with_everything
from tests.surface.command import Pulmu


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A closed place with something of everything."""
    with_everything(Place(tmp_path / "data")).store.close()
    return tmp_path / "data"


def test_a_whole_place_is_verified_and_counted(pulmu: Pulmu, data: Path) -> None:
    answer = pulmu("verify", "--data", data)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("Verified: 2 workspaces, ")
    assert answer.out.endswith("Everything is as it was written.\n")
    tree = json.loads(pulmu("verify", "--data", data, "--json").out)
    assert tree["problems"] == []
    assert tree["verified"]["reports"] == 1


def test_what_is_wrong_is_told_with_its_place_in_both_languages(pulmu: Pulmu, data: Path) -> None:
    spoilt = next(file for file in files_of(data) if "objects" in file.parts)
    spoilt.write_bytes(b"other")
    answer = pulmu("verify", "--data", data)
    assert answer.code == 1
    assert f"workspace {'a' * 32}, " in answer.err
    assert "a kept file is not as it was written" in answer.err
    assert "as it was written.\n" not in answer.out
    korean = pulmu("verify", "--data", data, "--lang", "ko")
    assert "검증에 통과하는 가장 최근 백업" in korean.err
    assert pulmu("verify", "--data", data, "--json").problems()[0]["code"] == "outside.object_damaged"


def test_a_folder_without_a_place_is_told_and_left_empty(pulmu: Pulmu, tmp_path: Path) -> None:
    answer = pulmu("verify", "--data", tmp_path / "none")
    assert (answer.code, answer.out) == (1, "")
    assert "there is no place in this folder" in answer.err
    assert list(tmp_path.iterdir()) == []
