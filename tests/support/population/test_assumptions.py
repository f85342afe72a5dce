"""What a result owes to an assumption can be seen by changing it."""

import pytest

from pulmu.support.population import make_parts, plan_nation, stated_assumptions
from pulmu.support.population.years import annual_sales


def test_one_value_is_changed_and_no_other() -> None:
    stated = stated_assumptions()
    changed = stated.with_value("pareto_alpha", 1.4)
    different = [row.name for row, other in zip(changed.rows, stated.rows, strict=True) if row != other]
    assert different == ["pareto_alpha"]
    assert changed.one("pareto_alpha") == 1.4
    assert stated.one("pareto_alpha") == 1.1


def test_an_unknown_one_is_refused() -> None:
    with pytest.raises(KeyError):
        stated_assumptions().with_value("beta", 1.0)
    with pytest.raises(KeyError):
        stated_assumptions().with_value("founded_in", 1.0, "1999")


def test_a_population_follows_its_assumptions() -> None:
    more = stated_assumptions().with_value("grace_growth", 7000)
    parts = make_parts(plan_nation(scale=1 / 1000, assumed=more))
    in_grace = 0
    for part in parts:
        known = part.firms["left_sme_on"].known
        if part.name.startswith("small") and known is not None:
            in_grace += int(known.sum())
    assert in_grace == 7  # and none of the 300 by related companies in a thousandth


def test_sums_stay_whatever_is_assumed() -> None:
    changed = stated_assumptions().with_value("pareto_alpha", 2.0).with_value("persons_elasticity", 0.5)
    plan = plan_nation(scale=1 / 1000, assumed=changed)
    for part in make_parts(plan):
        if part.name in ("small-C", "small-G", "small-K"):
            assert float(annual_sales(part.firms).sum()) == pytest.approx(plan.sales[part.name[-1]], rel=1e-4)
