"""`pulmu plant unusual`: learned from kept samples, told once, in both languages; and while samples are kept."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.emulated import serving
from tests.surface.command import Pulmu

from pulmu.adapters.sample_store import SqliteSampleStore
from pulmu.model.tag import Sample, Tag

BEGIN = datetime(2026, 3, 2, tzinfo=UTC)
POWER = Tag(name="press/power", unit="kW", measure="power")


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Three days of a power, the last value far beyond all."""
    store = SqliteSampleStore(tmp_path / "kept.sqlite")
    store.describe([POWER])
    moments = [BEGIN + timedelta(minutes=10 * number) for number in range(432)]
    store.keep(
        [Sample(tag=POWER.name, value=500.0 if number == 431 else 200.0 + number * 37 % 61, unit="kW", at=at)
         for number, at in enumerate(moments)], at=moments[-1],
    )  # fmt: skip
    store.close()
    return tmp_path / "kept.sqlite"


@pytest.mark.parametrize(("lang", "words"), [("en", "beyond all values so far"), ("ko", "지금까지의 범위")])
def test_what_never_was_is_told_once_as_new(pulmu: Pulmu, kept: Path, lang: str, words: str) -> None:
    first = pulmu("plant", "unusual", kept, "--learn-days", "2", "--lang", lang)
    assert first.code == 0, first.err
    assert f"* {datetime(2026, 3, 4, 23, 50, tzinfo=UTC).astimezone():%Y-%m-%d %H:%M:%S}  press/power: " in first.out
    assert words in first.out
    again = pulmu("plant", "unusual", kept, "--learn-days", "2", "--lang", lang)
    assert "* " not in again.out
    assert words in again.out
    tree = json.loads(pulmu("plant", "unusual", kept, "--learn-days", "2", "--json").out)
    assert [row["seen"] for row in tree["events"] if row["aspect"] == "range"] == [500.0]
    assert tree["learning"] is False


def test_while_it_learns_it_says_so(pulmu: Pulmu, kept: Path) -> None:
    done = pulmu("plant", "unusual", kept, "--lang", "en")
    assert done.code == 0
    assert done.out == "Learned 3 of 14 days; until then nothing is told.\n"


def test_what_was_learned_and_is_damaged_is_told(pulmu: Pulmu, kept: Path) -> None:
    kept.with_name("kept.sqlite.learned.json").write_text(
        '{"cursor": 1, "watch": {"form": "watch/9"}}', encoding="utf-8"
    )
    done = pulmu("plant", "unusual", kept, "--lang", "en")
    assert done.code == 3
    assert "cannot be read" in done.err
    assert "Traceback" not in done.err
    assert pulmu("plant", "unusual", kept, "--anew").code == 0


def test_without_samples_it_says_how_to_get_some(pulmu: Pulmu, tmp_path: Path) -> None:
    done = pulmu("plant", "unusual", tmp_path / "none.sqlite", "--lang", "en")
    assert done.code == 1
    assert "pulmu plant keep" in done.err


def test_while_samples_are_kept_they_are_learned_from(pulmu: Pulmu, tmp_path: Path) -> None:
    with serving(tmp_path, "extrusions", "--speed", "60") as served:
        order = ("plant", "keep", served.address, "--kept", tmp_path / "kept.sqlite", "--keys", served.keys / "client",
                 "--every", "0.2", "--tag", "press/*", "--unusual", "100", "--lang", "en")  # fmt: skip
        learned = pulmu(*order, "--learn-days", "0.01", "--seconds", "3")
        assert learned.code == 0, learned.err
    tree = json.loads((tmp_path / "kept.sqlite.learned.json").read_text(encoding="utf-8"))
    assert {"press/1/state", "press/electricity/power"} <= set(tree["watch"]["habits"])
    assert "! " not in learned.out  # it learns


def test_a_plant_is_watched_without_keeping_its_values(pulmu: Pulmu, tmp_path: Path) -> None:
    with serving(tmp_path, "extrusions", "--speed", "60") as served:
        order = ("plant", "unusual", served.address, "--learned", tmp_path / "hall", "--keys", served.keys / "client",
                 "--every", "0.2", "--tag", "press/*", "--learn-days", "0.01")  # fmt: skip
        done = pulmu(*order, "--seconds", "3", "--lang", "en")
        assert done.code == 0, done.err
        assert "Watching" in done.out
        assert "hall.unusual.jsonl" in done.out
        assert "days; until then nothing is told" in done.out
        again = pulmu(*order, "--seconds", "1", "--json")
        assert (again.code, again.out) == (0, "")
        nobody = pulmu(*order, "--guard", tmp_path, "--seconds", "1", "--lang", "en")
        assert nobody.code == 3
        assert "Traceback" not in nobody.err
        none = pulmu("plant", "unusual", served.address, "--keys", served.keys / "client", "--tag", "no/such")
        assert none.code == 1
    tree = json.loads((tmp_path / "hall.learned.json").read_text(encoding="utf-8"))
    assert {"press/1/state", "press/electricity/power"} <= set(tree["watch"]["habits"])
    assert not list(tmp_path.glob("*.sqlite"))
