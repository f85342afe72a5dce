"""A provider is asked by HTTPS, and only one whose certificate the operator trusts."""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from tests.identity_provider import CLIENT, local_provider
from tests.places import codes

from pulmu.adapters.identity_provider import OidcProviders
from pulmu.services.accounts.provider import Provider, secrets_of


def certificate(folder: Path, address: str) -> Path:
    """One its owner signed, for an address, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "a provider")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "provider.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM) + private)
    return file


@pytest.mark.parametrize(("named", "is_trusted"), [("127.0.0.1", True), ("127.0.0.1", False), ("127.0.0.2", True)])
def test_a_certificate_is_for_this_provider_and_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str, is_trusted: bool
) -> None:
    file = certificate(tmp_path, named)
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)
    if is_trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
    else:
        monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    with local_provider(tls=file) as provider:
        known = Provider(name="hanbit", issuer=provider.issuer, client_id=CLIENT)
        adapter = OidcProviders((known,))
        if named == "127.0.0.1" and is_trusted:
            assert adapter.address(known, "https://x", secrets_of("x")).startswith("https://127.0.0.1:")
        else:
            assert codes(lambda: adapter.address(known, "https://x", secrets_of("x"))) == ["outside.provider"]
            assert not provider.asked
        adapter.close()
