"""A link that can be cut: what goes to its own port is passed on to another, until it is told otherwise."""

import asyncio
import contextlib
import threading
from collections.abc import Coroutine
from typing import Any, Literal

Loss = Literal["cut", "silent", "refused"]
"""Cut off, and there again at once; nothing arrives any more, and nobody says so; cut off, and nobody answers."""


class Link:
    """Passes on what comes, in a thread of its own."""

    def __init__(self, port: int) -> None:
        self.to, self.port = port, 0
        self.loss: Loss | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._passing = asyncio.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = self._call(self._open())
        self.port = self._server.sockets[0].getsockname()[1]

    def lose(self, loss: Loss) -> None:
        """Have it lost in this way."""
        self._call(self._lose(loss))

    def mend(self) -> None:
        """Have it back; what was on the way through a silent one is gone."""
        self._call(self._mend())

    def close(self) -> None:
        self._call(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=10)
        self._loop.close()

    def _call(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(20)

    async def _open(self) -> asyncio.Server:
        self._passing.set()
        return await asyncio.start_server(self._take, "127.0.0.1", 0)

    async def _lose(self, loss: Loss) -> None:
        self.loss = loss
        if loss == "silent":
            self._passing.clear()
        else:
            self._cut()

    async def _mend(self) -> None:
        if self.loss == "silent":
            self._cut()
        self.loss = None
        self._passing.set()

    def _cut(self) -> None:
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()

    async def _close(self) -> None:
        self._server.close()
        self._cut()
        self._passing.set()
        await asyncio.sleep(0.1)

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.loss == "refused":
            writer.transport.abort()
            return
        self._writers.add(writer)
        await self._passing.wait()
        with contextlib.suppress(OSError):
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.to)
            self._writers.add(far_writer)
            await asyncio.gather(self._pass_on(reader, far_writer), self._pass_on(far_reader, writer))

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(1 << 16):
                if self.loss == "silent":
                    await self._passing.wait()
                    break
                writer.write(data)
                await writer.drain()
        writer.transport.abort()
