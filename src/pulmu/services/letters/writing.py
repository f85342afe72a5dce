"""Writing the letters of a call: each from its decision, and none twice from the same."""

import hashlib
import json
from collections.abc import Iterable

import pulmu
from pulmu.model import Problem
from pulmu.model.programme import Programme
from pulmu.services.access.actor import Actor
from pulmu.services.access.gate import Gate
from pulmu.services.decision_letters import MOST_PROBLEMS, WriteLetter
from pulmu.services.letters.decided import Told, decided_applications, told_tree
from pulmu.services.letters.drawing import LetterDrawing
from pulmu.services.letters.kept import KIND, KeptLetter, LettersRun, last_run, same_letters
from pulmu.services.letters.template import KeptTemplate, basis_of, find_template, open_kept
from pulmu.services.ports import Language
from pulmu.services.records.store import WorkspaceRecords
from pulmu.services.workspaces.documents import add_version, unknown_document


def preview_letter(
    gate: Gate, actor: Actor, packaged: Iterable[Programme], drawing: LetterDrawing, call: str, application: str,
    language: Language,
) -> tuple[str, bytes]:  # fmt: skip
    """One letter as it would be written now: name of the file and its content. Nothing is kept.

    Raises
    ------
    AccessRefused  They may not, or there is no decision of it (`access.unknown_document`).
    InputError  It is not decided yet (`letter.not_decided`).
    """
    decided = decided_applications(gate, actor, packaged, call, drawing.say)
    if application not in decided.ids:
        raise unknown_document()
    template = find_template(gate, actor, call)
    with gate.reading(actor, "read_letters") as work:
        item = work.received(application)
    if item is None:
        raise unknown_document()
    told = decided.told(item)
    content, _ = write_with(gate, actor, drawing, template, language)(told.decisions, told.decision)
    return f"letter-{told.decision.application}.{template.suffix}", content


def write_with(
    gate: Gate, actor: Actor, drawing: LetterDrawing, template: KeptTemplate, language: Language
) -> WriteLetter:
    """What writes a letter in a form and language."""
    own = open_kept(gate, actor, drawing, template)
    if own is None:
        return lambda decisions, decision: drawing.write_pdf(decisions, decision, language)
    return lambda decisions, decision: own.fill(decisions, decision, language)


class LetterWriter:
    """Writes letters of one form and language, and takes over those that would be the same.

    Parameters
    ----------
    before : Letters as they were written last.
    """

    def __init__(
        self, gate: Gate, actor: Actor, drawing: LetterDrawing, template: KeptTemplate, language: Language,
        before: LettersRun,
    ) -> None:  # fmt: skip
        self._gate, self._workspace = gate, actor.workspace
        self._write = write_with(gate, actor, drawing, template, language)
        self._suffix = template.suffix
        self._form = basis_of(template, language, pulmu.__version__)
        self._before = {item.application: item for item in before.letters}
        self._noted = before.problems
        self.problems: list[Problem] = []
        self.drawn = 0
        self._numbers: dict[str, int] = {}

    def letter(self, told: Told) -> KeptLetter:
        """The letter of a decision, in the store; they come in the order of the list."""
        text = json.dumps(told_tree(told), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        basis = hashlib.sha256(f"{self._form} {text}".encode()).hexdigest()
        known, file = self._before.get(told.received.id), self._file(told.decision.application)
        if known is not None and known.basis == basis and (known.decision, known.file) == (told.number, file):
            self.problems += [item for item in self._noted if item.place.startswith(f"{known.number}, ")]
            return known
        content, problems = self._write(told.decisions, told.decision)
        self.problems += problems[: max(0, MOST_PROBLEMS - len(self.problems))]
        self.drawn += 1
        made, item = told.decision, told.received
        return KeptLetter(
            application=item.id, number=made.application, name=made.firm_ko or made.firm_en,
            sender=item.sender if item.source == "delivery" else "", decision=told.number, outcome=made.outcome,
            amount_krw=made.amount_krw or 0, size_class=made.size, province=made.province, section=made.section,
            file=file, sha256=self._gate.objects.put(self._workspace, content),
            size=len(content), told=self._gate.objects.put(self._workspace, text.encode()), basis=basis,
        )  # fmt: skip

    def _file(self, number: str) -> str:
        """A name of its own also where an agency gave a number twice."""
        self._numbers[number] = again = self._numbers.get(number, 0) + 1
        return f"letter-{number}{'' if again == 1 else f'-{again}'}.{self._suffix}"


def keep_letters(gate: Gate, actor: Actor, work: WorkspaceRecords, call: str, run: LettersRun) -> str:
    """Keep the list of letters, where it is another than before; what it is called."""
    before = last_run(work, call)
    if before.version and same_letters(before, run):
        return f"letters:{call}/{before.version}"
    version = add_version(gate, actor, work, KIND, call, run.document(call))
    return f"letters:{call}/{version.number}"
