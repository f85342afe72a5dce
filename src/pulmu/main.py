"""The only place that joins surfaces: the command line, and the API it serves."""

import gc
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi import FastAPI

    from pulmu.cli import ServeOrder
    from pulmu.http.limits import Limits
    from pulmu.http.metrics import Watch
    from pulmu.services.place import Place

_SWITCH = 0.0005
"""How long one thread of the server may compute before another that waits has its turn. [s]"""


def main() -> None:
    """Run the command line; stopped while it is loaded, or while it tells what went wrong, it ends quietly too."""
    try:
        from pulmu.cli import run  # noqa: PLC0415 - loading takes long enough to be interrupted

        run(serve_place)
    except KeyboardInterrupt:
        sys.exit(130)


def app_of(
    place: "Place",
    names: tuple[str, ...],
    *,
    is_secure: bool,
    local_secret: str = "",
    watch: "Watch | None" = None,
    limits: "Limits | None" = None,
) -> "FastAPI":
    """Every surface over HTTP in one app; nobody reads its numbers, unless it is said who may."""
    with _loading():
        from pulmu.api.app import api  # noqa: PLC0415
        from pulmu.http.app import create_app  # noqa: PLC0415
        from pulmu.http.metrics import Watch  # noqa: PLC0415
        from pulmu.web.app import web  # noqa: PLC0415

        return create_app(
            place, names, (api(), web(local_secret)), is_secure=is_secure, watch=watch or Watch(), limits=limits
        )


@contextmanager
def _loading() -> Iterator[None]:
    """Look for no garbage meanwhile: what is loaded stays, and to look for it takes a sixth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def serve_place(order: "ServeOrder") -> None:
    """Serve the API of a place until it is stopped; requests that were begun are finished."""
    import uvicorn  # noqa: PLC0415 - what a command does not need is not loaded

    from pulmu.http.limits import RATES, Limits  # noqa: PLC0415
    from pulmu.http.logs import set_up_logs  # noqa: PLC0415
    from pulmu.http.metrics import Watch  # noqa: PLC0415

    for name in ("SIGTERM", "SIGBREAK"):  # handed on by the server when it is done: end in order, and close the place
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: sys.exit(0))
    # A statement to the database waits for the interpreter each time it comes back; what computes gives way sooner.
    sys.setswitchinterval(_SWITCH)
    set_up_logs(sys.stderr)
    is_direct = not order.is_secure or order.certificate is not None
    limits = Limits(RATES if order.is_limited else {}, is_shared=not is_direct and not order.proxies)
    watch = Watch(token=order.metrics_token, is_open_here=is_direct and not order.proxies)
    app = app_of(
        order.place, order.names, is_secure=order.is_secure, local_secret=order.local_secret, watch=watch, limits=limits
    )  # fmt: skip
    config = uvicorn.Config(
        app,
        ssl_certfile=order.certificate,
        ssl_keyfile=order.key,
        proxy_headers=bool(order.proxies),
        forwarded_allow_ips=list(order.proxies),
        server_header=False,
        access_log=False,
        log_config=None,
        timeout_graceful_shutdown=20,
    )
    server = uvicorn.Server(config)
    app.state.is_closing = lambda: server.should_exit  # what is pushed to a page without end, ends then
    server.run(sockets=[order.listening])
