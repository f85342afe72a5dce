"""Lists come in pages, whole and in one order; what is known is not sent again; a decision names what it saw."""

import base64
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from fastapi import Request, Response
from hypothesis import given
from hypothesis import strategies as st
from tests.surface.api.people import Town, Visitor

from pulmu.api.app import describe
from pulmu.http.paging import Paging, moment
from pulmu.model import InputError

KEYS = st.lists(st.tuples(st.integers(-3, 3), st.text(max_size=3)), unique=True, max_size=12)


def paging(after: str = "", limit: int = 3) -> Paging:
    scope = {"type": "http", "path": "/list", "query_string": b"", "headers": [], "server": ("x", 80), "scheme": "http"}
    return Paging(after, limit, Request(scope), Response())


def pages(visitor: Visitor, path: str, limit: int) -> Iterator[list[Any]]:
    """Every page of a list, by its links."""
    link = visitor.url(path, True) + f"?limit={limit}"
    while link:
        answer = visitor.client.get(link)
        assert answer.status_code == 200, answer.text
        body = answer.json()
        yield body["items"]
        link = answer.headers.get("link", "").removeprefix("<").removesuffix('>; rel="next"')
        assert bool(link) is (body["next"] is not None)


@given(KEYS, st.integers(1, 5), st.data())
def test_a_list_is_read_whole_whatever_is_added_and_taken_away_meanwhile(
    keys: list[tuple[int, str]], limit: int, data: st.DataObject
) -> None:
    there, seen, after = set(keys), list[tuple[int, str]](), ""
    stayed, added = set(keys), set[tuple[int, str]]()
    while True:
        page = paging(after, limit).page(sorted(there), lambda item: item, lambda item: item)
        seen += page.items
        if page.next is None:
            break
        after = page.next
        gone, new = (
            data.draw(st.sampled_from(sorted(there))),
            data.draw(st.tuples(st.integers(-3, 3), st.text(max_size=3))),
        )
        there = (there - {gone}) | {new}
        stayed, added = stayed - {gone}, added | {new}
    assert seen == sorted(set(seen))
    assert stayed <= set(seen) <= set(keys) | added


@pytest.mark.parametrize(
    "cursor",
    ["x", "W10", "bnVsbA", "W251bGxd", "W3RydWUsImEiXQ", "WzEsMl0", "W1tdXQ", "é", "WzFd", "\0", "[" * 900],
)  # fmt: skip
def test_a_text_that_is_no_cursor_is_told(cursor: str) -> None:
    with pytest.raises(InputError, match="no cursor"):
        paging(cursor).page([(1, "a")], lambda item: item, lambda item: item)
    deep = base64.urlsafe_b64encode(b"[" * 100_000).decode()
    huge = base64.urlsafe_b64encode(json.dumps([2**63]).encode()).decode().rstrip("=")
    for text in (deep, huge):
        with pytest.raises(InputError, match="no cursor"):
            paging(text).numbered(lambda *_: [], lambda item: item, lambda item: item)


def test_moments_are_ordered_to_the_microsecond() -> None:
    late = datetime(2026, 11, 27, 12, 0, 0, 999_999, tzinfo=UTC)
    assert moment(late.replace(microsecond=999_998)) + 1 == moment(late)


def test_every_list_comes_in_pages_that_follow_each_other(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    boss = town.member(kim, "boss", "approver")
    names = [f"공장 {number}" for number in range(5)]
    plants = [kim.plant(name) for name in reversed(names)]
    report = kim.draft(plants[0])
    kim.draft(plants[1])
    for number in range(3):
        kim.post("/tokens", inside=True, json={"name": str(number), "scopes": ["read_plant"], "days": 9})
        town.place.pass_time(seconds=1)
        kim.post(f"/reports/{report}/versions/1/comments", inside=True, json={"text": str(number)})
    kim.post(f"/reports/{report}/versions/1/submit", inside=True, status=200)
    boss.post(f"/reports/{report}/versions/1/approve", inside=True, status=200, json={})
    for number in range(3):
        boss.post(f"/reports/{report}/versions/1/links", inside=True, json={"audience": str(number), "days": 9})
        town.place.pass_time(seconds=1)

    def shown(path: str, field: str, who: Visitor = kim) -> list[Any]:
        whole = who.get(path)["items"]
        cut = list(pages(who, path, 2))
        assert all(len(page) == 2 for page in cut[:-1])
        assert [item for page in cut for item in page][: len(whole)] == whole
        return [item[field] for item in whole]

    assert shown("/plants", "name") == names
    assert shown("/tokens", "name") == ["0", "1", "2"]
    assert shown(f"/reports/{report}/versions/1/comments", "text") == ["0", "1", "2"]
    assert shown(f"/reports/{report}/links", "audience", boss) == ["2", "1", "0"]
    assert len(shown("/reports", "id")) == 2
    assert sorted(shown("/members", "role")) == ["approver", "company_admin", "plant_user", "preparer"]
    assert shown("/audit", "number")[:3] == [1, 2, 3]
    other = kim.get("/plants", params={"limit": 1})["next"]
    assert kim.refusal("GET", "/audit", params={"after": other}) == (422, "input.cursor")


def test_every_list_of_the_description_is_a_page_or_of_a_few_entries(town: Town) -> None:
    few = {"/api/v1/workspaces/{workspace}/reports/{report}/versions/{number}/files"}
    for path, methods in describe(town.app)["paths"].items():
        schema = methods.get("get", {}).get("responses", {}).get("200", {}).get("content", {})
        if schema.get("application/json", {}).get("schema", {}).get("type") == "array":
            assert path in few, f"{path}: a list that can grow comes in pages (pulmu.http.paging)"


def test_what_is_known_is_not_sent_again(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    kim.plant()
    for path in ("/plants", "/tokens", "/reports"):
        first = kim.client.get(kim.url(path, True))
        tag = first.headers["etag"]
        again = kim.client.get(kim.url(path, True), headers={"If-None-Match": f'"x", W/{tag}'})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        assert again.headers["cache-control"] == "no-store"
    listed = kim.client.get(kim.url("/plants", True)).headers["etag"]
    kim.plant("다른 공장")
    assert kim.client.get(kim.url("/plants", True), headers={"If-None-Match": listed}).status_code == 200
    assert "etag" not in kim.client.get(kim.url("/nothing", True)).headers


def test_a_decision_that_names_another_version_than_stands_is_refused(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    boss = town.member(kim, "boss", "approver")
    version = f"/reports/{kim.draft(kim.plant())}/versions/1"
    draft = kim.client.get(kim.url(version, True)).headers["etag"]
    submitted = kim.client.post(kim.url(version, True) + "/submit", headers={"If-Match": draft})
    assert submitted.status_code == 200
    seen = submitted.headers["etag"]
    assert boss.client.get(boss.url(version, True)).headers["etag"] == seen != draft
    for tag, status in ((draft, 412), ("nothing", 412), (seen, 200)):
        answer = boss.client.post(boss.url(f"{version}/approve", True), json={}, headers={"If-Match": tag})
        assert answer.status_code == status
    assert boss.refusal("POST", f"{version}/return", json={"reason": "x"}, headers={"If-Match": seen}) == (
        412,
        "store.stale",
    )
