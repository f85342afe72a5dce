"""People of one company with sessions, who use a served place as a browser would."""

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx2
from argon2 import PasswordHasher
from tests.places import PASSWORD, person
from tests.surface.served import Served

from pulmu.adapters.passwords import ArgonPasswords
from pulmu.adapters.samples import read_sample
from pulmu.bootstrap.place import open_place
from pulmu.bootstrap.reports import report_files
from pulmu.services.access.actor import Actor
from pulmu.services.accounts import second_factor
from pulmu.services.accounts.door import fingerprint
from pulmu.services.accounts.identify import by_session, today
from pulmu.services.accounts.log_in import log_in
from pulmu.services.accounts.members import Engagement, accept_as_new, invite
from pulmu.services.accounts.one_time_code import code_of, step_of
from pulmu.services.accounts.sign_up import found_workspace
from pulmu.services.place import Place
from pulmu.services.workspaces.plants import add_plant
from pulmu.services.workspaces.reports import ReportWish, prepare_report, submit_report

ROLES = {"lee": "preparer", "boss": "approver"}


class Crew:
    """Kim, who administers a company, Lee, who prepares, and the boss, who approves."""

    def __init__(self, folder: Path, database: str = "") -> None:
        """Found the company in a place nobody serves yet."""
        place = _opened(folder, database)
        _, room = found_workspace(place.door, person("kim"), "한빛볼트", "company", today(place.door))
        self.workspace = room.id
        self.sessions = {"kim": _session(place, "kim")}
        kim = by_session(place.door, self.sessions["kim"], room.id)
        for user, role in ROLES.items():
            engagement = Engagement(role=role)  # type: ignore[arg-type]
            accept_as_new(
                place.door, invite(place.door, place.gate, kim, f"{user}@hanbit.example", engagement), person(user)
            )
            self.sessions[user] = _session(place, user)
        self.plant = add_plant(place.gate, self._actor(place, "lee"), "안산공장", read_sample("fasteners")).record.id
        place.close()
        self.folder, self.database, self.report = folder, database, ""
        self.number = 0

    def draft(self) -> str:
        """A report of the plant that waits for its approval."""
        place = _opened(self.folder, self.database)
        lee = self._actor(place, "lee")
        wish = ReportWish(year=2026, edition="2026-08")
        made = prepare_report(
            place.gate, lee, self.plant, wish, lambda item: item, lambda item: report_files(item, "en")
        )
        assert made.version is not None
        submit_report(place.gate, lee, made.version.report, made.version.number)
        place.close()
        self.report, self.number = made.version.report, made.version.number
        return self.report

    def age_sessions(self) -> None:
        """Let some minutes have passed since anybody did something: then their next request notes that they did."""
        place = _opened(self.folder, self.database)
        with place.store.place_writing() as records:
            for secret in self.sessions.values():
                session = records.session(fingerprint(secret))
                assert session is not None
                records.change_session(dataclasses.replace(session, seen=session.seen - timedelta(minutes=5)))
        place.close()

    def _actor(self, place: Place, user: str) -> Actor:
        return by_session(place.door, self.sessions[user], self.workspace)

    @contextmanager
    def at(self, served: Served, user: str, language: str = "en", **more: Any) -> Iterator["Member"]:
        """Somebody at their browser."""
        headers = {"Origin": served.base, "Accept-Language": language}
        cookies = {"pulmu_session": self.sessions[user]}
        with httpx2.Client(base_url=served.base, cookies=cookies, headers=headers, timeout=60, **more) as client:
            yield Member(client, f"/api/v1/workspaces/{self.workspace}")


class Member:
    """Somebody with a browser, in their company."""

    def __init__(self, client: httpx2.Client, room: str) -> None:
        self.client = client
        self.room = room

    def ask(self, method: str, path: str, **more: Any) -> httpx2.Response:
        """An answer."""
        return self.client.request(method, self.room + path, **more)

    def done(self, method: str, path: str, **more: Any) -> Any:
        """What is answered where it succeeds."""
        answer = self.ask(method, path, **more)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None


def _opened(folder: Path, database: str) -> Place:
    """The place, with passwords that are hashed in no time."""
    place = open_place(folder, database)
    cheap = ArgonPasswords(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    return dataclasses.replace(place, door=dataclasses.replace(place.door, passwords=cheap))


def _session(place: Place, user: str) -> str:
    secret = log_in(place.door, f"{user}@hanbit.example", PASSWORD).secret
    key = second_factor.set_up(place.door, secret).secret
    confirmed: Any = second_factor.confirm(place.door, secret, code_of(key, step_of(place.gate.world.now())))
    return str(confirmed.secret)
