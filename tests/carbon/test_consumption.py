"""What processes consume of bought precursors, and with which mean it counts (Art 14)."""

import pytest
from tests.plants import EDITION, NUT, WASHERS, bought, good, plant, process

from pulmu.carbon.consumption import Consumption
from pulmu.carbon.statement import state_emissions
from pulmu.model import Purchase


def consumed(*purchases: Purchase) -> dict[str, tuple[Consumption, ...]]:
    described = plant(process("a", good("x")), process("b", good("y", NUT, produced="500 t")), purchases=purchases)
    return state_emissions(described, EDITION).consumption


def delivery(name: str, direct: str, received: str, users: dict[str, str], evidence: str = "") -> Purchase:
    return bought(name, users, received=received, direct=f"{direct} t CO2e/t", specific_use_evidence=evidence)


def test_all_that_was_consumed_counts_per_tonne_of_good_output() -> None:
    (used,) = consumed(delivery("rod", "2", "1100 t", {"a": "1060 t"}))["a"]
    assert (used.mass.value, used.per_tonne.value) == (1060.0, pytest.approx(1.06, rel=1e-12))


def test_the_mean_over_all_received_counts_for_every_user() -> None:
    found = consumed(delivery("r1", "1.8", "600 t", {"a": "500 t"}), delivery("r2", "2.4", "400 t", {"a": "300 t"}),
                     delivery("r3", "9", "1000 t", {"b": "1000 t"}))  # fmt: skip
    mean = (600 * 1.8 + 400 * 2.4 + 1000 * 9) / 2000
    values = {name: used[0].value.direct.value for name, used in found.items()}
    assert values == pytest.approx({"a": mean, "b": mean}, rel=1e-12)
    assert found["a"][0].mass.value == 800.0


def test_with_evidence_a_process_counts_only_the_deliveries_it_used() -> None:
    found = consumed(delivery("r1", "1.8", "600 t", {"a": "500 t"}, "batch cards"),
                     delivery("r2", "2.4", "400 t", {"a": "300 t"}, "batch cards"),
                     delivery("r3", "9", "1000 t", {"b": "1000 t"}))  # fmt: skip
    assert found["a"][0].value.direct.value == pytest.approx(2.04, rel=1e-12)
    assert "14(3)" in found["a"][0].value.direct.because


def test_evidence_for_one_of_two_deliveries_proves_nothing() -> None:
    found = consumed(
        delivery("r1", "1", "600 t", {"a": "500 t"}, "batch cards"),
        delivery("r2", "2", "400 t", {"a": "1 t"}),
        delivery("r3", "9", "1000 t", {"b": "1000 t"}),
    )
    assert found["a"][0].value.direct.value == pytest.approx((600 + 800 + 9000) / 2000, rel=1e-12)


def test_deliveries_of_another_code_stay_apart() -> None:
    ring = bought("ring", {"a": "10 t"}, received="10 t", cn_code=WASHERS, direct="8 t CO2e/t")
    codes = [used.cn_code for used in consumed(delivery("r1", "2", "600 t", {"a": "500 t"}), ring)["a"]]
    assert codes == ["72139149", WASHERS]


def test_a_code_with_spaces_is_the_same_code() -> None:
    spaced = bought("r2", {"a": "10 t"}, cn_code="7213 91 49", direct="4 t CO2e/t", received="100 t")
    (used,) = consumed(delivery("r1", "2", "100 t", {"a": "90 t"}), spaced)["a"]
    assert used.value.direct.value == pytest.approx(3.0, rel=1e-12)


def test_the_rest_of_a_delivery_is_what_the_others_left() -> None:
    found = consumed(delivery("rod", "2", "1100 t", {"a": "1000 t", "b": "rest"}))
    assert found["b"][0].mass.value == pytest.approx(100.0, rel=1e-12)


def test_a_mean_with_one_unknown_free_allocation_has_none_and_says_why() -> None:
    exempt = bought("r2", {"a": "10 t"}, country="DE")
    (used,) = consumed(delivery("r1", "2", "100 t", {"a": "90 t"}), exempt)["a"]
    assert used.value.free_allocation is None
    assert [item.code for item in used.value.why_no_allocation] == ["carbon.exempt_origin_undecided"]


def test_a_delivery_proven_to_have_gone_elsewhere_lowers_no_others_mean() -> None:
    found = consumed(delivery("r1", "1", "500 t", {"a": "500 t"}, "batch cards"),
                     delivery("r2", "3", "500 t", {"b": "500 t"}))  # fmt: skip
    values = {name: used[0].value.direct.value for name, used in found.items()}
    assert values == {"a": 1.0, "b": 3.0}
    carried = sum(used[0].mass.value * used[0].value.direct.value for used in found.values())
    assert carried == 500 * 1.0 + 500 * 3.0
