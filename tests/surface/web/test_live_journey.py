"""An emulated plant over OPC UA, kept, linked and looked at with a real browser: what changes there changes here."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.emulated import Served as ServedPlant
from tests.emulated import serving
from tests.surface.command import COMMAND, environment, in_subprocess
from tests.surface.served import Served
from tests.surface.web.visit import PHONE, WIDE, Visit

pytest.importorskip("asyncua")


@contextmanager
def keeping(plant: ServedPlant, kept: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Its values kept by a process of its own."""
    command = (*COMMAND, "plant", "keep", plant.address, "--kept", str(kept), "--keys", str(plant.keys / "client"),
               "--every", "0.2")  # fmt: skip
    process = subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL)
    try:
        until(kept.exists)
        yield process
    finally:
        process.terminate() if sys.platform == "win32" else process.kill()
        process.wait(timeout=20)


def until(holds: object, seconds: float = 30) -> None:
    """Wait until it is so."""
    end = time.monotonic() + seconds
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < end, "it never came to be"
        time.sleep(0.1)


@pytest.mark.parametrize(("language", "width", "dark"), [("ko", WIDE, False), ("en", PHONE, True)])
def test_a_plant_is_watched_live(
    browser: Browser, tmp_path: Path, axe: str, language: str, width: int, dark: bool
) -> None:  # fmt: skip
    place = Served(tmp_path / "data", "--no-limits", "--workers", "0")
    try:
        with (
            serving(tmp_path / "plant", "extrusions", "--speed", "60") as plant,
            keeping(plant, tmp_path / "s.sqlite") as keeper,
        ):
            visit = Visit.begin(browser, place.base, language=language, width=width, dark=dark)
            page = visit.page
            visit.go("/signup")
            email = f"live-{language}@hanbit.example"
            visit.fill(workspace="한빛압출", name="김하나", email=email, password="용광로 옆 푸른 자전거")
            page.click("main form button.ember")
            page.wait_for_url("**/w/*")
            base = page.url
            page.goto(f"{base}/lines")
            page.select_option("form[action$='/lines/sample'] select[name=sample]", "extrusions")
            page.click("form[action$='/lines/sample'] button")
            page.wait_for_url("**/lines/extrusions*")
            link = in_subprocess(
                "live", "add", "press_shop", "--workspace", "한빛압출", "--line", "extrusions", "--samples",
                tmp_path / "s.sqlite", "--name", "압출 1공장", "--data", tmp_path / "data", timeout=120,
            )  # fmt: skip
            assert link.code == 0, link.err
            for name in ("/ahead", "/events", ""):
                page.goto(f"{base}/live/press_shop{name}")
                visit.check(axe)
            page.wait_for_function("() => Number(document.getElementById('live').dataset.pushed) > 3")
            assert page.locator(".standing-stale").count() == 0
            clock = page.locator("[data-tag='line/clock'] .value").first.text_content()
            page.wait_for_function(
                "was => document.querySelector(\"[data-tag='line/clock'] .value\").textContent !== was", arg=clock
            )
            keeper.kill()
            page.wait_for_selector(".not-kept", timeout=20_000)
            assert page.locator(".standing-good").count() == 0
            visit.check(axe)
    finally:
        code, _, said = place.stop()
    assert code == 0
    assert '"level": "error"' not in said, said
