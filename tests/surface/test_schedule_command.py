"""`pulmu schedule`: a file in, a timetable and a picture out; given again after a breakdown; wrong things told."""

import json
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from concurrent.futures import wait as usual_wait
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml
from tests.services.schedules.shops import DAY_AND_NIGHT, job, shop
from tests.surface.command import Pulmu, in_process

from pulmu.cli import schedule_search
from pulmu.model import Document
from pulmu.plan.schedule import proofs
from pulmu.services.schedules.plan import Scheduled, ScheduleOrder, schedule_jobs


@pytest.fixture
def pulmu(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Pulmu:
    monkeypatch.chdir(tmp_path)
    jobs = shop(
        job("A", ("M-1", 4, 40), due="2026-06-09"), job("B", ("M-1", 2, 30), [("M-1", 3, 20), ("M-2", 3, 25)]),
        job("<C>", ("M-2", 3, 10), due="2026-06-08 09:00"),
    ).tree  # fmt: skip
    jobs["jobs"][2]["id"], jobs["jobs"][2]["name"] = "C", "<script>"
    (tmp_path / "jobs.yaml").write_text(yaml.safe_dump(jobs, allow_unicode=True), "utf-8")
    (tmp_path / "tariff.yaml").write_text(yaml.safe_dump(DAY_AND_NIGHT), "utf-8")
    return in_process(monkeypatch, capsys)


PLAN = ("schedule", "jobs.yaml", "--tariff", "tariff.yaml", "--seconds", "5", "--workers", "1")


def test_a_plan_is_written_given_again_and_planned_around_a_breakdown(pulmu: Pulmu, tmp_path: Path) -> None:
    done = pulmu(*PLAN, "--out", "plan.csv", "--svg", "gantt.svg", "--json")
    assert done.code == 0
    tree = json.loads(done.out)
    assert tree["plan"]["late_hours"] == 2.0
    assert tree["plan"]["value"] <= min(item["value"] for item in tree["others"])
    words = "".join(ElementTree.parse(tmp_path / "gantt.svg").getroot().itertext())
    assert all(name in words for name in ("M-1", "M-2", "A", "B", "<script>", "+2.0 h"))
    bar = next(item for item in tree["bars"] if item["job"] == "A")
    start = bar["start"].replace(" ", "T")
    down = f"M-1={start}..{start[:11]}23:59"
    again = pulmu(*PLAN, "--given", "plan.csv", "--down", down, "--json")
    assert again.code == 0
    new = json.loads(again.out)
    assert new["frozen_until"] == bar["start"]
    assert all(item["is_frozen"] == (item["start"] < bar["start"]) for item in new["bars"])
    assert next(item for item in new["bars"] if item["job"] == "A")["start"] > bar["start"]
    assert new["others"][0]["name"] == "given"


@pytest.mark.parametrize(("lang", "said"), [("ko", "작업 1건이 늦고"), ("en", "Late jobs: 1")], ids=["ko", "en"])
def test_the_screen_tells_the_end_the_late_and_the_three_balances(pulmu: Pulmu, lang: str, said: str) -> None:
    done = pulmu(*PLAN, "--lang", lang, "--out", "plan.xlsx")
    assert done.code == 0
    assert said in done.out
    assert "kg CO2e" in done.out.replace("kgCO2e", "kg CO2e")
    assert "plan.xlsx" in done.out


def test_the_template_is_a_plan_that_runs_and_is_never_written_over(pulmu: Pulmu, tmp_path: Path) -> None:
    assert pulmu("schedule", "--template", "new.xlsx", "--lang", "ko").code == 0
    done = pulmu("schedule", "new.xlsx", "--seconds", "0.5", "--json")
    assert done.code == 0
    assert json.loads(done.out)["id"] == "week_24"
    refused = pulmu("schedule", "--template", "new.xlsx")
    assert (refused.code, "exists" in refused.err) == (1, True)


def test_what_is_wrong_with_the_jobs_is_told_at_once(pulmu: Pulmu, tmp_path: Path) -> None:
    tree = yaml.safe_load((tmp_path / "jobs.yaml").read_text("utf-8"))
    tree["jobs"][0]["due"], tree["jobs"][1]["operations"][0]["ways"][0]["machine"] = "2026-06-31", "M-7"
    (tmp_path / "jobs.yaml").write_text(yaml.safe_dump(tree), "utf-8")
    done = pulmu(*PLAN, "--json", "--lang", "ko")
    assert done.code == 1
    assert [item["code"] for item in json.loads(done.out)["problems"]] == [
        "schedule.no_such_day", "schedule.unknown_machine",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("--tariff", "free"), 1, "free"),
        (("--out", "plan.pdf"), 1, ".csv"),
        (("--svg", "gantt.png"), 1, ".svg"),
        (("--down", "M-1"), 2, "DRAW-1="),
        (("--down", "M-1=2026-06-08T10:00..2026-06-08T09:00"), 2, "not after"),
        (("--frozen", "soon"), 2, "2026-06-09T10:00"),
        (("--given", "none.csv"), 3, "none.csv"),
    ],
    ids=["tariff", "out", "svg", "down", "down_ends", "frozen", "given"],
)
def test_what_cannot_be_asked_is_told(pulmu: Pulmu, options: tuple[str, ...], code: int, said: str) -> None:
    done = pulmu("schedule", "jobs.yaml", *options)
    assert (done.code, said in done.err) == (code, True), done.err


def test_without_jobs_the_template_is_named(pulmu: Pulmu) -> None:
    done = pulmu("schedule")
    assert (done.code, "--template" in done.err) == (2, True)


def test_without_the_solver_one_sentence_says_what_to_install(pulmu: Pulmu, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proofs.importlib.util, "find_spec", lambda _name: None)
    done = pulmu("schedule", "jobs.yaml", "--lang", "en")
    assert (done.code, '".[schedule]"' in done.err) == (3, True)
    assert pulmu("schedule", "--template", "new.xlsx").code == 0


def test_an_interruption_ends_the_search_with_the_best_so_far(pulmu: Pulmu, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []

    def wait(futures: Iterable[Future[Scheduled]], timeout: float) -> None:
        waited.append(timeout)
        if len(waited) == 1:
            raise KeyboardInterrupt
        usual_wait(futures, timeout)

    def until_stopped(document: Document, order: ScheduleOrder, is_over: Callable[[], bool]) -> Scheduled:
        while not is_over():
            time.sleep(0.01)
        return schedule_jobs(document, order, is_over)

    monkeypatch.setattr(schedule_search, "wait", wait)
    monkeypatch.setattr(schedule_search, "schedule_jobs", until_stopped)
    done = pulmu("schedule", "jobs.yaml", "--lang", "en")
    assert done.code == 0
    assert "ended early" in done.out
    assert "Ending the search" in done.err
