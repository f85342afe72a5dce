"""Tags of what is answered: who has it still is told so, and who changes it names what they saw."""

import hashlib

from fastapi import Request, Response

from pulmu.model import ConflictError


def tag_of(content: bytes) -> str:
    """The tag of a content."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def unless_known(request: Request, response: Response) -> Response:
    """The answer, or only that it is the one who asks has already (304); it carries its tag in both cases."""
    body = getattr(response, "body", None)
    is_json = response.headers.get("content-type") == "application/json" and isinstance(body, bytes)
    if request.method != "GET" or response.status_code != 200 or not (is_json and body is not None):
        return response
    tag = response.headers.setdefault("ETag", tag_of(body))
    if not is_named(tag, request.headers.get("if-none-match", "")):
        return response
    kept = {name: value for name, value in response.headers.items() if name in ("etag", "link", "cache-control")}
    return Response(status_code=304, headers=kept)


def refuse_if_changed(if_match: str, tag: str, place: str) -> None:
    """Refuse a change that was made on something else than what stands; where nothing is named, nothing is refused.

    Raises
    ------
    ConflictError  It is another (`store.stale`).
    """
    if if_match.strip() and not is_named(tag, if_match):
        said, mend = "it was changed meanwhile", "look at it as it is now, and decide again"
        raise ConflictError.of("store.stale", place, said, mend)


def is_named(tag: str, header: str) -> bool:
    """Whether a tag is among those of a header, or any is."""
    named = {item.strip().removeprefix("W/") for item in header.split(",")}
    return tag in named or "*" in named
