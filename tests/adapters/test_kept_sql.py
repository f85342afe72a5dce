"""SQL that one process keeps for the next: the same answers without Ibis, and nothing of a stranger's run."""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pulmu.bootstrap.population import open_population
from pulmu.model import Source
from pulmu.services.population_engine import PopulationEngine
from pulmu.support.rules import Compare, Given, Rulebook, Setting, constant, fingerprint

DAY = date(2026, 11, 27)
LIMIT = constant("limit", 10.0, "KRW", Source("an act", "1"))
RULES = Rulebook({"limit": LIMIT}, {"within": Compare("within", Given("x", "KRW"), "<", Setting("limit"), unit="KRW")})
ASKED = fingerprint(RULES, DAY)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "pulmu" / "engine"


def population(folder: Path, values: list[int | None], name: str = "x") -> Path:
    folder.mkdir()
    pq.write_table(
        pa.table({"firm_id": list(range(len(values))), name: pa.array(values, "int64")}), folder / "firms.parquet"
    )
    return folder


def building(engine: PopulationEngine) -> Any:
    from pulmu.support.rules.columns import columns

    firms = engine.keep("small", engine.table("firms").filter(lambda table: table.firm_id < 3))
    return columns(RULES, DAY, firms).order_by("firm_id")


def never(_: PopulationEngine) -> Any:
    raise AssertionError("it was built again")


def answers(folder: Path, build: Callable[[PopulationEngine], Any], asked: str = ASKED) -> list[int]:
    engine = open_population(folder)
    try:
        found = engine.answers(asked, build)["within"].tolist()
        again = engine.answers(asked, build)["within"].tolist()
    finally:
        engine.close()
    assert found == again
    return found


def the_file(cache: Path) -> Path:
    (file,) = cache.iterdir()
    return file


def test_the_second_to_ask_builds_nothing(tmp_path: Path, cache: Path) -> None:
    folder = population(tmp_path / "population", [5, 10, None, 7])
    assert answers(folder, building) == [2, 0, 1]
    assert answers(folder, never) == [2, 0, 1]
    assert the_file(cache).stat().st_mode & 0o077 == 0 or os.name == "nt"


def test_the_second_process_loads_no_ibis(tmp_path: Path) -> None:
    folder = population(tmp_path / "population", [5, 10, None, 7])
    assert answers(folder, building) == [2, 0, 1]
    program = (
        "import sys, tests.adapters.test_kept_sql as t; from pathlib import Path\n"
        "assert 'ibis' not in sys.modules\n"
        "print(t.answers(Path(sys.argv[1]), t.never), 'ibis' in sys.modules, 'sqlglot' in sys.modules)"
    )
    env = {**os.environ, "PYTHONHASHSEED": "4711"}
    command = [sys.executable, "-c", program, str(folder)]
    run = subprocess.run(command, capture_output=True, text=True, check=False, env=env, cwd=Path(__file__).parents[2])
    assert run.stdout.split() == ["[2,", "0,", "1]", "False", "False"], run.stderr


def test_other_rules_other_columns_and_other_gaps_are_built_anew(tmp_path: Path, cache: Path) -> None:
    answers(population(tmp_path / "a", [5, 10, None]), building)
    answers(population(tmp_path / "b", [5, 10, 12]), building)
    folder = population(tmp_path / "c", [5, 10, 12], "y")
    assert answers(folder, building) == [1, 1, 1]
    answers(folder, building, fingerprint(RULES.replace("limit", 6.0), DAY))
    assert len(list(cache.iterdir())) == 4


def sealed(body: dict[str, Any]) -> bytes:
    return sealed_text(json.dumps(body).encode())


