"""What the signed offer promised as training (R83), taken over into the plan and marked as promised."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from bole.hiring.offers import queries as offers


def training(application_id: UUID | None) -> list[dict[str, Any]]:
    """Key, title {zh, en}, hours and the quoted sentence of each course; empty without a signed offer."""
    if application_id is None:
        return []
    terms = offers.signed_terms(application_id)
    return [_item(one) for one in (terms or {}).get("training") or ()]


def _item(one: Mapping[str, Any]) -> dict[str, Any]:
    quote = one.get("quote")
    said = quote.get("text", "") if isinstance(quote, Mapping) else quote
    return {
        "key": str(one["key"]),
        "title": dict(one["title"]),
        "hours": one.get("hours"),
        "quote": str(said or ""),
    }
