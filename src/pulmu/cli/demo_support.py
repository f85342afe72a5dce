"""The fastener maker asks who pays for a burner and for an inspection by AI."""

from datetime import date
from pathlib import Path

from pulmu.bootstrap.files import save_files
from pulmu.bootstrap.samples import sample_firm_text
from pulmu.bootstrap.support import packaged_programmes, read_firms
from pulmu.cli.eligible import print_chances
from pulmu.cli.screen import Screen
from pulmu.locale import won
from pulmu.model import InputError
from pulmu.services.apply_for import apply_for

PROJECTS = {
    "burner": (800_000_000, ("carbon_capex_sme", "innovation_voucher", "carbon_loan")),
    "inspection": (300_000_000, ("ai_voucher", "smart_factory_ai", "smart_factory_general")),
}
"""What each project costs, which is assumed, and the programmes that pay for its kind."""


def ask_programmes(folder: Path, day: date, screen: Screen) -> None:
    """What each programme would pay for the two projects, and what to find out first."""
    save_files(folder, {"hanbit.yaml": sample_firm_text().encode()})
    file = str(folder / "hanbit.yaml")
    screen.title(screen.text("cli.demo_support.title"))
    for project, (cost, names) in PROJECTS.items():
        chosen = [item for item in packaged_programmes() if item.id in names]
        found = apply_for(read_firms(file), day, chosen, cost_krw=cost)
        if found.answer is None:
            raise InputError(*found.problems)
        screen.line(screen.text(f"cli.demo_support.{project}", cost=won(cost, screen.language)))
        print_chances(found, screen)
        screen.line("")
    screen.line(screen.text("cli.demo_support.next", file=file))
