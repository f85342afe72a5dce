"""Requests drawn from the description of the API, sent as several people; every answer must be as it is described."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, Verbosity, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import CHECKS, CheckFunction
from schemathesis.core.failures import FailureGroup
from tests.surface.api.people import ORIGIN, Visitor
from tests.surface.api.test_isolation import LEAVING, Seeded

from pulmu.api.app import describe

PEOPLE = ("company_admin", "preparer", "verifier", "supplier", "nobody")
CHECKED = ("negative_data_rejection", "not_a_server_error", "status_code_conformance", "content_type_conformance",
           "response_headers_conformance", "response_schema_conformance")  # fmt: skip
"""The first one not where an id was put in: what was wrong about the request may have been the id."""


class Explorer:
    """Draws requests for one route and sends them."""

    def __init__(self, folder: Path) -> None:
        self.seeded = Seeded(folder)
        described = describe(self.seeded.town.app)
        for operation in (item for methods in described["paths"].values() for item in methods.values()):
            operation.pop("security", None)  # who asks is chosen here
        self.schema = schemathesis.openapi.from_dict(described)
        by_name: dict[str, CheckFunction] = {check.__name__: check for check in CHECKS.get_all()}
        self.checks = [by_name[name] for name in CHECKED]
        self.sent = 0

    def operations(self) -> Iterator[Any]:
        """Every route; those that end the session last."""
        found = [item.ok() for item in self.schema.get_all_operations()]
        return iter(sorted(found, key=lambda item: (item.method.upper(), item.path) == LEAVING))

    def explore(self, operation: Any, examples: int, number: int = 0) -> list[str]:
        """What was answered otherwise than described, a line each.

        Parameters
        ----------
        examples : Requests for each person, as described and not.
        number : Another one draws others.
        """
        return [line for mode in GenerationMode for line in self._explore(operation, mode, examples, number)]

    def _explore(self, operation: Any, mode: GenerationMode, examples: int, number: int) -> list[str]:
        """Each request is drawn once, which takes longer than to answer it, and sent as each of the people."""
        found: list[str] = []
        own = self.seeded.ids["own"]

        @seed(number)
        @settings(max_examples=examples, database=None, deadline=None, phases=[Phase.generate],
                  suppress_health_check=list(HealthCheck), verbosity=Verbosity.quiet)  # fmt: skip
        @given(case=operation.as_strategy(generation_mode=mode), is_known=st.booleans())
        def send(case: Any, is_known: bool) -> None:
            if is_known:
                for name in set(case.path_parameters or {}) & set(own):
                    case.path_parameters[name] = own[name]
            for who in PEOPLE:
                self.sent += 1
                try:
                    case.validate_response(self._answer(self.seeded.people[who], case), checks=self.checks[is_known:])
                except FailureGroup as wrong:
                    found.extend(f"{operation.method.upper()} {operation.path}: {item}" for item in wrong.exceptions)

        try:
            send()
        except Unsatisfiable:
            if mode is not GenerationMode.NEGATIVE:  # of some routes nothing can be wrong
                raise
        return found

    def _answer(self, who: Visitor, case: Any) -> Any:
        """What the app answers; the session of who asks stays as it is."""
        asked = requests.Request(**case.as_transport_kwargs(base_url=ORIGIN)).prepare()
        headers = {
            name: value for name, value in asked.headers.items() if name.lower() not in ("cookie", "authorization")
        }
        kept = dict(who.client.cookies)
        answer = who.client.request(asked.method or "", asked.url or "", headers=headers, content=asked.body)
        who.client.cookies.clear()
        who.client.cookies.update(kept)
        return answer
