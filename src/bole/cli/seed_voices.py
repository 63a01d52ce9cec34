"""What applicants of the demo bank ask and say: two questions, and a survey of those whose way has ended.

The demo's own workers look the questions up: one is in the FAQ, the other waits for HR.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bole.foundation.access.actors import Actor

QUESTIONS = (
    ("沈清和", "请问面试完几天出结果？"),
    ("岳川", "上班的网点在哪里，以后可以申请调到北城吗？"),
)
SURVEY = "after-result"
SHEETS: tuple[dict[str, str], ...] = (
    {"in_time": "4", "helpful": "4", "again": "1", "words": "回复比我想的快，理由也写清楚了。"},
    {"in_time": "5", "helpful": "3", "again": "1"},
    {"in_time": "3", "helpful": "2", "again": "2", "words": "希望能说得再具体一点，差在哪里。"},
    {"in_time": "4", "helpful": "5", "again": "1"},
    {"in_time": "4", "helpful": "4", "again": "2"},
)


def speak(chief: Actor, now: datetime) -> None:
    """Ask what is asked, and answer the survey."""
    for name, text in QUESTIONS:
        _ask(_applications(chief), name, text, now)
    _survey(chief, now)


def _applications(chief: Actor) -> Any:
    from bole.hiring.pipeline import queries

    return queries.visible_to(chief).order_by("created_at", "pk")


def _ask(rows: Any, name: str, text: str, now: datetime) -> None:
    """The question of one applicant, asked by himself."""
    from bole.foundation.access.actors import Actor, acting_as
    from bole.hiring.enquiries import services

    one = next(row for row in rows if row.candidate.name == name)
    asker = Actor(kind="candidate", id=one.candidate_id, label="candidate", candidate_id=one.candidate_id)
    job = {"zh": one.requisition.title_zh, "en": one.requisition.title_en}
    with acting_as(asker):
        services.ask(unit_id=one.unit_id, text=text, language="zh", application_id=one.pk, job=job, now=now)


def _survey(chief: Actor, now: datetime) -> None:
    """The library's survey about results, in use at the whole bank since before the first of them ended."""
    from bole.foundation.org import queries as org
    from bole.foundation.surveys import queries, services
    from bole.hiring.opinions import rules

    if queries.surveys(chief).filter(library_key=SURVEY).exists():
        return
    root, begun = org.root(), now - timedelta(days=8)
    assert root is not None
    survey = services.take_over(owner_id=root.pk, library_key=SURVEY, now=begun)
    services.publish(survey_id=survey.pk, now=begun)
    services.bind(survey_id=survey.pk, place_id=root.pk, event=rules.CLOSED, delay_minutes=0, now=begun)
    ended = _applications(chief).exclude(outcome="")
    for one, sheet in zip(ended, SHEETS, strict=False):
        _answer(one, sheet, now)


def _answer(one: Any, sheet: dict[str, str], now: datetime) -> None:
    """Somebody whose application ended gets the link at once and answers three hours later."""
    from django.db import transaction

    from bole.foundation.surveys import queries
    from bole.foundation.surveys.models import SurveyInvitation
    from bole.hiring.opinions import rules, services

    ended = one.stage_since
    with transaction.atomic():
        services.ask(event=rules.CLOSED, unit_id=one.unit_id, application_id=one.pk, now=ended)
        row = SurveyInvitation.objects.get(occasion=f"application {one.pk}")
        services.send(invitation_id=row.pk, candidate_id=one.candidate_id, now=ended)
    services.take(token=queries.token_of(row), given=sheet, now=min(now, ended + timedelta(hours=3)))
