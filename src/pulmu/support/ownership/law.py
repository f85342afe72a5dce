"""The articles that ownership rests on."""

from pulmu.model.source import Source

_DECREE = "중소기업기본법 시행령"
_EDITION = "2026-01-02"

CHAIN = Source("국제조세조정에 관한 법률 시행령", "제2조제3항", confidence="read")
PARENT = Source(_DECREE, "제3조제1항제2호나목", _EDITION, "read")
RELATED = Source(_DECREE, "제2조제3호", _EDITION, "read")
NO_CONTROL = Source(_DECREE, "제3조의2제3항", _EDITION, "read")
CROSS_HOLDING = Source(_DECREE, "제7조의4제2항", _EDITION, "read")
DIRECT = Source(_DECREE, "별표 2 제2호, 제3호", "2014-04-14", "read")
GRANDCHILD = Source(_DECREE, "별표 2 제4호, 제5호", "2014-04-14", "memory")


def control(item: int) -> Source:
    """An item of the definition of control."""
    return Source(_DECREE, f"제3조의2제1항제{item}호", _EDITION, "read")
