"""`pulmu live`: who cares for the server lets a company see a plant, in both languages."""

import sqlite3
from pathlib import Path

import pytest
from tests.places import Place
from tests.records import HANBIT
from tests.services.live_links.test_link import LINK, PREPARER
from tests.surface.command import Pulmu

from pulmu.bootstrap.twin import sample_line
from pulmu.services.lines.shelf import begin_line


@pytest.fixture
def data(tmp_path: Path) -> Path:
    place = Place(tmp_path / "data").with_companies()
    begin_line(place.gate, PREPARER, sample_line("fasteners"))
    place.store.close()
    return tmp_path / "data"


@pytest.mark.parametrize(("lang", "words"), [("en", "registered"), ("ko", "등록했습니다")])
def test_a_plant_is_linked_listed_and_taken_away(pulmu: Pulmu, data: Path, lang: str, words: str) -> None:
    line = sample_line("fasteners").tree["id"]
    where = ("--workspace", "한빛볼트", "--data", data, "--lang", lang)
    added = pulmu("live", "add", "shop", "--line", line, "--samples", data / "s.sqlite", *where)
    assert (added.code, words in added.out, f"/w/{HANBIT}/live/shop" in added.out) == (0, True, True)
    assert str(data / "s.sqlite") in pulmu("live", "list", *where).out
    assert pulmu("live", "remove", "shop", *where).code == 0
    assert pulmu("live", "remove", "shop", *where).code == 1


def test_a_line_that_is_not_there_and_a_company_that_is_none_are_told(pulmu: Pulmu, data: Path) -> None:
    arguments = (
        "live",
        "add",
        LINK.id,
        "--line",
        "none",
        "--samples",
        data / "s.sqlite",
        "--data",
        data,
        "--lang",
        "en",
    )
    assert "has no line none" in pulmu(*arguments, "--workspace", HANBIT).err
    assert "no company is called X" in pulmu(*arguments, "--workspace", "X").err
    rows = list(data.glob("**/*.sqlite"))
    assert all(sqlite3.connect(file).execute("SELECT 1").fetchone() for file in rows)
