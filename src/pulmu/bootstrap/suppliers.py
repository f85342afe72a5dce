"""What is asked of suppliers, and what they send back."""

from pulmu.services.supplier_answer import ReplyFile
from pulmu.services.supplier_request import SupplierRequest


def read_supplier_reply(path: str) -> ReplyFile:
    """What a supplier sent back."""
    from pulmu.adapters.supplier_workbook import read_reply

    return read_reply(path)


def request_files(requests: tuple[SupplierRequest, ...]) -> dict[str, bytes]:
    """Files for suppliers by name, three for each: the letter in Korean and English, and the workbook to fill in."""
    from pulmu.adapters.supplier_letter import write_letter
    from pulmu.adapters.supplier_workbook import write_request_workbook

    files: dict[str, bytes] = {}
    for request in requests:
        base = _file_base(request.supplier, files)
        workbook = f"{base}.request.xlsx"
        files[workbook] = write_request_workbook(request)
        files[f"{base}.letter.ko.pdf"] = write_letter(request, "ko", workbook)
        files[f"{base}.letter.en.pdf"] = write_letter(request, "en", workbook)
    return files


def _file_base(supplier: str, taken: dict[str, bytes]) -> str:
    """A file name that tells the supplier, different from those of the others on any file system."""
    words = "".join(sign if sign.isalnum() else " " for sign in supplier).split()
    base = "-".join(words)[:60] or "supplier"
    used = {name.partition(".")[0].casefold() for name in taken}
    number = next(number for number in range(1, len(taken) + 2) if _numbered(base, number).casefold() not in used)
    return _numbered(base, number)


def _numbered(base: str, number: int) -> str:
    return base if number == 1 else f"{base}-{number}"
