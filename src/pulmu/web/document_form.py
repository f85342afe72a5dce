"""A document filled in in the browser: what was sent of its form, what came of it, and what its page shows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from fastapi.responses import JSONResponse

from pulmu.locale import Language
from pulmu.model import AccessRefused, ConflictError, Document, InputError
from pulmu.services.access.permission import Action
from pulmu.services.document_form.edit import Edited, changed_document, edited
from pulmu.services.document_form.form import Field, FormSection, Section, form_of, inputs_of
from pulmu.services.document_form.located import Located
from pulmu.services.document_form.merge import merge
from pulmu.services.document_form.typed import Given, change_rows, nest
from pulmu.web.form_problems import Shown
from pulmu.web.forms import LONGEST_PROSE, MOST_FIELDS, Form
from pulmu.web.rule_problems import Conflict, conflict_of, plain, state_of, told_in_form
from pulmu.web.show import Told, told
from pulmu.web.viewer import Seat

Kept = TypeVar("Kept")
_OWN = frozenset({"seen", "do", "note", "onto"})
"""Fields of the page itself; all others are values of the document."""
_SPARE = 200
"""Fields a form can gain before it is too long to be sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of document that is filled in.

    Parameters
    ----------
    of : Its class.
    sections : Names of its attributes by the section that shows them.
    usual : Attributes most documents give; the others stand further down.
    words : Below which key its words are: `to_mend` and `fine`.
    """

    of: type
    sections: Mapping[str, tuple[str, ...]]
    usual: frozenset[str]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """What a form is made of.

    Parameters
    ----------
    seen : Version of the document; 0 before the first.
    check : Everything that is wrong with one.
    without : Attributes that are not shown: they cannot be changed any more.
    """

    kind: Kind
    document: Document
    seen: int
    check: Callable[[Document], tuple[Located, ...]]
    without: frozenset[str] = frozenset()

    def made(self, given: Given) -> Edited:
        """The document with what was typed."""
        return edited(self.kind.of, self.document, given, self.document.name, self.check)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A form with what was typed, and what came of it.

    Parameters
    ----------
    is_sent : Whether it was sent to be saved.
    above : Problems that belong to no field.
    """

    begun: Begun
    made: Edited
    given: Given
    is_changed: bool = False
    is_sent: bool = False
    conflict: Conflict | None = None
    above: tuple[Told, ...] = ()
    status: int = 200

    @property
    def can_be_saved(self) -> bool:
        """Whether it was sent to be saved, and nothing in it is impossible to keep."""
        return self.is_sent and self.status == 200


@dataclass(frozen=True, slots=True)
class Newest:
    """The version somebody saved meanwhile."""

    document: Document
    number: int
    author: str


def check_may(seat: Seat, action: Action) -> None:
    """A form is of use only to who may save it.

    Raises
    ------
    AccessRefused  They may not.
    """
    if not seat.actor.may(action):
        raise AccessRefused.of("access.forbidden", "", "this is not among what your role may do", "ask an officer")


def opened(begun: Begun, given: Given | None = None) -> Filled:
    """A form that nobody sent yet; with what it begins with, where that is not in the document."""
    return Filled(begun=begun, made=begun.made(given or {}), given=given or {}, is_changed=bool(given))


def filled(begun: Begun, form: Form, language: Language) -> Filled:
    """What was sent: to be saved, or to change the rows of the form."""
    fields, deed = _fields(form), form.text("do", 400)
    is_sent = deed in ("", "save", "onto")
    try:
        if not is_sent and deed != "show":
            fields = change_rows(fields, deed)
        given = nest(fields, LONGEST_PROSE)
        made = begun.made(given)
    except InputError as error:
        return replace(opened(begun), above=tuple(told(error.problems, language)), status=422)
    status = 422 if is_sent and made.refused else 200
    return Filled(begun=begun, made=made, given=given, is_changed=True, is_sent=is_sent, status=status)


