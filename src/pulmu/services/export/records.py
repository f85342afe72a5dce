"""The audit and the jobs of an export."""

import json
from collections.abc import Iterator
from dataclasses import fields

from pulmu.services.export.gathering import Gathering
from pulmu.services.export.part import Part, Tree, plain, rows_part, table_part
from pulmu.services.records.audit import AuditEntry

_CHUNK = 1000
_HEAD = tuple(item.name for item in fields(AuditEntry))


def audit_parts(found: Gathering) -> Iterator[Part]:
    """The audit to be looked through, and as it is sealed."""
    yield table_part("audit/audit.csv", _HEAD, map(_row, _entries(found)))
    head = {"format": "pulmu.audit/1", "workspace": found.work.workspace}
    yield rows_part("audit/audit.json", head, "entries", map(plain, _entries(found)))


def job_parts(found: Gathering) -> Iterator[Part]:
    """Long work that was asked for, newest first."""
    yield rows_part("jobs.json", {}, "jobs", _jobs(found))


def _entries(found: Gathering) -> Iterator[AuditEntry]:
    after = 0
    while some := found.work.entries(after, _CHUNK):
        found.step()
        found.people.update(item.actor for item in some)
        yield from some
        after = some[-1].number


def _row(entry: AuditEntry) -> list[object]:
    tree = plain(entry)
    tree["detail"] = json.dumps(entry.detail, ensure_ascii=False, sort_keys=True)
    return [tree[name] for name in _HEAD]


def _jobs(found: Gathering) -> Iterator[Tree]:
    start = 0
    while some := found.work.jobs(start, _CHUNK):
        for job in some:
            found.people.add(job.asked_by)
            yield plain(job) | {"order": json.loads(job.order), "problems": json.loads(job.problems)}
        start += len(some)
