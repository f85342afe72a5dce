"""Asks a guard over its socket: one message, one reply; a connection that ended is opened anew with the next."""

import threading
from multiprocessing import AuthenticationError
from multiprocessing.connection import Client, Connection

from pulmu.adapters.guard_socket.place import Spot, not_reached, shake_hands
from pulmu.model import OutsideError

ANSWER = 10.0
"""How long a guard may take to answer. [s]"""
LARGEST = 1 << 23


class GuardLink:
    """A connection to a guard; from several threads one after the other.

    A guard hangs up on who says nothing for a minute. That is seen before a message is sent, and the message goes out
    once, over a new connection. What fails once it was sent is told and never sent again: it may have been taken.
    """

    def __init__(self, spot: Spot) -> None:
        self._spot, self._lock = spot, threading.Lock()
        self._connection: Connection | None = None
        self._opened = 0

    @property
    def number(self) -> int:
        """Which connection it is, from 1; 0 where there is none, or the guard has ended it."""
        with self._lock:
            return 0 if self._living() is None else self._opened

    def ask(self, message: bytes) -> bytes:
        """The reply to a message, which is sent once.

        Raises
        ------
        OutsideError  There is none (`outside.guard`): whether the guard took the message is not known.
        """
        with self._lock:
            try:
                connection = self._living() or self._open()
                connection.send_bytes(message)
                if not connection.poll(ANSWER):
                    raise TimeoutError("it does not answer")
                return connection.recv_bytes(LARGEST)
            except (OSError, EOFError, AuthenticationError) as error:
                self._drop()
                raise not_reached(str(self._spot.folder), error) from error
            except OutsideError:
                self._drop()
                raise

    def close(self) -> None:
        """End the connection."""
        with self._lock:
            self._drop()

    def _living(self) -> Connection | None:
        """The connection, if it was not ended: a guard says nothing unasked, so what can be read now is its end."""
        if self._connection is not None and _has_ended(self._connection):
            self._drop()
        return self._connection

    def _open(self) -> Connection:
        connection: Connection = Client(self._spot.address, self._spot.family)
        self._connection = connection
        self._opened += 1
        shake_hands(connection, self._spot.key(), is_server=False, seconds=ANSWER)
        return connection

    def _drop(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None


def _has_ended(connection: Connection) -> bool:
    try:
        return connection.poll(0)
    except (OSError, EOFError):
        return True
