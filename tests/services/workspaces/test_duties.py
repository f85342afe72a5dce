"""What is due for a company: by law, and by its own plants, reports, people and links."""

import dataclasses
from datetime import date
from pathlib import Path

import pytest
from tests.places import Place, actor, codes
from tests.records import HANBIT, account
from tests.services.workspaces.test_reports import BOSS, KIM, frozen, prepared, with_plant

from pulmu.adapters.samples import read_sample
from pulmu.services.access.actor import Actor
from pulmu.services.records.account import Membership
from pulmu.services.workspaces import comments, plants, reports, sharing
from pulmu.services.workspaces.duties import Duty, duties, next_duty
from pulmu.services.workspaces.overview import look_around
from pulmu.services.workspaces.sharing import LinkWish

LAST = date(2027, 9, 30)
ADMIN = actor("admin", "company_admin")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path).with_companies()


def found(place: Place, who: Actor = KIM) -> tuple[Duty, ...]:
    return duties(place.gate, place.store, who)


def states(place: Place) -> dict[str, str]:
    return {item.kind: item.state for item in found(place) if item.about.startswith("안산공장")}


def test_without_a_plant_only_the_law_has_days(place: Place) -> None:
    assert {item.kind for item in found(place)} == {"law"}
    first = next_duty(found(place))
    assert first is not None
    assert first.id == "quarterly_holding"


def test_the_report_of_a_year_is_due_before_its_importer_declares(place: Place) -> None:
    with_plant(place)
    assert states(place) == {"report": "open", "verifier": "open", "share": "open"}
    report = next(item for item in found(place) if item.kind == "report")
    assert (report.due, report.days_left, report.who) == (LAST, (LAST - date(2027, 2, 3)).days, "us")
    assert report.source is not None
    assert report.source.confidence == "read"


def test_what_was_done_is_done(place: Place) -> None:
    version = frozen(place, with_plant(place))
    assert states(place)["report"] == "done"
    assert states(place)["share"] == "open"
    sharing.share_report(place.gate, BOSS, version.report, 1, LinkWish(audience="Adler", days=30))
    with place.store.place_writing() as records:
        records.add_account(account("jung"))
        records.add_membership(
            Membership(workspace=HANBIT, account="jung", role="verifier", start=date(2027, 1, 1),
                       end=date(2027, 5, 1), reports=(version.report,))
        )  # fmt: skip
    assert states(place) == {"report": "done", "verifier": "done", "share": "done", "supplier": "open"}


def test_a_withdrawn_report_is_to_be_done_again(place: Place) -> None:
    version = frozen(place, with_plant(place))
    reports.withdraw_report(place.gate, BOSS, version.report, 1, "a meter was wrong")
    assert states(place)["report"] == "open"


def test_after_the_day_what_is_not_done_is_late(place: Place) -> None:
    with_plant(place)
    place.pass_time(days=300)
    late = next(item for item in found(place) if item.kind == "report")
    assert (late.state, late.days_left < 0) == ("late", True)
    assert next_duty(found(place)) == late


def test_precursors_with_default_values_are_counted(place: Place) -> None:
    version = prepared(place, with_plant(place))
    one = next(item for item in found(place) if item.kind == "supplier")
    assert one.count > 0
    assert one.report == version.report


def test_a_plant_of_another_period_or_without_one_has_no_day(place: Place) -> None:
    document = read_sample("fasteners")
    for name, period in (
        ("없음", None),
        ("글", "작년"),
        ("반년", "2026-01-01/2026-07-01"),
        ("옛날", 2019),
        ("참", True),
    ):
        tree = document.tree | {"period": period}
        plants.add_plant(place.gate, KIM, name, dataclasses.replace(document, tree=tree))
    assert {item.kind for item in found(place)} == {"law"}


def test_an_archived_plant_asks_for_nothing(place: Place) -> None:
    plants.archive_plant(place.gate, KIM, with_plant(place), seen=1)
    assert states(place) == {}


def test_ends_are_shown_to_who_looks_after_them(place: Place) -> None:
    version = frozen(place, with_plant(place))
    sharing.share_report(place.gate, BOSS, version.report, 1, LinkWish(audience="Adler", days=30))
    sharing.share_report(place.gate, BOSS, version.report, 1, LinkWish(audience="Bianchi", days=9))
    with place.store.place_writing() as records:
        records.add_account(account("lee"))
    place.with_member("lee", "reviewer", end=date(2027, 3, 1))
    place.pass_time(days=10)
    assert [(item.kind, item.about) for item in found(place, ADMIN) if item.kind in {"link", "engagement"}] == [
        ("engagement", "reviewer"), ("link", "Adler")
    ]  # fmt: skip
    assert [item for item in found(place, KIM) if item.kind in {"link", "engagement"}] == []


def test_who_does_not_see_the_workspace_sees_no_duties(place: Place) -> None:
    assert codes(lambda: found(place, actor("jung", "verifier", reports=("r1",)))) == ["access.forbidden"]


def test_the_overview_names_what_waits_for_whom(place: Place) -> None:
    draft = prepared(place, with_plant(place))
    reports.submit_report(place.gate, KIM, draft.report, 1)
    mine, theirs = (look_around(place.gate, place.store, who) for who in (KIM, BOSS))
    assert [item.version.number for item in theirs.to_decide] == [1]
    assert mine.to_decide == ()
    both = actor("kim", "preparer", "approver")
    assert look_around(place.gate, place.store, both).to_decide == (), "who worked on it does not decide"
    reports.return_report(place.gate, BOSS, draft.report, 1, "look again")
    comments.comment_on(place.gate, BOSS, draft.report, 1, "why?")
    mine = look_around(place.gate, place.store, KIM)
    assert [item.version.reason for item in mine.returned] == ["look again"]
    assert [item.count for item in mine.to_answer] == [1]
    assert look_around(place.gate, place.store, BOSS).to_answer == ()
    assert mine.plants[0].problems is not None
    assert mine.coming is not None


def test_the_overview_of_who_may_nothing_is_empty(place: Place) -> None:
    with_plant(place)
    seen = look_around(place.gate, place.store, actor("s", "supplier"))
    assert (seen.to_decide, seen.returned, seen.to_answer, seen.plants, seen.coming) == ((), (), (), (), None)
