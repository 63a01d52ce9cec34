"""Questions with their use and their figures, as the pages of the bank list them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from bole.foundation.access import permissions
from bole.foundation.access.actors import system_scope
from bole.foundation.access.views import actor_of
from bole.foundation.ui.formats import say
from bole.foundation.workdays import bank_time
from bole.hiring.assessment import queries as assessment
from bole.hiring.integrity import queries as integrity
from bole.hiring.requisitions import policies, queries
from bole.kernel.clock import utc_now
from bole.measurement import api as measurement
from bole.measurement.api import Question
from bole.web.console.question_words import KINDS, ROTATION


@dataclass(frozen=True, slots=True)
class Row:
    """One question in the list."""

    question: Question
    title: str
    kind: str
    competencies: list[str]
    number: int  # of the bank's own version; 0: the library's
    active: bool
    shown: int
    recent: int
    rotate: str
    notes: int


def rows_of_bank() -> list[Row]:
    """Every question of the library, with the bank's own version in force."""
    keys = measurement.question_keys()
    own, uses = queries.questions_in_force(keys), {one.question_key: one for one in exposure_now()}
    limits = queries.limits()
    noted = Counter(queries.review_notes().values_list("question_key", flat=True))
    rows = []
    for key in keys:
        held = own.get(key)
        loaded = held.question if held else measurement.load_question(key)
        use = uses.get(key)
        rows.append(
            Row(
                question=loaded,
                title=say(loaded.title.to_json()),
                kind=str(KINDS.get(loaded.kind or "", "")),
                competencies=[say(one.scale.label.to_json()) for one in loaded.competencies],
                number=held.number if held else 0,
                active=held.active if held else True,
                shown=use.shown if use else 0,
                recent=use.recent if use else 0,
                rotate=str(ROTATION.get(integrity.rotation_reason(use, limits), "")) if use else "",
                notes=noted[key],
            )
        )
    return rows


def exposure_now() -> list[Any]:
    """How often each question was shown in the whole bank; a number of no person, so every reader may know
    it."""
    with system_scope("exposure of questions") as actor:
        return integrity.exposure(actor, utc_now())


def figures_of(request: HttpRequest, key: str) -> assessment.QuestionFigures:
    """For HR only: a mean of few answers would tell an interviewer a score before his own."""
    if permissions.allowed(actor_of(request), policies.OPEN):
        return assessment.question_figures(key)
    return assessment.QuestionFigures(0, None, None)


def title_of(key: str) -> str:
    """A question's title in the reader's language."""
    return say(measurement.load_question(key).title.to_json())


def job_titles() -> Mapping[str, str]:
    """Every job with its title in the reader's language."""
    today = bank_time.today(utc_now())
    return {key: say(dict(queries.in_force(key, today).job.title)) for key in queries.job_keys()}


def review_due() -> dict[str, Any]:
    """When the next review of all questions is due, and whether that day has come."""
    due = queries.next_review()
    return {"review_due": due, "review_late": due is not None and due <= bank_time.today(utc_now())}


def tab() -> dict[str, str]:
    """Where these pages stand in the navigation."""
    return {"nav_key": "jobs", "tab": "questions"}
