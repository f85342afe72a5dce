"""The demo: one story that grows with every part. Two plants learn their figures and what they cost."""

from pathlib import Path

from pulmu.bootstrap import (
    kept_in,
    read_plant,
    read_readings,
    read_sample,
    reading_store,
    report_files,
    sample_names,
    sample_readings,
    sample_text,
    save_files,
    template_workbook,
)
from pulmu.cli.screen import Screen
from pulmu.cli.summary import print_summary
from pulmu.model import InputError
from pulmu.services.check_plant import check_plant
from pulmu.services.cite import cite_totals
from pulmu.services.import_readings import ImportOrder, import_readings
from pulmu.services.report_cbam import report_cbam

SCENARIO = "last_published_price"
"""Price scenario of the sample plants for the quarters whose price is not published."""

MEASURED = "fasteners"
"""The sample plant whose meters are read."""


def run_demo(out: Path, screen: Screen) -> None:
    """Compute the sample plants, write their reports, and say what a manager wants to know."""
    for number, name in enumerate(sample_names(), start=1):
        screen.line("=" * 78)
        screen.line(screen.text("cli.demo_plant", number=number, name=name))
        if name == MEASURED:
            read_meters(out / name, screen)
        report_sample(name, out / name, screen)
    screen.line("=" * 78)
    for key in ("cli.demo_next_own", "cli.demo_next_check", "cli.demo_next_report", "cli.demo_next_explain"):
        screen.line(screen.text(key, sample=str(out / "fasteners" / "plant.xlsx")))


def report_sample(name: str, folder: Path, screen: Screen) -> None:
    """A sample plant's description and its reports."""
    outcome = report_cbam(read_sample(name), scenario=SCENARIO)
    if outcome.report is None:
        raise InputError(*outcome.problems)
    files = {
        "plant.yaml": sample_text(name).encode(),
        "plant.xlsx": template_workbook(screen.language, check_plant(read_sample(name)).plant),
        **report_files(outcome.report, "ko"),
    }
    save_files(folder, files)
    print_summary(outcome.report, screen)
    screen.line("")
    screen.line(screen.text("cli.written", folder=str(folder), files=", ".join(files)))


def read_meters(folder: Path, screen: Screen) -> None:
    """The plant's electricity, from the files of its meters into a store, and cited from there."""
    files, store = sample_readings(), reading_store(folder / "store")
    save_files(folder / "meters", files)
    screen.line(screen.text("cli.demo_meters"))
    for file in files:
        meter = Path(file).stem
        order = ImportOrder(meter=meter, files=(str(folder / "meters" / file),), site=folder.name)
        done = import_readings(order, read_readings, store)
        if done.series is None:
            raise InputError(*done.problems)
        counts = {"count": f"{done.added + done.known:,}", "new": f"{done.added:,}"}
        screen.line("  " + screen.text("cli.demo_meter", file=file, meter=meter, **counts))
    text = cited_sample()
    save_files(folder / "cited", {"plant.yaml": text.encode()})
    plant = check_plant(cite_totals(read_plant(str(folder / "cited" / "plant.yaml")), kept_in(folder / "store"))).plant
    if plant is None:
        raise AssertionError("the sample plant cites what its meters do not hold")
    amount = plant.electricity.sources[0].amount
    screen.line("  " + screen.text("cli.demo_cited", amount=f"{amount.to('MWh'):,.0f} MWh", cited=amount.cites))
    told = {"plant": str(folder / "cited" / "plant.yaml"), "store": str(folder / "store"), "scenario": SCENARIO}
    screen.line("  " + screen.text("cli.demo_cited_next", **told))
    screen.line("")


def cited_sample() -> str:
    """The sample plant with its meters' totals cited instead of typed."""
    text = sample_text(MEASURED)
    for typed, cited in (
        ('{value: 9850, unit: MWh, evidence: "meter:em_main; KEPCO bills 2026-01 to 2026-12"}', '"meter:em_main"'),
        ('{value: 3160, unit: MWh, evidence: "meter:em_wire"}', '"meter:em_wire"'),
        ('{value: 830, unit: MWh, evidence: "meter:em_plating"}', '"meter:em_plating"'),
    ):
        if typed not in text:
            raise AssertionError(typed)
        text = text.replace(typed, cited)
    return text
