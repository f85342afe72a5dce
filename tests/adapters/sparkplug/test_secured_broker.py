"""A broker elsewhere: TLS to a certificate that is pinned, and a user; where that is not so, nothing is said to it."""

import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.adapters.sparkplug.test_mqtt import found_broker
from tests.contract.plant import SPEED
from tests.emulated import free_port, serving

from pulmu.adapters.sparkplug.broker import Broker
from pulmu.adapters.sparkplug.plant import SparkplugPlant
from pulmu.bootstrap.brokers import broker_of
from pulmu.bootstrap.live import connect_plant
from pulmu.model import OutsideError

PASSWORD = "a-password-for-the-plant"


@dataclass
class Secured:
    """A broker with TLS and one user."""

    port: int
    folder: Path


def certificate(folder: Path, name: str, *, days: int = 30) -> tuple[Path, Path]:
    """A certificate signed by itself, and its key."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "broker")])
    made = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=60))
        .not_valid_after(now + timedelta(days=days)).sign(key, hashes.SHA256())
    )  # fmt: skip
    paths = folder / f"{name}.pem", folder / f"{name}.key"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return paths


@pytest.fixture(scope="module")
def secured(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Secured]:
    if found_broker() is None or (tool := shutil.which("mosquitto_passwd")) is None:
        reason = "mosquitto is not installed"
        if "mosquitto" in os.environ.get("PULMU_REQUIRE", "").split(","):
            pytest.fail(reason)
        pytest.skip(reason)
    folder, port = tmp_path_factory.mktemp("secured"), free_port()
    folder.chmod(0o755)
    proof, key = certificate(folder, "broker")
    users = folder / "users"
    subprocess.run([tool, "-b", "-c", str(users), "plant", PASSWORD], check=True, capture_output=True)
    for path in (key, users):
        path.chmod(0o644)  # mosquitto becomes a user of its own where it is begun as root
    settings = folder / "mosquitto.conf"
    settings.write_text(
        f"listener {port} 127.0.0.1\nallow_anonymous false\npassword_file {users}\ncertfile {proof}\nkeyfile {key}\n"
        "user root\n", "utf-8",
    )  # fmt: skip
    process = subprocess.Popen(
        [str(found_broker()), "-c", str(settings)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    time.sleep(0.5)
    yield Secured(port, folder)
    process.kill()
    process.wait(timeout=10)


@pytest.fixture
def keys(secured: Secured, tmp_path: Path) -> Path:
    """Keys of one who knows the broker."""
    trusted = tmp_path / "keys" / "client" / "trusted"
    trusted.mkdir(parents=True)
    shutil.copy(secured.folder / "broker.pem", trusted)
    (tmp_path / "keys" / "client" / "plant.password").write_text(PASSWORD, encoding="utf-8")
    return tmp_path / "keys" / "client"


def test_a_plant_is_published_and_heard_over_tls(secured: Secured, keys: Path, tmp_path: Path) -> None:
    address = f"mqtts://plant@127.0.0.1:{secured.port}"
    with serving(tmp_path, "extrusions", "--warm-up", "1", "--mqtt", address):
        plant = connect_plant(f"{address}/pulmu/extrusions", keys, "reader", None)
        try:
            assert plant.read([SPEED])[0].value == 100.0
        finally:
            plant.close()


def test_a_password_that_is_wrong_is_told(secured: Secured, keys: Path) -> None:
    broker = Broker("127.0.0.1", secured.port, "plant", "not-it", keys / "trusted")
    with pytest.raises(OutsideError) as told:
        SparkplugPlant(broker, "pulmu", "extrusions").start(3)
    assert told.value.problems[0].code == "live.log_in"


@pytest.mark.parametrize("days", [30, -1], ids=["another certificate", "one that has expired"])
def test_nothing_is_said_to_a_server_that_is_not_the_one_that_is_known(tmp_path: Path, days: int) -> None:
    proof, key = certificate(tmp_path, "server", days=days)
    known = tmp_path / "trusted"
    known.mkdir()
    shutil.copy(proof if days < 0 else certificate(tmp_path, "other")[0], known / "broker.pem")
    said: list[bytes] = []
    with _listening(proof, key, said) as port, pytest.raises(OutsideError) as told:
        SparkplugPlant(Broker("127.0.0.1", port, "plant", PASSWORD, known), "pulmu", "extrusions").start(2)
    assert told.value.problems[0].code == "live.not_trusted"
    assert b"".join(said) == b""


class _listening:
    """A TLS server that writes down what it is told."""

    def __init__(self, proof: Path, key: Path, said: list[bytes]) -> None:
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(proof, key)
        self.said, self.listener = said, socket.create_server(("127.0.0.1", 0))

    def __enter__(self) -> int:
        self.thread = threading.Thread(target=self._go_on, daemon=True)
        self.thread.start()
        return int(self.listener.getsockname()[1])

    def __exit__(self, *_: object) -> None:
        self.listener.close()
        self.thread.join(timeout=5)

    def _go_on(self) -> None:
        while True:
            try:
                taken, _ = self.listener.accept()
            except OSError:
                return
            taken.settimeout(1)
            try:
                with self.context.wrap_socket(taken, server_side=True) as secured:
                    self.said.append(secured.recv(4096))
            except OSError:
                taken.close()


def test_without_a_certificate_of_the_broker_there_is_no_connection(tmp_path: Path) -> None:
    with pytest.raises(OutsideError) as told:
        broker_of("mqtts://plant@factory.example:8883", tmp_path, "plant", PASSWORD)
    assert told.value.problems[0].code == "live.no_broker_certificate"


@pytest.mark.parametrize(
    "text", ["factory.example:1883", "mqtt://10.0.0.7:1883", "mqtts://factory.example", "mqtts://a b:1"]
)
def test_beyond_this_machine_nothing_is_plain(tmp_path: Path, text: str) -> None:
    assert broker_of(text, tmp_path, "plant", PASSWORD) is None
