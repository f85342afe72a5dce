"""A proof as it travels to the guard: what the simulator found, with the signature of whoever ran it."""

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated

from pulmu.model.attribute import Most, Text
from pulmu.model.codec import decode, encode
from pulmu.model.document import Document
from pulmu.model.errors import InputError
from pulmu.services.control.prove import ProvenFigure
from pulmu.twin.control import Proof

KIND = "proof/1"
Sign = Callable[[bytes], bytes]
"""Signs bytes by an Ed25519 key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedProof:
    """A proof and its figures, signed.

    Parameters
    ----------
    key : Fingerprint of the prover's key; empty where it is not signed, which a guard of its own process refuses.
    signature : Ed25519, base64.
    """

    proof: Proof
    figures: Annotated[tuple[ProvenFigure, ...], Most(50)] = ()
    key: Annotated[str, Text(64)] = ""
    signature: Annotated[str, Text(100)] = ""

    def message(self) -> bytes:
        """The bytes that are signed, in their one form."""
        said = encode(replace(self, signature=""), full=True)
        text = json.dumps({"pulmu": KIND, **said}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return text.encode()


def sign_proof(proof: Proof, figures: tuple[ProvenFigure, ...], *, key: str, sign: Sign) -> SignedProof:
    """A proof signed by the key of that fingerprint."""
    unsigned = SignedProof(proof=proof, figures=figures, key=key)
    return replace(unsigned, signature=text_of(sign(unsigned.message())))


def text_of(signature: bytes) -> str:
    """A signature as it is sent."""
    return base64.b64encode(signature).decode()


def raw_signature(text: str) -> bytes:
    """The bytes of a signature; none where the text is no base64."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def read_proof(document: Document) -> SignedProof:
    """The signed proof of a document.

    Raises
    ------
    InputError  It is none.
    """
    tree = document.tree
    if not isinstance(tree, dict) or tree.get("pulmu") != KIND:
        raise InputError.of(
            "control.no_proof", document.place(()), "this is no signed proof of setpoints",
            "prove the setpoints, and give the file that makes",
        )  # fmt: skip
    rest = {name: item for name, item in tree.items() if name != "pulmu"}
    return decode(SignedProof, replace(document, tree=rest)).unwrap()
