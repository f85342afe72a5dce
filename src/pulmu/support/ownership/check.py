"""What is wrong with a firm's file beyond its single values: names that lead nowhere, shares that cannot be."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from pulmu.model.codec import Decoded
from pulmu.model.document import Document
from pulmu.model.errors import InputError, problem
from pulmu.model.firm import Firm, Firms, Shareholding
from pulmu.model.problem import Problem
from pulmu.support.ownership.span import TOLERANCE, percent
from pulmu.support.ownership.told import check_told


def asked_firm(firms: Firms) -> Firm:
    """The firm a file asks about.

    Raises
    ------
    InputError  It names none of its companies, or has several and names none (`firm.not_in_file`, `firm.not_named`).
    """
    found = [item for item in firms.companies if firms.firm in (None, item.id)]
    if len(found) == 1:
        return found[0]
    raise InputError(*_check_asked(Document(None, ""), firms))


def check_firms(document: Document, firms: Firms) -> tuple[Problem, ...]:
    """Everything that is wrong with a file whose values have been read, each with its place."""
    return (
        *_check_asked(document, firms),
        *_check_names(document, firms),
        *_check_shares(document, firms),
        *_check_persons(document, firms),
        *(found for number, firm in enumerate(firms.companies) for found in _check_years(document, number, firm)),
        *(found for number, firm in enumerate(firms.companies) for found in check_told(document, number, firm)),
    )


def check_read_firms(document: Document, read: Decoded[Firms]) -> tuple[Problem, ...]:
    """Everything that is wrong with a file; where a value could not be read, of the rest only facts are looked at."""
    if not read.problems:
        return check_firms(document, read.value)
    flawed = {item.place for item in read.problems}
    firms = enumerate(read.value.companies)
    facts = [item for number, firm in firms for item in check_told(document, number, firm)]
    return (*read.problems, *(item for item in facts if item.place not in flawed))


def _check_asked(document: Document, firms: Firms) -> Iterator[Problem]:
    names = [item.id for item in firms.companies]
    listed = ", ".join(names[:5])
    if not names:
        yield problem("firm.no_company", document.place(("companies",)), "no company is given", "add the firm")
    elif firms.firm is None and len(names) > 1:
        said = f"the file has {len(names)} companies and does not say which one is asked about"
        mend = f"add the line 'firm: {names[0]}'"
        yield problem("firm.not_named", document.place(("firm",)), said, mend, count=len(names), text=names[0])
    elif firms.firm is not None and firms.firm not in names:
        said = f"{firms.firm!r} is not among the companies"
        mend = f"name one of them: {listed}"
        yield problem("firm.not_in_file", document.place(("firm",)), said, mend, text=firms.firm, known=listed)


def _check_names(document: Document, firms: Firms) -> Iterator[Problem]:
    companies = {item.id for item in firms.companies}
    for number, holder in enumerate(firms.holders):
        if holder.id in companies:
            place = document.place(("holders", number, "id"))
            said = f"{holder.id!r} is the name of a company too"
            yield problem("firm.name_twice", place, said, "rename one of the two", text=holder.id)
    persons = {item.id for item in firms.holders if item.kind == "person"}
    known = companies | {item.id for item in firms.holders}
    for number, held in enumerate(firms.shareholdings):
        for part, name in (("holder", held.holder), ("company", held.company)):
            if name not in known:
                place = document.place(("shareholdings", number, part))
                mend = "add it to companies or holders, or mend the name"
                yield problem("firm.not_known", place, f"{name!r} is neither a company nor a holder", mend, text=name)
        if held.company in persons:
            place = document.place(("shareholdings", number, "company"))
            said = f"{held.company!r} is a person, and nobody holds shares of a person"
            yield problem("firm.share_of_person", place, said, "exchange holder and company", text=held.company)
    yield from _check_statements(document, firms, companies)


def _check_statements(document: Document, firms: Firms, companies: set[str]) -> Iterator[Problem]:
    for number, firm in enumerate(firms.companies):
        for place, name in enumerate(firm.consolidates or ()):
            if name not in companies or name == firm.id:
                spot = document.place(("companies", number, "consolidates", place))
                said = f"{name!r} is no other company of the file"
                yield problem("firm.not_a_company", spot, said, "add it to companies, or mend the name", text=name)


def _check_shares(document: Document, firms: Firms) -> Iterator[Problem]:
    seen: set[tuple[str, str]] = set()
    held_of: dict[str, list[Shareholding]] = defaultdict(list)
    for number, held in enumerate(firms.shareholdings):
        place = document.place(("shareholdings", number))
        if held.holder == held.company:
            said = f"{held.holder!r} holds its own shares, which carry no vote"
            yield problem("firm.own_shares", place, said, "leave them out of the votes", text=held.holder)
        elif (held.holder, held.company) in seen:
            said = f"what {held.holder!r} holds of {held.company!r} is given twice"
            mend = "give the sum in one entry"
            yield problem("firm.holding_twice", place, said, mend, holder=held.holder, company=held.company)
        seen.add((held.holder, held.company))
        held_of[held.company].append(held)
    for company, these in held_of.items():
        total = sum(item.share for item in these if item.share is not None)
        if total > 1 + TOLERANCE:
            place = document.place(("shareholdings", firms.shareholdings.index(these[-1])))
            said = f"the shares of {company!r} add up to {percent(total)}"
            mend = "check the shares; those without a vote count for neither part"
            yield problem("firm.over_all", place, said, mend, text=company, total=percent(total))


def _check_persons(document: Document, firms: Firms) -> Iterator[Problem]:
    persons = {item.id for item in firms.holders if item.kind == "person"}
    legal = {item.id for item in firms.companies} | {item.id for item in firms.holders} - persons
    for number, holder in enumerate(firms.holders):
        for part, names, known, kind in (
            ("relatives", holder.relatives, persons, "a person"),
            ("officer_of", holder.officer_of, legal, "a company"),
        ):
            if names and holder.kind != "person":
                place = document.place(("holders", number, part))
                said = f"{holder.id!r} is no person, and only a person has {part}"
                yield problem("firm.not_a_person", place, said, "delete the line", text=holder.id, field=part)
                continue
            for spot, name in enumerate(names):
                if name not in known or name == holder.id:
                    place = document.place(("holders", number, part, spot))
                    said = f"{name!r} is not {kind} of the file"
                    mend = "add it, or mend the name"
                    yield problem("firm.tie_not_known", place, said, mend, text=name)


def _check_years(document: Document, number: int, firm: Firm) -> Iterator[Problem]:
    home = ("companies", number)
    for part, keys in (
        ("business_years", [item.end.isoformat() for item in firm.business_years]),
        ("monthly_sales", [item.month for item in firm.monthly_sales]),
        ("month_end_employees", [item.month for item in firm.month_end_employees]),
        ("leaving", [item.on.isoformat() for item in firm.leaving or ()]),
    ):
        for key, count in Counter(keys).items():
            if count > 1:
                place = document.place((*home, part))
                yield problem("firm.given_twice", place, f"{key} is given twice", "delete one of the two", text=key)
    for spot, year in enumerate(firm.business_years):
        for code in year.sales_by_industry_krw:
            if not re.fullmatch(r"\d{2,5}", code):
                place = document.place((*home, "business_years", spot, "sales_by_industry_krw", code))
                said = f"{code!r} is no code of the industry standard"
                yield problem("firm.industry_code", place, said, "write two to five digits, such as 24112", text=code)
        total = sum(year.sales_by_industry_krw.values())
        if year.sales_krw is not None and total > year.sales_krw:
            place = document.place((*home, "business_years", spot, "sales_by_industry_krw"))
            said = f"the industries add up to {total:,} won, more than the sales of {year.sales_krw:,} won"
            mend = "check both"
            yield problem("firm.industries_over_sales", place, said, mend, total=total, sales=year.sales_krw)
