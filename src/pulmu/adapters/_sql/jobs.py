"""Jobs of one workspace, and answers to requests that are carried out once, in a database."""

from datetime import datetime

from sqlalchemy import func, select

from pulmu.adapters._sql import tables as t
from pulmu.adapters._sql.rows import Rows, values_of
from pulmu.services.records.job import ENDED, Job, KeptAnswer


class SqlJobs:
    """Jobs and kept answers of a workspace, inside one transaction."""

    _rows: Rows

    def add_job(self, job: Job) -> None:
        """Keep a new job."""
        self._rows.add(t.job, job)

    def job(self, job: str) -> Job | None:
        """A job by id."""
        return self._rows.one(Job, t.job, id=job)

    def jobs(self, start: int, most: int) -> tuple[Job, ...]:
        """So many jobs, newest first, without as many of the newest."""
        return self._rows.page(Job, t.job, t.job.c.created.desc(), t.job.c.id, start=start, most=most)

    def count_open_jobs(self) -> int:
        """How many wait or are at work."""
        open_ones = self._rows.chosen(t.job, {}).where(t.job.c.state.not_in(ENDED)).subquery()
        return self._rows.connection.execute(select(func.count()).select_from(open_ones)).scalar_one()

    def change_job(self, job: Job, *, tries: int) -> bool:
        """Put the job in the place of the one with its id, if that was taken up so often and has not ended."""
        return self._rows.change(t.job, values_of(job), t.job.c.state.not_in(ENDED), id=job.id, tries=tries)

    def reopen_job(self, job: Job) -> bool:
        """Put the job in the place of the one with its id, if that has failed or was cancelled."""
        return self._rows.change(t.job, values_of(job), t.job.c.state.in_(ENDED - {"done"}), id=job.id)

    def answer_of(self, key: str) -> KeptAnswer | None:
        """What a request was answered, by the hash of its key."""
        return self._rows.one(KeptAnswer, t.kept_answer, key=key)

    def keep_answer(self, answer: KeptAnswer) -> None:
        """Keep what a request was answered, instead of what its key said before."""
        self._rows.take_away(t.kept_answer, key=answer.key)
        self._rows.add(t.kept_answer, answer)

    def drop_answers(self, before: datetime) -> int:
        """Forget what was kept before a moment; how many."""
        return self._rows.take_away(t.kept_answer, t.kept_answer.c.at < before)
