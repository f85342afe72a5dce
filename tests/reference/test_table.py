import hashlib
import importlib.resources
import re
import shutil
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pulmu.model.errors import RuleError
from pulmu.model.source import Source
from pulmu.model.units import unit
from pulmu.reference import load_table, read_table

DATA = Path(str(importlib.resources.files("pulmu.reference") / "data"))
STEMS = sorted(file.stem for file in DATA.glob("*.toml"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATA, tmp_path / "data"))


def edit(folder: Path, stem: str, old: str, new: str, *, sealed: bool = True) -> None:
    """Change a table and, if sealed, its hash with it: only the content is at fault then."""
    file = folder / f"{stem}.csv"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_bytes(text.replace(old, new, 1).encode())
    if sealed:
        edit_toml(folder, stem, r'^sha256 = ".*"$', f'sha256 = "{hashlib.sha256(file.read_bytes()).hexdigest()}"')


def edit_toml(folder: Path, stem: str, pattern: str, new: str) -> None:
    file = folder / f"{stem}.toml"
    text, count = re.subn(pattern, new, file.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE)
    assert count == 1
    file.write_bytes(text.encode())


def code_of(folder: Path, name: str, edition: str | None = None) -> str:
    with pytest.raises(RuleError) as refused:
        read_table(folder, name, edition)
    return refused.value.problems[0].code


@pytest.mark.parametrize("stem", STEMS)
def test_every_packaged_table_fits_its_description(stem: str) -> None:
    name, _, edition = stem.partition(".")
    table = load_table(name, edition or None)
    assert table.rows
    assert table.meta.checked
    assert (DATA / f"{stem}.csv").is_file()


def test_every_csv_has_a_description() -> None:
    assert sorted(file.stem for file in DATA.glob("*.csv")) == STEMS


def test_every_unit_of_a_column_is_a_unit_of_the_model() -> None:
    symbols = {column.unit for stem in STEMS for column in load_table(*stem.split(".")).meta.columns if column.unit}
    assert {"t CO2e/t", "EUR/t CO2e"} <= symbols
    assert symbols == {unit(symbol).symbol for symbol in symbols}


def test_every_unit_of_a_row_is_a_unit_of_the_model() -> None:
    rows = [row for name in ("fuels", "korea", "parameters") for row in load_table(name).rows]
    symbols = {row["unit"] for row in rows if not row.get("group", "").startswith("pfc_")}
    assert symbols == {unit(symbol).symbol for symbol in symbols}


def test_a_table_is_loaded_once() -> None:
    assert load_table("goods") is load_table("goods")


def test_a_source_names_act_row_edition_and_confidence() -> None:
    expected = Source(
        "Implementing Regulation (EU) 2025/2621",
        "Annex I, Korea, 7318 15",
        "2026-08 (corrected by (EU) 2026/1740)",
        "extract",
    )
    assert expected == load_table("default_values").source("Korea, 7318 15")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(st.data())
def test_any_flipped_byte_is_refused(folder: Path, data: st.DataObject) -> None:
    file = folder / "phase_in.csv"
    content = (DATA / "phase_in.csv").read_bytes()
    position = data.draw(st.integers(0, len(content) - 1))
    flipped = bytes([content[position] ^ data.draw(st.integers(1, 255))])
    file.write_bytes(content[:position] + flipped + content[position + 1 :])
    assert code_of(folder, "phase_in") == "reference.tampered"


def test_an_unsealed_change_is_refused(folder: Path) -> None:
    edit(folder, "cscf", "1.0", "0.9", sealed=False)
    assert code_of(folder, "cscf") == "reference.tampered"


@pytest.mark.parametrize("stem", [stem for stem in STEMS if "." not in stem])
def test_one_sign_more_is_refused_in_every_table(stem: str, tmp_path: Path) -> None:
    for name in (f"{stem}.csv", f"{stem}.toml"):
        shutil.copy(DATA / name, tmp_path)
    assert read_table(tmp_path, stem).rows
    file = tmp_path / f"{stem}.csv"
    file.write_bytes(file.read_bytes() + b"0")
    assert code_of(tmp_path, stem) == "reference.tampered"


def test_a_missing_column_is_refused(folder: Path) -> None:
    edit(folder, "route_codes", "route,meaning", "route")
    assert code_of(folder, "route_codes") == "reference.columns"


