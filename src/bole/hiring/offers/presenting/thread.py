"""The negotiation as both sides read it: versions, wishes, answers, in order."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from bole.foundation.ui.formats import say
from bole.hiring.offers import library, queries, wording
from bole.hiring.offers.models import ChangeRequest, Offer, Version
from bole.hiring.offers.rules import states


def thread(offer: Offer, *, for_candidate: bool) -> list[dict[str, Any]]:
    """Everything that was said, oldest first."""
    versions = queries.versions_of(offer)
    found = [*_sent(versions), *_asked(offer, for_candidate), *_ended(offer, for_candidate)]
    return sorted(found, key=lambda one: (one["at"], one["order"]))


def changes(offer: Offer, version: Version) -> list[dict[str, Any]]:
    """What a version changed against the one sent before it, with who had asked for it."""
    earlier = [one for one in queries.versions_of(offer) if one.sent_at and one.number < version.number]
    if not earlier:
        return []
    asked = _asked_fields(version)
    return [
        {
            "field": one.field,
            "label": one.label,
            "before": one.before,
            "after": one.after,
            "asked": one.field in asked,
        }
        for one in wording.differences(earlier[-1].terms, version.terms)
    ]


def request(one: ChangeRequest) -> dict[str, Any]:
    """A request in words."""
    made = one.about.terms
    items = [
        {
            "label": wording.label(item["field"], made),
            "wanted": wording.day(item["wanted"]) if item["field"] == "starts_on" else item["wanted"],
            "why": item["why"],
        }
        for item in one.body["items"]
    ]
    return {"items": items, "words": one.body["words"], "version": one.about.number}


def _sent(versions: list[Version]) -> list[dict[str, Any]]:
    return [
        {"kind": "version", "at": one.sent_at, "order": 2, "number": one.number, "bank": True}
        for one in versions
        if one.sent_at is not None
    ]


def _asked(offer: Offer, for_candidate: bool) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for one in queries.requests_of(offer):
        found.append({"kind": "asked", "at": one.asked_at, "order": 0, "bank": False, **request(one)})
        if one.answered_at is None:
            continue
        if one.state == ChangeRequest.State.TAKEN_BACK:
            found.append({"kind": "taken_back", "at": one.answered_at, "order": 1, "bank": False})
        elif one.answer:
            found.append(_answer(one, for_candidate))
    return found


def _answer(one: ChangeRequest, for_candidate: bool) -> dict[str, Any]:
    assert one.answer is not None
    return {
        "kind": "answered",
        "at": one.answered_at,
        "order": 1,
        "bank": True,
        "who": one.answered_name or _("the bank"),
        "words": one.answer["words"],
        "version": one.answer["version"],
        "for_candidate": for_candidate,
    }


def _ended(offer: Offer, for_candidate: bool) -> list[dict[str, Any]]:
    if offer.state not in states.ENDED or offer.ended_at is None:
        return []
    kind = "withdraw" if offer.state == states.WITHDRAWN else "decline"
    known = library.reasons(kind).get(offer.reason)
    by_bank = offer.state == states.WITHDRAWN
    return [
        {
            "kind": offer.state,
            "at": offer.ended_at,
            "order": 3,
            "bank": by_bank or offer.state == states.EXPIRED,
            "reason": say(known) if known else "",
            # what the bank noted beside its reason is the bank's
            "words": (offer.note or "") if not (for_candidate and by_bank) else "",
        }
    ]


def _asked_fields(version: Version) -> set[str]:
    if version.answers is None:
        return set()
    return {item["field"] for item in version.answers.body["items"]}


def newest_answer(offer: Offer, now: datetime) -> dict[str, Any] | None:
    """The bank's last word, while it still is the newest thing said."""
    said = [one for one in thread(offer, for_candidate=True) if one["at"] <= now]
    return said[-1] if said and said[-1]["kind"] == "answered" else None
