"""`pulmu population import`: a register of firms as a file has it, confirmed, checked, kept; refused whole."""

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import duckdb
import pytest
from tests.surface.command import Pulmu

HEADS = (
    "사업자등록번호,업종코드,시도,설립일자,결산월,매출액_2023(백만원),매출액_2024(백만원),매출액_2025(백만원),"
    "자산총계(백만원),상시근로자수,listed,비고"
)
ROWS = (
    "101-81-00001,C24112,서울,19990104,12,\"120,000\",130000,140000,200000,320,N,",
    "101-81-00002,C25924,경기도,20250701,12월,,,900,500,4,N,=1+1",
    "101-81-00003,10,충남,20100301,3,100,200,300,,12,Y,본사",
)  # fmt: skip


def written(folder: Path, rows=ROWS, encoding="utf-8", sign=",", heads=HEADS) -> Path:
    text = "\n".join([heads, *rows]) + "\n"
    if sign != ",":
        text = re.sub(r'"(\d+),(\d+)"', r"\1\2", text).replace(",", sign)
    (folder / "register.csv").write_bytes(text.encode(encoding))
    return folder / "register.csv"


def confirmed(folder: Path, file: Path, pulmu: Pulmu) -> Path:
    answer = pulmu("population", "import", file, "--propose", "--map", folder / "map.toml", "--lang", "en")
    assert answer.code == 0, answer.err
    text = (folder / "map.toml").read_text(encoding="utf-8")
    assert "confirmed = false" in text
    (folder / "map.toml").write_text(text.replace("confirmed = false", "confirmed = true"), encoding="utf-8")
    return folder / "map.toml"


def imported(folder: Path, file: Path, pulmu: Pulmu, *more: object):
    chosen = ("--map", folder / "map.toml", "--out", folder / "out", "--day", "2026-11-25", "--lang", "en")
    return pulmu("population", "import", file, *chosen, *more)


def firms(folder: Path, columns: str) -> list[tuple]:
    files = str(folder / "out" / "firms-*.parquet")
    return duckdb.sql(f"SELECT {columns} FROM read_parquet('{files}') ORDER BY firm_id").fetchall()


@pytest.mark.parametrize(("encoding", "sign"), [("utf-8", ","), ("utf-8-sig", ";"), ("cp949", "\t")])
def test_a_register_becomes_a_population(tmp_path: Path, pulmu: Pulmu, encoding: str, sign: str) -> None:
    file = written(tmp_path, encoding=encoding, sign=sign)
    confirmed(tmp_path, file, pulmu)
    answer = imported(tmp_path, file, pulmu)
    assert answer.code == 0, answer.err
    assert "A register of real firms: 3 firms of 3 rows" in answer.out
    found = firms(tmp_path, "register_id, section, limit_row, province, basis, sales_1_krw, sales_3_krw, listed, body")
    assert found == [
        ("101-81-00001", "C", 24, "KR-11", "three_years", 140_000_000_000, 120_000_000_000, False, None),
        ("101-81-00002", "C", 25, "KR-41", "recent_12_months", 900_000_000, None, False, None),
        ("101-81-00003", "C", 10, "KR-44", "three_years", None, 200_000_000, True, None),
    ]
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["kind"], manifest["is_synthetic"], manifest["register"]["rows"]) == ("register", False, 3)
    missing = {item["fact"]: item["share"] for item in manifest["register"]["missing"]}
    assert missing["province"] == 0
    assert missing["body"] == 1
    shown = pulmu("population", "fit", tmp_path / "out", "--check-hashes", "--lang", "ko")
    assert shown.code == 0
    assert "실제 기업의 명부입니다" in shown.out


def in_parquet(folder: Path, rows: str = "*") -> Path:
    """The same register as data frames and DuckDB write it: numbers as numbers, days as midnights."""
    text = written(folder)
    told = (
        'REPLACE (strptime("설립일자", \'%Y%m%d\')::TIMESTAMP AS "설립일자", '
        'TRY_CAST(rtrim("결산월", \'월\') AS DOUBLE) AS "결산월", '
        'TRY_CAST("자산총계(백만원)" AS BIGINT) AS "자산총계(백만원)", listed = \'Y\' AS listed)'
    )
    source = f"read_csv('{text}', all_varchar = true)"
    duckdb.sql(f"COPY (SELECT {rows} {told} FROM {source}) TO '{folder / 'register.parquet'}' (FORMAT parquet)")
    text.unlink()
    return folder / "register.parquet"


