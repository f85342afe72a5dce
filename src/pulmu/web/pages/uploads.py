"""A file a page was handed."""

from collections.abc import Callable

from pulmu.model import Document, InputError
from pulmu.web.forms import Form
from pulmu.web.pages.plants import shown_name


def uploaded_document(form: Form, read: Callable[[bytes, str], Document]) -> tuple[Document, str]:
    """The document of the file of a form, and the id it has; empty where it has none.

    Parameters
    ----------
    read : The document in the content of a file, by content and name.

    Raises
    ------
    InputError  There is no file (`input.nothing_uploaded`), or no document in it: all that was found.
    """
    sent = form.files.get("file")
    if sent is None or not sent.content:
        said, mend = "no file was chosen", "choose a YAML or JSON file"
        raise InputError.of("input.nothing_uploaded", "", said, mend)
    document = read(sent.content, shown_name(sent.name))
    own = document.tree.get("id") if isinstance(document.tree, dict) else None
    return document, own if isinstance(own, str) else ""
