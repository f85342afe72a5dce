import contextlib
import io
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from tests.docs.pages import PAGES, ROOT, Block, blocks, name_of

from pulmu.adapters._document import parse_document
from pulmu.adapters.report_json import JsonReportWriter
from pulmu.adapters.samples import read_sample, sample_text
from pulmu.bootstrap.plants import read_plant, read_stated_uncertainty
from pulmu.bootstrap.reports import recompute_script
from pulmu.bootstrap.support import (
    packaged_programmes,
    read_call_content,
    read_firms_content,
    read_programme_content,
    read_reform,
)
from pulmu.carbon.declarant import read_imports
from pulmu.carbon.plant_draws import Uncertainty
from pulmu.cli import summary, tree
from pulmu.cli.demo import SCENARIO
from pulmu.cli.problems import print_problems
from pulmu.cli.screen import Screen
from pulmu.locale import Language
from pulmu.model import Firms, decode
from pulmu.services.check_plant import check_plant
from pulmu.services.explain_good import explain_good
from pulmu.services.report_cbam import report_cbam
from pulmu.services.spread import spread_of_goods
from pulmu.services.verify_report import verify_report
from pulmu.support.calls import read_call
from pulmu.support.ownership import check_firms
from pulmu.support.programme import read_programme, rulebook_of
from pulmu.support.reform import read_checked
from pulmu.support.size import size_rules

EXAMPLES = [block for page in PAGES for block in blocks(page) if block.language == "python"]
CALL, FIRM = "pulmu: call/1", ("companies:", "firm:", "pulmu: firm/1")
RUN_ELSEWHERE = (
    "pulmu: matching_round/1",
    "pulmu: matching_answers/1",
    "pulmu: decisions/1",
    "pulmu: line/1",
    "pulmu: what_if/1",
    "pulmu: guard/1",
    "pulmu: guard_people/1",
    "pulmu: setpoints/1",
    "pulmu: paid_bill/1",
    "pulmu: jobs/1",
    "pulmu: tag_map/1",
    "state:",
)
"""Files whose pages are run as a whole: test_match_page.py, test_letters_page.py, test_simulate_page.py,
test_what_if_page.py, test_shift_page.py, test_bill_page.py, test_schedule_page.py."""
PLANTS = [block for page in PAGES for block in blocks(page) if block.language == "yaml" and block.name
          and CALL not in block.body and not block.body.startswith(FIRM)]  # fmt: skip
