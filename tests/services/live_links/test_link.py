"""Links to live plants: kept by the server's own commands, noted, and seen by the company alone."""

import dataclasses
from pathlib import Path

import pytest
from tests.places import Place, actor, codes
from tests.records import DAERIM, HANBIT, NOON

from pulmu.bootstrap.twin import sample_line
from pulmu.services.access.permission import ROLES
from pulmu.services.lines.shelf import begin_line
from pulmu.services.live_links.link import (
    LiveLink,
    add_link,
    find_link,
    links_of,
    list_links,
    remove_link,
    workspace_called,
)

PREPARER = actor("kim", "preparer")
LINK = LiveLink(
    id="shop", workspace=HANBIT, line="fasteners", name="Shop", samples="/srv/shop.sqlite", created=NOON
)  # fmt: skip


@pytest.fixture
def place(tmp_path: Path) -> Place:
    found = Place(tmp_path).with_companies()
    document = sample_line("fasteners")
    begin_line(found.gate, PREPARER, dataclasses.replace(document, tree={**document.tree, "id": "fasteners"}))
    return found


def test_a_link_is_kept_replaced_and_taken_away_and_each_is_noted(place: Place) -> None:
    add_link(place.gate, LINK)
    add_link(place.gate, dataclasses.replace(LINK, name="Press shop"))
    assert [item.name for item in list_links(place.gate, PREPARER)] == ["Press shop"]
    assert find_link(place.gate, PREPARER, "shop").samples == "/srv/shop.sqlite"
    assert remove_link(place.gate, HANBIT, "shop")
    assert not remove_link(place.gate, HANBIT, "shop")
    assert links_of(place.store, HANBIT) == ()
    with place.store.reading(HANBIT) as work:
        noted = [(item.actor, item.about) for item in work.entries() if item.action == "link_plant"]
    assert noted == [("system", "live_link:shop")] * 4


def test_another_company_sees_none_of_it(place: Place) -> None:
    add_link(place.gate, LINK)
    other = dataclasses.replace(PREPARER, workspace=DAERIM)
    assert list_links(place.gate, other) == ()
    assert codes(lambda: find_link(place.gate, other, "shop")) == ["access.unknown_document"]


@pytest.mark.parametrize("role", ROLES)
def test_who_works_in_the_company_looks_and_nobody_else(place: Place, role: str) -> None:
    who = actor("lee", role)  # type: ignore[arg-type]
    assert who.may("read_live") == (role in ("plant_user", "preparer", "approver", "company_admin"))
    assert not who.may("link_plant")  # it is done at the server itself


def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_kept(place: Place) -> None:
    wrong = LiveLink(
        id="Shop/1", workspace=HANBIT, line="none", name="x", samples="shop.sqlite", desk="desk", created=NOON
    )  # fmt: skip
    found = codes(lambda: add_link(place.gate, wrong))
    assert found == ["live.link_id", "live.link_file", "live.link_file", "live.link_line"]
    assert links_of(place.store, HANBIT) == ()


def test_a_company_is_named_by_its_id_or_by_a_name_that_only_it_has(place: Place) -> None:
    assert workspace_called(place.store, HANBIT) == workspace_called(place.store, "한빛볼트") == HANBIT
    assert codes(lambda: workspace_called(place.store, "없는회사")) == ["live.link_workspace"]


def test_nothing_that_is_asked_over_the_network_reaches_what_the_server_itself_may() -> None:
    """`Gate.as_server` asks for no rights: only commands use it, by way of `live_links.link`."""
    source = Path(__file__).parents[3] / "src" / "pulmu"
    asked = [file for part in ("http", "api", "web", "workers") for file in (source / part).rglob("*.py")]
    assert len(asked) > 100
    assert [file for file in asked if any(name in file.read_text("utf-8") for name in ("as_server", "add_link("))] == []
