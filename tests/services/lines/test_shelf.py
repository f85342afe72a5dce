"""Lines of a firm: kept in versions with what is wrong with them, copied under a free id, tied to a plant."""

import dataclasses
from pathlib import Path

import pytest
from tests.places import Place, actor, codes
from tests.records import DAERIM

from pulmu.bootstrap.samples import read_sample
from pulmu.bootstrap.twin import sample_line
from pulmu.model import Document
from pulmu.services.document_form.edit import document_of_tree
from pulmu.services.lines.shelf import LINES, begin_line, copy_line, find_line, line_history, list_lines, save_line
from pulmu.services.lines.tied import copy_for_plant, name_for, plants_of_line
from pulmu.services.workspaces.plants import add_plant, archive_plant, plants

PREPARER = actor("kim", "preparer")
SAMPLE = sample_line("fasteners")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    found = Place(tmp_path)
    found.with_companies()
    return found


def of(**tree: object) -> Document:
    return document_of_tree({"pulmu": "line/1", **tree}, "line.yaml")


def test_a_line_is_kept_in_versions_and_a_draft_with_its_problems(place: Place) -> None:
    begun = begin_line(place.gate, PREPARER, of(id="shop", name="Shop"))
    assert not begun.counts
    assert {item.code for item in begun.problems} >= {"input.missing_field"}
    whole = dataclasses.replace(SAMPLE, tree={**SAMPLE.tree, "id": "shop"})
    saved = save_line(place.gate, PREPARER, "shop", whole, seen=1, note="drawn")
    assert (saved.counts, saved.version.number, len(saved.line.stations)) == (True, 2, 8)
    assert find_line(place.gate, PREPARER, "shop", 1).line.stations == ()
    assert [item.number for item in line_history(place.gate, PREPARER, "shop")] == [2, 1]
    assert [item.id for item in list_lines(place.gate, PREPARER)] == ["shop"]


@pytest.mark.parametrize("name", ["", "new", "-a", "가공", "a b", "a/b", "..", "a" * 61, 7, None])
def test_what_cannot_be_a_name_is_not_kept(place: Place, name: object) -> None:
    assert codes(lambda: begin_line(place.gate, PREPARER, of(id=name))) == ["line.id"]
    assert codes(lambda: find_line(place.gate, PREPARER, str(name))) == ["access.unknown_document"]


def test_a_line_is_begun_once_and_saved_under_its_own_name(place: Place) -> None:
    begin_line(place.gate, PREPARER, of(id="shop"))
    assert codes(lambda: begin_line(place.gate, PREPARER, of(id="shop"))) == ["line.is_there"]
    assert codes(lambda: save_line(place.gate, PREPARER, "other", of(id="shop"), seen=0)) == ["line.other_id"]
    assert codes(lambda: save_line(place.gate, PREPARER, "shop", of(id="shop"), seen=0)) == ["store.document_changed"]


def test_another_firm_sees_none_of_it(place: Place) -> None:
    begin_line(place.gate, PREPARER, SAMPLE)
    other = dataclasses.replace(PREPARER, workspace=DAERIM)
    assert list_lines(place.gate, other) == ()
    assert line_history(place.gate, other, "fasteners") == ()
    assert codes(lambda: find_line(place.gate, other, "fasteners")) == ["access.unknown_document"]


def test_copies_get_ids_of_their_own(place: Place) -> None:
    made = [copy_line(place.gate, PREPARER, SAMPLE, "안산공장") for _ in range(3)]
    assert [item.id for item in made] == ["fasteners", "fasteners_2", "fasteners_3"]
    assert [item.line.id for item in made] == [item.id for item in made]
    assert {item.line.plant for item in made} == {"안산공장"}
    assert all(item.counts for item in made)
    long = dataclasses.replace(SAMPLE, tree={**SAMPLE.tree, "id": "a" * 60})
    assert all(LINES.holds(copy_line(place.gate, PREPARER, long, "").id) for _ in range(2))


def test_a_line_finds_its_plant_by_id_name_or_installation(place: Place) -> None:
    plant = add_plant(place.gate, PREPARER, "연습 공장", read_sample("fasteners")).record
    for said in (plant.id, "연습 공장", "Hanbit Ansan Works", "한빛체결 안산공장"):
        assert [item.id for item in plants_of_line(place.gate, PREPARER, said)] == [plant.id], said
    assert plants_of_line(place.gate, PREPARER, "") == ()
    assert plants_of_line(place.gate, PREPARER, "elsewhere") == ()
    archive_plant(place.gate, PREPARER, plant.id, seen=1)
    assert plants_of_line(place.gate, PREPARER, "연습 공장") == ()


def test_of_plants_of_one_name_the_id_says_which(place: Place) -> None:
    first, second = (add_plant(place.gate, PREPARER, "공장", read_sample("fasteners")).record for _ in range(2))
    assert {item.id for item in plants_of_line(place.gate, PREPARER, "공장")} == {first.id, second.id}
    assert name_for(plants(place.gate, PREPARER), second) == second.id
    copied = copy_for_plant(place.gate, PREPARER, SAMPLE, second)
    assert [item.id for item in plants_of_line(place.gate, PREPARER, copied.line.plant)] == [second.id]
