"""The guard as a process of its own, and the desks that reach it."""

import contextlib
import json
import secrets
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from pulmu.model import InputError, OutsideError, Problem

if TYPE_CHECKING:
    from pulmu.adapters.guard_place import GuardPlace
    from pulmu.model.guard_people import GuardPeople
    from pulmu.model.guard_profile import GuardProfile
    from pulmu.model.setpoint import SetpointProgramme
    from pulmu.model.tag_map import TagMap
    from pulmu.services.control.desk import GuardDesk, GuardView, LogEntry
    from pulmu.services.control.owner import Owner
    from pulmu.services.control.people import Authority
    from pulmu.services.control.prove import Proven
    from pulmu.services.control.signed_proof import SignedProof
    from pulmu.services.control.wire import Message
    from pulmu.services.ports import Plant
    from pulmu.twin.control import Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardOrder:
    """How a guard is run.

    Parameters
    ----------
    limits, people : Files, each with its signature beside it.
    trusted : Files of the public keys of engineers who may sign.
    address, keys, user, password : The plant, as `connect_plant` takes them; the user may write.
    folder : What the guard keeps: its ledger, the versions that were in force, its sockets.
    ready : Called when requests are taken.
    tell : Takes alarms.
    tag_map : File of the map it reads and writes through; None where the plant speaks in the twin's names.
    watched : File of the report of watching the line beside the plant; None where the limits ask for none.
    """

    limits: str
    people: str
    trusted: Sequence[str]
    address: str
    keys: Path
    user: str
    password: str | None
    folder: Path
    ready: Callable[["GuardView"], None]
    tell: Callable[[Problem], None]
    tag_map: str | None = None
    watched: str | None = None


class Listening(Protocol):
    """A socket that is listened at."""

    def close(self) -> None:
        """No new connection is taken."""
        ...


def now() -> "Moment":
    """This moment by both clocks."""
    from pulmu.twin.control import Moment

    return Moment(time.monotonic(), time.time())


def serve_guard(order: GuardOrder) -> None:
    """Run a guard until it is told to end; then what it wrote falls back before it goes.

    Raises
    ------
    InputError  Limits, people, map or report of watching are not as an engineer signed them, or wrong in themselves.
    ControlRefused  Its ledger was changed since.
    OutsideError  A file cannot be read or written, a guard runs there already, or its thread ended by a fault.
    """
    from pulmu.adapters.guard_file import verify_raw
    from pulmu.adapters.guard_ledger import GuardLedger
    from pulmu.adapters.guard_place import open_place
    from pulmu.adapters.later_plant import LaterPlant
    from pulmu.services.control.owner import Owner, OwnerOrder
    from pulmu.services.control.people import Authority

    with open_place(order.folder) as place:
        profile, people, tag_map = read_in_force(place, order)
        plant = LaterPlant(lambda: _reached(order, profile, tag_map), time.monotonic, order.tell)
        owner = Owner(
            profile, plant, GuardLedger(place.ledger),
            OwnerOrder(clock=now, draw=lambda: secrets.token_urlsafe(24), tell=order.tell),
        )  # fmt: skip
        authority = Authority(people, verify_raw, profile.heartbeat_s)
        doors = open_doors(order.folder, owner, authority)
        try:
            order.ready(owner.view())
            _until_told(owner)
            _leave(owner, profile.safe_within_s)
        finally:
            for door in doors:
                door.close()
            owner.close()
            plant.close()


def _reached(order: GuardOrder, profile: "GuardProfile", tag_map: "TagMap | None") -> "Plant":
    """The plant, behind the map that was looked at when the guard began; what it lacks of that is told."""
    from pulmu.bootstrap.live import connect_plant
    from pulmu.services.control.check_map import not_there
    from pulmu.services.live.mapped import MappedPlant

    reached = connect_plant(order.address, order.keys, order.user, order.password)
    if tag_map is None:
        return reached
    plant = MappedPlant(reached, tag_map)
    for item in not_there(profile, plant.missing()):
        order.tell(item)
    return plant


