"""What a form holds: read piece by piece, and no further than it may be long."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from python_multipart.exceptions import MultipartParseError
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException

from pulmu.http.identify import refuse_foreign_origin
from pulmu.http.upload import LARGEST_BODY, bounded
from pulmu.model import InputError

LARGEST_UPLOAD = 64_000_000
"""Bytes of a form with a file."""
LONGEST_PROSE = 40_000
"""Signs of a field that holds sentences, each on a line."""
MOST_FIELDS = 2000
"""Fields of a form at most."""
MOST_FILES = 20
"""Files of a form at most."""


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file of a form; the name is a stranger's."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Form:
    """Fields by name, the last of each, and files; all of them in their order, for who takes several of one name."""

    fields: Mapping[str, str]
    files: Mapping[str, SentFile]
    every_file: tuple[SentFile, ...] = ()

    def text(self, name: str, longest: int = 10_000) -> str:
        """A field without blanks around it; empty where there is none."""
        return self.fields.get(name, "").strip()[:longest]

    def number(self, name: str) -> int:
        """A field that our own page filled with a whole number; 0 where it is none."""
        found = self.text(name, 20)
        return int(found) if found.isascii() and found.isdigit() else 0


async def read_form(request: Request) -> Form:
    """A form without files, sent by a page of this place.

    Raises
    ------
    AccessRefused  A page of another place sent it (`access.foreign_origin`).
    InputError  It is too long (`input.body_too_large`), or no form (`input.request`).
    """
    return await _read(request, LARGEST_BODY)


async def read_upload(request: Request) -> Form:
    """A form with files; as `read_form`."""
    return await _read(request, LARGEST_UPLOAD)


async def _read(request: Request, limit: int) -> Form:
    refuse_foreign_origin(request)
    try:
        found = await bounded(request, limit).form(
            max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=LARGEST_BODY
        )
    except (MultiPartException, MultipartParseError, UnicodeDecodeError) as error:
        said = "the form cannot be read"
        raise InputError.of("input.request", "body", said, "send it from the page again", reason=said) from error
    fields: dict[str, str] = {}
    files: list[tuple[str, SentFile]] = []
    for name, value in found.multi_items():
        if isinstance(value, UploadFile):
            files.append((name, SentFile(value.filename or "", await value.read())))
        else:
            fields[name] = value
    await found.close()
    chosen = [(name, item) for name, item in files if item.name]
    return Form(fields, dict(chosen), tuple(item for _, item in chosen))


AnyForm = Annotated[Form, Depends(read_form)]
AnyUpload = Annotated[Form, Depends(read_upload)]
