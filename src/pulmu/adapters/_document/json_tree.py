"""A JSON text as a tree with lines, read token by token: deep nesting, double keys, huge numbers have a place."""

import json
import re
from typing import Any, NoReturn

from pulmu.adapters._document.tree import TreeBuilder

_TOKEN = re.compile(
    r"""[ \t\r\n]*(?:
      (?P<string>"(?:[^"\\\x00-\x1f]++|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*+")
    | (?P<number>-?(?:0|[1-9][0-9]*)(?P<real>(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)(?![\w.]))
    | (?P<word>true|false|null|NaN|-?Infinity)(?!\w)
    | (?P<sign>[\[\]{},:])
    | (?P<end>\Z)
    )""",
    re.VERBOSE,
)
_BLANKS = (" ", "\t", "\r", "\n")
_WORDS = {"true": True, "false": False, "null": None}
_MOST_DIGITS = 300

_VALUE, _FIRST_VALUE, _KEY, _FIRST_KEY, _COLON, _AFTER, _DONE = range(7)
_EXPECTED = {
    _VALUE: "a value",
    _FIRST_VALUE: "a value or ']'",
    _KEY: 'a name in "quotes"',
    _FIRST_KEY: "a name in \"quotes\" or '}'",
    _COLON: "':'",
    _AFTER: "',' or a closing bracket",
    _DONE: "nothing more",
}


def build_from_json(text: str, builder: TreeBuilder) -> None:
    """Feed a JSON text to a builder.

    Raises
    ------
    InputError  A syntax error, or too much of anything.
    """
    if text.strip(" \t\r\n"):
        _Reader(text, builder).run()


class _Reader:
    def __init__(self, text: str, builder: TreeBuilder) -> None:
        self.text = text
        self.builder = builder
        self.counted = (0, 1)
        self.closers: list[str] = []
        self.state = _VALUE

    def run(self) -> None:
        position = 0
        while True:
            found = _TOKEN.match(self.text, position)
            if found is None:
                self.fail(self.next_sign(position))
            position = found.end()
            if found["end"] is not None:
                if self.state != _DONE:
                    self.fail(position)
                return
            self.take(found)

    def take(self, found: re.Match[str]) -> None:
        """One token, which must be what the state expects."""
        token = found.group().lstrip(" \t\r\n")
        start = found.end() - len(token)
        line = self.line(start)
        if found["sign"]:
            self.take_sign(token, start, line)
        elif self.state in (_KEY, _FIRST_KEY) and found["string"]:
            self.builder.key(json.loads(token), line)
            self.state = _COLON
        elif self.state in (_VALUE, _FIRST_VALUE):
            self.builder.scalar(self.value(found, token, line), line)
            self.ended()
        else:
            self.fail(start)

    def take_sign(self, sign: str, start: int, line: int) -> None:
        if sign in "[{" and self.state in (_VALUE, _FIRST_VALUE):
            self.builder.open({} if sign == "{" else [], line)
            self.closers.append("}" if sign == "{" else "]")
            self.state = _FIRST_KEY if sign == "{" else _FIRST_VALUE
        elif self.closers and sign == self.closers[-1] and self.state in (_AFTER, _FIRST_KEY, _FIRST_VALUE):
            self.closers.pop()
            self.builder.close()
            self.ended()
        elif sign == ":" and self.state == _COLON:
            self.state = _VALUE
        elif sign == "," and self.state == _AFTER:
            self.state = _KEY if self.closers[-1] == "}" else _VALUE
        else:
            self.fail(start)

    def ended(self) -> None:
        self.state = _AFTER if self.closers else _DONE

    def value(self, found: re.Match[str], token: str, line: int) -> Any:
        if found["string"]:
            return json.loads(token)
        if found["word"]:
            if token not in _WORDS:
                self.builder.complain(
                    "input.not_finite", line, f"{token!r} is not a finite number", "give the measured value", text=token
                )
            return _WORDS.get(token)
        if found["real"]:
            return float(token)
        if len(token) > _MOST_DIGITS:
            self.builder.complain(
                "input.too_large",
                line,
                f"a number of {len(token)} digits is larger than any factory's figure",
                "check the digits and the unit",
                text=f"{token[:20]}...",
            )
            return None
        return int(token)

    def fail(self, position: int) -> NoReturn:
        line = self.line(position)
        column = position - self.text.rfind("\n", 0, position)
        seen = repr(self.text[position : position + 12]) if position < len(self.text) else "the end of the file"
        self.builder.fail(
            "input.json_syntax",
            line,
            f"not valid JSON: {_EXPECTED[self.state]} is expected, not {seen}",
            self.mend(position),
            column,
            text=seen,
        )

    def next_sign(self, position: int) -> int:
        """Where the next character that is no blank stands."""
        while self.text[position : position + 1] in _BLANKS and position < len(self.text):
            position += 1
        return position

    def line(self, position: int) -> int:
        """Line of a position; counted from the last one asked for, since reading only goes forward."""
        start, line = self.counted
        self.counted = (position, line + self.text.count("\n", start, position))
        return self.counted[1]

    def mend(self, position: int) -> str:
        sign = self.text[position : position + 1]
        if not sign:
            return "close the bracket or quote that stands open"
        if sign in "]}" and self.state in (_KEY, _VALUE):
            return "delete the comma before the closing bracket"
        if sign == "'":
            return 'use "double quotes"'
        if sign in "/#":
            return "delete the comment; YAML allows comments, JSON does not"
        if sign == '"' and self.state == _AFTER:
            return "put a comma after the line before"
        if sign == "0":
            return 'put a code that begins with 0 into "quotes"'
        return "compare this line and the one before with valid JSON; a file in YAML must end in .yaml"
