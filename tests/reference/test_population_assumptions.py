"""Assumptions of the synthetic population: one value each, with a reason."""

from pulmu.reference import load_table


def test_every_assumption_has_a_reason_and_no_weight_is_negative() -> None:
    rows = load_table("population_assumptions").rows
    assert len(rows) > 300
    assert all(row["reason"] and row["unit"] and row["value"] >= 0 for row in rows)


def test_single_values_stand_alone() -> None:
    rows = load_table("population_assumptions").rows
    single = {row["assumption"] for row in rows if not row["item"]}
    assert not single & {row["assumption"] for row in rows if row["item"]}


def test_every_assumption_is_used() -> None:
    import importlib.resources

    package = importlib.resources.files("pulmu.support.population")
    code = "".join(file.read_text(encoding="utf-8") for file in package.iterdir() if file.name.endswith(".py"))
    for name in {row["assumption"] for row in load_table("population_assumptions").rows}:
        stems = (name, name.removesuffix("_manufacturing"), name.removeprefix("growth_"))
        assert any(f'"{stem}"' in code for stem in stems), name
