"""A plant over OPC UA: the contract against an emulated one in its own process, and what can go wrong on the way."""

import asyncio
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from asyncua import Client, Server, ua
from asyncua.crypto import security_policies
from tests.contract.plant import SPEED, PlantContract, Taken, eventually
from tests.emulated import Served, serving
from tests.loops import run_apart

from pulmu.adapters._hand_over import TOO_SLOW, HandOver
from pulmu.adapters._opcua.identity import open_identity
from pulmu.adapters._opcua.policies import CURRENT
from pulmu.adapters.opcua_plant import OpcUaPlant, connect
from pulmu.adapters.opcua_plant.link import choose_endpoint, drop
from pulmu.model import OutsideError, Quantity
from pulmu.model.tag import Sample

HEARTBEAT, HOLD, TEMPERATURE = "control/heartbeat", "control/hold", "ageing/temperature_set"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("plant"), "extrusions", "--speed", "60") as found:
        yield found


def password(served: Served, user: str = "operator") -> str:
    return (served.keys / "client" / f"{user}.password").read_text("utf-8")


def reach(served: Served, user: str = "operator") -> OpcUaPlant:
    return connect(served.address, served.keys / "client", user, password(served, user))


def code(error: pytest.ExceptionInfo[OutsideError]) -> str:
    return error.value.problems[0].code


@pytest.fixture
def plant(served: Served) -> Iterator[OpcUaPlant]:
    found = reach(served)
    found.write(SPEED, Quantity(100, "%"))
    yield found
    found.close()


@pytest.fixture
def faults(served: Served) -> Iterator[Path]:
    """The file of faults; afterwards the plant is sound again."""
    yield served.faults
    served.faults.write_text("", "utf-8")
    time.sleep(0.6)


def switch(faults: Path, text: str) -> None:
    faults.write_text(text, "utf-8")
    time.sleep(0.6)


class TestOpcUaPlant(PlantContract):
    """Over OPC UA, signed and encrypted."""


# who may


def test_a_reader_reads_and_writes_nothing(served: Served) -> None:
    plant = reach(served, "reader")
    try:
        assert plant.read([SPEED])[0].quality == "good"
        done = plant.write(SPEED, Quantity(80, "%"))
        assert (done.outcome, done.because) == ("refused", "BadUserAccessDenied")
    finally:
        plant.close()


@pytest.mark.parametrize(("user", "word"), [("operator", "wrong"), ("nobody", "x"), ("operator", "")])
def test_a_wrong_password_is_refused(served: Served, user: str, word: str) -> None:
    with pytest.raises(OutsideError) as error:
        connect(served.address, served.keys / "client", user, word)
    assert code(error) == "live.log_in"


def test_a_client_whose_certificate_is_not_trusted_is_refused_though_its_password_is_right(
    served: Served, tmp_path: Path
) -> None:
    stranger = open_identity(tmp_path, "urn:pulmu:client", is_server=False)
    stranger.trust((served.keys / "server" / "own.der").read_bytes(), "server")
    with pytest.raises(OutsideError) as error:
        connect(served.address, tmp_path, "operator", password(served))
    assert code(error) == "live.log_in"


def test_a_server_whose_certificate_is_not_trusted_gets_no_password(served: Served, tmp_path: Path) -> None:
    with pytest.raises(OutsideError) as error:
        connect(served.address, tmp_path, "operator", password(served))
    assert code(error) == "live.not_trusted"


def _raw(served: Served, policy: type | None, mode: ua.MessageSecurityMode) -> str:
    """Log in with asyncua alone, by any policy; what became of it."""

    async def attempt() -> str:
        client = Client(served.address, timeout=3)
        keys = served.keys / "client"
        client.application_uri = "urn:pulmu:client"
        client.set_user("operator")
        client.set_password(password(served))
        try:
            if policy is not None:
                await client.set_security(
                    policy, str(keys / "own.der"), str(keys / "own.key.pem"),
                    server_certificate=str(keys / "trusted" / "server.der"), mode=mode,
                )  # fmt: skip
            await client.connect()
        except Exception as error:
            await drop(client)
            return type(error).__name__
        try:
            await client.get_node("ns=2;s=line/speed_set").read_value()
        finally:
            await client.disconnect()
        return "in"

    return run_apart(attempt())


@pytest.mark.parametrize(
    ("policy", "mode"),
    [
        (None, "SignAndEncrypt"),
        (security_policies.SecurityPolicyBasic128Rsa15, "SignAndEncrypt"),
        (security_policies.SecurityPolicyBasic256, "SignAndEncrypt"),
        (security_policies.SecurityPolicyBasic256Sha256, "Sign"),
    ],
    ids=["none", "Basic128Rsa15", "Basic256", "signed only"],
)
def test_the_emulated_server_lets_nobody_in_by_a_way_that_is_not_current(
    served: Served, policy: type | None, mode: str
) -> None:
    assert _raw(served, policy, ua.MessageSecurityMode[mode]) != "in"


