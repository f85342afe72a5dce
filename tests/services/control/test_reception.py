"""What reaches the guard over a connection: who asks is proven, once, and for this connection; what is not is kept."""

import contextlib
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from multiprocessing.connection import Client
from pathlib import Path
from typing import Any

import pytest
from tests.contract.guard_desk import BURNER, PEOPLE, PROFILE, codes, eventually, group_of, plant_in_memory, proof_of
from tests.services.control.test_run import Paper

from pulmu.adapters.guard_file import make_key, open_signer, public_key_text, verify_raw
from pulmu.adapters.guard_socket import GuardLink, desk_spot, listen
from pulmu.adapters.guard_socket.place import Spot
from pulmu.model import OutsideError
from pulmu.model.guard_people import GuardPeople, GuardPerson, GuardProver
from pulmu.services.control.distant import DistantDesk
from pulmu.services.control.owner import Owner, OwnerOrder
from pulmu.services.control.people import Authority
from pulmu.services.control.reception import Reception
from pulmu.services.control.signed_proof import SignedProof, sign_proof
from pulmu.services.control.wire import Message, Reply, packed, unpacked
from pulmu.twin.control import Moment

KEYS = ("park", "kim", "choi", "twin", "stranger")


class Straight:
    """A connection without a socket, that keeps what was sent."""

    def __init__(self, reception: Reception) -> None:
        self.reception, self.number = reception, 1
        self.sent: list[bytes] = []

    def ask(self, message: bytes) -> bytes:
        self.sent.append(message)
        return self.reception.answer(message)

    def close(self) -> None:
        self.number += 1


class Door:
    """A guard of a plant in memory, and what opens connections to it."""

    def __init__(self, keys: Path) -> None:
        self.keys, self.paper, self.plant, self.off = keys, Paper(), plant_in_memory(), 0.0
        order = OwnerOrder(
            clock=lambda: Moment(time.monotonic(), time.time()), draw=lambda: secrets.token_urlsafe(24), every=0.02
        )
        self.owner = Owner(PROFILE, self.plant, self.paper, order)
        people = GuardPeople(
            plant="hanbit", version=1, made_by="Kim", made_on=date(2026, 11, 28),
            people=tuple(
                GuardPerson(id=name, roles=tuple(roles), key=public_key_text(str(keys / f"{name}.pub")))
                for name, roles in PEOPLE.items()
            ),
            provers=(GuardProver(id="twin", key=public_key_text(str(keys / "twin.pub"))),),
        )  # fmt: skip
        self.authority = Authority(people, verify_raw, PROFILE.heartbeat_s)

    def connection(self) -> Straight:
        return Straight(Reception(self.owner, self.authority, secrets.token_hex(16)))

    def desk(self, key: str, link: Any = None) -> DistantDesk:
        name, sign = open_signer(str(self.keys / key))
        return DistantDesk(link or self.connection(), name, sign, lambda: time.time() + self.off)

    def proof(self, key: str = "twin") -> SignedProof:
        name, sign = open_signer(str(self.keys / key))
        return sign_proof(proof_of(group_of()).proof, (), key=name, sign=sign)

    def said(self) -> list[str]:
        return [entry.action.removeprefix("control.") for entry in self.paper.kept]

    def burns(self) -> bool:
        return bool(self.plant.read([BURNER])[0].value)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    for name in KEYS:
        make_key(str(folder / name))
    return folder


@pytest.fixture
def door(keys: Path) -> Iterator[Door]:
    found = Door(keys)
    eventually(found.desk("park"), lambda view: view.is_linked and view.is_switched_on)
    yield found
    found.owner.close()


def test_who_signs_by_the_key_of_another_is_not_heard(door: Door) -> None:
    for key in ("stranger", "kim", "twin"):
        assert codes(door.desk(key).propose("park", group_of(), door.proof())) == {"control.who"}
    assert codes(door.desk("park").propose("nobody", group_of(), door.proof())) == {"control.who"}
    assert door.owner.view().proposal is None
    assert door.said().count("turned_away") == 4


