"""No request drawn from the description makes the API fail, or answer otherwise than it says (schemathesis)."""

from pathlib import Path

from tests.surface.api.described import Explorer

EXAMPLES = 2
"""For each person, as described and not; the long campaign `api_requests` sends many more."""


def test_every_route_answers_as_it_is_described(tmp_path: Path) -> None:
    explorer = Explorer(tmp_path)
    found = [line for operation in explorer.operations() for line in explorer.explore(operation, EXAMPLES)]
    assert found == []
    assert explorer.sent > 500