def read_in_force(
    place: "GuardPlace", order: GuardOrder
) -> "tuple[GuardProfile, GuardPeople, TagMap | None]":  # fmt: skip
    """Limits and people as they are signed, no older than what was in force in this folder; kept as in force now.

    Map and report of watching are those the limits name by their seals, and none where they name none.

    Raises
    ------
    InputError  They are not, or something is wrong in them, or they cannot be served.
    OutsideError  A file cannot be read or written.
    """
    from pulmu.adapters.guard_file import load_limits, load_people
    from pulmu.bootstrap.live_map import read_shadow_report, read_tag_map
    from pulmu.services.control.check_map import check_map
    from pulmu.services.control.check_watched import check_watched
    from pulmu.services.control.people import check_together

    profile, signed = load_limits(order.limits, order.trusted, least_version=place.least_version("limits"))
    people, signed_people = load_people(order.people, order.trusted, least_version=place.least_version("people"))
    tag_map = None if order.tag_map is None else read_tag_map(order.tag_map)
    report = None if order.watched is None else read_shadow_report(order.watched)
    together = check_together(profile, people, order.limits, order.people)
    through = check_map(profile, tag_map, order.limits, order.tag_map or "")
    if found := (*together, *through, *check_watched(profile, report, order.limits, order.watched or "")):
        raise InputError(*found)
    place.put_in_force("limits", signed, order.limits)
    place.put_in_force("people", signed_people, order.people)
    return profile, people, tag_map


def open_doors(folder: Path, owner: "Owner", authority: "Authority") -> tuple[Listening, Listening]:
    """The sockets of a guard: for requests, and for the local switch."""
    from pulmu.adapters.guard_socket import console_spot, desk_spot, listen
    from pulmu.services.control.reception import Console, Reception

    desk = listen(desk_spot(folder), lambda: Reception(owner, authority, secrets.token_hex(16)).answer)
    return desk, listen(console_spot(folder), lambda: Console(owner).answer)


def _until_told(owner: "Owner") -> None:
    told = threading.Event()
    before = {}
    for name in ("SIGTERM", "SIGINT", "SIGBREAK"):
        if number := getattr(signal, name, None):
            before[number] = signal.signal(number, lambda *_: told.set())
    try:
        while not told.wait(0.2):
            if owner.fault is not None:
                raise OutsideError.of(
                    "outside.guard_fault", "guard", f"the guard ended by a fault: {owner.fault}",
                    "start it again: what it wrote falls back; then tell the maker", reason=str(owner.fault),
                ) from owner.fault  # fmt: skip
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _leave(owner: "Owner", seconds: float) -> None:
    """What was written falls back; not waited for longer than the limits say."""
    owner.stop("end")
    end = time.monotonic() + seconds
    while time.monotonic() < end and not owner.is_at_rest():
        time.sleep(0.05)


def open_desk(folder: Path, key: str | None = None, ask: Callable[[str], str] = lambda _: "") -> "GuardDesk":
    """The desk of the guard in a folder.

    Parameters
    ----------
    key : File of the private key that signs requests: a person's own, or that of a gate. Without one: view, log, stop.
    ask : Asks for the passphrase of the key, if it has one.

    Raises
    ------
    InputError, OutsideError  The file is no key, or cannot be read. The guard itself is reached with the first call.
    """
    from pulmu.adapters.guard_file import open_signer
    from pulmu.adapters.guard_socket import GuardLink, desk_spot
    from pulmu.services.control.distant import DistantDesk

    name, sign = open_signer(key, ask) if key is not None else ("", None)
    return DistantDesk(GuardLink(desk_spot(folder)), name, sign, time.time)


