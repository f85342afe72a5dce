"""Two people write a setpoint into a plant from their browsers; plant, keeper, guard and place are processes each.

And what must not happen: alone, switched off, after a stop, with a lost link.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser, expect
from tests.emulated import ROOT, serving
from tests.emulated import Served as ServedPlant
from tests.places import PASSWORD
from tests.surface.served import Served
from tests.surface.web.visit import PHONE, WIDE, Visit

from pulmu.adapters.guard_file import make_key, public_key_text, sign_limits
from pulmu.bootstrap.guard import open_desk
from pulmu.bootstrap.place import open_place
from pulmu.model import OutsideError, encode
from pulmu.model.line import Line
from pulmu.services.accounts import one_time_code, second_factor
from pulmu.services.accounts.identify import by_session, today
from pulmu.services.accounts.log_in import log_in
from pulmu.services.accounts.sign_up import Person, found_workspace, new_account
from pulmu.services.control.desk import GuardView
from pulmu.services.lines.shelf import copy_line
from pulmu.services.live.shadow_report import Foretold, ShadowReport, line_seal, report_seal
from pulmu.services.live_links.link import LiveLink, add_link
from pulmu.services.records.account import Membership

SPEED, RUN = "line/speed_set", "line/run"
LIMITS: dict[str, Any] = {
    "pulmu": "guard/1", "id": "journey", "plant": "extrusions", "version": 1, "made_by": "Han Ji-min",
    "made_on": "2026-11-28", "snapshot_age_s": 900, "model_age_s": 864000, "heartbeat_s": 2, "answer_s": 2,
    "switch": {"tag": "control/remote"}, "watchdog": {"tag": "control/heartbeat"},
    "limits": [
        {"tag": SPEED, "name": "line speed", "name_local": "라인 속도", "unit": "%", "low": 80, "high": 105, "step": 10,
         "rate_per_minute": 60, "tolerance": 0.1, "safe": 100},
        {"tag": RUN, "name": "line runs", "name_local": "라인 운전", "kind": "truth", "safe": True},
    ],
    "interlocks": [
        {"id": "no_hold", "name": "not fallen back", "name_local": "안전값 유지 아님", "tag": "control/hold",
         "equals": False},
    ],
}  # fmt: skip


@dataclass
class Shop:
    """All processes of it, and who works there."""

    folder: Path
    plant: ServedPlant
    place: Served | None = None
    workspace: str = ""
    people: dict[str, str] = field(default_factory=dict)
    codes: list[str] = field(default_factory=list)
    guard: subprocess.Popen[str] | None = None

    @property
    def here(self) -> str:
        return f"/w/{self.workspace}/lines/extrusions/control"

    def view(self) -> GuardView:
        """How the guard stands, asked without a key."""
        desk = open_desk(self.folder / "guard")
        try:
            return desk.view()
        finally:
            desk.close()

    def eventually(self, holds: Callable[[GuardView], bool], seconds: float = 30.0) -> GuardView:
        """Wait until the guard stands so."""
        end, view = time.monotonic() + seconds, None
        while time.monotonic() < end:
            try:
                view = self.view()
                if holds(view):
                    return view
            except OutsideError:
                pass
            time.sleep(0.2)
        raise AssertionError(view)

    def fault(self, text: str) -> None:
        """Put a fault into the plant, or mend all."""
        self.plant.faults.write_text(text, encoding="utf-8")


def run(*arguments: str, **more: Any) -> "subprocess.Popen[str]":
    """A command of Pulmu at work."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "PYTHONIOENCODING": "utf-8"}
    return subprocess.Popen([sys.executable, "-m", "pulmu", *arguments], text=True, env=environment, **more)


@contextmanager
def ended(process: "subprocess.Popen[str]") -> Iterator["subprocess.Popen[str]"]:
    """The process, ended when it is not needed any more."""
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(timeout=20)
        if process.stdout is not None:
            process.stdout.close()


def settle(shop: Shop) -> None:
    """A company with a line, an operator, and two who approve; the line linked to the plant."""
    place = open_place(shop.folder / "data")
    door, day = place.door, today(place.door)
    boss, room = found_workspace(
        door, Person(email="lee@hanbit.example", name="이연수", password=PASSWORD), "한빛압출", "company", day
    )  # fmt: skip
    shop.workspace, shop.people["lee"] = room.id, boss.id
    actor = by_session(door, log_in(door, "lee@hanbit.example", PASSWORD).secret, room.id)
    kept = copy_line(place.gate, actor, place.sample_line("extrusions"), "", "sample")
    person = Person(email="choi@hanbit.example", name="최민준", password=PASSWORD)
    account = new_account(door, person)
    with place.store.place_writing() as records:
        records.add_account(account)
        records.add_membership(Membership(workspace=room.id, account=account.id, role="approver", start=day))
    shop.people["choi"] = account.id
    secret = log_in(door, person.email, PASSWORD).secret
    code = one_time_code.code_of(second_factor.set_up(door, secret).secret, one_time_code.step_of(door.world.now()))
    shop.codes = list(second_factor.confirm(door, secret, code).recovery)
    link = LiveLink(
        id="extrusions", workspace=room.id, line=kept.id, name="extrusions", samples=str(shop.folder / "press.samples"),
        desk=str(shop.folder / "guard"), created=datetime.now(UTC),
    )  # fmt: skip
    add_link(place.gate, link)
    write_report(shop.folder / "press.shadow.json", kept.line)
    place.close()


