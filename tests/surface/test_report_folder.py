"""`pulmu report` on a folder of plants: sound, broken and hostile files beside each other."""

import contextlib
import csv
import errno
import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.surface.command import COMMAND, HANGUL, Answer, Pulmu, contents, environment, in_subprocess, write_sample

from pulmu.adapters.folder import only_run_in
from pulmu.adapters.samples import sample_text
from pulmu.bootstrap import portfolio
from pulmu.cli.portfolio import _interrupts_kept_back

POSIX = pytest.mark.skipif(os.name != "posix", reason="rights, pipes and signals of POSIX")
SCENARIO = ("--scenario", "last_published_price")


def index_of(out: Path) -> dict[str, Any]:
    tree: dict[str, Any] = json.loads((out / "index.json").read_text("utf-8"))
    return tree


@pytest.fixture
def plants(tmp_path: Path) -> Path:
    """A folder as an association gets it: two good plants, one of them twice, and what else comes by mail."""
    home = tmp_path / "plants"
    (home / "busan" / "2026").mkdir(parents=True)
    write_sample(home)
    write_sample(home / "busan" / "2026", "extrusions")
    (home / "busan" / "fasteners.YML").write_text(sample_text("fasteners"), encoding="utf-8")
    (home / "broken.yaml").write_text("company: [", encoding="utf-8")
    (home / "empty.json").write_bytes(b"")
    (home / "not_a_workbook.xlsx").write_bytes(b"PK\x03\x04" + b"\0" * 50)
    (home / "bomb.yaml").write_text("a: &a [x, x]\n" + "b: &b [*a, *a]\n" * 40, encoding="utf-8")
    (home / "wrong.yaml").write_text(sample_text("fasteners").replace("1912400", "many"), encoding="utf-8")
    (home / "~$open.xlsx").write_bytes(b"lock")
    (home / ".hidden.yaml").write_text("x", encoding="utf-8")
    (home / "notes.txt").write_text("call them", encoding="utf-8")
    return home


GOOD = ["busan/2026/extrusions.yaml", "busan/fasteners.YML", "fasteners.yaml"]
BAD = ["bomb.yaml", "broken.yaml", "empty.json", "not_a_workbook.xlsx", "wrong.yaml"]


def test_every_plant_is_reported_or_listed_with_its_problems(plants: Path, tmp_path: Path, pulmu: Pulmu) -> None:
    out = tmp_path / "out"
    answer = pulmu("report", plants, "--out", out, "--jobs", "1", *SCENARIO)
    assert answer.code == 1
    assert "3 of 8 plants" in answer.out
    entries = index_of(out)["entries"]
    assert sorted(entry["file"] for entry in entries if entry["folder"]) == GOOD
    assert sorted(entry["file"] for entry in entries if not entry["folder"]) == BAD
    for entry in entries:
        severities = {item["severity"] for item in entry["problems"]}
        assert ("error" in severities) == (not entry["folder"])
        if entry["folder"]:
            report = json.loads((out / entry["folder"] / "report.json").read_text("utf-8"))
            assert report["sha256"] == entry["report_sha256"]
            figures = [good["specific_embedded_emissions"]["value"] for good in report["goods"]]
            assert figures == [good["specific_embedded_emissions"] for good in entry["goods"]]
    twice = [entry["file"] for entry in entries if "report.plant_twice" in {p["code"] for p in entry["problems"]}]
    assert sorted(twice) == ["busan/fasteners.YML", "fasteners.yaml"]
    assert {path.name for path in out.iterdir()} == {
        "busan-2026-extrusions", "busan-fasteners", "fasteners", "index.csv", "index.json", "index.xlsx",
    }  # fmt: skip
    assert "many" in answer.err
    assert "Traceback" not in answer.err


