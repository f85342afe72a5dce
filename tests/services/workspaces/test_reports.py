"""From a plant to a frozen report, and to the one link an importer gets."""

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.places import Place, actor, codes
from tests.records import DAERIM, HANBIT

from pulmu.adapters.report_json import JsonReportWriter
from pulmu.adapters.samples import read_sample
from pulmu.model import Document
from pulmu.services.access.actor import Actor
from pulmu.services.records.report import ReportVersion
from pulmu.services.report import Report
from pulmu.services.workspaces import plants, reports, sharing
from pulmu.services.workspaces.reports import ReportWish
from pulmu.services.workspaces.sharing import LinkWish, open_link

KIM, LEE, BOSS = actor("kim", "preparer"), actor("lee", "preparer"), actor("boss", "approver")
WISH = ReportWish(year=2026, edition="2026-08")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path).with_companies()


def draw(report: Report) -> Mapping[str, bytes]:
    return {"report.json": JsonReportWriter()(report, "en")}


def as_it_is(document: Document) -> Document:
    return document


def changed(document: Document) -> Document:
    """The same plant with another name of its operator."""
    return dataclasses.replace(document, tree=document.tree | {"company": document.tree["company"] | {"name": "Other"}})


def with_plant(place: Place, by: Actor = KIM) -> str:
    return plants.add_plant(place.gate, by, "안산공장", read_sample("fasteners")).record.id


def prepared(place: Place, plant: str, by: Actor = KIM) -> ReportVersion:
    found = reports.prepare_report(place.gate, by, plant, WISH, as_it_is, draw).version
    assert found is not None
    return found


def frozen(place: Place, plant: str) -> ReportVersion:
    draft = prepared(place, plant)
    reports.submit_report(place.gate, KIM, draft.report, draft.number)
    return reports.approve_report(place.gate, BOSS, draft.report, draft.number, "as the verifier saw it")


def test_a_report_goes_its_way_and_every_step_is_in_the_audit(place: Place) -> None:
    version = frozen(place, with_plant(place))
    assert (version.state, version.prepared_by, version.submitted_by, version.decided_by) == (
        "frozen", "kim", "kim", "boss",
    )  # fmt: skip
    with place.store.reading(HANBIT) as work:
        assert [item.action for item in work.entries()] == [
            "write_plant", "prepare_report", "submit_report", "approve_report",
        ]  # fmt: skip
        files = work.report_files(version.report, version.number)
    assert [file.name for file in files] == ["document.json", "report.json"]
    assert reports.check_frozen(place.gate, HANBIT, version, files) == ()


def test_a_frozen_report_does_not_follow_its_plant(place: Place) -> None:
    plant = with_plant(place)
    version = frozen(place, plant)
    plants.save_plant(place.gate, LEE, plant, changed(read_sample("fasteners")), seen=1)
    with place.store.reading(HANBIT) as work:
        files = work.report_files(version.report, version.number)
    assert reports.check_frozen(place.gate, HANBIT, version, files) == ()
    second = prepared(place, plant)
    assert (second.number, second.plant_version) == (2, 2)
    assert second.report_sha256 != version.report_sha256


@pytest.mark.parametrize("step", [reports.submit_report, reports.approve_report])
def test_a_frozen_report_takes_no_step_back(place: Place, step: Any) -> None:
    version = frozen(place, with_plant(place))
    who = KIM if step is reports.submit_report else BOSS
    assert codes(lambda: step(place.gate, who, version.report, version.number)) == ["store.report_moved"]
    back = lambda: reports.return_report(place.gate, BOSS, version.report, version.number, "no")  # noqa: E731
    assert codes(back) == ["store.report_moved"]


