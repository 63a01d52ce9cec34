"""One report, as this reader may see it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet

from bole.foundation.access import permissions
from bole.foundation.access.actors import Actor
from bole.hiring.analysis import queries as analysis
from bole.hiring.assessment import policies, rules
from bole.hiring.assessment.models import AnswerRating, Override, Report, Review, RubricSource
from bole.hiring.assessment.queries import blind
from bole.hiring.interviews import queries as interviews
from bole.kernel.errors import NotFoundError


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A report beside what people say of it. ``hidden``: ``body`` holds nothing the machine concluded.

    ``reviews`` are the locked cards the reader may see (while his own is open: none); ``my_review`` is
    his own.
    """

    report: Report
    body: dict[str, Any]
    hidden: bool
    my_review: Review | None
    reviews: list[Review]
    overrides: list[Override]
    failures: list[dict[str, str]]
    may_review: bool
    may_override: bool


def visible_to(actor: Actor) -> QuerySet[Report]:
    """Reports the actor may know of: an interviewer those of interviews assigned to him."""
    everything = Report.objects.select_related("unit", "candidate", "interview", "application", "requisition")
    if actor.kind == "system":
        return everything
    if not permissions.allowed(actor, policies.VIEW):
        return Report.objects.none()
    if policies.always_blind(actor):
        return everything.filter(interview__in=interviews.visible_to(actor))
    return everything


def rubric_for(actor: Actor, report_id: UUID, question_key: str) -> str:
    """The rubric an answer of this report was rated by, word for word as it stood then: canonical JSON with
    ``question``, ``scales`` and ``lexicons``. NotFoundError when nothing was rated or nothing was kept.
    """
    report = visible_to(actor).filter(pk=report_id).first()
    answers = report.body["answers"] if report else []
    used = {a["question_key"]: a["result"].get("provenance", {}).get("rubric_sha256") for a in answers}
    kept = RubricSource.objects.filter(pk=used.get(question_key) or "").first()
    if kept is None:
        raise NotFoundError("no such rubric")
    return kept.text


def report_for(actor: Actor, report_id: UUID) -> ReportPage:
    """One report; NotFoundError when not there or not to be seen.

    Machine scores are hidden from an interviewer, and from anybody with an open card or seat, until what he
    rates is locked.
    """
    report = visible_to(actor).filter(pk=report_id).annotate(seats=blind.seats_at(actor)).first()
    if report is None:
        raise NotFoundError("no such report")
    cards = list(Review.objects.filter(report_id=report_id).select_related("reviewer").order_by("started_at"))
    mine = next((card for card in cards if actor.kind == "user" and card.reviewer_id == actor.id), None)
    hidden = blind.hides(actor, [*report.seats, *([mine.locked_at] if mine else [])])
    return ReportPage(
        report=report,
        body=rules.blinded(report.body) if hidden else report.body,
        hidden=hidden,
        my_review=mine,
        reviews=[] if hidden else [card for card in cards if card.locked_at],
        overrides=[]
        if hidden
        else list(Override.objects.filter(report_id=report_id).select_related("reviewer")),
        failures=analysis.failures_of(report.interview_id),
        may_review=permissions.allowed(actor, policies.REVIEW, report.unit_id),
        may_override=not hidden and permissions.allowed(actor, policies.OVERRIDE, report.unit_id),
    )


def latest_for_interview(actor: Actor, interview_id: UUID) -> Report | None:
    """The newest report of an interview, if the actor may see it."""
    return visible_to(actor).filter(interview_id=interview_id, latest=True).first()


def latest_for_interviews(actor: Actor, interview_ids: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    """For a list page, in two queries: interview → report id, total, state. Nothing the machine concluded
    for a reader who is blind: no total, and no hint that it asks for a review."""
    rows = visible_to(actor).filter(interview_id__in=list(interview_ids), latest=True)
    found = list(
        rows.values_list("interview_id", "application_id", "pk", "total", "total_sem", "state", "hash")
    )
    hidden = blind.hidden_from(actor, [row[2] for row in found])
    return {
        interview: {
            "report_id": pk,
            "application_id": application,
            "hidden": pk in hidden,
            "total": None if pk in hidden else total,
            "total_sem": None if pk in hidden else sem,
            "state": Report.State.READY if pk in hidden else state,
            "hash": digest,
        }
        for interview, application, pk, total, sem, state, digest in found
    }


def needing_review(actor: Actor) -> QuerySet[Any]:
    """Ids of interviews whose newest report waits for a person, as a subquery for the list. That a report
    waits is something the machine concluded: who is blind to it is not told."""
    if policies.always_blind(actor):
        return Report.objects.none().values("interview_id")
    waiting = visible_to(actor).filter(latest=True, needs_review=True)
    waiting = waiting.exclude(reviews__locked_at__isnull=False).exclude(blind.being_rated(actor))
    return waiting.select_related(None).values("interview_id")


def totals(actor: Actor) -> QuerySet[Any, Any]:
    """Totals this reader may sort by: the newest report of the outer query's interview."""
    rows: QuerySet[Any] = Report.objects.filter(interview_id=OuterRef("pk"), latest=True)
    if policies.always_blind(actor):
        return rows.none().values("total")
    return rows.exclude(blind.being_rated(actor)).values("total")


def rating_errors(interview_id: UUID) -> dict[UUID, str]:
    """Answer → error code of its newest rating (empty when it was rated), for the progress page."""
    rows = AnswerRating.objects.filter(interview_id=interview_id).order_by("attempt", "version")
    return dict(rows.values_list("answer_id", "error_code"))
