"""What lies before who works with a report: its way, what they may do next, what changed, whence figures come."""

import dataclasses
from pathlib import Path

import pytest
from tests.places import Place, actor, codes
from tests.services.workspaces.test_reports import BOSS, KIM, as_it_is, draw, frozen, prepared, with_plant

from pulmu.adapters.samples import read_sample
from pulmu.services.access.actor import Actor
from pulmu.services.workspaces import comments, plants, reports
from pulmu.services.workspaces.report_content import figure_of
from pulmu.services.workspaces.report_desk import Desk, list_reports, look_at_report, recheck
from pulmu.services.workspaces.reports import ReportWish
from pulmu.services.workspaces.version_difference import compare_versions


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path).with_companies()


def desk(place: Place, who: Actor, report: str, number: int | None = None) -> Desk:
    return look_at_report(place.gate, place.store, who, report, number)


def hindrances(found: Desk) -> dict[str, str]:
    return {step.name: step.hindrance for step in found.steps}


def test_each_state_has_its_steps_and_says_why_one_may_not(place: Place) -> None:
    draft = prepared(place, with_plant(place))
    assert hindrances(desk(place, KIM, draft.report)) == {"submit": ""}
    assert hindrances(desk(place, BOSS, draft.report)) == {"submit": "role"}
    reports.submit_report(place.gate, KIM, draft.report, 1)
    assert hindrances(desk(place, BOSS, draft.report)) == {"approve": "", "return": ""}
    assert hindrances(desk(place, KIM, draft.report)) == {"approve": "role", "return": "role"}
    both = actor("kim", "preparer", "approver")
    assert hindrances(desk(place, both, draft.report)) == {"approve": "four_eyes", "return": "four_eyes"}
    half = actor("boss", "plant_user", "approver", second_factor=False)
    assert hindrances(desk(place, half, draft.report)) == {"approve": "code", "return": "code"}
    reports.approve_report(place.gate, BOSS, draft.report, 1)
    assert hindrances(desk(place, BOSS, draft.report)) == {"share": "", "withdraw": ""}
    reports.withdraw_report(place.gate, BOSS, draft.report, 1, "a meter was wrong")
    assert hindrances(desk(place, BOSS, draft.report)) == {}


def test_what_may_be_done_is_what_the_services_let_them_do(place: Place) -> None:
    draft = prepared(place, with_plant(place))
    reports.submit_report(place.gate, KIM, draft.report, 1)
    both = actor("kim", "preparer", "approver")
    assert codes(lambda: reports.approve_report(place.gate, both, draft.report, 1)) == ["report.four_eyes"]
    half = actor("boss", "plant_user", "approver", second_factor=False)
    assert codes(lambda: reports.approve_report(place.gate, half, draft.report, 1)) == ["access.second_factor_needed"]
    assert codes(lambda: reports.approve_report(place.gate, KIM, draft.report, 1)) == ["access.forbidden"]


def test_a_report_is_looked_at_with_its_plant_its_figures_and_its_comments(place: Place) -> None:
    version = frozen(place, with_plant(place))
    key = desk(place, KIM, version.report).goods[0].key
    comments.comment_on(place.gate, BOSS, version.report, 1, "how sure?", key)
    found = desk(place, KIM, version.report)
    assert (found.plant, found.report.year, found.version.number) == ("안산공장", 2026, 1)
    assert found.figures[key][1]
    assert {good.cn_code for good in found.goods} >= {"73181588"}
    assert found.authors == {"kim"}


def test_a_verifier_sees_the_reports_they_are_engaged_for_only(place: Place) -> None:
    first = frozen(place, with_plant(place))
    second = frozen(place, plants.add_plant(place.gate, KIM, "둘째", read_sample("extrusions")).record.id)
    jung = actor("jung", "verifier", reports=(first.report,))
    assert [shelf.report.id for shelf in list_reports(place.gate, jung)] == [first.report]
    assert len(list_reports(place.gate, KIM)) == 2
    assert desk(place, jung, first.report).version.number == 1
    assert codes(lambda: desk(place, jung, second.report)) == ["access.forbidden"]
    assert codes(lambda: compare_versions(place.gate, jung, second.report, 1, 1)) == ["access.forbidden"]
    assert codes(lambda: figure_of(place.gate, jung, second.report, 1, "0")) == ["access.forbidden"]


def test_what_is_not_there_is_unknown(place: Place) -> None:
    version = frozen(place, with_plant(place))
    assert codes(lambda: desk(place, KIM, "0" * 32)) == ["access.unknown_report"]
    assert codes(lambda: desk(place, KIM, version.report, 7)) == ["access.unknown_report"]
    assert codes(lambda: figure_of(place.gate, KIM, version.report, 1, "0" * 64)) == ["access.unknown_report"]


def test_a_frozen_report_computes_the_same_again(place: Place) -> None:
    version = frozen(place, with_plant(place))
    assert recheck(place.gate, KIM, version.report, 1) == ()
    outsider = actor("out", "supplier")
    assert codes(lambda: recheck(place.gate, outsider, version.report, 1)) == ["access.forbidden"]


def test_more_gas_changes_figures_and_leaves_others(place: Place) -> None:
    plant = with_plant(place)
    first = prepared(place, plant)
    document = read_sample("fasteners")
    stream = document.tree["source_streams"][0]
    more = stream | {"amount": {"value": 9_999_999, "unit": "Nm3"}}
    changed = dataclasses.replace(
        document, tree=document.tree | {"source_streams": [more, *document.tree["source_streams"][1:]]}
    )
    plants.save_plant(place.gate, KIM, plant, changed, seen=1)
    second = reports.prepare_report(
        place.gate, KIM, plant, ReportWish(year=2026, edition="2026-08"), as_it_is, draw
    ).version
    assert second is not None
    found = compare_versions(place.gate, KIM, first.report, 1, 2)
    by_name = {(item.kind, item.name): item for item in found.changes}
    total = by_name["installation", "total_direct_emissions"]
    assert total.before is not None
    assert total.after is not None
    assert total.after > total.before
    assert ("precursor", "received") not in by_name
    assert found.unchanged > 0
    back = compare_versions(place.gate, KIM, first.report, 2, 1)
    assert {(item.before, item.after) for item in back.changes} == {(item.after, item.before) for item in found.changes}
    assert compare_versions(place.gate, KIM, first.report, 2, 2).changes == ()


def test_a_figure_leads_to_what_it_was_made_from_and_back(place: Place) -> None:
    version = frozen(place, with_plant(place))
    key = desk(place, KIM, version.report).goods[0].key
    found = figure_of(place.gate, KIM, version.report, 1, key)
    assert found.expression
    assert found.inputs
    inner = figure_of(place.gate, KIM, version.report, 1, found.inputs[0].key)
    assert key in {user.key for user in inner.users}
