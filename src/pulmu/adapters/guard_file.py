"""The limits file of the guard, and the signature beside it: Ed25519, with keys in files of their own."""

import base64
import contextlib
import hashlib
import os
import stat
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from pulmu.adapters._document import LARGEST_FILE, parse_document
from pulmu.adapters._file import read_bytes, shown_name
from pulmu.adapters._parts import publish
from pulmu.model import InputError, OutsideError
from pulmu.model.codec import Decoded
from pulmu.model.document import Document
from pulmu.model.guard_people import GuardPeople
from pulmu.model.guard_profile import GuardProfile
from pulmu.services.control.people import read_people
from pulmu.services.control.signed import (
    SignedLimits,
    check_signature,
    check_told,
    read_signature,
    statement,
)
from pulmu.twin.control import read_profile

S = TypeVar("S", GuardProfile, GuardPeople)
LARGEST_SIGNATURE = 20_000
AskPassphrase = Callable[[str], str]
"""Asks for the passphrase of a key's file; empty where nobody can be asked."""
SUFFIX = ".signature"
"""The signature of ``limits.yaml`` stands in ``limits.yaml.signature``."""


def no_passphrase(_: str) -> str:
    """Nobody can be asked."""
    return ""


def load_limits(path: str, trusted: Sequence[str], *, least_version: int = 1) -> tuple[GuardProfile, SignedLimits]:
    """The limits of a file, if they are as a trusted engineer signed them; and who that was.

    What is looked at and what is used are the same bytes: the file is read once.

    Parameters
    ----------
    trusted : Files of public keys.
    least_version : Version that was in force; an older one is refused.

    Raises
    ------
    InputError  Not signed, changed since, another plant or an older version; or all that is wrong in the limits.
    OutsideError  A file is missing, or no regular file (`outside.cannot_read`).
    """
    return _load(path, trusted, least_version, read_profile)


def load_people(path: str, trusted: Sequence[str], *, least_version: int = 1) -> tuple[GuardPeople, SignedLimits]:
    """The people of a file, in the same way.

    Raises
    ------
    InputError, OutsideError  As `load_limits`.
    """
    return _load(path, trusted, least_version, read_people)


def _load(
    path: str, trusted: Sequence[str], least_version: int, read: Callable[[Document], Decoded[S]]
) -> tuple[S, SignedLimits]:
    name = shown_name(path)
    content = read_bytes(path, LARGEST_FILE + 1)
    signed = read_signature(_signature(path), name + SUFFIX)
    keys = {fingerprint(key): key for key in map(_public_key, trusted)}
    check_signature(signed, content, name, lambda key, signature, said: _is_by(keys.get(key), signature, said))
    found = read(parse_document(content, name)).unwrap()
    check_told(signed, found, name, least_version)
    return found, signed


def read_guard_document(path: str) -> Document:
    """A file that is handed to a guard: setpoints, or a signed proof.

    Raises
    ------
    OutsideError  It is missing, or no regular file (`outside.cannot_read`).
    """
    return parse_document(read_bytes(path, LARGEST_FILE + 1), shown_name(path))


def _read_signable(document: Document) -> Decoded[GuardPeople] | Decoded[GuardProfile]:
    is_people = isinstance(document.tree, dict) and document.tree.get("pulmu") == "guard_people/1"
    return read_people(document) if is_people else read_profile(document)


def sign_limits(
    path: str, key_file: str, *, by: str, at: datetime, ask: AskPassphrase = no_passphrase
) -> SignedLimits:  # fmt: skip
    """Sign the limits or the people of a file, once nothing is wrong with them; the signature is put beside it.

    Raises
    ------
    InputError  All that is wrong in the limits, or with the key (`control.key_file`).
    OutsideError  A file cannot be read or written, or others may read the key (`outside.key_open`).
    """
    content, key = read_bytes(path, LARGEST_FILE + 1), _private_key(key_file, ask)
    profile = _read_signable(parse_document(content, shown_name(path))).unwrap()
    said = statement(content, profile, key=fingerprint(key.public_key()), by=by, at=at)
    signed = replace(said, signature=base64.b64encode(key.sign(said.message())).decode())
    _put(Path(path + SUFFIX), signed.text().encode(), mode=0o644, is_new=False)
    return signed


