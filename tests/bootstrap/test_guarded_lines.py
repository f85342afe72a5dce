"""A line is led to the guard of its own live link, and to no other; control opens behind a report that passed."""

import json
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.live_plant import states_of_line
from tests.places import Place, actor
from tests.records import DAERIM, HANBIT
from tests.services.jobs.test_looking_ahead import TREE
from tests.services.live.passed import passed_report

from pulmu.adapters.sample_store import SqliteSampleStore
from pulmu.bootstrap.guarded_lines import LiveDesks, folder_of, follow_link, gate_of, settings_of
from pulmu.bootstrap.twin import sample_line
from pulmu.model import ControlRefused, Document, InputError, OutsideError, encode
from pulmu.services.accounts.identify import ZONE
from pulmu.services.guarded_lines.reach import not_offered
from pulmu.services.lines.shelf import KeptLine, copy_line, find_line
from pulmu.services.live_links.link import LiveLink, add_link
from pulmu.services.workspaces.documents import save_document
from pulmu.twin.oracle import run_plainly


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path / "place").with_companies()


@pytest.fixture
def kept(place: Place) -> KeptLine:
    return copy_line(place.gate, actor("lee", "plant_user"), sample_line("extrusions"), "", "sample")


def linked(place: Place, folder: Path, **more: Any) -> LiveLink:
    link = LiveLink(
        id="press", workspace=HANBIT, name="press", samples=str(folder / "press.samples"), created=datetime.now(UTC),
        **({"line": "extrusions", "desk": str(folder / "guard")} | more),
    )  # fmt: skip
    add_link(place.gate, link)
    return link


def report(kept: KeptLine, **changes: Any) -> str:
    """A sealed report of nine hours that ended now, in which the model fitted."""
    return json.dumps(encode(passed_report(kept.line, **changes), full=True))


def codes(found: Any) -> set[str]:
    return {item.code for item in found}


def test_a_line_reaches_the_guard_of_its_own_company_only(place: Place, kept: KeptLine, tmp_path: Path) -> None:
    desks = LiveDesks(place.store, tmp_path / "keys")
    assert codes(not_offered(desks.reach(HANBIT, kept), kept.id)) == {"control.no_live_link"}
    linked(place, tmp_path)
    assert desks.reach(HANBIT, kept).has_desk
    assert not desks.reach(DAERIM, kept).link
    assert desks.desk(HANBIT, kept.id) is desks.desk(HANBIT, kept.id), "one connection: that of the commit beats"
    for workspace, line in ((DAERIM, kept.id), (HANBIT, "other")):
        with pytest.raises(ControlRefused) as caught:
            desks.desk(workspace, line)
        assert codes(caught.value.problems) == {"control.no_guard"}


def test_a_link_without_a_desk_is_read_only(place: Place, kept: KeptLine, tmp_path: Path) -> None:
    linked(place, tmp_path, desk="")
    reach = LiveDesks(place.store, tmp_path / "keys").reach(HANBIT, kept)
    assert codes(not_offered(reach, kept.id)) == {"control.no_desk"}


def test_a_guard_that_does_not_run_is_told(place: Place, kept: KeptLine, tmp_path: Path) -> None:
    linked(place, tmp_path)
    with pytest.raises(OutsideError) as caught:
        LiveDesks(place.store, tmp_path / "keys").desk(HANBIT, kept.id).view()
    assert codes(caught.value.problems) == {"outside.guard"}


def test_control_opens_behind_a_report_that_passed(place: Place, kept: KeptLine, tmp_path: Path) -> None:
    link = linked(place, tmp_path)
    assert codes(gate_of(link, kept).problems) == {"control.shadow_missing"}
    file = tmp_path / "press.shadow.json"
    file.write_text(report(kept), encoding="utf-8")
    opened = gate_of(link, kept)
    assert opened.problems == ()
    assert opened.model_at is not None


@pytest.mark.parametrize(("changes", "code"), [
    ({"model": "0" * 64}, "control.shadow_model"), ({"unwatched": ("press",)}, "control.shadow_unwatched"),
    ({"ended": "2020-01-01T00:00:00+00:00"}, "control.shadow_old"),
])  # fmt: skip
def test_a_report_that_does_not_count_opens_nothing(
    place: Place, kept: KeptLine, tmp_path: Path, changes: dict[str, Any], code: str
) -> None:  # fmt: skip
    link = linked(place, tmp_path)
    (tmp_path / "press.shadow.json").write_text(report(kept, **changes), encoding="utf-8")
    assert code in codes(gate_of(link, kept).problems)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"pulmu": "guard/1"}'], ids=["empty", "broken", "list", "other"])
def test_what_is_no_report_is_as_none(place: Place, kept: KeptLine, tmp_path: Path, text: str) -> None:
    link = linked(place, tmp_path)
    (tmp_path / "press.shadow.json").write_text(text, encoding="utf-8")
    assert codes(gate_of(link, kept).problems) == {"control.shadow_missing"}


def test_settings_stand_beside_the_samples_or_come_with_a_sample_line(tmp_path: Path) -> None:
    link = LiveLink(
        id="press", workspace=HANBIT, line="extrusions", name="press", samples=str(tmp_path / "press.samples"),
        created=datetime.now(UTC),
    )  # fmt: skip
    assert settings_of(link).furnaces
    assert settings_of(replace(link, line="mine")).furnaces == ()
    (tmp_path / "press.settings.yaml").write_text("pulmu: emulation/1\nfurnaces: 3\n", encoding="utf-8")
    with pytest.raises(InputError):
        settings_of(link)


def test_a_plant_is_followed_by_the_clock_of_the_place_and_by_what_has_not_changed(
    place: Place, tmp_path: Path
) -> None:
    who = actor("lee", "plant_user")
    save_document(place.gate, who, "line", "bench", Document(TREE, "bench.yaml"), seen=0)
    kept, now = find_line(place.gate, who, "bench"), datetime.now(UTC)
    link = linked(place, tmp_path, line="bench", desk="")
    samples = [replace(item, at=now - timedelta(hours=9), received=now - timedelta(hours=9))
               for item in states_of_line(kept.line, now)]  # fmt: skip
    with closing(SqliteSampleStore(tmp_path / "press.samples")) as store:
        store.keep(samples, at=now)
    found = follow_link(link, kept, run_plainly)
    there = now.astimezone(ZONE)
    since_monday = there.weekday() * 86_400 + there.hour * 3600 + there.minute * 60 + there.second
    assert abs(found.snapshot.seen.after - since_monday) < 30, "the line starts on Monday at midnight"
    assert {item.state for item in found.snapshot.seen.machines} == {"busy"}
    assert found.snapshot.is_running


def test_a_desk_is_named_by_its_folder_or_by_a_socket_in_it(tmp_path: Path) -> None:
    (tmp_path / "desk").write_text("", encoding="utf-8")
    assert folder_of(str(tmp_path / "desk")) == tmp_path
    assert folder_of(str(tmp_path)) == tmp_path
    assert folder_of(str(tmp_path / "later")) == tmp_path / "later"
