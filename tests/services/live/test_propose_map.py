"""The wizard finds what strangers call things, in two languages; says why; and does not guess what it cannot know."""

from dataclasses import replace

import pytest
from tests.emulated import emulated

from pulmu.model.tag import Sample, Tag, Value
from pulmu.services.live.check_tag_map import check_tag_map
from pulmu.services.live.plant_words import measure_likeness, state_for
from pulmu.services.live.propose_map import MapProposal, propose_map
from pulmu.services.live.seen import Seen, seen_of

LINE = emulated(warm_up=0).line
PACKML = ("Undefined", "Stopped", "Idle", "Suspended", "Execute", "Aborted", "Held")


def node(name: str, kind: str = "number", unit: str = "1", title: str = "", **more: object) -> Tag:
    return Tag(name=name, kind=kind, unit=unit, measure=name.rsplit("/", maxsplit=1)[-1], title=title, **more)  # type: ignore[arg-type]


def strangers() -> list[Tag]:
    return [
        node("machines/Press01/StateCurrent", "text", title="설비 / 압출기 1호기 / 운전상태", words=PACKML),
        node("machines/Press01/ProdProcessedCount", title="설비 / 압출기 1호기 / 생산수량"),
        node("machines/Press01/Energy/AcActiveEnergyTotalImportHp", unit="kWh", measurement=1002,
             title="설비 / 압출기 1호기 / Energy / AcActiveEnergyTotalImportHp"),
        node("machines/Press01/Energy/AcActivePowerTotal", unit="kW", measurement=1412),
        node("machines/AgeingFurnace/PV", unit="°C", title="설비 / 시효로 / 현재온도"),
        node("machines/AgeingFurnace/SP", unit="°C", title="설비 / 시효로 / 설정온도", writable=True),
        node("_설비/인장교정기/가동상태", "text"),
        node("_설비/절단기/운전", "truth", title="설비 / 절단기 / 운전상태"),
        node("_설비/포장/생산수량"),
        node("_설비/시효로/가스/순시유량", unit="kg/h", title="설비 / 시효로 / LPG 순시유량"),
        node("_수전/전력량", unit="kWh", title="수전 / 유효전력량"),
        node("plc/db1/x7", unit="1"),
        node("hall/Humidity", unit="%"),
    ]  # fmt: skip


def proposed(*, values: dict[str, tuple[Value, ...]] | None = None) -> MapProposal:
    samples = [Sample(tag=tag, value=value) for tag, shown in (values or {}).items() for value in shown]
    return propose_map(LINE, strangers(), seen_of(samples))


def by_tag(found: MapProposal) -> dict[str, str]:
    return {item.entry.tag: item.entry.node for item in found.proposals}


def test_names_in_two_languages_units_and_measurements_lead_to_the_tags() -> None:
    assert by_tag(proposed()) == {
        "press/1/state": "machines/Press01/StateCurrent",
        "press/pieces": "machines/Press01/ProdProcessedCount",
        "press/electricity/energy": "machines/Press01/Energy/AcActiveEnergyTotalImportHp",
        "press/electricity/power": "machines/Press01/Energy/AcActivePowerTotal",
        "ageing/temperature": "machines/AgeingFurnace/PV",
        "ageing/temperature_set": "machines/AgeingFurnace/SP",
        "stretcher/1/state": "_설비/인장교정기/가동상태",
        "saw/1/state": "_설비/절단기/운전",
        "packing/pieces": "_설비/포장/생산수량",
        "ageing/lpg/flow": "_설비/시효로/가스/순시유량",
        "meter/electricity/energy": "_수전/전력량",
    }


def test_each_proposal_says_why_and_how_sure_and_what_is_left_is_told() -> None:
    found = proposed()
    told = {item.entry.tag: item for item in found.proposals}
    energy = told["press/electricity/energy"]
    assert {reason.code for reason in energy.reasons} >= {"measurement", "station", "unit"}
    assert energy.entry.resets
    assert 0.9 <= energy.confidence <= 1
    assert {tag.split("/")[0] for tag in found.lacking} == {"billet_heater", "ageing", "packing"}
    assert found.unused == ("plc/db1/x7", "hall/Humidity")


