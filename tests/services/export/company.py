"""Companies with something in every table, whose names are as hostile as they may be, and their exports."""

import dataclasses
import io
import zipfile
from pathlib import Path

from tests import records
from tests.places import Place, actor
from tests.records import DAERIM, HANBIT
from tests.services.care.town import with_everything
from tests.workshop import Bench

from pulmu.adapters.samples import read_sample, sample_text
from pulmu.bootstrap.plants import document_file, read_plant_content
from pulmu.services.access.actor import Actor
from pulmu.services.accounts.members import Engagement, invite
from pulmu.services.accounts.tokens import TokenWish, add_token
from pulmu.services.export.desk import take_export
from pulmu.services.import_book import BookOrder
from pulmu.services.import_readings import ImportOrder
from pulmu.services.jobs import kinds
from pulmu.services.ports import DocumentWish
from pulmu.services.records.job import Job
from pulmu.services.workspaces import meters
from pulmu.services.workspaces.books import import_document, look_at_document
from pulmu.services.workspaces.evidence import add_evidence
from pulmu.services.workspaces.plants import add_plant, save_plant

MARK = "카나리아7f3a"
"""Stands in everything the second company has."""
HOSTILE = ("../../etc/passwd", "=cmd|' /C calc'!A0", "CON", "가" * 200, "같은 이름", "같은 이름", "같은/이름", "…")
ADMIN = actor("admin", "company_admin")


def founded(folder: Path, database: str = "") -> Place:
    """Two companies with everything."""
    place = with_everything(Place(folder, database=database))
    with place.store.place_writing() as people:
        for key in ("admin", "kim", "boss", "park"):
            people.add_account(records.account(key, name=f"{MARK} park" if key == "park" else f"이름 {key}"))
    place.with_member("admin", "company_admin")
    place.with_member("kim", "preparer")
    place.with_member("park", "company_admin", "preparer", workspace=DAERIM)
    for name in HOSTILE:
        add_plant(place.gate, kim(), name, read_sample("extrusions"))
        content = f"%PDF {name} {len(name)}".encode()
        add_evidence(place.gate, kim(), f"{name}.pdf", content, "core_technology")
    fill(place, kim(), ADMIN, "EM-01")
    fill(place, kim(DAERIM, "park"), dataclasses.replace(ADMIN, id="park", workspace=DAERIM), MARK)
    other = add_plant(place.gate, kim(DAERIM, "park"), f"{MARK} 공장", marked_plant()).record
    save_plant(place.gate, kim(DAERIM, "park"), other.id, marked_plant(), seen=1, note=MARK)
    add_evidence(place.gate, kim(DAERIM, "park"), f"{MARK}.pdf", f"%PDF {MARK}".encode(), "secret")
    return place


def kim(workspace: str = HANBIT, key: str = "kim") -> Actor:
    """Who prepares."""
    return actor(key, "preparer", "plant_user", workspace=workspace)


def marked_plant():  # type: ignore[no-untyped-def]
    """The sample with a mark in it."""
    return read_plant_content(sample_text("fasteners").replace("Hanbit", MARK).encode(), "plant.yaml")


def fill(place: Place, who: Actor, admin: Actor, meter: str) -> None:
    """A meter with a correction, a book, a token and an invitation."""
    hours = "\n".join(f"2026-01-0{1 + hour // 24} {hour % 24:02d}:00,{hour / 3},measured" for hour in range(72))
    head = f"date,{meter if meter == MARK else 'Usage'} (kWh),quality\n"
    order = ImportOrder(meter=meter, files=(), site=meter)
    for content, reason in ((hours, ""), ("2026-01-02 00:00,0.00001,estimated\n2026-01-02 01:00,1,bad", "=다시 읽음")):
        given = dataclasses.replace(order, reason=reason)
        done = meters.import_file(place.gate, place.measured, who, given, f"{head}{content}".encode(), f"{meter}.csv")
        assert done.problems == (), done.problems
    lines = f"일자,품목,수량(kg)\n2026-01-05,=강선 {meter},120\n2026-01-06,강선 {meter},80\n".encode()
    meant = DocumentWish(
        columns=(("date", "일자"), ("item", "품목"), ("quantity", "수량(kg)"), ("kind", "received"), ("unit", "kg"))
    )
    book = BookOrder(book=f"wire-{meter}", files=(), wish=meant)
    look = look_at_document(place.gate, place.measured, who, book, lines, f"{meter}.csv")
    book = dataclasses.replace(book, confirm=look.code)
    done = import_document(place.gate, place.measured, who, book, lines, f"{meter}.csv")
    assert done.is_done, done.problems
    add_token(place.door, place.gate, admin, TokenWish(name=f"ERP {meter}", scopes=("read_audit",), days=30))
    invite(place.door, place.gate, admin, f"{'other' if meter == MARK else 'new'}@hanbit.example",
           Engagement(role="preparer"))  # fmt: skip


def export(place: Place, who: Actor = ADMIN, reason: str = "회사를 옮김") -> Job:
    """An export that is done."""
    job = kinds.start_export(place.gate, who, reason)
    bench = Bench(place)
    bench.work_off()
    assert bench.faults == []
    with place.store.reading(who.workspace) as work:
        found = work.job(job.id)
    assert found is not None
    assert found.state == "done", found.problems
    return found


def opened(place: Place, who: Actor = ADMIN, job: Job | None = None) -> dict[str, bytes]:
    """What is in an export."""
    job = job or export(place, who)
    taken = take_export(place.gate, place.store, place.exports, who, job.id)
    with taken.file as file:
        content = file.read()
    assert len(content) == taken.size
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {item.filename: archive.read(item) for item in archive.infolist()}


__all__ = ["ADMIN", "DAERIM", "HANBIT", "HOSTILE", "MARK", "document_file", "export", "founded", "kim", "opened"]
