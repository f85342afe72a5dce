"""Live plants over REST: links, the last values, what came since, trends and events; read only."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.live_plant import follow_busy, keep_while, link_plant
from tests.services.jobs.test_looking_ahead import TREE
from tests.surface.api.people import Town
from tests.workshop import Bench

from pulmu.bootstrap.twin import sample_line
from pulmu.model import Document
from pulmu.services.lines.shelf import begin_line
from pulmu.services.workspaces.documents import save_document


def test_a_plant_is_read_by_a_program(town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    boss = town.founder("kim", "한빛체결")
    kim = town.member(boss, "preparer", "preparer")
    begin_line(town.place.gate, kim.actor, sample_line("extrusions"))
    file = tmp_path / "s.sqlite"
    monkeypatch.setattr("pulmu.services.live_links.feed.DEAD", timedelta(minutes=5))  # a busy machine takes its time
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
    trend = get("/press_shop/trend?tag=meter/electricity/power&hours=0.1&parts=10")
    known = [item["low"] is not None for item in trend["parts"]]  # type: ignore[index]
    assert sum(known) >= 5, "of six minutes; the last of them may have passed since"
    get("/press_shop/trend?tag=none", 422)
    assert isinstance(get("/press_shop/events")["items"], list)  # type: ignore[index]
    get("/none/latest", 404)


def test_how_the_shift_will_end_is_asked_and_read_by_a_program(town: Town, tmp_path: Path) -> None:
    boss = town.founder("kim", "한빛체결")
    kim = town.member(boss, "preparer", "preparer")
    save_document(town.place.gate, kim.actor, "line", "bench", Document(TREE, "bench.yaml"), seen=0)
    link_plant(town.served, kim.workspace, tmp_path / "none.sqlite", "bench")
    here = "/live/press_shop/ahead"
    assert kim.refusal("POST", here, json={"until": "tomorrow", "replications": 0})[0] == 422
    assert kim.refusal("POST", "/live/none/ahead", json={})[0] == 404
    job = kim.post(here, inside=True, status=202, json={"until": "2 h", "targets": {"lid": 3}, "replications": 4})
    Bench(town.place, follow=follow_busy).work_off()
    done = kim.get(f"/jobs/{job['id']}")
    assert done["state"] == "done", done
    assert done["links"]["ahead"].endswith(f"{here}/1")
    listed = kim.get(here)["items"]
    found = kim.get(f"{here}/1")
    assert [item["number"] for item in listed] == [1]
    assert found["answer"]["hours"] == 2.0
    assert found["answer"]["fan"][-1]["middle"] == found["good"]["middle"] == listed[0]["good"]["middle"]
    assert found["answer"]["carriers"][0]["fan"]
    assert kim.refusal("GET", f"{here}/2")[0] == 404
