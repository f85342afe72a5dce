"""Jobs and their queue in the store, the same on SQLite and on PostgreSQL."""

import dataclasses

import pytest
from tests import records
from tests.contract.test_store import at_once
from tests.databases import Opened
from tests.records import DAERIM, HANBIT, NOON, later

from pulmu.adapters.sql_store import SqlStore
from pulmu.model import ConflictError
from pulmu.services.records.job import QueuedJob


@pytest.fixture
def store(again: Opened) -> SqlStore:
    """A store with a company."""
    found = again()
    with found.place_writing() as place:
        place.add_workspace(records.workspace())
    found.open_workspace(HANBIT)
    return found


def leased(job: QueuedJob, lease: str, minutes: float, owner: str = "one") -> QueuedJob:
    return dataclasses.replace(job, lease=lease, owner=owner, lease_ends=later(minutes))


def test_jobs_come_back_newest_first_and_by_the_page(store: SqlStore) -> None:
    every = [records.job(f"j{number}", created=later(number), scopes=("read_job",)) for number in range(5)]
    with store.writing(HANBIT) as work:
        for job in every:
            work.add_job(job)
    with store.reading(HANBIT) as work:
        assert work.jobs(0, 2) == (every[4], every[3])
        assert work.jobs(3, 9) == (every[1], every[0])
        assert work.count_open_jobs() == 5


def test_who_lost_a_job_writes_nothing_more_of_it(store: SqlStore) -> None:
    with store.writing(HANBIT) as work:
        work.add_job(records.job())
        assert work.change_job(records.job(state="running", tries=1), tries=0)
        assert work.change_job(records.job(state="running", tries=2), tries=1)
        assert not work.change_job(records.job(state="done", tries=1, result="mine"), tries=1)
        assert work.change_job(records.job(state="done", tries=2, result="theirs"), tries=2)
        assert not work.change_job(records.job(state="failed", tries=2), tries=2)
        assert work.count_open_jobs() == 0
        assert work.job("j1") == records.job(state="done", tries=2, result="theirs")


@pytest.mark.parametrize(("state", "opens"), [("queued", False), ("running", False), ("done", False), ("failed", True),
                         ("cancelled", True)])  # fmt: skip
def test_only_what_failed_or_was_cancelled_is_opened_again(store: SqlStore, state: str, opens: bool) -> None:
    with store.writing(HANBIT) as work:
        work.add_job(records.job(state=state))
        assert work.reopen_job(records.job(most=6)) is opens
        assert work.job("j1") == (records.job(most=6) if opens else records.job(state=state))


def test_of_a_job_there_is_one_version(store: SqlStore) -> None:
    with store.writing(HANBIT) as work:
        work.add_plant(records.plant())
        work.add_report(records.report())
        work.add_report_version(records.report_version(1, job="j1"), ())
        work.add_report_version(records.report_version(2), ())
        work.add_report_version(records.report_version(3), ())
    with pytest.raises(ConflictError), store.writing(HANBIT) as work:
        work.add_report_version(records.report_version(4, job="j1"), ())


def test_a_job_is_taken_up_by_one_until_its_lease_ends(store: SqlStore) -> None:
    job = records.queued_job()
    with store.place_writing() as place:
        place.put_job(job)
        assert place.next_job(later(-1)) is None
        assert place.next_job(NOON) == job
        assert place.take_job(leased(job, "first", 1), NOON)
        assert place.next_job(later(0.5)) is None
        assert not place.take_job(leased(job, "second", 2), later(0.5))
        assert place.renew_job("first", later(3))
        assert place.next_job(later(2)) is None
        assert place.next_job(later(3)) == leased(job, "first", 3)
        assert place.take_job(leased(job, "second", 5), later(3))
        assert not place.renew_job("first", later(9))
        assert not place.release_job("first", NOON)
        assert not place.drop_job("first")
        assert place.queued_jobs() == (leased(job, "second", 5),)
        assert place.release_job("second", later(4))
        assert place.next_job(later(3.5)) is None
        assert place.next_job(later(4)) == dataclasses.replace(job, ready=later(4))


def test_what_a_process_had_that_is_gone_is_given_back(store: SqlStore) -> None:
    jobs = [records.queued_job(f"j{number}") for number in range(3)]
    with store.place_writing() as place:
        for job, owner in zip(jobs, ("one", "two", "one"), strict=True):
            place.put_job(job)
            assert place.take_job(leased(job, f"lease of {job.id}", 1, owner), NOON)
        assert place.release_jobs_of("one", NOON) == 2
        assert place.release_jobs_of("none", NOON) == 0
        assert place.queued_jobs() == (jobs[0], leased(jobs[1], "lease of j1", 1, "two"), jobs[2])


def test_who_put_a_job_into_the_queue_again_keeps_it_there(store: SqlStore) -> None:
    """A process that ended the job before, and takes it out late, does not take out the new wish."""
    with store.place_writing() as place:
        place.put_job(records.queued_job())
        assert place.take_job(leased(records.queued_job(), "old", 1), NOON)
        place.put_job(records.queued_job(ready=later(1)))
        assert not place.drop_job("old")
        assert place.queued_jobs() == (records.queued_job(ready=later(1)),)


def test_a_company_with_many_jobs_does_not_keep_the_others_waiting(store: SqlStore) -> None:
    many = [records.queued_job(f"j{number}", ready=later(number)) for number in range(3)]
    other = records.queued_job("other", workspace=DAERIM, ready=later(5))
    with store.place_writing() as place:
        for job in (*many, other):
            place.put_job(job)
        found = []
        for number in range(4):
            job = place.next_job(later(6))
            assert job is not None
            assert place.take_job(leased(job, f"lease {number}", 60), later(6))
            found.append(job.id)
        assert place.next_job(later(6)) is None
    assert found == ["j0", "other", "j1", "j2"]


def test_of_many_who_look_at_once_each_gets_another_job(store: SqlStore) -> None:
    with store.place_writing() as place:
        for number in range(10):
            place.put_job(records.queued_job(f"j{number}"))

    def take(number: int) -> bool:
        with store.place_writing() as place:
            job = place.next_job(NOON)
            return job is not None and place.take_job(leased(job, f"lease {number}", 9), NOON)

    assert at_once(30, take) == 10


def test_an_answer_is_kept_until_it_is_forgotten(store: SqlStore) -> None:
    with store.writing(HANBIT) as work:
        work.keep_answer(records.kept_answer())
        work.keep_answer(records.kept_answer(answer="another"))
        work.keep_answer(records.kept_answer("n" * 64, at=later(5)))
        assert work.answer_of("k" * 64) == records.kept_answer(answer="another")
        assert work.drop_answers(later(5)) == 1
        assert work.answer_of("k" * 64) is None
        assert work.answer_of("n" * 64) is not None
