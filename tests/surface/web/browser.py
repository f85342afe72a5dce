"""A real browser at a served place: Debian's Chromium, which may reach nothing but that place."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
AXE = Path(__file__).parents[3] / ".venv" / "axe" / "node_modules" / "axe-core" / "axe.min.js"


def chromium() -> Iterator[Browser]:
    """The browser, or a skip that names what is missing; a failure where it has to be there."""
    if not CHROMIUM:
        _missing("Chromium is not installed")
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=CHROMIUM, args=list(_FLAGS))
        yield browser
        browser.close()


def axe_script() -> str:
    """The accessibility checker."""
    if not AXE.is_file():
        _missing("axe-core is not installed: npm install --no-save --no-package-lock --prefix .venv/axe axe-core")
    return AXE.read_text(encoding="utf-8")


def _missing(reason: str) -> None:
    if "browser" in os.environ.get("PULMU_REQUIRE", "").split(","):
        pytest.fail(reason)
    pytest.skip(reason)
