"""What is to be made in a shop: jobs of operations, and the machines that may do each."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Way:
    """One machine that may do an operation, and how long it takes there.

    Parameters
    ----------
    machine : By its place in the shop, from 0.
    duration : In whole steps of time, as all times of a shop are.
    """

    machine: int
    duration: int


@dataclass(frozen=True, slots=True)
class Operation:
    """One step of a job; any one of its ways does it, without a break."""

    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Job:
    """Operations that follow each other; the next begins when the one before has ended, or later."""

    id: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Shop:
    """Machines, each of which does one operation at a time, and jobs.

    Parameters
    ----------
    machines : Their names.
    """

    machines: tuple[str, ...]
    jobs: tuple[Job, ...]

    @property
    def is_flexible(self) -> bool:
        """Whether some operation may be done by more than one machine."""
        return any(len(operation.ways) > 1 for job in self.jobs for operation in job.operations)

    @property
    def size(self) -> int:
        """How many operations there are."""
        return sum(len(job.operations) for job in self.jobs)
