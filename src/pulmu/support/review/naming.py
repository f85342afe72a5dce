"""When two names mean the same firm or person: by register number first, by name as people write it second."""

import re
import unicodedata

from pulmu.support.review.parties import Party

_FORMS = re.compile(
    r"주식회사|유한책임회사|유한회사|합자회사|합명회사|사단법인|재단법인|학교법인|의료법인|농업회사법인|영농조합법인"
    r"|산학협력단|\(주\)|\(유\)|\(재\)|\(사\)|\(학\)|\(합\)"
)
"""Legal forms; a university's research foundation counts as the university."""
_FOREIGN = re.compile(
    r"\b(?:co|corp|corporation|company|inc|incorporated|ltd|limited|llc|gmbh|plc|ag|sa|bv)\b\.?", re.I
)
_FORM_NUMBERS = (10, 13)
"""Digits of a business registration number, and of a corporation's."""


def firm_key(name: str) -> str:
    """What is left of a firm's name without form, spaces and signs; empty if nothing is."""
    plain = unicodedata.normalize("NFKC", name)  # ㈜ becomes (주), letters apart become letters together
    plain = _FORMS.sub(" ", re.sub(r"\s+(?=\))|(?<=\()\s+", "", plain))
    short = _FOREIGN.sub(" ", plain)
    return _letters(short) or _letters(plain)


def names_of(party: Party) -> tuple[str, ...]:
    """The keys of both names of a firm, as far as it has them."""
    return tuple(sorted({firm_key(party.name), firm_key(party.other_name)} - {""}))


def person_key(name: str) -> str:
    """A person's name without spaces and signs; empty if nothing is left."""
    return _letters(unicodedata.normalize("NFKC", name))


def register_key(number: str) -> str:
    """The digits of a register number; empty if it is none."""
    digits = "".join(sign for sign in unicodedata.normalize("NFKC", number) if sign.isdigit())
    return digits if len(digits) in _FORM_NUMBERS and digits.strip("0") else ""


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
