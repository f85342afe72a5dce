"""Evidence over the API: nothing of it is ever shown as a page."""

from tests.surface.api.people import Town


def test_a_file_comes_back_as_a_file_to_save_whatever_it_is(town: Town) -> None:
    kim = town.founder("kim", "한빛체결")
    page = b"<html><script>alert(1)</script></html>"
    kept = kim.post(
        "/evidence", inside=True, params={"file_name": "a\u202e/../x.html", "secrecy": "secret"}, content=page
    )
    assert (kept["name"], kept["media_type"], kept["secrecy"]) == ("x.html", "text/plain", "secret")
    answer = kim.client.get(kim.url(f"/evidence/{kept['sha256']}", True), params={"reason": "looking"})
    assert (answer.content, answer.headers["content-type"]) == (page, "application/octet-stream")
    assert answer.headers["content-disposition"] == f'attachment; filename="evidence-{kept["sha256"][:12]}.txt"'
    assert (answer.headers["x-content-type-options"], answer.headers["pulmu-secrecy"]) == ("nosniff", "secret")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert [item["sha256"] for item in kim.get("/evidence")["items"]] == [kept["sha256"]]
    assert kim.refusal("GET", f"/evidence/{kept['sha256']}") == (422, "input.reason_missing")
    assert kim.refusal("GET", "/evidence/" + "0" * 64, params={"reason": "x"}) == (404, "access.unknown_evidence")
    refused = kim.refusal("POST", "/evidence", params={"file_name": "a.pdf"}, content=b"MZ\x90")
    assert refused == (422, "input.evidence_kind")
    actions = [(item["action"], item["reason"]) for item in kim.get("/audit")["items"]]
    assert ("read_evidence", "looking") in actions
