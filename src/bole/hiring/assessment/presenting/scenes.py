"""Exercises without a weight of their own: which scene counts inside which competency."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from bole.hiring.assessment.presenting.formats import number, pick, short


def inside(body: Mapping[str, Any], competency: str) -> list[str]:
    """One sentence for each scene that counts inside ``competency``; [] where the portrait has none."""
    rows = body["portrait"].get("exercises") or ()
    return [_sentence(body, one) for one in rows if one["within"] == competency]


def _sentence(body: Mapping[str, Any], scene: Mapping[str, Any]) -> str:
    answer = next((a for a in body["answers"] if a["question_key"] == scene["question"]), None)
    told = {"scene": pick(scene["label"]), "n": answer["ordinal"] if answer else ""}
    if answer is None:
        return _("The exercise “%(scene)s” counts in here; it was not answered.") % told
    told["score"] = _score_of(answer, scene["within"]) or "–"
    return (
        _(
            "The exercise “%(scene)s” (question %(n)s) counts in here and has no weight of its own; "
            "in it alone: %(score)s."
        )
        % told
    )


def _score_of(answer: Mapping[str, Any], competency: str) -> str:
    """Points of 100 as a view; empty where there is no score, or none for this reader."""
    ratings = answer["result"].get("ratings") or ()
    found = (number(r.get("score")) for r in ratings if r["competency"] == competency)
    return short(next(found, None))
