"""People: read, rate blind, correct beside the machine. The frozen report is never touched."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from bole.foundation import events
from bole.foundation.access import actors, permissions
from bole.foundation.access.actors import Actor
from bole.foundation.audit import services as audit
from bole.foundation.events import live
from bole.hiring.assessment import policies, queries, rules
from bole.hiring.assessment.events import ReviewLocked
from bole.hiring.assessment.models import Override, Report, ReportView, Review
from bole.hiring.assessment.queries import ReportPage
from bole.hiring.interviews import services as interview_services
from bole.kernel.errors import ConflictError, DeniedError, NotFoundError


@transaction.atomic
def open_report(*, report_id: UUID, now: datetime) -> ReportPage:
    """Read a report and leave a trail of it. Seeing machine scores once makes a later card of one's own
    not blind."""
    actor = actors.current()
    page = queries.report_for(actor, report_id)
    if not page.hidden:
        note_seen(seen=[(report_id, page.report.unit_id)], now=now)
    _record(page.report, "viewed", details={"blind": page.hidden})
    return page


def note_seen(*, seen: Iterable[tuple[UUID, UUID]], now: datetime) -> None:
    """Write down that the actor was shown what the machine concluded, wherever it was (a list shows a total
    as well): a card he begins later is not blind. ``seen``: (report, unit); already known ones stay."""
    actor = actors.current()
    if actor.kind != "user" or actor.id is None:
        return
    views = [
        ReportView(report_id=report_id, user_id=actor.id, unit_id=unit_id, first_seen_at=now)
        for report_id, unit_id in seen
    ]
    if views:
        with actors.system_scope("who has seen the scores"):  # a panel's guest writes no row of the unit
            ReportView.objects.bulk_create(views, ignore_conflicts=True)


@transaction.atomic
def start_review(*, report_id: UUID, now: datetime) -> Review:
    """Begin a rating card of one's own. From here to the lock the machine's scores are hidden. Twice is
    once."""
    report, actor = _report(report_id), actors.current()
    permissions.require(actor, policies.REVIEW, report.unit_id)
    queries.report_for(actor, report_id)  # an interviewer must be assigned
    if actor.id is None:
        raise DeniedError("a review is a person's")
    seen = ReportView.objects.filter(report=report, user_id=actor.id).exists()
    review, made = Review.objects.get_or_create(
        report=report,
        reviewer_id=actor.id,
        defaults={
            "unit_id": report.unit_id,
            "candidate_id": report.candidate_id,
            "blind": not seen,
            "started_at": now,
        },
    )
    if made:
        _record(report, "review_started", details={"review": review.pk, "blind": review.blind})
    return review


@transaction.atomic
def submit_review(
    *, review_id: UUID, levels: Mapping[str, Decimal | None], comment: str = "", now: datetime
) -> Review:
    """Lock the card: level 1–5 in half steps, or None for "cannot say", per competency. Cannot be undone."""
    review = Review.objects.select_for_update().filter(pk=review_id).first()
    if review is None:
        raise NotFoundError("no such review")
    _check_own(review, actors.current())
    report = _report(review.report_id)
    weights = report.body["portrait"]["weights"]
    ratings = rules.check_levels(levels, list(weights))
    if review.locked_at is not None:
        if review.ratings != ratings:
            raise ConflictError("the card is locked", code="review_locked")
        return review
    scores = {
        k: None if level is None else rules.score_of(Decimal(str(level))) for k, level in ratings.items()
    }
    review.ratings, review.comment, review.locked_at = ratings, comment.strip(), now
    review.total = rules.weighted_total(scores, weights)
    review.save()
    _answer_the_candidate(report, now)
    events.publish(ReviewLocked(review.pk, report.pk, report.unit_id))
    _record(report, "review_locked", details={"review": review.pk, "blind": review.blind})
    return review


@transaction.atomic
def override(*, report_id: UUID, competency: str, score: Decimal, reason: str, now: datetime) -> Override:
    """Set a person's score beside the machine's, with a reason. Only for who may see the machine's score."""
    report, actor = _report(report_id), actors.current()
    permissions.require(actor, policies.OVERRIDE, report.unit_id)
    if queries.report_for(actor, report_id).hidden:
        raise ConflictError("lock your own card first", code="review_open")
    rules.check_override(competency, score, reason, list(report.body["portrait"]["weights"]))
    if actor.id is None:
        raise DeniedError("an override is a person's")
    made = Override.objects.create(
        unit_id=report.unit_id,
        candidate_id=report.candidate_id,
        report=report,
        competency=competency,
        score=score,
        reason=reason.strip(),
        reviewer_id=actor.id,
        at=now,
    )
    _record(report, "overridden", fields=[competency], details={"override": made.pk})
    return made


def _report(report_id: UUID) -> Report:
    report = Report.objects.filter(pk=report_id).first()
    if report is None:
        raise NotFoundError("no such report")
    return report


def _check_own(review: Review, actor: Actor) -> None:
    if actor.kind != "user" or actor.id != review.reviewer_id:
        raise DeniedError("only the reviewer fills in his card")
    permissions.require(actor, policies.REVIEW, review.unit_id)


def _answer_the_candidate(report: Report, now: datetime) -> None:
    """A locked card is the person the candidate asked for."""
    interview_services.resolve_open(interview_id=report.interview_id, kind="human_review", now=now)


def _record(
    report: Report, what: str, *, fields: list[str] | None = None, details: dict[str, object] | None = None
) -> None:
    live.notify("report", report.pk, report.unit_id)
    audit.record(
        verb=f"hiring.assessment.report.{what}",
        obj=("report", report.pk),
        unit_id=report.unit_id,
        fields=fields or (),
        details=details,
    )
