"""The cookie of the session: no script reads it, and no other page sends it along."""

from fastapi import Request, Response

from pulmu.http.identify import cookie_of


def keep_session(request: Request, response: Response, secret: str) -> None:
    """Give the browser the secret."""
    secure = bool(request.app.state.is_secure)
    response.set_cookie(cookie_of(request), secret, httponly=True, samesite="strict", secure=secure, path="/")


def forget_session(request: Request, response: Response) -> None:
    """Take it away."""
    secure = bool(request.app.state.is_secure)
    response.delete_cookie(cookie_of(request), path="/", secure=secure, httponly=True, samesite="strict")
