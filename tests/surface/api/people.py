"""People at the API: each with a browser of their own, and a clock that everybody shares."""

import functools
import os
import queue
import threading
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import anyio
from anyio.from_thread import BlockingPortal
from fastapi.testclient import TestClient
from tests.places import PASSWORD, Place
from tests.workshop import Bench

from pulmu.adapters.samples import sample_text
from pulmu.bootstrap.place import place_of
from pulmu.bootstrap.reports import report_files
from pulmu.http.limits import Limits
from pulmu.main import app_of
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.accounts import one_time_code
from pulmu.services.accounts.identify import by_session
from pulmu.services.accounts.provider import NoProviders, Providers
from pulmu.services.workspaces.reports import ReportWish, prepare_report

HOST = "pulmu.hanbit.example"
ORIGIN = f"https://{HOST}"


class Client(TestClient):
    """A browser; what all of them ask is answered in one event loop, as by a server, and not each in a new one."""

    def __init__(self, *app: Any, **settings: Any) -> None:
        super().__init__(*app, **settings)
        self.portal = _loop(os.getpid())


@functools.cache
def _loop(process: int) -> BlockingPortal:
    """The event loop of a process, in a thread that ends with it."""
    begun: queue.SimpleQueue[BlockingPortal] = queue.SimpleQueue()

    async def run() -> None:
        async with BlockingPortal() as portal:
            begun.put(portal)
            await portal.sleep_until_stopped()

    threading.Thread(target=anyio.run, args=(run,), name=f"answers of {process}", daemon=True).start()
    return begun.get()


@dataclass
class Town:
    """A place that is served, and who lives there."""

    place: Place
    people: dict[str, "Visitor"] = field(default_factory=dict)
    limits: Limits = field(default_factory=lambda: Limits({}))
    providers: Providers = field(default_factory=NoProviders)

    def __post_init__(self) -> None:
        place = self.place
        place.gate = Gate(place.store, place.gate.objects, place.gate.world, delivers=True)
        served = place_of(place.store, place.gate.objects, place.gate, place.door, place.measured, place.exports)
        self.served = served = replace(served, providers=self.providers, populations=place.populations)
        self.app = app_of(served, (HOST,), is_secure=True, limits=self.limits)

    def work_off(self) -> int:
        """Do what jobs there are, as a process beside the place would; how many."""
        return Bench(self.place).work_off()

    def visitor(self) -> "Visitor":
        """Somebody nobody knows."""
        client = Client(self.app, base_url=ORIGIN, headers={"Origin": ORIGIN}, raise_server_exceptions=False)
        return Visitor(self, client)

    def founder(self, user: str, workspace: str, name: str = "김하나", kind: str = "company") -> "Visitor":
        """Somebody who signed up, logged in and gave a code."""
        visitor = self.visitor()
        body = {"email": f"{user}@example.org", "name": name, "password": PASSWORD, "workspace": workspace,
                "kind": kind}  # fmt: skip
        made = visitor.post("/accounts", json=body)
        visitor.workspace = made["id"]
        return visitor.enter(user)

    def member(self, host: "Visitor", user: str, role: str, **engagement: Any) -> "Visitor":
        """Somebody a founder invited."""
        email = f"{user}@example.org"
        invited = host.post("/invitations", json={"email": email, "role": role} | engagement, inside=True)
        visitor = self.visitor()
        body = {"invitation": invited["secret"], "email": email, "name": user, "password": PASSWORD}
        visitor.post("/accounts/invited", json=body)
        visitor.workspace = host.workspace
        return visitor.enter(user)


@dataclass
class Visitor:
    """Somebody with a browser."""

    town: Town
    client: Client
    workspace: str = ""

    def enter_again(self, user: str) -> "Visitor":
        """Log in, without a code."""
        self.post("/sessions", json={"email": f"{user}@example.org", "password": PASSWORD}, status=200)
        return self

    def enter(self, user: str) -> "Visitor":
        """Log in and give a code."""
        self.enter_again(user)
        secret = self.post("/second-factor", status=200)["secret"]
        code = one_time_code.code_of(secret, one_time_code.step_of(self.town.place.at))
        self.call("PUT", "/second-factor", json={"code": code})
        return self

    def url(self, path: str, inside: bool) -> str:
        """The address of a path, in one's own workspace or outside."""
        return f"/api/v1/workspaces/{self.workspace}{path}" if inside else f"/api/v1{path}"

    def call(self, method: str, path: str, *, inside: bool = False, status: int = 200, **more: Any) -> Any:
        """What is answered, if it has the status."""
        answer = self.client.request(method, self.url(path, inside), **more)
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None

    def post(self, path: str, *, inside: bool = False, status: int = 201, **more: Any) -> Any:
        """Make something."""
        return self.call("POST", path, inside=inside, status=status, **more)

    def get(self, path: str, *, inside: bool = True, status: int = 200, **more: Any) -> Any:
        """Look at something in one's workspace."""
        return self.call("GET", path, inside=inside, status=status, **more)

    def refusal(self, method: str, path: str, *, inside: bool = True, **more: Any) -> tuple[int, str]:
        """Status and code of what is refused."""
        answer = self.client.request(method, self.url(path, inside), **more)
        assert answer.headers["content-type"] == "application/problem+json", answer.text
        return answer.status_code, answer.json()["problems"][0]["code"]

    @property
    def actor(self) -> Actor:
        """The same person for a service."""
        return by_session(self.town.place.door, self.client.cookies["__Host-pulmu_session"], self.workspace)

    def report_by_job(self, plant: str, **more: Any) -> dict[str, Any]:
        """A job that computes a report of a plant, as it was when it was done."""
        asked = self.post(f"/plants/{plant}/reports", inside=True, status=202, json={"year": 2026} | more)
        self.town.work_off()
        found: dict[str, Any] = self.get(f"/jobs/{asked['id']}")
        return found

    def plant(self, name: str = "안산공장", text: str = "") -> str:
        """A plant of the sample's."""
        content = (text or sample_text("fasteners")).encode()
        return str(self.post("/plants", inside=True, params={"name": name}, content=content)["id"])

    def draft(self, plant: str) -> str:
        """A draft report of a plant."""
        wish = ReportWish(year=2026, edition="2026-08")
        gate = self.town.place.gate
        found = prepare_report(gate, self.actor, plant, wish, lambda item: item, lambda item: report_files(item, "en"))
        assert found.version is not None
        return found.version.report


def soon(town: Town, days: int = 30) -> date:
    """A day to come."""
    return (town.place.at + timedelta(days=days)).date()
