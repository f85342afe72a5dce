"""Names of figures in Korean."""

import ast
import csv
import hashlib
import importlib
import pkgutil
import tomllib
from importlib.resources import files
from pathlib import Path

import pulmu.carbon
import pulmu.plan
from pulmu.locale import term
from pulmu.locale.terms import glossary, has_term
from pulmu.model import Formula
from pulmu.reference import list_sectors

DATA = files("pulmu.locale") / "data"


def formulas() -> list[str]:
    names = set()
    for package in (pulmu.carbon, pulmu.plan):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            found = vars(importlib.import_module(module.name)).values()
            names |= {item.name for item in found if isinstance(item, Formula)}
    return sorted(names)


def test_the_glossary_is_what_its_description_was_made_for() -> None:
    content = (DATA / "glossary.csv").read_bytes()
    said = tomllib.loads((DATA / "glossary.toml").read_text(encoding="utf-8"))
    assert said["sha256"] == hashlib.sha256(content).hexdigest()
    assert list(said["columns"]) == content.decode().splitlines()[0].split(",")


def test_every_term_of_the_glossary_is_whole() -> None:
    rows = list(csv.DictReader((DATA / "glossary.csv").read_text(encoding="utf-8").splitlines()))
    assert len({row["id"] for row in rows}) == len(rows)
    assert [row["id"] for row in rows if not row["en"] or not row["ko"]] == []


def test_every_formula_has_a_korean_name() -> None:
    assert [name for name in formulas() if not has_term(name)] == [], "add them to [term] in ko.toml"


NAMED_AT = {"fact": 1, "quoted": 1, "Figure": 2, "_given": 1, "_own": 2, "_number": 3, "_of_tariff": 2}
"""Functions that make a leaf, and which of their arguments is its name."""


def leaves() -> set[str]:
    """Names that the library gives to facts and table values, where the name is written out."""
    names = set()
    packages = (pulmu.carbon, pulmu.plan)
    for file in (file for package in packages for file in Path(package.__path__[0]).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            place = NAMED_AT.get(getattr(node.func, "id", ""), 99) if isinstance(node, ast.Call) else 99
            name = node.args[place] if isinstance(node, ast.Call) and len(node.args) > place else None
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                names.add(name.value)
    return names


def test_every_leaf_has_a_korean_name() -> None:
    assert len(leaves()) > 50
    assert sorted(name for name in leaves() if not has_term(name)) == [], "add them to [term] in ko.toml"


def test_a_term_is_found_by_its_code_or_its_words() -> None:
    assert term("specific_embedded_emissions", "ko") == "고유 내재배출량"
    assert term("carbon.product.activity_level", "ko") == "활동수준"
    assert term("activity level", "ko") == "활동수준"
    assert term("Iron or steel products", "ko") == "철강 제품"
    assert term("activity_level", "en") == "activity level"
    assert term("never heard of", "ko") == "never heard of"


def test_no_alternative_word_is_shown() -> None:
    assert glossary()["precursor"] == "전구물질"


def test_every_category_of_goods_has_korean_words() -> None:
    assert [item.goods_category for item in list_sectors() if not has_term(item.goods_category)] == []
