"""Names a template may use, English and Korean; both mean the same in every template."""

import unicodedata

FIELDS = {
    "firm_name": "신청기업",
    "representative": "대표자",
    "business_number": "사업자등록번호",
    "nominee": "후보자",
    "address": "주소",
    "application": "접수번호",
    "call_name": "공고명",
    "agency": "주관기관",
    "decided_on": "결정일",
    "outcome": "결과",
    "outcome_sentence": "결과문장",
    "reserve_place": "예비순위",
    "track": "분야",
    "award": "훈격",
    "amount": "지원금",
    "amount_digits": "지원금숫자",
    "own_share": "자부담금",
    "rank": "순위",
    "ranked": "순위대상수",
    "total": "총점",
    "bonus": "가점",
    "line": "선정선",
    "margin": "선정선차이",
    "passing": "최저기준점수",
    "appeal_days": "이의신청일수",
    "appeal_until": "이의신청기한",
    "appeal_sentence": "이의신청안내",
    "appeal_law": "이의신청근거",
    "appeal_to": "이의신청처",
    "contact": "문의처",
    "signed": "발신명의",
}
"""Words that are filled in once."""

LISTS = {"criteria": "평가항목들", "reasons": "사유들", "deciders": "규칙들", "terms": "근거들"}
"""What a letter has several of: a row of a table, or the paragraphs between two marks, is repeated for each."""

ITEMS = {
    "criterion.name": "평가항목.이름",
    "criterion.points": "평가항목.점수",
    "criterion.most": "평가항목.배점",
    "reason.text": "사유.내용",
    "reason.compared": "사유.비교",
    "reason.margin": "사유.차이",
    "reason.source": "사유.근거",
    "decider.text": "규칙.내용",
    "decider.source": "규칙.근거",
    "term.text": "근거.내용",
    "term.confidence": "근거.확인",
}
"""What an item of a list has."""

LIST_OF = {"criterion": "criteria", "reason": "reasons", "decider": "deciders", "term": "terms"}

CONDITIONS = {
    "selected": "선정",
    "reserve": "예비",
    "not_selected": "미선정",
    "not_eligible": "부적격",
    "incomplete": "서류미비",
    "awarded": "수상",
    "has_points": "점수있음",
    "has_reasons": "사유있음",
    "has_deciders": "규칙있음",
    "has_terms": "근거있음",
    "may_appeal": "이의신청가능",
}
"""Whether paragraphs between two marks are kept; any name of `FIELDS` is one too: if it is not empty."""

_ALL = FIELDS | LISTS | ITEMS | CONDITIONS
_BY_WORD = {unicodedata.normalize("NFC", word): name for name, korean in _ALL.items() for word in (name, korean)}


def known_name(word: str) -> str | None:
    """The English name of a word of a template; None where there is none. Blanks and capitals do not matter."""
    return _BY_WORD.get("".join(unicodedata.normalize("NFC", word).lower().split()))


def known_names() -> list[str]:
    """All words a template may use."""
    return list(_BY_WORD)
