"""Papers of an application that was sent: who may take which, and taking one."""

from dataclasses import dataclass

from pulmu.model import AccessRefused
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Deed, Gate
from pulmu.services.records.crossing import Received
from pulmu.services.records.paper import Paper, papers_of
from pulmu.services.records.store import WorkspaceRecords

_JUDGING = ("assigned", "sealed")
_ENDINGS = {
    "application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg", "image/tiff": "tif", "text/plain": "txt",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/hwp+zip": "hwpx", "application/x-hwp": "hwp", "application/msword": "doc",
    "application/vnd.ms-excel": "xls", "application/vnd.ms-powerpoint": "ppt",
    "application/vnd.oasis.opendocument.text": "odt", "application/vnd.oasis.opendocument.spreadsheet": "ods",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TakenPaper:
    """A paper on its way to somebody.

    Parameters
    ----------
    name : Under which it is saved: it ends as its content says, whatever its sender called it.
    """

    paper: Paper
    content: bytes

    @property
    def name(self) -> str:
        """A name to save it under."""
        stem = self.paper.file.rpartition(".")[0] or self.paper.file
        return f"{stem[:150]}.{_ENDINGS.get(self.paper.media_type, 'bin')}"


def take_paper(gate: Gate, actor: Actor, call: str, application: str, paper: str) -> TakenPaper:
    """A paper of an application, for an officer, or for a reviewer who judges that one. It is noted who took it.

    Raises
    ------
    AccessRefused  They may not, or there is no such paper for them (`access.unknown_paper`): a reviewer takes papers
        only of applications that count and that they were assigned.
    OutsideError  It is missing or damaged.
    """
    is_officer = actor.may("read_received") or not actor.may("review_application")
    deed = Deed("read_received" if is_officer else "review_application", f"paper:{application[:64]}",
                detail={"call": call[:100], "paper": paper[:100]})  # fmt: skip
    with gate.writing(actor, deed) as work:
        record = work.received(application)
        if record is None or (record.kind, record.about) != ("application", call):
            raise _unknown()
        if not is_officer and not _judges(work, record, actor):
            raise _unknown()
        found = next((item for item in papers_of(record.content) if item.id == paper), None)
        if found is None:
            raise _unknown()
    return TakenPaper(found, gate.objects.get(actor.workspace, found.sha256))


def papers_to_judge(gate: Gate, actor: Actor, call: str, application: str) -> tuple[Paper, ...]:
    """Papers of an application that a reviewer judges; none where they do not.

    Raises
    ------
    AccessRefused  They may not review.
    """
    with gate.reading(actor, "review_application") as work:
        record = work.received(application)
        if record is None or (record.kind, record.about) != ("application", call):
            return ()
        return papers_of(record.content) if _judges(work, record, actor) else ()


def _judges(work: WorkspaceRecords, record: Received, actor: Actor) -> bool:
    review = work.review(record.about, record.id, actor.id)
    return record.ended is None and review is not None and review.state in _JUDGING


def _unknown() -> AccessRefused:
    said, mend = "there is no such paper", "choose one that the application names"
    return AccessRefused.of("access.unknown_paper", "paper", said, mend)
