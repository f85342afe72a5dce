"""A proof as it travels to the guard: what the simulator found, with the signature of whoever ran it."""

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated

from pulmu.model.attribute import AnySize, Doc, Most, Text
from pulmu.model.codec import encode
from pulmu.twin.control import Proof

KIND = "proof/1"
Sign = Callable[[bytes], bytes]
"""Signs bytes by an Ed25519 key."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofFigure:
    """One figure of the run ahead, without and with the setpoints; shown to whoever arms.

    Parameters
    ----------
    name : Such as `good_pieces`, `peak`, `electricity`.
    about : Carrier or station it is of; empty where it is of the line.
    low, high : Interval of the change.
    """

    name: Annotated[str, Text(60)]
    about: Annotated[str, Text(60)] = ""
    unit: Annotated[str, Text(20)] = "1"
    before: Annotated[float, AnySize()]
    after: Annotated[float, AnySize()]
    low: Annotated[float | None, AnySize(), Doc("least change")] = None
    high: Annotated[float | None, AnySize(), Doc("greatest change")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedProof:
    """A proof and its figures, signed.

    Parameters
    ----------
    key : Fingerprint of the prover's key; empty where it is not signed, which a guard of its own process refuses.
    signature : Ed25519, base64.
    """

    proof: Proof
    figures: Annotated[tuple[ProofFigure, ...], Most(50)] = ()
    key: Annotated[str, Text(64)] = ""
    signature: Annotated[str, Text(100)] = ""

    def message(self) -> bytes:
        """The bytes that are signed, in their one form."""
        said = encode(replace(self, signature=""), full=True)
        text = json.dumps({"pulmu": KIND, **said}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return text.encode()


def sign_proof(proof: Proof, figures: tuple[ProofFigure, ...], *, key: str, sign: Sign) -> SignedProof:
    """A proof signed by the key of that fingerprint."""
    unsigned = SignedProof(proof=proof, figures=figures, key=key)
    return replace(unsigned, signature=base64.b64encode(sign(unsigned.message())).decode())


def raw_signature(text: str) -> bytes:
    """The bytes of a signature; none where the text is no base64."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""
