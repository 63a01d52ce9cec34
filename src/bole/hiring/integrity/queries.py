"""Reads of integrity. Row-level security hides other branches' rows; pairs are the head office's alone."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Min, OuterRef, Q, QuerySet, Subquery

from bole.foundation.access import permissions
from bole.foundation.access.actors import Actor
from bole.hiring.integrity import policies
from bole.hiring.integrity.models import CopyPair, Decision, Finding
from bole.hiring.integrity.rules.exposure import Use, why_rotate
from bole.hiring.interviews import queries as interviews
from bole.hiring.requisitions import queries as requisitions

MOST = 200


def visible_to(actor: Actor) -> QuerySet[Finding]:
    """Findings of the actor's units, with what was decided."""
    if actor.kind != "system" and not permissions.allowed(actor, policies.VIEW):
        return Finding.objects.none()
    everything = Finding.objects.select_related("candidate", "unit", "answer", "interview")
    return everything.prefetch_related("decisions__by", "decisions__done_by")


def findings_of(actor: Actor, interview_id: UUID) -> list[Finding]:
    """Of one interview, by question."""
    rows = visible_to(actor).filter(interview_id=interview_id)
    return list(rows.order_by("answer__ordinal", "kind"))


def open_for(actor: Actor) -> list[Finding]:
    """Undecided ones and those with something still to do, newest first."""
    counts = Decision.objects.filter(finding=OuterRef("pk")).order_by("-at", "-pk")
    rows = visible_to(actor).annotate(carried_out=Subquery(counts.values("done_at")[:1]))
    return list(rows.filter(carried_out=None).order_by("-found_at", "-pk")[:MOST])


def is_open(finding: Finding) -> bool:
    """Nobody decided, or the last decision is not carried out."""
    last = last_decision(finding)
    return last is None or last.done_at is None


def last_decision(finding: Finding) -> Decision | None:
    """The one that counts."""
    found = list(finding.decisions.all())
    return found[-1] if found else None


def pairs_of(actor: Actor, answer_ids: Iterable[UUID]) -> dict[UUID, list[CopyPair]]:
    """Later answer → the earlier ones it is like; nothing but for the head office."""
    if not permissions.allowed(actor, policies.PAIRS):
        return {}
    rows = CopyPair.objects.filter(answer_id__in=list(answer_ids))
    found: dict[UUID, list[CopyPair]] = {}
    for row in rows.select_related("other_candidate", "other__interview__unit"):
        found.setdefault(row.answer_id, []).append(row)
    return found


def exposure(actor: Actor, now: datetime) -> list[Use]:
    """How often each question was shown, in what the actor sees; the most used first."""
    if not permissions.allowed(actor, policies.EXPOSURE):
        return []
    since = now - requisitions.limits().window
    copied = dict(
        Finding.objects.filter(kind__in=("near_copy", "published_copy"), found_at__gte=since)
        .values_list("answer__question_key")
        .annotate(n=Count("answer_id", distinct=True))
    )
    shown = interviews.shown_answers().values("question_key")
    rows = shown.annotate(
        n=Count("pk"),
        recent=Count("pk", filter=Q(think_started_at__gte=since)),
        first=Min("think_started_at"),
        last=Max("think_started_at"),
    )
    return sorted(
        (
            Use(
                r["question_key"],
                r["n"],
                r["recent"],
                r["first"],
                r["last"],
                copied.get(r["question_key"], 0),
            )
            for r in rows
        ),
        key=lambda use: (-use.recent, -use.shown, use.question_key),
    )


def rotation_reason(use: Use, limits: requisitions.Limits | None = None) -> str:
    """Why another question should take its place for a while: a code, empty when none should. ``limits``
    when known."""
    return why_rotate(use, limits or requisitions.limits())
