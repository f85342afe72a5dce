"""Commands of Pulmu."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pulmu.cli.anomalies import show_anomalies
from pulmu.cli.bill import show_bill
from pulmu.cli.books import books
from pulmu.cli.call_results import show_results
from pulmu.cli.care import backup, restore, verify
from pulmu.cli.certificates import show_certificates
from pulmu.cli.decisions import write_decisions
from pulmu.cli.eligible import show_eligible
from pulmu.cli.emissions_report import emissions_report
from pulmu.cli.find import find, offers_template
from pulmu.cli.forecast import show_forecast
from pulmu.cli.groupings import show_groupings
from pulmu.cli.guard import guard
from pulmu.cli.letters import write_letter_template, write_letters
from pulmu.cli.limits import limits
from pulmu.cli.line_questions import show_best, show_buffers, show_factors
from pulmu.cli.live import live
from pulmu.cli.match import show_match
from pulmu.cli.measures import show_measures
from pulmu.cli.meters import meters
from pulmu.cli.needs import show_needs
from pulmu.cli.official import official_template, official_template_read
from pulmu.cli.options import (
    CitedGapsOption,
    CitedStoreOption,
    EditionOption,
    GapsChoice,
    JsonOption,
    LangOption,
    PlantArgument,
    ScenarioOption,
    read_cited_plant,
)
from pulmu.cli.options import print_out as _print
from pulmu.cli.options import refuse as _refuse
from pulmu.cli.options import screen_for as _screen
from pulmu.cli.outlook import show_outlook
from pulmu.cli.plant import plant as plant_commands
from pulmu.cli.plant_ahead import show_ahead
from pulmu.cli.plant_history import history
from pulmu.cli.plant_keep import compare, keep
from pulmu.cli.plant_map import map_tags
from pulmu.cli.plant_prove import prove_setpoints
from pulmu.cli.plant_set import set_plant
from pulmu.cli.plant_shadow import shadow
from pulmu.cli.plant_unusual import unusual
from pulmu.cli.population import population
from pulmu.cli.problems import print_problems
from pulmu.cli.profile import show_profile
from pulmu.cli.reform import show_reform
from pulmu.cli.review import review
from pulmu.cli.schedule import show_schedule
from pulmu.cli.select import show_selected
from pulmu.cli.serve import serve, user
from pulmu.cli.shell import shell
from pulmu.cli.simulate import show_simulated
from pulmu.cli.size import show_size
from pulmu.cli.spread import show_spread
from pulmu.cli.suppliers import supplier_reply, supplier_request
from pulmu.cli.voices import voices
from pulmu.cli.what_if import show_what_if
from pulmu.cli.work import work
from pulmu.locale import problems_tree
from pulmu.model import has_errors

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help="From a plant's description to its CBAM figures. 공장 자료에서 CBAM 배출량까지.",
)
app.add_typer(meters, name="meters")
app.add_typer(books, name="books")
app.add_typer(population, name="population")
plant_commands.command("keep")(keep)
plant_commands.command("compare")(compare)
plant_commands.command("unusual")(unusual)
plant_commands.command("ahead")(show_ahead)
plant_commands.command("prove")(prove_setpoints)
plant_commands.command("set")(set_plant)
plant_commands.command("map")(map_tags)
plant_commands.command("shadow")(shadow)
plant_commands.command("history")(history)
app.add_typer(plant_commands, name="plant")
app.add_typer(guard, name="guard")
app.add_typer(limits, name="limits")
app.add_typer(live, name="live")
app.add_typer(voices, name="voices")
app.add_typer(review, name="review")
app.add_typer(shell, name="shell")
app.add_typer(user, name="user")


class What(StrEnum):
    """What `explain` explains."""

    EMISSIONS = "emissions"
    FREE_ALLOCATION = "free-allocation"
    CERTIFICATES = "certificates"
    COST = "cost"
    DEFAULT = "default"
    FOOTPRINT = "footprint"


class Subject(StrEnum):
    """What `schema` describes."""

    PLANT = "plant"
    FIRM = "firm"
    ROUND = "round"
    OFFER = "offer"
    NEED = "need"
    LINE = "line"
    WHAT_IF = "what_if"
    GUARD = "guard"
    GUARD_PEOPLE = "guard_people"
    SETPOINTS = "setpoints"
    EMULATION = "emulation"
    TARIFF = "tariff"
    PAID_BILL = "paid_bill"
    JOBS = "jobs"
    TIMETABLE = "timetable"
    REPORT = "report"


@app.command()
def demo(
    out: Annotated[Path, typer.Option("--out", help="folder for the reports")] = Path("out"),
    lang: LangOption = None,
) -> None:
    """Compute the packaged sample plants, end to end."""
    from pulmu.cli.demo import run_demo

    run_demo(out, _screen(lang))


@app.command()
def schema(
    subject: Annotated[Subject, typer.Argument(help="kind of file, such as plant, line, guard or setpoints")],
) -> None:
    """Print the JSON Schema of a kind of file: plant, firm, line, limits of a guard, setpoints, report.json, ..."""
    from pulmu.services import schemas

    shapes = {
        Subject.PLANT: schemas.plant_schema,
        Subject.FIRM: schemas.firm_schema,
        Subject.ROUND: schemas.round_schema,
        Subject.OFFER: schemas.offer_schema,
        Subject.NEED: schemas.need_schema,
        Subject.LINE: schemas.line_schema,
        Subject.WHAT_IF: schemas.what_if_schema,
        Subject.GUARD: schemas.guard_schema,
        Subject.GUARD_PEOPLE: schemas.guard_people_schema,
        Subject.SETPOINTS: schemas.setpoints_schema,
        Subject.EMULATION: schemas.emulation_schema,
        Subject.TARIFF: schemas.tariff_schema,
        Subject.PAID_BILL: schemas.paid_bill_schema,
        Subject.JOBS: schemas.jobs_schema,
        Subject.TIMETABLE: schemas.timetable_schema,
        Subject.REPORT: schemas.report_schema,
    }
    _print(json.dumps(shapes[subject](), ensure_ascii=False, indent=1))


@app.command()
def check(
    plant: PlantArgument,
    store: CitedStoreOption = None,
    gaps: CitedGapsOption = GapsChoice.REFUSE,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """List all problems of a plant at once: where, what, how to mend."""
    from pulmu.services.check_plant import check_plant

    screen = _screen(lang)
    problems = check_plant(read_cited_plant(plant, store, gaps)).problems
    if as_json:
        _print(json.dumps({"problems": problems_tree(problems, screen.language)}, ensure_ascii=False, indent=1))
    else:
        print_problems(problems, screen, sys.stderr if has_errors(problems) else sys.stdout)
    raise typer.Exit(1 if has_errors(problems) else 0)


@app.command()
def report(
    plant: Annotated[
        str, typer.Argument(metavar="PLANT", help="plant file: .xlsx, .yaml or .json; or a folder of them")
    ],
    out: Annotated[Path, typer.Option("--out", help="folder for report.json, report.xlsx and report.pdf")],
    year: Annotated[int | None, typer.Option("--year", help="refuse a plant of another year")] = None,
    store: CitedStoreOption = None,
    gaps: CitedGapsOption = GapsChoice.REFUSE,
    as_json: JsonOption = False,
    lang: LangOption = None,
    edition: EditionOption = None,
    scenario: ScenarioOption = None,
    jobs: Annotated[
        int, typer.Option("--jobs", min=0, max=256, help="processes for a folder of plants; 0: one for each processor")
    ] = 0,
) -> None:
    """Compute a plant's report and write it as JSON, workbook and PDF; of a folder, every plant's, with an index."""
    from pulmu.bootstrap.files import save_files
    from pulmu.bootstrap.reports import report_files
    from pulmu.cli.portfolio import report_folder
    from pulmu.cli.summary import print_summary
    from pulmu.reference import DEFAULT_EDITION
    from pulmu.services.report_cbam import report_cbam

    screen = _screen(lang)
    if Path(plant).is_dir():
        report_folder(
            plant, out, screen, jobs=jobs, as_json=as_json, year=year, store=store, gaps=gaps, edition=edition,
            scenario=scenario,
        )  # fmt: skip
    document = read_cited_plant(plant, store, gaps)
    outcome = report_cbam(document, year=year, edition=edition or DEFAULT_EDITION, scenario=scenario)
    if outcome.report is None:
        _refuse(outcome.problems, screen, as_json)
    files = report_files(outcome.report, screen.language)
    save_files(out, files)
    if as_json:
        _print(files["report.json"].decode())
        return
    print_summary(outcome.report, screen)
    screen.line("")
    screen.line(screen.text("cli.written", folder=str(out), files=", ".join(files)))


@app.command()
def explain(
    plant: PlantArgument,
    good: Annotated[str, typer.Option("--good", help="CN code (or its beginning), or the id of the good")],
    what: Annotated[What, typer.Option("--what", help="which figure")] = What.EMISSIONS,
    depth: Annotated[int | None, typer.Option("--depth", min=0, help="cut the tree below this depth")] = None,
    top: Annotated[int | None, typer.Option("--top", min=1, help="list what contributes most, so many lines")] = None,
    find: Annotated[
        str | None, typer.Option("--find", help="list the figures that hold this text: a name, place, reason or value")
    ] = None,
    store: CitedStoreOption = None,
    gaps: CitedGapsOption = GapsChoice.REFUSE,
    as_json: JsonOption = False,
    lang: LangOption = None,
    edition: EditionOption = None,
    scenario: ScenarioOption = None,
) -> None:
    """Show the tree of one figure, down to each input's place, with article and confidence."""
    from pulmu.cli.tree import figure_tree, print_found, print_top, print_tree
    from pulmu.reference import DEFAULT_EDITION
    from pulmu.services.explain_good import explain_good

    screen = _screen(lang)
    document = read_cited_plant(plant, store, gaps)
    found = explain_good(document, good, what.value, edition=edition or DEFAULT_EDITION, scenario=scenario)
    if not found.figures:
        _refuse(found.problems, screen, as_json)
    if as_json:
        trees = [figure_tree(figure, top, find) for figure in found.figures]
        _print(json.dumps(trees, ensure_ascii=False, indent=1))
        return
    for figure in found.figures:
        if top is not None:
            print_top(figure, screen, top)
        if find is not None:
            print_found(figure, screen, find)
        if depth is not None or (top is None and find is None):
            print_tree(figure, screen, depth)


