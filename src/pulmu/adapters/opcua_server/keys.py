"""Keys of an emulated plant: its certificate, its users, and beside them those of a client on the same machine."""

import hmac
import json
import os
import secrets
from dataclasses import dataclass
from hashlib import scrypt
from pathlib import Path
from typing import Any

from asyncua.crypto.permission_rules import User, UserRole

from pulmu.adapters._opcua.identity import Identity, open_identity, write_secret

SERVER, CLIENT = "urn:pulmu:emulated-plant", "urn:pulmu:client"
OPERATOR, READER = "operator", "reader"
"""The operator may write setpoints; the reader may not."""


@dataclass(frozen=True, slots=True)
class ServerKeys:
    """Who the server is, and the salted hash of each user's password."""

    identity: Identity
    users: dict[str, str]

    def get_user(
        self, _server: object, username: str | None = None, password: str | bytes | None = None, certificate: Any = None
    ) -> User | None:
        """The user who logs in, over a channel whose certificate is trusted; None refuses.

        The certificate is that of the channel itself. asyncua opens a channel without security even where that policy
        is not offered, and looks at another certificate, which the client only names, when a session is made.
        """
        given = password.encode() if isinstance(password, str) else password or b""
        kept = self.users.get(username or "")
        is_right = hmac.compare_digest(_hash(given, (kept or "00").split(":")[0]), (kept or ":").split(":")[1])
        if kept is None or not is_right or not self.identity.trusts(certificate):
            return None
        return User(role=UserRole.User, name=username)


def open_server_keys(folder: Path) -> ServerKeys:
    """The keys in a folder; at first use they are made, and a client's beside them, each trusting the other.

    `server/` is the plant's; `client/` is what a program on the same machine connects with: its certificate, that of
    the server, and a file with the password of each user.
    """
    server = open_identity(folder / "server", SERVER, is_server=True)
    users = folder / "server" / "users.json"
    if not users.is_file():
        client = open_identity(folder / "client", CLIENT, is_server=False)
        server.trust(client.certificate, "client")
        client.trust(server.certificate, "server")
        kept = {}
        for name in (OPERATOR, READER):
            password = secrets.token_urlsafe(18)
            write_secret(folder / "client" / f"{name}.password", password.encode())
            salt = os.urandom(16).hex()
            kept[name] = f"{salt}:{_hash(password.encode(), salt)}"
        write_secret(users, json.dumps(kept).encode())
    return ServerKeys(server, dict(json.loads(users.read_text(encoding="utf-8"))))


def _hash(password: bytes, salt: str) -> str:
    return scrypt(password, salt=bytes.fromhex(salt), n=2**13, r=8, p=1).hex()
