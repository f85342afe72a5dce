"""How far a long count is, told not too often."""

from pulmu.services.jobs.task import Task

_TOLD = 40
"""How often it is told, at most."""


class Telling:
    """Tells how many days were gone through, not of every one of many."""

    def __init__(self, task: Task, step: str) -> None:
        self.task, self.step, self.last = task, step, 0
        task.tell(0, 1, step)

    def tell(self, done: int, of: int) -> None:
        """Say that so many are done; ends the work where it is to stop."""
        if done - self.last >= max(1, of // _TOLD):
            self.last = done
            self.task.tell(min(done, of - 1), of, self.step)
