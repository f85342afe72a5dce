"""The body of a request: read piece by piece, and no further than it may be long."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.requests import ClientDisconnect

from pulmu.http.etag import unless_known
from pulmu.model import InputError

LARGEST_BODY = 1_000_000
"""Bytes of a body that is no file."""


def content_up_to(
    limit: int, mend: str = "give the plant's file only; meter readings are imported on their own"
) -> Callable[[Request], Awaitable[bytes]]:
    """Reads the body.

    Parameters
    ----------
    limit : Bytes; the rest of a longer body is not read (`input.file_too_large`).
    mend : What to do about a longer one.
    """

    async def content(request: Request) -> bytes:
        found = await _read(request, limit)
        if found is None:
            shown = f"{limit // 1_000_000} MB"
            raise InputError.of(
                "input.file_too_large", "body", f"the file is larger than {shown}", mend, limit=shown
            )  # fmt: skip
        return found

    return content


class BoundedRoute(APIRoute):
    """A route whose body is not read beyond `LARGEST_BODY`: it is read before anybody knows who asks.

    What it answers in JSON carries a tag.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, given a request that reads so far only."""
        handle = super().get_route_handler()

        async def bounded(request: Request) -> Response:
            return unless_known(request, await handle(_BoundedRequest(request.scope, request.receive)))

        return bounded


class _BoundedRequest(Request):
    async def body(self) -> bytes:
        if not hasattr(self, "_body"):
            found = await _read(self, LARGEST_BODY)
            if found is None:
                raise _too_large(LARGEST_BODY)
            self._body = found
        return self._body


async def _read(request: Request, limit: int) -> bytes | None:
    """The body; None where it is longer than it may be."""
    parts, size = [], 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > limit:
                return None
            parts.append(part)
    except ClientDisconnect as gone:
        raise _ended_early() from gone
    request.state.body = b"".join(parts)  # `once` tells requests apart by it
    return bytes(request.state.body)


def bounded(request: Request, limit: int) -> Request:
    """The request, its body not read beyond a limit.

    Parameters
    ----------
    limit : Bytes; reading on raises `input.body_too_large`.
    """
    return _LimitedRequest(request, limit)


class _LimitedRequest(Request):
    def __init__(self, request: Request, limit: int) -> None:
        super().__init__(request.scope, request.receive)
        self._limit = limit

    async def stream(self) -> AsyncGenerator[bytes, None]:
        size = 0
        try:
            async for part in super().stream():
                size += len(part)
                if size > self._limit:
                    raise _too_large(self._limit)
                yield part
        except ClientDisconnect as gone:
            raise _ended_early() from gone


def _too_large(limit: int) -> InputError:
    shown = f"{limit // 1_000_000} MB"
    said, mend = f"the body is longer than {shown}", "send a shorter one"
    return InputError.of("input.body_too_large", "body", said, mend, limit=shown)


def _ended_early() -> InputError:
    said = "the body ended early"
    return InputError.of("input.request", "body", said, "send it whole", reason=said)
