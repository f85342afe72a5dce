"""By how much two numbers may differ and still count as equal: binary fractions must not decide a right."""

_SLACK = {"KRW": 1e-3, "share": 1e-9, "persons": 1e-9, "USD": 1e-3}


def tolerance(unit: str) -> float:
    """Of a unit: a thousandth of a won, a billionth of a share; 0 where the unit is counted in whole numbers.

    The least that averages of whole won can lie apart from a limit in whole won is 1/366 won.
    """
    return _SLACK.get(unit, 0.0)
