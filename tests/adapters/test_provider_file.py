"""The operator's file of providers: everything wrong with it at once, and no secret in it."""

from pathlib import Path

import pytest

from pulmu.adapters.provider_file import read_providers
from pulmu.model import InputError
from pulmu.services.accounts.provider import Provider

HOW_TO = Path(__file__).parents[2] / "docs" / "howto" / "log-in-by-your-own-provider"
GOOD = """
[hanbit]
title = "한빛 계정"
issuer = "https://login.hanbit.example/realms/firm"
client_id = "pulmu"
client_secret_file = "hanbit.secret"
second_factor_amr = ["mfa", "otp"]

[agency]
issuer = "https://login.agency.example"
client_id = "pulmu"
client_secret_env = "PULMU_AGENCY"
second_factor_acr = ["silver"]

[open]
issuer = "http://127.0.0.1:9000"
client_id = "pulmu"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a secret."""
    secret = tmp_path / "hanbit.secret"
    secret.write_text("s3cret of hanbit\n", encoding="utf-8")
    secret.chmod(0o600)
    return tmp_path


def read(folder: Path, text: str) -> tuple[Provider, ...]:
    file = folder / "providers.toml"
    file.write_text(text, encoding="utf-8")
    return read_providers(file, {"PULMU_AGENCY": "s3cret of the agency"})


def wrong(folder: Path, text: str) -> list[tuple[str, str]]:
    """Codes and places of what is wrong."""
    with pytest.raises(InputError) as caught:
        read(folder, text)
    assert "s3cret" not in str(caught.value)
    return [(item.code, item.place.removeprefix(str(folder / "providers.toml"))) for item in caught.value.problems]


def test_a_good_file_tells_of_each_provider(folder: Path) -> None:
    hanbit, agency, public = read(folder, GOOD)
    assert (hanbit.title, hanbit.client_secret, hanbit.second_factor_amr) == (
        "한빛 계정", "s3cret of hanbit", ("mfa", "otp"),
    )  # fmt: skip
    assert (agency.name, agency.client_secret, agency.second_factor_acr) == (
        "agency", "s3cret of the agency", ("silver",),
    )  # fmt: skip
    assert (public.client_secret, public.second_factor_amr, public.second_factor_acr) == ("", (), ())
    assert "s3cret" not in repr((hanbit, agency))


@pytest.mark.parametrize("ending", ["md", "ko.md"])
def test_the_file_of_the_how_to_is_a_good_one(folder: Path, ending: str) -> None:
    page = HOW_TO.with_suffix(f".{ending}").read_text(encoding="utf-8")
    shown = page.split("```toml")[1].split("```")[0].replace("PULMU_AGENCY_SECRET", "PULMU_AGENCY")
    assert [item.name for item in read(folder, shown)] == ["hanbit", "agency"]


def test_everything_wrong_is_told_at_once(folder: Path) -> None:
    assert wrong(folder, """
stray = 1
[Hanbit]
issuer = "https://a.example"
[one]
issuer = "http://login.example"
client_secret = "s3cret in the wrong place"
second_factor_amr = "mfa"
[two]
issuer = "https://b.example"
client_id = 7
[three]
issuer = "https://c.example"
client_id = "x"
client_secret_env = "PULMU_NOBODY"
[four]
issuer = "https://c.example"
client_id = "x"
client_secret_env = "PULMU_AGENCY"
client_secret_file = "hanbit.secret"
[five]
issuer = "https://d.example"
client_id = "x"
client_secret_file = "none.secret"
""") == [
        ("input.provider_table", ", stray"),
        ("input.provider_name", ""),
        ("input.provider_setting", ", one"),
        ("input.provider_value", ", one, second_factor_amr"),
        ("input.provider_missing", ", one"),
        ("input.provider_issuer", ", one, issuer"),
        ("input.provider_value", ", two, client_id"),
        ("input.provider_secret", ", three"),
        ("input.provider_secret", ", four"),
        ("input.provider_secret", ", five"),
    ]  # fmt: skip


def test_two_of_one_issuer_are_refused(folder: Path) -> None:
    one = '[{name}]\nissuer = "https://a.example"\nclient_id = "x"\n'
    assert wrong(folder, one.format(name="a") + one.format(name="b")) == [("input.provider_twice", ", b")]


def test_a_secret_others_may_read_is_refused(folder: Path) -> None:
    (folder / "hanbit.secret").chmod(0o644)
    assert wrong(folder, GOOD) == [("input.provider_secret_open", ", hanbit")]


@pytest.mark.parametrize("text", ["", "a = [", "[a]\n[a]\n", "\0", "x" * 200_000, "a = " + "[" * 50_000])
def test_a_file_that_is_none_is_told(folder: Path, text: str) -> None:
    assert wrong(folder, text) == [("input.provider_file", "")]


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    for file in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(InputError) as caught:
            read_providers(file, {})
        assert [item.code for item in caught.value.problems] == ["input.provider_file"]


@pytest.mark.parametrize(
    "issuer",
    ["login.example", "https://", "https://u:p@a.example", "https://a.example?x=1", "https://a.example#x",
     "https://a .example", "http://a.example", "https://한빛.example", "javascript:alert(1)", ""],
)  # fmt: skip
def test_an_issuer_is_an_address_by_https(folder: Path, issuer: str) -> None:
    found = wrong(folder, f'[a]\nissuer = "{issuer}"\nclient_id = "x"\n')
    assert ("input.provider_issuer", ", a, issuer") in found
