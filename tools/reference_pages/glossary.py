"""The glossary: terms, and the names of formulas and their inputs, in both languages."""

import csv

from pulmu.locale import term
from reference_pages.common import SOURCE, WORDS, page, table
from reference_pages.formulas import all_formulas, korean_name


def glossary_rows() -> list[dict[str, str]]:
    """Rows of the glossary that this version needs: nouns of the model, of the carbon method and of support."""
    with (SOURCE / "locale" / "data" / "glossary.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["part"] in ("model", "carbon", "support")]


def glossary() -> str:
    """Terms and names in both languages."""
    introduction = WORDS["introduction"]["glossary"]["both"]
    rows = [[row["ko"], row["en"], row["symbol"], row["unit"], f"`{row['id']}`", row["definition_ko"],
             row["definition_en"], row["confidence"]] for row in glossary_rows()]  # fmt: skip
    names: dict[str, set[str]] = {}
    for item in all_formulas():
        for name, (unit, _) in item.units.items():
            names.setdefault(item.name if name == "return" else name, set()).add(unit.symbol)
    said = [[korean_name(name), term(name, "en"), ", ".join(sorted(used)), f"`{name}`"]
            for name, used in sorted(names.items())]  # fmt: skip
    return page("Glossary · 용어집", introduction,
                table(["ko", "en", "symbol", "unit", "code", "뜻", "definition", "confidence"], rows),
                "## Formulas and their inputs · 계산식과 입력\n",
                table(["ko", "en", "unit", "code"], said))  # fmt: skip
