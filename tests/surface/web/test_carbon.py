"""The carbon pages: the same for a sample and for a company's own plant, each number with its reasons."""

import csv
import re
from dataclasses import replace
from html import unescape

import pytest
from tests.docs.pages import ROOT, blocks
from tests.surface.api.people import ORIGIN, Client, Town, Visitor

from pulmu.adapters.samples import read_sample, sample_text
from pulmu.services.report_cbam import report_cbam
from pulmu.web.pages.carbon_compare import lines_of

SAMPLE = "/samples/fasteners/carbon"


@pytest.fixture
def browser(town: Town) -> Client:
    """A browser without scripts, in Korean."""
    headers = {"Origin": ORIGIN, "Accept-Language": "ko-KR,ko"}
    return Client(town.app, base_url=ORIGIN, headers=headers, follow_redirects=False)


def seen(browser: Client, path: str, **query: str) -> str:
    """The page of an address."""
    answer = browser.get(path, params=query)
    assert answer.status_code == 200, answer.text
    return answer.text


def words(page: str) -> str:
    """What is read on a page, without its markup."""
    return unescape(" ".join(re.sub(r"<[^>]*>", " ", page).split()))


def figures(page: str) -> list[str]:
    """Addresses of the figures a page leads to."""
    return re.findall(r'href="([^"]*/figures/[0-9a-f]{64}[^"]*)"', page)


def of_wire(browser: Client) -> str:
    """Address of what a tonne of the drawn wire carries."""
    found = re.search(r'href="([^"]+)">2\.693<', seen(browser, SAMPLE))
    assert found
    return unescape(found[1])


@pytest.fixture
def own(town: Town) -> tuple[Visitor, str]:
    """Somebody with a plant of their own, and where its carbon page is."""
    host = town.founder("kim", "한빛볼트")
    maker = town.member(host, "lee", "preparer")
    return maker, f"/w/{maker.workspace}/plants/{maker.plant()}/carbon"


def test_without_a_scenario_a_quarter_without_price_is_missing(browser: Client) -> None:
    page = words(seen(browser, SAMPLE, scenario=""))
    assert "가격이 없는 분기가 있어" in page
    assert "440,561.17" not in page


def test_a_scenario_is_named_beside_the_answer(browser: Client) -> None:
    assert "시나리오 'last_published_price'의 가격" in words(seen(browser, SAMPLE))


def test_a_scenario_the_plant_does_not_name_is_told(browser: Client) -> None:
    page = seen(browser, SAMPLE, scenario="<b>wish</b>")
    assert "먼저 고칠 것이 있어" in page
    assert "<b>wish" not in page


def test_an_edition_that_is_not_in_force_is_told_and_carried_on(browser: Client) -> None:
    page = seen(browser, SAMPLE, edition="2026-02")
    assert "2026-02판의 기본값으로" in words(page)
    assert figures(page)
    assert all("edition=2026-02" in address for address in figures(page))


def test_an_edition_nobody_knows_is_refused(browser: Client) -> None:
    assert browser.get(SAMPLE, params={"edition": "1999"}).status_code == 422


def test_an_own_plant_has_the_pages_of_a_sample(own: tuple[Visitor, str]) -> None:
    maker, path = own
    page = words(maker.client.get(path, params={"scenario": "last_published_price"}).text)
    assert "440,561.17" in page
    assert "가격이 없는 분기가 있어" in words(maker.client.get(path, headers={"Accept-Language": "ko"}).text)


def test_a_draft_with_mistakes_shows_them(town: Town) -> None:
    maker = town.member(town.founder("kim", "한빛볼트"), "lee", "preparer")
    plant = maker.plant(text=sample_text("fasteners").replace("72139149", "721391"))
    answer = maker.client.get(f"/w/{maker.workspace}/plants/{plant}/carbon", headers={"Accept-Language": "ko"})
    assert answer.status_code == 200
    assert "고칠 것" in words(answer.text)


@pytest.mark.parametrize("role", ["supplier", "agency_officer", "importer"])
def test_who_may_not_read_a_plant_sees_no_figure_of_it(town: Town, own: tuple[Visitor, str], role: str) -> None:
    host = town.founder("park", "대림금속")
    stranger = town.member(host, "choi", role) if role != "importer" else host
    refused = stranger.client.get(own[1])
    assert refused.status_code in (403, 404)
    assert "2.693" not in refused.text
    inside = stranger.client.get(own[1].replace(own[0].workspace, stranger.workspace))
    assert inside.status_code in (403, 404)