def test_what_somebody_asked_who_was_turned_away_is_kept_with_its_group(door: Door) -> None:
    door.desk("stranger").propose("park", group_of(), door.proof())
    door.desk("stranger").arm("kim", "5" * 64)
    proposed, armed = (entry for entry in door.paper.kept if entry.action == "control.turned_away")
    assert (proposed.about, proposed.detail["act"], proposed.detail["person"]) == ("g", "'propose'", "'park'")
    assert (armed.about, armed.detail["act"], armed.detail["binding"][:9]) == ("", "'arm'", "'55555555")


def test_a_proof_that_no_prover_signed_is_not_heard(door: Door) -> None:
    whole = door.proof()
    for proof in (
        SignedProof(proof=whole.proof), door.proof("stranger"),
        replace(whole, proof=replace(whole.proof, snapshot_at=whole.proof.snapshot_at + 1)),
    ):  # fmt: skip
        assert codes(door.desk("park").propose("park", group_of(), proof)) == {"control.prover"}
    assert door.owner.view().proposal is None


def replayed(door: Door, link: Straight, again: Callable[[bytes], bytes]) -> set[str]:
    """Codes of a release that is sent once more."""
    assert door.desk("kim", link).release("kim").accepted
    return codes(unpacked(Reply, again(link.sent[-1]), 1 << 20).answer)


def test_bytes_that_come_twice_count_once(door: Door) -> None:
    link = door.connection()
    assert replayed(door, link, link.ask) == {"control.replayed"}


def test_bytes_of_one_connection_count_on_no_other(door: Door) -> None:
    assert replayed(door, door.connection(), door.connection().ask) == {"control.replayed"}


def test_a_sign_of_life_that_was_long_under_way_is_none(door: Door) -> None:
    for door.off in (-5.0, 5.0):
        assert codes(door.desk("park").beat("park")) == {"control.delayed"}


def test_only_the_connection_that_committed_keeps_alive_what_is_in_charge(door: Door) -> None:
    desk, other = door.desk("park"), door.desk("kim")
    desk.beat("park")
    binding = desk.propose("park", group_of(), door.proof()).binding
    token = other.arm("kim", binding).token
    assert desk.commit("park", binding, token).accepted
    eventually(desk, lambda view: view.phase == "verified")
    assert door.burns()
    end = time.monotonic() + 5
    while door.burns():
        other.beat("kim")
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.mark.parametrize("data", [b"", b"\xff", b"[]", b'{"ask": "signed", "body": "{"}', b'{"ask": "open"}'])
def test_what_is_no_message_is_refused_and_kept(door: Door, data: bytes) -> None:
    reply = unpacked(Reply, door.connection().ask(data), 1 << 20)
    assert reply.problems
    assert door.said()[-1] == "turned_away"


def test_a_message_asks_for_nothing_that_is_the_console_s(door: Door) -> None:
    reply = unpacked(Reply, door.connection().ask(packed(Message(ask="switch", is_on=False))), 1 << 20)
    assert [item.code for item in reply.problems] == ["control.message"]
    assert door.owner.view().is_switched_on


def test_who_does_not_know_the_key_of_the_socket_is_not_answered(tmp_path: Path) -> None:
    asked: list[bytes] = []

    def answer(data: bytes) -> bytes:
        asked.append(data)
        return data

    spot = desk_spot(tmp_path)
    with contextlib.closing(listen(spot, lambda: answer)):
        assert GuardLink(spot).ask(b"good day") == b"good day"
        with contextlib.closing(Client(spot.address, spot.family)) as without_a_word:
            without_a_word.send_bytes(b"stop")
            assert not without_a_word.poll(0.5) or without_a_word.recv_bytes() != b"stop"
        (spot.folder / "key").write_bytes(b"\x00" * 32)
        with pytest.raises(OutsideError) as told:
            GuardLink(Spot(spot.folder)).ask(b"good day")
        assert told.value.problems[0].code == "outside.guard"
    assert asked == [b"good day"]
