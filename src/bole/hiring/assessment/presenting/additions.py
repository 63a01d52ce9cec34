"""What was asked beside the guide, as sentences for the page and the paper."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from bole.hiring.assessment.presenting import words
from bole.hiring.assessment.presenting.formats import number, one_decimal, pick
from bole.hiring.interviews.policies import PROBE_STATES


def sentences(body: Mapping[str, Any]) -> list[str]:
    """Every question beside the guide with its reason, and the scores without it."""
    beside = body.get("additions") or {}
    return [*_personal(body, beside.get("personal")), *_probes(body, beside.get("probes"))]


def _personal(body: Mapping[str, Any], found: Mapping[str, Any] | None) -> Iterator[str]:
    if found is None:
        return
    for answer in body["answers"]:
        if answer["question_key"] not in found["question_keys"]:
            continue
        source = answer.get("source") or {}
        yield _("Question %(n)s quotes the résumé (%(rule)s), line %(line)s: “%(text)s”. %(reason)s") % {
            "n": answer["ordinal"],
            "rule": pick(source.get("title")),
            "line": (source.get("line") or {}).get("line_no", ""),
            "text": (source.get("line") or {}).get("text", ""),
            "reason": pick(source.get("reason")),
        }
    yield _without(body, found, _("Without the question from the résumé"))


def _probes(body: Mapping[str, Any], found: Mapping[str, Any] | None) -> Iterator[str]:
    if found is None:
        return
    if not found["asked"]:
        if found["outcome"] == "none":
            yield _("No follow-up question was needed.")
        return
    ordinals = {answer["question_key"]: answer["ordinal"] for answer in body["answers"]}
    for one in found["asked"]:
        yield _(
            "Follow-up to question %(n)s, “%(text)s”: too little on %(lacked)s "
            "(%(value)s of 100, asked below %(below)s); %(state)s."
        ) % {
            "n": ordinals.get(one["question_key"], ""),
            "text": pick(one["text"]),
            "lacked": pick(one["label"]),
            "value": f"{one['value']:g}",
            "below": f"{one['below']:g}",
            "state": PROBE_STATES.get(one["state"], one["state"]),
        }
    yield _without(body, found, _("Without the follow-up questions"))


def _without(body: Mapping[str, Any], found: Mapping[str, Any], start: str) -> str:
    """The total, and those competencies that came out differently."""
    total = number(found.get("total_without"))
    rows = [(c, number(found["scores_without"].get(c["competency"]))) for c in body["competencies"]]
    other = [
        f"{pick(card['label'])} {one_decimal(score) if score is not None else '–'}"
        for card, score in rows
        if score != number(card.get("score"))
    ]
    told = {"start": start, "total": one_decimal(total) if total is not None else "–"}
    if not other:
        return _("%(start)s the total is the same, %(total)s.") % told
    return _("%(start)s the total is %(total)s (%(scores)s).") % {**told, "scores": words.listed(other)}