def write_report(file: Path, line: Line) -> None:
    """A report of nine hours of watching in which the model fitted: nobody waits for them here."""
    end = datetime.now(UTC)
    found = Foretold(station="press", what="pieces", unit="1", model=100.0, plant=100.0, apart=0.0, error=0.0, slots=9)
    report = ShadowReport(
        line=line.id, model=line_seal(line), start=(end - timedelta(hours=9)).isoformat(), end=end.isoformat(),
        ended=end.isoformat(),
        known_hours=90.0, unknown_hours=0.0, unwatched=(), not_foretold=(), foretold=(found,), values=(),
    )  # fmt: skip
    file.write_text(json.dumps(encode(replace(report, seal=report_seal(report)), full=True)), encoding="utf-8")


def sign(shop: Shop) -> None:
    """Limits and people, signed by the engineer; the keys of the place."""
    keys = shop.folder / "data" / "keys"
    for file in (shop.folder / "han", keys / "gate", keys / "prover"):
        make_key(str(file))
    people = {
        "pulmu": "guard_people/1", "plant": "extrusions", "version": 1, "made_by": "Han Ji-min",
        "made_on": "2026-11-28",
        "people": [{"id": shop.people["lee"], "name": "Lee", "roles": ["operator"]},
                   {"id": shop.people["choi"], "name": "Choi", "roles": ["engineer"]}],
        "gates": [{"id": "office", "key": public_key_text(str(keys / "gate.pub"))}],
        "provers": [{"id": "office", "key": public_key_text(str(keys / "prover.pub"))}],
    }  # fmt: skip
    for name, tree in (("limits.yaml", LIMITS), ("people.yaml", people)):
        (shop.folder / name).write_text(yaml.safe_dump(tree, allow_unicode=True), encoding="utf-8")
        sign_limits(str(shop.folder / name), str(shop.folder / "han"), by="Han Ji-min", at=datetime.now(UTC))


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    folder = tmp_path_factory.mktemp("shop")
    with ExitStack() as stack:
        plant = stack.enter_context(serving(folder, "extrusions", "--warm-up", "178"))
        found = Shop(folder, plant)
        settle(found)
        sign(found)
        client = str(plant.keys / "client")
        stack.enter_context(ended(run(
            "plant", "keep", plant.address, "--keys", client, "--kept", str(folder / "press.samples"), "--every", "1",
            stdout=subprocess.DEVNULL,
        )))  # fmt: skip
        found.guard = stack.enter_context(ended(run(
            "guard", "serve", str(folder / "limits.yaml"), "--people", str(folder / "people.yaml"), "--trust",
            str(folder / "han.pub"), "--plant", plant.address, "--keys", client, "--folder", str(folder / "guard"),
            stdout=subprocess.PIPE,
        )))  # fmt: skip
        found.place = Served(folder / "data", "--no-limits", "--workers", "1")
        try:
            found.eventually(lambda view: view.is_linked and view.is_switched_on)
            yield found
        finally:
            code, _, said = found.place.stop()
            assert code == 0
            assert '"level": "error"' not in said, said


@pytest.fixture(autouse=True)
def closed(browser: Browser) -> Iterator[None]:
    """No window of one test looks on while the next one runs."""
    yield
    for context in browser.contexts:
        context.close()


def enter(shop: Shop, browser: Browser, who: str, *, language: str = "ko", width: int = WIDE) -> Visit:
    """Somebody logs in, and gives a code where they have an app."""
    assert shop.place is not None
    visit = Visit.begin(browser, shop.place.base, language=language, width=width)
    visit.page.set_default_timeout(60_000)
    visit.go("/login")
    visit.fill(email=f"{who}@hanbit.example", password=PASSWORD)
    visit.page.click("main form button.ember")
    visit.page.wait_for_load_state()
    if who == "choi":
        visit.go(f"/account/code?next={shop.here}")
        visit.fill(code=shop.codes.pop())
        visit.page.click("main form button.ember")
        visit.page.wait_for_load_state()
    visit.go(shop.here)
    return visit


def prove(shop: Shop, visit: Visit) -> None:
    """Have a value proven from the form, once: the proof counts for all that follows."""
    visit.go(shop.here)
    visit.page.select_option("[name=value-1]", "no")
    visit.page.click("form[action$='/prove'] button")
    visit.page.wait_for_url("**/control/proofs/1", timeout=400_000)


