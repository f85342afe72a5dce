"""The figures of both sample plants once more, by a few lines of arithmetic that know nothing of the program.

Facts are copied from the sample files, factors from the acts. Pulmu is imported only to obtain the numbers under test.
"""

import pytest

GAS = 38.9e-6 * 56.1  # t CO2/Nm3: K-ETS guideline, Annex 12: 38.9 MJ/Nm3, 56.1 t CO2/TJ
LPG = 47.3e-3 * 63.1  # t CO2/t: (EU) 2025/2547, Annex II G, Table 1
NAHCO3 = 0.524  # t CO2/t: Table 3
PRICES = {"2026Q1": 75.36, "2026Q2": 75.28, "2026Q3": 75.28, "2026Q4": 75.28}  # the last two by the sample's scenario
KEPT, CSCF, MARKUP = 0.975, 1.0, 1.10  # free-allocation share and CSCF of 2026; mark-up 10 %


class Bought:
    """One tonne of a bought precursor: embedded emissions and free allocation."""

    def __init__(self, emissions: float, allocation: float) -> None:
        self.emissions, self.allocation = emissions, allocation


def mean(*parts: tuple[float, float]) -> float:
    """Mean of values by mass."""
    return sum(mass * value for mass, value in parts) / sum(mass for mass, _ in parts)


def fasteners() -> dict[str, dict[str, float]]:
    # Sub-meters of gas: annealing, heat treatment, galvanising, plating dryer, boiler; reconciled to the main meter.
    meters = 470_300 + 741_800 + 297_900 + 61_400 + 312_300
    factor = 1_912_400 / meters
    # Steam of the boiler by heat taken: pickling, galvanising, electro-plating (outside). 6,320 + 3,080 + 720 GJ.
    boiler = 312_300 * factor * GAS
    pickling, galvanising = (boiler * gigajoules / 10_120 for gigajoules in (6_320, 3_080))
    wire_own = (470_300 * factor * GAS + pickling) / 8_788
    # Bolts and nuts, one process: 5,690 + 2,440 t. The plating dryer is outside the boundary.
    bolts_own = ((741_800 + 297_900) * factor * GAS + galvanising) / (5_690 + 2_440)
    # Wire rod 7213: Korea verified 1.962, SEFA 1.312 as given; China by default 3.169 + 10 %; column B, route C, 1.364.
    rod = Bought(mean((6_250, 1.962), (2_940, 3.169 * MARKUP)), mean((6_250, 1.312), (2_940, KEPT * CSCF * 1.364)))
    rod_per_wire, wire_per_bolt = (6_180 + 2_880) / 8_788, 8_742 / (5_690 + 2_440)
    wire = wire_own + rod_per_wire * rod.emissions
    wire_allocation = KEPT * CSCF * 0.038 + rod_per_wire * rod.allocation  # column A of 7217 10 39: 0.038
    bolt = bolts_own + wire_per_bolt * wire
    allocation = KEPT * CSCF * 0.038 + wire_per_bolt * wire_allocation  # column A of 7318 15 88 and 7318 16 92: 0.038
    return {
        "annealed_wire": {"emissions": wire, "allocation": wire_allocation, "default": 2.118, "column_b": 1.364},
        "bolts": {"emissions": bolt, "allocation": allocation, "default": 3.474, "column_b": 1.364},
        "nuts": {"emissions": bolt, "allocation": allocation, "default": 4.104, "column_b": 1.364},
    }


def extrusions() -> dict[str, dict[str, float]]:
    billets_own = (925_800 * GAS + 24.6 * NAHCO3) / 11_640
    # Primary metal 7601 by default: Emirates 1.870, Australia 1.700 (no report behind its 1.62); route K 1.423.
    metal = Bought(mean((3_180, 1.870 * MARKUP), (1_900, 1.700 * MARKUP)), KEPT * CSCF * 1.423)
    metal_per_billet = (3_150 + 1_880) / 11_640
    billet = billets_own + metal_per_billet * metal.emissions
    billet_allocation = KEPT * CSCF * 0.091 + metal_per_billet * metal.allocation  # column A of 7601 20 40, route L
    # One ageing furnace by mass put through: 6,958 t of profiles, 2,018 t of window fittings.
    ageing = 205.4 * LPG
    profiles_own = (209_600 * GAS + ageing * 6_958 / (6_958 + 2_018)) / (4_720 + 2_150)
    fittings_own = ((1_196_500 - 925_800 - 209_600) * GAS + ageing * 2_018 / (6_958 + 2_018)) / 1_990
    billet_per_profile = 8_930 / (4_720 + 2_150)
    profile = profiles_own + billet_per_profile * billet
    allocation = KEPT * CSCF * 0.06 + billet_per_profile * billet_allocation  # column A of 7604 21 00 and 7604 29 90
    return {
        "own_billets": {"emissions": billet, "allocation": billet_allocation, "default": 0.360, "column_b": 0.091},
        "solid_profiles": {"emissions": profile, "allocation": allocation, "default": 1.500, "column_b": 0.152},
        "hollow_profiles": {"emissions": profile, "allocation": allocation, "default": 1.500, "column_b": 0.152},
        "fittings": {"emissions": fittings_own + 2_560 / 1_990 * billet},
    }


