"""Jobs done by processes of their own, which are killed and closed."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.places import actor
from tests.surface.command import COMMAND, environment

from pulmu.adapters.samples import read_sample
from pulmu.bootstrap.place import open_place
from pulmu.services.accounts.identify import today
from pulmu.services.accounts.sign_up import Person, found_workspace
from pulmu.services.jobs.desk import jobs, read_job
from pulmu.services.jobs.kinds import start_report
from pulmu.services.place import Place
from pulmu.services.workspaces.plants import add_plant
from pulmu.services.workspaces.reports import ReportWish, list_files, read_reports
from pulmu.workers import WorkOrder, start_workers

WISH = ReportWish(year=2026, edition="2026-08")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    found = open_place(tmp_path)
    yield found
    found.close()


class Firm:
    """A company with a plant, and who prepares its reports."""

    def __init__(self, place: Place) -> None:
        person = Person(email="kim@hanbit.example", name="김하나", password="용광로 옆 푸른 자전거")
        account, room = found_workspace(place.door, person, "한빛체결", "company", today(place.door))
        self.place, self.kim = place, actor(account.id, "preparer", workspace=room.id)
        self.plant = add_plant(place.gate, self.kim, "안산공장", read_sample("fasteners")).record.id

    def order(self) -> str:
        return start_report(self.place.gate, self.kim, self.plant, WISH).id

    def states(self) -> list[str]:
        return [job.state for job in jobs(self.place.gate, self.kim)]

    def versions(self) -> dict[str | None, int]:
        """Versions by the job that made them."""
        return {
            version.job: version.number for _, found in read_reports(self.place.gate, self.kim) for version in found
        }


def wait_for(found: Callable[[], object], seconds: float = 90) -> None:
    until = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < until, "it does not come"
        time.sleep(0.05)


def test_a_report_is_computed_by_another_process_in_both_languages(place: Place, tmp_path: Path) -> None:
    firm = Firm(place)
    job = firm.order()
    pool = start_workers(WorkOrder(tmp_path), 1, place)
    try:
        wait_for(lambda: firm.states() == ["done"])
    finally:
        pool.close()
    ((report, _),) = read_reports(place.gate, firm.kim)
    assert firm.versions() == {job: 1}
    names = {file.name for file in list_files(place.gate, firm.kim, report.id, 1)}
    assert {"document.json", "report.json", "report.pdf", "report.ko.pdf", "recompute.py"} <= names


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_killed_at_any_moment_each_job_is_done_once(place: Place, tmp_path: Path) -> None:
    """A few of the kills that `make soak` does by the hundred."""
    firm, draw = Firm(place), random.Random(1)
    ordered = [firm.order() for _ in range(3)]
    pool = start_workers(WorkOrder(tmp_path), 1, place)
    try:
        for _ in range(2):
            wait_for(lambda: "running" in firm.states())
            time.sleep(draw.uniform(0, 1.5))
            os.kill(pool.processes()[0], signal.SIGKILL)
            time.sleep(0.2)
        wait_for(lambda: set(firm.states()) == {"done"})
    finally:
        pool.close()
    assert firm.versions().keys() == set(ordered)
    assert sorted(firm.versions().values()) == [1, 2, 3]
    with place.store.place_reading() as records:
        assert records.queued_jobs() == ()


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
def test_jobs_are_done_apart_and_given_back_when_it_is_stopped(place: Place, tmp_path: Path) -> None:
    firm = Firm(place)
    job = firm.order()
    command = [*COMMAND, "work", "--data", str(tmp_path), "--workers", "1"]
    apart = subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        wait_for(lambda: firm.states() == ["running"])
        apart.send_signal(signal.SIGTERM)
        out, err = apart.communicate(timeout=60)
    finally:
        apart.kill()
    assert (apart.returncode, out, err) == (0, f"Doing the jobs of {tmp_path}. Ctrl-C stops it.\n", "")
    assert firm.states() in (["queued"], ["done"])
    assert len(firm.versions()) == (read_job(place.gate, firm.kim, job).state == "done")
    with place.store.place_reading() as records:
        assert [item.lease for item in records.queued_jobs()] == ([""] if firm.states() == ["queued"] else [])


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_worker_that_gets_the_signal_itself_gives_its_job_back_and_is_followed(place: Place, tmp_path: Path) -> None:
    firm = Firm(place)
    firm.order()
    pool = start_workers(WorkOrder(tmp_path), 1, place)
    try:
        wait_for(lambda: firm.states() == ["running"])
        first = pool.processes()[0]
        os.kill(first, signal.SIGTERM)
        wait_for(lambda: firm.states() == ["done"])
        wait_for(lambda: pool.processes()[0] != first)
    finally:
        pool.close()
    assert len(firm.versions()) == 1
