"""Too many of a kind are refused for a while, so that a flood of one leaves the others unharmed.

Who is not known is counted by address, who is by account or token. What is heavy is bounded for each workspace: a file
as large as may be keeps a thread and memory for as long as it takes.
"""

import contextlib
import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from ipaddress import IPv6Address, ip_address
from math import ceil
from typing import Annotated, Literal

from fastapi import Depends, Request

from pulmu.http.buckets import Buckets, Rate, Slots
from pulmu.http.identify import Asking, address_of
from pulmu.model import AccessRefused, OutsideError
from pulmu.services.access.actor import Actor

Kind = Literal["log_in", "provider", "sign_up", "link", "invitation", "people", "read"]
RATES: Mapping[Kind, Rate] = {
    "log_in": Rate(20, 20),  # by address; what succeeds is not counted: a firm comes from one address
    "provider": Rate(60, 30),  # by address: ways to a provider that were begun
    "sign_up": Rate(10, 2),  # by address
    "link": Rate(120, 60),  # by address
    "invitation": Rate(30, 2),  # by account
    "people": Rate(60, 30),  # by account: lists of people and of what they did
    "read": Rate(300, 600),  # by account or token
}
SHARED = 10
"""So many times as much where every request comes from the address of a proxy: then it is everybody's together."""
EACH, TOGETHER = 4, 16
"""Heavy requests of one workspace, and of all, at the same time; a server has 40 threads."""


class Limits:
    """The limits of one app.

    Parameters
    ----------
    is_shared : Whether all addresses are that of a proxy.
    """

    def __init__(
        self,
        rates: Mapping[Kind, Rate] = RATES,
        clock: Callable[[], float] = time.monotonic,
        *,
        is_shared: bool = False,
    ) -> None:
        by_address = ("log_in", "provider", "sign_up", "link")
        grown = {
            kind: Rate(rate.burst * SHARED, rate.per_minute * SHARED) if is_shared and kind in by_address else rate
            for kind, rate in rates.items()
        }
        self._buckets = {kind: Buckets(rate, clock) for kind, rate in grown.items()}
        self.slots = Slots(EACH, TOGETHER)

    def take(self, request: Request, kind: Kind, who: str) -> None:
        """Count one.

        Raises
        ------
        AccessRefused  There were too many (`access.too_many`).
        """
        bucket = self._buckets.get(kind)
        wait = 0.0 if bucket is None else bucket.take(who)
        if wait:
            raise _too_many(request, kind, ceil(wait))

    def give_back(self, kind: Kind, who: str) -> None:
        """Do not count one after all."""
        if kind in self._buckets:
            self._buckets[kind].give_back(who)


def limit_address(request: Request, kind: Kind) -> None:
    """Count one of an address.

    Raises
    ------
    AccessRefused  There were too many (`access.too_many`).
    """
    _limits(request).take(request, kind, origin_of(address_of(request)))


@contextlib.contextmanager
def trying(request: Request, kind: Kind) -> Iterator[None]:
    """Count a try of an address, unless it succeeds, or fails by no fault of theirs.

    Raises
    ------
    AccessRefused  There were too many (`access.too_many`).
    """
    limit_address(request, kind)
    try:
        yield
    except OutsideError:  # nobody got anything wrong
        _limits(request).give_back(kind, origin_of(address_of(request)))
        raise
    _limits(request).give_back(kind, origin_of(address_of(request)))


def limit_actor(request: Request, kind: Kind, actor: Actor) -> None:
    """Count one of an account or token.

    Raises
    ------
    AccessRefused  There were too many (`access.too_many`).
    """
    _limits(request).take(request, kind, actor.token or actor.id)


def limited_people(request: Request, actor: Asking) -> None:
    """Count a look at a list of people or of what they did."""
    limit_actor(request, "people", actor)


async def heavy(request: Request, actor: Asking) -> AsyncIterator[None]:
    """Take one of the places for heavy work, before the body is read, and give it back when it was answered.

    Raises
    ------
    AccessRefused  There is none (`access.too_many`).
    """
    slots = _limits(request).slots
    if not slots.take(actor.workspace):
        raise _too_many(request, "heavy", 2)
    try:
        yield
    finally:
        slots.give_back(actor.workspace)


LimitPeople = Annotated[None, Depends(limited_people)]
HEAVY = Depends(heavy)
"""For the decorator of a route that reads files: `dependencies=[HEAVY]`."""


def origin_of(address: str) -> str:
    """What an address is counted by: of the newer kind one customer has 2^64, which count as one."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or IPv6Address(int(found) >> 64 << 64))
    return str(found)


def _limits(request: Request) -> Limits:
    found: Limits = request.app.state.limits
    return found


def _too_many(request: Request, kind: str, seconds: int) -> AccessRefused:
    request.state.limit = kind
    request.app.state.metrics.slowed.labels(kind).inc()
    return AccessRefused.of(
        "access.too_many", "", "there are too many requests", f"wait {seconds} seconds, then try again", seconds=seconds
    )
