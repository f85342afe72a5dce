"""Programs that send without end, each thing again until it is told that it was taken, and what of it must be there."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import httpx2
from tests.surface.crew import Member

from pulmu.adapters.samples import sample_text

PLANT = sample_text("fasteners").encode()


class Program:
    """Sends plants, each with a key of its own, and days of a meter of its own."""

    def __init__(self, member: Member, name: str) -> None:
        self.said: Counter[tuple[int, str]] = Counter()
        self.taken: dict[str, str] = {}
        self.days = 0
        self.name = name
        self.closing = threading.Event()
        self.thread = threading.Thread(target=self._work)
        self._member = member

    def _work(self) -> None:
        while not self.closing.is_set():
            name = f"{self.name}-{len(self.taken)}"
            self.taken[name] = self._sent(self._plant, name).json()["id"]
            self._sent(self._day, f"{self.name}.csv")
            self.days += 1

    def _sent(self, send: Callable[[str], httpx2.Response], name: str) -> httpx2.Response:
        """The answer in the end."""
        while True:
            answer = send(name)
            code = "" if answer.is_success else answer.json()["problems"][0]["code"]
            self.said[answer.status_code, code] += 1
            if answer.is_success:
                return answer
            time.sleep(0.2)

    def _plant(self, name: str) -> httpx2.Response:
        key = {"Idempotency-Key": name}
        return self._member.ask("POST", "/plants", params={"name": name}, content=PLANT, headers=key)

    def _day(self, name: str) -> httpx2.Response:
        day = f"2026-{1 + self.days // 28 % 12:02d}-{1 + self.days % 28:02d}"
        lines = (f"{day} {hour:02d}:00,{self.days}" for hour in range(24))
        content = "\n".join(["date,Usage (kWh)", *lines]).encode()
        given = {"meter": f"EM-{self.name}", "file_name": name}
        return self._member.ask("POST", "/meters/imports", params=given, content=content)


@contextmanager
def at_work(programs: Sequence[Program]) -> Iterator[None]:
    """They send for as long as the block lasts, and end what they are at."""
    for program in programs:
        program.thread.start()
    try:
        yield
    finally:
        for program in programs:
            program.closing.set()
        for program in programs:
            program.thread.join()


def differences(programs: Sequence[Program], member: Member, before: int = 1) -> str:
    """How what is there differs from what was taken; the company had so many plants before."""
    taken = {name: plant for program in programs for name, plant in program.taken.items()}
    found = [(item["name"], item["id"]) for item in plants_of(member)]
    if lost := set(taken.items()) - set(found):
        return f"{len(lost)} plants were taken and are not there"
    if len(found) != len(taken) + before:
        return f"{len(found) - before} plants are there, and {len(taken)} were taken"
    for program in programs:
        rows = member.done("GET", f"/meters/EM-{program.name}")["rows"] if program.days else 0
        if rows != 24 * program.days:
            return f"{rows} readings are there, and {24 * program.days} were taken"
    return ""


def plants_of(member: Member) -> Iterator[dict[str, str]]:
    """Plants of the company, a page at a time."""
    after = None
    while True:
        page = member.done("GET", "/plants", params={"limit": 100} | ({"after": after} if after else {}))
        yield from page["items"]
        after = page["next"]
        if after is None:
            return
