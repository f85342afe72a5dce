"""The store, the same on SQLite and on PostgreSQL."""

import dataclasses
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from tests import records
from tests.databases import Opened
from tests.records import DAERIM, HANBIT, NOON, later

from pulmu.adapters.sql_store import SqlStore
from pulmu.model import AccessRefused, ConflictError
from pulmu.services.records.audit import AuditEntry, check_chain, sealed
from pulmu.services.records.store import WorkspaceRecords


@pytest.fixture
def store(again: Opened) -> SqlStore:
    """A store with two companies."""
    found = again()
    with found.place_writing() as place:
        place.add_workspace(records.workspace())
        place.add_workspace(records.workspace(DAERIM, name="대림금속"))
        place.add_account(records.account())
    for workspace in (HANBIT, DAERIM):
        found.open_workspace(workspace)
    return found


def seed(work: WorkspaceRecords) -> None:
    """One of everything."""
    work.add_plant(records.plant())
    work.add_plant_version(records.plant_version())
    work.add_document_version(records.document_version())
    work.add_received(records.received())
    work.add_call_state(records.call_state())
    work.add_review(records.review())
    work.add_decision(records.decision())
    work.add_evidence(records.evidence())
    work.add_report(records.report())
    work.add_report_version(records.report_version(), (records.report_file(), records.report_file("report.pdf")))
    work.add_comment(records.comment())
    work.add_link(records.link())
    work.put_live_link(records.live_link())
    work.add_sealed_part(records.sealed_part(), records.sealed_head())
    work.add_job(records.job())
    work.keep_answer(records.kept_answer())
    work.add_entry(entry(work))


def entry(work: WorkspaceRecords, action: str = "write_plant") -> AuditEntry:
    last = work.last_entry()
    follows = {"number": last.number + 1, "previous": last.hash} if last else {"number": 1}
    return sealed(
        AuditEntry(at=NOON, actor="kim", action=action, detail={"나": "1", "가": "2"}, **follows), work.workspace
    )


def everything(work: WorkspaceRecords) -> list[object]:
    """What can be read of a workspace."""
    found = [work.plants(), work.plant("p1"), work.plant_versions("p1"), work.plant_version("p1", 1)]
    found += [
        work.evidence("e" * 64),
        work.all_evidence(),
        work.report("r1"),
        work.report_of("p1", 2026),
        work.reports(),
    ]
    found += [work.report_version("r1", 1), work.report_versions("r1"), work.report_files("r1", 1)]
    found += [work.sealed_heads("meter"), work.sealed_head("meter", "EM-01"), work.sealed_parts("meter", "EM-01")]
    found += [
        work.comments("r1", 1),
        work.link("l1"),
        work.links("r1"),
        work.live_links(),
        work.last_entry(),
        work.entries(),
    ]
    found += [work.document_version("firm", "firm", 1), work.document_versions("firm", "firm"), work.documents("firm")]
    found += [work.received("a1"), work.all_received("application"), work.whole_received("application", "round")]
    found += [work.call_state("round"), work.call_states(), work.review("round", "a1", "lee"), work.reviews("round")]
    found += [work.whole_reviews("round"), work.reviews_of("lee"), work.decision("round", "a1")]
    found += [work.decisions("round"), work.standing_by_about("application"), work.reviews_by_state("round")]
    found += [work.job("j1"), work.jobs(0, 9), work.count_open_jobs(), work.answer_of("k" * 64)]
    return found


