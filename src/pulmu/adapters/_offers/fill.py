"""An empty table of offers."""

import io

import xlsxwriter

from pulmu.adapters._offers.heads import COLUMNS

_NOTES = {
    "ko": "둘째 줄은 보기입니다. 지우고 제안마다 한 줄씩 적으세요. "
    "여러 값은 쉼표로 나누고, 실적은 '어디 | 연도 | 업종 | 결과'로 한 줄씩 적습니다.",
    "en": "The second row is an example: delete it and write a row for each offer. Part values by commas; "
    "references as 'where | year | sector | result', one a line.",
}


def template_of_offers(language: str) -> bytes:
    """A workbook with the heads and one example."""
    korean = language == "ko"
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("제안" if korean else "Offers")
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        for at, column in enumerate(COLUMNS):
            sheet.set_column(at, at, column.width, text)
            sheet.write_string(0, at, (column.korean if korean else column.english)[0], head)
            sheet.write_string(1, at, column.example[0 if korean else 1], text)
        sheet.freeze_panes(1, 3)
        note = book.add_worksheet("설명" if korean else "Notes")
        note.write_string(0, 0, _NOTES[language])
    return buffer.getvalue()