CALLS = [block for page in PAGES for block in blocks(page) if block.language == "yaml" and CALL in block.body]
TUTORIALS: list[tuple[Path, Language]] = [
    (ROOT / "docs" / "tutorials" / "first-report.md", "en"),
    (ROOT / "docs" / "tutorials" / "first-report.ko.md", "ko"),
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as a reader has it: a plant and its report."""
    outcome = report_cbam(read_sample("fasteners"), scenario=SCENARIO)
    assert outcome.report is not None
    (tmp_path / "my_plant.yaml").write_text(sample_text("fasteners"), encoding="utf-8")
    (tmp_path / "report.json").write_bytes(JsonReportWriter()(outcome.report, "en"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def printed(block: Block) -> str:
    """What a Python example prints."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(block.body, name_of(block.page), "exec"), {"__name__": "__main__"})
    return out.getvalue()


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("block", EXAMPLES, ids=lambda block: name_of(block.page))
def test_every_python_example_runs(block: Block, folder: Path) -> None:
    shown = printed(block)
    assert shown
    following = blocks(block.page)[blocks(block.page).index(block) + 1 :]
    if following and following[0].language == "text":
        assert re.sub(r"\d+", "N", following[0].body) == re.sub(r"\d+", "N", shown)


@pytest.mark.parametrize("language", ["en", "ko"])
def test_the_page_shows_what_checking_a_report_says(language: Language, folder: Path) -> None:
    page = ROOT / "docs" / "howto" / ("check-a-report.md" if language == "en" else "check-a-report.ko.md")
    _, sound, changed, damaged, named = [block.body.strip() for block in blocks(page) if block.language == "text"]
    assert sound == script_says()
    report = folder / "report.json"
    text = report.read_text(encoding="utf-8")
    assert text.count('"value": 470300.0') == 1
    report.write_text(text.replace('"value": 470300.0', '"value": 471300.0'), encoding="utf-8")
    assert changed == script_says()
    screen, out = screen_of(language)
    print_problems(verify_report(read_plant("report.json")), screen, out)
    assert out.getvalue().startswith(named)
    report.write_text("{", encoding="utf-8")
    assert damaged == script_says()


def script_says() -> str:
    """What the script beside the report in this folder prints."""
    script = Path("recompute.py")
    script.write_bytes(recompute_script())
    done = subprocess.run([sys.executable, "-I", "-S", script], capture_output=True, encoding="utf-8", check=False)
    return (done.stdout + done.stderr).strip()


class Console(io.StringIO):
    """A console that shows every sign."""

    encoding = "utf-8"  # type: ignore[assignment]


def screen_of(language: Language) -> tuple[Screen, io.StringIO]:
    out = Console()
    return Screen(language, out), out


def summary_of(document_name: str, language: Language, scenario: str | None = None) -> str:
    """The first page of a plant, as the terminal shows it."""
    document = read_sample(document_name) if "." not in document_name else read_plant(document_name)
    outcome = report_cbam(document, scenario=scenario)
    assert outcome.report is not None
    screen, out = screen_of(language)
    summary.print_summary(outcome.report, screen)
    return out.getvalue()


def assert_shown(page: Path, part: str, said: str) -> None:
    """Every line of the page's text blocks that hold `part` stands in what the program says."""
    lines = [line for block in blocks(page) if block.language == "text" and part in block.body
             for line in block.body.splitlines()]  # fmt: skip
    assert lines
    assert [line for line in lines if line not in said.splitlines()] == []


@pytest.mark.parametrize(("page", "language"), [("README.md", "en"), ("README.ko.md", "ko")])
def test_the_readme_shows_what_the_demo_prints(page: str, language: Language) -> None:
    assert_shown(ROOT / page, "72171039", summary_of("fasteners", language, SCENARIO))


@pytest.mark.parametrize("block", PLANTS, ids=lambda block: name_of(block.page))
def test_the_plant_of_a_page_has_no_errors(block: Block, folder: Path) -> None:
    (folder / block.name).write_text(block.body, encoding="utf-8")
    assert check_plant(read_plant(block.name)).plant is not None


PROGRAMME = "pulmu: programme/1"
YAML = [block for page in PAGES for block in blocks(page) if block.language == "yaml" and not block.name]
FIRMS = [block for page in PAGES for block in blocks(page)
         if block.language == "yaml" and block.body.startswith(FIRM)]  # fmt: skip
REFORMS = [block for block in YAML if "pulmu: reform/1" in block.body]
MARKET = [block for block in YAML if block.body.startswith(("pulmu: offers/1", "pulmu: needs/1"))]
UNCERTAIN = [block for block in YAML if block.body.startswith("pulmu: uncertainty/1")]
IMPORTS = [block for block in YAML if block.body.startswith(("importer:", "readings:"))]
SKETCHES = [block for block in YAML if PROGRAMME not in block.body and not block.body.startswith(RUN_ELSEWHERE)
            and block not in (*FIRMS, *REFORMS, *MARKET, *CALLS, *UNCERTAIN, *IMPORTS)]  # fmt: skip
HEAD = """pulmu: plant/1
company: {name: My Co., country: KR}
installation: {name: My Works, country: KR}
period: 2026
processes: [{id: works, goods: [{id: good, name: Good, cn_code: "73181588", produced: 10 t}]}]
"""


@pytest.mark.parametrize("block", SKETCHES, ids=lambda block: name_of(block.page))
def test_a_part_of_a_plant_that_a_page_shows_can_be_read(block: Block, folder: Path) -> None:
    (folder / "part.yaml").write_text(HEAD + block.body, encoding="utf-8")
    told = {item.code for item in check_plant(read_plant("part.yaml")).problems}
    assert {code for code in told if code.startswith("input.")} <= {"input.citation_without_store"}


@pytest.mark.parametrize("block", IMPORTS, ids=lambda block: name_of(block.page))
def test_an_importers_file_that_a_page_shows_can_be_read(block: Block) -> None:
    first = next(item for item in IMPORTS if item.page == block.page)
    more = "" if block is first else block.body
    read = read_imports(parse_document((first.body + more).encode(), "imports.yaml"))
    assert read.problems == ()
    assert len(read.value.lines) == 2


@pytest.mark.parametrize("block", UNCERTAIN, ids=lambda block: name_of(block.page))
def test_what_a_page_states_of_inputs_is_drawn(block: Block, folder: Path) -> None:
    (folder / "stated.yaml").write_text(block.body, encoding="utf-8")
    stated = read_stated_uncertainty("stated.yaml")
    found = spread_of_goods(read_sample("fasteners"), Uncertainty(), seed=1, draws=100, inputs=stated).spread
    assert found is not None
    assert found.inputs == stated


@pytest.mark.parametrize("block", FIRMS, ids=lambda block: name_of(block.page))
def test_a_firm_that_a_page_shows_can_be_read(block: Block) -> None:
    document = read_firms_content(block.body.encode(), "shown.yaml")
    decoded = decode(Firms, document)
    assert decoded.problems == ()
    assert check_firms(document, decoded.value) == ()


@pytest.mark.parametrize("block", CALLS, ids=lambda block: name_of(block.page))
def test_a_call_that_a_page_shows_can_be_published(block: Block) -> None:
    programmes = {item.id: item for item in packaged_programmes()}
    found = read_call(read_call_content(block.body.encode(), "shown.yaml"))
    assert found.problems == ()
    assert found.value.programme in programmes


@pytest.mark.parametrize("block", REFORMS, ids=lambda block: name_of(block.page))
def test_a_reform_that_a_page_shows_can_be_computed(block: Block, folder: Path) -> None:
    (folder / "reform.yaml").write_text(textwrap.dedent(block.body), encoding="utf-8")
    checked = read_checked(read_reform("reform.yaml"), rulebook_of(packaged_programmes(), size_rules()))
    assert checked.problems == ()


@pytest.mark.parametrize(
    "block", [item for item in YAML if PROGRAMME in item.body], ids=lambda block: name_of(block.page)
)
def test_a_programme_that_a_page_shows_can_be_read(block: Block) -> None:
    found = read_programme(read_programme_content(block.body.encode(), "shown.yaml"))
    assert found.problems == ()


@pytest.mark.parametrize(("page", "language"), TUTORIALS)
def test_the_tutorial_shows_what_the_program_says(page: Path, language: Language, folder: Path) -> None:
    plant = next(block.body for block in blocks(page) if block.name == "small.yaml")
    (folder / "small.yaml").write_text(plant, encoding="utf-8")
    screen, out = screen_of(language)
    print_problems(check_plant(read_plant("small.yaml")).problems, screen, out)
    out.write(summary_of("small.yaml", language))
    for figure in explain_good(read_plant("small.yaml"), "bolts").figures:
        tree.print_tree(figure, screen, 3)
    broken = plant.replace("500000, unit: Nm3", "500000, unit: MJ").replace("73181588", "7318158")
    (folder / "small.yaml").write_text(broken.replace("furnace: rest", "furnce: rest"), encoding="utf-8")
    print_problems(check_plant(read_plant("small.yaml")).problems, screen, out)
    hash_free = re.compile(r"sha256 [0-9a-f]{12}")
    said = hash_free.sub("sha256", out.getvalue()).splitlines()
    lines = [line for block in blocks(page) if block.language == "text" for line in block.body.splitlines()]
    assert [line for line in lines if hash_free.sub("sha256", line) not in said] == []


@pytest.mark.parametrize(("page", "language"), [("read-the-figures.md", "en"), ("read-the-figures.ko.md", "ko")])
def test_the_page_on_figures_shows_what_explain_says(page: str, language: Language, folder: Path) -> None:
    screen, out = screen_of(language)
    for figure in explain_good(read_plant("my_plant.yaml"), "bolts").figures:
        tree.print_tree(figure, screen)
        tree.print_tree(figure, screen, 2)
        tree.print_top(figure, screen, 4)
        tree.print_found(figure, screen, "annealing gas")
    hash_free = re.compile(r"sha256 [0-9a-f]{12}")
    said = {hash_free.sub("sha256", line.strip()) for line in out.getvalue().splitlines()}
    lines = [line for block in blocks(ROOT / "docs" / "howto" / page) if block.language == "text"
             for line in block.body.splitlines()]  # fmt: skip
    assert [line for line in lines if hash_free.sub("sha256", line.strip()) not in said] == []


def test_the_page_on_prices_shows_what_the_program_says(folder: Path) -> None:
    said = summary_of("my_plant.yaml", "en")
    texts = [block for block in blocks(ROOT / "docs" / "howto" / "price-scenario.md") if block.language == "text"]
    assert texts
    assert [block.body for block in texts if block.body.rstrip("\n") not in said] == []
