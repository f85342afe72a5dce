"""Documents of a workspace beside its plants, in versions that are only ever added."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

DocumentKind = Literal[
    "firm", "programme", "reform", "reform_effect", "call", "application", "reviewers", "assignment", "selection",
    "offer", "need", "round", "matched_round", "wishes", "voice", "theme", "letter_template", "letters", "result",
    "appeal", "appeal_delay", "line", "line_run", "line_question", "line_proof", "live_ahead",
    "shell", "power_bill", "load_forecast", "measure_plan", "load_anomalies", "anomaly_mark",
    "shop_jobs", "schedule",
]  # fmt: skip
"""The file of the firm, a support programme, a reform, and what a reform was computed to do; a call, a firm's own
application to one, who may judge, who was proposed to judge what, what a selection came to; what is offered and looked
for; a round of matching, what one came to, wishes in one; a difficulty a firm tells, and what an agency gathers such
ones under; the form of a call's letters, the letters that were written, what of its results was published; a firm's
appeal as it is being written, why an answer to one was put off; a production line,
what runs of one came to, what-if questions and proofs of setpoints of one with their answers; how a live plant was
found to go on; a file of administration shells that was taken in; electricity bills of a meter that were computed,
forecasts of its load, plans of measures of a plant, what was unusual in a meter's load,
and what people found when they looked at such an alarm; the jobs of a
shop, and schedules of them."""

DOCUMENT_KINDS: tuple[DocumentKind, ...] = get_args(DocumentKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentVersion:
    """A document as it stood at one moment.

    Parameters
    ----------
    document : Its id: the same through all versions, of its own among those of its kind.
    number : 1, 2, 3; a version is never changed.
    content : The document as JSON, complete or not: it may have problems.
    file_name : Name of the file it came from; problems name their place in it.
    sha256 : Hash of the content.
    """

    kind: DocumentKind
    document: str
    number: int
    at: datetime
    author: str
    content: str
    file_name: str
    sha256: str
    note: str = ""
