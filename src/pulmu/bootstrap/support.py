"""Files of firms, programmes and reforms."""

import functools
from typing import TYPE_CHECKING

from pulmu.model import Document

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pulmu.model.call import Call
    from pulmu.model.programme import Programme
    from pulmu.services.applications.columns import UploadColumn
    from pulmu.services.ports import Language


def read_firms(path: str) -> Document:
    """Read the file of a firm and of those tied to it by shares: YAML or JSON."""
    from pulmu.adapters.firm_file import read_firm_file

    return read_firm_file(path)


def read_firms_content(data: bytes, name: str) -> Document:
    """The firms in the content of a file somebody sent."""
    from pulmu.adapters.firm_file import read_firm_bytes

    return read_firm_bytes(data, name)


def read_programme(path: str) -> Document:
    """Read the file of a support programme: YAML or JSON."""
    from pulmu.adapters.programme_file import read_programme_file

    return read_programme_file(path)


def read_programme_content(data: bytes, name: str) -> Document:
    """The programme in the content of a file somebody sent."""
    from pulmu.adapters.programme_file import read_programme_bytes

    return read_programme_bytes(data, name)


@functools.cache
def packaged_programmes() -> "tuple[Programme, ...]":
    """The support programmes that come with Pulmu."""
    from pulmu.adapters.programme_file import packaged_programme_documents
    from pulmu.support.programme import read_programmes

    return read_programmes(packaged_programme_documents())


def read_call_content(data: bytes, name: str) -> Document:
    """The document of a call in the content of a file."""
    from pulmu.adapters.call_file import read_call_bytes

    return read_call_bytes(data, name)


def read_application_content(data: bytes, name: str) -> Document:
    """The document of an application in the content of a file."""
    from pulmu.adapters.call_file import read_application_bytes

    return read_application_bytes(data, name)


def read_upload_content(data: bytes, name: str, columns: "Mapping[str, tuple[str, ...]]") -> Document:
    """Applications in the table an officer sent: XLSX, CSV, YAML or JSON."""
    from pulmu.adapters.applications_file import read_table_bytes

    return read_table_bytes(data, name, columns, "applications")


def look_at_paper(content: bytes, name: str) -> str:
    """The media type of a paper that goes to another workspace; or why it may not."""
    from pulmu.adapters.paper_file import look_at_paper as look

    return look(content, name)


def upload_template(columns: "Sequence[UploadColumn]", language: "Language") -> bytes:
    """The empty table for it."""
    from pulmu.adapters.application_template import write_application_template

    return write_application_template(columns, language)


def read_reform(name: str) -> Document:
    """The reform of a file, or one that comes with Pulmu, by its id."""
    from pulmu.adapters.reform_file import packaged_reform_documents, read_reform_file

    packaged = packaged_reform_documents()
    return packaged[name] if name in packaged else read_reform_file(name)


def read_reform_content(data: bytes, name: str) -> Document:
    """The reform in the content of a file somebody sent."""
    from pulmu.adapters.reform_file import read_reform_bytes

    return read_reform_bytes(data, name)


def packaged_reforms() -> "dict[str, Document]":
    """The reforms that come with Pulmu, by id."""
    from pulmu.adapters.reform_file import packaged_reform_documents

    return packaged_reform_documents()


def read_matching_round(path: str) -> Document:
    """Read the file of a round of matching, or of answers to one: YAML, JSON or a workbook."""
    from pulmu.adapters.round_file import read_round_file

    return read_round_file(path)


def read_applications(path: str, call: "Call") -> Document:
    """Read a table of a call's applications: XLSX, CSV, YAML or JSON."""
    from pulmu.adapters.applications_file import read_table_file
    from pulmu.services.application_columns import application_columns

    return read_table_file(path, application_columns(call), "applications")


def read_applications_content(data: bytes, name: str, call: "Call") -> Document:
    """The applications in the content of a file somebody sent."""
    from pulmu.adapters.applications_file import read_table_bytes
    from pulmu.services.application_columns import application_columns

    return read_table_bytes(data, name, application_columns(call), "applications")


def read_scores(path: str, call: "Call") -> Document:
    """Read a table of what reviewers gave: XLSX, CSV, YAML or JSON."""
    from pulmu.adapters.applications_file import read_table_file
    from pulmu.services.application_columns import score_columns

    return read_table_file(path, score_columns(call), "scores")


def read_scores_content(data: bytes, name: str, call: "Call") -> Document:
    """The scores in the content of a file somebody sent."""
    from pulmu.adapters.applications_file import read_table_bytes
    from pulmu.services.application_columns import score_columns

    return read_table_bytes(data, name, score_columns(call), "scores")


def read_call_document(name: str) -> Document:
    """The call of a file, YAML or JSON, or an example that comes with Pulmu, by its id."""
    from pulmu.adapters.call_file import read_call_bytes, read_call_file
    from pulmu.adapters.samples import sample_call_names, sample_call_text

    if name in sample_call_names():
        return read_call_bytes(sample_call_text(name).encode(), f"{name}.yaml")
    return read_call_file(name)


def sample_call_tables(name: str) -> dict[str, bytes]:
    """Tables of an example call that comes with Pulmu: `applications`, and `scores`; none of another call."""
    from pulmu.adapters.samples import sample_call_names
    from pulmu.adapters.samples import sample_call_tables as tables

    return tables(name) if name in sample_call_names() else {}


def read_matching_round_content(data: bytes, name: str) -> Document:
    """The round of matching in the content of a file somebody sent."""
    from pulmu.adapters.round_file import read_round_bytes

    return read_round_bytes(data, name)
