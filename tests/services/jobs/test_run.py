"""Work that is done once, by whoever takes it up, as who asked; whatever happens meanwhile."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests import records
from tests.places import Place, actor, codes
from tests.records import DAERIM, HANBIT
from tests.workshop import Bench

from pulmu.adapters.samples import read_sample
from pulmu.model import ConflictError, InputError, OutsideError, warning
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed
from pulmu.services.accounts.care import set_status
from pulmu.services.accounts.tokens import TokenWish, add_token, revoke_token
from pulmu.services.jobs import desk, kinds
from pulmu.services.jobs.desk import Wish
from pulmu.services.jobs.run import give_back, renew
from pulmu.services.jobs.task import Ending, JobPolicy, Kind, Task
from pulmu.services.records.job import Job
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.workspaces import plants, reports
from pulmu.services.workspaces.kept_problems import problems_of
from pulmu.services.workspaces.reports import ReportWish

KIM = actor("kim", "preparer")
WISH = ReportWish(year=2026, edition="2026-08")
LEASE = JobPolicy().lease.total_seconds()


@pytest.fixture
def place(tmp_path: Path) -> Place:
    found = Place(tmp_path).with_companies()
    with found.store.place_writing() as records_of_place:
        records_of_place.add_account(records.account())
    found.with_member("kim", "preparer")
    return found


def bench(place: Place, run: Callable[[Task], Ending]) -> Bench:
    """A bench that knows one kind of work."""
    return Bench(place, {"try": Kind("prepare_report", run)})


def asked(place: Place, by: Actor = KIM) -> Job:
    """A job of that kind."""
    return desk.start_job(
        place.gate, by, Wish("try", "prepare_report", lambda _: {"n": 1}, "plant:x"), JobPolicy()
    )  # fmt: skip


def now(place: Place, job: Job, workspace: str = HANBIT) -> Job:
    with place.store.reading(workspace) as work:
        found = work.job(job.id)
    assert found is not None
    return found


def told(job: Job) -> list[str]:
    return [item.code for item in problems_of(job.problems)]


def queue(place: Place) -> int:
    with place.store.place_reading() as found:
        return len(found.queued_jobs())


def written(place: Place) -> int:
    """How many plants the work has written."""
    with place.store.reading(HANBIT) as work:
        return len(work.plants())


def write(task: Task) -> Ending:
    """Work that writes a plant."""

    def keep(work: WorkspaceRecords) -> str:
        work.add_plant(records.plant(task.gate.world.identifier()))
        return "plant:p1"

    task.tell(0, 2, "compute")
    task.tell(1, 2, "keep")
    return Ending(Deed("prepare_report", "plant:p1"), keep, (warning("carbon.odd", "", "odd"),))


def with_plant(place: Place) -> str:
    return plants.add_plant(place.gate, KIM, "안산공장", read_sample("fasteners")).record.id


def test_a_report_is_computed_from_the_version_that_was_asked_for_and_checked_by_another_job(place: Place) -> None:
    plant = with_plant(place)
    job = kinds.start_report(place.gate, KIM, plant, WISH)
    plants.save_plant(place.gate, KIM, plant, read_sample("fasteners"), seen=1)
    assert Bench(place).work_off() == 1
    done = now(place, job)
    ((report, versions),) = reports.read_reports(place.gate, KIM)
    assert (done.state, done.result, done.tries) == ("done", f"report:{report.id}/1", 1)
    assert [(item.job, item.plant_version, item.prepared_by) for item in versions] == [(job.id, 1, "kim")]
    assert [item.name for item in reports.list_files(place.gate, KIM, report.id, 1)] == ["document.json", "report.txt"]
    check = kinds.start_check(place.gate, KIM, report.id, 1)
    assert Bench(place).work_off() == 1
    assert (now(place, check).state, told(now(place, check))) == ("done", [])
    with place.store.reading(HANBIT) as work:
        assert [item.action for item in work.entries()][-4:] == [
            "start_job", "write_plant", "prepare_report", "start_job", "read_report",
        ][-4:]  # fmt: skip
    assert queue(place) == 0


def test_a_plant_with_errors_fails_with_all_of_them_and_leaves_no_report(place: Place) -> None:
    plant = with_plant(place)
    job = kinds.start_report(place.gate, KIM, plant, ReportWish(year=2018, edition="2026-08"))
    Bench(place).work_off()
    assert now(place, job).state == "failed"
    assert told(now(place, job)) != []
    assert reports.read_reports(place.gate, KIM) == ()
    assert queue(place) == 0


def test_what_is_not_there_is_not_put_into_the_queue(place: Place) -> None:
    assert codes(lambda: kinds.start_report(place.gate, KIM, "p9", WISH)) == ["access.unknown_plant"]
    assert codes(lambda: kinds.start_check(place.gate, KIM, "r9", 1)) == ["access.unknown_report"]
    user = actor("kim", "plant_user")
    assert codes(lambda: kinds.start_report(place.gate, user, with_plant(place), WISH)) == ["access.forbidden"]
    assert desk.jobs(place.gate, KIM) == ()
    Bench(place).work_off()
    assert queue(place) == 0


def test_the_end_of_a_job_and_what_came_of_it_are_one_step(place: Place) -> None:
    job = asked(place)
    assert bench(place, write).work_off() == 1
    done = now(place, job)
    assert (done.state, done.result, done.done, done.of, written(place)) == ("done", "plant:p1", 2, 2, 1)
    assert told(done) == ["carbon.odd"]


def test_what_a_killed_process_wrote_is_not_written_again(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was killed after it wrote the end of the job, and before it took it out of the queue."""
    runs = []
    job, found = asked(place), bench(place, lambda task: runs.append(task.id) or write(task))
    monkeypatch.setattr("pulmu.adapters._sql.queue.SqlQueue.drop_job", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        found.work()
    monkeypatch.undo()
    assert (now(place, job).state, queue(place)) == ("done", 1)
    assert not found.work()
    place.pass_time(seconds=LEASE)
    assert found.work_off() == 1
    assert (written(place), queue(place), runs) == (1, 0, [job.id])


def test_a_job_of_a_killed_process_is_taken_up_when_its_lease_ends_or_it_is_given_back(place: Place) -> None:
    class KilledError(BaseException):
        pass

    def killed(task: Task) -> Ending:
        task.tell(0, 1, "compute")
        raise KilledError

    job, dying = asked(place), bench(place, killed)
    with pytest.raises(KilledError):
        dying.work("one")
    assert (now(place, job).state, now(place, job).what) == ("running", "compute")
    assert not bench(place, write).work("two")
    place.pass_time(seconds=LEASE)
    with pytest.raises(KilledError):
        dying.work("two")
    assert give_back(place.door, "one") == 0
    assert give_back(place.door, "two") == 1
    assert bench(place, write).work("three")
    assert (now(place, job).state, now(place, job).tries, written(place)) == ("done", 3, 1)


def test_a_job_whose_processes_die_is_given_up_at_last_and_may_be_asked_for_again(place: Place) -> None:
    def killed(_: Task) -> Ending:
        raise KeyboardInterrupt

    job, dying = asked(place), bench(place, killed)
    for number in range(JobPolicy().tries):
        with pytest.raises(KeyboardInterrupt):
            dying.work(str(number))
        give_back(place.door, str(number))
    assert dying.work_off() == 1
    assert (now(place, job).state, told(now(place, job)), queue(place)) == ("failed", ["job.given_up"], 0)
    again = desk.retry_job(place.gate, KIM, job.id, dying.kinds, JobPolicy())
    assert (again.state, told(again)) == ("queued", [])
    assert bench(place, write).work_off() == 1
    assert (now(place, job).state, now(place, job).tries, written(place)) == ("done", 4, 1)


@pytest.mark.parametrize("tells", [True, False])
def test_who_was_thought_dead_and_is_not_writes_nothing(place: Place, tells: bool) -> None:
    """A process that slept for longer than its lease: another has done the job meanwhile."""
    other = bench(place, write)

    def slow(task: Task) -> Ending:
        place.pass_time(seconds=LEASE)
        assert other.work("two")
        if tells:
            task.tell(1, 2, "keep")
            raise AssertionError("it goes on")
        return write_without_telling(task)

    def write_without_telling(task: Task) -> Ending:
        return Ending(Deed("prepare_report", "plant:p1"), lambda work: work.add_plant(records.plant("mine")) or "mine")

    job = asked(place)
    assert bench(place, slow).work("one")
    assert (now(place, job).result, now(place, job).tries, written(place)) == ("plant:p1", 2, 1)
    assert queue(place) == 0


def test_who_lost_its_job_to_another_that_is_still_at_it_writes_nothing(place: Place) -> None:
    def at_it(_: Task) -> Ending:
        raise KeyboardInterrupt

    def slow(_: Task) -> Ending:
        place.pass_time(seconds=LEASE)
        with pytest.raises(KeyboardInterrupt):
            bench(place, at_it).work("two")
        return Ending(Deed("prepare_report", ""), lambda work: work.add_plant(records.plant("mine")) or "mine")

    job = asked(place)
    assert bench(place, slow).work("one")
    assert (now(place, job).state, now(place, job).tries, written(place), queue(place)) == ("running", 2, 0, 1)
    give_back(place.door, "two")
    assert bench(place, write).work("three")
    assert (now(place, job).result, written(place)) == ("plant:p1", 1)


def test_a_lease_that_is_renewed_does_not_end(place: Place) -> None:
    other = bench(place, write)

    def slow(task: Task) -> Ending:
        with place.store.place_reading() as found:
            (held,) = found.queued_jobs()
        for _ in range(5):
            place.pass_time(seconds=LEASE / 2)
            assert renew(place.door, JobPolicy(), held)
            assert not other.work("two")
        return write(task)

    job = asked(place)
    assert bench(place, slow).work("one")
    assert (now(place, job).tries, written(place)) == (1, 1)


def test_a_job_that_waits_is_cancelled_at_once_and_never_done(place: Place) -> None:
    job = asked(place)
    assert kinds.cancel(place.gate, KIM, job.id).state == "cancelled"
    assert bench(place, write).work_off() == 1
    assert (now(place, job).state, written(place), queue(place)) == ("cancelled", 0, 0)
    assert codes(lambda: kinds.cancel(place.gate, KIM, job.id)) == ["job.ended"]


@pytest.mark.parametrize("tells", [True, False])
def test_a_job_that_is_cancelled_at_work_leaves_no_result(place: Place, tells: bool) -> None:
    """Also where it was at its last step, and tells no more."""
    job = asked(place)

    def cancelled(task: Task) -> Ending:
        assert kinds.cancel(place.gate, KIM, job.id).state == "running"
        if tells:
            task.tell(1, 2, "keep")
            raise AssertionError("it goes on")
        return Ending(Deed("prepare_report", ""), lambda work: work.add_plant(records.plant()) or "")

    bench(place, cancelled).work_off()
    assert (now(place, job).state, written(place), queue(place)) == ("cancelled", 0, 0)
    again = desk.retry_job(place.gate, KIM, job.id, {"try": Kind("prepare_report", write)}, JobPolicy())
    assert (again.state, again.cancel) == ("queued", None)
    bench(place, write).work_off()
    assert (now(place, job).state, written(place)) == ("done", 1)


def test_a_cancelled_job_whose_process_died_is_not_taken_up(place: Place) -> None:
    job = asked(place)

    def killed(_: Task) -> Ending:
        kinds.cancel(place.gate, KIM, job.id)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        bench(place, killed).work()
    place.pass_time(seconds=LEASE)
    bench(place, write).work_off()
    assert (now(place, job).state, now(place, job).tries, written(place)) == ("cancelled", 1, 0)


def test_a_process_that_closes_gives_its_job_back(place: Place) -> None:
    def closing(task: Task) -> Ending:
        found.is_closing = True
        return write(task)

    job, found = asked(place), bench(place, closing)
    assert found.work()
    assert (now(place, job).state, now(place, job).most, written(place)) == ("queued", JobPolicy().tries + 1, 0)
    assert bench(place, write).work("two")
    assert (now(place, job).state, written(place)) == ("done", 1)


@pytest.mark.parametrize("error", [OutsideError, ConflictError])
def test_what_failed_outside_is_tried_again_later_and_told_at_last(place: Place, error: type[OutsideError]) -> None:
    def fails(_: Task) -> Ending:
        raise error.of("outside.object_missing", "/srv/pulmu/records.sqlite", "there is no room left", "free some")

    job, found = asked(place), bench(place, fails)
    taken = []
    for _ in range(60):
        taken.append(found.work())
        place.pass_time(seconds=1)
    assert sum(taken) == JobPolicy().tries
    assert now(place, job).state == "failed"
    (problem,) = problems_of(now(place, job).problems)
    assert (problem.code, problem.place) == ("outside.object_missing", "")
    assert queue(place) == 0


def test_a_job_waits_for_as_long_as_nothing_can_be_written_and_says_why(place: Place) -> None:
    full = [True] * 2 * JobPolicy().tries

    def fails(task: Task) -> Ending:
        if full:
            full.pop()
            raise OutsideError.of(
                "outside.store_full", "/srv/pulmu/records.sqlite", "there is no room left", "free some"
            )
        return write(task)

    job, found = asked(place), bench(place, fails)
    while full:
        assert found.work()
        assert not found.work(), "it is looked at again at once"
        (problem,) = problems_of(now(place, job).problems)
        assert (now(place, job).state, problem.code, problem.place) == ("queued", "outside.store_full", "")
        place.pass_time(seconds=JobPolicy().outage.total_seconds())
    assert found.work()
    assert (now(place, job).state, told(now(place, job)), written(place)) == ("done", ["carbon.odd"], 1)
    assert queue(place) == 0


def test_a_fault_of_ours_ends_one_job_tells_nothing_and_is_known(place: Place) -> None:
    def broken(_: Task) -> Ending:
        raise RuntimeError("the recipe is 3 % chromium")

    job, found = asked(place), bench(place, broken)
    other = asked(place)
    assert found.work_off() == 2
    assert [now(place, item).state for item in (job, other)] == ["failed", "failed"]
    assert told(now(place, job)) == ["outside.fault"]
    assert "chromium" not in now(place, job).problems
    assert [str(item) for item in found.faults] == ["the recipe is 3 % chromium"] * 2


def test_work_is_done_with_what_who_asked_may_at_that_moment(place: Place) -> None:
    job = asked(place)
    set_status(place.door, "kim@hanbit.example", "disabled")
    bench(place, write).work_off()
    assert (now(place, job).state, told(now(place, job)), written(place)) == ("failed", ["job.asker_gone"], 0)
    set_status(place.door, "kim@hanbit.example", "active")
    with place.store.place_writing() as found:
        found.end_membership(records.membership())
        found.add_membership(records.membership(role="plant_user"))
    job = asked(place)
    bench(place, write).work_off()
    assert (now(place, job).state, told(now(place, job)), written(place)) == ("failed", ["access.forbidden"], 0)


def test_a_token_that_was_revoked_does_no_work_any_more(place: Place) -> None:
    wish = TokenWish(name="ERP", scopes=("start_job", "prepare_report"), days=9)
    with place.store.place_writing() as found:
        found.add_membership(records.membership(role="company_admin"))
    admin = actor("kim", "preparer", "company_admin")
    token, text = add_token(place.door, place.gate, admin, wish)
    from pulmu.services.accounts.identify import by_token

    program = by_token(place.door, text)
    first, second = asked(place, program), asked(place, program)
    found = bench(place, write)
    assert found.work()
    assert now(place, first).state == "done"
    revoke_token(place.door, place.gate, admin, token.id)
    assert found.work()
    assert (now(place, second).state, told(now(place, second))) == ("failed", ["job.asker_gone"])


def test_a_token_does_no_more_than_its_scopes_by_a_job_either(place: Place) -> None:
    program = Actor(
        id="kim", name="kim", workspace=HANBIT, grants=KIM.grants, via="token", scopes=("start_job",), token="t1",
        second_factor=True,
    )  # fmt: skip
    assert codes(lambda: asked(place, program)) == ["access.forbidden"]


def test_jobs_of_a_company_that_was_erased_are_dropped(place: Place) -> None:
    asked(place)
    place.store.erase_workspace(HANBIT)
    assert bench(place, write).work_off() == 1
    assert queue(place) == 0


def test_a_job_that_was_put_into_the_queue_and_not_kept_is_dropped(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program was killed in between: nobody was told that it would be done."""
    monkeypatch.setattr("pulmu.adapters._sql.workspace.SqlWorkspaceRecords.add_entry", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        asked(place)
    monkeypatch.undo()
    assert queue(place) == 1
    assert bench(place, write).work_off() == 1
    assert (queue(place), written(place)) == (0, 0)


def test_not_more_jobs_wait_than_may(place: Place) -> None:
    for _ in range(JobPolicy().most_open):
        asked(place)
    assert codes(lambda: asked(place)) == ["job.too_many"]
    found = bench(place, write)
    assert found.work()
    asked(place)
    with place.store.place_writing() as of_place:
        of_place.add_membership(records.membership(workspace=DAERIM))
    other = asked(place, actor("kim", "preparer", workspace=DAERIM))  # another company has room of its own
    assert found.work_off() == JobPolicy().most_open + 1
    assert now(place, other, DAERIM).state == "done"


def test_jobs_are_seen_by_who_may_and_by_their_company_alone(place: Place) -> None:
    job = asked(place)
    assert desk.read_job(place.gate, actor("boss", "approver"), job.id) == job
    assert desk.jobs(place.gate, actor("boss", "approver")) == (job,)
    assert codes(lambda: desk.read_job(place.gate, actor("lee", "verifier"), job.id)) == ["access.forbidden"]
    other = actor("park", "preparer", "plant_user", workspace=DAERIM)
    for act in (desk.read_job, kinds.cancel, kinds.retry):
        assert codes(lambda act=act: act(place.gate, other, job.id)) == ["access.unknown_job"]
    assert codes(lambda: kinds.cancel(place.gate, actor("boss", "approver"), job.id)) == ["access.forbidden"]
    assert codes(lambda: kinds.retry(place.gate, KIM, "j9")) == ["access.unknown_job"]
    assert desk.jobs(place.gate, other) == ()


def test_only_what_failed_is_done_again_and_only_by_who_may_do_it(place: Place) -> None:
    job, some = asked(place), {"try": Kind("prepare_report", write)}
    assert codes(lambda: desk.retry_job(place.gate, KIM, job.id, some, JobPolicy())) == ["job.not_failed"]
    kinds.cancel(place.gate, KIM, job.id)
    user = actor("user", "plant_user")
    assert codes(lambda: desk.retry_job(place.gate, user, job.id, some, JobPolicy())) == ["access.forbidden"]
    assert now(place, job).state == "cancelled"


def test_bad_input_is_not_tried_again(place: Place) -> None:
    def refuses(_: Task) -> Ending:
        raise InputError.of("input.odd", "plant.yaml, line 3", "odd", "mend it")

    job, found = asked(place), bench(place, refuses)
    assert found.work_off() == 1
    (problem,) = problems_of(now(place, job).problems)
    assert (now(place, job).tries, problem.place) == (1, "plant.yaml, line 3")


def test_a_company_that_is_deleted_while_its_job_is_done_ends_no_process(place: Place) -> None:
    def deletes(_: Task) -> Ending:
        place.store.erase_workspace(HANBIT)
        raise OutsideError.of("outside.store", "x", "x", "x")

    asked(place)
    found = bench(place, deletes)
    assert found.work()
    assert (found.work(), found.faults) == (False, [])
