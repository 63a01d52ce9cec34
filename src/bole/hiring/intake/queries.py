"""Reads of what comes in. Row-level security cuts every answer to the actor's units."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from bole.foundation.access import actors, permissions
from bole.foundation.access.actors import Actor, system_scope
from bole.foundation.privacy import queries as privacy
from bole.foundation.privacy import rules as privacy_rules
from bole.hiring.candidates import queries as candidates
from bole.hiring.intake import policies, rules, words
from bole.hiring.intake.models import Arrival, Batch, Campaign, Item, Mailbox, Posting, Submission
from bole.hiring.pipeline import queries as pipeline
from bole.kernel.errors import NotFoundError

MOST_ENDINGS = 500


def posting(token: str) -> Posting:
    """A public page by the token on its poster; NotFoundError without one."""
    with system_scope("intake:find"):
        found = Posting.objects.select_related("unit", "requisition", "campaign").filter(token=token).first()
    if found is None:
        raise NotFoundError("no such posting")
    return found


def takes_applications(row: Posting, now: datetime) -> bool:
    """Whether one may apply through it now."""
    with system_scope("intake:find"):
        still = row.requisition.state == "open"
    return still and rules.is_open(
        opens_at=row.opens_at, closes_at=row.closes_at, ended_at=row.ended_at, now=now
    )


def submission(key: str) -> Submission:
    """The submission this key opens; NotFoundError for any other."""
    with system_scope("intake:find"):
        rows = Submission.objects.select_related("posting__requisition", "posting__unit", "reading", "unit")
        found = rows.filter(key_hash=rules.key_hash(key)).first()
    if found is None:
        raise NotFoundError("no such application")
    return found


def postings(actor: Actor) -> QuerySet[Posting]:
    """Postings with how many were begun and sent, newest first."""
    if not permissions.allowed(actor, policies.POST):
        return Posting.objects.none()
    return (
        Posting.objects.select_related("unit", "requisition", "campaign")
        .annotate(
            begun=Count("submissions"),
            sent=Count("submissions", filter=~Q(submissions__sent_at=None)),
            withdrawn=Count("submissions", filter=Q(submissions__state="withdrawn")),
        )
        .order_by("-created_at", "id")
    )


def published(actor: Actor) -> QuerySet[Posting]:
    """Every posting with its campaign, uncounted."""
    if not permissions.allowed(actor, policies.POST):
        return Posting.objects.none()
    return Posting.objects.select_related("campaign").defer("about").order_by("created_at", "id")


def channel_name(key: str) -> str:
    """A channel in words."""
    return str(words.CHANNELS[key])


def kind_name(key: str) -> str:
    """A kind of campaign in words."""
    return str(words.KINDS[key])


def first_postings() -> QuerySet[Submission, Any]:
    """``application_id`` and the ``posting_id`` it came through first. For a subquery."""
    return _first().values("application_id", "posting_id")


def applied_through(actor: Actor, campaign_id: UUID) -> QuerySet[Submission, Any]:
    """Ids of the applications that came first through a campaign's postings. For a subquery."""
    chosen = published(actor).filter(campaign_id=campaign_id).order_by().values("pk")
    mine = Submission.objects.filter(pk__in=_first().values("pk"), posting__in=chosen)
    return mine.order_by().values("application_id")


def _first() -> QuerySet[Submission]:
    sent = Submission.objects.filter(application_id__isnull=False)
    return sent.order_by("application_id", "sent_at", "id").distinct("application_id")


def one_posting(posting_id: UUID) -> Posting:
    """One of them; NotFoundError when not there or not to be seen."""
    found = postings(actors.current()).filter(pk=posting_id).first()
    if found is None:
        raise NotFoundError("no such posting")
    return found


def campaigns(actor: Actor) -> QuerySet[Campaign]:
    """Campaigns, latest first."""
    if not permissions.allowed(actor, policies.POST):
        return Campaign.objects.none()
    return Campaign.objects.select_related("unit").order_by("-starts_on", "id")


@dataclass(frozen=True, slots=True)
class Funnel:
    """One campaign's or channel's way from begun to sent."""

    key: str
    begun: int
    sent: int
    withdrawn: int


def funnels(actor: Actor, *, by: str = "campaign") -> list[Funnel]:
    """Applications by campaign (its id, empty without one) or by channel; each person counts once per page
    and begun application."""
    if not permissions.allowed(actor, policies.POST):
        return []
    column = {"campaign": "posting__campaign_id", "channel": "posting__channel"}[by]
    rows = Submission.objects.order_by().values_list(column)
    counted = rows.annotate(
        begun=Count("pk"),
        sent=Count("pk", filter=~Q(sent_at=None)),
        withdrawn=Count("pk", filter=Q(state="withdrawn")),
    )
    return [Funnel(str(key or ""), *counts) for key, *counts in sorted(counted, key=lambda row: -row[1])]


def batches(actor: Actor) -> QuerySet[Batch]:
    """Uploads and mails, newest first."""
    if actor.kind != "system" and not permissions.allowed(actor, policies.UPLOAD):
        return Batch.objects.none()
    return Batch.objects.select_related("unit", "requisition").order_by("-created_at", "id")


