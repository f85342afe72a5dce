"""The log: one line of JSON for each event on standard error, or readable lines where that is a terminal.

What is told of an error is its kind and where it happened, never its text: that may hold a password or a recipe.
"""

import logging
import re
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any, TextIO

import structlog

_SECRETS = re.compile(
    r"pulmu_[0-9a-f]{32}_[\w-]+"  # a token
    r"|[0-9a-f]{32}\.(?:[0-9a-f]{32}\.)?[\w-]{20,}"  # an invitation, or an importer's link
    r"|(?<=://)[^/\s:@]*:[^/\s@]*(?=@)"  # who logs in to a server, and by what
    r"|\beyJ[\w-]+\.[\w-]*\.[\w-]*"  # a proof of an identity provider, or another signed token
    r"|\b(?:code|state|nonce|code_verifier|client_secret|(?:access|refresh|id)_token)=[^&\s\"']+"  # to and from one
    r"|(?<=\bBasic )[\w+/=-]+"  # how a place shows itself to one
)
_FOLDED = "[hidden]"
_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def set_up_logs(stream: TextIO) -> None:
    """Send everything that is told to one stream, from now on and from every library."""
    readable = stream.isatty()
    renderer: Any = (
        structlog.dev.ConsoleRenderer(colors=False)
        if readable
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
            foreign_pre_chain=_shared(),
            keep_exc_info=False,
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)  # a library tells only what is wrong
    logging.getLogger("pulmu").setLevel(logging.INFO)
    logging.getLogger("uvicorn.error").addFilter(_is_not_told_already)


def log_of(name: str) -> Any:
    """A log that takes values by name; it is silent unless `set_up_logs`, or who runs the app, listens."""
    return structlog.wrap_logger(
        logging.getLogger(name),
        processors=[
            structlog.stdlib.filter_by_level,
            *_shared(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _shared() -> list[Any]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _told_without_text,
        _without_secrets,
    ]


def frames_of(error: BaseException) -> list[str]:
    """Where an error happened, the innermost last."""
    return [
        f"{item.name} ({item.filename.rpartition('/')[2]}:{item.lineno})"
        for item in traceback.extract_tb(error.__traceback__)
    ]


def _told_without_text(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """An error by its kind and place."""
    found = event.pop("exc_info", None)
    error = found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        event["error"], event["where"] = type(error).__name__, frames_of(error)
    return event


def _without_secrets(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The event, with what looks like a secret hidden wherever it stands."""
    for name, value in event.items():
        if isinstance(value, str):
            event[name] = _SECRETS.sub(_FOLDED, value)
    return event


def _is_not_told_already(record: logging.LogRecord) -> bool:
    return not str(record.msg).startswith("Exception in ASGI application")
