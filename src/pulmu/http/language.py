"""In which language somebody is answered."""

from fastapi import Request

from pulmu.locale import Language

COOKIE = "pulmu_language"


def language_of(request: Request) -> Language:
    """As they chose on a page, else as their browser asks; Korean, unless English comes first."""
    chosen = request.cookies.get(COOKIE, "")
    if chosen in {"ko", "en"}:
        return "ko" if chosen == "ko" else "en"
    asked = request.headers.get("accept-language", "").lower()
    korean, english = (asked.find(name) for name in ("ko", "en"))
    return "en" if english >= 0 and not 0 <= korean < english else "ko"