def sealed_text(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest().encode() + b"\n" + data


def body_of(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(file.read_bytes().partition(b"\n")[2])
    return found


DAMAGES: dict[str, Callable[[bytes, dict[str, Any]], bytes]] = {
    "cut": lambda data, _: data[: len(data) // 2],
    "empty": lambda *_: b"",
    "changed": lambda data, _: data.replace(b"10", b"99"),
    "of another key": lambda _, body: sealed({**body, "key": "0" * 64}),
    "of another shape": lambda _, body: sealed({**body, "kept": 3}),
    "no SQL": lambda _, body: sealed({**body, "query": "SELECT FROM WHERE"}),
    "of other tables": lambda _, body: sealed({**body, "query": "SELECT nothing FROM nowhere"}),
    "kept of other tables": lambda _, body: sealed({**body, "kept": [["_1_small", "SELECT * FROM nowhere"]]}),
    "deeply nested": lambda *_: sealed_text(b"[" * 100_000),
}


@pytest.mark.parametrize("damage", sorted(DAMAGES))
def test_what_is_damaged_is_built_anew(tmp_path: Path, cache: Path, damage: str) -> None:
    folder = population(tmp_path / "population", [5, 10, None])
    answers(folder, building)
    whole = the_file(cache).read_bytes()
    the_file(cache).write_bytes(DAMAGES[damage](whole, body_of(the_file(cache))))
    assert answers(folder, building) == [2, 0, 1]
    assert the_file(cache).read_bytes() == whole


DEEDS = (
    "COPY (SELECT 1) TO '{stolen}'",
    "SELECT 0 AS firm_id, 0 AS within; COPY (SELECT 1) TO '{stolen}'",
    "ATTACH '{stolen}'",
    "CREATE TABLE stolen AS SELECT 1",
    "SET threads = 1",
)


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("where", ["query", "kept", "name"])
def test_what_does_more_than_select_is_not_run(tmp_path: Path, cache: Path, deed: str, where: str) -> None:
    folder, stolen = population(tmp_path / "population", [5, 10, None]), tmp_path / "stolen"
    answers(folder, building)
    file, query = the_file(cache), deed.format(stolen=stolen)
    body = body_of(file)
    evil = {"query": {"query": query}, "kept": {"kept": [["_1_small", query]]},
            "name": {"kept": [[f'a" AS SELECT 1; {query}; CREATE TABLE "b', "SELECT 1"]]}}[where]  # fmt: skip
    file.write_bytes(sealed({**body, **evil}))
    assert answers(folder, building) == [2, 0, 1]
    assert not stolen.exists()
    assert body_of(file) == body


@pytest.mark.skipif(os.name == "nt", reason="the system has no such modes")
@pytest.mark.parametrize("who", ["folder", "file", "link"])
def test_what_others_may_write_is_not_read(tmp_path: Path, cache: Path, who: str) -> None:
    folder = population(tmp_path / "population", [5, 10, None])
    answers(folder, building)
    file = the_file(cache)
    file.write_bytes(sealed({**body_of(file), "kept": [], "query": "SELECT 7 AS within"}))
    assert answers(folder, building) == [7]
    if who == "link":
        file.rename(tmp_path / "elsewhere")
        file.symlink_to(tmp_path / "elsewhere")
    else:
        (cache if who == "folder" else file).chmod(0o777)
    assert answers(folder, building) == [2, 0, 1]


def test_a_table_is_kept_for_what_reads_it_and_its_sql_for_the_next_process(tmp_path: Path, cache: Path) -> None:
    folder = population(tmp_path / "population", [5, 10, None])
    for build in (building, never):
        engine = open_population(folder)
        try:
            table = engine.kept("answered", ASKED, build)
            assert engine.to_columns(table.order_by("firm_id").select("within"))["within"].tolist() == [2, 0, 1]
            assert engine.to_columns(table.aggregate(firms=table.count()))["firms"].tolist() == [3]
        finally:
            engine.close()
    the_file(cache)


def test_where_nothing_can_be_kept_it_is_built_each_time(tmp_path: Path, cache: Path) -> None:
    cache.parent.mkdir(parents=True)
    cache.write_text("a file in the way")
    folder = population(tmp_path / "population", [5, 10, None])
    assert [answers(folder, building) for _ in range(2)] == [[2, 0, 1]] * 2


def test_what_is_kept_stays_few(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pulmu.adapters._engine.compiled.MOST_FILES", 3)
    folder = population(tmp_path / "population", [5])
    for number in range(5):
        answers(folder, building, fingerprint(number))
    assert len(list(cache.iterdir())) == 3


def test_a_fingerprint_is_that_of_the_content() -> None:
    again = Rulebook({"limit": replace(LIMIT)}, dict(RULES.outputs))
    assert fingerprint(again, DAY) == ASKED
    assert RULES.uses("within") == {"limit"}  # which a rulebook remembers
    assert fingerprint(RULES, DAY) == ASKED
    others = [RULES.replace("limit", 11.0), RULES.replace("limit", 10), RULES.replace("limit", True)]
    found = [fingerprint(rules, DAY) for rules in others] + [fingerprint(RULES, date(2026, 11, 28)), fingerprint(RULES)]
    assert len({ASKED, *found}) == 6
    assert fingerprint(frozenset("abc")) == fingerprint(frozenset("cba")) != fingerprint(("a", "b", "c"))
    assert fingerprint(("a", "bc")) != fingerprint(("ab", "c"))
    with pytest.raises(TypeError):
        fingerprint(print)
