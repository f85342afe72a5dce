"""One connection to a server: checked before a password is sent, and what failed told in our words."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from asyncua import Client, ua

from pulmu.adapters._opcua.identity import Identity, thumbprint
from pulmu.adapters._opcua.policies import CURRENT, policy_name
from pulmu.adapters.opcua_plant.alive import LONGEST
from pulmu.adapters.opcua_plant.publish import hasten
from pulmu.model import OutsideError

ANSWER = 4.0
"""How long a server may take to answer while it is reached, and to read or write. [s]"""
PATIENT = 10.0
"""How long it may take over what is much work for it: to watch thousands of tags, while it shows them. [s]"""
SESSION = 30.0
"""How long a server keeps our session after a link is gone: many controllers have room for ten of them. [s]"""


@contextlib.asynccontextmanager
async def told(address: str) -> AsyncIterator[None]:
    """Whatever the other side or the network does becomes an `OutsideError`."""
    try:
        yield
    except OutsideError:
        raise
    except Exception as error:  # what a server sends is a stranger's: reading it may fail in any way
        reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        raise link_lost(address, reason) from error


def link_lost(address: str, reason: str) -> OutsideError:
    """The link to a server is not there."""
    return OutsideError.of(
        "live.link_lost", address, f"the plant does not answer: {reason}",
        "see that its server runs and the network reaches it", reason=reason,
    )  # fmt: skip


async def open_link(address: str, identity: Identity, user: str, password: str) -> Client:
    """A client that is logged in.

    Raises
    ------
    OutsideError  No answer (`live.link_lost`), no current policy (`live.old_policy`), a certificate that is not in
        the list (`live.not_trusted`), a login that is refused (`live.log_in`).
    """
    # asyncua's own watch takes one late answer for a lost link: `until_silent`, which goes by all it hears, comes first
    client = Client(address, timeout=ANSWER, watchdog_intervall=LONGEST)
    client.session_timeout = round(1000 * SESSION)
    try:
        await _open(client, address, identity, user, password)
        hasten(client)
        client.uaclient.protocol.timeout = PATIENT
    except BaseException:
        await drop(client)
        raise
    return client


async def drop(client: Client) -> None:
    """Let go of a client whose server is gone: nothing is said to it, nothing of it goes on."""
    for task in (client._supervisor_task, client._stale_watchdog_task, client._renew_channel_task):
        if task is not None and task is not asyncio.current_task():
            task.cancel()
    protocol = client.uaclient.protocol
    if protocol is not None and protocol.transport is not None:
        protocol.transport.abort()  # what is still to be sent would keep a socket open whose other end stands still
    with contextlib.suppress(Exception):  # it may be in any state
        client.disconnect_socket()
    await asyncio.sleep(0)


async def _open(client: Client, address: str, identity: Identity, user: str, password: str) -> None:
    async with told(address):
        offered = await client.connect_and_get_server_endpoints()
        endpoint = choose_endpoint(offered, address)
        check_certificate(endpoint.ServerCertificate, identity, address)
        client.application_uri = identity.uri
        client.name = "Pulmu"
        await client.set_security(
            CURRENT[endpoint.SecurityPolicyUri], identity.certificate, Path(identity.key),
            server_certificate=endpoint.ServerCertificate, mode=ua.MessageSecurityMode.SignAndEncrypt,
        )  # fmt: skip
        client.set_user(user)
        client.set_password(password)
        await log_in(client, address, user)


async def log_in(client: Client, address: str, user: str) -> None:
    """Open the session; a refusal of the user or of our certificate is told apart from a lost link."""
    try:
        await client.connect()
    except (
        ua.uaerrors.BadUserAccessDenied,
        ua.uaerrors.BadIdentityTokenRejected,
        ua.uaerrors.BadIdentityTokenInvalid,
        ua.uaerrors.BadCertificateUntrusted,
        ua.uaerrors.BadSecurityChecksFailed,
    ) as error:
        raise OutsideError.of(
            "live.log_in", address, f"the plant does not let {user!r} in",
            "check name and password, and that the plant's server trusts the certificate of this program", user=user,
        ) from error  # fmt: skip


def choose_endpoint(offered: list[Any], address: str) -> Any:
    """The strongest that is signed and encrypted by a current policy; the server's order says nothing."""
    fitting = {
        item.SecurityPolicyUri: item
        for item in offered
        if item.SecurityMode == ua.MessageSecurityMode.SignAndEncrypt and item.SecurityPolicyUri in CURRENT
    }
    found = next((fitting[uri] for uri in CURRENT if uri in fitting), None)
    if found is None:
        names = ", ".join(sorted({policy_name(item.SecurityPolicyUri) for item in offered})) or "none"
        raise OutsideError.of(
            "live.old_policy", address, f"the server offers no current way to sign and encrypt, only: {names}",
            "switch on one of " + ", ".join(policy_name(uri) for uri in CURRENT) + " with SignAndEncrypt",
            offered=names, current=", ".join(policy_name(uri) for uri in CURRENT),
        )  # fmt: skip
    return found


def check_certificate(certificate: bytes | None, identity: Identity, address: str) -> None:
    """See that the server's certificate is one of those that are trusted."""
    try:
        is_trusted = identity.trusts(certificate)
    except ValueError:
        is_trusted = False
    if not is_trusted:
        seen = thumbprint(certificate or b"")
        raise OutsideError.of(
            "live.not_trusted", address, f"the server's certificate is not trusted or not valid today: SHA-256 {seen}",
            f"compare it with the server's own, and put its file into {identity.trusted}", thumbprint=seen,
            folder=str(identity.trusted),
        )  # fmt: skip
