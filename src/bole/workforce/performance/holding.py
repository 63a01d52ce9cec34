"""What probations and plans give out and take away when a person asks (registered with
foundation.privacy)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from bole.foundation.files import queries as files
from bole.foundation.files import services as storing
from bole.foundation.privacy.registry import Attachment as File
from bole.workforce.performance.models import (
    Attachment,
    Decision,
    Plan,
    PlanItem,
    Probation,
    Review,
    TeamWish,
    WeekDraft,
    WeekNote,
    WeekReport,
    WeekTask,
)
from bole.workforce.performance.services import timing

DATES = ("number", "name", "job_key", "starts_on", "ends_on", "agreed_ends_on", "state", "settled_on")


def export(candidate_id: UUID) -> dict[str, Any]:
    """The probation, every week of it, reviews, decisions, plans, and what the person said about teams."""
    found = [_exported(one) for one in Probation.objects.filter(candidate_id=candidate_id)]
    wish = TeamWish.objects.filter(candidate_id=candidate_id).first()
    return {
        "probations": found,
        "teams": {"answers": wish.answers, "uses_reports": wish.uses_reports, "since": wish.since}
        if wish
        else None,
    }


def attach(candidate_id: UUID) -> Iterable[File]:
    """Files the employee put beside his weeks, and the papers of decisions that went to him."""
    for one in Attachment.objects.filter(candidate_id=candidate_id, removed_at=None):
        yield File(f"probation/week-{one.week}-{one.name}", _opener(one.file_id))
    for decision in Decision.objects.filter(candidate_id=candidate_id, state="effective"):
        for paper in decision.papers:
            yield File(f"probation/{decision.kind}-{paper['name']}", _opener(UUID(paper["file_id"])))


@transaction.atomic
def erase(candidate_id: UUID, now: datetime) -> int:
    """Everything said goes: reports, files, notes, reviews, plans, wishes, reasons. Dates and outcomes stay
    without a name, so that counts of those who stayed keep true."""
    gone = 0
    for attachment in Attachment.objects.filter(candidate_id=candidate_id):
        storing.erase(file_id=attachment.file_id, now=now, reason="person_erased")
    for model in (WeekDraft, WeekReport, WeekNote, Attachment, Review, PlanItem, Plan, WeekTask, TeamWish):
        gone += model._default_manager.filter(candidate_id=candidate_id).delete()[0]
    for decision in Decision.objects.filter(candidate_id=candidate_id):
        if not (decision.words or decision.reply or decision.papers):
            continue
        for paper in decision.papers:
            storing.erase(file_id=UUID(paper["file_id"]), now=now, reason="person_erased")
        decision.words, decision.reply, decision.papers = "", "", []
        decision.save(update_fields=["words", "reply", "papers"])
        gone += 1
    for probation in Probation.objects.filter(candidate_id=candidate_id):
        timing.stop(probation)
        if probation.name:
            probation.name = ""
            probation.save(update_fields=["name"])
            gone += 1
    return gone


def _exported(one: Probation) -> dict[str, Any]:
    return {
        **{key: getattr(one, key) for key in DATES},
        "tasks": list(one.tasks.filter(until=None).values("week", "title", "kind", "target")),
        "reports": [
            {"week": row.week, "version": row.version, "figures": row.figures, "words": row.body, "at":
            row.sent_at} for row in one.reports.all()
        ],
        "drafts": [{"week": row.week, "body": row.body} for row in one.drafts.all()],
        "notes": [
            {"week": row.week, "rating": row.rating, "words": row.words, "at": row.at}
            for row in one.notes.all()
        ],
        "reviews": [
            {"number": row.number, "ratings": row.ratings, "words": row.words, "proposal": row.proposal}
            for row in one.reviews.all()
        ],
        "decisions": [
            {"kind": row.kind, "state": row.state, "article": row.article, "day": row.day, "words": row.words,
             "reply": row.reply, "at": row.at}
            for row in one.decisions.all()
        ],
        "plans": [
            {"number": plan.number, "state": plan.state, "answer": plan.answer, "words": plan.answer_words,
             "items": [{"title": row.title, "source": row.source, "ground": row.ground} for row in
             plan.items.all()]}
            for plan in one.plans.all()
        ],
    }  # fmt: skip


def _opener(file_id: UUID) -> Any:
    return lambda: files.open_plain(file_id)