def make_key(path: str, passphrase: str = "") -> str:
    """Make a key in a file that only its owner may read, and its public half beside it; its fingerprint.

    Parameters
    ----------
    passphrase : What the private file is encrypted with; not at all, if empty.

    Raises
    ------
    OutsideError  There is a file of that name already, or none can be made (`outside.cannot_write`).
    """
    key = Ed25519PrivateKey.generate()
    by: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase:
        by = serialization.BestAvailableEncryption(passphrase.encode())
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, by)
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    _put(Path(path), private, mode=0o600, is_new=True)
    _put(Path(path + ".pub"), public, mode=0o644, is_new=True)
    return fingerprint(key.public_key())


def public_key_text(path: str) -> str:
    """The public key of a file, as the people file names it.

    Raises
    ------
    InputError, OutsideError  It holds none, or cannot be read.
    """
    raw = _public_key(path).public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return f"ed25519:{raw.hex()}"


def open_signer(path: str, ask: AskPassphrase = no_passphrase) -> tuple[str, Callable[[bytes], bytes]]:
    """The name of a private key, and what signs by it.

    Raises
    ------
    InputError, OutsideError  It holds none, cannot be read, or others may read it.
    """
    key = _private_key(path, ask)
    return fingerprint(key.public_key()), key.sign


def verify_raw(key: bytes, signature: bytes, said: bytes) -> bool:
    """Whether a signature is by the key of these 32 bytes."""
    try:
        known = Ed25519PublicKey.from_public_bytes(key)
    except ValueError:
        return False
    return _is_by(known, signature, said)


def fingerprint(key: Ed25519PublicKey) -> str:
    """How a key is named: SHA-256 of its 32 bytes."""
    raw = key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    return hashlib.sha256(raw).hexdigest()


def _signature(path: str) -> bytes:
    try:
        return read_bytes(path + SUFFIX, LARGEST_SIGNATURE)
    except OutsideError as error:
        raise InputError.of(
            "control.not_signed", shown_name(path), "these limits are not signed",
            "have the engineer sign them: pulmu limits sign", file=shown_name(path + SUFFIX),
        ) from error  # fmt: skip


def _is_by(key: Ed25519PublicKey | None, signature: bytes, said: bytes) -> bool:
    if key is None:
        return False
    try:
        key.verify(signature, said)
    except InvalidSignature:
        return False
    return True


def _public_key(path: str) -> Ed25519PublicKey:
    with contextlib.suppress(ValueError, UnsupportedAlgorithm):
        key = serialization.load_pem_public_key(read_bytes(path, LARGEST_SIGNATURE))
        if isinstance(key, Ed25519PublicKey):
            return key
    raise _no_key(path)


def _private_key(path: str, ask: AskPassphrase) -> Ed25519PrivateKey:
    data = read_bytes(path, LARGEST_SIGNATURE)
    if os.name == "posix" and stat.S_IMODE(Path(path).stat().st_mode) & 0o077:
        said, mend = "others may read this key", f"chmod 600 {shown_name(path)}"
        raise OutsideError.of("outside.key_open", shown_name(path), said, mend, file=shown_name(path))
    passphrase = ask(shown_name(path)).encode() if b"ENCRYPTED PRIVATE KEY" in data else None
    with contextlib.suppress(ValueError, TypeError, UnsupportedAlgorithm):
        key = serialization.load_pem_private_key(data, password=passphrase or None)
        if isinstance(key, Ed25519PrivateKey):
            return key
    raise _no_key(path)


def _no_key(path: str) -> InputError:
    return InputError.of(
        "control.key_file", shown_name(path), "this file holds no Ed25519 key of the kind wanted here",
        "give the file pulmu limits key made: NAME to sign, NAME.pub to check; type its passphrase if it has one",
    )  # fmt: skip


def _put(target: Path, content: bytes, *, mode: int, is_new: bool) -> None:
    """Write a file whole or not at all."""
    work = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        if is_new and target.exists():
            raise FileExistsError(17, "there is a file of that name already")
        descriptor = os.open(work, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), mode)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if is_new:
            publish(work, target)
        else:
            work.replace(target)
    except OSError as error:
        why = error.strerror or str(error)
        raise OutsideError.of("outside.cannot_write", shown_name(str(target)), f"cannot write the file: {why}",
                              "choose another name or folder", reason=why) from error  # fmt: skip
    finally:
        work.unlink(missing_ok=True)
