"""The reference file in its own words becomes our programmes; what it says otherwise is refused."""

from pathlib import Path
from typing import Any

import pytest

from pulmu.adapters.programme_file import read_programme_file
from pulmu.bootstrap.support import packaged_programmes
from pulmu.model import Document, encode
from pulmu.support.programme import import_programmes

OURS = ("name", "roles", "one_bonus_only")
"""What packaged files say beyond the reference: names of limits, of parts, and that one bonus counts."""


def test_the_packaged_programmes_say_what_the_reference_says(shared: Path) -> None:
    imported = import_programmes(read_programme_file(str(shared / "reference" / "support" / "programmes.yaml")))
    assert imported.problems == ()
    told = {programme.id: plain(encode(programme)) for programme in imported.value}
    packaged = {programme.id: plain(encode(programme)) for programme in packaged_programmes()}
    assert list(packaged) == sorted(told)
    for name, programme in packaged.items():
        assert programme == told[name], name


def plain(tree: Any, inside: str = "") -> Any:
    if isinstance(tree, list):
        found = [plain(item, inside) for item in tree]
        return [item for item in found if item != {"id": item.get("id")}] if inside == "tracks" else found
    if isinstance(tree, dict):
        drop = {"name_ko", "name_en"} if inside == "tracks" else {"id"} if inside in ("bonus", "quotas") else set()
        drop |= {"note"} if "fact" in tree else set()
        kept = {name: plain(item, name) for name, item in tree.items() if name not in OURS and name not in drop}
        return {name: item for name, item in kept.items() if item not in ([], {})}
    return tree.replace("_", "") if isinstance(tree, str) and tree.replace("_", "").isdecimal() else _text(tree)


def _text(value: Any) -> Any:
    """A value of a condition is text in YAML and a number where the importer wrote it."""
    return str(value).lower() if isinstance(value, int | float) else value


def problems_of(tree: Any) -> list[tuple[str, str]]:
    return [(item.code, item.place) for item in import_programmes(Document(tree, "x.yaml")).problems]


@pytest.fixture
def simple() -> dict[str, Any]:
    return {"id": "x", "name_ko": "가", "name_en": "x", "kind": "grant", "year": 2026}


def test_sme_and_mid_are_translated(simple: dict[str, Any]) -> None:
    simple["eligibility"] = {"all": [{"field": "size_class", "in": ["sme", "mid"]}]}
    simple["who_pays"] = {"loan_share": {"sme": 1.0, "mid": 0.9, "large": 0.5}}
    found = import_programmes(Document({"programmes": [simple]}, "")).unwrap()[0]
    assert found.conditions is not None
    assert found.conditions.all is not None
    assert found.conditions.all[0].value == ("small", "medium", "mid_sized")
    assert found.payment is not None
    assert found.payment.rate_by_size == {"small": 1.0, "medium": 1.0, "mid_sized": 0.9, "large": 0.5}


def test_all_that_is_not_understood_is_told_at_once(simple: dict[str, Any]) -> None:
    simple["eligibility"] = {
        "all": [{"field": "size_class", "in": ["sme", "tiny"]}, {"field": "shoe_size", "gte": 4}, {"field": "track"}]
    }
    simple["who_pays"] = {"surprise": 5, "ceiling_range_krw": [1], "loan_share": [1]}
    simple["extra"] = 1
    assert problems_of({"programmes": [simple], "more": 1}) == [
        ("programme.not_understood", "x.yaml, programmes[0].eligibility.all[0].in"),
        ("programme.not_understood", "x.yaml, programmes[0].eligibility.all[1].field"),
        ("programme.not_understood", "x.yaml, programmes[0].eligibility.all[2]"),
        ("programme.not_understood", "x.yaml, programmes[0].who_pays.loan_share"),
        ("programme.not_understood", "x.yaml, programmes[0].who_pays.ceiling_range_krw"),
        ("programme.not_understood", "x.yaml, programmes[0].who_pays.surprise"),
        ("programme.not_understood", "x.yaml, programmes[0].extra"),
        ("programme.not_understood", "x.yaml, more"),
    ]


@pytest.mark.parametrize("tree", [None, [], "text", {"programmes": "text"}, {"programmes": [None, 3]}])
def test_a_file_of_another_shape_is_refused(tree: Any) -> None:
    assert problems_of(tree)


def test_levels_in_another_order_are_refused() -> None:
    tree = {"ordinals": {"smart_factory_level": ["basic", "none"]}, "programmes": []}
    assert problems_of(tree) == [("programme.not_understood", "x.yaml, ordinals")]
