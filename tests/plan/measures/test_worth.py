"""Payback and present value against arithmetic by hand."""

import numpy as np
import pytest

from pulmu.plan.measures.worth import net_present_value, present_worth_of_a_won, simple_payback


def test_a_present_value_by_hand() -> None:
    assert present_worth_of_a_won(0.0, 7) == 7.0
    assert present_worth_of_a_won(0.25, 2) == 0.8 + 0.64
    value = net_present_value(np.array([100.0]), np.array([80.0]), 5.0, 0.25, 2)
    assert value.tolist() == pytest.approx([75 * 1.44 - 100])


def test_what_saves_nothing_never_pays() -> None:
    assert simple_payback(np.array([100.0, 100.0, 100.0]), np.array([40.0, 0.0, -3.0])).tolist() == [
        2.5,
        np.inf,
        np.inf,
    ]