def propose(shop: Shop, visit: Visit) -> None:
    """Propose what was proven."""
    visit.go(f"{shop.here}/proofs/1")
    visit.page.click("form[action$='/propose'] button")
    visit.page.wait_for_url("**/control?done=proposed")


def arm(visit: Visit, shop: Shop) -> None:
    visit.go(shop.here)
    visit.fill(password=PASSWORD)
    visit.page.click("form[action$='/arm'] button")
    visit.page.wait_for_selector("form[action$='/commit'] button")


def commit(visit: Visit) -> None:
    visit.page.click("form[action$='/commit'] button")
    visit.page.wait_for_url("**/control?done=committed")


def switch_anew(shop: Shop) -> None:
    """The switch at the panel is set off and on."""
    shop.fault("local\n")
    shop.eventually(lambda view: not view.is_switched_on)
    shop.fault("")
    shop.eventually(lambda view: view.is_switched_on and not view.is_stopped)


def standing(view: GuardView) -> object:
    """Whether the line runs, as it was read last."""
    return next(item.value for item in view.readings if item.tag == RUN)


def test_two_people_write_a_setpoint_and_anybody_stops_it_without_script(
    browser: Browser, shop: Shop, axe: str
) -> None:  # fmt: skip
    lee = enter(shop, browser, "lee")
    assert lee.page.inner_text("#control-first") == "준비됨: 제안이 없습니다"
    lee.check(axe)
    prove(shop, lee)
    assert "검증했습니다" in lee.page.inner_text(".answer"), lee.page.inner_text("main")
    assert "라인 운전 예 → 아니요" in lee.page.inner_text("main")
    lee.check(axe)
    propose(shop, lee)
    assert "라인 운전 예 → 아니요" in lee.page.inner_text("#control-first")
    choi = enter(shop, browser, "choi", language="en", width=PHONE)
    assert "Proposed by 이연수: line runs yes → no" in choi.page.inner_text("#control-first")
    choi.check(axe)
    arm(choi, shop)
    assert "Armed by 최민준" in choi.page.inner_text("#control-first")
    choi.check(axe)
    commit(choi)
    view = shop.eventually(lambda view: view.phase == "verified" and standing(view) is False)
    assert [item.tag for item in view.engaged] == [RUN]
    expect(choi.page.locator("#control-first")).to_contain_text("Verified", timeout=30_000)
    choi.check(axe)
    stop_without_script(browser, shop, lee)
    shop.eventually(lambda view: view.is_stopped and not view.engaged and standing(view) is True)
    choi.go(f"{shop.here}/log")
    choi.check(axe)
    assert "Each entry on this page seals the one before" in choi.page.inner_text("main")
    switch_anew(shop)


def stop_without_script(browser: Browser, shop: Shop, visit: Visit) -> None:
    """One press on a phone."""
    assert shop.place is not None
    context = browser.new_context(java_script_enabled=False, viewport={"width": PHONE, "height": 800})
    context.add_cookies(visit.page.context.cookies())  # type: ignore[arg-type]
    plain = context.new_page()
    plain.goto(shop.place.base + shop.here)
    button = plain.locator(".stop-button")
    box = button.bounding_box()
    assert box is not None
    assert box["height"] >= 56
    assert box["y"] + box["height"] < 800, "it is seen without scrolling"
    button.click()
    plain.wait_for_url("**/control?done=stopped")


def test_the_author_alone_may_not_and_is_told_why(browser: Browser, shop: Shop) -> None:
    choi = enter(shop, browser, "choi")
    propose(shop, choi)
    assert "제안한 사람은 허용할 수 없습니다" in choi.page.inner_text(".why")
    assert choi.page.locator("[name=password]").count() == 0
    choi.page.click("form[action$='/release'] button")
    choi.page.wait_for_url("**/control?done=released")


def test_what_stands_in_the_way_is_seen_and_nothing_is_written(browser: Browser, shop: Shop) -> None:
    lee, choi = enter(shop, browser, "lee"), enter(shop, browser, "choi")
    propose(shop, lee)
    arm(choi, shop)
    shop.fault("local\n")  # the switch at the panel
    shop.eventually(lambda view: not view.is_switched_on)
    expect(choi.page.locator("#control-first")).to_contain_text("스위치가 꺼져", timeout=30_000)
    choi.go(shop.here)
    assert choi.page.locator("[name=password]").count() == 0
    shop.fault("")
    shop.eventually(lambda view: view.is_switched_on)
    assert standing(shop.view()) is True


def test_a_lost_link_is_said_first(browser: Browser, shop: Shop) -> None:
    lee = enter(shop, browser, "lee", language="en")
    shop.plant.pause()
    try:
        shop.eventually(lambda view: not view.is_linked)
        expect(lee.page.locator("#control-first")).to_contain_text("cannot be reached", timeout=30_000)
    finally:
        shop.plant.go_on()
    shop.eventually(lambda view: view.is_linked)
