"""Lists a page at a time: in one order that stays, from the entry after a cursor, with a link to the page that follows.

A cursor holds the place in the order of the last entry that was seen, so that nothing is shown twice or left out when
something is added or taken away meanwhile. To whom it is given it says nothing: it is a text to hand back.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Generic, TypeVar
from urllib.parse import urlencode

from fastapi import Depends, Query, Request, Response
from pydantic import BaseModel, Field

from pulmu.model import InputError

T = TypeVar("T")
V = TypeVar("V")
Key = tuple[str | int, ...]
"""Where an entry stands in the order; no two of a list have the same."""
MOST = 500
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Page(BaseModel, Generic[V]):
    """A page of a list; where `next` is a text, it is the `after` of the page that follows."""

    items: list[V]
    next: Annotated[str | None, Field(description="what to give as `after` for the page that follows")]


@dataclass(frozen=True, slots=True)
class Paging:
    """What page is asked for, and where the link to the next one goes."""

    after: str
    limit: int
    request: Request
    response: Response

    def page(self, items: Sequence[T], key: Callable[[T], Key], view: Callable[[T], V]) -> Page[V]:
        """The page of a list that is at hand as a whole.

        Parameters
        ----------
        key : Order of the list, and what a cursor holds: an entry's own values, of the same kinds in all entries.
        view : What is shown of an entry.

        Raises
        ------
        InputError  The cursor is none of this list (`input.cursor`).
        """
        ordered = sorted(items, key=key)
        if self.after:
            seen = _key_of(self.after, tuple(map(type, key(ordered[0]))) if ordered else None)
            ordered = [item for item in ordered if key(item) > seen]
        return self._page(ordered[: self.limit + 1], key, view)

    def numbered(
        self, fetch: Callable[[int, int], Sequence[T]], number: Callable[[T], int], view: Callable[[T], V]
    ) -> Page[V]:
        """The page of a list whose entries have numbers, fetched a page at a time.

        Parameters
        ----------
        fetch : Entries in order by the number of the one before the first and how many at most.

        Raises
        ------
        InputError  As for `page`.
        """
        (last,) = _key_of(self.after, (int,)) if self.after else (0,)
        return self._page(fetch(int(last), self.limit + 1), lambda item: (number(item),), view)

    def _page(self, found: Sequence[T], key: Callable[[T], Key], view: Callable[[T], V]) -> Page[V]:
        shown = found[: self.limit]
        following = _cursor_of(key(shown[-1])) if len(found) > self.limit else None
        if following is not None:
            asked = dict(self.request.query_params) | {"after": following, "limit": str(self.limit)}
            self.response.headers["Link"] = f'<{self.request.url.path}?{urlencode(asked)}>; rel="next"'
        return Page(items=[view(item) for item in shown], next=following)


def paging_of(
    request: Request,
    response: Response,
    after: Annotated[str, Query(max_length=2000, description="`next` of the page before; from the start without")] = "",
    limit: Annotated[int, Query(ge=1, le=MOST, description="entries of the page at most")] = 100,
) -> Paging:
    """What page is asked for."""
    return Paging(after, limit, request, response)


Asked = Annotated[Paging, Depends(paging_of)]


def moment(at: datetime) -> int:
    """A moment as a number to order by; with a minus the newest comes first."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def _cursor_of(key: Key) -> str:
    return urlsafe_b64encode(json.dumps(key, ensure_ascii=False, separators=(",", ":")).encode()).decode().rstrip("=")


def _key_of(cursor: str, kinds: tuple[type, ...] | None) -> Key:
    try:
        text = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        found = tuple(json.loads(text)) if text.startswith("[") else ()
    except (ValueError, RecursionError):
        found = ()
    if not found or (kinds is not None and tuple(map(type, found)) != kinds) or max(_sizes(found)) > 2**62:
        said, mend = "this is no cursor of this list", "give `next` of the page before, or begin without one"
        raise InputError.of("input.cursor", "after", said, mend)
    return found


def _sizes(found: Key) -> list[int]:
    return [abs(item) if isinstance(item, int) else 0 for item in found]
