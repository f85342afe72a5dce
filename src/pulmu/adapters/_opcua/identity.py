"""Who an application is, and whom it trusts: a folder with its certificate, its key, and the certificates it trusts."""

import os
import socket
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path

from asyncua.crypto import cert_gen
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, ObjectIdentifier

from pulmu.model import OutsideError

_DAYS = 1095


@dataclass(frozen=True, slots=True)
class Identity:
    """An application of OPC UA.

    Parameters
    ----------
    uri : Its ApplicationUri, which stands in its certificate.
    certificate : Its certificate. [DER]
    key : File of its private key. [PEM]
    trusted : Folder of the certificates it trusts, one a file. [DER]
    """

    uri: str
    certificate: bytes
    key: Path
    trusted: Path

    def trusts(self, certificate: bytes | None) -> bool:
        """Whether this very certificate is in the list, and valid today: nothing is trusted for who signed it."""
        if not certificate or thumbprint(certificate) not in {thumbprint(item) for item in self.list()}:
            return False
        read = x509.load_der_x509_certificate(certificate)
        return bool(read.not_valid_before_utc <= datetime.now(UTC) <= read.not_valid_after_utc)

    def list(self) -> tuple[bytes, ...]:
        """Certificates it trusts."""
        return tuple(path.read_bytes() for path in sorted(self.trusted.glob("*.der")))

    def trust(self, certificate: bytes, name: str) -> None:
        """Put a certificate into its list."""
        (self.trusted / f"{name}.der").write_bytes(certificate)


def open_identity(folder: Path, uri: str, *, is_server: bool) -> Identity:
    """The identity kept in a folder; made at first use, with a key that only its owner reads.

    Raises
    ------
    OutsideError  It cannot be read or written (`outside.cannot_write`).
    """
    trusted, certificate, key = folder / "trusted", folder / "own.der", folder / "own.key.pem"
    try:
        trusted.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not (certificate.is_file() and key.is_file()):
            _make(certificate, key, uri, is_server=is_server)
        read = certificate.read_bytes()
        return Identity(_uri_of(read), read, key, trusted)
    except (OSError, ValueError, IndexError, x509.ExtensionNotFound) as error:
        raise OutsideError.of(
            "outside.cannot_write", str(folder), f"keys cannot be kept: {error}",
            "name a folder that can be written, or take away what is broken in it", reason=str(error),
        ) from error  # fmt: skip


def write_secret(path: Path, content: bytes) -> None:
    """A new file that only its owner reads."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)


def thumbprint(certificate: bytes) -> str:
    """How people compare certificates: the SHA-256 of all of it."""
    return sha256(certificate).hexdigest()


def _make(certificate: Path, key: Path, uri: str, *, is_server: bool) -> None:
    made = cert_gen.generate_private_key()
    names: list[x509.GeneralName] = [
        x509.UniformResourceIdentifier(uri),
        x509.DNSName("localhost"),
        x509.DNSName(socket.gethostname()),
        x509.IPAddress(ip_address("127.0.0.1")),
    ]
    uses: list[ObjectIdentifier] = [ExtendedKeyUsageOID.SERVER_AUTH if is_server else ExtendedKeyUsageOID.CLIENT_AUTH]
    signed = cert_gen.generate_self_signed_app_certificate(made, uri, {}, names, uses, days=_DAYS)
    write_secret(key, cert_gen.dump_private_key_as_pem(made))
    certificate.write_bytes(signed.public_bytes(Encoding.DER))


def _uri_of(certificate: bytes) -> str:
    names = x509.load_der_x509_certificate(certificate).extensions.get_extension_for_class(x509.SubjectAlternativeName)
    return str(names.value.get_values_for_type(x509.UniformResourceIdentifier)[0])
