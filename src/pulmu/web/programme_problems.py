"""What is wrong with a programme, each with the way to its field."""

from pulmu.locale import Language, place_text, problem_text
from pulmu.model import Document
from pulmu.model.programme import Programme
from pulmu.services.document_form.address import address_in
from pulmu.services.document_form.located import Located, located_problems
from pulmu.support.programme import read_programme
from pulmu.web.plant_words import where_in
from pulmu.web.rule_words import label
from pulmu.web.show import Told


def problems_of_programme(document: Document) -> tuple[Located, ...]:
    """Everything that is wrong with a programme, each with its path."""
    return located_problems(document, lambda asked: read_programme(asked).problems)


def told_problems(document: Document, base: str, language: Language) -> list[Told]:
    """The same in the reader's words, worst first.

    Parameters
    ----------
    base : Where the pages of the programme begin.
    """
    found = [told_at(item, document.tree, f"{base}/edit", language) for item in problems_of_programme(document)]
    return sorted(found, key=lambda item: item.severity != "error")


def told_at(located: Located, tree: object, page: str, language: Language) -> Told:
    """One of them, with the way to its field on a page."""
    item, path = located.problem, located.path
    said = problem_text(item.code, dict(item.values), language, message=item.message, mend=item.mend, in_place=True)
    place, href = place_text(item.place, language, in_place=True), ""
    if path is not None:
        place = where_in(Programme, path, tree, language, label)
        href = f"{page}#{address_in(Programme, path, tree)}"
    return Told(code=item.code, severity=item.severity, place=place, what=said.what, mend=said.mend, href=href)
