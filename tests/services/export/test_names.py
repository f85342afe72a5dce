"""Names of files are safe on any system, whatever somebody called a plant."""

import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.places import Place
from tests.services.export.company import HOSTILE, founded, opened

from pulmu.services.export.names import LONGEST, Names, safe_name


@given(st.text())
def test_a_name_is_a_plain_name_on_every_system(text: str) -> None:
    name = Names().of_file(text)
    assert PurePosixPath(name).name == PureWindowsPath(name).name == name
    assert not PureWindowsPath(name).is_reserved() if hasattr(PureWindowsPath, "is_reserved") else True
    assert name[0].isalnum()
    assert not name.endswith((".", " "))
    assert len(name) <= LONGEST + 10
    assert len(name.encode()) <= 255
    assert all(sign.isalnum() or sign in "-_." for sign in name)


@given(st.lists(st.text(max_size=6), max_size=30))
def test_names_of_a_folder_differ_where_capitals_do_not(texts: list[str]) -> None:
    names = Names()
    found = [names.of(text) for text in texts]
    assert len({unicodedata.normalize("NFKC", name).casefold() for name in found}) == len(texts)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("../../x", "x"),
        ("=cmd", "cmd"),
        ("안산 1공장", "안산-1공장"),
        ("nul", "nul-"),
        ("COM1.tar", "COM1.tar-"),
        ("@", ""),
    ],
)
def test_what_some_names_become(text: str, name: str) -> None:
    assert safe_name(text) == name


def test_hostile_names_lead_nowhere(tmp_path_factory: pytest.TempPathFactory) -> None:
    place: Place = founded(tmp_path_factory.mktemp("place"))
    content = opened(place)
    bare = [unicodedata.normalize("NFKC", path).casefold() for path in content]
    assert len(bare) == len(set(bare))
    for path in content:
        steps = path.split("/")
        assert all(step == safe_name(step) or step.rpartition(".")[0] for step in steps), path
        assert not {"", ".", ".."} & set(steps)
        assert not any(step.startswith((".", "=", "-", "@", "+")) for step in steps), path
        assert not PureWindowsPath(path).is_absolute()
    assert len({path.split("/")[1] for path in content if path.startswith("plants/")}) == len(HOSTILE) + 1
    for path, item in content.items():
        if path.endswith(".csv") and not path.startswith("evidence/files/"):
            cells = item.decode("utf-8-sig").replace("\r\n", ",").split(",")
            assert not any(cell.strip('"').startswith(("=", "@")) for cell in cells), path