@pytest.mark.parametrize("policy", CURRENT.values(), ids=[policy.__name__ for policy in CURRENT.values()])
def test_the_emulated_server_lets_in_by_each_way_that_is(served: Served, policy: type) -> None:
    assert _raw(served, policy, ua.MessageSecurityMode.SignAndEncrypt) == "in"


def test_the_server_offers_current_ways_only(served: Served) -> None:
    offered = run_apart(Client(served.address).connect_and_get_server_endpoints())
    assert {(item.SecurityPolicyUri, item.SecurityMode.name) for item in offered} == {
        (uri, "SignAndEncrypt") for uri in CURRENT
    }
    assert {token.TokenType.name for item in offered for token in item.UserIdentityTokens} == {"UserName"}


def test_a_server_with_old_ways_only_is_refused_with_a_reason(tmp_path: Path) -> None:
    """A server as asyncua makes it: None and Basic256 only."""

    def endpoint(policy: type, mode: ua.MessageSecurityMode) -> ua.EndpointDescription:
        return ua.EndpointDescription(SecurityPolicyUri=policy.URI, SecurityMode=mode)

    old = [
        endpoint(security_policies.SecurityPolicyNone, ua.MessageSecurityMode.None_),
        endpoint(security_policies.SecurityPolicyBasic256, ua.MessageSecurityMode.SignAndEncrypt),
        endpoint(security_policies.SecurityPolicyBasic256Sha256, ua.MessageSecurityMode.Sign),
    ]
    with pytest.raises(OutsideError) as error:
        choose_endpoint(old, "opc.tcp://plant")
    assert code(error) == "live.old_policy"
    best = endpoint(security_policies.SecurityPolicyAes256Sha256RsaPss, ua.MessageSecurityMode.SignAndEncrypt)
    also = endpoint(security_policies.SecurityPolicyBasic256Sha256, ua.MessageSecurityMode.SignAndEncrypt)
    assert choose_endpoint([*old, also, best], "opc.tcp://plant") is best


def test_an_open_server_is_refused_before_a_password_is_sent(tmp_path: Path) -> None:
    """A real server without security, as many stand in plants."""
    address: list[str] = []
    stop = threading.Event()

    async def serve() -> None:
        server = Server()
        await server.init()
        server.set_endpoint("opc.tcp://127.0.0.1:0/open")
        server.set_security_policy([ua.SecurityPolicyType.NoSecurity])
        async with server:
            address.append(f"opc.tcp://127.0.0.1:{server.bserver.port}/open")
            while not stop.is_set():
                await asyncio.sleep(0.05)

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    try:
        eventually(lambda: bool(address))
        with pytest.raises(OutsideError) as error:
            connect(address[0], tmp_path, "operator", "secret")
        assert code(error) == "live.old_policy"
    finally:
        stop.set()
        thread.join(timeout=20)


def test_a_port_where_nobody_answers_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutsideError) as error:
        connect("opc.tcp://127.0.0.1:1/pulmu", tmp_path, "operator", "x")
    assert code(error) == "live.link_lost"


# faults


def test_quality_and_time_stamps_are_kept(plant: OpcUaPlant, faults: Path) -> None:
    switch(faults, "bad press/electricity/power\nuncertain press/pieces\nclock_skew saw/* 300\n")
    bad, uncertain, skewed = plant.read(["press/electricity/power", "press/pieces", "saw/queue"])
    assert (bad.value, bad.quality, bad.because) == (None, "bad", "BadSensorFailure")
    assert (uncertain.quality, uncertain.because) == ("uncertain", "UncertainSensorNotAccurate")
    assert uncertain.value is not None
    assert skewed.at is not None
    assert skewed.received is not None
    assert 299 < (skewed.at - skewed.received).total_seconds() < 301


def test_a_refused_write_says_why_and_an_ignored_one_says_nothing(plant: OpcUaPlant, faults: Path) -> None:
    switch(faults, "refused_write line/speed_set\nignored_write ageing/*\n")
    done = plant.write(SPEED, Quantity(90, "%"))
    assert (done.outcome, done.because) == ("refused", "BadDeviceFailure")
    assert plant.write(TEMPERATURE, Quantity(190, "°C")).outcome == "accepted"
    assert plant.read([TEMPERATURE])[0].number == 185


def test_a_write_that_takes_too_long_has_an_unknown_outcome(plant: OpcUaPlant, faults: Path) -> None:
    switch(faults, "slow_write line/speed_set 6\n")
    assert plant.write(SPEED, Quantity(90, "%")).outcome == "unknown"