@app.command()
def recompute(
    file: Annotated[
        str | None, typer.Argument(metavar="REPORT.json", help="a report this program or another wrote")
    ] = None,
    script: Annotated[
        bool, typer.Option("--script", help="print the script that does it with nothing but Python, and stop")
    ] = False,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Recompute every figure of a report.json from its inputs, and check its hash."""
    from pulmu.bootstrap.plants import read_report
    from pulmu.bootstrap.reports import recompute_script
    from pulmu.services.verify_report import verify_report

    if script:
        _print(recompute_script().decode().rstrip("\n"))
        return
    if file is None:
        raise typer.BadParameter("name a report.json", param_hint="REPORT.json")
    screen = _screen(lang)
    problems = verify_report(read_report(file))
    if as_json:
        _print(json.dumps({"problems": problems_tree(problems, screen.language)}, ensure_ascii=False, indent=1))
    elif problems:
        print_problems(problems, screen, sys.stderr)
    else:
        screen.line(screen.text("cli.recomputed"))
    raise typer.Exit(1 if problems else 0)


@app.command()
def template(
    out: Annotated[Path, typer.Argument(metavar="OUT.xlsx", help="the new workbook; a file that exists is kept")],
    source: Annotated[str | None, typer.Option("--from", help="plant file to fill the workbook with")] = None,
    lang: LangOption = None,
) -> None:
    """Write the plant workbook to fill in, in Korean or English."""
    from pulmu.bootstrap.files import save_new_file
    from pulmu.bootstrap.plants import read_plant, template_workbook
    from pulmu.model import Plant, decode
    from pulmu.services.cite import keep_citations

    screen = _screen(lang)
    plant = decode(Plant, keep_citations(read_plant(source))).unwrap() if source is not None else None
    save_new_file(out, template_workbook(screen.language, plant))
    screen.line(screen.text("cli.template_written", file=str(out)))
    screen.line(screen.text("cli.template_next", file=str(out)))


app.command("groupings")(show_groupings)
app.command("spread")(show_spread)
app.command("certificates")(show_certificates)
app.command("outlook")(show_outlook)
app.command("size")(show_size)
app.command("reform")(show_reform)
app.command("eligible")(show_eligible)
app.command("match")(show_match)
app.command("bill")(show_bill)
app.command("measures")(show_measures)
app.command("forecast")(show_forecast)
app.command("anomalies")(show_anomalies)
app.command("schedule")(show_schedule)
app.command("simulate")(show_simulated)
app.command("what-if")(show_what_if)
app.command("best")(show_best)
app.command("factors")(show_factors)
app.command("buffers")(show_buffers)
app.command("find")(find)
app.command("needs")(show_needs)
app.command("offers-template")(offers_template)
app.command("profile")(show_profile)
app.command("select")(show_selected)
app.command("decisions")(write_decisions)
app.command("letters")(write_letters)
app.command("call-results")(show_results)
app.command("letter-template")(write_letter_template)
app.command("official-template")(official_template)
app.command("emissions-report")(emissions_report)
app.command("official-template-read")(official_template_read)
app.command("supplier-request")(supplier_request)
app.command("supplier-reply")(supplier_reply)
app.command("serve")(serve)
app.command("work")(work)
app.command("verify")(verify)
app.command("backup")(backup)
app.command("restore")(restore)


@app.command()
def version() -> None:
    """Print the version and the editions of the tables."""
    import pulmu
    from pulmu.reference import editions

    _print(f"pulmu {pulmu.__version__}; default values: " + ", ".join(item.id for item in editions()))
