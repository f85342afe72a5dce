"""Whether a server is still there: told from the last that was heard of it, whatever that was, and not from one answer.

A server that is busy answers a question late and sends values meanwhile; a machine that is busy reads late what has
long arrived. Neither is a lost link.
"""

import asyncio
import contextlib
import time
from dataclasses import dataclass

from asyncua import Client

LOOK = 0.5
"""How often is looked, and asked where nothing came since the last look. [s]"""
SILENT = 6.0
"""A server that is not heard of for so long, while this program was there to hear it, is gone. [s]"""
LONGEST = 12.0
"""And one that is not heard of for so long by the clock, whatever this program did meanwhile. [s]"""
Heard = tuple[int, int]


@dataclass(slots=True)
class Silence:
    """How long nothing was heard.

    Parameters
    ----------
    heard : What had arrived when something was heard last; another value says that something came.
    since, looked : When that was, and when was looked last. [s]
    quiet : How long nothing was heard while this program was there: a look it came late to counts as two at most. [s]
    """

    heard: Heard
    since: float
    looked: float
    quiet: float = 0.0

    def look(self, heard: Heard, now: float) -> bool:
        """Whether the server is gone."""
        passed, self.looked = now - self.looked, now
        if heard != self.heard:
            self.heard, self.since, self.quiet = heard, now, 0.0
            return False
        self.quiet += min(passed, 2 * LOOK)
        return self.quiet >= SILENT or now - self.since >= LONGEST


async def until_silent(client: Client) -> None:
    """Return once a server is no longer heard of, though it was asked."""
    now = time.monotonic()
    silence = Silence(arrived(client), now, now)
    asked: asyncio.Task[None] | None = None
    try:
        while True:
            await asyncio.sleep(LOOK)
            if silence.look(arrived(client), time.monotonic()):
                return
            if silence.quiet and (asked is None or asked.done()):
                asked = asyncio.ensure_future(_ask(client))
    finally:
        if asked is not None:
            asked.cancel()


def arrived(client: Client) -> Heard:
    """How far the server's messages have come: number of the last whole part, and bytes of the next."""
    protocol = client.uaclient.protocol
    if protocol is None:
        return 0, 0
    return protocol._connection._peer_sequence_number or 0, len(protocol.receive_buffer or b"")


async def _ask(client: Client) -> None:
    """Have the server say something: what it says does not matter, nor that it says so late."""
    with contextlib.suppress(Exception):
        await client.nodes.server_state.read_value()
