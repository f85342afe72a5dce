"""Whether everything in a place is as it was written: all that is not, at once."""

import contextlib
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import pulmu
from pulmu.model import Problem, PulmuError, problem, warning
from pulmu.services.letters.kept import objects_of
from pulmu.services.place import Place
from pulmu.services.records.account import Workspace
from pulmu.services.records.audit import check_chain
from pulmu.services.records.crossing import DELIVERY_KINDS, Received
from pulmu.services.records.deciding import DecisionRecord, Review
from pulmu.services.records.document import DOCUMENT_KINDS
from pulmu.services.records.paper import received_papers
from pulmu.services.records.report import ReportFile, ReportVersion
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.workspaces.readings_chain import verify_readings
from pulmu.services.workspaces.reports import check_frozen

Tell = Callable[[str], None]
"""Hears what is looked at next."""
_MEND = "restore the newest backup that verifies"
_FROZEN = ("frozen", "withdrawn")


@dataclass(slots=True)
class Verified:
    """What was looked at, and what is wrong with it."""

    problems: list[Problem] = field(default_factory=list)
    workspaces: int = 0
    rows: int = 0
    entries: int = 0
    objects: int = 0
    size: int = 0
    reports: int = 0


def verify_place(place: Place, tell: Tell = lambda _: None) -> Verified:
    """Everything in a place: its records and audit, and those of each workspace with files and frozen reports."""
    done = Verified()
    tell("place")
    rooms = _verify_records_of_place(done, place) if _check_records(done, place, "") else ()
    for room in rooms:
        if room.status == "open":
            tell(f"workspace {room.id}")
            _verify_workspace(done, place, room.id)
            done.workspaces += 1
    with _told(done, "place"):
        done.problems += _unexpected(rooms, place.objects.workspaces()) if rooms else ()
    done.problems = list(dict.fromkeys(done.problems))
    return done


def _verify_records_of_place(done: Verified, place: Place) -> tuple[Workspace, ...]:
    with _told(done, "place"), place.store.place_reading() as records:
        rooms, accounts, chain = records.workspaces(), records.accounts(), records.entries()
        done.entries += len(chain)
        done.problems += check_chain(chain, "")
        for account in accounts:
            for sealed in filter(None, (account.second_factor, account.second_factor_pending)):
                with _told(done, f"place, account {account.id}"):
                    place.door.sealer.open(sealed)
        return rooms
    return ()


def _unexpected(rooms: tuple[Workspace, ...], kept: tuple[str, ...]) -> Iterator[Problem]:
    """Folders of workspaces that are deleted, or that the place does not know."""
    status = {room.id: room.status for room in rooms}
    for name in kept:
        if name not in status:
            said, mend = "the place knows no such workspace", "it may be left from a start that did not end"
            yield warning("place.workspace_unknown", f"workspace {name[:40]}", said, mend)
        elif status[name] == "deleted":
            said, mend = "something of a deleted workspace is left", "open the place: it ends what was begun"
            yield problem("place.not_erased", f"workspace {name}", said, mend)


def _verify_workspace(done: Verified, place: Place, workspace: str) -> None:
    where = f"workspace {workspace}"
    known: set[str] = set()
    with _told(done, where):
        known = _verify_objects(done, place, workspace)
    kept = _verify_records(done, place, workspace) if _check_records(done, place, workspace) else None
    if kept is None:
        return
    with _told(done, where):
        _compare(done, place, workspace, (known, kept.named))
    with _told(done, where):
        done.problems += verify_readings(place.store, place.measured, workspace)
    for version, files in kept.versions:
        if version.state in _FROZEN:
            wrong = _check_frozen(place, workspace, version, files)
            done.problems += [replace(item, place=f"{where}, {item.place}") for item in wrong]
            done.reports += 1


@dataclass(frozen=True, slots=True)
class _Kept:
    """What records say of contents."""

    named: dict[str, str]
    versions: tuple[tuple[ReportVersion, tuple[ReportFile, ...]], ...]


def _verify_records(done: Verified, place: Place, workspace: str) -> _Kept | None:
    """The audit and the plants of a workspace; None where they cannot be read."""
    with _told(done, f"workspace {workspace}"):
        with place.store.place_reading() as records:
            head = records.head(workspace)  # before the chain: that may only grow meanwhile
        with place.store.reading(workspace) as work:
            chain = work.entries()
            done.entries += len(chain)
            done.problems += check_chain(chain, workspace, head)
            _verify_plants(done, work)
            _verify_documents(done, work)
            _verify_calls(done, work)
            files = tuple((item, work.report_files(item.report, item.number)) for item in _versions(work))
            return _Kept(named_objects(work), files)
    return None


def named_objects(work: WorkspaceRecords) -> dict[str, str]:
    """Contents that records name, by hash, and what names them."""
    found = {item.sha256: f"evidence {item.name}" for item in work.all_evidence()}
    for head, paper in received_papers(work):
        found[paper.sha256] = f"{head.kind} {head.id[:12]}, {paper.file}"
    for version in _versions(work):
        for file in work.report_files(version.report, version.number):
            found[file.sha256] = f"report {version.report}, version {version.number}, {file.name}"
    return found | dict(objects_of(work))


