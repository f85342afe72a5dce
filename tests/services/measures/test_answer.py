"""Measures of the sample plants: sized by hand, three balances apart, draws, plans and certificates to 2034."""

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pulmu.adapters.plant_file import read_plant_bytes
from pulmu.adapters.samples import sample_text
from pulmu.model import ElectricityBalance, InputError, Plant, Quantity, decode
from pulmu.plan.measures import breaches, effect_of
from pulmu.reference import share_kept
from pulmu.services.measures.answer import ListedMeasure, MeasuresAnswer, find_measures, measures_of
from pulmu.services.measures.assumed import assumptions_of
from pulmu.services.measures.order import MeasureOrder
from pulmu.services.measures.plans import choice_of
from pulmu.services.measures.told import Told, read_order
from pulmu.services.measures.years import PlantYears

PRICES = {
    "fasteners": ("city_gas=900", "electricity=165"),
    "extrusions": ("city_gas=900", "lpg=1100000", "electricity=165"),
}
FACTS = (
    "compressors=1,200 MWh", "compressor_power=220 kW", "blowers=300 MWh", "heat_treatment_electricity=400 MWh",
    "replaced_equipment=150 MWh", "roof=500 kW", "furnace_efficiency=0.4", "rolled_capacity=9,000 t",
    "basic_charge=2e8 KRW", "energy_charge=1.2e9 KRW",
)  # fmt: skip
SAVINGS = ("combustion_fan_vfd=0.3..0.5", "excess_air_trim=0.03..0.06", "recuperative_burner=0.1..0.25",
           "regenerative_burner=0.2..0.4")  # fmt: skip


@cache
def plant_of(name: str) -> Plant:
    return decode(Plant, read_plant_bytes(sample_text(name).encode(), f"{name}.yaml", {})).unwrap()


def order_of(name: str, **told: object) -> MeasureOrder:
    return read_order(Told(prices=PRICES[name], **{"draws": 200, **told}))  # type: ignore[arg-type]


def named(answer: MeasuresAnswer, measure: str) -> ListedMeasure:
    return next(item for item in answer.measures if item.sized.measure.id == measure)


def test_insulation_of_three_furnaces_by_hand() -> None:
    """2-5 % of the gas of three furnaces, reconciled to the main meter; paid back in 0.08 to 2 years."""
    found = named(measures_of(plant_of("fasteners"), order_of("fasteners")), "furnace_insulation")
    reconciled = 1_912_400 / (470_300 + 741_800 + 297_900 + 61_400 + 312_300)
    gas = 0.035 * (470_300 + 741_800 + 297_900) * reconciled
    assert found.worth is not None
    assert sum(item.middle for item in found.worth.saved.values()) == pytest.approx(gas)
    assert found.worth.won.middle == pytest.approx(gas * 900)
    assert found.worth.footprint.middle == pytest.approx(
        gas * 38.9e-6 * 56.1, rel=1e-6
    )  # city gas of the Korean tables
    exported = (612 + 655 + 598 + 640 + 248 + 262 + 239 + 255) / (5_690 + 2_440)
    wire = 8_742 / 8_788  # of the wire that was annealed, what the fasteners took
    annealed = 0.035 * 470_300 * reconciled
    certificates = ((gas - annealed) + annealed * wire) * exported * 38.9e-6 * 56.1
    assert found.worth.certificates[2026].middle == pytest.approx(certificates, rel=1e-6)
    assert found.sized.capital == pytest.approx((0.08 * gas * 900, 2.0 * gas * 900))
    assert found.sized.capital_basis == "payback"
    assert found.worth.payback is not None
    assert found.worth.payback.middle == pytest.approx(1.04)
    tenfold = sum(1.05**-year for year in range(1, 11))
    assert found.worth.present_value is not None
    assert found.worth.present_value.middle == pytest.approx(gas * 900 * (tenfold - 1.04))


