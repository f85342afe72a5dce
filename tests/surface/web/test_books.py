"""Books in the browser: a document is looked at and confirmed before it counts, and corrected with a reason."""

import hashlib
import re
from typing import Any

import pytest
from tests.surface.api.people import Town
from tests.surface.web.seats import Company, founded, said

HEAD = "입고일,전표번호,거래처,품명,중량(KG)\n"
ROWS = "2026-01-05,P-1,포스코,선재,25310\n2026-02-10,P-2,포스코,선재,24990\n2026-05-02,P-3,현대제철,선재,12000\n"
HASH = hashlib.sha256((HEAD + ROWS).encode()).hexdigest()


@pytest.fixture
def company(town: Town) -> Company:
    return founded(town)


def send(company: Company, content: bytes, book: str = "wire_rod", name: str = "입고현황.csv") -> Any:
    files = {"file": (name, content, "text/csv")}
    client = company.people["preparer"].client
    return client.post(company.address("/books/files"), files=files, data={"book": book}, follow_redirects=False)


def look(company: Company, rows: str = ROWS, query: str = "", book: str = "wire_rod") -> tuple[str, dict[str, str]]:
    """How a document is read, and what its form to take it in would send."""
    sent = send(company, (HEAD + rows).encode(), book)
    assert sent.status_code == 303, sent.text
    answer = company.people["preparer"].client.get(sent.headers["location"] + query)
    assert answer.status_code == 200
    form = answer.text.partition('<form class="panel" method="post"')[2].partition("</form>")[0]
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))
    return answer.text, fields


def take(company: Company, rows: str = ROWS, query: str = "", book: str = "wire_rod", **more: str) -> str:
    """Take it in as a person who has looked; what one comes to."""
    _, fields = look(company, rows, query, book)
    sha256 = hashlib.sha256((HEAD + rows).encode()).hexdigest()
    answer = company.send("preparer", f"/books/files/{sha256}", **fields | more)
    assert answer.status_code == 303, said(answer.text)
    return said(company.people["preparer"].client.get(answer.headers["location"]).text)


def test_an_empty_page_says_what_goes_here(company: Company) -> None:
    assert "아직 장부가 없습니다" in company.open("preparer", "/books")
    assert 'type="file"' not in company.open("approver", "/books")


def test_a_document_is_looked_at_before_it_counts(company: Company) -> None:
    page, fields = look(company)
    assert "기재 항목 3건으로 읽힙니다" in page
    assert re.search(r'중량\(KG\)</th><td><span class="tag good">수량</span>', page)
    assert "2026-01-05" in page
    assert "새로 더할 항목 3건" in page
    assert "짐작한 것입니다" in page
    assert len(fields["confirm"]) == 8
    assert "아직 장부가 없습니다" in company.open("preparer", "/books")


def test_what_nobody_confirmed_is_not_taken_in(company: Company) -> None:
    _, fields = look(company)
    for code in ("", "00000000"):
        answer = company.send("preparer", f"/books/files/{HASH}", **fields | {"confirm": code})
        assert answer.status_code == 422
        assert "확인하고 불러오기" in answer.text
    assert "아직 장부가 없습니다" in company.open("preparer", "/books")


def test_months_quarters_entries_and_history_are_shown(company: Company) -> None:
    text = take(company)
    assert "새로 더한 항목 3건" in text
    assert "2026년 입고 62,300 kg" in text
    quarters = re.search(r"분기마다(.*?)달마다", text)
    assert quarters
    assert "1분기 50,300 2" in quarters[1]
    assert "2분기 12,000 1" in quarters[1]
    assert "2026-03 자료 없음 0" in text
    assert "2026-05-02 입고 선재 현대제철 P-3 12,000 kg 입고현황.csv" in text
    assert "더함 3건, 고침 0건 · 입고현황.csv" in text
    assert "book:wire_rod" in text
    assert "살펴볼 것 2건" in text
    assert "고칠 것" not in text
    again = take(company)
    assert "이미 있던 항목 3건" in again
    assert "장부 1권" in company.open("approver", "/books")