def test_the_index_is_the_same_for_every_number_of_processes(plants: Path, tmp_path: Path) -> None:
    answers = [
        in_subprocess("report", plants, "--out", tmp_path / jobs, "--jobs", jobs, *SCENARIO, timeout=180)
        for jobs in ("1", "2")
    ]
    assert [answer.code for answer in answers] == [1, 1]
    one, two = (contents(tmp_path / jobs) for jobs in ("1", "2"))
    assert one.keys() == two.keys()
    assert {name for name in one if one[name] != two[name]} <= {
        name for name in one if name.endswith((".xlsx", ".pdf"))
    }
    assert one["index.json"] == two["index.json"]
    assert one["index.csv"] == two["index.csv"]


@pytest.mark.parametrize(("language", "head"), [("en", "file"), ("ko", "파일")])
def test_the_index_is_read_in_excel_and_holds_no_formula(
    language: str, head: str, plants: Path, tmp_path: Path, pulmu: Pulmu
) -> None:
    text = sample_text("fasteners").replace("Hanbit Fastening", '=HYPERLINK("http://x","y")')
    (plants / "hostile.yaml").write_text(text, encoding="utf-8")
    out = tmp_path / "out"
    answer = pulmu("report", plants, "--out", out, "--jobs", "1", "--lang", language, *SCENARIO)
    assert bool(HANGUL.search(answer.out)) == (language == "ko")
    data = (out / "index.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0][0] == head
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not any(cell.startswith("=") for row in rows for cell in row)
    sheet = openpyxl.load_workbook(out / "index.xlsx").worksheets[0]
    assert sheet.cell(1, 1).value == head
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert sheet.max_row == len(rows)


def test_json_tells_every_plant(plants: Path, tmp_path: Path, pulmu: Pulmu) -> None:
    answer = pulmu("report", plants, "--out", tmp_path / "out", "--jobs", "1", "--json", *SCENARIO)
    tree = json.loads(answer.out)
    assert [entry["file"] for entry in tree["entries"]] == sorted(GOOD + BAD)
    assert all(item["mend"] for entry in tree["entries"] for item in entry["problems"])


def test_only_sound_plants_end_with_0(tmp_path: Path, pulmu: Pulmu) -> None:
    (tmp_path / "plants").mkdir()
    write_sample(tmp_path / "plants")
    # Reports inside the folder of the plants are no plants when it is asked for again.
    for _ in range(2):
        answer = pulmu("report", tmp_path / "plants", "--out", tmp_path / "plants" / "out", "--jobs", "1", *SCENARIO)
        assert answer.code == 0
        assert "1 of 1 plants" in answer.out


def refused_with(answer: Answer) -> list[str]:
    assert answer.code == 1
    return [item["code"] for item in answer.problems()]


def test_a_folder_without_plants_is_refused(tmp_path: Path, pulmu: Pulmu) -> None:
    (tmp_path / "plants" / "deep").mkdir(parents=True)
    (tmp_path / "plants" / "notes.txt").write_text("x")
    answer = pulmu("report", tmp_path / "plants", "--out", tmp_path / "out", "--json")
    assert refused_with(answer) == ["input.no_plant_files"]
    assert not (tmp_path / "out").exists()


def test_reports_do_not_go_among_the_plants(tmp_path: Path, pulmu: Pulmu) -> None:
    write_sample(tmp_path)
    assert refused_with(pulmu("report", tmp_path, "--out", tmp_path, "--json")) == ["input.same_folder"]
    assert [file.name for file in tmp_path.iterdir()] == ["fasteners.yaml"]


@POSIX
def test_what_cannot_be_read_is_listed(tmp_path: Path, pulmu: Pulmu) -> None:
    home = tmp_path / "plants"
    home.mkdir()
    write_sample(home)
    os.mkfifo(home / "pipe.yaml")
    (home / "gone.yaml").symlink_to(home / "nowhere.yaml")
    (home / "round").symlink_to(home)
    (home / "we\nird\udcff.yaml").write_text("x: [", encoding="utf-8")
    answer = pulmu("report", home, "--out", tmp_path / "out", "--jobs", "1", *SCENARIO)
    assert answer.code == 1
    entries = {
        entry["file"]: [item["code"] for item in entry["problems"]] for entry in index_of(tmp_path / "out")["entries"]
    }
    assert entries.keys() == {"fasteners.yaml", "gone.yaml", "pipe.yaml", "we?ird?.yaml"}
    assert entries["gone.yaml"] == entries["pipe.yaml"] == ["outside.cannot_read"]


@POSIX
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root reads everything")
def test_a_folder_that_cannot_be_looked_into_is_listed(tmp_path: Path, pulmu: Pulmu) -> None:
    home = tmp_path / "plants"
    (home / "closed").mkdir(parents=True, mode=0o000)
    write_sample(home)
    try:
        pulmu("report", home, "--out", tmp_path / "out", "--jobs", "1", *SCENARIO)
    finally:
        (home / "closed").chmod(0o700)
    assert [entry["file"] for entry in index_of(tmp_path / "out")["entries"]] == ["fasteners.yaml", "closed"]


@POSIX
def test_an_interrupt_leaves_whole_reports_and_no_index(tmp_path: Path) -> None:
    home, out = tmp_path / "plants", tmp_path / "out"
    plants_in(home, 40)
    with started(home, out, 2) as process:
        assert process.stderr is not None
        assert "report written" in process.stderr.readline()
        os.killpg(process.pid, signal.SIGINT)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert err.endswith("Stopped. Files are written whole or not at all.\n")
    assert "Traceback" not in err
    folders = list(out.iterdir())
    assert 1 <= len(folders) < 40
    for folder in folders:
        names = {file.name for file in folder.iterdir()}
        assert names >= {"report.json", "report.xlsx", "report.pdf"}
        assert not any(name.startswith(".") for name in names)
        json.loads((folder / "report.json").read_text("utf-8"))
    time.sleep(0.2)
    assert len(list(out.iterdir())) == len(folders)
    assert sys.platform != "win32"


def plants_in(folder: Path, number: int) -> list[str]:
    folder.mkdir()
    names = [f"plant{index:02}" for index in range(number)]
    for name in names:
        (folder / f"{name}.yaml").write_text(sample_text("fasteners"), encoding="utf-8")
    return names


@contextlib.contextmanager
def started(home: Path, out: Path, jobs: int) -> Iterator[subprocess.Popen[str]]:
    """A run of its own group, so that a signal to the group is what Ctrl-C is to a terminal."""
    arguments = [*COMMAND, "report", str(home), "--out", str(out), "--jobs", str(jobs), *SCENARIO]
    with subprocess.Popen(
        arguments, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        yield process


def workers_of(process: subprocess.Popen[str]) -> list[int]:
    """The worker processes, from the moment they are begun."""
    found = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return [int(child) for child in found if "fork" in Path(f"/proc/{child}/cmdline").read_text()]


PROC = pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds the workers in /proc of Linux")


@POSIX
@pytest.mark.parametrize("by", ["this thread", "another"])
def test_an_interrupt_never_falls_into_the_start_of_a_worker(by: str) -> None:
    """The system may give an interrupt to any thread; Python then raises it in ours, which keeps it back."""
    done: list[int] = []
    begun = threading.Event()

    def interrupt() -> None:
        begun.wait()
        signal.pthread_kill(threading.get_ident(), signal.SIGINT)

    other = threading.Thread(target=interrupt)
    other.start()  # before interrupts are kept back here: it gets them all the same
    with pytest.raises(KeyboardInterrupt), _interrupts_kept_back():
        begun.set()
        other.join()
        if by == "this thread":
            signal.pthread_kill(threading.get_ident(), signal.SIGINT)
        done += list(range(1000))
    assert len(done) == 1000
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@PROC
def test_an_interrupt_while_the_workers_start_is_as_quiet_as_later(tmp_path: Path) -> None:
    plants_in(tmp_path / "plants", 4)
    with started(tmp_path / "plants", tmp_path / "out", 2) as process:
        while not workers_of(process):
            time.sleep(0.001)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert "Traceback" not in err
    assert err.splitlines()[-1] == "Stopped. Files are written whole or not at all."
    assert not (tmp_path / "out" / "index.json").exists()


@PROC
def test_a_killed_worker_costs_no_report(tmp_path: Path) -> None:
    names = plants_in(tmp_path / "plants", 6)
    with started(tmp_path / "plants", tmp_path / "out", 2) as process:
        assert process.stderr is not None
        process.stderr.readline()
        os.kill(workers_of(process)[0], signal.SIGKILL)
        out, err = process.communicate(timeout=120)
    assert (process.returncode, out.startswith("6 of 6 plants")) == (0, True)
    assert "Traceback" not in err
    assert all((tmp_path / "out" / name / "report.pdf").stat().st_size for name in names)
    assert err.splitlines()[-1].startswith("6/6  ")


@PROC
def test_workers_end_with_the_command_that_began_them(tmp_path: Path) -> None:
    plants_in(tmp_path / "plants", 6)
    with started(tmp_path / "plants", tmp_path / "out", 2) as process:
        assert process.stderr is not None
        process.stderr.readline()
        process.kill()
        process.communicate(timeout=60)  # ends when nobody holds the other end of its pipes any more
    assert not (tmp_path / "out" / "index.json").exists()


@POSIX
def test_two_runs_do_not_write_into_one_folder(tmp_path: Path, pulmu: Pulmu) -> None:
    plants_in(tmp_path / "plants", 2)
    out = tmp_path / "out"
    with only_run_in(str(out)):
        answer = pulmu("report", tmp_path / "plants", "--out", out, "--jobs", "1", "--json")
        assert list(out.iterdir()) == []
    assert answer.code == 3
    assert [item["code"] for item in answer.problems()] == ["outside.folder_in_use"]
    assert pulmu("report", tmp_path / "plants", "--out", out, "--jobs", "1", *SCENARIO).code == 0


def test_a_run_again_draws_only_what_is_new_and_begins_by_taking_the_index_away(
    tmp_path: Path, pulmu: Pulmu, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = plants_in(tmp_path / "plants", 3)
    out = tmp_path / "out"
    arguments = ("report", tmp_path / "plants", "--out", out, "--jobs", "1", *SCENARIO)
    assert pulmu(*arguments).code == 0
    (out / "index.json").write_text("{damaged")
    (out / "plant00" / "report.pdf").unlink()
    (out / "plant00" / "mine.txt").write_text("mine")
    (tmp_path / "plants" / "plant01.yaml").write_text("company: [")
    drawn: list[str] = []

    def watched(folder: Path, files: dict[str, bytes]) -> None:
        assert (folder == out) == ("index.json" in files)
        assert not (out / "index.json").exists()
        drawn.append(folder.name)
        save(folder, files)

    save = portfolio.save_files
    monkeypatch.setattr(portfolio, "save_files", watched)
    answer = pulmu(*arguments)
    assert (answer.code, drawn) == (1, ["plant00", "out"])
    assert (out / "plant00" / "report.pdf").exists()
    assert (out / "plant00" / "mine.txt").exists()
    entries = {entry["file"]: entry for entry in index_of(out)["entries"]}
    assert [entries[f"{name}.yaml"]["folder"] for name in names] == ["plant00", "", "plant02"]
    assert "report.earlier_report" in [item["code"] for item in entries["plant01.yaml"]["problems"]]
    assert "still stands in plant01" in answer.err


def test_a_full_disk_stops_the_run_and_leaves_whole_reports(
    tmp_path: Path, pulmu: Pulmu, monkeypatch: pytest.MonkeyPatch
) -> None:
    plants_in(tmp_path / "plants", 4)
    out = tmp_path / "out"
    flush, flushed = os.fsync, []

    def full(descriptor: int) -> None:
        flushed.append(descriptor)
        if len(flushed) == 10:
            raise OSError(errno.ENOSPC, "No space left on device")
        flush(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    arguments = ("report", tmp_path / "plants", "--out", out, "--jobs", "1", *SCENARIO)
    answer = pulmu(*arguments, "--json")
    assert answer.code == 3
    assert [item["code"] for item in answer.problems()] == ["outside.disk_full"]
    assert [folder.name for folder in out.iterdir()] == ["plant00"]
    assert pulmu(*arguments).code == 0
