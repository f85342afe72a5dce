"""`pulmu shell`: administration shells looked at, and written."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pulmu.cli.options import (
    CitedGapsOption,
    CitedStoreOption,
    EditionOption,
    GapsChoice,
    JsonOption,
    LangOption,
    ScenarioOption,
    print_out,
    read_cited_plant,
    refuse,
    screen_for,
)
from pulmu.cli.problems import print_problems
from pulmu.cli.screen import Screen
from pulmu.locale import plain, problems_tree
from pulmu.model import Document, Problem

if TYPE_CHECKING:
    from pulmu.services.shell_content import ShellContent
    from pulmu.twin.shell import Environment

shell = typer.Typer(no_args_is_help=True, rich_markup_mode=None, help="Asset Administration Shells, in and out.")


@shell.command("check")
def check_file(
    file: Annotated[str, typer.Argument(metavar="FILE", help="file of shells: .aasx, .json or .xml")],
    strict: Annotated[
        bool, typer.Option("--strict", help="refuse a file that needs a repair, with the list of all")
    ] = False,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Tell what a file of shells holds, every repair it needs, and what cannot be carried over."""
    from pulmu.bootstrap.shells import check_shell_file

    screen = screen_for(lang)
    content = check_shell_file(file, strict=strict)
    if as_json:
        print_out(json.dumps(_tree(content, screen), ensure_ascii=False, indent=1))
        return
    _show(content, screen)


