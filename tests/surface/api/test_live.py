"""Live plants over REST: links, the last values, what came since, trends and events; read only."""

from datetime import UTC, datetime
from pathlib import Path

from tests.live_plant import keep_while, link_plant
from tests.surface.api.people import Town

from pulmu.bootstrap.twin import sample_line
from pulmu.services.lines.shelf import begin_line


def test_a_plant_is_read_by_a_program(town: Town, tmp_path: Path) -> None:
    boss = town.founder("kim", "한빛체결")
    kim = town.member(boss, "preparer", "preparer")
    begin_line(town.place.gate, kim.actor, sample_line("extrusions"))
    file = tmp_path / "s.sqlite"
    keep_while(file, datetime.now(UTC), minutes=5).close()
    link_plant(town.served, kim.workspace, file, "extrusions")

    def get(path: str, status: int = 200) -> object:
        answer = kim.client.get(kim.url(f"/live{path}", True))
        assert answer.status_code == status, answer.text
        assert str(tmp_path) not in answer.text
        return answer.json()

    assert [item["id"] for item in get("")["items"]] == ["press_shop"]  # type: ignore[index]
    latest = get("/press_shop/latest")
    assert latest["is_kept"]  # type: ignore[index]
    assert {item["standing"] for item in latest["values"]} == {"good"}  # type: ignore[index]
    first = get("/press_shop/since?most=10")
    again = get(f"/press_shop/since?cursor={first['cursor']}&most=10")  # type: ignore[index]
    assert len(first["values"]) == len(again["values"]) == 10  # type: ignore[index]
    assert again["cursor"] == first["cursor"] + 10  # type: ignore[index]
    trend = get("/press_shop/trend?tag=meter/electricity/power&hours=0.05&parts=10")
    assert [item["low"] is None for item in trend["parts"]] == [False] * 10  # type: ignore[index]
    get("/press_shop/trend?tag=none", 422)
    assert isinstance(get("/press_shop/events")["items"], list)  # type: ignore[index]
    get("/none/latest", 404)
