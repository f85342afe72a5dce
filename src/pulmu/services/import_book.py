"""From documents to the entries of a book: all of them or none, and nothing that nobody has looked at."""

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from pulmu.metering import BookNews, Change, Difference, Entry, book_news, standing
from pulmu.model import InputError, Problem, has_errors, problem, raise_if_errors, unit, warning
from pulmu.services.ports import BookFile, BookPart, BookStore, DocumentFile, DocumentReader, DocumentWish, Pairs

SHOWN = 50
"""Problems told one by one; beyond them only their number."""

HEADS = "heads"
"""Name under which a reading tells the fingerprint of the heads it may be remembered by."""
WHERE = "where"
"""Name under which a reading tells which rows it took."""
GIVEN = "_given"
"""End of the names under which a reading tells what holds for one file only, and is not remembered."""

_BOOK = re.compile(r"[\w][\w.-]{0,59}")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class BookOrder:
    """What is to be taken into which book.

    Parameters
    ----------
    confirm : The code that was shown with the columns or entries, of one who looked at them.
    reason : Why entries that are kept already are to be corrected; empty where they are not to be.
    """

    book: str
    files: tuple[str, ...]
    wish: DocumentWish = field(default_factory=DocumentWish)
    confirm: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookImport:
    """What an import did, or what must be looked at before.

    Parameters
    ----------
    problems : With an error among them nothing was added.
    code : To confirm with, where the columns or entries are a guess that nobody has confirmed.
    """

    book: str
    problems: tuple[Problem, ...]
    files: tuple[DocumentFile, ...] = ()
    code: str = ""
    added: int = 0
    corrected: int = 0
    known: int = 0
    remembered: tuple[str, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether the book now holds what the files say."""
        return not has_errors(self.problems)


def import_book(order: BookOrder, read: DocumentReader, store: BookStore, *, is_trial: bool = False) -> BookImport:
    """Read documents and add what is new to a book; nothing is added if anything is wrong or not confirmed.

    Parameters
    ----------
    is_trial : Add nothing in any case, and tell what would be.

    Raises
    ------
    OutsideError  A file cannot be opened, or the store cannot be used.
    """
    files: tuple[DocumentFile, ...] = ()
    try:
        check_book_id(order.book)
        parts = store.read(order.book)
        wish = replace(order.wish, remembered=store.remembered())
        files = tuple(read(path, wish) for path in order.files)
        _raise(item for file in files for item in file.problems)
        if not order.reason:
            _check_read_otherwise(files, parts)
        _check_dimensions(order, files, parts)
        taken = _compare(order, files, parts)
        code = confirmation_code(file for file, _ in taken if (file.sha256, file.reading) not in _read_before(parts))
        errors = () if order.reason else _clashes(taken)
        if code and order.confirm.strip().lower() != code:
            errors = (_unconfirmed(order, code), *errors)
        told = (
            *(item for file in files for item in file.problems),
            *(item for _, found in taken for item in _doubts(found)),
        )
        if errors:
            return BookImport(book=order.book, problems=(*_shortened(errors), *told), files=files, code=code)
        return replace(_add(order, taken, parts, store, is_trial=is_trial), problems=told, code=code)
    except InputError as error:
        return BookImport(book=order.book, problems=error.problems, files=files)


def check_book_id(book: str) -> None:
    """Refuse an id that cannot name a book.

    Raises
    ------
    InputError  `book.id`.
    """
    if not _BOOK.fullmatch(book) or _RESERVED.fullmatch(book):
        raise InputError.of(
            "book.id",
            "--book",
            f"{book[:80]!r} cannot name a book",
            "use up to 60 letters, digits, '_', '.' and '-', and begin with a letter or digit",
            text=book[:80],
        )


def confirmation_code(files: Iterable[DocumentFile]) -> str:
    """A short code that fits what was shown of the guessed files and nothing else; empty if none is a guess."""
    guesses = [file for file in files if file.is_guess]
    if not guesses:
        return ""
    shown = [[file.sha256, file.kind, file.reading, [_shown(entry) for entry in file.entries]] for file in guesses]
    return hashlib.sha256(json.dumps(shown, ensure_ascii=False).encode()).hexdigest()[:8]


def _shown(entry: Entry) -> list[str]:
    return [entry.kind, str(entry.start), str(entry.end), repr(entry.value), entry.unit, entry.item, entry.place]


def _unconfirmed(order: BookOrder, code: str) -> Problem:
    said = "the code fits other columns or another file" if order.confirm else "nobody has confirmed the columns"
    return problem(
        "book.unconfirmed",
        order.book,
        f"{said}, so nothing was taken in",
        f"look at the columns and values, then run the command again with --confirm {code}",
        confirm=code,
    )


def _raise(problems: Iterable[Problem]) -> None:
    found = tuple(problems)
    if has_errors(found):
        raise_if_errors(_shortened(item for item in found if item.severity == "error"))


def _shortened(errors: Iterable[Problem]) -> tuple[Problem, ...]:
    """The first errors, and how many there are beyond."""
    found = tuple(errors)
    if len(found) <= SHOWN:
        return found
    more = len(found) - SHOWN
    rest = problem(
        "book.more_problems",
        "",
        f"{more} more problems are not shown",
        "mend those above first, then import again",
        count=more,
    )
    return (*found[:SHOWN], rest)


def _check_read_otherwise(files: Sequence[DocumentFile], parts: Sequence[BookPart]) -> None:
    """A file whose columns were taken otherwise before would count twice, under other days or names."""
    _raise(
        problem(
            "book.read_otherwise",
            file.name,
            f"it was taken in before, read otherwise: {', '.join(_differing(file, parts))}",
            "import it as before; if it was read wrongly then, import it with --correct and the reason",
            names=", ".join(_differing(file, parts)),
        )
        for file in files
        if _is_read_otherwise(file, parts)
    )


def _is_read_otherwise(file: DocumentFile, parts: Sequence[BookPart]) -> bool:
    return bool(_differing(file, parts))


def _differing(file: DocumentFile, parts: Sequence[BookPart]) -> list[str]:
    """What of a file's reading is not as it was the last time; which rows were chosen may be."""
    before = [dict(item.reading) for part in parts for item in part.files if item.sha256 == file.sha256]
    if not before:
        return []
    now, then = dict(file.reading), before[-1]
    return sorted(name for name in now.keys() | then.keys() if name != WHERE and now.get(name) != then.get(name))


def _check_dimensions(order: BookOrder, files: Sequence[DocumentFile], parts: Sequence[BookPart]) -> None:
    """Refuse amounts of another dimension than those that count now; what a correction reads anew does not."""
    anew = {file.sha256 for file in files if order.reason and _is_read_otherwise(file, parts)}
    kept = standing(file.change for part in parts for file in part.files)
    given = [entry for file in files for entry in file.entries]
    first = next((entry for entry in kept if entry.sha256 not in anew), given[0] if given else None)
    if first is None:
        return
    wanted = unit(first.unit)
    _raise(
        problem(
            "book.unit_differs",
            place_of(entry),
            f"{entry.unit} is a unit of {unit(entry.unit).dimension}; the book is kept in {wanted.symbol}",
            "keep it in a book of its own, or give the amounts in a unit of the book",
            unit=entry.unit,
            wanted=wanted.symbol,
        )
        for entry in given
        if unit(entry.unit).dimension != wanted.dimension
    )


def place_of(entry: Entry) -> str:
    """Where an entry was read."""
    return ", ".join(filter(None, (entry.document, entry.place)))


_Taken = Sequence[tuple[DocumentFile, BookNews]]
"""Documents in their order, and what each brings after those before it."""


def _read_before(parts: Iterable[BookPart]) -> set[tuple[str, Pairs]]:
    return {(item.sha256, item.reading) for part in parts for item in part.files}


def _compare(order: BookOrder, files: Iterable[DocumentFile], parts: Sequence[BookPart]) -> _Taken:
    changes = [file.change for part in parts for file in part.files]
    read_before = _read_before(parts)
    taken = []
    for file in files:
        is_known = (file.sha256, file.reading) in read_before and not order.reason
        known = BookNews(Change(), len(file.entries), (), ())
        found = known if is_known else _news(file, parts, changes, correct=bool(order.reason))
        taken.append((file, found))
        changes.append(found.change)
    return taken


def _clashes(taken: _Taken) -> tuple[Problem, ...]:
    values = tuple(_other_value(item) for _, found in taken for item in found.differing)
    return (*values, *(_renamed(item) for _, found in taken for item in found.renamed if item.given[0].number))


def _add(order: BookOrder, taken: _Taken, parts: Sequence[BookPart], store: BookStore, *, is_trial: bool) -> BookImport:
    part = _part(order, taken, _read_before(parts))
    if part.files and not is_trial:
        store.append(order.book, part, after=len(parts))
    files = tuple(file for file, _ in taken)
    return BookImport(
        book=order.book,
        problems=(),
        files=files,
        added=sum(len(found.change.added) for _, found in taken),
        corrected=sum(len(found.change.corrected) for _, found in taken),
        known=sum(found.known for _, found in taken),
        remembered=() if is_trial else _remember(files, store),
    )


def _news(file: DocumentFile, parts: Sequence[BookPart], changes: Sequence[Change], *, correct: bool) -> BookNews:
    """What a document brings; as a correction it withdraws what it was read as before, and names otherwise."""
    before = standing(changes) if _is_read_otherwise(file, parts) else ()
    withdrawn = [entry for entry in before if entry.sha256 == file.sha256]
    found = book_news([*changes, Change(withdrawn=tuple(withdrawn))], file.entries, correct=correct)
    if correct:
        withdrawn += [item.kept[0] for item in found.renamed if item.given[0].number]
    return replace(found, change=replace(found.change, withdrawn=tuple(withdrawn)))


def _part(order: BookOrder, taken: _Taken, read_before: set[tuple[str, Pairs]]) -> BookPart:
    """What changed, and documents that were never read before even if they bring nothing new."""
    return BookPart(
        tuple(
            BookFile(name=file.name, sha256=file.sha256, kind=file.kind, reading=file.reading, change=found.change)
            for file, found in taken
            if found.change != Change() or (file.sha256, file.reading) not in read_before
        ),
        order.reason,
    )


def _remember(files: Iterable[DocumentFile], store: BookStore) -> tuple[str, ...]:
    """Keep confirmed columns by their heads; names of the files."""
    fresh = [file for file in files if file.is_guess and HEADS in dict(file.reading)]
    for file in fresh:
        store.remember(dict(file.reading)[HEADS], _lasting(file.reading))
    return tuple(file.name for file in fresh)


def _lasting(reading: Pairs) -> Pairs:
    return tuple((name, text) for name, text in reading if name != WHERE and not name.endswith(GIVEN))


def _other_value(found: Difference) -> Problem:
    kept, given = (" + ".join(f"{item.value:,.12g} {item.unit}" for item in side) for side in (found.kept, found.given))
    first = found.kept[0]
    return problem(
        "book.other_value",
        place_of(found.given[0]),
        f"it says {given}; the book has {kept} from {place_of(first)}",
        "leave the row out, give another delivery its own number, or correct the book with --correct and the reason",
        given=given,
        kept=kept,
        document=place_of(first),
    )


def _renamed(found: Difference) -> Problem:
    return problem(
        "book.renamed",
        place_of(found.given[0]),
        f"the book has the same amount of number {found.given[0].number or '-'} under other names, "
        f"from {place_of(found.kept[0])}",
        "if it is the same, import with --correct and the reason, to count it once; if not, use a book of its own",
        number=found.given[0].number,
        document=place_of(found.kept[0]),
    )


def _doubts(found: BookNews) -> tuple[Problem, ...]:
    twins = [item for item in found.renamed if not item.given[0].number]
    fewer = tuple(_fewer(item) for item in found.fewer)
    return (*fewer, _twins(twins)) if twins else fewer


def _twins(found: Sequence[Difference]) -> Problem:
    first = found[0]
    return warning(
        "book.maybe_twice",
        place_of(first.given[0]),
        f"{len(found)} new entries have the day and the amount of kept ones under other names, "
        f"the first of {place_of(first.kept[0])}",
        "see whether they are the same; if so, import this file with the columns of the other and --correct",
        count=len(found),
        document=place_of(first.kept[0]),
    )


def _fewer(found: Difference) -> Problem:
    return warning(
        "book.fewer_rows",
        place_of(found.given[0]),
        f"the book has {len(found.kept)} such entries and the file {len(found.given)}; all of the book's still count",
        "if one was cancelled, import the file with --correct and the reason",
        kept=len(found.kept),
        given=len(found.given),
    )