def test_nobody_decides_on_what_they_worked_on(place: Place) -> None:
    both = actor("kim", "preparer", "approver")
    plant = with_plant(place, actor("boss", "preparer"))
    draft = prepared(place, plant)
    reports.submit_report(place.gate, LEE, draft.report, draft.number)
    for author in (both, actor("lee", "approver"), BOSS):  # prepared it, submitted it, wrote the plant
        decide = lambda who=author: reports.approve_report(place.gate, who, draft.report, draft.number)  # noqa: E731
        assert codes(decide) == ["report.four_eyes"]
        back = lambda who=author: reports.return_report(place.gate, who, draft.report, draft.number, "x")  # noqa: E731
        assert codes(back) == ["report.four_eyes"]
    with place.store.reading(HANBIT) as work:
        assert reports.find_report_version(work, draft.report, draft.number).state == "submitted"
        assert "approve_report" not in [item.action for item in work.entries()]
    reports.approve_report(place.gate, actor("choi", "approver"), draft.report, draft.number)


def test_work_that_was_frozen_before_does_not_bind_for_ever(place: Place) -> None:
    plant = with_plant(place, actor("boss2", "preparer"))
    frozen(place, plant)
    plants.save_plant(place.gate, KIM, plant, changed(read_sample("fasteners")), seen=1)
    draft = prepared(place, plant)
    reports.submit_report(place.gate, KIM, draft.report, draft.number)
    assert reports.approve_report(place.gate, actor("boss2", "approver"), draft.report, draft.number)


def test_a_returned_report_is_a_draft_with_the_reason(place: Place) -> None:
    draft = prepared(place, with_plant(place))
    submit = lambda: reports.submit_report(place.gate, KIM, draft.report, draft.number)  # noqa: E731
    submit()
    assert codes(submit) == ["store.report_moved"]
    assert codes(lambda: reports.return_report(place.gate, BOSS, draft.report, draft.number, " ")) == [
        "input.reason_missing"
    ]
    back = reports.return_report(place.gate, BOSS, draft.report, draft.number, "가스 고지서가 빠졌습니다")
    assert (back.state, back.reason) == ("draft", "가스 고지서가 빠졌습니다")
    assert submit().state == "submitted"


def test_a_plant_with_problems_is_kept_and_gives_no_report(place: Place) -> None:
    document = read_sample("fasteners")
    broken = dataclasses.replace(
        document, tree={name: part for name, part in document.tree.items() if name != "period"}
    )
    saved = plants.add_plant(place.gate, KIM, "초안", broken)
    assert [item.code for item in saved.problems if item.severity == "error"] == ["input.missing_field"]
    found = reports.prepare_report(place.gate, KIM, saved.record.id, WISH, as_it_is, draw)
    assert (found.version, found.problems) == (None, saved.problems)
    with place.store.reading(HANBIT) as work:
        assert work.reports() == ()


def test_of_two_who_change_a_plant_the_second_is_told(place: Place) -> None:
    plant = with_plant(place)
    document = read_sample("fasteners")
    assert plants.save_plant(place.gate, KIM, plant, changed(document), seen=1).record.version == 2
    assert codes(lambda: plants.save_plant(place.gate, LEE, plant, document, seen=1)) == ["store.plant_changed"]
    assert [item.number for item in plants.plant_history(place.gate, KIM, plant)] == [2, 1]
    assert plants.read_plant(place.gate, KIM, plant, 1).document == document
    assert plants.read_plant(place.gate, KIM, plant).document == changed(document)


def test_another_companys_plant_is_not_there(place: Place) -> None:
    plant, thief = with_plant(place), actor("thief", "preparer", "approver", workspace=DAERIM)
    document = read_sample("fasteners")
    version = frozen(place, plant)
    for act in (
        lambda: plants.read_plant(place.gate, thief, plant),
        lambda: plants.save_plant(place.gate, thief, plant, document, seen=1),
        lambda: plants.archive_plant(place.gate, thief, plant, seen=1),
        lambda: plants.plant_history(place.gate, thief, plant),
        lambda: reports.prepare_report(place.gate, thief, plant, WISH, as_it_is, draw),
    ):
        assert codes(act) == ["access.unknown_plant"]
    for act in (
        lambda: reports.read_file(place.gate, thief, version.report, 1, "report.json", "why"),
        lambda: reports.submit_report(place.gate, thief, version.report, 1),
        lambda: reports.approve_report(place.gate, thief, version.report, 1),
        lambda: sharing.share_report(place.gate, thief, version.report, 1, LinkWish(audience="A", days=1)),
    ):
        assert codes(act) == ["access.unknown_report"]
    assert plants.plants(place.gate, thief) == ()
    assert reports.read_reports(place.gate, thief) == ()


