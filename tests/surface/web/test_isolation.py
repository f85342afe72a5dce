"""Every page, every role, own and foreign ids: no page of one company tells anything of another."""

import itertools
from typing import Any

import pytest
from tests.surface.api.people import Visitor
from tests.surface.api.test_isolation import MARK, Seeded, marked, routes_of, seeded

__all__ = ["seeded"]

PAGE_IDS = {"digest": "0" * 16, "secret": "guess", "name": "fasteners", "key": "0" * 64,
            "language": "ko", "ending": "json", "part": "company", "good": "bolts", "step": "submit",
            "job": "0" * 32, "table": "places", "change": "disable",
            "invitation": "0" * 32, "provider": "hanbit", "kind": "docx", "letter": "0" * 64}  # fmt: skip
"""What pages name besides what the API names."""
FIELDS = {"programme": "ai_voucher", "sample": "ai_voucher_round", "reason": "why", "text": "what",
          "email": "x@example.org", "role": "preparer", "name": "x"}  # fmt: skip
"""A form that fits more or less: what matters is whose it would change."""
OPEN = {"/", "/language/{name}", "/login", "/logout", "/signup", "/invitation/{address}", "/static/{digest}/{name}",
        "/local/{secret}", "/samples/{name}", "/samples/{name}/carbon", "/samples/{name}/plant",
        "/s/{address}", "/login/with/{provider}", "/login/with/{provider}/back",
        "/invitation/{address}/with/{provider}", "/invitation/{address}/identity"}  # fmt: skip
"""Pages for who is not known, and one's own way out; below the carbon page of a sample all are."""
CARE = {"/care", "/care/accounts/{account}/{change}"}
"""Pages for who cares for the place; `test_care.py` says who that is."""
OWN = {"/account", "/account/code", "/account/app", "/account/with/{provider}", "/account/identities",
       "/account/identities/{key}/unlink"}  # fmt: skip
"""Pages about oneself."""


def pages(found: Seeded) -> list[tuple[str, str]]:
    """Method and path of every page, read from the app."""
    aside = ("/api/", "/healthz", "/readyz", "/metrics")
    every = [(method, path.replace(":path}", "}")) for method, path in routes_of(found.town.app)]
    return [item for item in every if not item[1].startswith(aside) and item[0] != "HEAD"]


def of_sample(path: str) -> bool:
    """Whether it is a page of a packaged sample, which everybody may see."""
    return path.startswith("/samples/{name}/carbon/")


def ask(visitor: Visitor, method: str, path: str, ids: dict[str, str]) -> Any:
    """What is answered."""
    address = path.format(**PAGE_IDS | ids)
    data = FIELDS if method == "POST" else None
    return visitor.client.request(method, address, data=data, follow_redirects=False)


def test_every_page_has_its_place_in_the_matrix(seeded: Seeded) -> None:
    known = {path for _, path in pages(seeded)}
    inside = {path for path in known if path.startswith("/w/{workspace}")}
    assert {path for path in known - inside if not of_sample(path)} == OPEN | OWN | CARE


def test_the_mark_is_on_the_pages_of_its_owner(seeded: Seeded) -> None:
    page = seeded.other.client.get(f"/w/{seeded.other.workspace}")
    assert page.status_code == 200
    assert MARK in page.text


def test_no_page_tells_anything_of_another_company(seeded: Seeded) -> None:
    own, other = seeded.ids["own"], seeded.ids["other"]
    leaks = []
    staying = [page for page in pages(seeded) if page[1] != "/logout"]
    for (method, path), (role, visitor) in itertools.product(staying, seeded.people.items()):
        names = [name for name in other if "{" + name + "}" in path and name not in PAGE_IDS]
        mixed = [own | {name: other[name] for name in chosen} for size in range(1, len(names) + 1)
                 for chosen in itertools.combinations(names, size)]  # fmt: skip
        for ids in mixed or [other | PAGE_IDS]:
            answer = ask(visitor, method, path, ids | PAGE_IDS)
            foreign = ids["workspace"] == other["workspace"] and "{workspace}" in path
            allowed = (303, 404) if role == "nobody" or method == "GET" else (303, 404, 422)
            if marked(answer) or answer.status_code >= 500 or (foreign and answer.status_code not in allowed):
                leaks.append((method, path, role, answer.status_code, answer.text[:200]))
            if foreign and answer.status_code == 303 and not answer.headers["location"].startswith("/login"):
                leaks.append((method, path, role, answer.status_code, answer.headers["location"]))
    assert leaks == []


def test_who_is_not_known_is_sent_to_the_log_in(seeded: Seeded) -> None:
    nobody = seeded.town.visitor()
    for method, path in pages(seeded):
        if path not in OPEN and not of_sample(path):
            answer = ask(nobody, method, path, seeded.ids["own"])
            assert answer.status_code == 303, (method, path, answer.text)
            assert answer.headers["location"].startswith("/login?next="), (method, path)


@pytest.mark.parametrize("origin", ["https://evil.example", "null", ""])
def test_no_page_is_changed_from_another_place(seeded: Seeded, origin: str) -> None:
    for method, path in pages(seeded):
        if method == "POST":
            address = path.format(**seeded.ids["own"] | PAGE_IDS)
            headers = {"Origin": origin}
            answer = seeded.own.client.post(address, data=FIELDS, headers=headers, follow_redirects=False)
            assert answer.status_code == 403, (path, answer.status_code)