def test_a_correction_needs_a_reason_and_is_kept_with_it(company: Company) -> None:
    take(company)
    mended = ROWS.replace("12000", "11000")
    page, fields = look(company, mended)
    assert 'class="problem error"' in page
    assert fields == {}
    sha256 = hashlib.sha256((HEAD + mended).encode()).hexdigest()
    refused = company.send("preparer", f"/books/files/{sha256}", book="wire_rod")
    assert refused.status_code == 422
    text = take(company, mended, "&reason=저울 교정")
    assert "고친 항목 1건" in text
    assert "더함 0건, 고침 1건 · 입고현황.csv · 저울 교정" in text
    assert "12,000 kg" not in text
    seals = re.findall(r'class="key muted" title="(\w{64})"', company.open("approver", "/books/wire_rod"))
    assert len(set(seals)) == 2


def test_a_reading_is_changed_by_hand(company: Company) -> None:
    page, _ = look(company, query="&kind=scrap&unit=t")
    assert "스크랩" in page
    text = take(company, query="&kind=sent_out")
    assert "2026년 출고 62,300 kg" in text


@pytest.mark.parametrize(
    "query",
    ["&where=x", "&weights=x", "&quantity=없는 열", "&unit=parsec", "&kind=odd", "&book=con", "&book="],
)
def test_a_wish_that_cannot_be_is_told(company: Company, query: str) -> None:
    page, fields = look(company, query=query)
    assert 'class="problem error"' in page, said(page)
    assert "--" not in said(page)
    assert fields == {}


@pytest.mark.parametrize("content", [b"", b"MZ\x90", b"\0" * 40, b"PK\x03\x04x", b"%PDF-1.4 x", b"nothing here"])
def test_what_is_no_document_is_told(company: Company, content: bytes) -> None:
    sent = send(company, content)
    if sent.status_code == 303:
        sent = company.people["preparer"].client.get(sent.headers["location"])
        assert sent.status_code == 200
        assert 'class="ember"' not in sent.text
    assert 'class="problem error"' in sent.text


def test_a_book_has_a_name_and_the_file_is_named(company: Company) -> None:
    for book in ("", "a b", "con"):
        assert send(company, b"x", book).status_code == 422
    none = company.send("preparer", "/books/files", book="x")
    assert "고른 파일이 없습니다" in none.text
    sent = send(company, (HEAD + ROWS).encode(), name="<img src=x onerror=alert(1)>.csv")
    assert "<img src=x" not in company.people["preparer"].client.get(sent.headers["location"]).text


def test_each_role_does_what_it_may(company: Company) -> None:
    take(company)
    for who in ("plant_user", "approver", "company_admin"):
        assert "62,300" in company.open(who, "/books/wire_rod")
    refused = company.people["approver"].client.post(company.address("/books/files"), data={"book": "x"},
                                                     files={"file": ("a.csv", b"x")})  # fmt: skip
    assert refused.status_code == 403
    company.open("approver", f"/books/files/{HASH}?book=x", status=403)
    company.open("verifier", "/books/wire_rod", status=403)
    company.open("verifier", "/books", status=403)
    company.open("preparer", "/books/none", status=404)


def test_entries_are_taken_away_as_a_table(company: Company) -> None:
    take(company, ROWS + "2026-06-01,P-4,=cmd(),선재,1\n")
    answer = company.people["approver"].client.get(company.address("/books/wire_rod/entries.csv"))
    rows = answer.text.lstrip("\ufeff").splitlines()
    assert rows[0].startswith("시작일,종료일,종류,품목")
    assert rows[1].startswith("2026-01-05,2026-01-05,received,선재,포스코,P-1,25310.0,kg,measured,입고현황.csv,")
    assert "'=cmd()" in rows[4]