def test_leaks_and_drive_by_hand() -> None:
    order = order_of("fasteners", facts=FACTS, dollar=1_300.0)
    answer = measures_of(plant_of("fasteners"), order)
    leaks, drive = named(answer, "air_leaks"), named(answer, "vsd_compressor")
    assert leaks.worth is not None
    assert leaks.worth.won.middle == pytest.approx(0.175 * 1_200_000 * 165)
    assert leaks.sized.capital == pytest.approx((1_300_000, 1_950_000))
    assert drive.sized.capital == pytest.approx((300 * 1_300 / 0.7457 * 220,) * 2)
    assert not answer.rates[0].is_assumed
    assert answer.rates[1].is_assumed


def test_no_measure_is_dropped_and_none_is_filled_in() -> None:
    answer = measures_of(plant_of("fasteners"), order_of("fasteners"))
    assert len(answer.measures) == 29
    for item in answer.measures:
        assert (item.worth is None) == (item.sized.status in ("needs", "not_here"))
        assert (item.sized.capital is None) == (item.sized.status != "sized")
        assert bool(item.sized.ask) == (item.sized.status != "sized")
    assert named(answer, "recuperative_burner").sized.status == "not_here"  # it is for reheating furnaces
    assert named(answer, "regenerative_burner").sized.ask == ("saving",)
    assert named(answer, "audit_small_2008").sized.ask == ("below_2000_toe",)


def test_a_saving_and_an_offer_of_the_firm_make_a_measure_whole() -> None:
    order = order_of("fasteners", savings=("regenerative_burner@heat_treatment_furnace=0.2",),
                     quotes=("regenerative_burner=3e8",))  # fmt: skip
    found = named(measures_of(plant_of("fasteners"), order), "regenerative_burner")
    assert found.sized.status == "sized"
    assert [part.use for part in found.sized.parts] == ["city_gas@heat_treatment_furnace"]
    assert found.sized.capital == (3e8, 3e8)


@pytest.mark.parametrize("name", ["fasteners", "extrusions"])
@settings(max_examples=6, deadline=None)
@given(scale=st.floats(0.3, 3), exported=st.floats(0.1, 1.5), rod=st.floats(0.5, 2))
def test_electricity_never_moves_a_certificate_and_gas_does(
    name: str, scale: float, exported: float, rod: float
) -> None:
    plant = _random(plant_of(name), scale, exported, rod)
    answer = measures_of(plant, order_of(name, facts=FACTS, savings=SAVINGS, years=3, draws=20))
    kinds = {use.id: use.kind for use in answer.uses}
    boundary = {use.id for use in answer.uses if any(use.certificates)}
    for use in answer.uses:
        if use.kind != "fuel":
            assert set(use.certificates) == {0.0}
    for item in answer.measures:
        if item.worth is None:
            continue
        moved = list(item.worth.certificates.values())
        if all(kinds[part.use] != "fuel" for part in item.sized.parts):
            assert all((each.middle, each.low, each.high) == (0.0, 0.0, 0.0) for each in moved)
        elif boundary & {part.use for part in item.sized.parts}:
            assert all(each.middle > 0 for each in moved)
        if all(kinds[part.use] == "charge" for part in item.sized.parts):
            assert item.worth.footprint.middle == 0.0
        assert item.worth.won.middle != 0.0


def _random(plant: Plant, scale: float, exported: float, rod: float) -> Plant:
    def times(told: object, by: float) -> object:
        return replace(told, value=told.value * by) if isinstance(told, Quantity) else told

    power = plant.electricity
    sources = tuple(replace(item, amount=times(item.amount, scale)) for item in power.sources)  # type: ignore[arg-type]
    used = {user: times(told, scale) for user, told in power.used_by.items()}
    processes = tuple(
        replace(process, goods=tuple(
            replace(good, exports_to_eu={q: times(mass, exported) for q, mass in good.exports_to_eu.items()})  # type: ignore[misc]
            for good in process.goods
        ))
        for process in plant.processes
    )  # fmt: skip
    streams = tuple(
        replace(item, amount=times(item.amount, rod), used_by={u: times(t, rod) for u, t in item.used_by.items()})  # type: ignore[arg-type,misc]
        for item in plant.source_streams
    )
    return replace(plant, electricity=replace(power, sources=sources, used_by=used), processes=processes,  # type: ignore[arg-type]
                   source_streams=streams)  # fmt: skip


