"""Needs of a workspace that begin with what the figures of its plant are made of, and with gaps of its meters."""

from collections.abc import Callable

from pulmu.model import Document, InputError, encode
from pulmu.model.need import Needs
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.live_reports import LiveReports, LiveWish
from pulmu.services.market.shelf import list_items, save_all
from pulmu.services.need_drafts import NeedDraft, drafts_of_gaps, drafts_of_report, worded
from pulmu.services.read_meters import meter_gaps
from pulmu.services.workspaces.citing import citing
from pulmu.services.workspaces.live import live_plant
from pulmu.services.workspaces.measured import Measured, counted


def take_over(
    gate: Gate, actor: Actor, measured: Measured, live: LiveReports, plant: str, words: Callable[[NeedDraft], str]
) -> int:
    """Keep what the plant's figures and the gaps of meters say is needed, unless it is kept already; how many are new.

    Parameters
    ----------
    words : What a draft says in the reader's language.

    Raises
    ------
    AccessRefused  They may not, or there is no such plant (`access.unknown_plant`).
    InputError  What stands in the way of the plant's report.
    """
    known = {item.id for item in list_items(gate, actor, "need")}
    found = live_plant(gate, actor, plant, citing(gate, measured, actor))
    outcome = live.outcome(found.document, LiveWish(found.content))
    if outcome.report is None:
        raise InputError(*(item for item in outcome.problems if item.severity == "error"))
    with gate.reading(actor, "read_readings") as work:
        readings = measured.readings(actor.workspace, counted(work, "meter"))
    found_out = (*drafts_of_report(outcome.report), *drafts_of_gaps(meter_gaps(readings, None)))
    drafts = [item for item in found_out if item.id not in known]
    if not drafts:
        return 0
    needs = Needs(needs=tuple(worded(item, words(item)) for item in drafts))
    return save_all(gate, actor, "need", Document(encode(needs), found.document.name))