def test_what_is_kept_comes_back_as_it_was(store: SqlStore, again: Opened) -> None:
    with store.writing(HANBIT) as work:
        seed(work)
    with again().reading(HANBIT) as work:
        assert work.plant("p1") == records.plant()
        assert work.plant_version("p1", 1) == records.plant_version()
        assert work.plant_versions("p1") == (records.plant_version(content=""),)
        assert work.document_version("firm", "firm", 1) == records.document_version()
        assert work.document_versions("firm", "firm") == (records.document_version(content=""),)
        assert work.all_evidence() == (records.evidence(),)
        assert work.report_of("p1", 2026) == records.report()
        assert work.report_versions("r1") == (records.report_version(),)
        assert work.report_files("r1", 1) == (records.report_file(), records.report_file("report.pdf"))
        assert work.comments("r1", 1) == (records.comment(),)
        assert work.link("l1") == records.link()
        assert work.job("j1") == records.job()
        assert work.answer_of("k" * 64) == records.kept_answer()
        assert check_chain(work.entries(), HANBIT) == ()


def test_a_company_sees_nothing_of_another(store: SqlStore) -> None:
    with store.writing(HANBIT) as work:
        seed(work)
        shown = everything(work)
    assert all(shown)
    with store.reading(DAERIM) as work:
        assert not any(everything(work))
    with store.writing(DAERIM) as work:
        assert not work.revoke_link("l1", NOON)
        assert not work.count_opening("l1", NOON)
        with pytest.raises(ConflictError):
            work.change_plant(records.plant(version=1), expected=0)
        with pytest.raises(ConflictError):
            work.move_report(records.report_version(state="submitted"), expected="draft")
        assert not work.change_job(records.job(state="done"), tries=0)
        assert not work.commit("round", 1, 1)
        assert not work.end_received("a1", NOON)
        with pytest.raises(ConflictError):
            work.move_call("round", expected="taking", stage="reviewing", at=NOON)
        with pytest.raises(ConflictError):
            work.move_review(records.review(state="declined"), expected="assigned")
        assert not work.reopen_job(records.job())
        assert work.drop_answers(later(60)) == 0
        seed(work)  # the same ids are free there
        assert everything(work) != shown
    with store.reading(HANBIT) as work:
        assert everything(work) == shown


def test_the_same_key_twice_in_a_workspace_is_refused_and_leaves_nothing(store: SqlStore) -> None:
    with store.writing(HANBIT) as work:
        seed(work)
    with pytest.raises(ConflictError) as caught, store.writing(HANBIT) as work:
        work.add_evidence(records.evidence("f" * 64))
        work.add_report_version(records.report_version(), ())
    assert [item.code for item in caught.value.problems] == ["store.version_taken"]
    with store.reading(HANBIT) as work:
        assert work.evidence("f" * 64) is None


def test_versions_of_a_document_follow_one_another_and_kinds_do_not_meet(store: SqlStore) -> None:
    with store.writing(HANBIT) as work:
        for kind, name in (("reform", "나"), ("reform", "b"), ("programme", "b")):
            work.add_document_version(records.document_version(kind=kind, document=name))
        work.add_document_version(records.document_version(2, kind="reform", document="b", content="[2]"))
    for number in (1, 2, 4):
        with pytest.raises(ConflictError) as caught, store.writing(HANBIT) as work:
            work.add_document_version(records.document_version(number, kind="reform", document="b"))
        assert [item.code for item in caught.value.problems] == ["store.document_changed"]
    with store.reading(HANBIT) as work:
        assert [(item.document, item.number, item.content) for item in work.documents("reform")] == [
            ("b", 2, ""), ("나", 1, ""),
        ]  # fmt: skip
        assert [item.number for item in work.document_versions("reform", "b")] == [2, 1]
        assert work.document_version("programme", "b", 2) is None
        assert work.documents("firm") == ()


def test_a_transaction_that_fails_leaves_nothing(store: SqlStore) -> None:
    with pytest.raises(KeyError), store.writing(HANBIT) as work:
        seed(work)
        raise KeyError
    with store.reading(HANBIT) as work:
        assert not any(everything(work))


