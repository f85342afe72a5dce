"""A new call: what of its programme it begins with."""

from collections.abc import Mapping
from typing import Any

from pulmu.model import Document, encode
from pulmu.model.programme import Programme, Quota
from pulmu.services.document_form.edit import document_of_tree


def call_of_programme(programme: Programme, said: Mapping[str, str]) -> Document:
    """A call of a programme, to be filled in: names, agency, money, places, bonus and quotas are the programme's.

    Parameters
    ----------
    said : What was said of it: `id`, `year`, `name_ko`, `name_en`, `opens`, `opens_at`, `closes`, `closes_at`; what is
        empty is left to the programme or to the form.
    """
    year = said.get("year") or programme.year
    names = {name: f"{getattr(programme, name)} {year}" for name in ("name_ko", "name_en") if getattr(programme, name)}
    own = {
        "year": year, **names, "agency": programme.agency, "budget_krw": programme.budget_krw,
        "places": programme.projects, **_selection(programme),
    }  # fmt: skip
    given: dict[str, Any] = {name: text for name, text in said.items() if text}
    kept = {name: value for name, value in (own | given).items() if value not in (None, "", [])}
    tree = {"pulmu": "call/1", "id": said.get("id", ""), "programme": programme.id, **kept}
    return document_of_tree(tree, f"{said.get('id', '')[:60]}.yaml")


def _selection(programme: Programme) -> dict[str, Any]:
    """Bonus and quotas, as far as a call can hold them."""
    if programme.selection is None:
        return {}
    bonus = [encode(item) for item in programme.selection.bonus if item.points is not None and item.when is not None]
    return {
        "bonus": bonus,
        "one_bonus_only": programme.selection.one_bonus_only or None,
        "quotas": [made for item in programme.selection.quotas for made in _quota(item)],
    }


def _quota(quota: Quota) -> list[dict[str, Any]]:
    if quota.when is None or quota.share is None:
        return []
    return [{"id": quota.id, "when": encode(quota.when), "least_share": quota.share} | _note(quota.note)]


def _note(note: str) -> dict[str, str]:
    return {"note": note} if note else {}