def test_a_plan_saves_the_certificates_the_whole_method_finds() -> None:
    """What the plan adds up from units equals the report's own arithmetic on the plant after it."""
    plant = plant_of("fasteners")
    order = order_of("fasteners", savings=("regenerative_burner@heat_treatment_furnace=0.2",),
                     quotes=("regenerative_burner=1e8",), budget="1e8", years=6)  # fmt: skip
    answer = measures_of(plant, order)
    assert answer.plans is not None
    assert answer.plans.best is not None
    assert answer.plans.best.done == {"regenerative_burner": 0}
    stream = plant.source_streams[0]
    told = stream.used_by["heat_treatment_furnace"]
    assert isinstance(told, Quantity)
    gone = 0.2 * 753_102.0438498699
    after = replace(plant, source_streams=(replace(
        stream, amount=replace(stream.amount, value=stream.amount.value - gone),
        used_by={**stream.used_by, "heat_treatment_furnace": replace(told, value=told.value * 0.8)},
    ),))  # fmt: skip
    edition = "2026-08"
    before = PlantYears(plant, edition, 2026, 6, {})
    later = PlantYears(after, edition, 2026, 6, {})
    saved = sum(a - b for a, b in zip(before.now[1:], later.now[1:], strict=True))  # it works from the second year
    assert -answer.plans.best.certificates.middle == pytest.approx(saved, rel=1e-9)
    assert -answer.plans.best.footprint.middle == pytest.approx(5 * (before.footprint - later.footprint), rel=1e-9)


def test_a_plan_keeps_its_budget_and_its_ties() -> None:
    quotes = ("regenerative_burner=2e8", "recuperative_burner=2e8")
    order = order_of("fasteners", facts=FACTS, savings=SAVINGS, quotes=quotes, budget="2e8; 1e8")
    answer = measures_of(plant_of("fasteners"), order)
    sized = tuple(item.sized for item in answer.measures)
    choice = choice_of(sized, answer.uses, order)
    assert answer.plans is not None
    for plan in (answer.plans.best, *answer.plans.by_footprint, *answer.plans.by_certificates):
        assert plan is not None
        assert breaches(choice, plan.done) == ()
        assert effect_of(choice, plan.done).present_cost == pytest.approx(plan.present_cost.middle)
        assert plan.present_cost.low <= plan.present_cost.middle <= plan.present_cost.high
    costs = [item.present_cost.middle for item in answer.plans.by_footprint]
    cuts = [item.footprint.middle for item in answer.plans.by_footprint]
    assert costs == sorted(costs)
    assert cuts == sorted(cuts, reverse=True)


def test_draws_are_common_and_repeat_by_their_seed() -> None:
    few = measures_of(plant_of("fasteners"), order_of("fasteners", draws=2_000))
    more = measures_of(plant_of("fasteners"), order_of("fasteners", draws=2_000, facts=FACTS))
    other = measures_of(plant_of("fasteners"), order_of("fasteners", seed=2))
    assert few.measures != other.measures
    one, same, changed = (named(item, "furnace_insulation").worth for item in (few, more, other))
    assert one == same
    assert one != changed
    assert one is not None
    assert one.won.low < one.won.middle < one.won.high
    assert one.won.low == pytest.approx(one.won.middle / 0.035 * 0.023, rel=0.02)  # a tenth of 2-5 %


def test_certificates_to_the_end_of_the_phase_in() -> None:
    plant = plant_of("fasteners")
    rows = measures_of(plant, order_of("fasteners")).certificate_years
    assert [item.year for item in rows] == list(range(2026, 2035))
    assert [item.basis for item in rows] == ["law"] * 5 + ["benchmarks_kept"] * 4
    assert rows[-1].free_allocation_share == 0.0
    counts = [item.certificates for item in rows]
    assert counts == sorted(counts)
    embedded = 3.4298  # a tonne of fasteners with the mark-up of 30 % on what is bought by default value
    assert counts[-1] == pytest.approx(3_509 * embedded, rel=1e-4)
    assert rows[0].cost_krw == pytest.approx(counts[0] * 75.28 * 1_600)
    assert {item.price_basis for item in rows} == {"2026Q2"}


