"""Asks a provider: by HTTPS, for a bounded time, and reads no more than a bounded answer."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import httpx2

from pulmu.model import OutsideError

LARGEST = 256_000
"""Bytes of an answer; a description or a set of keys has a few thousand."""
LONGEST = 6.0
"""Seconds for a whole answer; a thread of the server waits that long. Each step of it has half."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a provider answered: its status, and the object of its JSON."""

    status: int
    content: dict[str, Any]


class Fetcher:
    """Asks one provider. Nothing is followed elsewhere, and nothing that is packed is unpacked.

    Parameters
    ----------
    name : Of the provider, for what is told of it.
    """

    def __init__(self, name: str, *, longest: float = LONGEST, clock: Callable[[], float] = time.monotonic) -> None:
        self._name, self._longest, self._clock = name, longest, clock
        headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
        self._client = httpx2.Client(timeout=longest / 2, follow_redirects=False, headers=headers)

    def get(self, url: str) -> dict[str, Any]:
        """An object.

        Raises
        ------
        OutsideError  There is none (`outside.provider`).
        """
        answer = self._ask("GET", url)
        if answer.status != 200:
            raise self.failed(f"it answers with status {answer.status}")
        return answer.content

    def post(self, url: str, fields: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
        """What is answered to a form.

        Raises
        ------
        OutsideError  Nothing that can be read (`outside.provider`).
        """
        return self._ask("POST", url, data=dict(fields), headers=dict(headers))

    def failed(self, reason: str) -> OutsideError:
        """What is told of a provider that does not do its part."""
        said = f"the identity provider {self._name} does not answer as it should: {reason}"
        mend = "try again in a while, or log in by password; if it stays so, tell who cares for this place"
        return OutsideError.of("outside.provider", self._name, said, mend, provider=self._name, reason=reason)

    def close(self) -> None:
        """Close connections."""
        self._client.close()

    def _ask(self, method: str, url: str, **more: Any) -> Answer:
        ends = self._clock() + self._longest
        try:
            with self._client.stream(method, url, **more) as response:
                content = self._read(response, ends)
                status = response.status_code
        except (httpx2.TimeoutException, TimeoutError):
            raise self.failed("it takes too long") from None
        except (httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError, OSError):
            raise self.failed("it is not reached") from None
        try:
            found = json.loads(content)
        except (ValueError, RecursionError):
            raise self.failed(f"what it says is no JSON (status {status})") from None
        if not isinstance(found, dict):
            raise self.failed("what it says is no JSON object")
        return Answer(status, found)

    def _read(self, response: httpx2.Response, ends: float) -> bytes:
        if response.headers.get("content-encoding", "identity").lower() != "identity":
            raise self.failed("its answer is packed")
        content = bytearray()
        for piece in response.iter_raw():
            content += piece
            if len(content) > LARGEST:
                raise self.failed("its answer is too large")
            if self._clock() > ends:
                raise self.failed("it takes too long")
        return bytes(content)


def is_safe(url: object, *, by: str) -> bool:
    """Whether an address is one by HTTPS without a password in it; by HTTP only on this machine, where `by` is too."""
    if not isinstance(url, str) or len(url) > 2000 or not url.isascii() or not url.isprintable() or " " in url:
        return False
    try:
        parts = urlsplit(url)
        host, has_user = parts.hostname, parts.username is not None or parts.password is not None
    except ValueError:
        return False
    if not host or has_user or parts.fragment:
        return False
    if parts.scheme == "http":
        return _is_here(host) and _is_here(urlsplit(by).hostname or "")
    return parts.scheme == "https"


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
