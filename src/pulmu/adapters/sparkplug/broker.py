"""A broker: plain on this machine alone, elsewhere by TLS to a certificate that is pinned, and with a user."""

import ssl
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from aiomqtt import Client, Will

from pulmu.model import OutsideError

WAIT, ALIVE = timedelta(seconds=5), timedelta(seconds=5)


@dataclass(slots=True)
class Broker:
    """Where messages go, and how.

    Parameters
    ----------
    trusted : Folder of certificates, one a file, as .pem or .der; None where nothing is encrypted.
    refused : SHA-256 of the last certificate that was none of them.
    """

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    trusted: Path | None = None
    refused: str = ""

    def client(self, will: Will | None = None) -> Client:
        """A connection that is yet to be opened."""
        return Client(
            self.host, self.port, will=will, timeout=WAIT.total_seconds(), keepalive=int(ALIVE.total_seconds()),
            username=self.user or None, password=self.password or None,
            tls_context=None if self.trusted is None else self._context(self.trusted),
        )  # fmt: skip

    @property
    def place(self) -> str:
        return f"{self.host}:{self.port}"

    def _context(self, folder: Path) -> ssl.SSLContext:
        """TLS 1.2 or later, to exactly the certificates of a folder: nothing is trusted for who signed it."""
        pinned = pinned_certificates(folder)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.check_hostname = False  # the certificate itself is known, by whatever name it is reached
        context.verify_mode = ssl.CERT_REQUIRED
        context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
        for certificate in pinned:
            context.load_verify_locations(cadata=certificate)
        context.sslsocket_class = self._socket_class(frozenset(pinned))
        return context

    def _socket_class(self, pinned: frozenset[bytes]) -> type[ssl.SSLSocket]:
        """A socket that looks at the certificate before a password is sent."""
        broker = self

        class Pinned(ssl.SSLSocket):
            def do_handshake(self, block: bool = False) -> None:
                try:
                    super().do_handshake(block)
                    seen = self.getpeercert(binary_form=True) or b""
                    if seen not in pinned:
                        broker.refused = sha256(seen).hexdigest()
                        raise ssl.SSLCertVerificationError("the certificate is none of those that are pinned")
                except BaseException:
                    self.close()
                    raise

        return Pinned


def pinned_certificates(folder: Path) -> tuple[bytes, ...]:
    """Certificates of a folder. [DER]

    Raises
    ------
    OutsideError  There is none that can be read (`live.no_broker_certificate`).
    """
    found: list[bytes] = []
    reason = "there is none"
    for path in sorted([*folder.glob("*.der"), *folder.glob("*.pem"), *folder.glob("*.crt")]):
        try:
            content = path.read_bytes()
            found.append(ssl.PEM_cert_to_DER_cert(content.decode("ascii").strip()) if b"BEGIN" in content else content)
        except (OSError, ValueError) as error:
            reason = f"{path.name}: {error}"
    if not found:
        raise OutsideError.of(
            "live.no_broker_certificate", str(folder), f"no certificate of the broker can be read: {reason}",
            "put the broker's own certificate there, as a .pem or .der file, after comparing its SHA-256",
            folder=str(folder), reason=reason,
        )  # fmt: skip
    return tuple(found)


def told(broker: Broker, error: Any) -> OutsideError | None:
    """Why a broker does not take us, where that is known; None where it may just be gone."""
    said = str(error)
    if broker.trusted is not None and (broker.refused or "CERTIFICATE_VERIFY_FAILED" in said):
        return OutsideError.of(
            "live.not_trusted", broker.place,
            f"the server's certificate is not trusted or not valid today: SHA-256 {broker.refused or 'not known'}",
            f"compare it with the server's own, and put its file into {broker.trusted}",
            thumbprint=broker.refused or "-", folder=str(broker.trusted),
        )  # fmt: skip
    if "authori" in said.lower() or "user name or password" in said.lower():
        return OutsideError.of(
            "live.log_in", broker.place, f"the plant does not let {broker.user!r} in",
            "check name and password, and that the plant's server trusts the certificate of this program",
            user=broker.user,
        )  # fmt: skip
    return None
