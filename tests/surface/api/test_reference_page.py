"""The page of the API: every route with an example that works, in both languages, and nothing loaded from elsewhere."""

import base64
import hashlib
import re
import shlex
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from tests.surface.api.people import ORIGIN, Town
from tests.surface.api.test_isolation import Seeded

from pulmu.adapters.samples import sample_text
from pulmu.api.app import describe
from pulmu.api.example import curl

PAGE = "/api/v1/docs"


class Tags(HTMLParser):
    """What a page links to, loads, and can be jumped to."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.anchors: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note it."""
        said = dict(attrs)
        self.tags.append(tag)
        self.links += [value for name in ("href", "src") if (value := said.get(name))]
        self.anchors.add(said.get("id") or "")


def test_the_page_is_drawn_without_a_script_and_loads_nothing(town: Town) -> None:
    answer = town.visitor().client.get(PAGE)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    page = Tags()
    page.feed(answer.text)
    assert not {"script", "link", "img", "iframe", "form"} & set(page.tags)
    assert all(link.startswith(("#", "?")) for link in page.links)
    assert {link.removeprefix("#") for link in page.links if link.startswith("#")} <= page.anchors
    policy = answer.headers["content-security-policy"]
    (style,) = re.findall("<style>(.*?)</style>", answer.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}';")
    assert "unsafe" not in policy
    assert 'name="viewport"' in answer.text


def test_every_route_and_view_is_on_it_in_both_languages(town: Town) -> None:
    client = town.visitor().client
    korean, english = (client.get(PAGE, params={"lang": name}).text for name in ("ko", "en"))
    described = describe(town.app)
    for path, methods in described["paths"].items():
        for method in methods:
            assert f"<b>{method.upper()}</b> {path}" in korean
            assert f"<b>{method.upper()}</b> {path}" in english
    for name in described["components"]["schemas"]:
        assert f'id="view-{name}"' in english
    assert ('<html lang="ko">' in korean, '<html lang="en">' in english) == (True, True)
    assert ("보내는 것" in korean, "Asks for" in english, "보내는 것" in english) == (True, True, False)
    assert client.get(PAGE, headers={"Accept-Language": "en"}).text == english


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Seeded:
    return Seeded(tmp_path_factory.mktemp("place"))


def sent(seeded: Seeded, command: str) -> Any:
    """What is answered to a command line of curl."""
    ids = seeded.ids["own"]
    command = command.replace("$PULMU", ORIGIN)
    for name, value in ids.items():
        command = command.replace(name.upper(), value)
    words = shlex.split(command)[1:]
    method, headers, content = "GET", dict[str, str](), b""
    while len(words) > 1:
        option, value, *words = words
        match option:
            case "-X":
                method = value
            case "-H":
                name, _, rest = value.partition(": ")
                headers[name] = rest
            case "--json":
                headers["Content-Type"], content = "application/json", value.encode()
            case "--data-binary":
                content = sample_text("fasteners").encode()
            case "-b" | "-c":
                assert value == "cookies.txt"
            case _:
                raise AssertionError(option)
    headers.pop("Authorization", None)
    return seeded.people["preparer"].client.request(method, words[0], headers=headers, content=content)


def test_every_example_is_a_request_that_fits(seeded: Seeded) -> None:
    described = describe(seeded.town.app)
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            command = curl(method.upper(), path, operation, described)
            answer = sent(seeded, command)
            said = [item["code"] for item in answer.json()["problems"]] if answer.status_code >= 400 else []
            assert answer.status_code < 500, command
            assert not {"input.request", "input.precondition_missing", "input.address"} & set(said), (
                command,
                answer.text,
            )


def test_the_package_carries_the_template() -> None:
    folder = Path(__file__).parents[3] / "src" / "pulmu" / "api" / "templates"
    assert {item.name for item in folder.iterdir()} == {"page.html", "page.css"}
