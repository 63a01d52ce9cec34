"""Rows of the interviews list: plain texts, so that the template asks nothing of the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from bole.foundation.ui.formats import one_decimal, say
from bole.web.console.words import Standing, standing


@dataclass(frozen=True, slots=True)
class Row:
    """One interview."""

    id: UUID
    name: str
    number: str
    job: str
    unit: str
    standing: Standing
    total: str
    half: str
    review: bool
    created_at: datetime
    closes_at: datetime
    open_window: bool
    finished_at: datetime | None
    url: str
    detail_url: str


def row(interview: Any, reports: Mapping[UUID, Any]) -> Row:
    """One row from an interview with its unit, candidate and the newest report, if there is one."""
    report = reports.get(interview.pk)
    detail = reverse("console:interview", args=[interview.pk])
    total, sem = (report["total"], report["total_sem"]) if report else (None, None)
    return Row(
        id=interview.pk,
        name=interview.candidate.name or _("erased"),
        number=interview.candidate.number,
        job=say(interview.about["job"]),
        unit=interview.unit.name,
        standing=standing_of(interview, reported=report is not None),
        total=one_decimal(float(total)) if total is not None else "",
        half=one_decimal(1.96 * float(sem)) if total is not None and sem is not None else "",
        review=bool(report and report["state"] == "needs_review"),
        created_at=interview.created_at,
        closes_at=interview.closes_at,
        open_window=interview.state in ("invited", "opened", "in_progress"),
        finished_at=interview.finished_at,
        url=reverse("assessment:report", args=[report["report_id"]]) if report else detail,
        detail_url=detail,
    )


def standing_of(interview: Any, *, reported: bool) -> Standing:
    """The chip of an interview; ``reported``: there is a report this reader may open."""
    return standing(
        interview.state,
        submitted=interview.submitted_count,
        questions=interview.question_count,
        progress=interview.progress,
        failed=interview.failed_count,
        reported=reported,
    )
