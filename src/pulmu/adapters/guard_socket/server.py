"""Listens at a guard's socket: each connection has a thread; what it sends is answered or it ends."""

import contextlib
import logging
import threading
from collections.abc import Callable
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection, Listener
from pathlib import Path

from pulmu.adapters.guard_socket.place import IS_POSIX, Spot, limit_time, not_reached, shake_hands
from pulmu.model import OutsideError

MOST_CONNECTIONS = 32
TO_SHAKE_HANDS, TO_SAY_ANYTHING = 2.0, 60.0
"""How long a connection may take. [s]"""
LARGEST = 1 << 18
Answer = Callable[[bytes], bytes]
log = logging.getLogger("pulmu.guard")


class Listening:
    """A socket that is listened at."""

    def __init__(self, spot: Spot, open_answer: Callable[[], Answer]) -> None:
        self._spot, self._open_answer = spot, open_answer
        _take_away_old(spot)
        self._key = spot.make()
        try:
            self._listener = Listener(spot.address, spot.family, backlog=MOST_CONNECTIONS)
        except OSError as error:
            raise not_reached(str(spot.folder), error) from error
        self._room = threading.BoundedSemaphore(MOST_CONNECTIONS)
        self._is_closed = False
        threading.Thread(target=self._accept, name="pulmu-guard-door", daemon=True).start()

    def close(self) -> None:
        """No new connection is taken."""
        self._is_closed = True
        self._listener.close()

    def _accept(self) -> None:
        while not self._is_closed:
            try:
                connection = self._listener.accept()
            except (OSError, EOFError):
                if self._is_closed:
                    return
                continue
            if not self._room.acquire(blocking=False):
                connection.close()
                continue
            threading.Thread(target=self._serve, args=(connection,), name="pulmu-guard-desk", daemon=True).start()

    def _serve(self, connection: Connection) -> None:
        try:
            with contextlib.closing(connection):
                shake_hands(connection, self._key, is_server=True, seconds=TO_SHAKE_HANDS)
                answer = self._open_answer()
                while connection.poll(TO_SAY_ANYTHING):
                    limit_time(connection, TO_SHAKE_HANDS)
                    connection.send_bytes(answer(connection.recv_bytes(LARGEST)))
        except (OSError, EOFError, AuthenticationError, OutsideError):
            pass  # the other side is gone, slow, or does not know the key
        except Exception:  # a fault of ours ends this connection and nothing else
            log.exception("a request to the guard failed")
        finally:
            self._room.release()


def listen(spot: Spot, open_answer: Callable[[], Answer]) -> Listening:
    """Listen at a socket.

    Parameters
    ----------
    open_answer : Called for each connection; gives what answers its messages.

    Raises
    ------
    OutsideError  A guard listens there already (`outside.guard_runs`), or it cannot be made.
    """
    return Listening(spot, open_answer)


def _take_away_old(spot: Spot) -> None:
    """What a guard left that was killed; one that lives is not disturbed."""
    if not IS_POSIX or not Path(spot.address).exists():
        return
    try:
        Client(spot.address, spot.family).close()
    except OSError:
        Path(spot.address).unlink(missing_ok=True)
        return
    raise OutsideError.of(
        "outside.guard_runs", str(spot.folder), "a guard runs in this folder already",
        "stop it first, or choose another folder",
    )  # fmt: skip
