"""Which raters gave a competency's score, with the page of each one's card."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from bole.hiring.assessment.presenting.shapes import RatedBy

RULES = "content-rules"


def rated_by(body: Mapping[str, Any], competency: str) -> list[RatedBy]:
    """Trained versions by name, the rules for the rest; each once, in the order of the answers."""
    found: dict[str, RatedBy] = {}
    for answer in body.get("answers") or ():
        for row in (answer.get("result") or {}).get("ratings", ()):
            if row["competency"] != competency or row["kind"] != "competency" or row["score"] is None:
                continue
            trained = row.get("rater")
            key = trained["sha256"] if trained else RULES
            found.setdefault(key, _named(trained))
    return list(found.values())


def _named(trained: Mapping[str, Any] | None) -> RatedBy:
    if trained is None:
        return RatedBy(_("the written rules"), reverse("raters:built_in", args=[RULES]))
    words = _("the bank's rater, version %(n)s") % {"n": trained["version"]}
    return RatedBy(words, reverse("raters:named", args=[trained["sha256"]]))
