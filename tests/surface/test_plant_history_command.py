"""`pulmu plant history` and what follows on it: a plain export, and a year of a Korean steel plant."""

import json
import tracemalloc
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from tests.surface.command import Pulmu

from pulmu.adapters import history_file
from pulmu.adapters.history_file import HistoryFile
from pulmu.adapters.sample_store import SqliteSampleStore
from pulmu.model.tag_map import MappedTag, TagMap
from pulmu.services.live import history
from pulmu.services.live.history import HistoryWish, import_history

WORDS = {"Run": "busy", "Wait": "idle", "Fault": "down"}
MAP = {
    "pulmu": "tag_map/1",
    "tags": [
        {"tag": "press/1/state", "node": "P1.State", "words": WORDS},
        {"tag": "press/pieces", "node": "P1.Count"},
        {"tag": "press/electricity/energy", "node": "P1.kWh"},
    ],
}


def export(folder: Path, hours: int = 30, kilowatt: float = 200.0) -> Path:
    """A press that works eight minutes of ten, a piece every two, in a wide file of a row a minute."""
    rows = ["Time,P1.State,P1.Count,P1.kWh"]
    energy, count = 0.0, 0
    start = datetime(2026, 3, 2, 8)
    for minute in range(hours * 60):
        is_busy = minute % 10 < 8
        rows.append(
            f"{start + timedelta(minutes=minute):%Y-%m-%d %H:%M},{'Run' if is_busy else 'Wait'},{count},{energy:.4f}"
        )
        energy += (kilowatt if is_busy else 20) / 60
        count += is_busy and minute % 2 == 1
    file = folder / "export.csv"
    file.write_text("\n".join(rows), "utf-8")
    (folder / "map.yaml").write_text(yaml.safe_dump(MAP), "utf-8")
    return file


def test_a_comparison_and_a_proposal_rest_on_history_alone(pulmu: Pulmu, tmp_path: Path) -> None:
    file, kept, out = export(tmp_path), tmp_path / "kept.sqlite", tmp_path / "proposed.yaml"
    done = pulmu("plant", "history", file, "--map", tmp_path / "map.yaml", "--kept", kept, "--lang", "en")
    assert done.code == 0, done.err
    assert "1,800 rows, 5,400 values of 3 tags read; 5,400 new ones kept" in done.out
    told = pulmu("plant", "compare", "extrusions", "--kept", kept, "--propose", out, "--lang", "en")
    assert told.code == 0, told.err
    assert "press, electricity.busy: 260 -> 200 kW" in told.out
    assert "Nothing is in force" in told.out
    press = next(item for item in yaml.safe_load(out.read_text("utf-8"))["stations"] if item["id"] == "press")
    use = next(item for item in press["uses"] if item["carrier"] == "electricity")
    assert float(use["busy"]) == pytest.approx(200, rel=0.01)
    again = pulmu("plant", "compare", "extrusions", "--kept", kept, "--propose", out, "--lang", "ko")
    assert again.code == 1  # a file that is there is not replaced
    assert pulmu("simulate", out, "--hours", "24", "--warm-up", "0").code == 0


def test_what_is_wrong_is_told_in_one_report_and_nothing_is_kept(pulmu: Pulmu, tmp_path: Path) -> None:
    kept = tmp_path / "kept.sqlite"
    file = export(tmp_path)
    odd = tmp_path / "odd.csv"
    odd.write_text("Time,P1.Count\nsoon,1\nlater,2\n", "utf-8")
    for lang, words in (("en", "'soon' is no time"), ("ko", "시각으로 읽을 수 없습니다")):
        done = pulmu("plant", "history", file, odd, "--map", tmp_path / "map.yaml", "--kept", kept, "--lang", lang)
        assert done.code == 1
        assert words in done.err
    tree = json.loads(pulmu("plant", "history", odd, "--map", tmp_path / "map.yaml", "--kept", kept, "--json").out)
    assert [item["code"] for item in tree["problems"]] == ["live.history_time"] * 2
    odd.write_bytes(b"\x00\x01" * 99)
    assert pulmu("plant", "history", odd, "--map", tmp_path / "map.yaml", "--kept", kept).code == 1
    assert pulmu("plant", "history", tmp_path / "none.csv", "--map", tmp_path / "map.yaml", "--kept", kept).code == 3
    assert list(tmp_path.glob("kept*")) == []


def test_a_year_of_a_korean_steel_plant(pulmu: Pulmu, shared: Path, tmp_path: Path) -> None:
    file, kept = shared / "data" / "steel_industry" / "Steel_industry_data.csv", tmp_path / "kept.sqlite"
    entry = {"tag": "meter/electricity/energy", "node": "Usage_kWh", "counts": "interval"}
    (tmp_path / "map.yaml").write_text(yaml.safe_dump({"pulmu": "tag_map/1", "tags": [entry]}), "utf-8")
    done = pulmu("plant", "history", file, "--map", tmp_path / "map.yaml", "--kept", kept, "--lang", "en")
    assert done.code == 0, done.err
    assert "35,040 rows" in done.out
    assert "0 gaps marked" in done.out
    assert "365 rows at 00:00 follow the end of the same day" in done.err
    store = SqliteSampleStore(kept)
    found = list(store.samples("meter/electricity/energy", datetime(2017, 1, 1, tzinfo=UTC),
                               datetime(2020, 1, 1, tzinfo=UTC)))  # fmt: skip
    store.close()
    assert len(found) == 35_041
    assert found[-1].value == pytest.approx(959_636.71)
    assert (found[0].at, found[-1].at) == (
        datetime(2017, 12, 31, 15, tzinfo=UTC), datetime(2018, 12, 31, 15, tzinfo=UTC)
    )  # fmt: skip


def test_memory_does_not_grow_with_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "TOGETHER", 1000)
    monkeypatch.setattr(history, "LOOKED_AT", 1000)
    monkeypatch.setattr(history_file, "_PIECE", 10_000)
    tag_map = TagMap(tags=(MappedTag(tag="press/electricity/energy", node="P1.kWh"),))

    def peak(hours: int) -> int:
        folder = tmp_path / str(hours)
        folder.mkdir()
        store = SqliteSampleStore(folder / "kept.sqlite")
        file = export(folder, hours)
        tracemalloc.start()
        import_history([HistoryFile(str(file))], tag_map, (), store, wish=HistoryWish(), at=datetime.now(UTC))
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        store.close()
        return most

    small = peak(80)
    assert peak(240) < 1.3 * small
