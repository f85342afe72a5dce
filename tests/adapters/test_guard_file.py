"""Limits as a trusted engineer signed them: a changed byte, another key or plant, an older version is refused."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.twin.control.world import LIMITS, PROFILE

from pulmu.adapters.guard_file import (
    SUFFIX,
    load_limits,
    make_key,
    open_signer,
    public_key_text,
    sign_limits,
    verify_raw,
)
from pulmu.model import InputError, OutsideError, PulmuError

AT = datetime(2026, 11, 28, 10, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with signed limits, the engineer's key, and a stranger's."""
    folder = tmp_path_factory.mktemp("limits")
    (folder / "limits.json").write_text(json.dumps(LIMITS, ensure_ascii=False), "utf-8")
    for name in ("engineer", "stranger"):
        make_key(str(folder / name))
    sign_limits(str(folder / "limits.json"), str(folder / "engineer"), by="Kim Seo-yeon", at=AT)
    return folder


def load(folder: Path, **asked: int) -> object:
    return load_limits(str(folder / "limits.json"), [str(folder / "engineer.pub")], **asked)


def code(error: "pytest.ExceptionInfo[PulmuError]") -> list[str]:
    return [item.code for item in error.value.problems]


@pytest.fixture
def copy(signed: Path, tmp_path: Path) -> Path:
    """The same folder, to be spoilt."""
    for file in signed.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
        (tmp_path / file.name).chmod(file.stat().st_mode)
    return tmp_path


def test_signed_limits_say_who_when_which_plant_and_version(signed: Path) -> None:
    profile, found = load_limits(str(signed / "limits.json"), [str(signed / "engineer.pub")])
    assert profile == PROFILE
    assert (found.by, found.at, found.plant, found.version) == (
        "Kim Seo-yeon",
        "2026-11-28T10:00:00+00:00",
        "hanbit",
        1,
    )


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_a_changed_byte_is_refused(copy: Path, data: st.DataObject) -> None:
    file = copy / "limits.json"
    content = file.read_bytes()
    spot = data.draw(st.integers(0, len(content) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != content[spot]))
    file.write_bytes(content[:spot] + bytes([other]) + content[spot + 1 :])
    with pytest.raises(InputError) as error:
        load(copy)
    file.write_bytes(content)
    assert code(error) == ["control.signature"]


@pytest.mark.parametrize("name", ["by", "at", "plant", "version", "sha256", "key", "signature"])
def test_a_changed_word_of_the_signature_is_refused(copy: Path, name: str) -> None:
    file = copy / ("limits.json" + SUFFIX)
    tree = json.loads(file.read_text("utf-8"))
    first = "B" if str(tree[name])[0] == "A" else "A"
    tree[name] = 2 if name == "version" else first + tree[name][1:]
    file.write_text(json.dumps(tree), "utf-8")
    with pytest.raises(InputError) as error:
        load(copy)
    assert code(error) == ["control.signature"]


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"pulmu": "guard-signature/1"}', "[" * 100_000, "\x00"])
def test_what_is_no_signature_is_refused(copy: Path, text: str) -> None:
    (copy / ("limits.json" + SUFFIX)).write_text(text, "utf-8")
    with pytest.raises(InputError) as error:
        load(copy)
    assert code(error) == ["control.signature_form"]


def test_limits_without_a_signature_are_refused(copy: Path) -> None:
    (copy / ("limits.json" + SUFFIX)).unlink()
    with pytest.raises(InputError) as error:
        load(copy)
    assert code(error) == ["control.not_signed"]


def test_the_signature_of_a_stranger_is_refused(copy: Path) -> None:
    sign_limits(str(copy / "limits.json"), str(copy / "stranger"), by="Kim Seo-yeon", at=AT)
    with pytest.raises(InputError) as error:
        load(copy)
    assert code(error) == ["control.signature"]


def test_a_signature_of_another_file_is_refused(copy: Path) -> None:
    other = copy / "other.json"
    other.write_text(json.dumps({**LIMITS, "version": 2}), "utf-8")
    sign_limits(str(other), str(copy / "engineer"), by="Kim", at=AT)
    (copy / ("limits.json" + SUFFIX)).write_bytes((copy / ("other.json" + SUFFIX)).read_bytes())
    with pytest.raises(InputError) as error:
        load(copy)
    assert code(error) == ["control.signature"]


def test_an_older_version_than_was_in_force_is_refused(signed: Path) -> None:
    with pytest.raises(InputError) as error:
        load(signed, least_version=2)
    assert code(error) == ["control.older_limits"]


def test_limits_with_faults_are_not_signed_and_all_of_them_are_told(copy: Path) -> None:
    bad = copy / "bad.json"
    bad.write_text(json.dumps({**LIMITS, "limits": [], "arm_expires_s": 60}), "utf-8")
    with pytest.raises(InputError) as error:
        sign_limits(str(bad), str(copy / "engineer"), by="Kim", at=AT)
    assert code(error) == ["input.out_of_range", "control.no_limits", "control.not_allowed"]
    assert not (copy / ("bad.json" + SUFFIX)).exists()


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
def test_a_key_that_others_may_read_signs_nothing(copy: Path) -> None:
    (copy / "engineer").chmod(0o644)
    with pytest.raises(OutsideError) as error:
        sign_limits(str(copy / "limits.json"), str(copy / "engineer"), by="Kim", at=AT)
    assert code(error) == ["outside.key_open"]


def test_a_file_that_is_no_key_is_refused(copy: Path) -> None:
    for path in (copy / "limits.json", copy / "engineer"):
        with pytest.raises(InputError) as error:
            load_limits(str(copy / "limits.json"), [str(path)])
        assert code(error) == ["control.key_file"]


def test_a_key_is_never_written_over(copy: Path) -> None:
    before = (copy / "engineer").read_bytes()
    with pytest.raises(OutsideError):
        make_key(str(copy / "engineer"))
    assert (copy / "engineer").read_bytes() == before


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
def test_only_its_owner_may_read_a_new_key(signed: Path) -> None:
    assert (signed / "engineer").stat().st_mode & 0o777 == 0o600


def test_a_key_with_a_passphrase_signs_only_for_who_knows_it(tmp_path: Path) -> None:
    key = str(tmp_path / "park")
    name = make_key(key, "a long passphrase")
    assert "ENCRYPTED" in Path(key).read_text()
    opened, sign = open_signer(key, lambda file: "a long passphrase")
    raw = bytes.fromhex(public_key_text(key + ".pub").removeprefix("ed25519:"))
    assert opened == name
    signature = sign(b"said")
    assert [verify_raw(raw, signature, said) for said in (b"said", b"sold")] == [True, False]
    for wrong in ("another", ""):
        with pytest.raises(InputError) as told:
            open_signer(key, lambda file, wrong=wrong: wrong)  # type: ignore[misc]
        assert told.value.problems[0].code == "control.key_file"
