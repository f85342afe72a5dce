"""Where a guard is reached: a folder that only its owner enters, with the key of the socket and the socket."""

import hashlib
import os
import secrets
import socket
import struct
from dataclasses import dataclass
from multiprocessing.connection import Connection, answer_challenge, deliver_challenge
from pathlib import Path

from pulmu.model import OutsideError

IS_POSIX = os.name == "posix"
LONGEST_ADDRESS = 100
"""A little less than the least that systems give the name of a socket."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One socket of a guard."""

    folder: Path

    @property
    def address(self) -> str:
        """Its name, as the system knows it.

        Raises
        ------
        OutsideError  The path of the folder is too long for a socket (`outside.guard_folder`).
        """
        if not IS_POSIX:
            name = hashlib.sha256(str(self.folder.resolve()).encode()).hexdigest()[:24]
            return rf"\\.\pipe\pulmu-guard-{name}"
        path = str(self.folder.resolve() / "socket")
        if len(os.fsencode(path)) > LONGEST_ADDRESS:
            raise OutsideError.of(
                "outside.guard_folder", str(self.folder), "the path of this folder is too long for a socket",
                f"choose a folder whose path is shorter than {LONGEST_ADDRESS - 20} signs",
            )  # fmt: skip
        return path

    @property
    def family(self) -> str:
        """Kind of socket of this system."""
        return "AF_UNIX" if IS_POSIX else "AF_PIPE"

    def make(self) -> bytes:
        """The folder, for its owner alone, and a new key of the socket."""
        key = secrets.token_bytes(32)
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.folder.chmod(0o700)
            file = self.folder / "key"
            file.unlink(missing_ok=True)
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
                opened.write(key)
        except OSError as error:
            raise _not_there(str(self.folder), error.strerror or str(error)) from error
        return key

    def key(self) -> bytes:
        """The key of the socket.

        Raises
        ------
        OutsideError  There is none, or somebody else may not read it (`outside.guard`).
        """
        try:
            return (self.folder / "key").read_bytes()
        except OSError as error:
            raise _not_there(str(self.folder), error.strerror or str(error)) from error


def desk_spot(folder: Path) -> Spot:
    """Where requests come."""
    return Spot(folder / "desk")


def console_spot(folder: Path) -> Spot:
    """Where the local switch is: kept apart, for whoever sits at the machine."""
    return Spot(folder / "console")


def _not_there(place: str, reason: str) -> OutsideError:
    return OutsideError.of(
        "outside.guard", place, f"the guard cannot be reached: {reason}",
        "see that it runs (pulmu guard serve), and that --folder is its folder", reason=reason,
    )  # fmt: skip


def not_reached(place: str, error: BaseException) -> OutsideError:
    """Whatever kept a message from getting through."""
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return _not_there(place, reason)


def limit_time(connection: Connection, seconds: float) -> None:
    """No read or write of the connection takes longer; where a system cannot say so, only the wait is limited."""
    if not IS_POSIX:
        return
    twin = socket.socket(fileno=os.dup(connection.fileno()))
    try:
        span = struct.pack("ll", int(seconds), int(seconds % 1 * 1e6))
        twin.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, span)
        twin.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, span)
    finally:
        twin.close()


def shake_hands(connection: Connection, key: bytes, *, is_server: bool, seconds: float) -> None:
    """Each side shows that it knows the key, without saying it.

    Raises
    ------
    OSError, EOFError, AuthenticationError  The other side does not know it, or says nothing.
    """
    limit_time(connection, seconds)
    steps = (deliver_challenge, answer_challenge)
    for step in steps if is_server else reversed(steps):
        if step is answer_challenge and not connection.poll(seconds):
            raise TimeoutError("the other side says nothing")
        step(connection, key)