def test_nobody_sees_an_own_plant_without_log_in(browser: Client, own: tuple[Visitor, str]) -> None:
    assert browser.get(own[1]).headers["location"].startswith("/login?next=")


def test_every_number_of_the_page_leads_to_its_figure(browser: Client) -> None:
    tree = words(seen(browser, of_wire(browser)))
    assert "어떻게 나온 값인가?" in tree
    assert "직접배출량 + 산정에 넣는 간접배출량 = 2.69307 + 0" in tree
    assert "소둔 선재" in tree


def test_a_figure_is_followed_down_to_its_evidence(browser: Client) -> None:
    """Always on to the first input: the last page is a fact with the place it was read from."""
    address, seen_names = of_wire(browser), []
    for _ in range(20):
        page = seen(browser, address)
        seen_names.append(re.findall(r"<h1>(.*?)</h1>", page)[0])
        tree = page.partition('<div class="tree">')[2].partition("</div>")[0]
        below = [unescape(item) for item in figures(tree) if unescape(item) != address]
        if not below:
            break
        address = below[0]
    assert 'class="tree"' not in page
    assert "fasteners.yaml" in page or "사업장 자료" in page
    assert len(seen_names) > 3


def test_figures_are_found_below_one(browser: Client) -> None:
    address = of_wire(browser)
    page = words(seen(browser, address, find="city gas"))
    count = re.search(r"'city gas' 검색 결과 (\d+)건", page)
    assert count
    assert int(count[1]) > 1
    assert "검색 결과 0건" in words(seen(browser, address, find="<script>"))


def test_what_was_searched_for_is_shown_as_text(browser: Client) -> None:
    page = seen(browser, of_wire(browser), find='"><script>alert(1)</script>')
    assert "<script>alert" not in page


def test_a_figure_of_another_plant_is_not_there(browser: Client) -> None:
    address = of_wire(browser)
    assert browser.get(address.replace("fasteners", "extrusions")).status_code == 404
    assert browser.get(f"{SAMPLE}/figures/{'0' * 64}").status_code == 404
    assert browser.get(f"{SAMPLE}/figures/zz").status_code in (404, 422)


def test_the_footprint_holds_everything_once_and_says_what_it_lacks(browser: Client) -> None:
    page = words(seen(browser, SAMPLE))
    assert "30,450 tCO₂e" in page
    assert "22,167 tCO₂e" in page
    assert "들어 있지 않은 것 1건" in page


def test_bills_are_said_to_be_unknown(browser: Client) -> None:
    page = seen(browser, SAMPLE)
    won = page.partition('class="balance won"')[2].partition("</li>")[0]
    assert "자료 없음" in words(won)


def test_a_good_is_set_against_its_default_value(browser: Client) -> None:
    page = seen(browser, f"{SAMPLE}/goods/bolts")
    told = words(page)
    assert "1톤에 든 배출량: 3.205 tCO₂e/t" in told
    assert "기본값 3.821 tCO₂e/t보다 0.616 tCO₂e/t 적습니다" in told
    assert told.count("시나리오") >= 2, "two quarters have no published price"
    assert "환원제" in told
    assert "석탄·코크스" in told
    shares = [float(item) for item in re.findall(r"<title>[^<]*: ([\d.]+)%</title>", page)]
    assert sum(shares) == pytest.approx(100.0, abs=0.5)


def test_a_good_without_a_price_is_not_given_one(browser: Client) -> None:
    page = words(seen(browser, f"{SAMPLE}/goods/bolts", scenario=""))
    assert page.count("자료 없음") >= 4
    assert "시나리오 " not in page.partition("수입 분기별")[2].partition("부문별")[0]


def test_a_good_of_another_plant_is_not_there(browser: Client) -> None:
    assert browser.get(f"{SAMPLE}/goods/profiles").status_code == 404