def test_a_download_has_a_reason_and_is_noted(place: Place) -> None:
    version = frozen(place, with_plant(place))
    take = lambda why: reports.read_file(place.gate, BOSS, version.report, 1, "report.json", why)  # noqa: E731
    assert codes(lambda: take("")) == ["input.reason_missing"]
    assert b"pulmu.report/2" in take("for the importer")
    with place.store.reading(HANBIT) as work:
        last = work.entries()[-1]
    assert (last.actor, last.action, last.reason) == ("boss", "download_report", "for the importer")


def test_a_changed_document_is_told(place: Place) -> None:
    version = frozen(place, with_plant(place))
    with place.store.reading(HANBIT) as work:
        files = work.report_files(version.report, 1)
    other = dataclasses.replace(version, plant_sha256="0" * 64)
    assert [item.code for item in reports.check_frozen(place.gate, HANBIT, other, files)] == ["report.document_changed"]
    other = dataclasses.replace(version, report_sha256="0" * 64)
    assert [item.code for item in reports.check_frozen(place.gate, HANBIT, other, files)] == ["report.not_reproduced"]


def shared(place: Place, version: ReportVersion, **wish: Any) -> tuple[str, str]:
    """A link: its id and its address."""
    given = LinkWish(**{"audience": "Adler GmbH", "days": 30} | wish)
    link, address = sharing.share_report(place.gate, BOSS, version.report, version.number, given)
    return link.id, address


def opened(place: Place, address: str) -> sharing.Opened:
    return open_link(place.store, place.gate.objects, place.gate.world, address)


def test_a_link_opens_the_frozen_version_and_is_noted(place: Place) -> None:
    version = frozen(place, with_plant(place))
    _, address = shared(place, version, limit=2)
    assert opened(place, address).version == version
    opened(place, address)
    assert codes(lambda: opened(place, address)) == ["access.link"]
    with place.store.reading(HANBIT) as work:
        assert [item.action for item in work.entries()][-3:] == ["share_report", "read_summary", "read_summary"]


def test_a_link_that_is_none_ended_or_was_revoked_opens_nothing(place: Place) -> None:
    version = frozen(place, with_plant(place))
    link, address = shared(place, version)
    workspace, name, secret = address.split(".")
    wrong = ["", ".", "..", workspace, f"{workspace}.{name}", f"{workspace}.{name}.", f"{DAERIM}.{name}.{secret}",
             f"{'f' * 32}.{name}.{secret}", f"{workspace}.{name}.{secret}x", f"../{address}"]  # fmt: skip
    for text in wrong:
        assert codes(lambda t=text: opened(place, t)) == ["access.link"], text
    assert codes(lambda: sharing.revoke_link(place.gate, BOSS, "other", link)) == ["access.link"]
    sharing.revoke_link(place.gate, BOSS, version.report, link)
    assert codes(lambda: opened(place, address)) == ["access.link"]
    _, second = shared(place, version, days=1)
    place.pass_time(days=1)
    assert codes(lambda: opened(place, second)) == ["access.link"]


def test_a_withdrawn_report_is_shown_to_nobody_any_more(place: Place) -> None:
    version = frozen(place, with_plant(place))
    _, address = shared(place, version)
    reports.withdraw_report(place.gate, BOSS, version.report, 1, "wrong meter")
    assert codes(lambda: opened(place, address)) == ["access.link"]
    assert codes(lambda: shared(place, version)) == ["store.report_not_frozen"]


@pytest.mark.parametrize(
    ("wish", "code"),
    [({"audience": " "}, "access.audience"), ({"audience": "a\n"}, "access.audience"), ({"days": 0}, "access.days"),
     ({"days": 367}, "access.days"), ({"limit": 0}, "access.limit")],
)  # fmt: skip
def test_a_link_for_nobody_for_ever_or_never_is_refused(place: Place, wish: dict[str, Any], code: str) -> None:
    version = frozen(place, with_plant(place))
    assert codes(lambda: shared(place, version, **wish)) == [code]
