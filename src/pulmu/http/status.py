"""Which status an error is answered with."""

from pulmu.model import AccessRefused, ConflictError, InputError, OutsideError, PulmuError, RuleError

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
}
_KINDS: tuple[tuple[type[PulmuError], int], ...] = (
    (ConflictError, 409),
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
