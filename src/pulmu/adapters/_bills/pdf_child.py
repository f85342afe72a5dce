"""Runs in a process of its own: opens a PDF and prints its visible words with their boxes as JSON.

It is started by its path and imports nothing of Pulmu but its guard. Scripts, attachments and forms are never looked
at: the PDFium build has no script engine, and only the text of pages is asked for.
"""

import ctypes
import math
import sys
from typing import Any

from guard import RefusedError, answer  # type: ignore[import-not-found]  # the parent puts its folder on the path

MOST_PAGES, MOST_SIGNS = (int(text) for text in sys.argv[3:5])
_STEPS = 100
"""Device steps of one point: 0.0035 mm."""
_MM = 25.4 / 72
_PASSWORD = 4
_XFA = (2, 3)
_INVISIBLE = (3, 7)
_ASLANT = 0.1
"""Quarter turns by which a scan may be crooked."""
_TURNS = ((1, 0, 0, 1), (0, 1, -1, 0), (-1, 0, 0, -1), (0, -1, 1, 0))
"""What turns a page so that text of one direction reads from left to right: x' = a x + b y, y' = c x + d y."""

Sign = tuple[str, float, float, float, float]


def read(data: bytes) -> dict[str, Any]:
    """Pages with their words: text, box as it reads, box as it is shown. [mm from the left and the top]"""
    import pypdfium2 as pdfium  # noqa: PLC0415 - only once the limits are set
    from pypdfium2 import raw  # noqa: PLC0415

    try:
        book = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        reason = "locked" if raw.FPDF_GetLastError() == _PASSWORD else "damaged"
        raise RefusedError(reason) from error
    if raw.FPDF_GetFormType(book) in _XFA:
        raise RefusedError("form")
    if len(book) > MOST_PAGES:
        raise RefusedError("too_large", f"{len(book):,} pages")
    pages, signs = [], 0
    for number in range(len(book)):
        page = _Page(raw, book[number])
        signs += page.count
        if signs > MOST_SIGNS:
            raise RefusedError("too_large", f"page {number + 1}")
        pages.append(page.read())
    return {"pages": pages}


class _Page:
    """One page while it is read."""

    def __init__(self, raw: Any, page: Any) -> None:
        self.raw, self.page = raw, page
        self.width, self.height = page.get_size()
        self.text = page.get_textpage()
        self.count = raw.FPDFText_CountChars(self.text)
        self.unreadable = self.hidden = 0

    def read(self) -> dict[str, Any]:
        signs: dict[int, list[Sign]] = {}
        for number in range(self.count):
            sign, turn = self._sign(number), self._turn(number)
            if sign and turn is not None:
                signs.setdefault(turn, []).append(sign)
        # A page reads one way; signs that stand otherwise are a watermark or a note on the margin.
        turn = max(signs, key=lambda one: len(signs[one]), default=0)
        words = _words(signs.get(turn, []), _TURNS[turn])
        return {"words": words, "unreadable": self.unreadable, "hidden": self.hidden}

    def _sign(self, number: int) -> Sign | None:
        raw, code = self.raw, self.raw.FPDFText_GetUnicode(self.text, number)
        if raw.FPDFText_IsGenerated(self.text, number):
            return None
        if raw.FPDFText_HasUnicodeMapError(self.text, number) == 1 or code in (0, 0xFFFD, 0xFFFE, 0xFFFF):
            self.unreadable += 1
            return None
        sign = chr(code)
        if sign.isspace() or not sign.isprintable():
            return None
        box = self._box(number)
        outside = box[2] <= 0 or box[3] <= 0 or box[0] >= self.width * _MM or box[1] >= self.height * _MM
        if outside or self._is_invisible(number):
            self.hidden += 1
            return None
        return (sign, *box)

    def _is_invisible(self, number: int) -> bool:
        part = self.raw.FPDFText_GetTextObject(self.text, number)
        return bool(part) and self.raw.FPDFTextObj_GetTextRenderMode(part) in _INVISIBLE

    def _box(self, number: int) -> tuple[float, float, float, float]:
        """As the page is shown: turned and cropped."""
        raw, box = self.raw, self.raw.FS_RECTF()
        raw.FPDFText_GetLooseCharBox(self.text, number, box)
        corners = [self._shown(box.left, box.bottom), self._shown(box.right, box.top)]
        (x0, x1), (y0, y1) = (sorted(pair) for pair in zip(*corners, strict=True))
        return x0, y0, x1, y1

    def _shown(self, x: float, y: float) -> tuple[float, float]:
        across, down = ctypes.c_int(), ctypes.c_int()
        size = (int(self.width * _STEPS), int(self.height * _STEPS))
        self.raw.FPDF_PageToDevice(self.page, 0, 0, *size, 0, x, y, across, down)
        return across.value / _STEPS * _MM, down.value / _STEPS * _MM

    def _turn(self, number: int) -> int | None:
        """Quarter turns of the sign on the page as it is shown, clockwise; None for one that stands aslant."""
        quarters = self.raw.FPDFText_GetCharAngle(self.text, number) / (math.pi / 2)
        if abs(quarters - round(quarters)) > _ASLANT:
            return None
        return int((self.raw.FPDFPage_GetRotation(self.page) + round(quarters)) % 4)


def _words(signs: list[Sign], turn: tuple[int, int, int, int]) -> list[list[Any]]:
    """Signs that stand close together in one line, as [text, box as it reads, box as it is shown]."""
    placed = sorted((_turned(sign, turn) for sign in signs), key=lambda item: (item[2] + item[4], item[1]))
    words: list[list[Any]] = []
    for line in _lines(placed):
        words += _line_words(sorted(line, key=lambda item: item[1]))
    return words


def _turned(sign: Sign, turn: tuple[int, int, int, int]) -> tuple[Any, ...]:
    text, x0, y0, x1, y1 = sign
    a, b, c, d = turn
    across, down = sorted((a * x0 + b * y0, a * x1 + b * y1)), sorted((c * x0 + d * y0, c * x1 + d * y1))
    return text, across[0], down[0], across[1], down[1], (x0, y0, x1, y1)


def _lines(placed: list[tuple[Any, ...]]) -> list[list[tuple[Any, ...]]]:
    lines: list[list[tuple[Any, ...]]] = []
    middle = 0.0
    for item in placed:
        here, height = (item[2] + item[4]) / 2, item[4] - item[2]
        if not lines or here - middle > 0.4 * max(height, 0.5):
            lines.append([])
            middle = here
        lines[-1].append(item)
    return lines


def _line_words(line: list[tuple[Any, ...]]) -> list[list[Any]]:
    words: list[list[Any]] = []
    for text, x0, y0, x1, y1, shown in line:
        height = y1 - y0
        last = words[-1] if words else None
        if last and x0 - last[1][2] < 0.15 * height:
            if text == last[0][-1] and x0 - last[3] < 0.1 * (x1 - x0):
                continue  # printed twice for a bold look
            last[0] += text
            last[1] = _around(last[1], (x0, y0, x1, y1))
            last[2] = _around(last[2], shown)
            last[3] = x0
        else:
            words.append([text, (x0, y0, x1, y1), shown, x0])
    return [[text, *(round(value, 2) for value in (*box, *shown))] for text, box, shown, _ in words]


def _around(one: Any, other: Any) -> tuple[float, float, float, float]:
    return min(one[0], other[0]), min(one[1], other[1]), max(one[2], other[2]), max(one[3], other[3])


def _load() -> None:
    import pypdfium2  # noqa: F401, PLC0415 - its library is loaded before the guard shuts that off


if __name__ == "__main__":
    answer(read, _load)
