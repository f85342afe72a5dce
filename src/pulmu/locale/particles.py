"""Korean particles after a variable: 은 or 는, 으로 or 로, by how the text before them is read."""

import re
import unicodedata
from typing import Literal

Pair = Literal["은/는", "이/가", "을/를", "과/와", "으로/로", "아/야"]
PAIRS: tuple[Pair, ...] = ("은/는", "이/가", "을/를", "과/와", "으로/로", "아/야")

_Ending = Literal["vowel", "consonant", "rieul"]
_QUOTES = " \t\n\u00a0'\"`‘’“”「」『』"
_BRACKET_GROUP = re.compile(r"\([^()]*\)$|\[[^\[\]]*\]$|\{[^{}]*\}$|<[^<>]*>$")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?$")
_UNITS: dict[str, _Ending] = {
    **dict.fromkeys(("MJ", "GJ", "TJ"), "rieul"),
    **dict.fromkeys(("kWh", "MWh", "GWh", "kW", "MW", "Nm³", "Nm3", "m³", "m3", "%", "℃", "°C"), "vowel"),
    **dict.fromkeys(("kg", "tCO₂e", "tCO2e", "CO₂e", "CO2e"), "consonant"),
}
_UNIT = re.compile(rf"(?:^|[^A-Za-z])({'|'.join(sorted(_UNITS, key=len, reverse=True))})$")
_TONNE = re.compile(r"(?:\d ?|/)t$")
_DIGITS: dict[str, _Ending] = {
    **dict.fromkeys("178", "rieul"),
    **dict.fromkeys("360", "consonant"),
    **dict.fromkeys("2459", "vowel"),
}
_LETTERS: dict[str, _Ending] = {"L": "rieul", "R": "rieul", "M": "consonant", "N": "consonant"}
_JO = range(12, 16)
"""Zeros of a number whose last word is 조, the only one of the number units that ends in a vowel."""


def particle(text: str, pair: Pair) -> str:
    """The particle of the pair that follows the text; both, as ``은(는)``, where its reading is not known."""
    after_consonant, after_vowel = pair.split("/")
    ending = _ending(text)
    if ending is None:
        return f"{after_consonant}({after_vowel})"
    if pair == "으로/로":
        return after_consonant if ending == "consonant" else after_vowel
    return after_vowel if ending == "vowel" else after_consonant


def _ending(text: str) -> _Ending | None:
    read = _read_part(unicodedata.normalize("NFC", text))
    if not read:
        return None
    if unit := _UNIT.search(read):
        return _UNITS[unit[1]]
    if _TONNE.search(read):
        return "consonant"
    if number := _NUMBER.search(read):
        return _number_ending(number[0])
    return _sign_ending(read[-1])


def _read_part(text: str) -> str:
    """The text without what is not read aloud at its end: spaces, quotes, a closing bracket group."""
    while True:
        shorter = _BRACKET_GROUP.sub("", text.rstrip(_QUOTES)).rstrip(_QUOTES)
        if shorter == text:
            return text
        text = shorter


def _number_ending(number: str) -> _Ending:
    whole, point, _ = number.replace(",", "").partition(".")
    zeros = len(whole) - len(whole.rstrip("0"))
    if not point and zeros < len(whole) and zeros in _JO:
        return "vowel"
    return _DIGITS[number[-1]]


def _sign_ending(sign: str) -> _Ending | None:
    if "가" <= sign <= "힣":
        final = (ord(sign) - 0xAC00) % 28
        return "vowel" if final == 0 else "rieul" if final == 8 else "consonant"
    if sign.isascii() and sign.isalpha():
        return _LETTERS.get(sign.upper(), "vowel")
    return None
