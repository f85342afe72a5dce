"""The typed client: every route, typed answers, and problems raised as the place told them."""

import inspect
import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any, Literal

import httpx2
import pytest
from tests.places import PASSWORD
from tests.surface.api.people import ORIGIN, Town, Visitor

from pulmu import client as package
from pulmu.adapters.samples import sample_text
from pulmu.api.app import describe
from pulmu.api.example import _value
from pulmu.client import Connection, Place, Workspace, views
from pulmu.client.read import read, written
from pulmu.model import AccessRefused, ConflictError, InputError, OutsideError, PulmuError


def workspace_of(visitor: Visitor, token: str = "", waited: list[float] | None = None) -> Workspace:
    """Somebody's workspace by the client."""
    sleep = (waited if waited is not None else []).append
    return Workspace(Connection(ORIGIN, token, http=visitor.client, sleep=sleep), visitor.workspace)


def replying(*answers: httpx2.Response | Exception) -> tuple[Connection, list[httpx2.Request], list[float]]:
    """A place that answers so, what it was asked, and how long was waited."""
    asked, waited, left = list[httpx2.Request](), list[float](), list(answers)

    def reply(request: httpx2.Request) -> httpx2.Response:
        asked.append(request)
        found = left.pop(0)
        if isinstance(found, Exception):
            raise found
        return found

    http = httpx2.Client(transport=httpx2.MockTransport(reply))
    return Connection("http://place.example/", "t", http=http, sleep=waited.append), asked, waited


def refusal(code: str, status: int, **headers: str) -> httpx2.Response:
    item = {"code": code, "severity": "error", "place": "p", "message": "m", "mend": "do", "values": {"a": "1"}}
    return httpx2.Response(status, json={"problems": [item]}, headers=headers)


def test_there_is_a_method_for_every_documented_route(town: Town) -> None:
    methods = {name for kind in (Place, Workspace) for name, _ in inspect.getmembers(kind, inspect.isfunction)}
    operations = [item for found in describe(town.app)["paths"].values() for item in found.values()]
    names = [item["summary"].lower().replace(" ", "_") for item in operations]
    assert len(set(names)) == len(names)
    assert set(names) <= methods
    assert {name for name in methods if not name.startswith("_")} == set(names)


def test_every_method_asks_what_the_place_serves(town: Town) -> None:
    """With examples of what each asks for: whatever is answered, it is never that the request does not fit."""
    kim = town.founder("kim", "한빛체결")
    described = describe(town.app)
    connection = Connection(ORIGIN, http=kim.client)
    parts = {"place": Place(connection), "workspace": Workspace(connection, kim.workspace)}
    leaving = {"end_session", "open_session", "confirm_app"}
    for path, methods in described["paths"].items():
        for operation in methods.values():
            name = operation["summary"].lower().replace(" ", "_")
            part = parts["workspace" if "{workspace}" in path else "place"]
            if name in leaving:
                continue
            try:
                found = getattr(part, name)(**arguments(getattr(part, name), operation, described))
                if isinstance(found, Iterator):
                    list(found)
            except PulmuError as error:
                codes = {item.code for item in error.problems}
                assert not codes & {"input.request", "input.address", "outside.answer", "outside.fault"}, (name, codes)


CONTENTS = {"add_readings": b'{"unit": "kWh", "interval": 900, "first": 1767193200, "value": [1.5]}'}
"""Bodies that are no plant's file."""


def arguments(method: Callable[..., Any], operation: dict[str, Any], described: dict[str, Any]) -> dict[str, Any]:
    """Values for what a method needs."""
    known = {item["name"].replace("-", "_"): item["schema"] for item in operation.get("parameters", [])}
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if body:
        known |= described["components"]["schemas"][body["schema"]["$ref"].rpartition("/")[2]]["properties"]
    needed = [item.name for item in inspect.signature(method).parameters.values() if item.default is item.empty]
    content = CONTENTS.get(method.__name__, b"a: 1")
    return {
        name: content if name == "content" else _value(name, known[name.rstrip("_")], described)
        for name in needed if name != "self"
    }  # fmt: skip


