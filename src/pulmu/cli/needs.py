"""`pulmu needs`: what a plant's figures and meters say the firm needs, as a file to change and to search with."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pulmu.cli.options import (
    CitedGapsOption,
    CitedStoreOption,
    GapsChoice,
    JsonOption,
    LangOption,
    PlantArgument,
    print_out,
    read_cited_plant,
    refuse,
    screen_for,
)
from pulmu.cli.screen import Screen
from pulmu.locale import Language, percent, plain
from pulmu.model import encode

if TYPE_CHECKING:
    from pulmu.model.need import Needs
    from pulmu.services.need_drafts import NeedDraft


def show_needs(
    plant: PlantArgument,
    out: Annotated[Path | None, typer.Option("--out", metavar="NEEDS.yaml", help="write them to a new file")] = None,
    store: CitedStoreOption = None,
    gaps: CitedGapsOption = GapsChoice.REFUSE,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Draft needs from what makes up a plant's figures, and from gaps of its meters."""
    from pulmu.bootstrap.files import save_new_file
    from pulmu.bootstrap.meters import kept_in
    from pulmu.bootstrap.offers import needs_file
    from pulmu.services.need_drafts import drafts_of_gaps, drafts_of_report
    from pulmu.services.read_meters import meter_gaps
    from pulmu.services.report_cbam import report_cbam

    screen = screen_for(lang)
    outcome = report_cbam(read_cited_plant(plant, store, gaps))
    if outcome.report is None:
        refuse(outcome.problems, screen, as_json)
    drafts = drafts_of_report(outcome.report)
    if store is not None:
        drafts = (*drafts, *drafts_of_gaps(meter_gaps(kept_in(store).readings, None)))
    needs = needs_of(drafts, screen.language)
    if out is not None:
        save_new_file(out, needs_file(needs))
    if as_json:
        print_out(json.dumps(encode(needs), ensure_ascii=False, indent=1))
        return
    print_needs(drafts, needs, screen)
    if out is not None:
        screen.line("")
        screen.line(screen.text("cli.needs.written", file=str(out)))


def needs_of(drafts: "tuple[NeedDraft, ...]", language: Language) -> "Needs":
    """Drafts with the words of a language."""
    from pulmu.locale import need_words
    from pulmu.model.need import Needs
    from pulmu.services.need_drafts import worded

    return Needs(needs=tuple(worded(item, need_words(item.topic, item.label, item.share, language)) for item in drafts))


def print_needs(drafts: "tuple[NeedDraft, ...]", needs: "Needs", screen: Screen) -> None:
    """Each need with where it was found."""
    screen.title(screen.text("cli.needs.title", count=len(drafts)))
    for draft, need in zip(drafts, needs.needs, strict=True):
        screen.line("")
        screen.line(f"  {screen.ember(percent(draft.share, screen.language))}  {plain(need.text, 200)}")
        origin = draft.origin
        what = screen.text(f"need_origin.{origin.what}")
        screen.line(f"      {what}: {plain(origin.reference, 60)}; {plain(origin.evidence, 160)}")
