"""What is tried at the desk of a guard that is a process of its own: the kinds that can be tried there, and more."""

import json
import time
from dataclasses import replace
from typing import Any

from tests.services.control.campaign import attempts
from tests.services.control.campaign.attempts import KINDS, RESTARTS, Kind, odd
from tests.services.control.campaign.crew import Crew
from tests.services.control.campaign.distant import unsigned
from tests.services.control.campaign.guarded import AUTHOR, ENGINEER

from pulmu.adapters.guard_file import open_signer
from pulmu.adapters.guard_socket import GuardLink, desk_spot
from pulmu.model import OutsideError
from pulmu.model.setpoint import SetpointGroup
from pulmu.services.control.distant import DistantDesk
from pulmu.services.control.people import DOMAIN
from pulmu.services.control.signed_proof import sign_proof, text_of
from pulmu.services.control.wire import Message, packed

NOBODY = replace(AUTHOR, id="lee")


def proposed(crew: Crew, group: SetpointGroup, proof: Any, *reasons: str) -> None:
    """A proposal that is turned away, armed and committed all the same."""
    crew.begins("forbidden", group, 0, reasons)
    binding = crew.guard.propose(group, proof)
    crew.guard.commit(binding, crew.guard.arm(binding, crew.token()))


def no_prover(crew: Crew) -> None:
    """A proof that no simulator signed, one that a stranger signed, or one that was changed after it was signed."""
    group, guard = crew.group(), crew.guard
    proof = guard.proof(group)
    name, sign = open_signer(str(crew.folder / "stranger"))
    whole = guard.signed(proof)
    other_signature = replace(whole, signature=whole.signature[:-4] + "AAA=")
    changed = replace(whole, proof=guard.proof(group, model_at=1.0))
    strange = sign_proof(proof, (), key=name, sign=sign)
    odd_ones = (unsigned(proof), strange, changed, other_signature, replace(whole, key=name))
    proposed(crew, group, crew.random.choice(odd_ones), "control.prover")


def somebody_else(crew: Crew) -> None:
    """Another's key in the name of somebody who may, or a person nobody knows."""
    group, guard = crew.group(), crew.guard
    act = crew.random.choice(("propose", "arm", "commit"))
    if crew.random.random() < 0.3:
        odd(crew, group, "control.who", **{act: {"by": NOBODY}})
        return
    crew.begins("forbidden", group, 0, ("control.who",))
    key = open_signer(str(crew.folder / crew.random.choice(("stranger", "guest", "prover"))))
    forged, own = DistantDesk(GuardLink(desk_spot(guard.place)), *key, time.time), dict(guard.desks)
    usual = {"propose": AUTHOR.id, "arm": ENGINEER.id, "commit": AUTHOR.id}[act]

    def by_whom(now: str) -> None:
        guard.desks = own | {usual: forged} if now == act else own

    by_whom("propose")
    binding = guard.propose(group, guard.proof(group))
    by_whom("arm")
    token = guard.arm(binding, crew.token())
    by_whom("commit")
    guard.commit(binding, token)
    guard.desks = own
    forged.close()
    crew.rest()


def replayed_bytes(crew: Crew) -> None:
    """The very bytes of a request once more, by the same connection and by another."""
    group, guard = crew.group(), crew.guard
    crew.begins("forbidden", group, len(group.setpoints), ("control.replayed",))
    sent: list[bytes] = []
    link = guard.desk("park")._link
    ask = link.ask

    def tapped(message: bytes) -> bytes:
        sent.append(message)
        return ask(message)  # type: ignore[no-any-return]

    link.ask = tapped
    binding = guard.propose(group, guard.proof(group))
    token = guard.arm(binding, crew.token())
    guard.commit(binding, token)
    link.ask = ask
    crew.rest()
    other = GuardLink(desk_spot(guard.place))
    for message in [item for item in sent if b'"signed"' in item]:
        ask(message)
        other.ask(message)
    other.close()
    crew.rest()


def odd_bytes(crew: Crew) -> None:
    """Bytes that are no message: no JSON, numbers that are none, other types, too many; signed, and not."""
    group, guard = crew.group(), crew.guard
    crew.begins("forbidden", group, 0, ("turned_away",))
    name, sign = open_signer(str(crew.folder / "park"))
    link = GuardLink(desk_spot(guard.place))
    hello = json.loads(link.ask(packed(Message(ask="hello"))))["hello"]
    setpoint = {"tag": group.setpoints[0].tag, "value": 1.0, "unit": "1"}
    body = {"to": hello, "number": 1, "made_at": time.time(), "person": "park", "act": "propose",
            "group": {"id": group.id, "setpoints": [setpoint]}}  # fmt: skip
    texts = [json.dumps(body).replace('"value": 1.0', f'"value": {odd}') for odd in ("NaN", "Infinity", "{}", "[1]")]
    texts += [json.dumps(body)[:-1], json.dumps(body | {"more": 1}), json.dumps(body | {"number": "1"}), "[" * 9000]
    for text in crew.random.sample(texts, 2):
        signature = text_of(sign(DOMAIN + text.encode()))
        link.ask(packed(Message(ask="signed", body=text, key=name, signature=signature)))
    link.ask(crew.random.choice((b"\x00\xff", b"{}", b"[]", b"null", b'{"ask": "signed", "body": 5}')))
    link.close()


