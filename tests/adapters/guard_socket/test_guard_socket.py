"""The guard over its socket: the contract of a desk, who asks is proven, and hostile bytes harm nobody."""

import json
import os
import secrets
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection
from pathlib import Path
from typing import Any

import pytest
from tests.contract.guard_desk import (
    PEOPLE,
    PROFILE,
    GuardDeskContract,
    codes,
    group_of,
    plant_in_memory,
    proof_of,
    ready,
)
from tests.services.control.test_run import Paper

from pulmu.adapters.guard_file import make_key, open_signer, public_key_text, verify_raw
from pulmu.adapters.guard_socket import GuardLink, desk_spot, listen, server
from pulmu.adapters.guard_socket.place import shake_hands
from pulmu.bootstrap.guard import ask_console, open_desk, open_doors
from pulmu.model import OutsideError
from pulmu.model.codec import encode
from pulmu.model.guard_people import GuardGate, GuardPeople, GuardPerson, GuardProver
from pulmu.services.control import owner
from pulmu.services.control.distant import DistantDesk
from pulmu.services.control.owner import Owner, OwnerOrder
from pulmu.services.control.people import DOMAIN, Authority
from pulmu.services.control.signed_proof import SignedProof, sign_proof, text_of
from pulmu.services.control.wire import Message, SignedRequest, packed
from pulmu.services.records.audit import AuditEntry
from pulmu.twin.control import Moment

NAMES = ("kim", "park", "place", "office", "stranger")


@dataclass
class Served:
    """A guard behind a socket, and everybody's keys."""

    folder: Path
    owner: Owner
    keys: Path
    authority: Authority
    plant: Any
    paper: Paper

    def desk(self, who: str) -> Any:
        desk = open_desk(self.folder, str(self.keys / who))
        return Signing(desk, self)

    def sign(self, proof: SignedProof, who: str = "office") -> SignedProof:
        name, sign = open_signer(str(self.keys / who))
        return sign_proof(proof.proof, proof.figures, key=name, sign=sign)


class Signing:
    """A desk that has each proof signed by the prover before it is sent."""

    def __init__(self, desk: Any, served: Served) -> None:
        self.desk, self.served = desk, served

    def propose(self, person: str, group: Any, proof: SignedProof) -> Any:
        return self.desk.propose(person, group, proof if proof.key else self.served.sign(proof))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.desk, name)


@pytest.fixture(scope="module")
def keys() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="pulmu-keys-"))
    for name in NAMES:
        make_key(str(folder / name))
    yield folder
    shutil.rmtree(folder)


def people_of(keys: Path) -> GuardPeople:
    key = {name: public_key_text(str(keys / f"{name}.pub")) for name in NAMES}
    return GuardPeople(
        plant="hanbit", version=1, made_by="Kim Seo-yeon", made_on=date(2026, 11, 27),
        people=tuple(GuardPerson(id=name, roles=tuple(roles), key=key.get(name)) for name, roles in PEOPLE.items()),
        gates=(GuardGate(id="place", key=key["place"], people=("park", "kim", "choi")),),
        provers=(GuardProver(id="office", key=key["office"]),),
    )  # fmt: skip


@pytest.fixture
def plant() -> Any:
    return plant_in_memory()


@pytest.fixture
def served(keys: Path, plant: Any) -> Iterator[Served]:
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    paper = Paper()
    order = OwnerOrder(
        clock=lambda: Moment(time.monotonic(), time.time()), draw=lambda: secrets.token_urlsafe(24), every=0.02
    )
    owner = Owner(PROFILE, plant, paper, order)
    authority = Authority(people_of(keys), verify_raw, PROFILE.heartbeat_s)
    doors = open_doors(folder, owner, authority)
    yield Served(folder, owner, keys, authority, plant, paper)
    for door in doors:
        door.close()
    owner.close()
    assert owner.fault is None
    shutil.rmtree(folder)


@pytest.fixture
def desk(served: Served) -> Iterator[Any]:
    opened = served.desk("place")
    yield opened
    opened.close()


class TestDeskOverASocket(GuardDeskContract):
    """The contract, through a gate that speaks for people."""


def test_people_ask_by_their_own_keys_too(served: Served) -> None:
    kim, park = served.desk("kim"), served.desk("park")
    ready(park)
    proposed = park.propose("park", group_of(), proof_of(group_of()))
    assert proposed.accepted
    armed = kim.arm("kim", proposed.binding)
    assert armed.accepted, armed.problems
    assert park.commit("park", proposed.binding, armed.token).accepted


@pytest.mark.parametrize(
    ("key", "person"), [("stranger", "kim"), ("park", "kim"), ("place", "nobody"), ("office", "kim")]
)
def test_nobody_asks_in_the_name_of_another(served: Served, key: str, person: str) -> None:
    desk = served.desk(key)
    answer = desk.propose(person, group_of(), proof_of(group_of()))
    assert codes(answer) == {"control.who"}
    assert "control.turned_away" in {item.action for item in served.paper.kept}


