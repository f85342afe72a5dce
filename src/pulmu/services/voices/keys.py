"""Ids made of what they are of: the same thing sent twice is sent once."""

import hashlib
import json

_DIGITS = 32


def digest(*parts: str) -> str:
    """A hash that tells parts apart."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def voice_key(firm: str, voice: str) -> str:
    """What a firm's voice is called at every agency, through all its versions."""
    return digest("voice", firm, voice)[:_DIGITS]


def answer_id(agency: str, theme: str, number: int, key: str) -> str:
    """Of the answer that one version of a theme gives to one voice: each is given once."""
    return digest("answer", agency, theme, str(number), key)
