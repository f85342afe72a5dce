"""What goes over the socket of a guard: JSON by the one codec, closed, and of limited size."""

import json
from dataclasses import dataclass
from typing import Annotated, Any, Literal, NoReturn, TypeVar

from pulmu.model.attribute import AnySize, Bounds, Most, Text
from pulmu.model.codec import decode, encode
from pulmu.model.document import Document
from pulmu.model.errors import InputError, problem
from pulmu.model.flow import Id
from pulmu.model.problem import Problem
from pulmu.model.setpoint import SetpointGroup
from pulmu.services.control.desk import GuardAnswer, GuardView, LogEntry
from pulmu.services.control.signed_proof import SignedProof

LARGEST_ASKED, LARGEST_SAID = 1 << 18, 1 << 23
MOST_ENTRIES = 200
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a desk sends.

    Parameters
    ----------
    ask : Hello asks for the name of the connection. View, log and stop need no proof of who asks.
    is_on, tag : Of the console: what the switch is set to; tag that a person gives back.
    body, key, signature : Of a signed request: its text, name of the key, and Ed25519 signature in base64.
    """

    ask: Literal["hello", "view", "log", "stop", "signed", "switch", "give_back"]
    after: Annotated[int, Bounds(0)] = 0
    most: Annotated[int, Bounds(0, MOST_ENTRIES)] = 0
    is_on: bool = False
    tag: Annotated[str, Text(120)] = ""
    body: Annotated[str, Text(LARGEST_ASKED)] = ""
    key: Annotated[str, Text(64)] = ""
    signature: Annotated[str, Text(100)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedRequest:
    """What is signed.

    Parameters
    ----------
    to : Name of the connection it is made over: it holds on no other, and not after a restart.
    number : Rises with each request of the connection.
    made_at : By the clock of the world. [s]
    """

    to: Annotated[str, Text(64)]
    number: Annotated[int, Bounds(1)]
    made_at: Annotated[float, AnySize()]
    person: Id
    act: Literal["propose", "arm", "commit", "release", "stop", "beat"]
    group: SetpointGroup | None = None
    proof: SignedProof | None = None
    binding: Annotated[str, Text(64)] = ""
    token: Annotated[str, Text(100)] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What the guard sends back; problems where the message was none."""

    hello: str = ""
    view: GuardView | None = None
    answer: GuardAnswer | None = None
    entries: tuple[LogEntry, ...] = ()
    problems: Annotated[tuple[Problem, ...], Most(1000)] = ()


def packed(content: Message | SignedRequest | Reply) -> bytes:
    """As it is sent."""
    return json.dumps(encode(content), ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def unpacked(kind: type[T], data: bytes | str, largest: int) -> T:
    """What came.

    Raises
    ------
    InputError  It is none of this kind: `control.message`, or what is wrong in it.
    """
    if len(data) > largest:
        raise _no_message("it is too large")
    try:
        tree = json.loads(data, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise _no_message("it is no JSON") from error
    try:
        return decode(kind, Document(tree, "message")).unwrap()
    except RecursionError as error:
        raise _no_message("it is too deep") from error


def _no_constant(_: Any) -> NoReturn:
    raise ValueError


def _no_message(reason: str) -> InputError:
    return InputError(no_message(reason))


def no_message(reason: str) -> Problem:
    """Bytes that are no message."""
    return problem(
        "control.message", "message", f"this is no message to a guard: {reason}",
        "use the same version of Pulmu on both sides", reason=reason,
    )  # fmt: skip
