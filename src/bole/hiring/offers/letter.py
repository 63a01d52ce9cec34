"""The letter of offer: one version, typeset in the candidate's language. The same version gives the same
bytes."""

from pathlib import Path
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from bole.foundation.ui import formats
from bole.foundation.ui.typesetting import typeset
from bole.hiring.candidates import queries as candidates
from bole.hiring.offers import wording
from bole.hiring.offers.models import Offer, Version
from bole.hiring.offers.rules import capitals, terms

TEMPLATE = Path(__file__).parent / "templates" / "offers" / "letter.typ"


def letter(offer: Offer, version: Version) -> bytes:
    """The PDF of one version, tagged, fonts embedded; stamped with the moment it was sent (a draft:
    written)."""
    name = candidates.contact(offer.candidate_id).name
    with translation.override("en" if offer.language == "en" else "zh-hans"):
        return typeset(TEMPLATE, payload(offer, version, name), version.sent_at or version.edited_at)


def payload(offer: Offer, version: Version, name: str) -> dict[str, Any]:
    """Everything the template prints."""
    language, made = offer.language, version.terms
    job, unit, bank = (offer.about[key][language] for key in ("job", "unit", "bank"))
    number = f"{offer.about['number']} · v{version.number}"
    monthly = terms.totals(made).monthly
    in_words = capitals.capitals(monthly) if language == "zh" and made["currency"] == "CNY" else ""
    return {
        "lang": "en" if language == "en" else "zh",
        "title": _("Letter of offer"),
        "bank": bank,
        "unit": unit,
        "number": number,
        "to": _("To %(name)s") % {"name": name},
        "opening": _("We are glad to offer you the position of %(job)s at %(unit)s on these terms:")
        % {"job": job, "unit": unit},
        "rows": [{"label": one.label, "value": one.value, "note": one.note} for one in wording.rows(made)],
        "sum": _sum(formats.money(monthly, made["currency"]), in_words),
        "closing": _closing(),
        "hash_label": _("Terms"),
        "hash": version.sha256,
        "signatures": _("Both signatures stand on the sheet behind this letter."),
        "draft": "" if version.sent_at else _("Draft"),
    }


def _sum(monthly: str, in_words: str) -> str:
    if in_words:
        return _("Fixed pay a month: %(amount)s (%(words)s)") % {"amount": monthly, "words": in_words}
    return _("Fixed pay a month: %(amount)s") % {"amount": monthly}


def _closing() -> list[str]:
    return [
        _(
            "All amounts are before tax. Your own contributions to social insurance and housing fund are "
            "taken from them as the law of the place asks."
        ),
        _(
            "The written labour contract is concluded within one month of your first day (Labour Contract "
            "Law §10) and holds no terms that are worse for you than these."
        ),
        _("With your signature you accept this version and no other."),
    ]
