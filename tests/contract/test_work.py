"""Jobs done by several at once, the same on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests import databases, records
from tests.places import Place, actor
from tests.records import HANBIT
from tests.workshop import Bench

from pulmu.services.access.gate import Deed
from pulmu.services.accounts.door import Sealer
from pulmu.services.jobs import desk
from pulmu.services.jobs.desk import Wish
from pulmu.services.jobs.task import Ending, JobPolicy, Kind, Task
from pulmu.services.records.audit import check_chain
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.workspaces.once import KeyedRequest, OnceOnly

KIM = actor("kim", "preparer")
JOBS = 12
MANY = JobPolicy(most_open=JOBS)
WISH = Wish("try", "prepare_report", lambda _: {}, "plant:x")


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    url = ""
    if request.param == "postgres":
        url = databases.new_database(request.getfixturevalue("postgres"))
    found = Place(tmp_path, database=url).with_companies()
    with found.store.place_writing() as of_place:
        of_place.add_account(records.account())
    found.with_member("kim", "preparer")
    yield found
    found.store.close()


def write(task: Task) -> Ending:
    """Work that writes a plant named by its job."""

    def keep(work: WorkspaceRecords) -> str:
        work.add_plant(records.plant(task.id))
        return f"plant:{task.id}"

    task.tell(0, 1, "keep")
    return Ending(Deed("prepare_report", f"plant:{task.id}"), keep)


def test_many_ask_and_many_work_and_each_job_is_done_once(place: Place) -> None:
    kinds = {"try": Kind("prepare_report", write)}

    def work(number: int) -> int:
        bench, taken = Bench(place, kinds), 0
        for _ in range(20_000):
            taken += bench.work(f"worker {number}")
            with place.store.place_reading() as of_place:
                if asked.done() and not of_place.queued_jobs():
                    break
        return taken

    with ThreadPoolExecutor(5) as pool:
        asked = pool.submit(lambda: [desk.start_job(place.gate, KIM, WISH, MANY).id for _ in range(JOBS)])
        taken = list(pool.map(work, range(4)))
    ids = sorted(asked.result())
    with place.store.reading(HANBIT) as records_of:
        assert sorted(item.id for item in records_of.plants()) == ids
        assert {(item.state, item.tries) for item in records_of.jobs(0, 99)} == {("done", 1)}
        assert check_chain(records_of.entries(), HANBIT) == ()
        assert len(records_of.entries()) == 2 * JOBS
    assert sum(taken) == JOBS


def test_of_many_requests_with_one_key_one_is_carried_out(place: Place) -> None:
    sealer: Sealer = place.door.sealer
    once = OnceOnly(place.store, place.gate.objects, place.gate.world, sealer)

    def send(_: int) -> str:
        def make(gate: object) -> str:
            return desk.start_job(gate, KIM, WISH, MANY).id  # type: ignore[arg-type]

        return once.carry_out(KeyedRequest("key", b"the same"), make).answer

    with ThreadPoolExecutor(6) as pool:
        answers = set(pool.map(send, range(6)))
    assert len(answers) == 1
    with place.store.reading(HANBIT) as work:
        assert [item.id for item in work.jobs(0, 9)] == list(answers)
    assert Bench(place, {"try": Kind("prepare_report", write)}).work_off() >= 1
    with place.store.reading(HANBIT) as work:
        assert [item.state for item in work.jobs(0, 9)] == ["done"]
