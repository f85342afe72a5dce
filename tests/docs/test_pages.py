import re
from pathlib import Path

import pytest
from tests.docs.pages import PAGES, ROOT, blocks, name_of, prose

_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
USER_PAGES = [
    ROOT / "README.md",
    ROOT / "docs" / "index.md",
    *(page for part in ("tutorials", "howto") for page in (ROOT / "docs" / part).glob("*.md")),
    *(
        ROOT / "docs" / "explanation" / name
        for name in (
            "method.md",
            "confidence-and-open-points.md",
            "size-class.md",
            "calibrated-points.md",
            "guarded-setpoints.md",
            "live-plant.md",
            "administration-shell.md",
            "measures.md",
            "rehearsal.md",
        )
    ),
    *(
        ROOT / "docs" / "reference" / name
        for name in ("plant-file.md", "firm-file.md", "line-file.md", "command-line.md")
    ),
]
BILINGUAL = {
    "facts.md",
    "letter-marks.md",
    "programmes.md",
    "formulas.md",
    "glossary.md",
    "problem-codes.md",
    "rule-coverage.md",
    "size-law.md",
    "tables.md",
    "units.md",
}
"""Pages that say both languages on one page."""
FOR_DEVELOPERS = {
    "rest.md",
    "api.md",
    "architecture.md",
    "benchmarks.md",
    "dependencies.md",
    "security.md",
    "verification.md",
}


def anchors(page: Path) -> set[str]:
    """Headings of a page as links name them."""
    heads = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = []
    for link in _LINK.findall(prose(page)):
        target, _, anchor = link.partition("#")
        found = (page.parent / target).resolve() if target else page
        if link.startswith(("http://", "https://")):
            continue
        if not found.exists() or ROOT not in (found, *found.parents) or (anchor and anchor not in anchors(found)):
            broken.append(link)
    assert broken == []


@pytest.mark.parametrize("page", [page for page in USER_PAGES if not page.name.endswith(".ko.md")], ids=name_of)
def test_every_users_page_has_its_korean_twin(page: Path) -> None:
    twin = page.with_name(page.name.removesuffix(".md") + ".ko.md")
    assert twin.is_file()
    if page.parent.name != "reference":
        assert f"({twin.name})" in page.read_text(encoding="utf-8")
        assert f"({page.name})" in twin.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", [page for page in USER_PAGES if not page.name.endswith(".ko.md")], ids=name_of)
def test_twins_show_the_same_yaml_and_python(page: Path) -> None:
    twin = page.with_name(page.name.removesuffix(".md") + ".ko.md")
    named = [block for block in blocks(page) if block.language == "python" or block.name]
    if page.name == "README.md":
        named = []
    known = [(block.language, block.body) for block in blocks(twin)]
    assert [block.name for block in named if (block.language, block.body) not in known] == []


def test_every_page_below_docs_is_placed() -> None:
    placed = {page.name for page in USER_PAGES} | BILINGUAL | FOR_DEVELOPERS
    pages = [page for page in PAGES if (ROOT / "docs") in page.parents and "decisions" not in page.parts]
    assert [name_of(page) for page in pages if page.name.replace(".ko.md", ".md") not in placed] == []


def test_the_picture_of_the_layers_names_every_adapter() -> None:
    page = (ROOT / "docs" / "explanation" / "architecture.md").read_text(encoding="utf-8")
    (edge,) = (line for line in page.splitlines() if line.startswith("edge "))
    folder = ROOT / "src" / "pulmu" / "adapters"
    there = {item.stem for item in folder.iterdir() if item.suffix == ".py" or (item / "__init__.py").is_file()}
    shown = set(edge.removeprefix("edge").split("adapters", 1)[1].replace(",", " ").split())
    assert shown == {name for name in there if not name.startswith("_")}


def test_decisions_are_short_and_say_what_was_given_up() -> None:
    for page in (ROOT / "docs" / "decisions").glob("*.md"):
        text = page.read_text(encoding="utf-8")
        assert len(text.splitlines()) <= 30, page.name
        assert all(part in text for part in ("**Context.**", "**Decision.**", "**What we gave up.**")), page.name


@pytest.mark.parametrize("page", [page for page in PAGES if page.name.endswith(".ko.md")], ids=name_of)
def test_korean_pages_keep_one_tone(page: Path) -> None:
    text = prose(page)
    assert re.findall(r"\S*(?:하십시오|했어요|해요|세요!|되어지)\S*", text) == []


def test_every_decision_has_a_number_of_its_own() -> None:
    numbers = [page.name[:4] for page in (ROOT / "docs" / "decisions").glob("*.md")]
    assert sorted(numbers) == [f"{number:04d}" for number in range(1, len(numbers) + 1)]


def test_both_readmes_cover_the_same() -> None:
    parts = [(ROOT / name).read_text(encoding="utf-8").split("| --- | --- |\n", 1)[1].split("\n\n", 1)[0]
             for name in ("README.md", "README.ko.md")]  # fmt: skip
    assert len({len(part.splitlines()) for part in parts}) == 1


def test_every_fragment_is_of_a_kind_a_release_knows() -> None:
    names = [file.name for file in (ROOT / "changelog.d").iterdir() if file.name != "README.md"]
    kinds = "added|change|fixed|removed"
    assert [name for name in names if not re.fullmatch(rf"\d+(\.[a-z-]+)?\.({kinds})\.md", name)] == []


def test_who_contributes_is_told_what_no_test_may_miss() -> None:
    required = re.search(r"^require=(.+)$", (ROOT / ".ci" / "run").read_text(encoding="utf-8"), re.MULTILINE)
    assert required is not None
    assert f"`PULMU_REQUIRE={required[1]}`" in (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
