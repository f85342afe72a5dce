"""What a guard reads before it runs: signed, unchanged, no older than before, and only what it can serve."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.guard_process import LIMITS, write_papers
from tests.services.live.followed import line_of as sample_line_of
from tests.services.live.passed import passed_report

from pulmu.adapters.guard_place import open_place
from pulmu.adapters.simulated_plant import SimulatedPlant
from pulmu.bootstrap import guard, live
from pulmu.bootstrap.guard import GuardOrder, read_in_force
from pulmu.bootstrap.live_map import tag_map_text
from pulmu.model import Document, InputError, OutsideError, Problem, encode
from pulmu.model.tag import Tag
from pulmu.model.tag_map import MappedTag, TagMap
from pulmu.services.live.shadow_report import line_seal, tag_map_seal
from pulmu.twin.control import read_profile

TAGS = ("billet_heater/standby", "ageing/standby", "line/run", "control/remote", "control/heartbeat", "control/hold")


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


def test_the_map_is_the_one_that_the_limits_name(tmp_path: Path) -> None:
    made = TagMap(tags=tuple(MappedTag(tag=tag, node=f"DB1.{number}") for number, tag in enumerate(TAGS)))
    (tmp_path / "map.yaml").write_bytes(tag_map_text(made))
    through = str(tmp_path / "map.yaml")
    write_papers(tmp_path)
    assert codes_of(tmp_path, tag_map=through) == {"control.map_not_signed"}
    write_papers(tmp_path, {**LIMITS, "tag_map": tag_map_seal(made)}, version=2)
    assert codes_of(tmp_path) == {"control.map_missing"}
    assert codes_of(tmp_path, tag_map=through) == set()
    (tmp_path / "map.yaml").write_bytes((tmp_path / "map.yaml").read_bytes().replace(b"DB1.0", b"DB2.0"))
    assert codes_of(tmp_path, tag_map=through) == {"control.map_other"}
    (tmp_path / "map.yaml").write_text("pulmu: guard/1\n", "utf-8")
    assert codes_of(tmp_path, tag_map=through) & {"control.map_other", "control.map_lacks"} == set()
    assert codes_of(tmp_path, tag_map=through) != set(), "it is no map at all"


def test_the_report_of_watching_is_the_one_that_the_limits_name_and_passed(tmp_path: Path) -> None:
    line, file = sample_line_of("extrusions"), tmp_path / "report.json"
    reports = {
        "": passed_report(line), "control.report_map": passed_report(line, tag_map="a" * 64),
        "control.report_line": passed_report(line, model="a" * 64),
        "control.shadow_unwatched": passed_report(line, unwatched=("press",)),
    }  # fmt: skip
    for version, (code, made) in enumerate(reports.items(), start=1):
        file.write_text(json.dumps(encode(made, full=True)), "utf-8")
        named = {"report": made.seal, "line": line_seal(line)}
        write_papers(tmp_path, {**LIMITS, "watched": named}, version=version)
        assert codes_of(tmp_path, watched=str(file)) == ({code} if code else set())
    assert codes_of(tmp_path) == {"control.report_missing"}
    last = reports["control.shadow_unwatched"]
    file.write_text(json.dumps(encode(replace(last, unwatched=()), full=True)), "utf-8")
    assert codes_of(tmp_path, watched=str(file)) == {"control.report_other"}, "changed since, its seal left as it was"
    write_papers(tmp_path, version=9)
    assert codes_of(tmp_path, watched=str(file)) == {"control.report_not_signed"}


def test_an_old_report_does_not_keep_a_guard_from_bringing_back_what_it_wrote(tmp_path: Path) -> None:
    line = sample_line_of("extrusions")
    made = passed_report(line, datetime.now(UTC) - timedelta(days=400))
    (tmp_path / "report.json").write_text(json.dumps(encode(made, full=True)), "utf-8")
    write_papers(tmp_path, {**LIMITS, "watched": {"report": made.seal, "line": line_seal(line)}})
    assert codes_of(tmp_path, watched=str(tmp_path / "report.json")) == set()


def test_what_the_plant_lacks_of_the_map_is_told_when_it_is_reached(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered = [Tag(name=f"DB1.{number}", kind="truth", measure="v") for number in range(len(TAGS))]
    plant = SimulatedPlant(offered[1:], {}, lambda: datetime.now(UTC))
    monkeypatch.setattr(live, "connect_plant", lambda *_: plant)
    made = TagMap(tags=tuple(MappedTag(tag=tag, node=f"DB1.{number}") for number, tag in enumerate(TAGS)))
    profile = read_profile(Document(LIMITS, "limits.yaml")).unwrap()
    told: list[Problem] = []
    order = replace(order_of(tmp_path), tell=told.append)
    reached = guard._reached(order, profile, made)
    assert [(item.code, item.place) for item in told] == [("control.map_not_there", TAGS[0])]
    assert reached.read([TAGS[0]])[0].quality == "bad"
    assert guard._reached(order, profile, None) is plant


def test_two_guards_do_not_share_a_folder(tmp_path: Path) -> None:
    with open_place(tmp_path / "guard"), pytest.raises(OutsideError) as told, open_place(tmp_path / "guard"):
        pass
    assert told.value.problems[0].code == "outside.guard_runs"


def test_what_is_left_of_the_versions_must_be_readable(tmp_path: Path) -> None:
    write_papers(tmp_path)
    assert codes_of(tmp_path) == set()
    (tmp_path / "guard" / "limits-in-force.json").write_text("{")
    assert codes_of(tmp_path) == {"outside.guard_place"}
