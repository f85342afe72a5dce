"""What the parts of an export are made from, and what is noticed on the way."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from pulmu.model import Document, OutsideError, Problem
from pulmu.services.ports import Language
from pulmu.services.records.store import ObjectStore, WorkspaceRecords
from pulmu.services.workspaces.measured import Measured


@dataclass(frozen=True, slots=True)
class Gathering:
    """One export while it is made.

    Parameters
    ----------
    step : Told what is being gathered now; ends the work where it is to stop.
    plant_file : A plant as the file its name asks for.
    people : Accounts that were met, whose names are told at the end.
    missing : What could not be read, and is not in the export for that.
    """

    work: WorkspaceRecords
    objects: ObjectStore
    measured: Measured
    plant_file: Callable[[Document, str, Language], bytes]
    step: Callable[[], None]
    people: set[str] = field(default_factory=set)
    missing: list[Problem] = field(default_factory=list)

    def kept(self, sha256: str) -> Iterator[bytes]:
        """A kept file, once; nothing where it is missing or damaged, which is noted."""
        self.step()
        try:
            content = self.objects.get(self.work.workspace, sha256)
        except OutsideError as error:
            self.missing.extend(error.problems)
            return
        yield content
