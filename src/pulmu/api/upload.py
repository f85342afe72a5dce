"""A file in the body of a request: read piece by piece, and no further than it may be long."""

from collections.abc import Awaitable, Callable

from fastapi import Request

from pulmu.model import InputError


def content_up_to(limit: int) -> Callable[[Request], Awaitable[bytes]]:
    """Reads the body.

    Parameters
    ----------
    limit : Bytes; the rest of a longer body is not read (`input.file_too_large`).
    """

    async def content(request: Request) -> bytes:
        parts, size = [], 0
        async for part in request.stream():
            size += len(part)
            if size > limit:
                shown = f"{limit // 1_000_000} MB"
                raise InputError.of(
                    "input.file_too_large", "body", f"the file is larger than {shown}",
                    "give the plant's file only; meter readings are imported on their own", limit=shown,
                )  # fmt: skip
            parts.append(part)
        return b"".join(parts)

    return content
