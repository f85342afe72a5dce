"""When the letter of a decision came to its firm: from then on the days of an appeal are counted."""

from collections.abc import Iterable
from datetime import datetime

from pulmu.services.letters.kept import KIND, run_of
from pulmu.services.letters.sending import delivery_id
from pulmu.services.records.crossing import Delivery
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.workspaces.documents import Kept
from pulmu.services.workspaces.kept_document import document_of


class DeliveredLetters:
    """Letters of a call that were delivered in the place; their lists are read when one is asked for.

    Parameters
    ----------
    sent : What the agency sent, without content.
    """

    def __init__(self, agency: str, call: str, sent: Iterable[Delivery]) -> None:
        self._agency, self._call = agency, call
        self._at = {item.id: item.at for item in sent if (item.kind, item.about) == ("letter", call)}
        self._told: dict[tuple[str, int], datetime] | None = None if self._at else {}

    def told(self, work: WorkspaceRecords, application: str, decision: int) -> datetime | None:
        """When the first letter of a decision was delivered; None where none was."""
        if self._told is None:
            self._told = self._read(work)
        return self._told.get((application, decision))

    def _read(self, work: WorkspaceRecords) -> dict[tuple[str, int], datetime]:
        found: dict[tuple[str, int], datetime] = {}
        for head in work.document_versions(KIND, self._call):
            version = work.document_version(KIND, self._call, head.number)
            for item in () if version is None else run_of(Kept(version, document_of(version.content))).letters:
                at, key = self._at.get(delivery_id(self._agency, item)), (item.application, item.decision)
                if at is not None:
                    found[key] = min(at, found.get(key, at))
        return found
