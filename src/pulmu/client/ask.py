"""A request to a place and its answer; what goes wrong is raised as the place told it."""

import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx2

from pulmu.client.read import read, written
from pulmu.model import AccessRefused, ConflictError, InputError, OutsideError, Problem, PulmuError

V = TypeVar("V")
Content = bytes | Iterable[bytes]
BASE = "/api/v1"
TRIES, LONGEST_WAIT = 4, 60.0
_KINDS: dict[int, type[PulmuError]] = {
    401: AccessRefused, 403: AccessRefused, 404: AccessRefused, 429: AccessRefused, 409: ConflictError,
    412: ConflictError,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """What a place answered.

    Parameters
    ----------
    data : The JSON of it; None where there is none.
    tag : Names what was read, for a change that is made on it (`if_match`).
    """

    status: int
    content: bytes
    data: Any
    tag: str
    request_id: str


class Connection:
    """A way to a place, by token or, after `open_session`, by the cookie of a session.

    Parameters
    ----------
    address : Of the place, such as `https://pulmu.firm.example`.
    token : Of a program; empty for who logs in.
    language : Of what is told when something goes wrong.
    http : A client of one's own, for certificates or time limits; else one that waits 30 seconds at most.
    sleep : Waits so many seconds.
    """

    def __init__(
        self, address: str, token: str = "", *, language: str = "en", http: httpx2.Client | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:  # fmt: skip
        self.address = address.rstrip("/")
        self._headers = {"Accept-Language": language, "Accept": "application/json"}
        if token:
            self._headers["Authorization"] = f"Bearer {token}"
        self._http = http or httpx2.Client(timeout=30)
        self._sleep = sleep

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give back what is open."""
        self._http.close()

    def ask(
        self, method: str, path: str, *, query: Mapping[str, Any] | None = None, body: Mapping[str, Any] | None = None,
        content: Content | None = None, headers: Mapping[str, str] | None = None,
    ) -> Answer:  # fmt: skip
        """What is answered; what only reads is asked again where the place is away for a moment.

        Parameters
        ----------
        path : Below `/api/v1`, its ids filled in.
        query, body : Values that are None are left out.

        Raises
        ------
        PulmuError  What went wrong, with every problem the place told.
        """
        asked = {name: value for name, value in (query or {}).items() if value is not None}
        sent = {name: written(value) for name, value in body.items() if value is not None} if body is not None else None
        known = self._headers | {name: value for name, value in (headers or {}).items() if value}
        if method != "GET":
            known["Origin"] = self.address
        if method == "POST":
            known["Idempotency-Key"] = uuid.uuid4().hex
        url, params = self.address + BASE + path, written(asked)
        for left in reversed(range(TRIES)):
            try:
                found = self._http.request(method, url, params=params, json=sent, content=content, headers=known)
            except httpx2.TransportError as error:
                if method == "GET" and left:
                    self._sleep(2.0 ** (TRIES - 1 - left) / 4)
                    continue
                raise _away(self.address, type(error).__name__) from error
            wait = _wait(method, found, is_repeatable=content is None or isinstance(content, bytes))
            if wait is None or not left:
                break
            self._sleep(wait)
        return _answer(found)

    def pieces(self, path: str) -> Iterator[bytes]:
        """A file piece by piece, that may be too large for memory; it is asked for when the first piece is.

        Raises
        ------
        PulmuError  What went wrong; a file that broke off is one that is not whole (`outside.place`).
        """
        try:
            with self._http.stream("GET", self.address + BASE + path, headers=self._headers) as found:
                if found.status_code >= 400:
                    found.read()
                    _answer(found)
                yield from found.iter_bytes()
        except httpx2.TransportError as error:
            raise _away(self.address, type(error).__name__) from error

    def pages(self, kind: type[V], path: str, query: Mapping[str, Any]) -> Iterator[V]:
        """Every entry of a list, a page at a time."""
        after: str | None = None
        while True:
            page = self.ask("GET", path, query={**query, "after": after}).data
            for item in _checked(page, dict)["items"]:
                yield view(kind, item)
            after = page["next"]
            if after is None:
                return


def view(kind: type[V], data: Any) -> V:
    """A view of what was answered.

    Raises
    ------
    OutsideError  It is not as this client knows it (`outside.answer`).
    """
    try:
        return read(kind, data)
    except ValueError as error:
        raise _strange(str(error)) from error


def _wait(method: str, found: httpx2.Response, *, is_repeatable: bool) -> float | None:
    """Seconds to wait before it is asked again; None where it is not.

    Too many requests are refused before anything is done: what was asked may be asked again, whatever it was.
    """
    told = found.status_code == 429 and "access.too_many" in found.text and is_repeatable
    if not told and not (found.status_code == 503 and method == "GET"):
        return None
    given = found.headers.get("retry-after", "1")
    seconds = float(given) if given.isdigit() else 1.0
    return seconds if seconds <= LONGEST_WAIT else None


def _answer(found: httpx2.Response) -> Answer:
    kind = found.headers.get("content-type", "").partition(";")[0]
    try:
        data = found.json() if kind.endswith("json") and found.content else None
    except ValueError as error:
        raise _strange("no JSON") from error
    if found.status_code >= 400:
        raise _error(found.status_code, data)
    headers = found.headers
    return Answer(found.status_code, found.content, data, headers.get("etag", ""), headers.get("x-request-id", ""))


def _error(status: int, data: Any) -> PulmuError:
    kind = _KINDS.get(status, OutsideError if status >= 500 else InputError)
    try:
        problems = [_problem(item) for item in data["problems"]]
    except (TypeError, KeyError):
        return _strange(f"status {status} without problems")
    return kind(*problems)


def _problem(item: Mapping[str, Any]) -> Problem:
    values = tuple(sorted((str(name), str(value)) for name, value in item["values"].items()))
    severity = "warning" if item["severity"] == "warning" else "error"
    return Problem(item["code"], item["place"], item["message"], item["mend"], values, severity=severity)  # type: ignore[arg-type]


def _checked(data: Any, kind: type[V]) -> V:
    if not isinstance(data, kind):
        raise _strange(f"{type(data).__name__} where {kind.__name__} is described")
    return data


def _away(address: str, reason: str) -> OutsideError:
    said, mend = f"the place does not answer ({reason})", "check the address, and whether the place is open"
    return OutsideError.of("outside.place", address, said, mend, reason=reason)


def _strange(reason: str) -> OutsideError:
    said, mend = f"the answer is not as described ({reason})", "use a client of the same version as the place"
    return OutsideError.of("outside.answer", "answer", said, mend, reason=reason)