def test_a_file_gets_another_class_in_its_own_company_only(store: SqlStore) -> None:
    for workspace in (HANBIT, DAERIM):
        with store.writing(workspace) as work:
            work.add_evidence(records.evidence())
    with store.writing(HANBIT) as work:
        assert work.class_evidence("e" * 64, "secret")
        assert not work.class_evidence("f" * 64, "secret")
    with store.reading(HANBIT) as work:
        assert work.all_evidence() == (records.evidence(secrecy="secret"),)
    with store.reading(DAERIM) as work:
        assert work.evidence("e" * 64) == records.evidence()


def test_imports_are_found_by_what_their_head_holds(store: SqlStore) -> None:
    with store.writing(HANBIT) as work:
        for number, head in enumerate(("a%b", "axb", "{}"), start=1):
            work.add_sealed_part(records.sealed_part(number, head=head), records.sealed_head(number))
        work.add_sealed_part(
            records.sealed_part(what="book", name="가", head="a%b"), records.sealed_head(what="book", name="가")
        )
        assert work.parts_naming("a%b") == (("book", "가", 1), ("meter", "EM-01", 1))
        assert work.parts_naming("{}") == (("meter", "EM-01", 3),)
    with store.reading(DAERIM) as work:
        assert work.parts_naming("a") == ()


def test_a_reader_sees_one_moment(store: SqlStore) -> None:
    with store.reading(HANBIT) as reading:
        assert reading.plants() == ()
        with store.writing(HANBIT) as work:
            work.add_plant(records.plant())
        assert reading.plants() == ()
    with store.reading(HANBIT) as reading:
        assert reading.plants() == (records.plant(),)


@pytest.mark.parametrize("name", ["", "c" * 31, "../" + "a" * 29, "' OR 1=1 --", "A" * 32, "a" * 32 + "\n"])
def test_a_name_that_is_none_leads_nowhere(store: SqlStore, name: str) -> None:
    with pytest.raises(AccessRefused):
        store.open_workspace(name)
    with pytest.raises(AccessRefused):
        store.erase_workspace(name)
    for opened in (store.reading, store.writing):
        with pytest.raises(AccessRefused), opened(name):
            pass


def test_an_erased_workspace_is_empty_and_the_other_whole(store: SqlStore) -> None:
    for workspace in (HANBIT, DAERIM):
        with store.writing(workspace) as work:
            seed(work)
    store.erase_workspace(HANBIT)
    store.open_workspace(HANBIT)
    with store.reading(HANBIT) as work:
        assert not any(everything(work))
    with store.reading(DAERIM) as work:
        assert all(everything(work))


def test_people_and_keys_come_back_as_they_were(store: SqlStore, again: Opened) -> None:
    engaged = records.membership(role="verifier", end=NOON.date(), reports=("r1", "r2"))
    with store.place_writing() as place:
        place.add_membership(records.membership())
        place.add_membership(engaged)
        place.add_session(records.session(second_factor=True))
        place.add_session(records.session("u" * 64))
        place.add_token(records.token())
        place.keep_head(HANBIT, 3, "x")
        place.keep_head(HANBIT, 5, "y")
        place.keep_head(HANBIT, 4, "z")
    with again().place_reading() as place:
        assert place.workspaces() == (records.workspace(), records.workspace(DAERIM, name="대림금속"))
        assert place.account_by_email("kim@hanbit.example") == records.account()
        assert place.memberships("kim") == (records.membership(), engaged)
        assert place.session("s" * 64) == records.session(second_factor=True)
        assert place.tokens(HANBIT) == (records.token(),)
        assert place.head(HANBIT) == (5, "y")
        assert place.head(DAERIM) is None
    with store.place_writing() as place:
        assert [place.count_sessions(later(minutes)) for minutes in (0, 599, 600)] == [2, 2, 0]
        assert place.end_sessions("kim", but="s" * 64) == 1
        assert place.end_membership(engaged)
        assert not place.end_membership(engaged)
        assert place.memberships("kim") == (records.membership(),)