def test_what_the_law_leaves_open_is_said(browser: Client) -> None:
    page = words(seen(browser, f"{SAMPLE}/law"))
    assert "미해결 3" in page
    assert "시행 법문에서 확인하지 않은 근거" in page
    assert re.search(r"법 근거 \d+개 가운데 \d+개는", words(seen(browser, SAMPLE)))


def test_names_of_strangers_are_shown_as_text(town: Town) -> None:
    maker = town.member(town.founder("kim", "한빛볼트"), "lee", "preparer")
    evil = sample_text("fasteners").replace("고장력 육각볼트", "<script>alert(1)</script>")
    evil = evil.replace("name: Wire drawing", "name: <img src=x onerror=alert(2)>")
    plant = maker.plant(text=evil)
    base = f"/w/{maker.workspace}/plants/{plant}/carbon"
    for path in ("", "/goods/bolts", "/law", "/compare", "/boundaries", "/uncertainty", "/print"):
        page = maker.client.get(base + path).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_the_pages_are_there_in_english(browser: Client) -> None:
    for path in ("", "/goods/bolts", "/law", "/compare", "/boundaries", "/uncertainty", "/print"):
        page = browser.get(SAMPLE + path, headers={"Accept-Language": "en"})
        assert page.status_code == 200
        assert '<html lang="en">' in page.text


def test_what_a_picture_shows_is_a_table_and_a_file_too(browser: Client) -> None:
    """Rows of the file add up to what the picture says it is a sum of."""
    page = seen(browser, SAMPLE)
    answer = browser.get(f"{SAMPLE}/flows.csv")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.reader(answer.text.removeprefix("\ufeff").splitlines()))
    assert rows[0] == ["출처", "공정", "제품", "t CO2e"]
    assert sum(float(row[3]) for row in rows[1:]) == pytest.approx(11_246, abs=1)
    assert "11,246 tCO₂e" in words(page)
    parts = list(csv.reader(browser.get(f"{SAMPLE}/goods/bolts/parts.csv").text.removeprefix("\ufeff").splitlines()))
    assert sum(float(row[3]) for row in parts[1:]) == pytest.approx(3.205, abs=0.001)


def test_a_name_in_a_file_never_becomes_a_formula(town: Town) -> None:
    maker = town.member(town.founder("kim", "한빛볼트"), "lee", "preparer")
    plant = maker.plant(text=sample_text("fasteners").replace("name: city gas", "name: =cmd|' /C calc'!A0"))
    base = f"/w/{maker.workspace}/plants/{plant}/carbon"
    rows = list(csv.reader(maker.client.get(f"{base}/goods/bolts/parts.csv").text.splitlines()))
    assert any("cmd|" in row[0] for row in rows)
    assert not any(cell.startswith("=") for row in rows for cell in row)


def test_editions_are_compared_and_their_difference_is_shown(browser: Client) -> None:
    """Under both editions the sample costs the same; what each page says of its edition stands in the table."""
    page = words(seen(browser, f"{SAMPLE}/compare"))
    for edition in ("2026-02", "2026-08"):
        found = re.search(r"실제값으로 ([\d,.]+)유로", words(seen(browser, SAMPLE, edition=edition)))
        assert found
        assert f"{edition} {found[1]}" in page
    assert "2026-02판과 2026-08판에서 실제값의 인증서 비용이 같습니다" in page
    assert "말할 수 없습니다" in words(seen(browser, f"{SAMPLE}/compare", scenario=""))


def test_a_difference_is_the_last_edition_less_the_first() -> None:
    report = report_cbam(read_sample("fasteners"), scenario="last_published_price").report
    assert report is not None
    moved = [
        replace(good, cost=replace(good.cost, value=good.cost.value + 12.5), default_cost=None)
        for good in report.goods
        if good.cost is not None
    ]
    later = replace(report, goods=tuple(moved))
    lines = {line.name: line for line in lines_of("bolts", {"2026-02": report, "2026-08": later})}
    assert lines["web.compare.cost"].difference == pytest.approx(12.5)
    assert lines["web.compare.default_cost"].difference is None, "one of them is missing"
    assert lines["web.good.actual"].difference == 0.0


def test_process_boundaries_are_told_with_their_reasons(browser: Client) -> None:
    page = words(seen(browser, f"{SAMPLE}/boundaries"))
    assert "1. 신선 | 체결구" in page
    assert "3.205" in page


