"""Papers of an application in a form: what is there of each, and what was typed or chosen."""

import dataclasses
from dataclasses import dataclass
from datetime import date

from pulmu.locale import Language
from pulmu.locale.asked_words import asked_words
from pulmu.model import InputError
from pulmu.model.application import GivenDocument
from pulmu.model.call import AskedDocument
from pulmu.services.applications.attach import PaperWish
from pulmu.services.applications.own import OwnApplication
from pulmu.support.calls import paper_fault
from pulmu.web.forms import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPaper:
    """A paper the call asks for, and what is given of it.

    Parameters
    ----------
    fault : Why what is given does not count; empty where it does, or nothing is given.
    """

    id: str
    said: str
    file: str
    sha256: str
    issued: date | None
    valid_until: date | None
    asks_issued: bool
    asks_end: bool
    fault: str

    @property
    def is_attached(self) -> bool:
        """Whether its file goes with the application."""
        return bool(self.sha256)


def shown_papers(found: OwnApplication, language: Language) -> list[ShownPaper]:
    """Every paper the call asks for."""
    given = {item.id: item for item in found.application.documents}
    return [_shown(item, given.get(item.id), found, language) for item in found.shown.call.documents]


def named_papers(found: OwnApplication) -> frozenset[str]:
    """Papers that may go on paper and of which no file is attached: their name can be typed."""
    attached = {item.id for item in found.application.documents if item.sha256}
    return frozenset(item.id for item in found.shown.call.documents if not item.attached and item.id not in attached)


def typed_papers(found: OwnApplication, form: Form) -> tuple[GivenDocument, ...]:
    """Papers as they stand, with the names that were typed of those that go on paper."""
    typed, papers = named_papers(found), []
    given = {item.id: item for item in found.application.documents}
    for item in found.shown.call.documents:
        known = given.get(item.id)
        if item.id not in typed:
            papers += [known] if known is not None else []
        elif name := form.text(f"document.{item.id}", 400):
            papers.append(dataclasses.replace(known or GivenDocument(id=item.id, file=name), file=name))
    return tuple(papers)


def wish_of_form(paper: str, form: Form) -> PaperWish:
    """What was chosen for a paper.

    Raises
    ------
    InputError  A day is none (`input.request`).
    """
    sent = form.files.get("file")
    return PaperWish(
        paper=paper, name=sent.name if sent is not None else "", content=sent.content if sent is not None else b"",
        sha256=form.text("sha256", 64), issued=_day(form, "issued"), valid_until=_day(form, "valid_until"),
    )  # fmt: skip


def _day(form: Form, name: str) -> date | None:
    text = form.text(name, 20)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        said, mend = f"{text!r} is no day", "write it as 2026-12-18"
        raise InputError.of("application.paper_day", name, said, mend, text=text) from error


def _shown(asked: AskedDocument, given: GivenDocument | None, found: OwnApplication, language: Language) -> ShownPaper:
    fault = paper_fault(asked, given, found.shown.call.closes) if given is not None else None
    said = asked_words(f"document.{asked.id}", found.shown.call, found.rules.roles, language)
    return ShownPaper(
        id=asked.id, said=said, file=given.file if given is not None else "",
        sha256=given.sha256 if given is not None else "", issued=given.issued if given is not None else None,
        valid_until=given.valid_until if given is not None else None, asks_issued=asked.no_older_days is not None,
        asks_end=asked.has_end, fault=fault or "",
    )  # fmt: skip
