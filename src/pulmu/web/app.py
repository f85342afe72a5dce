"""The pages as a surface of the app."""

from pulmu.http.app import Surface
from pulmu.web import assets
from pulmu.web.pages import entrance, home, samples, workspaces
from pulmu.web.show import tell_problems

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Referrer-Policy": "same-origin",
}
"""A form says where it comes from only under a policy that lets it (Fetch, "append a request Origin header")."""


def web() -> Surface:
    """The pages as a surface of the app."""
    parts = (assets, home, entrance, samples, workspaces)
    return Surface(prefix="", routes=[part.routes for part in parts], answer=tell_problems, headers=_HEADERS)