def test_an_email_is_taken_once(store: SqlStore) -> None:
    with pytest.raises(ConflictError) as caught, store.place_writing() as place:
        place.add_account(records.account("lee", email="kim@hanbit.example"))
    assert [item.code for item in caught.value.problems] == ["access.email_taken"]


def at_once(count: int, act: Callable[[int], bool]) -> int:
    """How many of so many who start at the same moment succeed."""
    gate = threading.Barrier(count)

    def one(number: int) -> bool:
        gate.wait()
        return act(number)

    with ThreadPoolExecutor(count) as pool:
        return sum(pool.map(one, range(count)))


def test_parts_come_back_in_order_and_the_head_is_that_of_the_last(store: SqlStore, again: Opened) -> None:
    book = {"what": "book", "name": "가", "days": b"", "marks": b""}
    with store.writing(HANBIT) as work:
        for number in (1, 2):
            work.add_sealed_part(records.sealed_part(number), records.sealed_head(number))
        work.add_sealed_part(records.sealed_part(**book), records.sealed_head(what="book", name="가"))
    with again().reading(HANBIT) as work:
        assert work.sealed_parts("meter", "EM-01") == (records.sealed_part(1), records.sealed_part(2))
        assert work.sealed_heads("meter") == (records.sealed_head(2),)
        assert work.sealed_head("book", "가") == records.sealed_head(what="book", name="가")
        assert work.sealed_head("book", "EM-01") is None


@pytest.mark.parametrize("number", [1, 3])
def test_a_part_out_of_its_order_is_refused_and_leaves_nothing(store: SqlStore, number: int) -> None:
    with store.writing(HANBIT) as work:
        work.add_sealed_part(records.sealed_part(), records.sealed_head())
    with pytest.raises(ConflictError) as caught, store.writing(HANBIT) as work:
        work.add_sealed_part(records.sealed_part(number), records.sealed_head(number))
    assert [item.code for item in caught.value.problems] == ["store.part_taken"]
    with store.reading(HANBIT) as work:
        assert work.sealed_parts("meter", "EM-01") == (records.sealed_part(),)


def test_of_many_who_decide_at_once_one_does(store: SqlStore) -> None:
    with store.writing(HANBIT) as work:
        seed(work)
        submitted = records.report_version(state="submitted", submitted_by="kim", submitted_at=NOON)
        work.move_report(submitted, expected="draft")

    def approve(number: int) -> bool:
        frozen = dataclasses.replace(submitted, state="frozen", decided_by=f"boss{number}", decided_at=later(number))
        try:
            with store.writing(HANBIT) as work:
                work.move_report(frozen, expected="submitted")
                work.add_entry(entry(work, "approve_report"))
        except ConflictError:
            return False
        return True

    assert at_once(40, approve) == 1
    with store.reading(HANBIT) as work:
        assert [item.action for item in work.entries()] == ["write_plant", "approve_report"]
        assert check_chain(work.entries(), HANBIT) == ()


def test_of_a_hundred_who_open_at_once_as_many_do_as_may(store: SqlStore) -> None:
    with store.writing(HANBIT) as work:
        seed(work)
        work.add_link(records.link("few", limit=10))

    def open_it(_: int) -> bool:
        with store.writing(HANBIT) as work:
            counted = work.count_opening("few", NOON)
            work.add_entry(entry(work, "read_summary"))
            return counted

    assert at_once(100, open_it) == 10
    with store.reading(HANBIT) as work:
        assert work.link("few") == records.link("few", limit=10, opened=10)
        assert len(work.entries()) == 101
        assert check_chain(work.entries(), HANBIT) == ()


def test_a_link_that_ended_or_was_revoked_opens_nothing(store: SqlStore) -> None:
    with store.writing(HANBIT) as work:
        seed(work)
        assert work.count_opening("l1", later(59.9))
        assert not work.count_opening("l1", later(60))
        assert work.revoke_link("l1", later(1))
        assert not work.revoke_link("l1", later(2))
        assert not work.count_opening("l1", later(3))
