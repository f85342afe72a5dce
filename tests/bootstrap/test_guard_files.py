"""What a guard reads before it runs: signed, unchanged, no older than before, and only what it can serve."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.guard_process import LIMITS, write_papers

from pulmu.adapters.guard_place import open_place
from pulmu.bootstrap.guard import GuardOrder, read_in_force
from pulmu.model import InputError, OutsideError


def order_of(folder: Path) -> GuardOrder:
    return GuardOrder(
        limits=str(folder / "limits.yaml"), people=str(folder / "people.yaml"), trusted=[str(folder / "kim.pub")],
        address="", keys=folder, user="", password=None, folder=folder / "guard", ready=lambda _: None,
        tell=lambda _: None,
    )  # fmt: skip


def codes_of(folder: Path, **changes: Any) -> set[str]:
    """Why a guard does not run on these files; empty if it does."""
    with open_place(folder / "guard") as place:
        try:
            read_in_force(place, replace(order_of(folder), **changes))
        except (InputError, OutsideError) as error:
            return {item.code for item in error.problems}
    return set()


def test_what_is_signed_is_taken_again_and_again(tmp_path: Path) -> None:
    write_papers(tmp_path)
    assert codes_of(tmp_path) == set()
    assert codes_of(tmp_path) == set()


def test_an_older_version_and_another_content_of_the_same_are_refused(tmp_path: Path) -> None:
    write_papers(tmp_path, LIMITS, version=2)
    assert codes_of(tmp_path) == set()
    write_papers(tmp_path, LIMITS, version=1)
    assert codes_of(tmp_path) == {"control.older_limits"}
    write_papers(tmp_path, {**LIMITS, "answer_s": 1.0}, version=2)
    assert codes_of(tmp_path) == {"control.same_version"}


@pytest.mark.parametrize("name", ["limits.yaml", "people.yaml"])
def test_a_changed_an_unsigned_and_a_strangers_file_are_refused(tmp_path: Path, name: str) -> None:
    write_papers(tmp_path)
    file = tmp_path / name
    kept = file.read_bytes()
    file.write_bytes(kept.replace(b"Han", b"Hans"))
    assert codes_of(tmp_path) == {"control.signature"}
    file.write_bytes(kept)
    assert codes_of(tmp_path, trusted=[str(tmp_path / "park.pub")]) == {"control.signature"}
    (tmp_path / f"{name}.signature").unlink()
    assert codes_of(tmp_path) == {"control.not_signed"}


def test_people_of_another_plant_and_choices_are_refused(tmp_path: Path) -> None:
    write_papers(tmp_path)
    write_papers(tmp_path, {**LIMITS, "limits": [{"tag": "line/mode", "kind": "choice", "choices": ["a"]}]})
    assert codes_of(tmp_path) == {"control.choice_unwritable"}
    people = (tmp_path / "people.yaml").read_bytes(), (tmp_path / "people.yaml.signature").read_bytes()
    write_papers(tmp_path, {**LIMITS, "plant": "hanbit"})
    (tmp_path / "people.yaml").write_bytes(people[0])
    (tmp_path / "people.yaml.signature").write_bytes(people[1])
    assert codes_of(tmp_path) == {"control.other_plant"}


def test_two_guards_do_not_share_a_folder(tmp_path: Path) -> None:
    with open_place(tmp_path / "guard"), pytest.raises(OutsideError) as told, open_place(tmp_path / "guard"):
        pass
    assert told.value.problems[0].code == "outside.guard_runs"


def test_what_is_left_of_the_versions_must_be_readable(tmp_path: Path) -> None:
    write_papers(tmp_path)
    assert codes_of(tmp_path) == set()
    (tmp_path / "guard" / "limits-in-force.json").write_text("{")
    assert codes_of(tmp_path) == {"outside.guard_place"}
