"""The words of the form of a production line."""

from pulmu.locale import attribute_text, has_text, text
from pulmu.model.law import Law
from pulmu.services.document_form.form import Field, Row
from pulmu.services.document_form.shape import Attribute
from pulmu.web.rule_words import RuleWords

_TITLES = ("name_local", "name", "id", "station", "carrier", "start", "after")


class LineFormWords(RuleWords):
    """What the template asks of words."""

    def meaning(self, attribute: Attribute) -> str:
        """Its sentence, with what counts where no word is chosen."""
        said = attribute_text(attribute.owner, attribute.name, self.language)
        if attribute.kind != "names" or not attribute.choices or not attribute.default:
            return said
        chosen = ", ".join(self.choice(str(code)) for code in attribute.default)
        return f"{said}. {text('web.line_form.left_out', self.language, value=chosen)}"

    def choice(self, code: str) -> str:
        """The word of a choice."""
        key = f"web.line_form.choice.{code}"
        return text(key, self.language) if has_text(key, self.language) else RuleWords.choice(self, code)

    def unknown(self, attribute: Attribute) -> str:
        """What an empty input says: the number that counts."""
        return str(attribute.default) if attribute.kind == "whole" and attribute.default is not None else ""

    def ticks(self, field: Field) -> tuple[tuple[str, str], ...]:
        """Words to tick; none where they are typed."""
        attribute = field.attribute
        if attribute.kind != "names" or not attribute.choices:
            return ()
        others = ((word, word) for word in field.words if word not in attribute.choices)
        return (*((code, self.choice(code)) for code in attribute.choices), *others)

    def without(self, field: Field) -> tuple[str, ...]:
        """Inputs that are left out: nobody gives evidence for a time, unless it is given already."""
        return ("evidence",) if field.attribute.owner is Law and not field.texts.get("evidence") else ()

    def title(self, row: Row, number: int) -> str:
        """What an entry is called."""
        texts = {item.attribute.name: item.texts.get("", "") for item in row.inside}
        found = next((texts[name] for name in _TITLES if texts.get(name)), "")
        return found or text("web.rule_form.entry", self.language, number=number)

    def arranged(self, row: Row) -> tuple[Field, ...]:
        """Fields of an entry, as they stand."""
        return row.inside
