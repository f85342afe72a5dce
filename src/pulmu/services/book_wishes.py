"""How a person says on one line how an export is to be read."""

import re
from collections.abc import Iterable

from pulmu.model import InputError, Quantity
from pulmu.services.ports import DocumentWish, Pairs

_NEXT = re.compile(r",\s*(?=[a-z_]+\s*=)")
"""Between two meanings; a comma inside a head parts nothing."""


def document_wish(
    *, columns: Iterable[str] = (), where: Iterable[str] = (), item: str = "", piece_weights: Iterable[str] = ()
) -> DocumentWish:
    """The wish that texts such as "date=전표일자,quantity=수량", "품명=M8 볼트" and "M8 볼트=0.021 kg" say.

    Raises
    ------
    InputError  A text does not say it (`book.pair`, `book.piece_weight`, or of `Quantity.parse`).
    """
    return DocumentWish(
        columns=tuple(_pair(part, "--map") for text in columns for part in _NEXT.split(text)),
        where=tuple(_pair(text, "--where") for text in where),
        item=" ".join(item.split()),
        piece_weights=_piece_weights(piece_weights),
    )


def _pair(text: str, option: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise InputError.of(
            "book.pair",
            option,
            f"{text[:80]!r} is no pair",
            "write a name, '=' and a value, such as 'quantity=수량'",
            text=text[:80],
        )
    return name.strip(), value.strip()


def _piece_weights(texts: Iterable[str]) -> Pairs:
    return tuple(_piece_weight(text) for text in texts)


def _piece_weight(text: str) -> tuple[str, str]:
    item, _, weight = text.rpartition("=")
    try:
        found = Quantity.parse(weight)
        is_weight = found.dimension == "mass" and found.value > 0
    except InputError:
        is_weight = False
    if not is_weight:
        raise InputError.of(
            "book.piece_weight",
            "--weight-per-piece",
            f"{text[:80]!r} does not say what a piece weighs",
            "write '0.021 kg', or for one item 'M8x40=0.021 kg'",
            text=text[:80],
        )
    return item.strip(), weight.strip()
