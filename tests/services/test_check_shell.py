"""Every published template, in both namespaces and as JSON: read whole, each repair told, nothing lost."""

import json
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.shell_damage import answer_to, damaged, sound_files
from tests.shells import Tree, as_json, checked, codes, prop, submodel

from pulmu.model import InputError
from pulmu.services.shell_content import ShellContent
from pulmu.twin.shell import tree_of

FOLDER = Path("data") / "aas_templates"
REPAIRS = {
    "02005": set(),
    "02006": {"shell.empty", "shell.language_twice"},
    "02008": {"shell.blanks"},
    "02011": {"shell.reference"},
    "02017": {"shell.name_in_list", "shell.list_type", "shell.blanks"},
    "02023": {"shell.blanks"},
    "02027": {"shell.name_in_list"},
    "02067": {"shell.blanks", "shell.left_id", "shell.file_missing"},
    "02076": {"shell.language_twice", "shell.name_in_list", "shell.too_long", "shell.value_type"},
}
"""What each template needs, by its number."""


@pytest.fixture(scope="module")
def read(shared: Path) -> dict[str, ShellContent]:
    """All templates, read."""
    files = sorted(file for file in (shared / FOLDER).iterdir() if file.suffix in (".aasx", ".json"))
    return {file.name: checked(file.read_bytes(), file.name) for file in files}


def test_every_template_is_read_whole(read: dict[str, ShellContent]) -> None:
    assert len(read) >= 40
    for name, found in read.items():
        assert found.objects_in == found.objects_read + found.left_out, name
        assert found.objects_read >= 13, name
        assert found.submodels[0].template, name


def test_repairs_are_those_we_know(read: dict[str, ShellContent]) -> None:
    for name, found in read.items():
        assert set(codes(found)) <= REPAIRS[name.split("_")[1][:5]], name
    assert {"shell.too_long", "shell.value_type"} <= set(
        codes(read["IDTA_02076_Template_EnergyFlexibilityDataModel.aasx"])
    )


def test_both_namespaces_of_a_template_are_read_alike(read: dict[str, ShellContent]) -> None:
    pairs = [(name, name.replace(".", "_forAASMetamodelV3.1.")) for name in read]
    pairs = [(old, new) for old, new in pairs if new in read and old.endswith(".aasx")]
    assert len(pairs) >= 5
    for old, new in pairs:
        assert (read[old].namespaces, read[new].namespaces) == (("3/0",), ("3/1",))
        assert read[old].environment == read[new].environment, old


def test_what_was_read_is_written_and_read_again_without_a_repair(read: dict[str, ShellContent]) -> None:
    for name, found in read.items():
        if name.endswith(".json"):
            again = checked(as_json(tree_of(found.environment)), strict=True)
            assert again.environment == found.environment, name


def test_a_strict_reader_refuses_a_template_that_needs_repairs(shared: Path) -> None:
    file = shared / FOLDER / "IDTA_02006-3-0_Template_Digital_Nameplate.json"
    with pytest.raises(InputError) as caught:
        checked(file.read_bytes(), file.name, strict=True)
    assert len(caught.value.problems) == 15


@settings(max_examples=25, deadline=None, phases=(Phase.generate,), suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_template_with_anything_in_it_changed_is_read_or_refused(shared: Path, data: st.DataObject) -> None:
    file = shared / FOLDER / "IDTA_02011-1-1-1_Template_HSEBoM.json"
    tree = json.loads(file.read_text("utf-8-sig"))
    for _ in range(data.draw(st.integers(1, 4))):
        _spoil(tree, data)
    try:
        found = checked(as_json(tree))
    except InputError as error:
        assert error.problems[0].code in ("shell.no_objects", "shell.old_version")
        return
    assert found.objects_in <= found.objects_read + found.left_out
    assert "shell.lost" not in codes(found)


@pytest.mark.parametrize(
    ("old", "new"),
    [("language>", "property>"), ("entity>", "hologram>"), ("statements>", "value>"), ("semanticId>", "submodel>"),
     ("keys>", "file>"), ("<value>", "<value>&#160;"), ("idShort>", "id>"), ("submodelElements>", "foo>")],
)  # fmt: skip
def test_xml_with_other_tags_is_read_or_refused_and_nothing_is_lost(shared: Path, old: str, new: str) -> None:
    with zipfile.ZipFile(shared / FOLDER / "IDTA_02011-1-1-1_Template_HSEBoM.aasx") as archive:
        name = next(item for item in archive.namelist() if item.endswith(".aas.xml"))
        text = archive.read(name).decode("utf-8-sig")
    assert old in text
    found = checked(text.replace(old, new).encode(), "f.xml")
    assert codes(found)
    assert found.objects_in <= found.objects_read + found.left_out


def _spoil(tree: Tree, data: st.DataObject) -> None:
    """Change, take out or add something at a random place."""
    places = [
        (holder, key)
        for holder in _containers(tree)
        for key in (holder if isinstance(holder, dict) else range(len(holder)))
    ]
    if not places:
        return
    holder, key = data.draw(st.sampled_from(places))
    match data.draw(st.sampled_from(["drop", "null", "text", "number", "list", "double"])):
        case "drop":
            del holder[key]
        case "double" if isinstance(holder, list):
            holder.append(json.loads(json.dumps(holder[key])))
        case other:
            spoiled = {"null": None, "text": " x\x01", "number": 7, "list": [{"a": []}]}
            holder[key] = spoiled.get(other, {})


def _containers(tree: object) -> list[dict[str, object] | list[object]]:
    found: list[dict[str, object] | list[object]] = []
    if isinstance(tree, dict | list):
        found.append(tree)
        for item in tree.values() if isinstance(tree, dict) else tree:
            found += _containers(item)
    return found


@pytest.mark.parametrize("seed", range(25))
def test_a_damaged_file_is_read_with_everything_told_or_refused_in_words(shared: Path, seed: int) -> None:
    chance = random.Random(20261128 + seed)
    _, data = damaged(chance.choice(sound_files(shared / FOLDER, 100_000)), chance)
    assert answer_to(data, is_judged=seed % 5 == 0).fault == ""


@pytest.mark.parametrize(
    "spoiled",
    [
        {"qualifiers": [{"type": "x", "valueType": "xs:int", "modelType": "Property"}]},
        {"displayName": [{"language": "ko", "text": "가", "modelType": "Hologram"}]},
        {
            "semanticId": {
                "type": "ExternalReference",
                "keys": [{"type": "GlobalReference", "value": "x", "modelType": 7}],
            }
        },
    ],
)
def test_a_part_that_says_it_is_an_object_is_told(spoiled: Tree) -> None:
    found = checked(as_json({"submodels": [submodel(prop("a", **spoiled))]}))
    assert (found.objects_in, found.objects_read, found.left_out) == (3, 2, 1)
    assert codes(found) == ["shell.left_unknown"]


@pytest.mark.parametrize("odd", [{"a": []}, {"idShort": "S"}, {"id": "urn:x", "modelType": {"modelType": "Property"}}])
def test_an_object_that_is_one_by_where_it_stands_is_counted_once(odd: Tree) -> None:
    found = checked(as_json({"submodels": [submodel(), odd]}))
    assert found.objects_in == found.objects_read + found.left_out
    assert "shell.lost" not in codes(found)