def test_a_short_line_is_refused(folder: Path) -> None:
    edit(folder, "route_codes", "K,primary aluminium", "K")
    assert code_of(folder, "route_codes") == "reference.columns"


def test_an_empty_file_is_refused(folder: Path) -> None:
    edit(folder, "route_codes", (folder / "route_codes.csv").read_text(encoding="utf-8"), "")
    assert code_of(folder, "route_codes") == "reference.columns"


@pytest.mark.parametrize("wrong", ["many", "nan", "inf", "1_0", "1,5", " 1", "", "1e3"])
def test_what_is_not_a_number_is_refused(folder: Path, wrong: str) -> None:
    edit(folder, "phase_in", "0.975", f'"{wrong}"')
    assert code_of(folder, "phase_in") == "reference.value"


def test_a_wrong_value_is_named_with_its_line_and_column(folder: Path) -> None:
    edit(folder, "phase_in", "2027,0.95", "2027,half")
    with pytest.raises(RuleError, match=r"phase_in\.csv, line 3, column free_allocation_share: 'half'"):
        read_table(folder, "phase_in")


def test_a_fraction_is_no_year(folder: Path) -> None:
    edit(folder, "phase_in", "2027,", "2027.5,")
    assert code_of(folder, "phase_in") == "reference.value"


@pytest.mark.parametrize("wrong", ["2026-13-01", "01.01.2026", "20260101"])
def test_what_is_not_a_day_is_refused(folder: Path, wrong: str) -> None:
    edit(folder, "certificate_prices", "2026-01-01", wrong)
    assert code_of(folder, "certificate_prices") == "reference.value"


def test_a_word_outside_the_choices_is_refused(folder: Path) -> None:
    edit(folder, "countries", ",yes", ",maybe")
    assert code_of(folder, "countries") == "reference.value"


def test_two_lines_with_one_key_are_refused(folder: Path) -> None:
    edit(folder, "phase_in", "2027,", "2026,")
    assert code_of(folder, "phase_in") == "reference.duplicate"


@pytest.mark.parametrize(
    ("pattern", "new", "code"),
    [
        (r"^valid_from = .*$", 'valid_from = "2026-01-01"', "reference.dates"),
        (r"^valid_from = .*$", "valid_from = 2026-01-01T00:00:00", "reference.dates"),
        (r"^valid_from = .*$", "", "reference.dates"),
        (r"^valid_from = .*$", "valid_from = 2026-02-30", "reference.meta"),
        (r"^valid_to = .*$", "valid_to = 2025-12-31", "reference.dates"),
        (r"^status = .*$", 'status = "perhaps"', "reference.meta"),
        (r"^confidence = .*$", 'confidence = "sure"', "reference.meta"),
        (r"^title = .*$", "", "reference.meta"),
        (r"^key = .*$", 'key = ["month"]', "reference.meta"),
        (r'^type = "integer"$', 'type = "year"', "reference.meta"),
    ],
)
def test_a_description_that_does_not_fit_is_refused(folder: Path, pattern: str, new: str, code: str) -> None:
    edit_toml(folder, "phase_in", pattern, new)
    assert code == code_of(folder, "phase_in")


def test_an_unknown_table_is_refused(folder: Path) -> None:
    assert code_of(folder, "prices_of_gold") == "reference.unknown_table"


def test_an_edition_that_is_not_stored_is_refused(folder: Path) -> None:
    assert code_of(folder, "default_values", "2019-01") == "reference.edition_unknown"


def test_an_edition_made_for_another_base_is_refused(folder: Path) -> None:
    edit(folder, "annex_iv_unknown_origin", "8.690", "8.691")
    assert read_table(folder, "annex_iv_unknown_origin").rows
    assert code_of(folder, "annex_iv_unknown_origin", "2026-02") == "reference.tampered"


@pytest.mark.parametrize(("old", "new"), [("remove,Liberia,LBR", "remove,Fiji,FJI"), ("set,Other", "add,Other")])
def test_a_difference_that_does_not_fit_its_base_is_refused(folder: Path, old: str, new: str) -> None:
    edit(folder, "default_values.2026-02", old, new)
    assert code_of(folder, "default_values", "2026-02") == "reference.delta"


def test_the_descriptions_state_their_dates() -> None:
    for stem in STEMS:
        assert isinstance(tomllib.loads((DATA / f"{stem}.toml").read_text(encoding="utf-8"))["valid_from"], date)
