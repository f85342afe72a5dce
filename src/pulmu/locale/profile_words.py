"""Numbers of a firm's profile, as people read them."""

from pulmu.locale.money import won
from pulmu.locale.words import Language, text


def measured_text(value: float, unit: str, language: Language) -> str:
    """A number of a criterion with its unit: ``42.69%``, ``6억 4,000만 원``, ``15 minutes``."""
    if unit == "share":
        return f"{value * 100:,.4g}%" if language == "ko" else f"{value * 100:,.4g} %"
    if unit == "KRW":
        return won(value, language)
    said = text(f"profile.unit.{unit}", language) if unit else ""
    shown = f"{value:,.0f}" if value == int(value) else f"{value:,.4g}"
    return f"{shown}{said}" if language == "ko" else f"{shown} {said}".rstrip()