def save_sent(
    sent: Filled,
    form: Form,
    save: Callable[[Document, int, str], Kept],
    newest: Callable[[int | None], Newest] | None,
    language: Language,
) -> Kept | Filled:
    """What was saved; or the form again, with what kept it from being saved.

    Parameters
    ----------
    save : Saves a document on top of a version, with a note.
    newest : The newest version, or the one of a number; None before there is any.
    """
    try:
        return save(*_to_save(sent, form, newest), form.text("note", 500))
    except InputError as error:
        at_fields = {item.located.problem.code for item in sent.made.problems}
        above = told([item for item in error.problems if item.code not in at_fields], language)
        return replace(sent, above=tuple(above), status=422)
    except ConflictError as error:
        if newest is None:
            return replace(sent, above=tuple(told(error.problems, language)), status=409)
        return replace(sent, conflict=_conflict(sent, newest(None), language), status=409)


def checked(begun: Begun, form: Form, language: Language) -> JSONResponse:
    """What is wrong with a document as it is being typed, for the script of the page."""
    made = begun.made(nest(_fields(form), LONGEST_PROSE))
    said = state_of(made.problems, language, begun.kind.words)
    return JSONResponse({"problems": plain(told_in_form(begun.kind.of, made, language)), "said": said})


def typed_of(kind: Kind, document: Document, without: frozenset[str]) -> Given:
    """What a form of another document would give, but for some of its attributes."""
    form = _section(kind, document, {}, without)
    kept = {name: "" if name.endswith("/~was") else said for name, said in inputs_of((form,)).items()}
    return nest(kept, LONGEST_PROSE)


def shown(sent: Filled, language: Language, *, is_silent: bool = False) -> dict[str, Any]:
    """What every page of such a form shows.

    Parameters
    ----------
    is_silent : Whether problems are not told yet: nobody has typed anything.
    """
    begun, kind = sent.begun, sent.begun.kind
    form = _section(kind, begun.document, sent.given, begun.without)
    by_name = {item.attribute.name: item for item in form.fields}
    told_here = [] if is_silent else told_in_form(kind.of, sent.made, language)
    return {
        "status": sent.status, "seen": begun.seen, "strange": form.strange, "at": Shown(told_here),
        "sections": {
            section: [by_name[name] for name in names if name in by_name] for section, names in kind.sections.items()
        },
        "is_too_long": len(inputs_of((form,))) > MOST_FIELDS - _SPARE, "is_changed": sent.is_changed,
        "problems": [*sent.above, *(item for _, item in told_here)], "conflict": sent.conflict, "may_write": True,
        "said": state_of(() if is_silent else sent.made.problems, language, kind.words), "form_words": kind.words,
    }  # fmt: skip


def fields_in(sections: Mapping[str, Sequence[Field]]) -> list[Field]:
    """All fields of a page."""
    return [item for fields in sections.values() for item in fields]


def _section(kind: Kind, document: Document, given: Given, without: frozenset[str]) -> FormSection:
    names = tuple(name for names in kind.sections.values() for name in names if name not in without)
    tree = document.tree if isinstance(document.tree, dict) else {}
    (form,) = form_of(
        (Section((), kind.of, names),), tree, given, all_columns=True, blank=True, usual=kind.usual, is_whole=True
    )
    return form


def _fields(form: Form) -> dict[str, str]:
    return {name: said for name, said in form.fields.items() if name not in _OWN}


def _to_save(sent: Filled, form: Form, newest: Callable[[int | None], Newest] | None) -> tuple[Document, int]:
    """The document and the version it follows: on top of what somebody else saved, where that was asked for."""
    onto, begun = form.number("onto"), sent.begun
    if form.text("do") != "onto" or not onto or newest is None:
        return sent.made.document, begun.seen
    theirs = newest(onto).document
    both = merge(begun.document.tree, sent.made.document.tree, theirs.tree)
    return changed_document(theirs, both.tree, begun.document.name), onto


def _conflict(sent: Filled, newest: Newest, language: Language) -> Conflict:
    return conflict_of(
        sent.begun.kind.of, sent.begun.document.tree, sent.made.document.tree, newest.document.tree, newest.number,
        newest.author, language,
    )  # fmt: skip
