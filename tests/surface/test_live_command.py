"""`pulmu live`: who cares for the server lets a company see a plant, in both languages."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.places import Place
from tests.records import HANBIT
from tests.services.live_links.test_link import LINK, PREPARER
from tests.surface.command import Pulmu

from pulmu.adapters.sample_store import SqliteSampleStore
from pulmu.bootstrap.twin import sample_line
from pulmu.model.tag import Sample
from pulmu.services.lines.shelf import begin_line
from pulmu.services.live.twin_tags import needed_tags
from pulmu.twin import read_line

LINE = read_line(sample_line("fasteners")).unwrap()


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


def test_the_map_of_a_link_is_checked_with_its_line_and_other_names_are_told(pulmu: Pulmu, data: Path) -> None:
    line = str(sample_line("fasteners").tree["id"])
    tag_map, file, now = data / "map.yaml", data / "s.sqlite", datetime.now(UTC)
    arguments = ("live", "add", "shop", "--line", line, "--samples", file, "--tag-map", tag_map, "--workspace",
                 "한빛볼트", "--data", data, "--lang", "en")  # fmt: skip
    tag_map.write_text("pulmu: tag_map/1\nline: other\ntags: []\n", encoding="utf-8")
    refused = pulmu(*arguments)
    assert refused.code == 1
    assert "the map is for other" in refused.err
    assert "No live plant is linked" in pulmu("live", "list", "--workspace", HANBIT, "--data", data, "--lang", "en").out
    states = "".join(f"  - {{tag: {name}, node: x/{number}}}\n" for number, name in enumerate(needed_tags(LINE)))
    tag_map.write_text(f"pulmu: tag_map/1\nline: {line}\ntags:\n{states}", encoding="utf-8")
    with closing(SqliteSampleStore(file)) as store:
        store.keep([Sample(tag="machines/Press01/State", value="Running", at=now, received=now)], at=now)
    added = pulmu(*arguments)
    assert (added.code, "registered" in added.out) == (0, True), added.err
    assert "calls its tags otherwise" in added.err
    with closing(SqliteSampleStore(file)) as store:
        store.keep([Sample(tag=needed_tags(LINE)[0], value="busy", at=now, received=now)], at=now)
    assert pulmu(*arguments).err == ""