def test_a_proof_counts_only_from_a_prover(served: Served) -> None:
    desk = served.desk("park")
    good = served.sign(proof_of(group_of()))
    forged = [
        served.sign(proof_of(group_of()), "park"), proof_of(group_of()),
        replace(good, proof=replace(good.proof, snapshot_at=good.proof.snapshot_at + 1)),
    ]  # fmt: skip
    for proof in forged:
        answer = desk.desk.propose("park", group_of(), proof)
        assert codes(answer) == {"control.prover"}
    assert desk.propose("park", group_of(), good).accepted


class Wire:
    """A connection that sends what it is told to."""

    def __init__(self, served: Served, who: str = "park") -> None:
        self.spot = desk_spot(served.folder)
        self.connection: Connection = Client(self.spot.address, self.spot.family)
        shake_hands(self.connection, self.spot.key(), is_server=False, seconds=5)
        self.key, self.sign = open_signer(str(served.keys / who))
        self.link = self.say(b'{"ask": "hello"}')["hello"]

    def say(self, data: bytes) -> Any:
        self.connection.send_bytes(data)
        assert self.connection.poll(5)
        return json.loads(self.connection.recv_bytes())

    def signed(self, request: SignedRequest) -> bytes:
        body = packed(request)
        return packed(
            Message(ask="signed", body=body.decode(), key=self.key, signature=text_of(self.sign(DOMAIN + body)))
        )

    def release(self, **changes: Any) -> SignedRequest:
        said = {"to": self.link, "number": 1, "made_at": time.time(), "person": "park", "act": "release"}
        return SignedRequest(**(said | changes))


def found(answer: Any) -> set[str]:
    inside = answer.get("answer") or answer
    return {item["code"] for item in inside.get("problems", [])}


def test_a_request_counts_once_on_its_connection_and_in_its_time(served: Served) -> None:
    wire = Wire(served)
    first = wire.signed(wire.release())
    assert wire.say(first)["answer"]["accepted"] is True
    assert found(wire.say(first)) == {"control.replayed"}
    other = Wire(served)
    assert found(other.say(first)) == {"control.replayed"}
    assert found(wire.say(wire.signed(wire.release(number=3, made_at=time.time() - 60)))) == {"control.delayed"}
    assert found(wire.say(wire.signed(wire.release(number=2)))) == {"control.replayed"}


def test_an_old_sign_of_life_is_none(served: Served) -> None:
    wire = Wire(served)
    said = wire.say(wire.signed(wire.release(act="beat", made_at=time.time() - 2)))
    assert found(said) == {"control.delayed"}


def test_signs_of_life_count_from_the_connection_of_the_commit_alone(served: Served) -> None:
    desk, other = served.desk("place"), served.desk("place")
    GuardDeskContract().committed(desk)
    end = time.monotonic() + 5
    while desk.view().phase != "failed_safe":
        other.beat("park")
        assert time.monotonic() < end
        time.sleep(0.05)


def test_one_changed_letter_of_a_signed_request_is_noticed(served: Served) -> None:
    wire = Wire(served)
    message = json.loads(wire.signed(wire.release()))
    body = message["body"]
    for spot in range(0, len(body), 7):
        changed = body[:spot] + ("x" if body[spot] != "x" else "y") + body[spot + 1 :]
        answer = wire.say(json.dumps(message | {"body": changed}).encode())
        assert (answer.get("answer") or {}).get("accepted") is not True


def test_the_local_switch_is_set_at_the_console_alone(served: Served) -> None:
    ready(served.desk("place"))
    wire = Wire(served)
    assert found(wire.say(b'{"ask": "switch", "is_on": false}')) == {"control.message"}
    assert served.owner.view().is_switched_on
    assert not ask_console(served.folder, Message(ask="switch", is_on=False)).is_switched_on
    time.sleep(1.0)
    assert not served.owner.view().is_switched_on  # the switch at the plant is on; the console says off


def test_nobody_without_the_key_of_the_folder_is_heard(served: Served) -> None:
    spot = desk_spot(served.folder)
    connection = Client(spot.address, spot.family)
    with pytest.raises((AuthenticationError, OSError, EOFError)):
        shake_hands(connection, b"x" * 32, is_server=False, seconds=5)
    if os.name == "posix":
        assert (spot.folder.stat().st_mode & 0o777, (spot.folder / "key").stat().st_mode & 0o777) == (0o700, 0o600)


