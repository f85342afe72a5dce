"""What the plain letter says: paragraphs and tables with their marks."""

from dataclasses import dataclass
from typing import Literal

from pulmu.locale import Language


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph."""

    text: str
    style: Literal["title", "head", "body", "signed"] = "body"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table; its first row is a head where `has_head`. Widths are shares of the line."""

    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    has_head: bool = True


_KOREAN: tuple[Line | Grid, ...] = (
    Line("{{공고명}} 선정 결과 통지", "title"),
    Grid((("받는 곳", "{{신청기업}} 귀하"), ("접수번호", "{{접수번호}}"), ("통지일", "{{결정일}}")), (20, 80), False),
    Line("{{결과문장}}"),
    Line("{{#선정}}"),
    Line("지원금은 {{지원금숫자}}이고 자부담금은 {{자부담금}}입니다."),
    Line("{{/선정}}"),
    Line("{{#점수있음}}"),
    Line("항목별 점수", "head"),
    Grid(
        (("평가 항목", "점수", "배점"), ("{{평가항목.이름}}", "{{평가항목.점수}}", "{{평가항목.배점}}")), (60, 20, 20)
    ),
    Line(
        "총점 {{총점}}점{{#가점}}(가점 {{가점}}점 포함){{/가점}}, 순위 {{순위}}위, 선정선 {{선정선}}점({{선정선차이}})"
    ),
    Line("{{/점수있음}}"),
    Line("{{#사유있음}}"),
    Line("결정 사유", "head"),
    Grid((("사유", "비교", "근거"), ("{{사유.내용}}", "{{사유.비교}} {{사유.차이}}", "{{사유.근거}}")), (46, 27, 27)),
    Line("{{/사유있음}}"),
    Line("{{#규칙들}}"),
    Line("적용한 규칙: {{규칙.내용}}"),
    Line("{{/규칙들}}"),
    Line("{{#이의신청가능}}"),
    Line("이의신청", "head"),
    Line("{{이의신청안내}} {{이의신청근거}} 이의신청은 {{이의신청처}}에 냅니다."),
    Line("{{/이의신청가능}}"),
    Line("{{결정일}}", "signed"),
    Line("{{발신명의}}", "signed"),
    Line("문의: {{문의처}}"),
)
_ENGLISH: tuple[Line | Grid, ...] = (
    Line("{{call_name}}: result of selection", "title"),
    Grid((("To", "{{firm_name}}"), ("Application", "{{application}}"), ("Date", "{{decided_on}}")), (20, 80), False),
    Line("{{outcome_sentence}}"),
    Line("{{#selected}}"),
    Line("You are granted {{amount_digits}}; your own share is {{own_share}}."),
    Line("{{/selected}}"),
    Line("{{#has_points}}"),
    Line("Points by criterion", "head"),
    Grid((("Criterion", "Points", "Of"), ("{{criterion.name}}", "{{criterion.points}}", "{{criterion.most}}")),
         (60, 20, 20)),
    Line("Total {{total}}{{#bonus}} with a bonus of {{bonus}}{{/bonus}}, place {{rank}}, line {{line}} ({{margin}})"),
    Line("{{/has_points}}"),
    Line("{{#has_reasons}}"),
    Line("Reasons", "head"),
    Grid((("Reason", "Compared", "Based on"), ("{{reason.text}}", "{{reason.compared}} {{reason.margin}}",
         "{{reason.source}}")), (46, 27, 27)),
    Line("{{/has_reasons}}"),
    Line("{{#deciders}}"),
    Line("Rule that decided: {{decider.text}}"),
    Line("{{/deciders}}"),
    Line("{{#may_appeal}}"),
    Line("Appeal", "head"),
    Line("{{appeal_sentence}} {{appeal_law}} Send the appeal to {{appeal_to}}."),
    Line("{{/may_appeal}}"),
    Line("{{decided_on}}", "signed"),
    Line("{{signed}}", "signed"),
    Line("Contact: {{contact}}"),
)  # fmt: skip


def content(language: Language) -> tuple[Line | Grid, ...]:
    """The letter in a language."""
    return _KOREAN if language == "ko" else _ENGLISH
