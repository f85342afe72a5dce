"""Files that are handed out: to be kept, and never shown in place."""

from collections.abc import Iterator
from typing import BinaryIO
from urllib.parse import quote

from fastapi.responses import StreamingResponse

_PIECE = 1 << 18


def attachment(name: str) -> str:
    """The header of a file to be kept, under a name of any signs."""
    plain = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "._-") else "_" for sign in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def file_stream(file: BinaryIO, size: int, name: str) -> StreamingResponse:
    """A file that is not held in memory; it is closed when it was sent, or nobody waits for it any more."""
    headers = {"Content-Disposition": attachment(name), "Content-Length": str(size)}
    return StreamingResponse(_pieces(file), media_type="application/zip", headers=headers)


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        while piece := file.read(_PIECE):
            yield piece
