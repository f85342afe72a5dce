"""What a browser without scripts would send for a form of a page."""

from html.parser import HTMLParser


class _Reader(HTMLParser):
    def __init__(self, form: str) -> None:
        super().__init__()
        self.form, self.is_inside = form, False
        self.fields: dict[str, str] = {}
        self.select = self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.is_inside = given.get("id") == self.form
        name = given.get("name") or ""
        if not self.is_inside or (not name and tag != "option"):
            return
        if tag == "input":
            self.fields[name] = given.get("value") or ""
        elif tag == "select":
            self.select, self.fields[name] = name, ""
        elif tag == "option" and self.select and "selected" in given:
            self.fields[self.select] = given.get("value") or ""
        elif tag == "textarea":
            self.text, self.fields[name] = name, ""

    def handle_data(self, data: str) -> None:
        if self.text:
            self.fields[self.text] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.text:
            self.fields[self.text] = self.fields[self.text].removeprefix("\n").replace("\n", "\r\n")
        if tag in ("select", "textarea", "form"):
            self.select = self.text = ""
        if tag == "form":
            self.is_inside = False


def fields_of(page: str, form: str = "plant-form") -> dict[str, str]:
    """Fields of a form with what they show."""
    reader = _Reader(form)
    reader.feed(page)
    return reader.fields
