"""Reads of candidates' questions and of the FAQ. Row-level security cuts questions to the actor's units."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import QuerySet

from bole.foundation.access import actors, permissions
from bole.foundation.access.actors import Actor
from bole.foundation.keys.current import blind_index
from bole.foundation.org import queries as org
from bole.hiring.enquiries import library, policies
from bole.hiring.enquiries.models import Enquiry, FaqVersion
from bole.kernel.errors import NotFoundError

State = Enquiry.State
OPEN = (State.WAITING,)
MARK_SECONDS = 15


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer as it stands: ``number`` 0 is the library's wording; ``owner_id`` None is the library."""

    key: str
    number: int
    owner_id: UUID | None
    version_id: UUID | None
    body: Mapping[str, Mapping[str, Any]]

    def phrasings(self) -> list[str]:
        """Every question this entry answers, in both languages."""
        return [text for words in self.body.values() for text in (words["question"], *words["also"]) if text]


@dataclass(frozen=True, slots=True)
class Figures:
    """How questions were dealt with; ``minutes`` is the median of a person's answers, None without one."""

    asked: int
    by_faq: int
    helped: int
    not_helped: int
    by_person: int
    in_time: int
    minutes: float | None


def faq_for(unit_id: UUID | None) -> dict[str, Entry]:
    """What answers at a unit: the library, the head office's changes, and additions on its way down.

    A branch adds under keys of its own; it replaces nothing of the head office.
    """
    found = {key: Entry(key, 0, None, None, body) for key, body in library.defaults().items()}
    above = [UUID(one) for one in org.path_of(unit_id).strip("/").split("/") if one] if unit_id else []
    rows = FaqVersion.objects.filter(owner_id__in=above, state__in=("in_force", "retired"))
    for row in sorted(rows, key=lambda row: above.index(row.owner_id)):
        if row.state == FaqVersion.State.RETIRED:
            found.pop(row.key, None)
        else:
            found[row.key] = Entry(row.key, row.number, row.owner_id, row.pk, row.body)
    return found


def versions_of(owner_id: UUID, key: str) -> QuerySet[FaqVersion]:
    """Every wording an owner saved under a key, newest first."""
    rows = FaqVersion.objects.filter(owner_id=owner_id, key=key)
    return rows.select_related("saved_by", "in_force_by").order_by("-number")


def drafts(actor: Actor) -> list[FaqVersion]:
    """Wordings that wait to be put in force, of units the actor writes for."""
    rows = FaqVersion.objects.filter(state=FaqVersion.State.DRAFT).select_related("owner", "saved_by")
    return [row for row in rows if permissions.allowed(actor, policies.FAQ, row.owner_id)]


def version(version_id: UUID) -> FaqVersion:
    """One wording; NotFoundError without it."""
    found = FaqVersion.objects.filter(pk=version_id).select_related("owner").first()
    if found is None:
        raise NotFoundError("no such wording")
    return found


def visible_to(actor: Actor) -> QuerySet[Enquiry]:
    """Questions the actor may read: HR those of their units, a candidate his own."""
    rows = Enquiry.objects.select_related("unit", "candidate", "owner", "answered_by")
    if actor.kind == "candidate" and actor.candidate_id is not None:
        return Enquiry.objects.filter(candidate_id=actor.candidate_id)
    if actor.kind == "system" or permissions.allowed(actor, policies.READ):
        return rows
    return rows.none()


def get(enquiry_id: UUID) -> Enquiry:
    """One question; NotFoundError when not there or not to be seen."""
    found = visible_to(actors.current()).filter(pk=enquiry_id).first()
    if found is None:
        raise NotFoundError("no such question")
    return found


def inbox(actor: Actor) -> QuerySet[Enquiry]:
    """Questions that wait for a person, the most urgent first."""
    return visible_to(actor).filter(state__in=OPEN).order_by("due_at", "id")


def dealt_with(actor: Actor) -> QuerySet[Enquiry]:
    """The others, newest first."""
    return visible_to(actor).exclude(state__in=OPEN).order_by("-asked_at", "id")


def waiting_count() -> int:
    """How many wait for the actor of this moment; for the mark in the navigation."""
    actor = actors.current()
    if actor.kind != "user" or not permissions.allowed(actor, policies.READ):
        return 0
    return Enquiry.objects.filter(state__in=OPEN).count()


def waiting_mark() -> int:
    """The same, at most ``MARK_SECONDS`` old: every page shows it."""
    key = f"enquiries/waiting/{actors.current().id}"
    found = cache.get(key)
    if found is None:
        found = waiting_count()
        cache.set(key, found, MARK_SECONDS)
    return int(found)


def of_candidate(actor: Actor, candidate_id: UUID) -> QuerySet[Enquiry]:
    """A candidate's questions, newest first."""
    return visible_to(actor).filter(candidate_id=candidate_id).order_by("-asked_at")


def hashed(token: str) -> str:
    """What is stored of a link: a keyed hash, useless without the bank's key."""
    return blind_index(token, "enquiries/token")


def token_of(enquiry: Enquiry) -> str:
    """The secret of the link to one question: nobody without the bank's key can make it."""
    return blind_index(str(enquiry.pk), "enquiries/link")


def by_token(token: str) -> Enquiry:
    """The question behind a link; NotFoundError without one. For a system scope."""
    found = Enquiry.objects.filter(token_hash=hashed(token)).first()
    if found is None:
        raise NotFoundError("no such link")
    return found


def figures(actor: Actor, since: datetime, until: datetime) -> Figures:
    """How the questions asked in ``[since, until)`` were dealt with."""
    rows = list(
        visible_to(actor)
        .filter(asked_at__gte=since, asked_at__lt=until)
        .values_list("faq_key", "helped", "replies", "waiting_since", "due_at", "answered_at")
    )
    took = [(at - since_) for _, _, n, since_, _, at in rows if n and at and since_]
    return Figures(
        asked=len(rows),
        by_faq=sum(bool(key) for key, *_ in rows),
        helped=sum(bool(key) and helped is True for key, helped, *_ in rows),
        not_helped=sum(bool(key) and helped is False for key, helped, *_ in rows),
        by_person=sum(bool(n) for _, _, n, *_ in rows),
        in_time=sum(bool(n and at and due and at <= due) for _, _, n, _, due, at in rows),
        minutes=median(one.total_seconds() for one in took) / 60 if took else None,
    )


def as_asked(found: Enquiry) -> dict[str, Any]:
    """One question as its candidate sees it: the bank's answer, never who else asked what."""
    return {
        "id": found.pk,
        "question": found.question,
        "state": found.state,
        "asked_at": found.asked_at,
        "due_at": found.due_at,
        "faq": found.faq_answer,
        "number": found.faq_number,
        "answer": found.answer or "",
        "answered_at": found.answered_at,
        "helped": found.helped,
        "may_say": found.state in {State.SUGGESTED, State.ANSWERED},
    }
