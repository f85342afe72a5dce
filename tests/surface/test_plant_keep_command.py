"""`pulmu plant keep` and `compare` on an emulated plant in a process of its own: kept, cut off, and compared."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.emulated import Served, serving
from tests.surface.command import Pulmu

from pulmu.adapters.sample_store import SqliteSampleStore

ALWAYS = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))


def test_values_are_kept_and_compared_with_the_line(pulmu: Pulmu, tmp_path: Path) -> None:
    kept = tmp_path / "kept.sqlite"
    with serving(tmp_path, "extrusions", "--speed", "600") as served:
        done = keep(pulmu, served, kept, 12)
        assert done.code == 0, done.err
        assert "Keeping 75 tags" in done.out
        again = keep(pulmu, served, kept, 2, "--tag", "press/*")
        assert again.code == 0, again.err
    store = SqliteSampleStore(kept)
    assert len(store.tags()) == 75
    energy = list(store.samples("press/electricity/energy", *ALWAYS))
    assert len(energy) > 30
    assert [item.value for item in energy] == sorted(item.value for item in energy)  # type: ignore[type-var]
    assert {gap.because for gap in store.gaps("press/electricity/energy")} == {"not_watched"}
    store.close()
    told = pulmu("plant", "compare", "extrusions", "--kept", kept, "--speed", "600", "--lang", "en")
    assert told.code == 0, told.err
    assert "States known for" in told.out
    assert "time at work for a piece" in told.out
    tree = json.loads(pulmu("plant", "compare", "extrusions", "--kept", kept, "--speed", "600", "--json").out)
    assert {row["station"] for row in tree["drifts"]} >= {"press", "saw"}
    assert tree["unknown_hours"] > 0


def keep(pulmu: Pulmu, served: Served, kept: Path, seconds: int, *more: str) -> "object":
    return pulmu(
        "plant", "keep", served.address, "--kept", kept, "--keys", served.keys / "client", "--every", "0.2",
        "--seconds", seconds, "--lang", "en", *more,
    )  # fmt: skip


@pytest.mark.parametrize(("lang", "words"), [("en", "there is no such file"), ("ko", "보관한 표본 파일이 없습니다")])
def test_without_samples_it_says_how_to_get_some(pulmu: Pulmu, tmp_path: Path, lang: str, words: str) -> None:
    done = pulmu("plant", "compare", "extrusions", "--kept", tmp_path / "none.sqlite", "--lang", lang)
    assert done.code == 1
    assert words in done.err
    assert "pulmu plant keep" in done.err
    assert not (tmp_path / "none.sqlite").exists()


def test_an_empty_store_and_a_file_that_is_none_are_told(pulmu: Pulmu, tmp_path: Path) -> None:
    SqliteSampleStore(tmp_path / "empty.sqlite").close()
    assert (
        "no sample is kept"
        in pulmu("plant", "compare", "extrusions", "--kept", tmp_path / "empty.sqlite", "--lang", "en").err
    )
    (tmp_path / "odd.sqlite").write_bytes(b"this is no store of samples at all, and never was one" * 99)
    done = pulmu("plant", "compare", "extrusions", "--kept", tmp_path / "odd.sqlite", "--lang", "en")
    assert done.code == 3
    assert "Traceback" not in done.err


def test_a_plant_that_is_not_reached_leaves_no_file(pulmu: Pulmu, tmp_path: Path) -> None:
    kept = tmp_path / "kept.sqlite"
    done = pulmu("plant", "keep", "opc.tcp://127.0.0.1:1/none", "--kept", kept, "--keys", tmp_path)
    assert done.code == 3
    assert not kept.exists()
