"""What is wrong with a plant, each with the path of its value."""

from pulmu.model import Document
from pulmu.services.check_plant import check_plant
from pulmu.services.document_form.located import Located, located_problems


def problems_of_plant(document: Document, year: int | None = None) -> tuple[Located, ...]:
    """Everything that is wrong with a plant, errors first, each with its path."""
    return located_problems(document, lambda asked: check_plant(asked, year).problems)