def test_words_of_states_are_proposed_and_unknown_ones_are_left_to_a_person() -> None:
    press = next(item for item in proposed().proposals if item.entry.tag == "press/1/state")
    assert press.entry.words["Execute"] == "busy"
    assert press.entry.words["Aborted"] == "down"
    assert press.unknown_words == ("Undefined",)
    seen = next(
        item for item in proposed(values={"_설비/인장교정기/가동상태": ("가동중", "대기", "고장", "모드7")}).proposals
        if item.entry.tag == "stretcher/1/state"
    )  # fmt: skip
    assert seen.entry.words == {"가동중": "busy", "대기": "idle", "고장": "down"}
    assert seen.unknown_words == ("모드7",)


def test_the_proposed_map_has_no_errors() -> None:
    problems = check_tag_map(proposed().tag_map(), LINE, strangers())
    assert [item for item in problems if item.severity == "error"] == []


def test_what_was_seen_speaks_against_a_name() -> None:
    """A counter that falls is none; a power below zero is none."""
    counter, power = "machines/Press01/ProdProcessedCount", "machines/Press01/Energy/AcActivePowerTotal"
    found = by_tag(proposed(values={counter: (5.0, 3.0), power: (-5.0, -6.0)}))
    assert "press/pieces" not in found
    assert "press/electricity/power" not in found


def test_a_counter_that_rises_is_surer() -> None:
    counter = "machines/Press01/ProdProcessedCount"
    sure = {item.entry.tag: item.confidence for item in proposed(values={counter: (5.0, 6.0, 7.0)}).proposals}
    plain = {item.entry.tag: item.confidence for item in proposed().proposals}
    assert sure["press/pieces"] > plain["press/pieces"]


def test_a_unit_of_another_dimension_is_never_proposed() -> None:
    tags = [replace(tag, unit="kWh") if tag.name.endswith("/PV") else tag for tag in strangers()]
    assert "ageing/temperature" not in by_tag(propose_map(LINE, tags, {}))


def test_a_unit_the_plant_does_not_say_is_assumed_and_said() -> None:
    tags = [replace(tag, unit="1", measurement=None) if tag.name.endswith("PowerTotal") else tag for tag in strangers()]
    found = next(item for item in propose_map(LINE, tags, {}).proposals if item.entry.tag == "press/electricity/power")
    assert found.entry.unit == "kW"
    assert "unit_assumed" in {reason.code for reason in found.reasons}
    assert found.confidence < 0.85


def test_two_that_are_alike_are_told_as_rivals() -> None:
    tags = [*strangers(), node("_설비/포장2/생산수량")]
    found = next(item for item in propose_map(LINE, tags, {}).proposals if item.entry.tag == "packing/pieces")
    assert found.rivals


def test_a_plant_that_names_nothing_known_is_mapped_nowhere() -> None:
    found = propose_map(LINE, [node(f"db/x{n}") for n in range(50)], {})
    assert found.proposals == ()
    assert len(found.lacking) == sum(item.machines for item in LINE.stations)


@pytest.mark.parametrize(
    ("word", "state"),
    [("EXECUTE", "busy"), ("운전중", "busy"), ("자동운전중", "busy"), ("고장", "down"), ("비상정지", "down"),
     ("Stopped", "off"), ("정지", "off"), ("Setup", "set_up"), ("금형교체", "set_up"), ("Undefined", ""), ("7", "")],
)  # fmt: skip
def test_words_of_machines(word: str, state: str) -> None:
    assert state_for(word) == state


def test_the_end_of_a_name_counts_more() -> None:
    assert (
        measure_likeness("power", "press/energy/ActivePower")[0]
        > measure_likeness("energy", "press/energy/ActivePower")[0]
    )


def test_what_is_seen() -> None:
    seen = Seen()
    for value in (1.0, 2.0, 2.0, None, 5.0):
        seen.take(Sample(tag="x", value=value))
    seen.take(Sample(tag="x", value=-9.0, quality="bad"))
    assert (seen.good, seen.rose, seen.fell, seen.least, seen.most, seen.is_counter) == (4, 2, 0, 1.0, 5.0, True)
