"""A place to try: a real store in a folder, a clock that stands until it is moved, and people with roles."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from tests.records import DAERIM, HANBIT, NOON

from pulmu.adapters.object_store import FolderObjectStore
from pulmu.adapters.passwords import ArgonPasswords
from pulmu.adapters.sealer import FileKeySealer
from pulmu.adapters.sql_store import SqlStore, open_store
from pulmu.bootstrap.meters import measured_in
from pulmu.bootstrap.place import exports_in
from pulmu.bootstrap.population import populations_in
from pulmu.model import PulmuError
from pulmu.services.access.actor import Actor, Grant
from pulmu.services.access.gate import Gate
from pulmu.services.access.world import World
from pulmu.services.accounts.door import Door, Policy
from pulmu.services.accounts.sign_up import Person
from pulmu.services.records.account import Membership, Role, Workspace

PASSWORD = "용광로 옆 푸른 자전거"


@dataclass
class Place:
    """Everything at hand."""

    folder: Path
    policy: Policy = field(default_factory=Policy)
    at: datetime = NOON
    database: str = ""
    delivers: bool = False

    def __post_init__(self) -> None:
        numbers, secrets = itertools.count(1), itertools.count(1)
        self.store: SqlStore = open_store(self.folder, self.database)
        world = World(lambda: self.at, lambda: f"{next(numbers):032x}", lambda: f"secret{next(secrets):037d}")
        self.gate = Gate(self.store, FolderObjectStore(self.folder), world, delivers=self.delivers)
        self.measured = measured_in(self.folder)
        self.exports = exports_in(self.folder)
        self.populations = populations_in(self.folder)
        cheap = ArgonPasswords(PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
        self.door = Door(
            self.store, world, cheap, FileKeySealer(self.folder / "keys" / "second_factor.key"), self.policy
        )

    def pass_time(self, **span: float) -> None:
        """Let time pass."""
        self.at += timedelta(**span)

    def with_companies(self) -> "Place":
        """Two companies without people."""
        with self.store.place_writing() as place:
            for key, name in ((HANBIT, "한빛볼트"), (DAERIM, "대림금속")):
                place.add_workspace(Workspace(id=key, name=name, created=NOON))
        for key in (HANBIT, DAERIM):
            self.store.open_workspace(key)
        return self

    def with_member(self, account: str, *roles: Role, workspace: str = HANBIT, end: date | None = None) -> None:
        """Give a person roles."""
        with self.store.place_writing() as place:
            for role in roles:
                place.add_membership(
                    Membership(workspace=workspace, account=account, role=role, start=date(2027, 1, 1), end=end)
                )


def person(user: str = "kim", **more: str) -> Person:
    """Somebody with a good password."""
    return Person(**{"email": f"{user}@hanbit.example", "name": "김하나", "password": PASSWORD} | more)  # type: ignore[arg-type]


def actor(
    key: str, *roles: Role, workspace: str = HANBIT, reports: Sequence[str] = (), second_factor: bool = True
) -> Actor:
    """Somebody who was let in."""
    grants = tuple(Grant(role, tuple(reports)) for role in roles)
    return Actor(id=key, name=key, workspace=workspace, grants=grants, via="session", second_factor=second_factor)


def codes(act: Callable[[], Any]) -> list[str]:
    """Codes of the problems an act is refused with."""
    with pytest.raises(PulmuError) as caught:
        act()
    return [item.code for item in caught.value.problems]