def test_a_register_in_parquet_is_that_in_text(tmp_path: Path, pulmu: Pulmu) -> None:
    found = []
    for name, make in (("text", written), ("parquet", in_parquet)):
        folder = tmp_path / name
        folder.mkdir()
        file = make(folder)
        confirmed(folder, file, pulmu)
        answer = imported(folder, file, pulmu)
        assert answer.code == 0, answer.err
        manifest = json.loads((folder / "out" / "manifest.json").read_text(encoding="utf-8"))
        assert manifest["register"]["rows"] == 3
        assert manifest["register"]["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
        found.append(firms(folder, "* EXCLUDE (firm_id)"))
    assert found[0] == found[1]


def test_a_wrong_value_of_a_parquet_register_is_told_by_its_row(tmp_path: Path, pulmu: Pulmu) -> None:
    file = in_parquet(tmp_path)
    duckdb.sql(f"CREATE OR REPLACE TABLE r AS SELECT * FROM read_parquet('{file}')")
    duckdb.sql('UPDATE r SET "자산총계(백만원)" = -3 WHERE "사업자등록번호" = \'101-81-00002\'')
    duckdb.sql(f"COPY r TO '{file}' (FORMAT parquet)")
    confirmed(tmp_path, file, pulmu)
    answer = imported(tmp_path, file, pulmu)
    assert answer.code == 1
    assert "register.parquet:3: 자산총계(백만원): '-3'" in answer.err


@pytest.mark.parametrize("damage", ["cut", "head", "middle", "foot", "empty", "no rows", "nested", "long", "twice"])
def test_a_parquet_register_that_cannot_be_is_refused(tmp_path: Path, pulmu: Pulmu, damage: str) -> None:
    file = in_parquet(tmp_path)
    confirmed(tmp_path, file, pulmu)
    whole = file.read_bytes()
    queries = {
        "no rows": "SELECT * FROM t WHERE false",
        "nested": "SELECT * REPLACE (['a'] AS listed) FROM t",
        "long": "SELECT * REPLACE (repeat('x', 10001) AS \"비고\") FROM t",
        "twice": 'SELECT *, 1 AS " 비고" FROM t',
    }
    if damage in queries:
        query = queries[damage].replace("FROM t", f"FROM read_parquet('{file}')")
        duckdb.sql(f"COPY ({query}) TO '{tmp_path / 'bad.parquet'}' (FORMAT parquet)")
        (tmp_path / "bad.parquet").rename(file)
    else:
        half = len(whole) // 2
        file.write_bytes({"cut": whole[:half], "head": whole[:4], "middle": whole[:100] + b"\xff" * 200 + whole[300:],
                          "foot": whole[:-60] + b"\x7f" * 40 + whole[-20:], "empty": b"PAR1PAR1"}[damage])  # fmt: skip
    answer = imported(tmp_path, file, pulmu)
    assert answer.code == 1
    assert "Traceback" not in answer.err
    assert ("error  " in answer.err) and not (tmp_path / "out").exists()
    codes = {
        "nested": "is no text, number",
        "long": "over 10000 signs",
        "twice": "name every column once",
        "no rows": "no row",
    }
    assert codes.get(damage, "Parquet file is damaged") in answer.err


def test_a_parquet_register_with_too_many_rows_is_refused(
    tmp_path: Path, pulmu: Pulmu, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = in_parquet(tmp_path)
    monkeypatch.setattr("pulmu.adapters._register.parquet.MOST_ROWS", 2)
    answer = pulmu("population", "import", file, "--propose", "--map", tmp_path / "map.toml", "--lang", "ko")
    assert answer.code == 1
    assert "행이 2개를 넘거나" in answer.err


def test_a_reader_that_prints_without_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pulmu.adapters import _untrusted

    monkeypatch.setattr("pulmu.adapters._untrusted.process.LONGEST_LINE", 1000)
    endless = tmp_path / "endless.py"
    endless.write_text("import sys\nwhile True:\n    sys.stdout.write('x' * 100)\n", encoding="utf-8")
    silent = tmp_path / "silent.py"
    silent.write_text("import time\ntime.sleep(600)\n", encoding="utf-8")
    for reader in (endless, silent):
        with _untrusted.child_lines(reader, _untrusted.Limit(seconds=1)) as lines:
            assert list(lines) == [{"refused": "too_large"}]


def test_the_rules_of_size_run_on_a_register(tmp_path: Path, pulmu: Pulmu) -> None:
    pytest.importorskip("ibis")
    from pulmu.bootstrap.population import open_population
    from pulmu.support.rules.columns import columns
    from pulmu.support.size import size_rules
    from pulmu.support.size.columns import prepared

    file = written(tmp_path)
    confirmed(tmp_path, file, pulmu)
    assert imported(tmp_path, file, pulmu).code == 0
    engine, day, rules = open_population(tmp_path / "out"), date(2026, 11, 25), size_rules().rulebook()
    try:
        ready = prepared(rules, engine.table("firms"), engine.table("links"), day)
        found = engine.to_columns(columns(rules, day, ready.firms, ready.relations))
    finally:
        engine.close()
    assert sorted(found["firm_id"].tolist()) == [1, 2, 3]


def test_a_map_nobody_confirmed_imports_nothing(tmp_path: Path, pulmu: Pulmu) -> None:
    file = written(tmp_path)
    pulmu("population", "import", file, "--propose", "--map", tmp_path / "map.toml")
    answer = imported(tmp_path, file, pulmu)
    assert answer.code == 1
    assert "confirmed = true" in answer.err
    assert not (tmp_path / "out").exists()


def test_a_proposal_is_not_written_over(tmp_path: Path, pulmu: Pulmu) -> None:
    file = written(tmp_path)
    confirmed(tmp_path, file, pulmu)
    assert pulmu("population", "import", file, "--propose", "--map", tmp_path / "map.toml").code == 1
    assert "confirmed = true" in (tmp_path / "map.toml").read_text(encoding="utf-8")


BAD = (
    "101-81-00001,C24112,서울,19990104,12,1,1,1,1,1,N,",
    "101-81-00001,C24112,서울,19990104,12,1,1,1,1,1,N,",
    "101-81-00005,C99999,서울,19990231,13,x,-1,1,1e99,nan,N,",
    "101-81-00006,C24112",
    "101-81-00007,C24112,서울,19990104,3.5,1,1,1,1,1,N,",
    "101-81-00008,C24112,서울,19990104,0,1,1,1,1,1,N,",
    "=cmd(),C24112,평양,19990104,12,1,1,1,1,1,N,",
)


def test_everything_wrong_is_told_at_once_and_nothing_is_written(tmp_path: Path, pulmu: Pulmu) -> None:
    confirmed(tmp_path, written(tmp_path), pulmu)
    answer = imported(tmp_path, written(tmp_path, BAD), pulmu)
    assert answer.code == 1
    for said in (
        "stands in a row before",
        "19990231",
        "'13'",
        "'3.5'",
        "'0'",
        "'x'",
        "'-1'",
        "'1e99'",
        "'nan'",
        "2 cells",
        "평양",
    ):
        assert said in answer.err, said
    assert not (tmp_path / "out").exists()
    assert not list(tmp_path.glob(".pulmu-population-*"))


def test_of_many_wrong_values_some_are_shown_and_all_counted(tmp_path: Path, pulmu: Pulmu) -> None:
    confirmed(tmp_path, written(tmp_path), pulmu)
    rows = [f"{number},C24112,서울,19990104,12,x,1,1,1,1,N," for number in range(200)]
    answer = imported(tmp_path, written(tmp_path, rows), pulmu)
    assert "150 more values are wrong, 200 in all" in answer.err


def test_bad_rows_can_be_left_out_and_are_kept_aside(tmp_path: Path, pulmu: Pulmu) -> None:
    confirmed(tmp_path, written(tmp_path), pulmu)
    answer = imported(tmp_path, written(tmp_path, BAD), pulmu, "--skip-bad")
    assert answer.code == 0, answer.err
    assert "6 rows left out" in answer.out
    assert firms(tmp_path, "register_id") == [("101-81-00001",)]
    kept = (tmp_path / "out" / "skipped.csv").read_text(encoding="utf-8").splitlines()
    assert len(kept) == 6
    assert kept[-1].startswith("'=cmd()")


def test_holdings_name_firms_of_the_register(tmp_path: Path, pulmu: Pulmu) -> None:
    file = written(tmp_path)
    confirmed(tmp_path, file, pulmu)
    links = tmp_path / "links.csv"
    links.write_text("owner,owned,share\n101-81-00001,101-81-00002,0.6\n101-81-00003,101-81-00002,\n", encoding="utf-8")
    assert imported(tmp_path, file, pulmu, "--links", links).code == 0
    found = duckdb.sql(f"SELECT * FROM read_parquet('{tmp_path}/out/links-*.parquet') ORDER BY owner_id").fetchall()
    assert found == [(1, 2, 0.6, None), (3, 2, None, None)]
    links.write_text("owner,owned,share\n101-81-00001,nobody,0.6\n101-81-00003,101-81-00002,60\n", encoding="utf-8")
    answer = pulmu("population", "import", file, "--map", tmp_path / "map.toml", "--out", tmp_path / "other",
                   "--day", "2026-11-25", "--links", links, "--lang", "en")  # fmt: skip
    assert answer.code == 1
    assert "'nobody'" in answer.err
    assert "'60'" in answer.err
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize(
    "data",
    [b"", b"a,a\n1,2\n", b"PAR1\x00\x00", b"a\xff\xfe\xff,b\n", b'id,x\n"open', b"id,x\n1," + b"9" * 20_000 + b"\n"],
)
def test_a_file_that_is_no_register_is_refused(tmp_path: Path, pulmu: Pulmu, data: bytes) -> None:
    (tmp_path / "register.csv").write_bytes(data)
    (tmp_path / "map.toml").write_text(
        'confirmed = true\n[[columns]]\ncolumn = "id"\nfact = "register_id"\n[[columns]]\ncolumn = "x"\n',
        encoding="utf-8",
    )
    answer = imported(tmp_path, tmp_path / "register.csv", pulmu)
    assert answer.code == 1
    assert "Traceback" not in answer.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("confirmed = ", "TOML"),
        ("confirmed = true\ncolumns = []\n", "no column tells the key"),
        ('confirmed = true\n[[columns]]\ncolumn = "x"\nfact = "size_class"\n', "no column can tell"),
        ('confirmed = true\n[[columns]]\ncolumn = "x"\nfactor = "much"\n', "factor"),
    ],
)
def test_a_map_that_does_not_fit_is_refused(tmp_path: Path, pulmu: Pulmu, text: str, said: str) -> None:
    (tmp_path / "map.toml").write_text(text, encoding="utf-8")
    answer = imported(tmp_path, written(tmp_path), pulmu)
    assert answer.code == 1
    assert said in answer.err


def test_an_import_without_a_day_is_refused(tmp_path: Path, pulmu: Pulmu) -> None:
    answer = pulmu("population", "import", written(tmp_path), "--map", tmp_path / "map.toml", "--lang", "ko")
    assert answer.code == 1
    assert "--day" in answer.err


@pytest.mark.skipif(sys.platform == "win32", reason="a kill that cannot be caught")
def test_a_killed_import_leaves_no_population(tmp_path: Path, pulmu: Pulmu) -> None:
    file = written(tmp_path)
    confirmed(tmp_path, file, pulmu)
    written(tmp_path, [f"{number},C24112,서울,19990104,12,1,1,1,1,1,N," for number in range(300_000)])
    asked = ["--map", str(tmp_path / "map.toml"), "--out", str(tmp_path / "out"), "--day", "2026-11-25"]
    run = subprocess.Popen([sys.executable, "-m", "pulmu", "population", "import", str(file), *asked])
    until = time.monotonic() + 60
    while not list(tmp_path.glob(".pulmu-population-*/firms-*.parquet")) and time.monotonic() < until:
        assert run.poll() is None
        time.sleep(0.02)
    os.kill(run.pid, signal.SIGKILL)
    run.wait()
    assert not (tmp_path / "out").exists()
