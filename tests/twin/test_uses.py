"""What a machine uses by the mass of its load."""

import pytest
from tests.twin.lines import line_of, results

LINE = """
id: furnace
carriers: [{id: gas, unit: Nm3, price: 900}]
stations:
  - {id: f, buffer: 4, batch: {least: 2, most: 4}, time: 1 h,
     uses: [{carrier: gas, idle: 3, busy: 3, per_kg: 0.08, per_cycle: 5}]}
products:
  - {id: light, piece_kg: 100, route: [{station: f, family: any}]}
  - {id: heavy, piece_kg: 250, route: [{station: f, family: any}]}
sources:
  - {id: lights, products: {light: 1}, every: 8 h, first: 0 s, lot: 3}
  - {id: heavies, products: {heavy: 1}, every: 8 h, first: 0 s}
"""


def test_gas_of_a_furnace_holds_its_temperature_and_warms_its_load() -> None:
    """Batches of 3 light pieces and the heavy one left from the time before; 3 Nm3 an hour hold the temperature."""
    (run,) = results(line_of(LINE), hours=79.5)
    use = run.uses[0]
    assert run.stations[0].cycles == 10
    assert use.by_state == pytest.approx(
        {"idle": 3 * 69.5, "busy": 30.0, "mass": 0.08 * (30 * 100 + 9 * 250), "cycles": 5.0 * 10}
    )
    assert use.cost_krw == pytest.approx(900 * use.amount)