def test_a_printed_page_names_the_hash_of_its_report(browser: Client, town: Town) -> None:
    report = report_cbam(read_sample("fasteners"), scenario="last_published_price").report
    assert report is not None
    page = seen(browser, f"{SAMPLE}/print")
    assert report.sha256 in page
    assert "440,561.17" in page
    other = seen(browser, f"{SAMPLE}/print", scenario="")
    assert report.sha256 not in other


def test_what_stands_in_the_way_is_told_on_every_page(town: Town) -> None:
    maker = town.member(town.founder("kim", "한빛볼트"), "lee", "preparer")
    plant = maker.plant(text=sample_text("fasteners").replace("72139149", "721391"))
    base = f"/w/{maker.workspace}/plants/{plant}/carbon"
    for path in (
        "/goods/bolts",
        "/law",
        "/compare",
        "/boundaries",
        "/uncertainty",
        "/print",
        f"/figures/{'0' * 64}",
        "/flows.csv",
    ):
        answer = maker.client.get(base + path)
        assert answer.status_code == 200, path
        assert 'class="problem error"' in answer.text, path


@pytest.mark.parametrize("language", ["ko", "en"])
def test_the_how_to_shows_what_the_pages_say(browser: Client, language: str) -> None:
    name = "read-your-carbon-figures.ko.md" if language == "ko" else "read-your-carbon-figures.md"
    first, figure = [block.body for block in blocks(ROOT / "docs" / "howto" / name) if block.language == "text"]
    asked = {"Accept-Language": language}
    page = words(browser.get(SAMPLE, headers=asked).text)
    assert [line for line in first.splitlines() if line not in page] == []
    tree = words(browser.get(of_wire(browser), headers=asked).text)
    assert [line for line in figure.splitlines() if line.lower() not in tree.lower()] == []


def test_nothing_is_drawn_until_the_reader_says_how_sure_the_inputs_are(browser: Client) -> None:
    page = seen(browser, f"{SAMPLE}/uncertainty")
    assert "아무것도 가정하지 않습니다" in words(page)
    assert 'class="band"' not in page


def test_the_widest_input_comes_first_below_all_together(browser: Client) -> None:
    page = seen(browser, f"{SAMPLE}/uncertainty", precursor_values="5", amounts="5")
    bolts = page.partition("고장력 육각볼트</a></h2>")[2].partition("</table>")[0]
    named = [unescape(item) for item in re.findall(r'<th scope="row">([^<]*)</th>', bolts)]
    assert named == ["모두 함께", "구매 전구물질의 내재배출량 (5.0%)", "연료·원료·폐가스의 양 (5.0%)"]
    lows = [float(item) for item in re.findall(r'data-head="5%">([\d.]+)<', bolts)]
    assert lows[0] <= lows[1] < lows[2] < 3.205


def test_what_better_data_is_worth_is_told_in_euro_where_there_is_a_price(browser: Client) -> None:
    chosen = {"precursor_values": "5", "amounts": "5"}
    priced = words(seen(browser, f"{SAMPLE}/uncertainty", scenario="last_published_price", **chosen))
    assert "다음에 더 정확히 잴 것" in priced
    assert "134,552" in priced
    assert "공급사가 밝힌 값" in priced


@pytest.mark.parametrize("value", ["-1", "1e9", "x", "nan"])
def test_an_uncertainty_that_cannot_be_is_refused(browser: Client, value: str) -> None:
    assert browser.get(f"{SAMPLE}/uncertainty", params={"amounts": value}).status_code == 422


def test_a_plant_takes_in_what_it_cites_of_its_meters(town: Town) -> None:
    """A meter that is not there is told, and no figure is computed of a plant that lacks its amount."""
    maker = town.member(town.founder("kim", "한빛볼트"), "lee", "preparer")
    amount = re.search(r"amount: \{value: 9850[^}]*\}", sample_text("fasteners"))
    assert amount
    plant = maker.plant(text=sample_text("fasteners").replace(amount[0], "amount: 'meter:em_main'"))
    page = words(
        maker.client.get(f"/w/{maker.workspace}/plants/{plant}/carbon", headers={"Accept-Language": "ko"}).text
    )
    assert "이 계량기가 없습니다" in page
    assert "먼저 고칠 것이 있어" in page
