"""The queue of jobs in a database."""

from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from pulmu.adapters._sql import tables as t
from pulmu.adapters._sql.rows import Rows, record_of, values_of
from pulmu.services.records.job import QueuedJob


class SqlQueue:
    """The queue, inside one transaction."""

    _rows: Rows

    def put_job(self, job: QueuedJob) -> None:
        """Put a job into the queue, instead of what the queue says of it."""
        self._rows.take_away(t.queue, id=job.id)
        self._rows.add(t.queue, job)

    def next_job(self, now: datetime) -> QueuedJob | None:
        """The job to take up: of those nobody has, one of the workspace with the fewest at work, the oldest first."""
        other = t.queue.alias()
        at_work = select(func.count()).select_from(other).where(
            other.c.workspace == t.queue.c.workspace, other.c.lease != "", other.c.lease_ends > now
        )  # fmt: skip
        order = (at_work.scalar_subquery(), t.queue.c.ready, t.queue.c.added, t.queue.c.id)
        row = self._rows.connection.execute(
            select(t.queue).where(*_free(now)).order_by(*order).limit(1)
        ).one_or_none()  # fmt: skip
        return None if row is None else record_of(QueuedJob, row)

    def take_job(self, job: QueuedJob, now: datetime) -> bool:
        """Note who has a job and until when; not where somebody else has it by now. Whether it was noted."""
        return self._rows.change(t.queue, values_of(job), *_free(now), id=job.id)

    def renew_job(self, lease: str, until: datetime) -> bool:
        """Have a job for longer; whether it was still had."""
        return self._rows.change(t.queue, {"lease_ends": until}, lease=lease)

    def release_job(self, lease: str, ready: datetime) -> bool:
        """Give a job back, to be taken up from a moment on; whether it was still had."""
        return self._rows.change(t.queue, _given_back(ready), lease=lease)

    def release_jobs_of(self, owner: str, ready: datetime) -> int:
        """Give back what a process had that is no more; how many."""
        found = self._rows.all(QueuedJob, t.queue, t.queue.c.id, owner=owner)
        self._rows.change(t.queue, _given_back(ready), owner=owner)
        return len(found)

    def drop_job(self, lease: str) -> bool:
        """Take a job out of the queue; whether it was still had."""
        return self._rows.take_away(t.queue, lease=lease) > 0

    def queued_jobs(self) -> tuple[QueuedJob, ...]:
        """The queue, oldest first."""
        return self._rows.all(QueuedJob, t.queue, t.queue.c.added, t.queue.c.id)


def _free(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (t.queue.c.ready <= now, or_(t.queue.c.lease == "", t.queue.c.lease_ends <= now))


def _given_back(ready: datetime) -> dict[str, object]:
    return {"lease": "", "owner": "", "lease_ends": None, "ready": ready}
