"""Brokers of MQTT by their address: plain on this machine alone, elsewhere by TLS, pinned, and with a user."""

from pathlib import Path
from typing import TYPE_CHECKING

from pulmu.model import OutsideError

if TYPE_CHECKING:
    from pulmu.adapters.sparkplug.broker import Broker

SECURED, PLAIN = "mqtts://", "mqtt://"


def password_of(keys: Path, user: str) -> str:
    """The password in the file beside the keys.

    Raises
    ------
    OutsideError  There is none (`live.no_password`).
    """
    file = keys / f"{user}.password"
    try:
        return file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise OutsideError.of(
            "live.no_password", str(file), f"there is no password for {user!r}",
            "set PULMU_PLANT_PASSWORD, or name the folder of the keys with --keys", user=user,
        ) from error  # fmt: skip


def local_broker(text: str) -> tuple[str, int] | None:
    """Host and port of a broker on this machine; None for any other, as it is neither encrypted nor signed there."""
    host, port = _host_and_port(text) or ("", 0)
    return (host, port) if host in ("127.0.0.1", "localhost") else None


def broker_of(text: str, keys: Path, user: str, password: str | None) -> "Broker | None":
    """A broker by its address; None where it is no address, or one that is elsewhere and not secured.

    Parameters
    ----------
    text : `127.0.0.1:1883`, or `mqtts://USER@HOST:8883`; the user may be left out where `user` says it.
    keys : Folder whose `trusted` holds the broker's certificate, and a file with the password where none is given.

    Raises
    ------
    OutsideError  No certificate is known (`live.no_broker_certificate`), or no password (`live.no_password`).
    """
    from pulmu.adapters.sparkplug.broker import Broker, pinned_certificates

    if not text.startswith(SECURED):
        plain = local_broker(text.removeprefix(PLAIN))
        return None if plain is None else Broker(*plain)
    name, _, place = text.removeprefix(SECURED).rpartition("@")
    found = _host_and_port(place)
    if found is None:
        return None
    trusted, named = keys / "trusted", name or user
    pinned_certificates(trusted)
    return Broker(*found, named, password or password_of(keys, named), trusted)


def _host_and_port(text: str) -> tuple[str, int] | None:
    host, _, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    is_fit = bool(host) and not set(host) & set("/@?# ") and port.isascii() and port.isdecimal()
    return (host, int(port)) if is_fit and 0 < int(port) < 65_536 else None
