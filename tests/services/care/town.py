"""A company with something of everything, made by the services themselves."""

from pathlib import Path

from tests import records
from tests.places import PASSWORD, Place, actor, person
from tests.records import HANBIT, NOON, identity

from pulmu.adapters.samples import read_sample
from pulmu.bootstrap.place import place_of
from pulmu.bootstrap.reports import report_files
from pulmu.model import Document
from pulmu.services.access.actor import Actor
from pulmu.services.accounts import second_factor
from pulmu.services.accounts.log_in import log_in
from pulmu.services.accounts.members import Engagement, accept_as_new, invite
from pulmu.services.accounts.one_time_code import code_of, step_of
from pulmu.services.place import Place as ServedPlace
from pulmu.services.workspaces.comments import comment_on
from pulmu.services.workspaces.documents import save_document
from pulmu.services.workspaces.plants import add_plant
from pulmu.services.workspaces.reports import ReportWish, approve_report, prepare_report, submit_report
from pulmu.services.workspaces.sharing import LinkWish, share_report

FIRM = Document({"pulmu": "firm/1", "companies": [{"id": "hanbit", "name": "한빛볼트"}]}, "firm.yaml")
PREPARER, APPROVER, ADMIN = actor("kim", "preparer"), actor("boss", "approver"), actor("admin", "company_admin")


def with_everything(place: Place) -> Place:
    """Two companies; the first has members, an identity, a plant, a frozen report with link and comment, a draft."""
    place.with_companies()
    invited = invite(place.door, place.gate, ADMIN, "lee@hanbit.example", Engagement(role="preparer"))
    lee = accept_as_new(place.door, invited, person("lee", name="이둘"))
    with place.store.place_writing() as known:
        known.add_identity(identity(account=lee.id))
    session = log_in(place.door, "lee@hanbit.example", PASSWORD).secret
    secret = second_factor.set_up(place.door, session).secret
    second_factor.confirm(place.door, session, code_of(secret, step_of(place.at)))
    plant = add_plant(place.gate, PREPARER, "안산공장", read_sample("fasteners")).record.id
    report = draft(place, PREPARER, plant)
    submit_report(place.gate, PREPARER, report, 1)
    approve_report(place.gate, APPROVER, report, 1, "확인함")
    share_report(place.gate, APPROVER, report, 1, LinkWish(audience="Adler GmbH", days=30))
    comment_on(place.gate, APPROVER, report, 1, "어느 계량기입니까?")
    draft(place, PREPARER, plant)
    save_document(place.gate, PREPARER, "firm", "firm", FIRM, seen=0, note="첫 판")
    with_calls(place)
    return place


def with_calls(place: Place) -> None:
    """What the first company was sent and sends, and a call of its own."""
    with place.store.writing(HANBIT) as work:
        content = '{"기업": "한빛"}'  # of itself: nothing of another company is in an export
        own = {"sender": HANBIT, "name": "한빛볼트", "content": content, "sha256": records.hash_of(content)}
        work.add_received(records.received(**own))
        work.add_call_state(records.call_state())
        sealed = {"content": "{}", "sha256": records.hash_of("{}"), "sealed_at": NOON}
        work.add_review(records.review(state="sealed", reason="", **sealed))
        work.add_decision(records.decision())
    with place.store.crossing(HANBIT, writes=True) as crossing:
        crossing.publish(records.notice())
        crossing.send(records.delivery(receiver=HANBIT))


def draft(place: Place, who: Actor, plant: str) -> str:
    """A draft of a plant's report."""
    wish = ReportWish(year=2026, edition="2026-08")
    found = prepare_report(place.gate, who, plant, wish, lambda item: item, lambda item: report_files(item, "en"))
    assert found.version is not None
    return found.version.report


def served(place: Place) -> ServedPlace:
    """The same as it is handed to surfaces."""
    return place_of(place.store, place.gate.objects, place.gate, place.door, place.measured, place.exports)


def files_of(folder: Path) -> list[Path]:
    """Every file below a folder, in order."""
    return sorted(item for item in folder.rglob("*") if item.is_file())


__all__ = ["ADMIN", "APPROVER", "HANBIT", "PREPARER", "draft", "files_of", "served", "with_everything"]
