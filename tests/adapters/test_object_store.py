"""Contents by their hash."""

import hashlib
import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.records import DAERIM, HANBIT

from pulmu.adapters.object_store import FolderObjectStore
from pulmu.model import AccessRefused, OutsideError


@given(contents=st.lists(st.binary(max_size=300), max_size=6))
def test_every_content_comes_back_and_is_kept_once(
    contents: list[bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = FolderObjectStore(tmp_path_factory.mktemp("objects"))
    hashes = [store.put(HANBIT, content) for content in (*contents, *contents)]
    assert [store.get(HANBIT, name) for name in hashes] == [*contents, *contents]
    assert store.hashes(HANBIT) == tuple(sorted({hashlib.sha256(content).hexdigest() for content in contents}))
    assert store.hashes(DAERIM) == ()


def code_of(store: FolderObjectStore, sha256: str, workspace: str = HANBIT) -> str:
    with pytest.raises(OutsideError) as caught:
        store.get(workspace, sha256)
    return caught.value.problems[0].code


def test_a_company_does_not_get_what_another_keeps(tmp_path: Path) -> None:
    store = FolderObjectStore(tmp_path)
    name = store.put(HANBIT, b"recipe")
    assert code_of(store, name, DAERIM) == "outside.object_missing"
    store.put(DAERIM, b"recipe")
    store.erase(HANBIT)
    assert store.get(DAERIM, name) == b"recipe"
    assert code_of(store, name) == "outside.object_missing"


def test_a_changed_file_is_not_given_out(tmp_path: Path) -> None:
    store = FolderObjectStore(tmp_path)
    name = store.put(HANBIT, b"1000 t")
    file = tmp_path / "workspaces" / HANBIT / "objects" / name[:2] / name[2:]
    file.write_bytes(b"9000 t")
    assert code_of(store, name) == "outside.object_damaged"


def test_the_same_content_at_once(tmp_path: Path) -> None:
    store = FolderObjectStore(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        names = set(pool.map(lambda _: store.put(HANBIT, b"x" * 100_000), range(40)))
    assert len(names) == 1
    files = [item for item in tmp_path.rglob("*") if item.is_file()]
    assert len(files) == 1
    assert files[0].stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["", "../" * 20 + "etc/passwd", "a" * 63, "A" * 64, "a" * 64 + "\n"])
def test_a_hash_that_is_none_leads_nowhere(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        FolderObjectStore(tmp_path).get(HANBIT, name)
    with pytest.raises(AccessRefused):
        FolderObjectStore(tmp_path).get(f"../{HANBIT}", "a" * 64)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "workspaces").write_text("a file stands in the way")
    with pytest.raises(OutsideError):
        FolderObjectStore(tmp_path).put(HANBIT, b"x")


def test_only_what_was_begun_long_ago_is_swept(tmp_path: Path) -> None:
    store = FolderObjectStore(tmp_path)
    name = store.put(HANBIT, b"recipe")
    home = tmp_path / "workspaces" / HANBIT
    (home / "readings" / "EM-01").mkdir(parents=True)
    old = [home / "objects" / name[:2] / f".{'a' * 16}.tmp", home / "readings" / "EM-01" / f".000001-{'b' * 16}.tmp"]
    others = [home / "objects" / f".{'c' * 16}.tmp", home / "readings" / "EM-01" / "000001.parquet", home / "x.tmp"]
    for file in (*old, *others):
        file.write_bytes(b"half")
    for file in (*old, *others[1:]):
        os.utime(file, (0, time.time() - 4000))
    assert store.sweep() == 2
    assert [file.exists() for file in (*old, *others)] == [False, False, True, True, True]
    assert store.get(HANBIT, name) == b"recipe"
    assert (store.sweep(age=0), others[0].exists()) == (1, False)