@shell.command("export")
def export(
    plant: Annotated[
        str, typer.Argument(metavar="PLANT", help="plant file: .xlsx, .yaml or .json; or the name of a sample")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="new file of shells: .aasx or .json")],
    line: Annotated[
        str | None, typer.Option("--line", metavar="LINE", help="line that stands in it: stations, machines, its model")
    ] = None,
    base: Annotated[
        str,
        typer.Option(
            "--base", help="address below which the ids of your shells stand; else UUIDs that follow from names"
        ),
    ] = "",
    api: Annotated[
        str, typer.Option("--api", help="address of your workspace in a place's API, where readings can be asked for")
    ] = "",
    only_summary: Annotated[
        bool, typer.Option("--only-summary", help="tell no more than the summary of a report: no structure, no split")
    ] = False,
    with_line: Annotated[
        bool, typer.Option("--with-line", help="put the file of the line into the package: it may be a trade secret")
    ] = False,
    line_report: Annotated[
        str | None,
        typer.Option(
            "--line-report", metavar="FILE", help="how the line compares with its plant: plant compare --json"
        ),
    ] = None,
    store: CitedStoreOption = None,
    gaps: CitedGapsOption = GapsChoice.REFUSE,
    edition: EditionOption = None,
    scenario: ScenarioOption = None,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Write shells of a plant and of its goods: nameplate, structure, meters, CBAM figures, model of the line."""
    from pulmu.bootstrap.files import save_new_file
    from pulmu.bootstrap.samples import read_sample, sample_names
    from pulmu.bootstrap.shells import shell_file
    from pulmu.bootstrap.twin import read_line
    from pulmu.reference import DEFAULT_EDITION
    from pulmu.services.check_line import line_in_plant
    from pulmu.services.check_plant import check_plant
    from pulmu.services.report_cbam import report_cbam
    from pulmu.services.shell_of_plant import EVERYTHING, Naming, shell_of_plant

    screen = screen_for(lang)
    document = read_sample(plant) if plant in sample_names() else read_cited_plant(plant, store, gaps)
    outcome = report_cbam(document, edition=edition or DEFAULT_EDITION, scenario=scenario)
    checked = check_plant(document).plant
    if outcome.report is None or checked is None:
        refuse(outcome.problems, screen, as_json)
    drawn = None
    sha256 = ""
    if line is not None:
        read: Document = read_line(line)
        joined = line_in_plant(read, document)
        if joined.plant is None:
            refuse(joined.problems, screen, as_json)
        drawn, sha256 = joined.line, read.sha256
    shown = frozenset() if only_summary else EVERYTHING
    files = _files(line, line_report, with_line=with_line)
    naming = Naming(
        base, api, *(next((item for item in files if item.startswith(start)), "") for start in (_LINE, _REPORT))
    )
    made = shell_of_plant(checked, outcome.report, drawn, sha256, naming, shown)
    data, judge = shell_file(made.environment, out.name, files)
    save_new_file(out, data)
    if as_json:
        print_out(
            json.dumps(_written_tree(made.environment, made.problems, judge, screen), ensure_ascii=False, indent=1)
        )
        return
    counts = {
        "shells": counted("shells", len(made.environment.asset_administration_shells), screen),
        "submodels": counted("submodels", len(made.environment.submodels), screen),
    }
    screen.line(screen.text("shells.written", file=str(out), judge=judge, **counts))
    if made.problems:
        print_problems(made.problems, screen, sys.stdout)


_LINE, _REPORT = "aasx/files/line.", "aasx/files/line-report."


def _files(line: str | None, report: str | None, *, with_line: bool) -> dict[str, bytes]:
    """Files that go into the package beside the shells, by their path in it."""
    from pulmu.bootstrap.shells import line_content, report_content

    if line is None:
        if with_line or report is not None:
            raise typer.BadParameter("--with-line and --line-report need --line")
        return {}
    ending = "json" if line.lower().endswith(".json") else "yaml"
    files = {f"{_LINE}{ending}": line_content(line)} if with_line else {}
    return files | ({f"{_REPORT}json": report_content(report)} if report is not None else {})


def _written_tree(
    environment: "Environment", problems: tuple[Problem, ...], judge: str, screen: Screen
) -> dict[str, object]:
    return {
        "judge": judge,
        "shells": [item.id for item in environment.asset_administration_shells],
        "submodels": [{"id": item.id, "id_short": item.id_short} for item in environment.submodels],
        "problems": problems_tree(problems, screen.language),
    }


def _show(content: "ShellContent", screen: Screen) -> None:
    screen.title(screen.text("shells.title", file=plain(content.name), kind=screen.text(f"shells.{content.kind}")))
    if content.namespaces:
        key = "shells.current" if content.namespaces == ("3/1",) else "shells.upgraded"
        screen.line(f"  {screen.text(key, versions=', '.join(content.namespaces))}")
    counts = {"objects": content.objects_in, "read": content.objects_read, "left": content.left_out}
    screen.line(f"  {screen.text('shells.objects', **counts)}")
    screen.line("")
    for item in content.shells:
        screen.line(f"  {screen.text('shells.shell')}  {plain(item)}")
    if content.submodels:
        screen.line("")
        _show_submodels(content, screen)
    screen.line("")
    for noun, count in (("concepts", content.concepts), ("files", len(content.files))):
        if count:
            screen.line(f"  {counted(noun, count, screen)}")
    screen.line(f"  {screen.text('shells.judged', judge=content.judge)}")
    if not content.problems:
        screen.line(f"  {screen.text('shells.clean')}")
        return
    screen.title(screen.text("shells.repairs"))
    print_problems(content.problems, screen, sys.stdout)


def _show_submodels(content: "ShellContent", screen: Screen) -> None:
    head = [screen.text(f"shells.{name}") for name in ("submodel", "template", "kind", "elements")]
    rows = [
        [
            plain(item.id_short or item.id),
            item.template or screen.text("shells.unknown"),
            screen.text(f"shells.{item.kind}"),
            f"{item.elements:,}",
        ]
        for item in content.submodels
    ]
    screen.table(head, rows, left=3)


def counted(noun: str, count: int, screen: Screen) -> str:
    """A number of things, in words."""
    return screen.text(f"shells.{noun}_{'one' if count == 1 else 'many'}", count=f"{count:,}")


def _tree(content: "ShellContent", screen: Screen) -> dict[str, object]:
    return {
        "name": content.name,
        "kind": content.kind,
        "namespaces": list(content.namespaces),
        "judge": content.judge,
        "objects_in": content.objects_in,
        "objects_read": content.objects_read,
        "left_out": content.left_out,
        "shells": list(content.shells),
        "submodels": [
            {
                "id": item.id,
                "id_short": item.id_short,
                "kind": item.kind,
                "semantic_id": item.semantic_id,
                "template": item.template,
                "elements": item.elements,
            }
            for item in content.submodels
        ],
        "concepts": content.concepts,
        "files": [{"name": item.name, "bytes": item.bytes} for item in content.files],
        "problems": problems_tree(content.problems, screen.language),
    }
