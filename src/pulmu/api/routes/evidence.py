"""Evidence: files given, listed and taken; each look is noted, and nothing is ever shown as a page."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel

from pulmu.api.bodies import SHOWN, ClassBody
from pulmu.api.problems import told
from pulmu.http.identify import AnyPlace, Asking
from pulmu.http.paging import Asked, Page, moment
from pulmu.http.upload import BoundedRoute, content_up_to
from pulmu.services.records.plant import EvidenceRecord, SecrecyClass
from pulmu.services.workspaces import evidence
from pulmu.services.workspaces.media_type import ending_of

LARGEST_FILE = 50_000_000
"""Bytes."""
_FILE = {"requestBody": {"required": True, "content": {"application/octet-stream": {"schema": {"type": "string",
         "format": "binary"}}}}}  # fmt: skip


routes = APIRouter(prefix="/workspaces/{workspace}/evidence", tags=["evidence"], route_class=BoundedRoute)
Content = Annotated[bytes, Depends(content_up_to(LARGEST_FILE, "give its pages as files of their own"))]


class EvidenceView(BaseModel):
    """A file, by the hash of its content; its kind follows from the content."""

    sha256: str
    name: str
    media_type: str
    size: int
    at: datetime
    author: str
    secrecy: str

    @classmethod
    def of(cls, record: EvidenceRecord) -> "EvidenceView":
        """What is shown of a file."""
        return cls(**{name: getattr(record, name) for name in cls.model_fields})


@routes.get("", responses=told(401, 403, 404, 422))
def list_evidence(actor: Asking, place: AnyPlace, paging: Asked) -> Page[EvidenceView]:
    """Files of the workspace that one may see by their class, oldest first. Looking is noted.

    A verifier sees open and internal ones; who is engaged for some reports, those behind these reports.
    """
    found = evidence.list_evidence(place.gate, actor)
    return paging.page(found, lambda item: (moment(item.at), item.sha256), EvidenceView.of)


@routes.post("", status_code=201, responses=told(401, 403, 404, 413, 422, 503), openapi_extra=_FILE)
def add_evidence(
    actor: Asking,
    place: AnyPlace,
    content: Content,
    file_name: Annotated[str, Query(max_length=200, pattern=SHOWN, description="name of the file, as lists show it")],
    secrecy: Annotated[SecrecyClass, Query(description="how it is to be treated; it travels with it")] = "internal",
) -> EvidenceView:
    """Keep a file: a bill, a certificate, a verification statement. The same content twice is kept once."""
    return EvidenceView.of(evidence.add_evidence(place.gate, actor, file_name, content, secrecy))


@routes.post("/{sha256}/class", responses=told(401, 403, 404, 422))
def class_evidence(sha256: str, actor: Asking, place: AnyPlace, body: ClassBody) -> EvidenceView:
    """Give a file another class of secrecy. Opening it to verifiers takes who may share a report."""
    return EvidenceView.of(evidence.class_evidence(place.gate, actor, sha256, body.secrecy, body.reason))


@routes.get("/{sha256}", responses=told(401, 403, 404, 422, 503), response_class=Response)
def take_evidence(
    sha256: str,
    actor: Asking,
    place: AnyPlace,
    reason: Annotated[str, Query(max_length=1000, pattern=SHOWN, description="why it is taken; it is noted")] = "",
) -> Response:
    """A file, to be saved under a name of ours. Who took it and why is noted."""
    record, content = evidence.take_evidence(place.gate, actor, sha256, reason)
    name = f"evidence-{record.sha256[:12]}.{ending_of(record.media_type)}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Pulmu-Secrecy": record.secrecy}
    return Response(content, media_type="application/octet-stream", headers=headers)