def test_a_switch_to_local_refuses_writes(plant: OpcUaPlant, faults: Path) -> None:
    switch(faults, "local\n")
    done = plant.write(SPEED, Quantity(90, "%"))
    assert (done.outcome, done.because) == ("refused", "BadRequestNotAllowed")
    assert plant.read(["control/remote"])[0].truth is False


def test_a_lost_link_makes_every_value_stale_and_when_it_is_back_all_come_anew(plant: OpcUaPlant, faults: Path) -> None:
    taken = Taken()
    plant.subscribe([SPEED, "press/pieces"], taken, every=0.1)
    eventually(lambda: len(taken.samples) >= 2)
    switch(faults, "lost_link\n")
    eventually(lambda: taken.of(SPEED)[-1].quality == "stale")
    assert taken.of(SPEED)[-1].value == 100
    with pytest.raises(OutsideError) as error:
        plant.read([SPEED])
    assert code(error) == "live.link_lost"
    assert plant.write(SPEED, Quantity(90, "%")).outcome == "unknown"
    faults.write_text("", "utf-8")
    eventually(lambda: taken.of(SPEED)[-1].quality == "good", 30)
    assert taken.of("press/pieces")[-1].quality == "good"


def test_a_session_does_not_outlive_its_link_for_long(plant: OpcUaPlant) -> None:
    assert plant._client is not None
    assert plant._client.session_timeout == 30_000  # as the server agreed to


def test_without_a_heartbeat_the_controller_takes_its_safe_values_itself(plant: OpcUaPlant) -> None:
    plant.write(HEARTBEAT, Quantity(1, "1"))
    plant.write(TEMPERATURE, Quantity(200, "°C"))
    began = time.monotonic()
    eventually(lambda: plant.read([HOLD])[0].truth is True, 10)
    assert 4.0 < time.monotonic() - began < 7.0
    assert plant.read([TEMPERATURE])[0].number == 185
    assert plant.write(TEMPERATURE, Quantity(190, "°C")).because == "BadInvalidState"
    assert plant.write(HEARTBEAT, Quantity(2, "1")).outcome == "accepted"
    assert plant.write(TEMPERATURE, Quantity(185, "°C")).outcome == "accepted"
    eventually(lambda: plant.read([HOLD])[0].truth is True, 10)
    plant.write(HEARTBEAT, Quantity(0, "1"))


# the server dies


def test_a_server_that_is_killed_is_told_at_once_and_found_again(tmp_path: Path) -> None:
    with serving(tmp_path, "extrusions", "--warm-up", "1") as first:
        plant = reach(first)
        taken = Taken()
        plant.subscribe([SPEED], taken, every=0.1)
        eventually(lambda: len(taken.samples) > 0)
        first.kill()
        began = time.monotonic()
        with pytest.raises(OutsideError):
            plant.read([SPEED])
        assert time.monotonic() - began < 6
        eventually(lambda: taken.of(SPEED)[-1].quality == "stale")
        with serving(tmp_path, "extrusions", "--warm-up", "1", port=first.port):
            eventually(lambda: taken.of(SPEED)[-1].quality == "good", 40)
            assert plant.read([SPEED])[0].number == 100
        began = time.monotonic()
        plant.close()
        assert time.monotonic() - began < 15


def test_a_server_that_stands_still_does_not_hold_up_its_caller(tmp_path: Path) -> None:
    with serving(tmp_path, "extrusions", "--warm-up", "1") as served:
        plant = reach(served)
        served.pause()
        began = time.monotonic()
        with pytest.raises(OutsideError) as error:
            plant.read([SPEED])
        assert code(error) == "live.link_lost"
        assert plant.write(SPEED, Quantity(90, "%")).outcome == "unknown"
        assert time.monotonic() - began < 12
        plant.close()
        assert time.monotonic() - began < 30
        served.go_on()


# whoever takes too slowly


def test_who_takes_too_slowly_is_told_what_was_lost() -> None:
    go, taken = threading.Event(), Taken()

    def slow(group: tuple[Sample, ...]) -> None:
        go.wait(20)
        taken(group)

    hand_over = HandOver(slow, most=2)
    hand_over.put([Sample(tag="a/b", value=-1.0)])
    eventually(hand_over.waiting.empty)
    for value in range(10):
        hand_over.put([Sample(tag="a/b", value=float(value))])
    go.set()
    eventually(lambda: len(taken.samples) >= 3)
    hand_over.put([Sample(tag="a/b", value=99.0)])
    eventually(lambda: taken.samples[-1].value == 99.0)
    assert [item.because for item in taken.samples if item.quality == "bad"] == [TOO_SLOW]
    hand_over.close()