def test_hostile_bytes_end_their_connection_and_nothing_else(served: Served) -> None:
    """Bytes at random, deep and huge JSON, silence, half a message, and many connections at once."""
    desk = served.desk("place")
    ready(desk)
    random = __import__("random").Random(11)
    good = packed(Message(ask="view"))
    wire = Wire(served)
    samples = [
        b"",
        b"{",
        b"[" * 100_000,
        b'{"ask": NaN}',
        b'{"ask": "view", "more": 1}',
        b"null",
        b'"' + b"a" * 200_000,
    ]
    samples += [random.randbytes(random.randrange(200)) for _ in range(100)]
    for _ in range(200):
        spot = random.randrange(len(good))
        samples.append(good[:spot] + random.randbytes(1) + good[spot + 1 :])
    for data in samples:
        answer = wire.say(data)
        assert set(answer) <= {"problems", "view", "hello", "entries", "answer"}
    with pytest.raises((OSError, EOFError)):
        wire.connection.send_bytes(b"x" * (1 << 19))  # more than is taken
        wire.connection.recv_bytes()
    spot = desk_spot(served.folder)
    silent = [Client(spot.address, spot.family) for _ in range(20)]
    half = Wire(served)
    os.write(half.connection.fileno(), b"\x00\x00\x10\x00abc")
    assert desk.view().phase == "disarmed"
    for item in (*silent, half.connection):
        item.close()


def test_too_many_connections_keep_no_stop_out_for_long(served: Served) -> None:
    spot = desk_spot(served.folder)
    silent = [Client(spot.address, spot.family) for _ in range(60)]
    desk, end = served.desk("place"), time.monotonic() + 10
    while True:
        try:
            assert desk.stop("park").accepted
            break
        except OutsideError:
            assert time.monotonic() < end
            time.sleep(0.2)
    for item in silent:
        item.close()


def test_many_turned_away_do_not_fill_the_disk_and_none_is_forgotten(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(owner, "REFUSALS_A_MINUTE", 0.0)
    desk = served.desk("stranger")
    for _ in range(owner.MOST_REFUSALS + 50):
        desk.release("park")
    assert len(turned_away(served)) == owner.MOST_REFUSALS, "each by itself, so long as there is room"
    monkeypatch.setattr(owner, "REFUSALS_A_MINUTE", 600.0)
    end = time.monotonic() + 10
    while len(turned_away(served)) == owner.MOST_REFUSALS and time.monotonic() < end:
        time.sleep(0.05)
    last = turned_away(served)[-1]
    assert (len(turned_away(served)), last.detail["more_before"]) == (owner.MOST_REFUSALS + 1, "'49'")


def turned_away(served: Served) -> list[AuditEntry]:
    return [item for item in served.paper.kept if item.action == "control.turned_away"]


def test_a_guard_that_is_gone_is_told(served: Served) -> None:
    desk = open_desk(served.folder / "elsewhere")
    with pytest.raises(OutsideError) as told:
        desk.view()
    assert told.value.problems[0].code == "outside.guard"


def test_a_desk_that_was_hung_up_on_asks_on_by_a_new_connection(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever says nothing for a minute is hung up on: nothing was under way, so it is no trouble of anybody's."""
    monkeypatch.setattr(server, "TO_SAY_ANYTHING", 0.1)
    desk = open_desk(served.folder, str(served.keys / "park"))
    for ask in (desk.view, lambda: desk.release("park"), lambda: desk.release("park"), desk.view):
        ask()
        time.sleep(0.4)
    kept = [item.action for item in served.paper.kept]
    assert (kept.count("control.released"), kept.count("control.turned_away")) == (2, 0)


def test_a_message_that_was_sent_is_never_sent_again(served: Served) -> None:
    """Its connection ended before the answer: the guard may have taken it, so whoever asked is told."""
    taken: list[bytes] = []

    def answer(data: bytes) -> bytes:
        taken.append(data)
        if data == b"set":
            raise OutsideError.of("outside.guard", "guard", "it ends", "start it anew", reason="it ends")
        return b"seen"

    spot = desk_spot(served.folder / "other")
    door, link = listen(spot, lambda: answer), GuardLink(spot)
    try:
        assert link.ask(b"look") == b"seen"
        with pytest.raises(OutsideError):
            link.ask(b"set")
        assert (taken, link.number) == ([b"look", b"set"], 0)
        assert link.ask(b"look") == b"seen"
        assert taken == [b"look", b"set", b"look"]
    finally:
        link.close()
        door.close()


def test_several_threads_share_a_desk(served: Served) -> None:
    desk, failed = served.desk("place"), []

    def ask() -> None:
        try:
            for _ in range(20):
                desk.beat("park")
                desk.view()
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for item in threads:
        item.start()
    for item in threads:
        item.join()
    assert failed == []


def test_what_a_view_holds_is_the_same_on_both_sides(served: Served) -> None:
    desk = served.desk("place")
    view = ready(desk)
    assert view.profile == PROFILE
    assert encode(view.profile, full=True) == encode(PROFILE, full=True)
    link = GuardLink(desk_spot(served.folder))
    assert DistantDesk(link, "", None, time.time).view().seal == view.seal
