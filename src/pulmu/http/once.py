"""The header `Idempotency-Key`: a request with it is carried out once, and answered alike when it is sent again."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, TypeVar

from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel

from pulmu.http.identify import place_of
from pulmu.services.access.gate import Gate
from pulmu.services.place import Place
from pulmu.services.workspaces.once import KeyedRequest, OnceOnly

M = TypeVar("M", bound=BaseModel)
_KEPT_HEADERS = ("etag", "location")


@dataclass(frozen=True, slots=True)
class Once:
    """Carries out what a route does, once for each key.

    Parameters
    ----------
    key : Empty where the request has none: then it is carried out as it comes.
    """

    key: str
    place: Place
    request: Request
    response: Response

    def __call__(self, make: Callable[[Gate], M], status: int) -> M:
        """What is answered.

        Parameters
        ----------
        make : Does it by the gate it is given; what it says in headers of the response is kept with the answer.
        status : With what it is answered.

        Raises
        ------
        InputError  The key came with another request before (`input.idempotency_key`).
        """
        if not self.key:
            return make(self.place.gate)

        def answer(gate: Gate) -> str:
            body = make(gate).model_dump_json()
            headers = {name: self.response.headers[name] for name in _KEPT_HEADERS if name in self.response.headers}
            return json.dumps({"status": status, "headers": headers, "body": body}, ensure_ascii=False)

        place = self.place
        once = OnceOnly(place.store, place.objects, place.gate.world, place.door.sealer)
        found = once.carry_out(KeyedRequest(self.key, self._content()), answer)
        kept = json.loads(found.answer)
        headers = kept["headers"] | ({"Idempotency-Replayed": "true"} if found.is_repeated else {})
        return Response(  # type: ignore[return-value]
            kept["body"], kept["status"], headers, media_type="application/json"
        )

    def _content(self) -> bytes:
        """All that makes the request the one it is: method, address and body."""
        body = hashlib.sha256(getattr(self.request.state, "body", b"")).hexdigest()
        return f"{self.request.method}\n{self.request.url.path}\n{self.request.url.query}\n{body}".encode()


def once_of(
    request: Request,
    response: Response,
    place: Annotated[Place, Depends(place_of)],
    idempotency_key: Annotated[
        str, Header(max_length=200, pattern="^[!-~]*$", description="names the request; it is carried out once")
    ] = "",
) -> Once:
    """Carries out what a route does, once for each key."""
    return Once(idempotency_key, place, request, response)


AnyOnce = Annotated[Once, Depends(once_of)]
