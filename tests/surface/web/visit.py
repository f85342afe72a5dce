"""A visit by browser, and what is asked of every page: nothing foreign, no fault, nothing a reader stumbles over."""

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

WIDE, PHONE = 1280, 390


@dataclass
class Visit:
    """One browser window."""

    page: Page
    base: str
    width: int
    foreign: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @classmethod
    def begin(
        cls, browser: Browser, base: str, *, language: str = "ko", width: int = WIDE, dark: bool = False
    ) -> "Visit":
        """Open a window of one's own: no cookie of another."""
        context = browser.new_context(
            viewport={"width": width, "height": 900}, locale="ko-KR" if language == "ko" else "en-GB",
            color_scheme="dark" if dark else "light", accept_downloads=True,
        )  # fmt: skip
        found = cls(context.new_page(), base, width)
        found.page.on("request", lambda asked: found._look_at(asked.url))
        found.page.on("pageerror", lambda error: found.faults.append(str(error)))
        found.page.on("console", lambda said: said.type == "error" and found.faults.append(said.text))
        found.page.set_default_timeout(20_000)
        return found

    def _look_at(self, url: str) -> None:
        here, asked = urlsplit(self.base), urlsplit(url)
        if asked.scheme not in {"data", "blob"} and asked.netloc != here.netloc:
            self.foreign.append(url)

    def go(self, path: str) -> str:
        """A page; its heading."""
        self.page.goto(self.base + path)
        return self.heading

    @property
    def heading(self) -> str:
        """What the page asks."""
        return self.page.locator("h1").first.inner_text()

    def fill(self, **fields: str) -> None:
        """Fill a form by the names of its fields."""
        for name, value in fields.items():
            self.page.fill(f"[name={name}]", value)

    def press(self, name: str) -> None:
        """Press a button or a link by what it says, and wait for what follows."""
        self.page.get_by_role("button", name=name).or_(self.page.get_by_role("link", name=name)).first.click()
        self.page.wait_for_load_state()

    def register(self, email: str, *, korean: bool) -> str:
        """Found a company of one's own; the address of its home."""
        self.go("/signup")
        self.fill(workspace="한빛체결", name="임하나", email=email, password="용광로 옆 푸른 자전거")
        self.press("등록하고 시작하기" if korean else "Register and start")
        self.page.wait_for_url("**/w/*")
        return self.page.url

    def send_readings(self, file: Path) -> None:
        """A file of readings from the page one is at, looked at and taken in."""
        self.page.set_input_files("#file", file)
        self.page.locator("form[action$='/meters/files'] button").click()
        self.page.wait_for_url("**/meters/files/*")
        self.page.locator("form[method=post] button.ember").click()
        self.page.wait_for_url(f"**/meters/{file.stem}*")

    def check(self, axe: str) -> None:
        """What is asked of every page."""
        assert self.foreign == []
        assert self.faults == []
        self.page.wait_for_load_state()
        assert self.page.evaluate("document.documentElement.scrollWidth") <= self.width, "it scrolls sideways"
        found = stumbling_blocks(self.page, axe)
        assert found == [], f"{self.page.url}: {found}"


def stumbling_blocks(page: Page, axe: str) -> list[str]:
    """What axe-core calls serious or critical (WCAG 2.2 A and AA)."""
    page.evaluate(axe)  # through the debugger: the policy of the page lets no foreign script in
    result: Any = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']})"
    )
    return [
        f"{item['id']}: {item['help']}: {item['nodes'][0]['html'][:200]}"
        for item in result["violations"]
        if item["impact"] in {"serious", "critical"}
    ]


def looked(visit: Visit, axe: str, name: str) -> None:
    """Ask of a page what is asked of every one; with `PULMU_SHOTS` set, leave its picture in that folder."""
    if folder := os.environ.get("PULMU_SHOTS"):
        visit.page.screenshot(path=f"{folder}/{name}.png", full_page=True)
    visit.check(axe)
