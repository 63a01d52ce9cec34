"""How one report's figures came about, in plain words and in numbers anybody can add up again."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from bole.foundation.ui.formats import say
from bole.measurement.reporting.additions import counted


def in_words(body: Mapping[str, Any], reviews: Sequence[Any] = (), overrides: Sequence[Any] = ()) -> str:
    """The scoring of one frozen report (format bole.report/1) as text, step by step, and what people said
    beside it: locked cards and scores somebody set. Nobody is named."""
    lines = [_("How this result came about"), ""]
    lines += [
        _("1. Each answer was rated against written criteria. A point counts only with the words behind it."),
        _("2. The score of a competency is the mean over the answers that were rated on it (0 to 100)."),
        _("3. The total is the mean of the competencies, weighted as the job's portrait says."),
        _("4. What could not be rated has no number; its weight is shown as missing, never counted as zero."),
        _("5. The machine proposes. A person decides; nobody is rejected by the machine."),
        "",
    ]
    for card in body["competencies"]:
        lines += _competency(card, body)
    lines += ["", *_total(body), "", *_by_people(body, reviews, overrides), *_beside(body)]
    return "\n".join(lines) + "\n"


def recomputed(body: Mapping[str, Any]) -> dict[str, Any]:
    """The total once more, from the parts in the report; ``same`` must be true."""
    rows = [
        {"competency": c["competency"], "weight": c["weight"], "score": c["score"]}
        for c in body["competencies"]
    ]
    present = [row for row in rows if row["score"] is not None]
    weight = sum(row["weight"] for row in present)
    total = round(sum(r["weight"] * r["score"] for r in present) / weight, 1) if weight else None
    stated = body["total"]
    return {
        "formula": "total = sum(weight x score) / sum(weight) over the competencies that have a score",
        "parts": rows,
        "weight_present": weight,
        "total_recomputed": total,
        "total_in_report": stated,
        "same": stated is None or total == stated,
        "why_no_total": "more than a quarter of the weight has no score" if stated is None else "",
    }


def _competency(card: Mapping[str, Any], body: Mapping[str, Any]) -> list[str]:
    label = say(card["label"])
    if card["score"] is None:
        return [
            _("%(label)s (weight %(w)s): no score, not enough data.") % {"label": label, "w": card["weight"]}
        ]
    parts = [
        f"{rating['score']:g}"
        for answer in counted(body["answers"])
        for rating in answer["result"].get("ratings", [])
        if rating["competency"] == card["competency"]
        and rating["kind"] == "competency"
        and rating["score"] is not None
    ]
    told = {
        "label": label,
        "w": f"{card['weight']:g}",
        "score": f"{card['score']:g}",
        "parts": ", ".join(parts),
    }
    found = [_("%(label)s (weight %(w)s): %(score)s, the mean of %(parts)s.") % told]
    for row in card["evidence"]:
        if row.get("quote"):
            found.append(f"   {row['points']:+.1f}  “{row['quote']}”")
    return found


def _total(body: Mapping[str, Any]) -> list[str]:
    check = recomputed(body)
    if body["total"] is None:
        return [_("There is no total: more than a quarter of the weight has no score.")]
    sum_of = " + ".join(
        f"{row['weight']:g} × {row['score']:g}" for row in check["parts"] if row["score"] is not None
    )
    return [
        _("Total: (%(sum)s) / %(weight)s = %(total)s")
        % {"sum": sum_of, "weight": f"{check['weight_present']:g}", "total": f"{body['total']:g}"}
    ]


def _by_people(body: Mapping[str, Any], reviews: Sequence[Any], overrides: Sequence[Any]) -> list[str]:
    cards = {card["competency"]: card for card in body["competencies"]}
    lines = []
    for card in reviews:
        total = "–" if card.total is None else f"{float(card.total):g}"
        blind = _("A person rated the answers without seeing these scores: %(total)s of 100.")
        seeing = _("A person rated the answers knowing these scores: %(total)s of 100.")
        lines.append((blind if card.blind else seeing) % {"total": total})
    for one in overrides:
        card = cards.get(one.competency, {})
        before = card.get("score")
        told = {
            "label": say(card["label"]) if card else one.competency,
            "before": "–" if before is None else f"{before:g}",
            "score": f"{float(one.score):g}",
            "reason": one.reason,
        }
        lines.append(_("%(label)s: a person set %(score)s beside %(before)s. Reason: %(reason)s") % told)
    return [*lines, ""] if lines else []


def _beside(body: Mapping[str, Any]) -> list[str]:
    low_high = body.get("total_band")
    band = (
        _("The 95 %% band of the total runs from %(low)s to %(high)s.")
        % {"low": f"{low_high[0]:g}", "high": f"{low_high[1]:g}"}
        if low_high
        else _("The error of the total is not known.")
    )
    return [
        band,
        _("Not used: face, accent, looks, feelings, observations such as a page that was left."),
        _("Fingerprint of the report: %(hash)s") % {"hash": body["provenance"]["hash"]},
    ]
