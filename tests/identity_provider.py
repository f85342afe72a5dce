"""A small identity provider on this machine: real keys, a real server, and a switch for everything a bad one does."""

import base64
import functools
import hashlib
import hmac
import json
import secrets
import ssl
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote_plus, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

CLIENT, SECRET = "pulmu-at-hanbit", "a secret: with / signs & more"


@functools.cache
def _key(kind: str, name: str) -> RSAKey | ECKey:
    """A key of a name; making one takes long."""
    if kind == "ES":
        return ECKey.generate_key("P-256", {"kid": name, "use": "sig"})
    return RSAKey.generate_key(2048, {"kid": name, "use": "sig"})


@dataclass(frozen=True)
class Someone:
    """Who is logged in at the provider."""

    subject: str = "248289761001"
    email: str = "kim@example.org"
    email_verified: object = True
    name: str = "김하나"
    more: dict[str, Any] = field(default_factory=dict)


@dataclass
class _Code:
    nonce: str
    challenge: str
    back: str
    someone: Someone
    is_used: bool = False


class LocalProvider:
    """The provider. `trick` is what it does wrong.

    Parameters
    ----------
    now : Its clock.
    tls : Certificate and key, to speak HTTPS.
    """

    def __init__(
        self, now: Callable[[], datetime] = lambda: datetime.now(UTC), kind: str = "RS256", tls: Path | None = None
    ) -> None:
        self.now, self.kind = now, kind
        self.trick = ""
        self.someone = Someone()
        self.changes: dict[str, Any] = {}
        self.asked: Counter[str] = Counter()
        self.codes: dict[str, _Code] = {}
        self.shown: list[str] = []
        self.key = _key(kind[:2], "first")
        self.signs_with = self.key
        provider = self

        class Handler(BaseHTTPRequestHandler):
            """Hands everything to the provider."""

            def do_GET(self) -> None:
                """A page."""
                provider.answer(self, b"")

            def do_POST(self) -> None:
                """A form."""
                provider.answer(self, self.rfile.read(int(self.headers.get("Content-Length", "0"))))

            def log_message(self, *_: object) -> None:
                """Silent."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.server.handle_error = lambda *_: None  # type: ignore[method-assign]
        if tls is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(tls)
            self.server.socket = context.wrap_socket(
                self.server.socket, server_side=True, do_handshake_on_connect=False
            )
        self.issuer = f"{'https' if tls else 'http'}://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def rotate(self, name: str = "second", *, is_shown: bool = True) -> None:
        """Sign with a new key from now on."""
        self.signs_with = _key(self.kind[:2], name)
        if is_shown:
            self.key = self.signs_with

    def close(self) -> None:
        """End it."""
        self.server.shutdown()
        self.server.server_close()

    def answer(self, handler: BaseHTTPRequestHandler, body: bytes) -> None:
        """What it answers."""
        parts = urlsplit(handler.path)
        self.asked[parts.path] += 1
        given = {name: values[-1] for name, values in parse_qs(parts.query or body.decode()).items()}
        if parts.path == "/.well-known/openid-configuration":
            self._send(handler, 200, self._description())
        elif parts.path == "/keys":
            self._send(handler, 200, {"keys": [self.key.as_dict(private=False)]})
        elif parts.path == "/authorize":
            handler.send_response(302)
            handler.send_header("Location", self._sent_back(given))
            handler.end_headers()
        elif parts.path == "/token":
            self._send(handler, *self._tokens(handler.headers.get("Authorization", ""), given))
        else:
            self._send(handler, 404, {})

    def _send(self, handler: BaseHTTPRequestHandler, status: int, content: dict[str, Any]) -> None:
        said = json.dumps(content).encode()
        if self.trick == "down":
            handler.connection.close()
            return
        if self.trick == "huge":
            said = b'{"issuer": "' + b"x" * 1_000_000 + b'"}'
        if self.trick == "deep":
            said = b"[" * 100_000
        if self.trick == "no json":
            said = b"<html>welcome</html>"
        if self.trick == "failing":
            status = 500
        handler.send_response(302 if self.trick == "elsewhere" else status)
        if self.trick == "elsewhere":
            handler.send_header("Location", "http://127.0.0.1:9/")
        if self.trick == "packed":
            handler.send_header("Content-Encoding", "gzip")
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(said)))
        handler.end_headers()
        if self.trick == "slow":
            for sign in said:
                handler.wfile.write(bytes([sign]))
                handler.wfile.flush()
                time.sleep(0.05)
        else:
            handler.wfile.write(said)

    def _description(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"],
            "code_challenge_methods_supported": ["S256"],
            "authorization_response_iss_parameter_supported": True,
        } | self.changes

    def _sent_back(self, given: dict[str, str]) -> str:
        assert given["response_type"] == "code"
        assert given["code_challenge_method"] == "S256"
        assert given["client_id"] == CLIENT
        assert "openid" in given["scope"].split()
        code = secrets.token_urlsafe(16)
        self.codes[code] = _Code(given["nonce"], given["code_challenge"], given["redirect_uri"], self.someone)
        said = {"code": code, "state": given["state"], "iss": self.issuer}
        if self.trick == "denied":
            said = {"error": "access_denied", "state": given["state"], "iss": self.issuer}
        return f"{given['redirect_uri']}?{urlencode(said)}"

    def _tokens(self, authorization: str, given: dict[str, str]) -> tuple[int, dict[str, Any]]:
        kind, _, pair = authorization.partition(" ")
        name, _, secret = base64.b64decode(pair).decode().partition(":")
        if kind != "Basic" or (unquote_plus(name), unquote_plus(secret)) != (CLIENT, SECRET):
            return 401, {"error": "invalid_client"}
        code = self.codes.get(given.get("code", ""))
        shown = base64.urlsafe_b64encode(hashlib.sha256(given.get("code_verifier", "").encode()).digest())
        if code is None or code.is_used or code.back != given.get("redirect_uri"):
            return 400, {"error": "invalid_grant"}
        if code.challenge != shown.decode().rstrip("="):
            return 400, {"error": "invalid_grant"}
        code.is_used = True
        access = secrets.token_urlsafe(16)
        self.shown.append(self._signed(self._claims(code, access)))
        return 200, {"token_type": "Bearer", "access_token": access, "id_token": self.shown[-1]}

    def _claims(self, code: _Code, access: str) -> dict[str, Any]:
        at, who = int(self.now().timestamp()), code.someone
        half = hashlib.sha256(access.encode()).digest()[:16]
        claims = {
            "iss": self.issuer, "sub": who.subject, "aud": CLIENT, "iat": at, "exp": at + 300, "nonce": code.nonce,
            "email": who.email, "email_verified": who.email_verified, "name": who.name,
            "at_hash": base64.urlsafe_b64encode(half).decode().rstrip("="),
        } | who.more  # fmt: skip
        claims |= TRICKS.get(self.trick, lambda _: {})(at)
        return {name: value for name, value in claims.items() if value is not None}

    def _signed(self, claims: dict[str, Any]) -> str:
        if self.trick == "none":
            return f"{_packed({'alg': 'none', 'kid': self.key.kid})}.{_packed(claims)}."
        if self.trick == "hs256":
            return self._by_public_key(claims)
        token = jwt.encode({"alg": self.kind, "kid": self.signs_with.kid}, claims, self.signs_with, [self.kind])
        if self.trick == "changed":
            head, _, signature = token.split(".")
            return f"{head}.{_packed(claims | {'sub': 'somebody else'})}.{signature}"
        return token

    def _by_public_key(self, claims: dict[str, Any]) -> str:
        """The public key as if it were a secret: who mixes the kinds up takes it."""
        said = f"{_packed({'alg': 'HS256', 'kid': self.key.kid})}.{_packed(claims)}"
        made = hmac.new(self.key.as_pem(private=False), said.encode(), "sha256").digest()
        return f"{said}.{base64.urlsafe_b64encode(made).decode().rstrip('=')}"


TRICKS: dict[str, Callable[[int], dict[str, Any]]] = {
    "wrong nonce": lambda _: {"nonce": "another"},
    "no nonce": lambda _: {"nonce": None},
    "wrong audience": lambda _: {"aud": "another-place"},
    "for another by us": lambda _: {"aud": "another-place", "azp": CLIENT},
    "many audiences": lambda _: {"aud": [CLIENT, "another-place"]},
    "wrong party": lambda _: {"azp": "another-place"},
    "wrong issuer": lambda _: {"iss": "https://evil.example"},
    "expired": lambda at: {"iat": at - 600, "exp": at - 61},
    "not yet": lambda at: {"iat": at + 61},
    "not before": lambda at: {"nbf": at + 61},
    "never": lambda _: {"exp": None},
    "strange time": lambda _: {"exp": "tomorrow"},
    "nobody": lambda _: {"sub": ""},
    "long subject": lambda _: {"sub": "x" * 256},
    "number": lambda _: {"sub": 7},
    "another token": lambda _: {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
    "a little late": lambda at: {"iat": at - 300, "exp": at - 59},
    "a little early": lambda at: {"iat": at + 59},
}
"""What a proof says wrong."""


def _packed(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@contextmanager
def local_provider(
    now: Callable[[], datetime] = lambda: datetime.now(UTC), kind: str = "RS256", tls: Path | None = None
) -> Iterator[LocalProvider]:
    """A provider while it is wanted."""
    found = LocalProvider(now, kind, tls)
    try:
        yield found
    finally:
        found.close()


def who(someone: Someone, **changes: Any) -> Someone:
    """Somebody a little different."""
    return replace(someone, **changes)
