"""Styles and scripts: packaged, named by the hash of their content, and kept by the browser for as long as it likes."""

import functools
import hashlib
import mimetypes
from importlib.resources import files

from fastapi import APIRouter, Response
from starlette.exceptions import HTTPException

routes = APIRouter(include_in_schema=False)
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


@routes.get("/static/{digest}/{name}")
def read_asset(digest: str, name: str) -> Response:
    """One of them. An older name of it is not served: the page that asks is older too."""
    found = _assets().get(name)
    if found is None or found[0] != digest:
        raise HTTPException(404)
    return Response(
        found[1], media_type=_type_of(name), headers={"Cache-Control": "public, max-age=31536000, immutable"}
    )


def asset(name: str) -> str:
    """Its address.

    Raises
    ------
    KeyError  There is none of that name: a fault of the page.
    """
    return f"/static/{_assets()[name][0]}/{name}"


@functools.cache
def _assets() -> dict[str, tuple[str, bytes]]:
    """Hash and content by name."""
    contents = {item.name: item.read_bytes() for item in (files("pulmu.web") / "static").iterdir() if item.is_file()}
    return {name: (hashlib.sha256(content).hexdigest()[:16], content) for name, content in contents.items()}


def _type_of(name: str) -> str:
    ending = name[name.rfind(".") :]
    return _TYPES.get(ending) or mimetypes.guess_type(name)[0] or "application/octet-stream"