@contextlib.contextmanager
def alive(desk: "GuardDesk", person: str) -> Iterator[None]:
    """Say that somebody is there, several times within the longest silence, until the block or the process ends."""
    every = desk.view().profile.heartbeat_s / 4
    ended = threading.Event()

    def beat() -> None:
        while not ended.wait(every):
            with contextlib.suppress(OutsideError):  # whoever asks next is told
                desk.beat(person)

    desk.beat(person)
    thread = threading.Thread(target=beat, name="pulmu-alive", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(timeout=5)


def kept_log(folder: Path) -> "tuple[tuple[LogEntry, ...], tuple[Problem, ...]]":
    """Entries of a guard's ledger, and where its chain is broken.

    Raises
    ------
    OutsideError  It cannot be read, or there is none (`outside.ledger`, `outside.guard_place`).
    """
    from pulmu.adapters.guard_ledger import GuardLedger
    from pulmu.adapters.guard_place import GuardPlace
    from pulmu.services.control.ledger import broken
    from pulmu.services.control.viewed import log_entry

    place = GuardPlace(folder)
    plant = place.plant()
    entries = tuple(GuardLedger(place.ledger).entries())
    return tuple(map(log_entry, entries)), broken(entries, plant)


def ask_console(folder: Path, message: "Message") -> "GuardView":
    """Set the local switch of the guard's own console, or stop; how it stands then.

    Raises
    ------
    OutsideError  The guard cannot be reached (`outside.guard`).
    """
    from pulmu.adapters.guard_socket import GuardLink, console_spot
    from pulmu.services.control.wire import LARGEST_SAID, Reply, packed, unpacked

    link = GuardLink(console_spot(folder))
    try:
        view = unpacked(Reply, link.ask(packed(message)), LARGEST_SAID).view
    finally:
        link.close()
    if view is None:
        raise OutsideError.of("outside.guard", str(folder), "the guard cannot be reached: no answer",
                              "see that it runs (pulmu guard serve)", reason="no answer")  # fmt: skip
    return view


def set_console_switch(folder: Path, *, is_on: bool) -> "GuardView":
    """Set the local switch at the guard's own console; how it stands, once the switch at the plant was looked at anew.

    Raises
    ------
    OutsideError  The guard cannot be reached (`outside.guard`).
    """
    from pulmu.services.control.owner import LOOKS
    from pulmu.services.control.wire import Message

    view = ask_console(folder, Message(ask="switch", is_on=is_on))
    end = time.monotonic() + 3 * LOOKS
    while is_on and not view.is_switched_on and time.monotonic() < end:
        time.sleep(LOOKS / 5)
        view = ask_console(folder, Message(ask="view"))
    return view


def sign_proven(proven: "Proven", key: str) -> "SignedProof":
    """A proof and its figures, signed by the key of a prover.

    Raises
    ------
    InputError, OutsideError  The file is no key, or cannot be read.
    """
    from pulmu.adapters.guard_file import open_signer
    from pulmu.services.control.signed_proof import sign_proof

    name, sign = open_signer(key)
    return sign_proof(proven.proof, proven.figures, key=name, sign=sign)


def read_setpoints(path: str, profile: "GuardProfile") -> "SetpointProgramme":
    """A programme of setpoints under limits.

    Raises
    ------
    InputError  All that is wrong in it.
    OutsideError  It cannot be read.
    """
    from pulmu.adapters.guard_file import read_guard_document
    from pulmu.twin.control import read_programme

    return read_programme(read_guard_document(path), profile).unwrap()


def read_signed_proof(path: str) -> "SignedProof":
    """A signed proof of a file.

    Raises
    ------
    InputError  It is none.
    OutsideError  It cannot be read.
    """
    from pulmu.adapters.guard_file import read_guard_document
    from pulmu.services.control.signed_proof import read_proof

    return read_proof(read_guard_document(path))


def proof_text(proof: "SignedProof") -> str:
    """A signed proof as a file holds it."""
    from pulmu.model.codec import encode
    from pulmu.services.control.signed_proof import KIND

    return json.dumps({"pulmu": KIND, **encode(proof, full=True)}, ensure_ascii=False, indent=1) + "\n"
