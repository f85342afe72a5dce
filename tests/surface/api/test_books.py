"""Books over the API: a document is looked at, confirmed, taken in, and told again."""

from tests.surface.api.people import Town

from pulmu.adapters.samples import sample_documents
from pulmu.services.workspaces.readings_chain import verify_readings

LINES = "일자,품목,수량(kg)\n2026-01-05,볼트,120\n2026-02-06,볼트,80\n".encode()
MEANT = {"file_name": "a.csv", "columns": "date=일자,item=품목,quantity=수량(kg),kind=received,unit=kg"}


def test_a_document_is_confirmed_then_counts_and_is_sealed(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    way = "/books/wire/imports"
    looked = kim.post(way, inside=True, status=200, params=MEANT | {"preview": True}, content=LINES)
    assert (looked["saved"], looked["documents"][0]["entry_count"], len(looked["confirm"])) == (False, 2, 8)
    assert kim.refusal("POST", way, params=MEANT, content=LINES) == (422, "book.unconfirmed")
    assert kim.get("/books")["items"] == []
    given = MEANT | {"confirm": looked["confirm"]}
    done = kim.post(way, inside=True, status=200, params=given, content=LINES)
    assert (done["saved"], done["added"]) == (True, 2)
    again = kim.post(way, inside=True, status=200, params=given, content=LINES)
    assert (again["added"], again["known"]) == (0, 2)
    listed = kim.get("/books")["items"]
    assert [(item["id"], item["imports"], item["entries"]) for item in listed] == [("wire", 1, 2)]
    entries = kim.get("/books/wire", params={"limit": 1})
    first = entries["items"][0]
    assert (first["value"], first["place"], bool(entries["next"])) == (120.0, "row 2, 수량(kg)", True)
    (taken,) = kim.get("/books/wire/imports")["items"]
    assert (taken["number"], taken["added"], taken["documents"]) == (1, 2, ["a.csv"])
    assert (taken["evidence"], len(taken["seal"])) == ([first["sha256"]], 64)
    totals = kim.get("/books/wire/totals", params={"year": 2026, "gaps": "none"})
    assert [item["total"] for item in totals["years"] if item["what"] == "received"] == [200.0]
    assert len(kim.get("/evidence")["items"]) == 1
    place = town.place
    assert verify_readings(place.store, place.measured, kim.workspace) == ()
    file = next(place.folder.rglob("books/wire/000001.json"))
    file.write_bytes(file.read_bytes().replace(b"120", b"121"))
    told = verify_readings(place.store, place.measured, kim.workspace)
    assert [(item.code, item.place.partition(",")[0]) for item in told] == [("audit.file_unreadable", "book wire")]


def test_every_sample_document_is_looked_at_as_on_the_command_line(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    for name, content in sample_documents().items():
        given = {"file_name": name, "preview": True}
        looked = kim.post("/books/any/imports", inside=True, status=200, params=given, content=content)
        assert looked["documents"][0]["kind"] != "unknown", name
    assert kim.get("/books")["items"] == []


def test_what_cannot_be_a_book_or_a_document_is_told(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    assert kim.refusal("GET", "/books/x") == (404, "access.unknown_book")
    assert kim.refusal("GET", "/books/x/totals") == (404, "access.unknown_book")
    assert kim.refusal("POST", "/books/con/imports", content=LINES) == (422, "book.id")
    for content in (b"", b"\0" * 40, b"MZ\x90", b"PK\x03\x04x", b"%PDF-1.4 x"):
        status, _ = kim.refusal("POST", "/books/x/imports", content=content)
        assert status == 422
    assert kim.refusal("POST", "/books/x/imports", params={"columns": "x"}, content=LINES) == (422, "book.pair")
    assert list(town.place.folder.rglob("books")) == []
