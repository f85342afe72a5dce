"""Cookies: the session's, which no script reads and no other page sends along, and that of a way to a provider."""

from fastapi import Request, Response

from pulmu.http.identify import cookie_of

_REQUEST = "pulmu_request"
_LONGEST_WAY = 600
"""Seconds the cookie of a way to a provider is kept."""


def keep_session(request: Request, response: Response, secret: str) -> None:
    """Give the browser the secret."""
    secure = bool(request.app.state.is_secure)
    response.set_cookie(cookie_of(request), secret, httponly=True, samesite="strict", secure=secure, path="/")


def forget_session(request: Request, response: Response) -> None:
    """Take it away."""
    secure = bool(request.app.state.is_secure)
    response.delete_cookie(cookie_of(request), path="/", secure=secure, httponly=True, samesite="strict")


def keep_request(request: Request, response: Response, secret: str, invitation: str = "") -> None:
    """Give the browser the secret of its way to a provider, and the invitation it goes for.

    It is sent along when the provider sends the browser back (`Lax`), and opens nothing by itself.
    """
    secure = bool(request.app.state.is_secure)
    response.set_cookie(
        _request_cookie(request), f"{secret}:{invitation}", max_age=_LONGEST_WAY, httponly=True, samesite="lax",
        secure=secure, path="/",
    )  # fmt: skip


def kept_request(request: Request) -> tuple[str, str]:
    """The secret and the invitation; empty where there are none."""
    secret, _, invitation = request.cookies.get(_request_cookie(request), "").partition(":")
    return secret, invitation


def forget_request(request: Request, response: Response) -> None:
    """Take them away."""
    secure = bool(request.app.state.is_secure)
    response.delete_cookie(_request_cookie(request), path="/", secure=secure, httponly=True, samesite="lax")


def _request_cookie(request: Request) -> str:
    return f"__Host-{_REQUEST}" if request.app.state.is_secure else _REQUEST
