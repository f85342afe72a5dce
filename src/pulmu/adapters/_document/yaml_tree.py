"""A YAML text as a tree, built from the parser's events: no tag makes an object, no alias multiplies, no guess.

Every scalar stays text as typed, so that ``country: NO``, ``cn_code: 01012100`` and ``12:30`` mean what they show;
the codec decides by the type it wants.
"""

from typing import Any

import yaml

from pulmu.adapters._document.tree import TreeBuilder

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NONE = frozenset({"", "~", "null", "Null", "NULL"})

_MENDS = (
    ("cannot start any token", "put quotes around a text that begins with @, `, % or another sign"),
    ("could not find expected ':'", "put a colon and a blank after the name: 'name: value'"),
    (
        "mapping values are not allowed",
        "put a colon after the name in the line before, or quotes around a text that holds ': '",
    ),
    ("did not find expected key", "put entries of one list or mapping under each other, equally far in"),
    ("expected <block end>", "put entries of one list or mapping under each other, equally far in"),
    ("did not find expected '-'", "put '- ' before each entry, all equally far in"),
    ("unexpected end of stream", "close the quote or bracket that stands open"),
    ("expected ',' or", "close the bracket, or put a comma between its entries"),
)


def build_from_yaml(text: str, builder: TreeBuilder, loader: Any = _LOADER) -> None:
    """Feed a YAML text to a builder.

    Raises
    ------
    InputError  A syntax error, a second document, a key that is no text, or too much of anything.
    """
    documents = 0
    try:
        for event in yaml.parse(text, Loader=loader):
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    builder.fail(
                        "input.several_documents",
                        _line(event),
                        "the file holds more than one document",
                        "delete the line '---', or put each plant into its own file",
                    )
            else:
                _feed(event, builder)
    except yaml.YAMLError as error:
        _fail(error, text, builder)


def _feed(event: yaml.Event, builder: TreeBuilder) -> None:
    if isinstance(event, yaml.NodeEvent):
        _refuse_magic(event, builder)
    if isinstance(event, yaml.ScalarEvent):
        if builder.wants_key:
            builder.key(event.value, _line(event))
        else:
            plain = not event.style
            builder.scalar(None if plain and event.value in _NONE else event.value, _line(event))
    elif isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
        if builder.wants_key:
            builder.fail(
                "input.yaml_key", _line(event), "a name is expected here, not a list or mapping", "write a word"
            )
        builder.open({} if isinstance(event, yaml.MappingStartEvent) else [], _line(event))
    elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
        builder.close()


def _refuse_magic(event: yaml.NodeEvent, builder: TreeBuilder) -> None:
    line = _line(event)
    tag = getattr(event, "tag", None)
    if tag is not None:
        shown = str(tag)[:60].replace("tag:yaml.org,2002:", "!!")
        builder.complain("input.yaml_tag", line, f"the tag {shown!r} is not allowed", "delete it", text=shown)
    if event.anchor is not None:
        is_alias = isinstance(event, yaml.AliasEvent)
        shown = ("*" if is_alias else "&") + event.anchor[:60]
        mend = "write the values out" if is_alias else "delete it; put quotes around a text that begins with &"
        builder.complain("input.yaml_alias", line, f"{shown!r} is not allowed: no anchors or aliases", mend, text=shown)
        if is_alias:
            builder.key("", line) if builder.wants_key else builder.scalar(None, line)


def _line(event: yaml.Event) -> int:
    return int(getattr(event.start_mark, "line", 0)) + 1


def _fail(error: yaml.YAMLError, text: str, builder: TreeBuilder) -> None:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    what = str(getattr(error, "problem", None) or getattr(error, "reason", None) or "not readable as YAML")
    builder.fail("input.yaml_syntax", line, f"not valid YAML: {what}", _mend(what, text, line), column, text=what)


def _mend(what: str, text: str, line: int) -> str:
    rows = text.splitlines()[max(0, line - 2) : line]
    if "\\t" in what or any("\t" in row[: len(row) - len(row.lstrip())] for row in rows):
        return "indent with blanks: there is a tab"
    return next((mend for sign, mend in _MENDS if sign in what), "compare this line and the one before with a sample")