def batch(batch_id: UUID) -> Batch:
    """One of them; NotFoundError when not there or not to be seen."""
    found = batches(actors.current()).filter(pk=batch_id).first()
    if found is None:
        raise NotFoundError("no such batch")
    return found


def counts(batch_id: UUID) -> dict[str, int]:
    """How many files of a batch stand in each state."""
    return counts_of([batch_id]).get(batch_id, {})


def counts_of(batch_ids: Sequence[UUID]) -> dict[UUID, dict[str, int]]:
    """The same of many batches, in one query."""
    rows = Item.objects.filter(batch_id__in=list(batch_ids)).order_by().values_list("batch_id", "state")
    found: dict[UUID, dict[str, int]] = {}
    for batch_id, state, n in rows.annotate(n=Count("pk")):
        found.setdefault(batch_id, {})[state] = n
    return found


def items(batch_id: UUID) -> QuerySet[Item]:
    """The files of a batch in their order; for who may see the batch."""
    return Item.objects.filter(batch=batch(batch_id)).order_by("position")


def mailboxes(actor: Actor) -> QuerySet[Mailbox]:
    """Mailboxes that are looked into."""
    if actor.kind != "system" and not permissions.allowed(actor, policies.MAILBOX):
        return Mailbox.objects.none()
    return Mailbox.objects.select_related("unit", "requisition").order_by("created_at", "id")


def put_aside(since: datetime) -> dict[UUID, int]:
    """How many letters of each mailbox held no résumé since then; for who may see the mailbox."""
    rows = Arrival.objects.filter(source__startswith=f"{rules.ASIDE}:", arrived_at__gte=since)
    counted = rows.order_by().values_list("source").annotate(n=Count("pk"))
    return {UUID(source.removeprefix(f"{rules.ASIDE}:")): n for source, n in counted}


def kept_until(candidate: candidates.Person) -> datetime:
    """When the time of keeping ends: counted from the last consent, résumé or move of an application."""
    files = candidates.same_person(candidate)
    ids = [one.pk for one in files]
    moments = [one.created_at for one in files]
    moments += [one.as_of for one in candidates.newest_files(ids)]
    moments += [d.decided_at for one in ids if (d := privacy.consents(one).get("resume")) and d.holds]
    moments += pipeline.last_moves(ids)
    end = privacy_rules.keep_until("resume", max(moments), settings.RETENTION_DAYS)
    return end or max(moments)


def is_due(candidate: candidates.Person, now: datetime) -> bool:
    """Whether nothing is open any more and the time is over."""
    if candidate.erased_at is not None:
        return False
    ids = [one.pk for one in candidates.same_person(candidate)]
    if any(privacy.kept_by_law(one, now) for one in ids):
        return False
    return kept_until(candidate) <= now and not pipeline.has_open(ids)


@dataclass(frozen=True, slots=True)
class Ending:
    """One person of the dry list."""

    candidate: candidates.Person
    until: datetime
    due: bool


def endings(actor: Actor, now: datetime, *, ahead: timedelta = timedelta(days=30)) -> list[Ending]:
    """The dry list: whose time is over or ends within ``ahead``, soonest first; without those who work here,
    or whom a law has kept for another reason. Changes nothing."""
    if not permissions.allowed(actor, policies.RETAIN):
        return []
    shortest = privacy_rules.keep_until("resume", now, settings.RETENTION_DAYS)
    period = (shortest - now) if shortest else timedelta(days=730)
    old = candidates.kept_since(now + ahead - period)
    found = [Ending(one, kept_until(one), is_due(one, now)) for one in old[:MOST_ENDINGS]]
    ending = (e for e in found if e.until <= now + ahead and not privacy.kept_by_law(e.candidate.pk, now))
    return sorted(ending, key=lambda e: e.until)


def ways_in(candidate_id: UUID) -> list[Submission]:
    """The submissions that led to a person, newest first."""
    sent = Submission.objects.filter(candidate_id=candidate_id).select_related("posting__campaign")
    return list(sent.order_by("-sent_at")[:20])


def doubles(actor: Actor, duplicate_id: UUID) -> list[tuple[Any, Any]]:
    """Openings for which both files of a pair have an application under way: the two applications, that of
    the older file first."""
    pair = candidates.duplicate(duplicate_id)
    found = [
        {
            one.requisition_id: one
            for one in pipeline.visible_to(actor).filter(candidate_id=candidate.pk)
            if not pipeline.is_closed(one)
        }
        for candidate in (pair.candidate, pair.other)
    ]
    return [(one, found[1][key]) for key, one in found[0].items() if key in found[1]]


def ended_by_merge(actor: Actor, duplicate_id: UUID) -> list[Any]:
    """The applications a merge that stands ended as double, and that have stayed so."""
    pair = candidates.duplicate(duplicate_id)
    if pair.state != "merged":
        return []
    people = [one.pk for one in (pair.candidate, pair.other) if not one.erased_at]
    closed = pipeline.visible_to(actor).filter(candidate_id__in=people, outcome="withdrawn")
    return [one for one in closed if pipeline.ended_as_double(one, pair.decided_at)]
