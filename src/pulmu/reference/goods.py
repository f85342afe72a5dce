"""CBAM goods: the eight-digit codes of the Combined Nomenclature and what the method knows of each."""

import difflib
import functools
import re
from dataclasses import dataclass

from pulmu.model.errors import InputError
from pulmu.model.source import Source
from pulmu.reference.table import load_table

_SUBHEADING = 6
"""Digits in which the codes of all countries agree."""
_SCRAP_HEADINGS = ("7204", "7602")


@dataclass(frozen=True, slots=True)
class Good:
    """A CBAM good.

    Parameters
    ----------
    indirect_counts : Whether certificates are due for indirect emissions too.
    functional_unit : tonne, t_clinker, kg_N, cn_supplementary_unit or kWh.
    default_value_keys : Codes under which Annex I of the default values prints this good; several where it is split.
    """

    cn_code: str
    description: str
    sector: str
    goods_category: str
    gases: tuple[str, ...]
    indirect_counts: bool
    functional_unit: str
    default_value_keys: tuple[str, ...]
    source: Source


@functools.lru_cache(maxsize=4096)
def find_good(cn_code: str) -> Good:
    """The CBAM good of an eight-digit code; spaces and points are ignored.

    A code that is not in the table is an error even below a listed heading: which older code it came from decides its
    values, and that is the declarant's answer to give.

    Raises
    ------
    InputError  Not eight digits (`input.cn_code`), scrap (`input.cn_code_scrap`), not in the table
    (`input.cn_code_unknown`).
    """
    digits = cn_digits(cn_code)
    found = _goods().get(digits)
    if found is None:
        raise _miss(digits)
    return found


def is_cbam_good(cn_code: str) -> bool:
    """Whether an eight-digit code lies below a heading of Annex I of Regulation (EU) 2023/956.

    The longest heading that is a prefix of the code decides, so a code that a later Combined Nomenclature makes below a
    listed heading is a CBAM good as well.

    Raises
    ------
    InputError  Not eight digits (`input.cn_code`).
    """
    digits, headings = cn_digits(cn_code), _headings()
    longest = next((digits[:n] for n in range(8, 1, -1) if digits[:n] in headings), "")
    return headings.get(longest, False)


def list_goods() -> tuple[Good, ...]:
    """All CBAM goods, by code."""
    return tuple(_goods().values())


def printed_code(digits: str) -> str:
    """A code as the Official Journal prints it: ``7318 15 88``."""
    return " ".join([digits[:4], *(digits[n : n + 2] for n in range(4, len(digits), 2))])


def cn_digits(cn_code: str) -> str:
    """The eight digits of a code.

    Raises
    ------
    InputError  Not eight digits (`input.cn_code`).
    """
    digits = re.sub(r"[\s.]", "", cn_code)
    if not re.fullmatch(r"[0-9]{8}", digits):
        known = ", ".join(printed_code(found) for found in _begun(digits)) or "7318 15 88"
        mend = f"give the eight digits of the EU's Combined Nomenclature, such as {known}"
        if re.fullmatch(r"[0-9]{7}", digits):
            mend += "; a spreadsheet drops a zero in front: type it as text"
        if re.fullmatch(r"[0-9-]{10,11}", digits):
            mend += "; a Korean HSK or EU TARIC code has ten, and HSK and CN agree in the first six only"
        raise InputError.of("input.cn_code", "", f"{cn_code!r} is not an eight-digit code", mend,
                            cn_code=cn_code, known=known)  # fmt: skip
    return digits


def _miss(digits: str) -> InputError:
    code = printed_code(digits)
    if digits.startswith(_SCRAP_HEADINGS):
        return InputError.of("input.cn_code_scrap", "", f"{code} is scrap: no CBAM good, with zero embedded emissions",
                             "list it as scrap with its mass, not as a good or precursor", cn_code=code)  # fmt: skip
    below = "lies below a CBAM heading, but is not in the table of goods"
    message = f"{code} {below if is_cbam_good(digits) else 'is no CBAM good'}"
    known = ", ".join(printed_code(found) for found in _near(digits))
    mend = f"check the code; near ones: {known}" if known else "check the code; goods outside CBAM need no report"
    return InputError.of("input.cn_code_unknown", "", message, mend, cn_code=code, known=known)


def _begun(digits: str) -> list[str]:
    """Some codes that begin as one that has too few digits or too many; none where it has too few to tell."""
    beginning = digits[: 7 if len(digits) == 7 else _SUBHEADING]
    return [code for code in _goods() if len(digits) >= _SUBHEADING and code.startswith(beginning)][:5]


def _near(digits: str) -> list[str]:
    for length in (6, 4):  # the same subheading first, then the same heading
        if siblings := [code for code in _goods() if code[:length] == digits[:length]]:
            return difflib.get_close_matches(digits, siblings, n=5, cutoff=0.5)
    return []


@functools.cache
def _goods() -> dict[str, Good]:
    table = load_table("goods")
    return {
        row["cn_code"]: Good(
            cn_code=row["cn_code"],
            description=row["description"],
            sector=row["sector"],
            goods_category=row["goods_category"],
            gases=tuple(row["gases"].split(";")),
            indirect_counts=row["indirect_counts"] == "yes",
            functional_unit=row["functional_unit"],
            default_value_keys=tuple(filter(None, row["default_value_keys"].split(";"))),
            source=table.source(printed_code(row["cn_code"])),
        )
        for row in table.rows
    }


@functools.cache
def _headings() -> dict[str, bool]:
    return {row["heading"]: row["listed"] == "yes" for row in load_table("headings").rows}
