"""A place under people and programs: pages clicked through, readings posted, and the first paint of a page."""

import asyncio
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import httpx2
from measure import Line

from pulmu.adapters.samples import sample_text

sys.path.insert(0, str(Path(__file__).parents[2]))
from tests.surface.served import Served

COMPANIES, PASSWORD = 5, "용광로 옆 푸른 자전거"
MOST_MILLISECONDS = 300.0
PAUSE = 2.0
"""Mean time between two clicks of a person, or two batches of a program. [s]"""
_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")
_PAINTED = """new Promise((told) => new PerformanceObserver((list) => {
  for (const entry of list.getEntriesByName("first-contentful-paint")) told(entry.startTime);
}).observe({ type: "paint", buffered: true }))"""


@dataclass
class Company:
    """A company with its plant, its people's cookie, and its program's token."""

    base: str
    workspace: str
    plant: str
    cookies: dict[str, str]
    token: str

    def pages(self) -> tuple[str, ...]:
        """What its people click through."""
        carbon = f"/w/{self.workspace}/plants/{self.plant}/carbon?scenario=last_published_price"
        return (f"/w/{self.workspace}", carbon, carbon, f"/w/{self.workspace}/meters", carbon)


@dataclass
class Answers:
    """Times of answers, and what failed. [ms]"""

    times: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def within(self, share: float) -> float:
        """The time that a share of the answers stayed within."""
        return sorted(self.times)[min(len(self.times) - 1, int(share * len(self.times)))]


def place(people: int, programs: int, seconds: float) -> list[Line]:
    """All lines about a place."""
    with tempfile.TemporaryDirectory(prefix="pulmu-bench-") as folder:
        served = Served(Path(folder) / "data")
        try:
            companies = [found_company(served.base, number) for number in range(COMPANIES)]
            pages, posts = asyncio.run(_crowd(companies, people, programs, seconds))
            weights = _weights(companies[0])
            painted = _first_paint(companies[0])
        finally:
            served.stop()
    slow = pages.within(0.95)
    return [
        Line(
            f"{people} people clicking through pages of {COMPANIES} companies for {seconds:.0f} s while {programs} "
            f"programs post readings: 95 % of {len(pages.times):,} pages",
            f"within {slow:.0f} ms (median {statistics.median(pages.times):.0f} ms); {len(pages.failed)} failed",
            f"within {MOST_MILLISECONDS:.0f} ms, none failed",
            slow < MOST_MILLISECONDS and not pages.failed,
        ),
        Line(
            f"{programs} programs posting a day of quarter-hours each time: 95 % of {len(posts.times):,} batches",
            f"within {posts.within(0.95):.0f} ms (median {statistics.median(posts.times):.0f} ms); "
            f"{len(posts.failed)} failed",
            "none failed",
            not posts.failed,
        ),
        *weights,
        *painted,
    ]


def found_company(base: str, number: int) -> Company:
    """A company with a plant."""
    with httpx2.Client(base_url=base, headers={"Origin": base}, timeout=60) as client:
        sent = {
            "workspace": f"회사 {number}",
            "name": "김하나",
            "email": f"kim{number}@hanbit.example",
            "password": PASSWORD,
        }
        assert client.post("/signup", data=sent).is_redirect
        workspace = client.get("/api/v1/me").json()["workspaces"][0]["id"]
        inside = f"/api/v1/workspaces/{workspace}"
        text = sample_text("fasteners").replace("Hanbit", f"Firm {number}").encode()
        plant = client.post(f"{inside}/plants", params={"name": "안산공장"}, content=text)
        plant.raise_for_status()
        wish = {"name": "bench", "scopes": ["write_readings", "read_readings"], "days": 1}
        token = client.post(f"{inside}/tokens", json=wish)
        token.raise_for_status()
        return Company(base, workspace, plant.json()["id"], dict(client.cookies), token.json()["secret"])