def late_bytes(crew: Crew) -> None:
    """A request that was long under way, or comes from the future."""
    group, guard, off = crew.group(), crew.guard, crew.random.choice((-2.5, -3600.0, 60.0))
    crew.begins("forbidden", group, 0, ("control.delayed",))
    desk = guard.desks["park"]
    guard.desks["park"] = DistantDesk(
        GuardLink(desk_spot(guard.place)), *open_signer(str(crew.folder / "park")), lambda: time.time() + off
    )  # fmt: skip
    binding = guard.propose(group, guard.proof(group))
    guard.desks["park"].close()
    guard.desks["park"] = desk
    guard.commit(binding, guard.arm(binding, crew.token()))


def no_key_of_the_socket(crew: Crew) -> None:
    """Somebody who does not know the key of the socket is not even listened to; a request of theirs does not exist."""
    group, guard = crew.group(), crew.guard
    crew.begins("forbidden", group, 0, ("control.order", "control.binding"))
    link = GuardLink(desk_spot(guard.place))
    link._spot = _OtherKey(link._spot)  # type: ignore[assignment]
    try:
        link.ask(packed(Message(ask="stop")))
    except OutsideError:
        pass
    else:
        crew.faults.append("somebody without the key of the socket was answered")
    guard.commit("0" * 64, guard.arm("0" * 64, crew.token()))


class _OtherKey:
    def __init__(self, spot: Any) -> None:
        self.spot = spot

    def __getattr__(self, name: str) -> Any:
        return getattr(self.spot, name)

    def key(self) -> bytes:
        return b"\x00" * 32


def guard_stands_still(crew: Crew) -> None:
    """The guard stands still between arming and commit, for longer than an arming holds."""
    odd(crew, crew.group(), "control.expired", "control.order", "control.silent", "control.clock",
        between=lambda: crew.guard.pause(1.8))  # fmt: skip


def guard_stands_still_in_charge(crew: Crew) -> None:
    """The guard stands still while something is in charge: the plant falls back by itself, and then the guard."""
    crew.verified(crew.group("fall", most=1))
    group = crew.group()
    crew.begins("forbidden", group, 0, ("control.silent", "control.manual", "control.order"), falls=True)
    begun = time.monotonic()
    binding = crew.guard.propose(group, crew.guard.proof(group))
    crew.guard.is_alive = False
    crew.guard.pause(3.0)
    crew.spans.setdefault("guard stands still, plant by itself", []).append(
        min(3.0, time.monotonic() - begun) if crew.plant.values()["control/hold"] else 99.0
    )
    time.sleep(0.5)
    crew.guard.commit(binding, crew.guard.arm(binding, crew.token()))
    crew.reached()


def hangs_up(crew: Crew) -> None:
    """Who commands ends the connection while something is in charge."""
    before = crew.falling(most=2)
    crew.verified(before)
    group = crew.group()
    crew.begins("forbidden", group, 0, ("control.silent",), falls=True)
    crew.guard.is_alive = False
    crew.guard.desk("park").close()
    crew.causes("hung up")
    time.sleep(1.5)
    binding = crew.guard.propose(group, crew.guard.proof(group))
    crew.guard.commit(binding, crew.guard.arm(binding, crew.token()))
    crew.reached()


SAME = {
    "out of range": 10, "wrong unit": 6, "wrong tag": 8, "tag twice": 4, "far way back": 4, "too large a step": 8,
    "too fast": 2, "effect missing": 1, "too soon": 8, "stale or bad reading": 8, "replayed token": 6,
    "foreign token": 5, "expired token": 3, "another proposal": 5, "author alone": 8, "wrong role": 6,
    "not proven": 6, "old proof": 5, "other model": 4, "other limits": 4, "out of order": 4,
    "link cut in mid-group": 5, "link down": 2, "link pulled": 1, "ignored write": 5, "refused write": 6,
    "slow write": 2, "bad read back": 4, "interlock toggled": 8, "interlock in mid-group": 3, "local switch off": 3,
    "stop": 2, "silence": 2, "server stands still": 2,
}  # fmt: skip
"""Kinds of a guard in a thread that can be tried at a desk, and how many of 200 are of them."""
DESK_KINDS: dict[str, Kind] = {
    **{name: replace(KINDS[name], share=share) for name, share in SAME.items()},
    "no prover": Kind(no_prover, 7),
    "somebody else": Kind(somebody_else, 8),
    "replayed bytes": Kind(replayed_bytes, 4),
    "odd bytes": Kind(odd_bytes, 4),
    "late bytes": Kind(late_bytes, 4),
    "no key of the socket": Kind(no_key_of_the_socket, 2),
    "guard stands still": Kind(guard_stands_still, 2),
    "guard stands still in charge": Kind(guard_stands_still_in_charge, 1, from_=RESTARTS),
    "who commands hangs up": Kind(hangs_up, 2),
    "guard killed, armed": Kind(attempts.guard_killed_armed, 1, from_=RESTARTS),
    "guard started anew": Kind(attempts.guard_started_anew, 1, from_=RESTARTS),
    "guard killed, writing": Kind(attempts.guard_killed_writing, 1, from_=RESTARTS),
    "guard killed between writes": Kind(attempts.guard_killed_between, 1, from_=RESTARTS),
    "guard dead": Kind(attempts.guard_dead, 1, from_=RESTARTS),
    "server killed, armed": Kind(attempts.server_killed_armed, 1, from_=RESTARTS),
}
