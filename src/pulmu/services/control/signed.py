"""What an engineer signs when they sign limits: who, when, plant, version, and the hash of every byte of the file."""

import base64
import binascii
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import datetime

from pulmu.model import InputError, problem
from pulmu.model.guard_people import GuardPeople
from pulmu.model.guard_profile import GuardProfile

KIND = "guard-signature/1"
Signable = GuardProfile | GuardPeople
"""What an engineer signs: it names its plant and its version."""
Verify = Callable[[str, bytes, bytes], bool]
"""Whether a signature over bytes is by a key, named by its fingerprint; False where the key is not trusted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedLimits:
    """A signature of a limits file.

    Parameters
    ----------
    key : Fingerprint of the key: SHA-256 of its 32 bytes.
    by, at : Who signed and when, as they say; the signature covers both.
    sha256 : Of the bytes of the file.
    signature : Ed25519, base64.
    """

    key: str
    by: str
    at: str
    plant: str
    version: int
    sha256: str
    signature: str = ""

    def message(self) -> bytes:
        """The bytes that are signed, in their one form."""
        said = {item.name: getattr(self, item.name) for item in fields(self) if item.name != "signature"}
        text = json.dumps({"pulmu": KIND, **said}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return text.encode()

    def text(self) -> str:
        """The file that stands beside the limits."""
        said = {"pulmu": KIND, **{item.name: getattr(self, item.name) for item in fields(self)}}
        return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def statement(content: bytes, profile: Signable, *, key: str, by: str, at: datetime) -> SignedLimits:
    """What is to be signed of limits."""
    return SignedLimits(
        key=key, by=by, at=at.isoformat(timespec="seconds"), plant=profile.plant, version=profile.version,
        sha256=hashlib.sha256(content).hexdigest(),
    )  # fmt: skip


def read_signature(data: bytes, name: str) -> SignedLimits:
    """The signature a file holds.

    Raises
    ------
    InputError  It holds none (`control.signature_form`).
    """
    try:
        tree = json.loads(data)
        kinds = {item.name: (int if item.name == "version" else str) for item in fields(SignedLimits)}
        if tree.pop("pulmu") != KIND or tree.keys() != kinds.keys():
            raise ValueError("other fields")
        if any(type(tree[key]) is not kind for key, kind in kinds.items()):
            raise ValueError("other types")
        return SignedLimits(**tree)
    except (ValueError, KeyError, AttributeError, TypeError, RecursionError) as error:
        raise InputError.of(
            "control.signature_form", name, "this is no signature of limits",
            "have the engineer sign the limits again: pulmu limits sign",
        ) from error  # fmt: skip


def check_signature(signed: SignedLimits, content: bytes, name: str, verify: Verify) -> None:
    """Look whether the limits are those that were signed, by a key that is trusted.

    Raises
    ------
    InputError  `control.signature`: a byte changed since, or another key signed.
    """
    try:
        signature = base64.b64decode(signed.signature, validate=True)
    except (binascii.Error, ValueError):
        signature = b""
    same = hashlib.sha256(content).hexdigest() == signed.sha256
    if not (same and verify(signed.key, signature, signed.message())):
        raise InputError.of(
            "control.signature", name, "these limits are not as a trusted engineer signed them",
            "restore the signed file, or have the engineer look at it and sign it; check the trusted keys",
            key=signed.key[:16],
        )  # fmt: skip


def check_told(signed: SignedLimits, profile: Signable, name: str, least_version: int) -> None:
    """Look whether the signature is of this plant and version, and of none older than was in force.

    Raises
    ------
    InputError  `control.signature_other`, `control.older_limits`; both where both are so.
    """
    found = []
    if (signed.plant, signed.version) != (profile.plant, profile.version):
        found.append(problem(
            "control.signature_other", name,
            f"the signature is for plant {signed.plant}, version {signed.version}", "have the engineer sign it again",
            plant=signed.plant, version=signed.version,
        ))  # fmt: skip
    if profile.version < least_version:
        found.append(problem(
            "control.older_limits", name, f"version {profile.version} is older than version {least_version}",
            "give the newest limits; to go back, have the engineer sign the old ones under a new version",
            version=profile.version, least=least_version,
        ))  # fmt: skip
    if found:
        raise InputError(*found)
