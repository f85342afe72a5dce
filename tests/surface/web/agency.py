"""People at the pages of an agency: an officer, a reviewer, an administrator, and one who has no business there."""

import html
import re
from dataclasses import dataclass, field
from typing import Any

from tests.surface.api.people import Town, Visitor


@dataclass
class Agency:
    """An agency and who works there."""

    people: dict[str, Visitor] = field(default_factory=dict)

    def open(self, role: str, path: str, *, status: int = 200) -> str:
        """A page below the workspace, as somebody sees it."""
        answer = self.people[role].client.get(self.address(path), follow_redirects=False)
        assert answer.status_code == status, answer.text
        return answer.text

    def send(self, role: str, path: str, files: Any = None, **fields: str) -> Any:
        """A form, as somebody sends it."""
        return self.people[role].client.post(self.address(path), data=fields, files=files, follow_redirects=False)

    def address(self, path: str) -> str:
        """Where a page below the workspace is."""
        return f"/w/{self.people['company_admin'].workspace}{path}"


def founded(town: Town, kind: str = "company") -> Agency:
    """An agency with people of the roles that matter here."""
    boss = town.founder("lim", "지원기관", kind=kind)
    found = Agency({"company_admin": boss})
    for role in ("agency_officer", "reviewer", "plant_user"):
        found.people[role] = town.member(boss, role.replace("_", "-"), role)
    for visitor in found.people.values():
        visitor.client.headers["Accept-Language"] = "ko"
    return found


def inputs(page: str) -> dict[str, str]:
    """What a browser would send of the form of a page, unchanged."""
    form = page[page.index('id="plant-form"') :]
    form = form[: form.index("</form>")]
    found: dict[str, str] = {}
    for tag in re.findall(r"<input [^>]*>", form):
        attributes = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        if "name" in attributes and (attributes.get("type") != "checkbox" or " checked" in tag):
            found[attributes["name"]] = html.unescape(attributes.get("value", ""))
    for name, said in re.findall(r'<textarea [^>]*name="([^"]*)"[^>]*>\n?(.*?)</textarea>', form, re.S):
        found[name] = html.unescape(said)
    for name, options in re.findall(r'<select [^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)"[^>]* selected', options)
        found[name] = html.unescape(chosen[1]) if chosen else ""
    return found
