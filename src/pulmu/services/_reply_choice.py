"""Which answer of a reply belongs to a purchase: by the request number, else by the CN code."""

import re
from collections.abc import Sequence

from pulmu.model import InputError, Plant, Purchase
from pulmu.reference import find_good
from pulmu.services.supplier_answer import Answered, ReplyFile
from pulmu.services.supplier_request import request_id

_SHORTEST_HEADING = 4
_LISTED = 20


def choose_answer(reply: ReplyFile, plant: Plant, purchase: Purchase, product: str) -> Answered:
    """The one answer for a purchase.

    Raises
    ------
    InputError  There is none, it was asked for another purchase, or there are several: all of them are listed.
    """
    if not reply.answers:
        raise InputError(*reply.problems) if reply.problems else _empty(reply)
    wanted = _bare(request_id(plant, purchase))
    numbered = [item for item in reply.answers if _bare(item.request_id) == wanted]
    found = numbered or _by_code([item for item in reply.answers if not item.request_id], purchase)
    if not found:
        raise _nothing_fits(reply, plant, purchase)
    if product and not (named := _named(found, product)):
        raise _not_named(found, reply, product)
    found = named if product else found
    if len(found) > 1:
        raise _several(found, reply, purchase)
    return found[0]


def _bare(number: str) -> str:
    return re.sub(r"[^0-9A-Za-z]", "", number).upper()


def _by_code(answers: Sequence[Answered], purchase: Purchase) -> list[Answered]:
    """Answers of the same code; of a heading above it where none has the whole code."""
    code = find_good(purchase.cn_code).cn_code
    exact = [item for item in answers if code_digits(item.cn_code) == code]
    return exact or [
        item
        for item in answers
        if len(code_digits(item.cn_code)) >= _SHORTEST_HEADING and code.startswith(code_digits(item.cn_code))
    ]


def code_digits(text: str) -> str:
    """A CN code without the signs people part it by."""
    return re.sub(r"[\s.\-]", "", text)


def _named(answers: list[Answered], product: str) -> list[Answered]:
    wanted = " ".join(product.split()).casefold()
    rows = [item for item in answers if re.search(rf"\b{re.escape(wanted)}$", item.place.casefold())]
    return rows or [item for item in answers if " ".join(item.product.split()).casefold() == wanted]


def _empty(reply: ReplyFile) -> InputError:
    return InputError.of(
        "supplier.reply_empty",
        reply.name,
        "nothing is filled in: the reply names no product",
        "ask the supplier to fill it in and to save it",
    )


def _nothing_fits(reply: ReplyFile, plant: Plant, purchase: Purchase) -> InputError:
    numbers = {_bare(request_id(plant, item)): item.id for item in plant.purchases}
    asked = next((item for item in reply.answers if item.request_id), None)
    if asked is None:
        return _other_codes(reply, purchase)
    other = next((numbers[_bare(item.request_id)] for item in reply.answers if _bare(item.request_id) in numbers), "")
    mend = (
        f"it was asked for the purchase {other}: give --purchase {other}"
        if other
        else "give the plant and the year it was asked for; if it is for this purchase all the same, empty its cell"
    )
    return InputError.of(
        "supplier.other_request",
        asked.document.place(("request_id",)),
        f"request number {asked.request_id} is not that of the purchase {purchase.id}",
        mend,
        number=asked.request_id,
        purchase=purchase.id,
        wanted=request_id(plant, purchase),
        other=other or "-",
    )


def _other_codes(reply: ReplyFile, purchase: Purchase) -> InputError:
    listed = _listed(reply.answers)
    return InputError.of(
        "supplier.no_such_good",
        reply.name,
        f"no product of the reply has the CN code {purchase.cn_code} of the purchase; it has: {listed}",
        "check the code of the purchase, or ask the supplier for this good",
        cn_code=purchase.cn_code,
        listed=listed,
    )


def _several(found: list[Answered], reply: ReplyFile, purchase: Purchase) -> InputError:
    listed = _listed(found)
    return InputError.of(
        "supplier.several_products",
        reply.name,
        f"several products of the reply have the CN code {purchase.cn_code}: {listed}",
        "choose one with --product, by its name or its row",
        cn_code=purchase.cn_code,
        listed=listed,
    )


def _not_named(found: list[Answered], reply: ReplyFile, product: str) -> InputError:
    listed = _listed(found)
    return InputError.of(
        "supplier.product_unknown",
        reply.name,
        f"no product of the purchase's code has the name or row {product!r}; there are: {listed}",
        "give the name as the reply spells it, or the row, such as 'row 27'",
        text=product,
        listed=listed,
    )


def _listed(answers: Sequence[Answered]) -> str:
    shown = "; ".join(
        " ".join(part for part in (item.cn_code[:20] or "-", item.product[:80], f"({item.place})") if part)
        for item in answers[:_LISTED]
    )
    return shown if len(answers) <= _LISTED else f"{shown}; ..."