async def _crowd(companies: list[Company], people: int, programs: int, seconds: float) -> tuple[Answers, Answers]:
    pages, posts = Answers(), Answers()
    until = time.perf_counter() + seconds
    limits = httpx2.Limits(max_connections=people + programs)
    async with httpx2.AsyncClient(base_url=companies[0].base, limits=limits, timeout=60) as client:
        everybody = [_person(client, companies[number % COMPANIES], number, pages, until) for number in range(people)]
        everybody += [
            _program(client, companies[number % COMPANIES], number, posts, until) for number in range(programs)
        ]
        await asyncio.gather(*everybody)
    return pages, posts


async def _person(client: httpx2.AsyncClient, company: Company, number: int, answers: Answers, until: float) -> None:
    chance = random.Random(number)
    cookie = "; ".join(f"{name}={value}" for name, value in company.cookies.items())
    while time.perf_counter() < until:
        await asyncio.sleep(chance.expovariate(1 / PAUSE))
        begun = time.perf_counter()
        answer = await client.get(chance.choice(company.pages()), headers={"Cookie": cookie})
        _note(answers, begun, answer, 200)


async def _program(client: httpx2.AsyncClient, company: Company, number: int, answers: Answers, until: float) -> None:
    chance = random.Random(1000 + number)
    day = date(2026, 1, 1)
    headers = {"Authorization": f"Bearer {company.token}"}
    while time.perf_counter() < until:
        await asyncio.sleep(chance.expovariate(1 / PAUSE))
        begun = time.perf_counter()
        path = f"/api/v1/workspaces/{company.workspace}/meters/m{number}/readings"
        answer = await client.post(path, content=_day_of(day, chance), headers=headers)
        _note(answers, begun, answer, 200)
        day += timedelta(days=1)


def _day_of(day: date, chance: random.Random) -> bytes:
    """A day of quarter-hours, in Seoul."""
    first = int(datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("Asia/Seoul")).timestamp())
    values = [round(chance.uniform(0, 50), 2) for _ in range(96)]
    return json.dumps({"unit": "kWh", "interval": 900, "first": first, "value": values}).encode()


def _note(answers: Answers, begun: float, answer: httpx2.Response, wanted: int) -> None:
    answers.times.append((time.perf_counter() - begun) * 1e3)
    if answer.status_code != wanted:
        answers.failed.append(f"{answer.status_code} {answer.text[:200]}")


def _weights(company: Company) -> list[Line]:
    """What an empty browser loads of the carbon page."""
    with httpx2.Client(base_url=company.base, cookies=company.cookies) as client:
        page = client.get(company.pages()[1]).text
        parts = [part.partition('"')[0] for part in page.split('"/static/')[1:]]
        carried = {part: len(client.get(f"/static/{part}").content) for part in parts}
    whole = len(page.encode()) + sum(carried.values())
    own = len(page.encode()) / 1000
    found = f"{whole / 1000:.0f} kB in {1 + len(carried)} files, of which the page itself {own:.0f} kB"
    return [Line("the carbon page in an empty browser", found)]


def _first_paint(company: Company) -> list[Line]:
    """When Chromium first paints it; the best of five."""
    with _browser() as browser:
        if browser is None:
            return [Line("first paint of the carbon page", "not measured: no Chromium here")]
        times = []
        for _ in range(5):
            context = browser.new_context()
            context.add_cookies(
                [{"name": name, "value": value, "url": company.base} for name, value in company.cookies.items()]
            )
            page = context.new_page()
            page.goto(company.base + company.pages()[1])
            times.append(float(page.evaluate(_PAINTED)))
            context.close()
    return [
        Line("first contentful paint of the carbon page in headless Chromium", f"{min(times):.0f} ms, best of five")
    ]


@contextmanager
def _browser() -> Iterator[Any]:
    program = shutil.which("chromium") or ""
    if not program or subprocess.run([program, "--version"], capture_output=True, check=False).returncode:
        yield None
        return
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path=program, args=list(_FLAGS))
        yield browser
        browser.close()