def test_everything_is_taken_along_by_the_client(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    work = workspace_of(kim)
    job = work.export_workspace(reason="회사를 옮김")
    with pytest.raises(ConflictError):
        next(work.take_export(job.id))
    town.work_off()
    with zipfile.ZipFile(io.BytesIO(b"".join(work.take_export(job.id)))) as archive:
        assert "manifest.json" in archive.namelist()
    gone, _, _ = replying(httpx2.ConnectError("away"))
    with pytest.raises(OutsideError):
        list(gone.pieces("/x"))
    refused, asked, _ = replying(refusal("access.forbidden", 403))
    with pytest.raises(AccessRefused):
        list(refused.pieces("/x"))
    assert [str(request.url) for request in asked] == ["http://place.example/api/v1/x"]


def test_from_sign_up_to_a_frozen_report_by_the_client(town: Town) -> None:
    http = town.visitor().client
    place = Place(Connection(ORIGIN, http=http))
    room = place.sign_up(email="kim@example.org", name="김하나", password=PASSWORD, workspace="한빛체결")
    assert place.open_session(email="kim@example.org", password=PASSWORD).account.name == "김하나"
    assert [item.id for item in place.me().workspaces] == [room.id]
    work = Workspace(place.connection, room.id)
    made = [work.add_plant(sample_text("fasteners").encode(), name=name) for name in ("나", "가", "다")]
    assert isinstance(made[0].created, datetime)
    assert [item.name for item in work.list_plants(limit=1)] == ["가", "나", "다"]
    saved = work.save_plant(made[0].id, sample_text("fasteners").encode(), if_match='"1"')
    assert saved.version == 2
    with pytest.raises(ConflictError) as stale:
        work.save_plant(made[0].id, b"a: 1", if_match='"1"')
    assert stale.value.problems[0].code == "store.stale"
    assert work.archive_plant(made[1].id, if_match='"1"') is None
    assert [item.number for item in work.plant_versions(made[0].id)] == [2, 1]


def test_problems_are_those_of_the_place_all_of_them(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    with pytest.raises(InputError) as refused:
        Place(Connection(ORIGIN, http=town.visitor().client)).sign_up(email="no", name="", password="x", workspace="x")
    assert [item.code for item in refused.value.problems] == ["access.name", "access.email", "access.password_short"]
    said = refused.value.problems[2]
    assert (said.place, dict(said.values)) == ("password", {"signs": "1", "least": "8"})
    assert str(said).startswith("password: the password has 1 signs")
    with pytest.raises(AccessRefused, match="no such plant"):
        workspace_of(kim).read_plant("0" * 32)
    with pytest.raises(AccessRefused, match="not logged in"):
        list(Workspace(Connection(ORIGIN, "pulmu_x_y", http=town.visitor().client), kim.workspace).list_plants())


def test_a_token_is_enough(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    made = workspace_of(kim).make_token(name="ERP", scopes=["read_plant", "write_plant"], days=30)
    program = town.visitor()
    program.workspace = kim.workspace
    work = workspace_of(program, made.secret)
    plant = work.add_plant(iter([sample_text("fasteners").encode()]), name="안산공장", file_name="p.yaml")
    assert work.read_plant(plant.id).tree == plant.tree
    file = workspace_of(kim).list_members(limit=1)
    assert {item.role for item in file} == {"company_admin", "preparer", "plant_user"}


def test_what_only_reads_is_asked_again_and_what_changes_is_not() -> None:
    page = httpx2.Response(200, json={"items": [], "next": None})
    away = httpx2.ConnectError("no")
    connection, asked, waited = replying(away, refusal("outside.store_lost", 503, **{"Retry-After": "2"}), page)
    assert list(Workspace(connection, "w").list_plants()) == []
    assert (len(asked), waited) == (3, [0.25, 2.0])
    connection, asked, waited = replying(away)
    with pytest.raises(OutsideError, match=r"does not answer \(ConnectError\)"):
        Workspace(connection, "w").add_plant(b"x", name="x")
    assert (len(asked), waited) == (1, [])
    connection, asked, _ = replying(*[away] * 4)
    with pytest.raises(OutsideError):
        list(Workspace(connection, "w").list_plants())
    assert len(asked) == 4


def test_too_many_requests_are_waited_for_but_not_for_long() -> None:
    slowed = refusal("access.too_many", 429, **{"Retry-After": "3"})
    made = httpx2.Response(201, json={"id": "i", "secret": "s"})
    connection, asked, waited = replying(slowed, made)
    assert Workspace(connection, "w").make_token(name="x", scopes=["read_plant"], days=1).secret == "s"
    assert waited == [3.0]
    assert asked[0].headers["idempotency-key"] == asked[1].headers["idempotency-key"]
    assert asked[0].headers["authorization"] == "Bearer t"
    assert asked[0].headers["origin"] == "http://place.example"
    for answer in (
        refusal("access.locked", 429, **{"Retry-After": "9"}),
        refusal("access.too_many", 429, **{"Retry-After": "999"}),
    ):
        connection, asked, waited = replying(answer)
        with pytest.raises(AccessRefused):
            Place(connection).open_session(email="a", password="b")
        assert (len(asked), waited) == (1, [])


def test_an_answer_that_is_not_as_described_is_told_so() -> None:
    strange = (
        httpx2.Response(200, json={"id": 7}),
        httpx2.Response(200, json=[]),
        httpx2.Response(200, text="<html>"),
        httpx2.Response(200, content=b"{", headers={"Content-Type": "application/json"}),
        httpx2.Response(502, text="<html>bad gateway"),
    )
    for answer in strange:
        connection, _, _ = replying(answer)
        with pytest.raises(OutsideError, match="not as described"):
            Workspace(connection, "w").read_plant("p")


def test_ids_stay_one_part_of_the_address() -> None:
    connection, asked, _ = replying(httpx2.Response(204))
    Workspace(connection, "w").end_token("../../a?b#c")
    assert asked[0].url.raw_path == b"/api/v1/workspaces/w/tokens/..%2F..%2Fa%3Fb%23c"


def test_views_are_read_by_their_types_and_take_no_others() -> None:
    given = {"id": "1", "name": "x", "version": 3, "created": "2026-11-27T00:00:00Z", "newer": True}
    assert read(views.PlantView, given).created == datetime(2026, 11, 27, tzinfo=UTC)
    assert read(date | None, None) is None
    assert read(tuple[float, ...], [1, 2.5]) == (1.0, 2.5)
    state: Any = Literal["queued", "done"]
    assert read(state, "done") == "done"
    for other in ("gone", 1, None):
        with pytest.raises(ValueError, match="is none of"):
            read(state, other)
    for wrong in ({"version": "3"}, {"version": True}, {"created": "yesterday"}, {"id": None}):
        with pytest.raises(ValueError, match=r".+"):
            read(views.PlantView, given | wrong)
    with pytest.raises(ValueError, match="name"):
        read(views.PlantView, {"id": "1"})


def test_what_the_package_exports_is_there() -> None:
    assert all(hasattr(package, name) for name in package.__all__)


def test_a_view_inside_a_body_is_sent_as_its_fields() -> None:
    asked = views.DecisionAsked(application="a1", outcome="selected", amount_krw=5)
    assert written([asked])[0] | {"told": None} == {
        "application": "a1", "outcome": "selected", "amount_krw": 5, "seen": 0, "told": None, "note": "",
    }  # fmt: skip
