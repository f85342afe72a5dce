"""Which status an error is answered with, and when it is worth to ask again."""

from collections.abc import Sequence

from pulmu.model import (
    AccessRefused,
    ConflictError,
    ControlRefused,
    InputError,
    OutsideError,
    Problem,
    PulmuError,
    RuleError,
)

_STATUS: dict[str, int] = {
    "access.not_logged_in": 401,
    "access.wrong_password": 401,
    "access.wrong_code": 401,
    "access.locked": 429,
    "access.too_many": 429,
    "access.invitation": 404,
    "access.link": 404,
    "input.request": 422,
    "store.stale": 412,
    "input.precondition_missing": 428,
    "input.cursor": 422,
    "input.file_too_large": 413,
    "input.body_too_large": 413,
    "outside.store_full": 507,
}
_AGAIN: dict[str, int] = {
    "outside.store_busy": 1,
    "outside.store_locked": 2,
    "outside.store_lost": 5,
    "outside.store_failed": 5,
    "outside.store_disk": 30,
    "outside.store_full": 30,
    "outside.store_read_only": 30,
    "outside.too_many_watch": 30,
}
"""What passes by itself, or once somebody mended it: seconds until it is worth to ask again."""
_KINDS: tuple[tuple[type[PulmuError], int], ...] = (
    (ConflictError, 409),
    (ControlRefused, 409),
    (InputError, 422),
    (RuleError, 422),
    (OutsideError, 503),
)


def status_of(error: PulmuError) -> int:
    """The status of an answer; what is another's is answered like what is not there."""
    code = error.problems[0].code if error.problems else ""
    if code in _STATUS:
        return _STATUS[code]
    if isinstance(error, AccessRefused):
        return 404 if code.partition(".")[2].startswith("unknown_") else 403
    return next((status for kind, status in _KINDS if isinstance(error, kind)), 422)


def asked_again(problems: Sequence[Problem], status: int) -> dict[str, str]:
    """The header that says when it is worth to ask again, where it is."""
    first = problems[0]
    if status == 429:
        return {"Retry-After": dict(first.values).get("seconds", "60")}
    return {"Retry-After": str(_AGAIN[first.code])} if status in (503, 507) and first.code in _AGAIN else {}
