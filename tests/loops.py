"""An event loop of its own for a test: the browser's, once begun, runs on in the thread of the tests."""

import asyncio
from asyncio import events
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

T = TypeVar("T")


def run_apart(work: Coroutine[Any, Any, T]) -> T:
    """What the coroutine gives, run in a thread of its own."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


@contextmanager
def no_loop() -> Iterator[None]:
    """The browser's loop is out of sight meanwhile: for what runs a loop and must do so in the main thread."""
    running = events._get_running_loop()
    events._set_running_loop(None)
    try:
        yield
    finally:
        events._set_running_loop(running)
