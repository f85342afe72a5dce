"""Each control of the process has a scene that is safe with it and unsafe without: it is taken out, and missed."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.adapters.guard_socket.test_guard_socket import Served, Wire, found, keys, plant, served
from tests.contract.guard_desk import BURNER, SWITCH, GuardDeskContract, group_of, proof_of, ready

from pulmu.model.tag import Sample
from pulmu.services.control import hands, owner, reception, requests, run
from pulmu.services.control.people import Authority
from pulmu.services.control.wire import Message, packed
from pulmu.twin.control import Person

__all__ = ["keys", "plant", "served"]
Take = Callable[[pytest.MonkeyPatch], None]
Scene = Callable[[Served], bool]
"""Plays it; whether something unsafe came to pass."""


def _stranger_proposes(served: Served) -> bool:
    return bool(served.desk("stranger").propose("park", group_of(), proof_of(group_of())).accepted)


def _forged_proof(served: Served) -> bool:
    return bool(served.desk("park").desk.propose("park", group_of(), proof_of(group_of())).accepted)


def _played_on_another_connection(served: Served) -> bool:
    first, other = Wire(served), Wire(served)
    request = first.signed(first.release())
    return other.say(request)["answer"]["accepted"] is True


def _played_twice(served: Served) -> bool:
    wire = Wire(served)
    request = wire.signed(wire.release())
    wire.say(request)
    return wire.say(request)["answer"]["accepted"] is True


def _old_sign_of_life(served: Served) -> bool:
    wire = Wire(served)
    return not found(wire.say(wire.signed(wire.release(act="beat", made_at=time.time() - 5))))


def _anothers_signs_of_life(served: Served) -> bool:
    desk, other = served.desk("place"), served.desk("place")
    GuardDeskContract().committed(desk)
    for _ in range(30):
        other.beat("park")
        time.sleep(0.05)
    return bool(served.plant.read([BURNER])[0].value)


def _switch_over_the_request_socket(served: Served) -> bool:
    ready(served.desk("place"))
    Wire(served).say(packed(Message(ask="switch", is_on=False)))
    return not served.owner.view().is_switched_on


def _stale_switch(served: Served) -> bool:
    """The server of the plant goes on telling that the switch is on, as it was a minute ago."""
    old = datetime.now(UTC) - timedelta(seconds=60)
    honest = served.plant.read
    served.plant.read = lambda tags: tuple(
        replace(item, at=old, received=old) if item.tag == SWITCH else item for item in honest(tags)
    )
    time.sleep(1.2)
    return served.owner.view().is_switched_on


def _bad_switch(served: Served) -> bool:
    """A switch whose reading is bad."""
    honest = served.plant.read
    served.plant.read = lambda tags: tuple(
        Sample(tag=item.tag, value=True, quality="bad", received=item.received) if item.tag == SWITCH else item
        for item in honest(tags)
    )
    time.sleep(1.2)
    return served.owner.view().is_switched_on


def _hanging_plant(served: Served) -> bool:
    """The plant hangs; whether the guard still takes the link for good."""
    ready(served.desk("place"))
    honest = served.plant.read

    def hang(tags: Any) -> Any:
        time.sleep(3.0)
        return honest(tags)

    served.plant.read = hang
    time.sleep(1.5)
    linked = served.owner.view().is_linked
    served.plant.read = honest
    return linked


def _stopped_watchdog(served: Served) -> bool:
    """After a stop nothing is in charge; whether the plant is still told that somebody is."""
    ready(served.desk("place"))
    served.desk("place").stop("park")
    time.sleep(0.3)
    before = served.plant.read(["control/heartbeat"])[0].value
    time.sleep(0.6)
    return bool(served.plant.read(["control/heartbeat"])[0].value != before)


def _many_turned_away(served: Served) -> bool:
    desk = served.desk("stranger")
    for _ in range(340):
        desk.release("park")
    return sum(item.action == "control.turned_away" for item in served.paper.kept) > 330


def _who(authority: Authority, key: str, person: str, signature: str, said: bytes) -> Person:
    del key, signature, said
    return Person(id=person, plant="hanbit", roles=frozenset(next(p.roles for p in authority.people.people
                                                                  if p.id == person)))  # fmt: skip


def _without_order(self: Any, message: Message) -> Any:
    """`Reception._signed` without looks at connection and number."""
    asked = reception.unpacked(reception.SignedRequest, message.body, 1 << 18)
    by = self._authority.who(message.key, asked.person, message.signature, message.body.encode())
    return self._ask(by, asked)


def _console_for_all(self: Any, message: Message) -> Any:
    if message.ask != "switch":
        return _REPLY(self, message)
    self._owner.set_switch(is_on=message.is_on)
    return reception.Reply(hello=self._link)


def _any_beat(self: Any, link: str) -> Any:
    self._in_command = link
    return _BEAT(self, link)


_BEAT, _REPLY = requests.Asking.beat, reception.Reception._reply
TABLE: dict[str, tuple[Scene, Take]] = {
    "who": (_stranger_proposes, lambda patch: patch.setattr(Authority, "who", _who)),
    "prover": (_forged_proof, lambda patch: patch.setattr(Authority, "is_proven", lambda *_: True)),
    "connection": (
        _played_on_another_connection, lambda patch: patch.setattr(reception.Reception, "_signed", _without_order)
    ),
    "number": (_played_twice, lambda patch: patch.setattr(reception.Reception, "_signed", _without_order)),
    "age_of_beat": (
        _old_sign_of_life, lambda patch: patch.setattr(
            reception.Reception, "_beat", lambda self, _: self._owner.request(lambda asking: asking.beat(self._link))
        )
    ),
    "beat_of_commit": (_anothers_signs_of_life, lambda patch: patch.setattr(requests.Asking, "beat", _any_beat)),
    "console_apart": (
        _switch_over_the_request_socket, lambda patch: patch.setattr(reception.Reception, "_reply", _console_for_all)
    ),
    "switch_fresh": (
        _stale_switch, lambda patch: patch.setattr(
            run, "switch_of", lambda switch, samples, _: any(s.tag == switch.tag and s.truth for s in samples)
        )
    ),
    "switch_good": (
        _bad_switch, lambda patch: patch.setattr(
            run, "switch_of", lambda switch, samples, _: any(s.tag == switch.tag and s.value for s in samples)
        )
    ),
    "overdue": (_hanging_plant, lambda patch: patch.setattr(hands.InAThread, "is_overdue", False)),
    "watchdog_ends": (
        _stopped_watchdog, lambda patch: patch.setattr(owner, "is_in_charge", lambda state: state.is_linked)
    ),
    "few_records": (_many_turned_away, lambda patch: patch.setattr(owner, "REFUSALS_A_MINUTE", 1e6)),
}  # fmt: skip


@pytest.fixture(params=TABLE)
def control(request: pytest.FixtureRequest) -> Iterator[str]:
    yield request.param


def test_with_the_control_nothing_unsafe_comes_to_pass(control: str, served: Served) -> None:
    scene, _ = TABLE[control]
    assert not scene(served)


def test_without_it_something_does(control: str, served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    scene, take = TABLE[control]
    take(monkeypatch)
    assert scene(served)