def _versions(work: WorkspaceRecords) -> tuple[ReportVersion, ...]:
    return tuple(version for report in work.reports() for version in work.report_versions(report.id))


def _check_records(done: Verified, place: Place, workspace: str) -> bool:
    """Whether the records can be read at all."""
    checked = place.store.check(workspace)
    done.rows += checked.rows
    done.problems += checked.problems
    return bool(checked.rows) or not checked.problems


def _verify_objects(done: Verified, place: Place, workspace: str) -> set[str]:
    known = place.objects.hashes(workspace)
    for sha256 in known:
        try:
            done.size += len(place.objects.get(workspace, sha256))
            done.objects += 1
        except PulmuError as error:
            done.problems += [replace(item, place=f"workspace {workspace}, {sha256[:12]}") for item in error.problems]
    return set(known)


def _compare(done: Verified, place: Place, workspace: str, found: tuple[set[str], dict[str, str]]) -> None:
    """Contents that are named and missing, and those nobody names: a process that was killed leaves one."""
    known, named = found
    for sha256 in sorted(named.keys() - known):
        try:  # it may have come since
            place.objects.get(workspace, sha256)
        except PulmuError as error:
            at = f"workspace {workspace}, {named[sha256]}"
            done.problems += [replace(item, place=at) for item in error.problems]
    for sha256 in sorted(known - named.keys()):
        said, mend = "no record names this file", "nothing has to be done: it was left by something that did not end"
        done.problems.append(warning("place.object_unnamed", f"workspace {workspace}, {sha256[:12]}", said, mend))


def _verify_plants(done: Verified, work: WorkspaceRecords) -> None:
    for plant in work.plants():
        for head in work.plant_versions(plant.id):
            version = work.plant_version(plant.id, head.number)
            content = version.content if version is not None else ""
            if hashlib.sha256(content.encode()).hexdigest() != head.sha256:
                at = f"workspace {work.workspace}, plant {plant.id}, version {head.number}"
                done.problems.append(problem("place.plant_changed", at, "the plant is not as it was saved", _MEND))


def _verify_documents(done: Verified, work: WorkspaceRecords) -> None:
    for newest in (item for kind in DOCUMENT_KINDS for item in work.documents(kind)):
        for head in work.document_versions(newest.kind, newest.document):
            version = work.document_version(head.kind, head.document, head.number)
            content = version.content if version is not None else ""
            if hashlib.sha256(content.encode()).hexdigest() != head.sha256:
                at = f"workspace {work.workspace}, {head.kind} {head.document}, version {head.number}"
                said = "the document is not as it was saved"
                done.problems.append(problem("place.document_changed", at, said, _MEND))


def _verify_calls(done: Verified, work: WorkspaceRecords) -> None:
    """That what was received, judged and decided has the hash it was acknowledged with."""
    for kind in DELIVERY_KINDS:
        for head in work.all_received(kind):
            _same(done, work.received(head.id), f"workspace {work.workspace}, {kind} {head.id}")
    for state in work.call_states():
        for review in work.whole_reviews(state.call):
            at = f"workspace {work.workspace}, call {state.call}, application {review.application}, a review"
            _same(done, review if review.state == "sealed" else None, at)
        for made in work.decisions(state.call):
            at = f"workspace {work.workspace}, call {state.call}, application {made.application}, no. {made.number}"
            _same(done, work.decision(made.call, made.application, made.number), at)


def _same(done: Verified, kept: Received | Review | DecisionRecord | None, at: str) -> None:
    if kept is not None and hashlib.sha256(kept.content.encode()).hexdigest() != kept.sha256:
        said = "it is not as it was acknowledged"
        done.problems.append(problem("place.acknowledged_changed", at, said, _MEND))


def _check_frozen(
    place: Place, workspace: str, version: ReportVersion, files: tuple[ReportFile, ...]
) -> tuple[Problem, ...]:
    """What is wrong with a frozen version; that another program computes another report is no damage."""
    try:
        found = check_frozen(place.gate, workspace, version, files)
    except PulmuError as error:
        found = error.problems
    is_ours = version.program == f"pulmu {pulmu.__version__}"
    return tuple(
        replace(item, severity="warning") if item.code == "report.not_reproduced" and not is_ours else item
        for item in found
    )


@contextlib.contextmanager
def _told(done: Verified, where: str) -> Iterator[None]:
    """Whatever cannot be read is told with the rest, and looking goes on."""
    try:
        yield
    except PulmuError as error:
        done.problems += [replace(item, place=where) for item in error.problems]
    except (ValueError, TypeError, KeyError) as error:
        said = f"a record cannot be read: {type(error).__name__}"
        done.problems.append(problem("place.record_unreadable", where, said, _MEND))
