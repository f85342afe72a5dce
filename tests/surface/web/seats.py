"""People at the pages of one company: each with a browser, and a role."""

import re
from dataclasses import dataclass, field
from typing import Any

from tests.surface.api.people import Town, Visitor, soon
from tests.workshop import Bench

from pulmu.bootstrap.reports import report_files


@dataclass
class Company:
    """A company with a plant, people of its roles, and a report on its way."""

    town: Town
    people: dict[str, Visitor] = field(default_factory=dict)
    report: str = ""
    plant: str = ""

    def open(self, role: str, path: str, *, status: int = 200) -> str:
        """A page below the workspace, as somebody sees it."""
        answer = self.people[role].client.get(self.address(path), follow_redirects=False)
        assert answer.status_code == status, answer.text
        return answer.text

    def send(self, who: str, path: str, **fields: Any) -> Any:
        """A form, as somebody sends it."""
        return self.people[who].client.post(self.address(path), data=fields, follow_redirects=False)

    def address(self, path: str) -> str:
        """Where a page below the workspace is."""
        return f"/w/{self.people['company_admin'].workspace}{path}"

    def prepare(self, who: str, **fields: str) -> Any:
        """Have a draft computed, wait for it, and go where it leads."""
        started = self.send(who, "/reports", **({"plant": self.plant, "year": "2026", "edition": "2026-08"} | fields))
        assert started.status_code == 303, started.text
        Bench(self.town.place, draw=lambda report: report_files(report, "en")).work_off()
        return self.people[who].client.get(started.headers["location"], follow_redirects=False)

    def freeze(self) -> None:
        """Bring the report to frozen."""
        assert self.send("preparer", f"/reports/{self.report}/1/submit").status_code == 303
        assert self.send("approver", f"/reports/{self.report}/1/approve").status_code == 303


def founded(town: Town) -> Company:
    """A company with a draft report."""
    boss = town.founder("kim", "한빛체결")
    found = Company(town, {"company_admin": boss})
    for role in ("preparer", "approver", "plant_user"):
        found.people[role] = town.member(boss, role.replace("_", "-"), role)
    found.plant = found.people["preparer"].plant()
    found.report = found.people["preparer"].draft(found.plant)
    engaged = {"reports": [found.report], "end": soon(town).isoformat()}
    found.people["verifier"] = town.member(boss, "verifier", "verifier", **engaged)
    for visitor in found.people.values():
        visitor.client.headers["Accept-Language"] = "ko"
    return found


def heading(text: str) -> str:
    """The question a page answers."""
    found = re.search(r"<h1>(.*?)</h1>", text)
    return found[1] if found else ""


def said(text: str) -> str:
    """What a page says, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())
