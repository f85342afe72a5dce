"""Who uses a flow, as the plant file says it."""

from typing import Any

from pulmu.model import Quantity


def users(users: dict[str, float | None], unit: str, times: float = 1.0) -> dict[str, Any]:
    """Users of a flow, in its unit."""
    return {name: "rest" if amount is None else Quantity(amount * times, unit) for name, amount in users.items()}