SENT = {
    "bolts": {"2026Q1": 612, "2026Q2": 655, "2026Q3": 598, "2026Q4": 640},
    "nuts": {"2026Q1": 248, "2026Q2": 262, "2026Q3": 239, "2026Q4": 255},
    "solid_profiles": {"2026Q1": 402, "2026Q2": 431, "2026Q3": 388, "2026Q4": 415},
    "hollow_profiles": {"2026Q1": 151, "2026Q2": 163, "2026Q3": 148, "2026Q4": 157},
}
BY_HAND = {"fasteners": fasteners, "extrusions": extrusions}
CASES = [(sample, name) for sample, compute in BY_HAND.items() for name in compute()]


@pytest.fixture(scope="module")
def reported() -> dict:
    from pulmu.adapters.samples import read_sample
    from pulmu.services.report_cbam import report_cbam

    found = {}
    for sample in BY_HAND:
        report = report_cbam(read_sample(sample), scenario="last_published_price").report
        assert report is not None
        found[sample] = report
    return found


def exactly(value: float) -> object:
    return pytest.approx(value, rel=1e-12)


def shown(report: object, name: str) -> object:
    return next(good for good in report.goods if good.id == name)  # type: ignore[attr-defined]


def test_every_good_of_the_samples_is_derived_here(reported: dict) -> None:
    assert [(sample, good.id) for sample, report in reported.items() for good in report.goods] == CASES


@pytest.mark.parametrize(("sample", "name"), CASES)
def test_embedded_emissions(reported: dict, sample: str, name: str) -> None:
    assert (
        exactly(BY_HAND[sample]()[name]["emissions"]) == shown(reported[sample], name).specific_embedded_emissions.value
    )


@pytest.mark.parametrize(("sample", "name"), [case for case in CASES if case[1] != "fittings"])
def test_free_allocation_and_certificates(reported: dict, sample: str, name: str) -> None:
    hand, good = BY_HAND[sample]()[name], shown(reported[sample], name)
    assert exactly(hand["allocation"]) == good.specific_embedded_free_allocation.value
    assert exactly(max(0.0, hand["emissions"] - hand["allocation"])) == good.certificates_per_tonne.value
    assert exactly(hand["default"] * MARKUP) == good.default_value_with_markup.value
    assert exactly(KEPT * CSCF * hand["column_b"]) == good.default_free_allocation.value
    by_default = max(0.0, hand["default"] * MARKUP - KEPT * CSCF * hand["column_b"])
    assert exactly(by_default) == good.default_certificates_per_tonne.value


@pytest.mark.parametrize(("sample", "name"), [case for case in CASES if case[1] in SENT])
def test_cost_per_quarter_and_in_all(reported: dict, sample: str, name: str) -> None:
    hand, good = BY_HAND[sample]()[name], shown(reported[sample], name)
    each = hand["emissions"] - hand["allocation"]
    by_default = hand["default"] * MARKUP - KEPT * CSCF * hand["column_b"]
    cost = {quarter: mass * each * PRICES[quarter] for quarter, mass in SENT[name].items()}
    default_cost = {quarter: mass * by_default * PRICES[quarter] for quarter, mass in SENT[name].items()}
    assert {line.quarter: exactly(line.certificates.value) for line in good.cost_lines} == {
        quarter: mass * each for quarter, mass in SENT[name].items()
    }
    assert {line.quarter: exactly(line.cost.value) for line in good.cost_lines} == cost
    assert {line.quarter: exactly(line.default_cost.value) for line in good.cost_lines} == default_cost
    assert (exactly(sum(cost.values())), exactly(sum(default_cost.values()))) == (
        good.cost.value, good.default_cost.value)  # fmt: skip
    assert [line.price_is_scenario for line in good.cost_lines] == [False, False, True, True]


def test_the_goods_that_stay_here_cost_nothing(reported: dict) -> None:
    for sample, name in CASES:
        if name not in SENT:
            assert shown(reported[sample], name).cost is None


def test_direct_emissions_of_the_installations(reported: dict) -> None:
    totals = {name: report.total_direct_emissions.value for name, report in reported.items()}
    assert totals == {
        "fasteners": exactly(1_912_400 * GAS),
        "extrusions": exactly(1_196_500 * GAS + 205.4 * LPG + 24.6 * NAHCO3),
    }


def test_shares_of_default_values(reported: dict) -> None:
    rod = 2_940 / (6_250 + 2_940) * 3.169 * MARKUP
    part = 8_742 / 8_130 * 9_060 / 8_788 * rod
    bolts = shown(reported["fasteners"], "bolts")
    assert exactly(part / fasteners()["bolts"]["emissions"]) == bolts.share_of_default_values.value


def test_a_reader_can_check_the_first_number_with_a_pocket_calculator(reported: dict) -> None:
    assert round(shown(reported["fasteners"], "bolts").specific_embedded_emissions.value, 3) == 3.205
    assert round(shown(reported["extrusions"], "solid_profiles").specific_embedded_emissions.value, 3) == 1.479
    assert round(shown(reported["fasteners"], "bolts").cost.value) == 314_507