def test_told_prices_and_a_draft_are_scenarios_of_their_own() -> None:
    order = order_of(
        "fasteners", certificate_prices=("2026=80", "2030=120"), free_allocation=("2030=0.7",), euro=1_500.0
    )
    rows = {item.year: item for item in measures_of(plant_of("fasteners"), order).certificate_years}
    by_law = {item.year: item for item in measures_of(plant_of("fasteners"), order_of("fasteners")).certificate_years}
    assert (rows[2030].basis, rows[2030].price_eur, rows[2029].price_eur) == ("told", 120.0, None)
    assert rows[2029].cost_krw is None
    assert rows[2029].certificates == by_law[2029].certificates
    assert rows[2030].certificates < by_law[2030].certificates
    assert share_kept(2040).value == 0.0


def test_everything_wrong_is_told_at_once() -> None:
    told = Told(
        prices=("city_gas=9x", "foo"), facts=("abc=3", "roof=3 t"), savings=("nope=0.1", "furnace_insulation=2"),
        certificate_prices=("2020=1",), free_allocation=("2030=1.5",), budget="x",
    )  # fmt: skip
    with pytest.raises(InputError) as refused:
        read_order(told)
    assert [item.code for item in refused.value.problems] == [
        "input.not_a_number", "plan.told_form", "plan.told_name", "input.unit_mismatch", "plan.told_name",
        "plan.told_range", "input.not_a_number", "plan.told_name", "plan.told_range",
    ]  # fmt: skip


def test_prices_furnaces_and_parts_are_held_against_the_plant() -> None:
    order = read_order(Told(prices=("city_gas=9", "foo=3"), facts=("compressors=11,000 MWh",),
                            savings=("furnace_insulation@kiln=0.1",)))  # fmt: skip
    outcome = find_measures(read_plant_bytes(sample_text("fasteners").encode(), "fasteners.yaml", {}), order)
    assert outcome.answer is None
    assert [item.code for item in outcome.problems if item.severity == "error"] == [
        "plan.no_price", "plan.told_name", "plan.more_than_plant", "plan.told_name",
    ]  # fmt: skip


def test_a_budget_of_more_years_than_are_looked_at_is_refused() -> None:
    with pytest.raises(InputError) as refused:
        read_order(Told(budget="1e8; 1e8; 1e8", years=2))
    assert [item.code for item in refused.value.problems] == ["plan.told_range"]


def test_a_budget_that_cannot_be_read_names_its_field_and_its_year() -> None:
    with pytest.raises(InputError) as refused:
        read_order(Told(budget="3e8; x; -1"))
    assert [(item.code, item.place) for item in refused.value.problems] == [
        ("input.not_a_number", "--budget year 2"), ("plan.told_range", "--budget year 3"),
    ]  # fmt: skip


def test_a_price_is_told_by_the_words_of_the_plant_not_by_an_id() -> None:
    answer = measures_of(plant_of("fasteners"), order_of("fasteners"))
    told = [item.values.get("name") for item in assumptions_of(answer) if item.key.startswith("price")]
    fuels = {item.id: item.name for item in plant_of("fasteners").source_streams if item.method == "combustion"}
    assert told
    assert set(fuels.values()) <= set(told)
    assert not set(fuels) & set(told)
    assert [item.key for item in assumptions_of(answer)].count("price_power") == 1


def test_a_plant_whose_footprint_is_not_known_is_an_error() -> None:
    plant = replace(plant_of("fasteners"), electricity=ElectricityBalance())
    with pytest.raises(InputError) as refused:
        measures_of(plant, read_order(Told(prices=("city_gas=900",))))
    assert [item.severity for item in refused.value.problems] == ["error"]
