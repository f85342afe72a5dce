"""How long pages of applications take with 50 people at once, and with 10,000 applications to a call.

    python -m tests.soak.application_pages [APPLICATIONS] [PEOPLE]

Requests go to the app in this process, without a network: what is measured is ours, and the machine's load.
"""

import json
import statistics
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

from tests.places import Place
from tests.records import hash_of
from tests.services.calls.agency import CALL
from tests.surface.api.people import Town, Visitor
from tests.surface.web.agency import founded

from pulmu.adapters.samples import sample_call_text, sample_firm_text
from pulmu.services.records.crossing import Received


def received(number: int, at: datetime) -> Received:
    """One that was taken in from a table."""
    given = {"pulmu": "application/1", "call": CALL, "name": f"기업 {number}", "title": f"과제 {number}", "facts": []}
    content = json.dumps({"application": given, "firm": None}, ensure_ascii=False)
    return Received(id=hash_of(f"{number}"), kind="application", about=CALL, source="upload", name=f"기업 {number}",
                    at=at, content=content, sha256=hash_of(content))  # fmt: skip


def timed(who: Visitor, address: str, people: int, each: int) -> str:
    """Half and 95 of 100 requests took no longer than these. [ms]"""

    def ask(_: int) -> float:
        start = time.perf_counter()
        answer = who.client.get(address)
        assert answer.status_code == 200, answer.text[:500]
        return (time.perf_counter() - start) * 1000

    with ThreadPoolExecutor(people) as pool:
        took = sorted(pool.map(ask, range(people * each)))
    return f"p50 {statistics.median(took):,.0f} ms, p95 {took[int(len(took) * 0.95)]:,.0f} ms, {len(took)} requests"


def main(applications: int = 10_000, people: int = 50) -> None:
    """Measure and tell."""
    town = Town(Place(Path(tempfile.mkdtemp())))
    town.place.at = datetime(2026, 12, 5, 3, tzinfo=UTC)
    officer = founded(town).people["agency_officer"]
    officer.call("PUT", f"/calls/{CALL}", inside=True, content=sample_call_text(CALL).encode(),
                 headers={"If-Match": '"0"'})  # fmt: skip
    officer.post(f"/calls/{CALL}/publish", inside=True, status=200)
    with town.place.store.writing(officer.workspace) as work:
        for number in range(applications):
            work.add_received(received(number, town.place.at))
    firm = town.founder("kim", "한빛체결")
    firm.call("PUT", "/firm", inside=True, content=sample_firm_text().encode(), headers={"If-Match": '"0"'})
    agency = f"/w/{officer.workspace}/calls/{CALL}/applications"
    pages = (
        ("a firm's board of calls", firm, f"/w/{firm.workspace}/open-calls"),
        ("a firm's application", firm, f"/w/{firm.workspace}/open-calls/{officer.workspace}/{CALL}"),
        (f"an officer's list of {applications:,}", officer, agency),
        ("the same, its last page", officer, f"{agency}?start={max(applications - 50, 0)}"),
        ("one application", officer, f"{agency}/{hash_of('7')}"),
    )
    for name, who, address in pages:
        told = f"alone {timed(who, address, 1, 5)}; {people} people {timed(who, address, people, 2)}"
        sys.stdout.write(f"{name}: {told}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
