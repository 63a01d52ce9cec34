"""Pieces of evidence in words: why one counts, what stands for a quotation, what a band is made of."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from bole.hiring.assessment.presenting import words
from bole.hiring.assessment.presenting.formats import pick


def unsaid(item: Mapping[str, Any]) -> bool:
    """Whether this evidence is that something was not said."""
    return item.get("kind") == "absence"


def why_of(item: Mapping[str, Any]) -> str:
    """Which indicators a piece of evidence stands for, each once."""
    return words.listed(
        list(dict.fromkeys(filter(None, (pick(label) for label in item.get("labels") or ()))))
    )


def basis_words(basis: str | None) -> str:
    """What the band is made of; a sensitivity band is only a lower bound and says so."""
    if basis == "measured":
        return _("band from double-rated answers")
    if basis == "sensitivity":
        return _("band from repeated scoring with small disturbances; a lower bound")
    return ""


def evidence_words(item: Mapping[str, Any]) -> str:
    """Words for evidence that is not a quotation."""
    if item.get("text"):
        return pick(item["text"])
    kinds = {
        "count": _("from counting the words and pauses"),
        "absence": _("not mentioned in the answer"),
        "event": _("an observed behaviour"),
    }
    return kinds.get(item.get("kind") or "", "")
