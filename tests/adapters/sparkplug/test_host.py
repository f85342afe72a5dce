"""A host of Sparkplug: nothing before a birth, gaps ask for a rebirth, deaths make stale, aliases end with them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pulmu.adapters.sparkplug import Host, Metric, Payload, Topic, read_topic
from pulmu.adapters.sparkplug.host import BD_SEQ

NODE = ("plant", "press_shop")


def topic(verb: str, device: str = "") -> Topic:
    return Topic(NODE[0], verb, NODE[1], device)


def birth(number: int = 0, seq: int = 0) -> Payload:
    return Payload(
        seq=seq,
        metrics=(
            Metric(name=BD_SEQ, kind="Int64", value=number),
            Metric(name="press/power", alias=1, kind="Double", value=260.0),
            Metric(name="press/state", alias=2, kind="String", value="busy"),
        ),
    )


def death(number: int = 0) -> Payload:
    return Payload(metrics=(Metric(name=BD_SEQ, kind="Int64", value=number),))


def data(seq: int, *metrics: Metric) -> Payload:
    return Payload(seq=seq, metrics=metrics)


def alive() -> Host:
    host = Host()
    assert len(host.hear(topic("NBIRTH"), birth()).metrics) == 3
    return host


POWER = Metric(alias=1, kind="Double", value=1.0)


def test_before_a_birth_nothing_is_believed_and_one_is_asked_for() -> None:
    told = Host().hear(topic("NDATA"), data(1, POWER))
    assert (told.metrics, told.asks_rebirth) == ((), True)


def test_an_alias_stands_for_its_name_and_type() -> None:
    told = alive().hear(
        topic("NDATA"), data(1, Metric(alias=1, value={"double_value": 2.5}), Metric(alias=2, is_null=True))
    )
    assert [(device, item.name, item.kind, item.value) for device, item in told.metrics] == [
        ("", "press/power", "Double", 2.5),
        ("", "press/state", "String", None),
    ]


def test_the_sequence_goes_round() -> None:
    host = alive()
    for number in range(1, 600):
        assert host.hear(topic("NDATA"), data(number % 256, POWER)).metrics


@pytest.mark.parametrize("seq", [0, 1, 3, 255, None])
def test_a_gap_or_a_repeat_makes_all_stale_and_asks_for_a_rebirth(seq: int | None) -> None:
    host = alive()
    host.hear(topic("NDATA"), data(1, POWER))
    told = host.hear(topic("NDATA"), Payload(seq=seq, metrics=(POWER,)))
    assert told.asks_rebirth
    assert {name for _, name in told.stale} == {BD_SEQ, "press/power", "press/state"}
    assert host.hear(topic("NDATA"), data(2, POWER)).metrics == ()
    assert host.hear(topic("NBIRTH"), birth(1)).metrics


def test_a_death_makes_stale_and_one_of_an_earlier_birth_does_not() -> None:
    host = alive()
    host.hear(topic("NBIRTH"), birth(1))
    assert host.hear(topic("NDEATH"), death(0)).stale == ()
    assert len(host.hear(topic("NDEATH"), death(1)).stale) == 3
    assert host.hear(topic("NDATA"), data(1, POWER)).asks_rebirth


def test_aliases_end_with_their_session() -> None:
    host = alive()
    again = Payload(seq=0, metrics=(Metric(name="press/power", alias=9, kind="Double", value=1.0),))
    told = host.hear(topic("NBIRTH"), again)
    assert {name for _, name in told.stale} == {BD_SEQ, "press/state"}
    told = host.hear(topic("NDATA"), data(1, POWER))
    assert (told.metrics, told.asks_rebirth) == ((), True)


def test_a_device_has_a_birth_and_a_death_of_its_own() -> None:
    host = alive()
    assert host.hear(topic("DDATA", "saw"), data(1, Metric(name="queue", kind="Int32", value=1))).asks_rebirth
    host = alive()
    born = data(1, Metric(name="queue", alias=3, kind="Int32", value=4))
    assert [device for device, _ in host.hear(topic("DBIRTH", "saw"), born).metrics] == ["saw"]
    told = host.hear(topic("DDATA", "saw"), data(2, Metric(alias=3, value={"int_value": 0xFFFFFFFF})))
    assert [(device, item.name, item.value) for device, item in told.metrics] == [("saw", "queue", -1)]
    assert host.hear(topic("DDEATH", "saw"), data(3)).stale == (("saw", "queue"),)
    assert host.hear(topic("NDATA"), data(4, POWER)).metrics


def test_a_metric_that_changes_its_type_or_has_none_is_not_believed() -> None:
    for wrong in (
        Metric(alias=1, kind="String", value="260"),
        Metric(alias=1, value={"int_value": 3}),
        Metric(name="x"),
    ):
        told = alive().hear(topic("NDATA"), data(1, wrong))
        assert (told.metrics, told.asks_rebirth) == ((), True)


@pytest.mark.parametrize(
    "metrics",
    [
        (Metric(name="a", alias=1, kind="Int8", value=1), Metric(name="b", alias=1, kind="Int8", value=1)),
        (Metric(name="", alias=1, kind="Int8", value=1),),
        (Metric(name="a", value={}),),
    ],
    ids=["one alias for two", "no name", "no type"],
)
def test_a_birth_that_is_none_is_not_believed(metrics: tuple[Metric, ...]) -> None:
    host = Host()
    assert host.hear(topic("NBIRTH"), Payload(seq=0, metrics=metrics)).asks_rebirth
    assert host.nodes == {}


def test_without_its_broker_a_host_knows_nothing() -> None:
    host = alive()
    assert len(host.lose_all().stale) == 3
    assert host.hear(topic("NDATA"), data(1, POWER)).asks_rebirth


def test_commands_of_others_say_nothing() -> None:
    assert alive().hear(topic("NCMD"), Payload(metrics=(POWER,))).metrics == ()


VERBS = st.sampled_from(["NBIRTH", "NDEATH", "NDATA", "DBIRTH", "DDEATH", "DDATA"])


@settings(max_examples=200)
@given(st.lists(st.tuples(VERBS, st.integers(0, 3), st.sampled_from([None, 0, 1, 2, 3])), max_size=30))
def test_no_value_is_ever_told_of_what_is_not_alive(messages: list[tuple[str, int, int | None]]) -> None:
    host = Host()
    for verb, number, seq in messages:
        device = "saw" if verb.startswith("D") else ""
        payload = death(number) if verb == "NDEATH" else Payload(seq=seq, metrics=birth(number).metrics)
        told = host.hear(topic(verb, device), payload)
        node = host.nodes.get(NODE)
        assert not told.metrics or node is not None
        assert all(node is not None and (where, item.name) in node.kinds for where, item in told.metrics)
        assert not (told.metrics and device and node is not None and device not in node.devices)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("spBv1.0/plant/NDATA/press_shop", Topic("plant", "NDATA", "press_shop")),
        ("spBv1.0/plant/DDATA/press_shop/saw", Topic("plant", "DDATA", "press_shop", "saw")),
        ("spBv1.0/plant/DDATA/press_shop", None),
        ("spBv1.0/plant/NDATA/press_shop/saw", None),
        ("spBv1.0/STATE/host", None),
        ("spAv1.0/plant/NDATA/press_shop", None),
        ("spBv1.0/plant/NDATA/+", None),
        ("spBv1.0//NDATA/press_shop", None),
        ("", None),
    ],
)
def test_topics(text: str, expected: Topic | None) -> None:
    assert read_topic(text) == expected
    assert expected is None or str(expected) == text
