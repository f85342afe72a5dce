"""Write the generated pages of docs/reference from the code, the packaged tables and the catalogues.

Run it from the root of the repository: ``python tools/write_reference.py``. A test holds the pages equal to what it
would write. Words that are not in the code stand in ``reference_pages/words.toml``.
"""

from reference_pages.api import api
from reference_pages.client_code import FOLDER, client_code
from reference_pages.command_line import command_line
from reference_pages.common import TARGET
from reference_pages.facts import facts
from reference_pages.formulas import formulas
from reference_pages.glossary import glossary
from reference_pages.letter_marks import letter_marks
from reference_pages.plant_file import firm_file, line_file, plant_file
from reference_pages.problem_codes import problem_codes
from reference_pages.programmes import programmes
from reference_pages.rest import rest
from reference_pages.rule_coverage import rule_coverage
from reference_pages.size_law import size_law
from reference_pages.tables import tables
from reference_pages.units import units


def pages() -> dict[str, str]:
    """Every generated page by file name."""
    return {
        "plant-file.md": plant_file("en"),
        "plant-file.ko.md": plant_file("ko"),
        "firm-file.md": firm_file("en"),
        "firm-file.ko.md": firm_file("ko"),
        "line-file.md": line_file("en"),
        "line-file.ko.md": line_file("ko"),
        "command-line.md": command_line("en"),
        "command-line.ko.md": command_line("ko"),
        "problem-codes.md": problem_codes(),
        "units.md": units(),
        "formulas.md": formulas(),
        "rule-coverage.md": rule_coverage(),
        "tables.md": tables(),
        "size-law.md": size_law(),
        "facts.md": facts(),
        "programmes.md": programmes(),
        "letter-marks.md": letter_marks(),
        "glossary.md": glossary(),
        "api.md": api(),
        "rest.md": rest(),
    }


if __name__ == "__main__":
    TARGET.mkdir(parents=True, exist_ok=True)
    for name, content in pages().items():
        (TARGET / name).write_text(content, encoding="utf-8")
        print(f"wrote docs/reference/{name}")  # noqa: T201 - a developer's tool speaks to its developer
    for name, content in client_code().items():
        (FOLDER / name).write_text(content, encoding="utf-8")
        print(f"wrote src/pulmu/client/{name}")  # noqa: T201
