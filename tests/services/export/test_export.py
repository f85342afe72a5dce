"""An export holds everything of its company, nothing that lets somebody in, and nothing of another company."""

import hashlib
import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from sqlalchemy import select
from tests.databases import new_database
from tests.places import Place, actor, codes
from tests.services.care.town import served
from tests.services.export.company import ADMIN, DAERIM, HANBIT, MARK, export, founded, kim, opened
from tests.workshop import Bench

from pulmu import workers
from pulmu.adapters._sql.tables import PLACE, WORKSPACE
from pulmu.adapters.samples import read_sample
from pulmu.services.access.permission import ROLES
from pulmu.services.accounts.tokens import TokenWish, add_token
from pulmu.services.care.erase import erase_workspace
from pulmu.services.care.verify import verify_place
from pulmu.services.export import pack
from pulmu.services.export import records as audit_and_jobs
from pulmu.services.export import sealed as sealed_imports
from pulmu.services.export.contents import HELD, LEFT_OUT, SECRET
from pulmu.services.export.desk import KEPT, list_exports, sweep_all_exports, take_export
from pulmu.services.jobs import kinds
from pulmu.services.records.audit import AuditEntry, check_chain, sealed
from pulmu.services.workspaces.plants import add_plant

OTHER = actor("park", "company_admin", workspace=DAERIM)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Two companies with everything, that are looked at only."""
    return founded(tmp_path_factory.mktemp("place"))


@pytest.fixture(scope="module")
def content(made: Place) -> dict[str, bytes]:
    """What is in the export of the first."""
    return opened(made)


def rows_of(place: Place, workspace: str, *, is_place: bool) -> Iterator[tuple[str, dict[str, Any]]]:
    """Rows of every table as they lie in the database, of a workspace."""
    with place.store._databases.opened("" if is_place else workspace, writes=False) as connection:
        for table in (PLACE if is_place else WORKSPACE).sorted_tables:
            for row in connection.execute(select(table)).mappings():
                yield table.name, dict(row)


def leaves(value: Any) -> Iterator[str]:
    """Texts in a value, also where it is JSON."""
    if isinstance(value, str):
        try:
            tree = json.loads(value) if value[:1] in "[{" else None
        except ValueError:
            tree = None
        if tree is None:
            yield value
        else:
            yield from leaves(tree)
    elif isinstance(value, dict):
        for item in value.values():
            yield from leaves(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from leaves(item)


def told(content: dict[str, bytes]) -> str:
    """Everything an export says, names included, with JSON and CSV unquoted."""
    texts = [*content, *(item.decode("utf-8", "replace") for item in content.values())]
    return "\n".join(texts).replace('\\"', '"').replace('""', '"').replace("\\\\", "\\")


def test_every_table_is_in_the_export_or_left_out_for_a_reason() -> None:
    tables = {**WORKSPACE.tables, **PLACE.tables}
    assert set(tables) == set(HELD) | set(LEFT_OUT)
    assert set(HELD) & set(LEFT_OUT) == set()
    for name, columns in SECRET.items():
        assert set(columns) <= {column.name for column in tables[name].columns}, name


@pytest.mark.parametrize("language", ["ko", "en"])
def test_who_reads_it_is_told_of_every_file_and_of_what_is_left_out(language: str, content: dict[str, bytes]) -> None:
    text = content[f"README.{language}.md"].decode()
    assert [name for name in LEFT_OUT if f"`{name}`" not in text] == []
    roots = {path.partition("/")[0] for path in content} - {"README.ko.md", "README.en.md"}
    assert [root for root in roots if f"`{root}" not in text] == []
    assert "한빛볼트" in text.splitlines()[0]
    assert "$" not in text


def test_every_text_of_every_row_is_in_it(made: Place, content: dict[str, bytes]) -> None:
    said, head = told(content), json.loads(content["manifest.json"])["audit_head"]["number"]
    missing = []
    for table, row in rows_of(made, HANBIT, is_place=False):
        if table in LEFT_OUT or table == "job" or (table == "audit" and row["number"] > head):
            continue  # the job that makes it goes on when it is made, and so does the audit
        wanted = [item for name, item in row.items() if name not in SECRET.get(table, ())]
        missing += [(table, text[:80]) for text in leaves(wanted) if text.replace('\\"', '"') not in said]
    assert missing == []
    assert json.loads(content["jobs.json"])["jobs"][0]["order"] == {"reason": "회사를 옮김"}


def test_nothing_in_it_lets_somebody_in(made: Place, content: dict[str, bytes]) -> None:
    said = told(content)
    found = [*rows_of(made, HANBIT, is_place=False), *rows_of(made, HANBIT, is_place=True)]
    secrets = {
        text
        for table, row in found
        for name, value in row.items()
        if name in SECRET.get(table, ()) or (table, name) in {("session", "id"), ("kept_answer", "answer")}
        for text in leaves(value)
        if len(text) > 8
    }
    assert len(secrets) >= 6
    assert [text for text in secrets if text in said] == []


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_nothing_of_another_company_is_in_it(
    database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:  # fmt: skip
    url = new_database(request.getfixturevalue("postgres")) if database == "postgres" else ""
    place = founded(tmp_path, url)
    try:
        own, other = told(opened(place)), told(opened(place, OTHER))
        own_bytes = b"".join(opened(place).values())
    finally:
        place.store.close()
    foreign = {MARK, DAERIM, "대림금속", "other@hanbit.example", "park"}
    assert [word for word in foreign if word in own or word.encode() in own_bytes] == []
    assert [word for word in foreign if word not in other] == []
    assert [
        word for word in (HANBIT, "한빛볼트", "Adler GmbH", "EM-01", "같은 이름", "lee@hanbit") if word in other
    ] == []


def test_the_manifest_names_every_file_as_it_is(content: dict[str, bytes]) -> None:
    manifest = json.loads(content["manifest.json"])
    listed = {item["path"]: (item["size"], item["sha256"]) for item in manifest["files"]}
    assert listed == {
        path: (len(item), hashlib.sha256(item).hexdigest()) for path, item in content.items() if path != "manifest.json"
    }
    assert (manifest["company"], manifest["missing"], manifest["reason"]) == ("한빛볼트", [], "회사를 옮김")


def test_the_chain_of_the_audit_can_be_computed_anew(content: dict[str, bytes]) -> None:
    from datetime import datetime

    tree = json.loads(content["audit/audit.json"])
    entries = [AuditEntry(**item | {"at": datetime.fromisoformat(item["at"])}) for item in tree["entries"]]
    head = json.loads(content["manifest.json"])["audit_head"]
    assert check_chain(entries, tree["workspace"], (head["number"], head["hash"])) == ()
    assert sealed(entries[3], tree["workspace"]).hash == entries[3].hash
    lines = content["audit/audit.csv"].decode("utf-8-sig").splitlines()
    assert len(lines) == len(entries) + 1 == head["number"] + 1


@pytest.mark.parametrize(("kind", "name"), [("meters", "EM-01"), ("books", "wire-EM-01")])
def test_the_seals_of_imports_can_be_computed_anew(kind: str, name: str, content: dict[str, bytes]) -> None:
    manifest = json.loads(content["manifest.json"])
    previous = "0" * 64
    for item in json.loads(content[f"{kind}/{name}/imports.json"])["imports"]:
        fields = ("what", "name", "number", "at", "author", "reason", "rows", "first", "last", "head", "days_sha256",
                  "marks_sha256", "previous")  # fmt: skip
        text = json.dumps(
            [manifest["workspace"], *(item[field] for field in fields)], ensure_ascii=False, separators=(",", ":")
        )
        assert hashlib.sha256(text.encode()).hexdigest() == item["seal"]
        assert item["previous"] == previous
        previous = item["seal"]
    assert previous in {head["seal"] for head in manifest["sealed_heads"]}


def test_only_who_administers_exports_with_a_code_and_a_reason(made: Place) -> None:
    job = export(made)
    for role in ROLES:
        who = actor("admin", role)
        acts = (
            lambda who=who: kinds.start_export(made.gate, who, "x"),
            lambda who=who: list_exports(made.gate, made.exports, who),
            lambda who=who: take_export(made.gate, made.store, made.exports, who, job.id),
        )
        if role != "company_admin":
            assert [codes(act) for act in acts] == [["access.forbidden"]] * 3, role
        bare = actor("admin", role, second_factor=False)
        expected = "access.second_factor_needed" if role == "company_admin" else "access.forbidden"
        assert codes(lambda bare=bare: kinds.start_export(made.gate, bare, "x")) == [expected]
        assert codes(lambda bare=bare: take_export(made.gate, made.store, made.exports, bare, job.id)) == [expected]
    assert codes(lambda: kinds.start_export(made.gate, ADMIN, "  ")) == ["input.reason_missing"]
    assert codes(lambda: take_export(made.gate, made.store, made.exports, OTHER, job.id)) == ["access.unknown_job"]
    wish = TokenWish(name="x", scopes=("export_workspace",), days=1)
    assert codes(lambda: add_token(made.door, made.gate, ADMIN, wish)) == ["access.scope"]


def test_who_asked_who_took_it_and_why_is_noted(tmp_path: Path) -> None:
    place = founded(tmp_path)
    asked = kinds.start_export(place.gate, ADMIN, "회사를 옮김")
    with place.store.reading(HANBIT) as work:
        last = work.last_entry()
    assert last is not None
    assert (last.action, last.reason, last.detail["job"]) == ("export_workspace", "회사를 옮김", asked.id)
    Bench(place).work_off()
    opened(place, job=asked)
    with place.store.reading(HANBIT) as work:
        begun, done, taken = work.entries(last.number)
    assert {item.reason for item in (begun, done, taken)} == {"회사를 옮김"}
    assert [set(item.detail) for item in (begun, done, taken)] == [
        {"begun"},
        {"done", "sha256", "size", "files"},
        {"taken"},
    ]
    [file] = (tmp_path / "workspaces" / HANBIT / "exports").iterdir()
    assert hashlib.sha256(file.read_bytes()).hexdigest() == done.detail["sha256"]


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_it_holds_one_moment(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    url = new_database(request.getfixturevalue("postgres")) if database == "postgres" else ""
    place = founded(tmp_path, url)
    enter = pack._Progress.enter

    def meanwhile(progress: Any, step: str) -> None:
        if step == "plants":
            add_plant(place.gate, kim(), "나중공장", read_sample("extrusions"))
        enter(progress, step)  # type: ignore[arg-type]

    monkeypatch.setattr(pack._Progress, "enter", meanwhile)
    assert "나중공장" not in told(opened(place))
    monkeypatch.undo()
    assert "나중공장" in told(opened(place))
    place.store.close()


def test_two_exports_of_the_same_hold_the_same(made: Place) -> None:
    first, second = opened(made), opened(made)
    assert list(first) == list(second)
    other = {path for path in first if first[path] != second[path]}
    assert other == {"audit/audit.csv", "audit/audit.json", "jobs.json", "manifest.json"}


def test_what_is_read_in_pieces_is_whole(made: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = opened(made)
    for module, size in ((audit_and_jobs, 3), (sealed_imports, 1)):
        monkeypatch.setattr(module, "_CHUNK", size)
    pieces = opened(made)
    numbers = [item["number"] for item in json.loads(pieces["audit/audit.json"])["entries"]]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(json.loads(pieces["jobs.json"])["jobs"]) == len(json.loads(whole["jobs.json"])["jobs"]) + 1
    same = [path for path in whole if path.startswith(("meters/", "books/"))]
    assert [path for path in same if whole[path] != pieces[path]] == []


def exports_in(place: Place) -> list[str]:
    return sorted(item.name for item in (place.folder / "workspaces" / HANBIT / "exports").glob("*"))


def test_what_is_stopped_or_fails_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = founded(tmp_path)
    bench = Bench(place)
    enter = pack._Progress.enter
    seen: list[list[str]] = []

    def stops(progress: Any, step: str) -> None:
        if step == "audit":
            seen.append(exports_in(place))
            kinds.cancel(place.gate, ADMIN, job.id)
        enter(progress, step)  # type: ignore[arg-type]

    def fails(progress: Any, step: str) -> None:
        if step == "audit":
            raise RuntimeError(step)
        enter(progress, step)  # type: ignore[arg-type]

    for act, state in ((stops, "cancelled"), (fails, "failed")):
        monkeypatch.setattr(pack._Progress, "enter", act)
        job = kinds.start_export(place.gate, ADMIN, "x")
        bench.work_off()
        with place.store.reading(HANBIT) as work:
            assert work.job(job.id).state == state  # type: ignore[union-attr]
        assert exports_in(place) == []
        assert codes(lambda job=job: take_export(place.gate, place.store, place.exports, ADMIN, job.id)) == [
            "job.no_file"
        ]
    assert [len(names) for names in seen] == [1]
    monkeypatch.setattr(pack._Progress, "enter", enter)
    publish = place.exports.publish

    def too_late(workspace: str, name: str) -> None:
        publish(workspace, name)
        raise RuntimeError(name)

    monkeypatch.setattr(place.exports, "publish", too_late)
    kinds.start_export(place.gate, ADMIN, "x")
    bench.work_off()
    assert exports_in(place) == []


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_a_company_that_is_deleted_meanwhile_leaves_nothing(
    database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    url = new_database(request.getfixturevalue("postgres")) if database == "postgres" else ""
    place = founded(tmp_path, url)
    enter = pack._Progress.enter

    def meanwhile(progress: Any, step: str) -> None:
        if step == "readings":
            erase_workspace(place.gate, place.door, ADMIN, "한빛볼트", "x")
        enter(progress, step)  # type: ignore[arg-type]

    monkeypatch.setattr(pack._Progress, "enter", meanwhile)
    kinds.start_export(place.gate, ADMIN, "x")
    bench = Bench(place)
    bench.work_off()
    assert bench.faults == []
    assert not [item for item in (tmp_path / "workspaces").rglob("*") if HANBIT in item.parts and item.is_file()]
    place.store.close()


def test_it_is_kept_for_three_days_and_what_was_left_behind_goes(tmp_path: Path) -> None:
    place = founded(tmp_path)
    first = export(place)
    left = tmp_path / "workspaces" / HANBIT / "exports" / f".{'f' * 32}.tmp"
    left.write_bytes(b"half")
    second = export(place)
    assert exports_in(place) == sorted(f"{job.result.partition(':')[2]}.zip" for job in (first, second))
    assert [(item.state, item.size > 0) for item in list_exports(place.gate, place.exports, ADMIN)] == [
        ("done", True)
    ] * 2
    place.pass_time(seconds=KEPT.total_seconds() + 1)
    assert codes(lambda: take_export(place.gate, place.store, place.exports, ADMIN, first.id)) == ["job.no_file"]
    assert {item.state for item in list_exports(place.gate, place.exports, ADMIN)} == {"gone"}
    sweep_all_exports(place.store, place.exports, place.at)
    assert exports_in(place) == []
    third = export(place)
    assert verify_place(served(place)).problems == []
    assert exports_in(place) == [f"{third.result.partition(':')[2]}.zip"]
    erase_workspace(place.gate, place.door, ADMIN, "한빛볼트", "x")
    assert not (tmp_path / "workspaces" / HANBIT).exists()


def test_whoever_does_jobs_takes_away_what_nobody_can_take_any_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = founded(tmp_path)
    export(place)
    place.pass_time(seconds=KEPT.total_seconds() + 1)
    closing, looked = Event(), list[str]()

    def look(_: object, worker: str) -> bool:
        looked.append(worker)
        if len(looked) == 3:
            closing.set()
        return True

    monkeypatch.setattr(workers, "run_next", look)
    workers.do_jobs(served(place), "w1", closing, place.folder)
    assert (exports_in(place), looked) == ([], ["w1"] * 3)


def test_evidence_that_is_damaged_is_told_and_keeps_the_rest_from_nobody(tmp_path: Path) -> None:
    place = founded(tmp_path)
    with place.store.reading(HANBIT) as work:
        paper = next(item for item in work.all_evidence() if item.name == "CON.pdf").sha256
    (tmp_path / "workspaces" / HANBIT / "objects" / paper[:2] / paper[2:]).write_bytes(b"other")
    job = export(place)
    assert [item["code"] for item in json.loads(job.problems)] == ["outside.object_damaged"]
    content = opened(place, job=job)
    assert [item["code"] for item in json.loads(content["manifest.json"])["missing"]] == ["outside.object_damaged"]
    assert not [path for path in content if path.endswith("CON.pdf")]
    assert "CON.pdf" in content["evidence/register.csv"].decode()
    assert len([path for path in content if path.startswith("evidence/files/")]) > 5


def test_the_texts_are_packaged() -> None:
    for language in ("ko", "en"):
        assert (files("pulmu.adapters.workspace_export") / f"README.{language}.md").is_file()
