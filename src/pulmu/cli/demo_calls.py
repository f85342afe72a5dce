"""The agency of the voucher chooses, and tells each who applied."""

from datetime import date
from pathlib import Path

from pulmu.bootstrap.files import save_files
from pulmu.bootstrap.letters import decisions_file, letters_of, save_letters
from pulmu.bootstrap.support import (
    packaged_programmes,
    read_applications_content,
    read_call_document,
    read_scores_content,
    sample_call_tables,
)
from pulmu.cli.decisions import decided
from pulmu.cli.screen import Screen
from pulmu.cli.select import print_counts
from pulmu.model import InputError
from pulmu.services.call_list import call_list
from pulmu.services.select_call import read_terms, select_call

CALL = "ai_voucher_round"


def decide_call(folder: Path, day: date, screen: Screen) -> None:
    """Choose in a sample call of the AI voucher, and write its decisions and their letters."""
    call, programme, problems = read_terms(read_call_document(CALL), packaged_programmes())
    if call is None or programme is None:
        raise InputError(*problems)
    given = sample_call_tables(CALL)
    table = read_applications_content(given["applications"], f"{CALL}.csv", call)
    scores = read_scores_content(given["scores"], f"{CALL}, scores.csv", call)
    found = select_call(call, programme, table, scores)
    if found.chosen is None:
        raise InputError(*found.problems)
    screen.title(screen.text("cli.demo_calls.title"))
    print_counts(found.chosen, call_list(found.chosen), screen)
    told = decided(found.chosen, table, scores, day)
    save_files(folder, {"decisions.yaml": decisions_file(told), f"{CALL}.csv": given["applications"]})
    save_letters(folder / "letters", letters_of(told, screen.language))
    letters, where = len(told.decisions), str(folder / "letters")
    screen.line(f"  {screen.text('cli.demo_calls.letters', count=letters, where=where)}")
    screen.line(screen.text("cli.demo_calls.next", call=CALL))
