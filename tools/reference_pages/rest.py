"""The REST API: every route from the description the app gives of itself, and what each role may do."""

from typing import Any, cast

from pulmu.api.app import ANY_ROUTE, describe
from pulmu.main import app_of
from pulmu.services.access.permission import ACTIONS, ROLES, SECOND_FACTOR_ROLES, is_allowed
from pulmu.services.place import Place
from reference_pages.common import WORDS, page, table


def rest() -> str:
    """Every route by what it is about, and the table of roles."""
    described = describe(app_of(cast("Place", None), ("pulmu.firm.example",), is_secure=True))
    parts: dict[str, list[str]] = {}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            parts.setdefault(operation["tags"][0], []).append(_route(method.upper(), path, operation))
    chapters = [f"## {name}\n\n" + "\n\n".join(routes) + "\n" for name, routes in parts.items()]
    return page("REST API and roles · REST API와 역할", WORDS["introduction"]["rest"]["both"], *chapters, _roles())


def _route(method: str, path: str, operation: dict[str, Any]) -> str:
    said = " ".join(operation["description"].split())
    lines = [f"### `{method} {path}`", "", said]
    asked = [f"`{item['name']}` ({item['in']})" for item in operation.get("parameters", [])
             if item["in"] in ("query", "header")]  # fmt: skip
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" in content:
        asked.append(f"body `{content['application/json']['schema']['$ref'].rpartition('/')[2]}`")
    elif content:
        asked.append("body: the file")
    answers = ", ".join(status for status in operation["responses"] if int(status) not in ANY_ROUTE)
    return "\n".join([*lines, "", f"- asks: {', '.join(asked) or 'nothing'}", f"- answers: {answers}"])


def _roles() -> str:
    rows = [[f"`{action}`", *("yes" if is_allowed(role, action) else "" for role in ROLES)] for action in ACTIONS]
    code = ["one-time code asked for", *("yes" if role in SECOND_FACTOR_ROLES else "" for role in ROLES)]
    return "## Roles and what they may do\n\n" + table(["action", *(f"`{role}`" for role in ROLES)], [*rows, code])
