"""What the report page is given: everything ready to print, nothing left to ask of the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from bole.foundation.access import permissions
from bole.foundation.access.actors import Actor
from bole.foundation.access.views import actor_of
from bole.foundation.privacy import queries as privacy
from bole.foundation.ui.formats import say
from bole.hiring.assessment import policies, queries
from bole.hiring.assessment.presenting.bars import Z95
from bole.hiring.assessment.presenting.beside import Pair, pairs
from bole.hiring.assessment.presenting.formats import one_decimal, pick, short
from bole.hiring.assessment.presenting.report import Presenter
from bole.hiring.assessment.presenting.shapes import Page
from bole.hiring.assessment.queries import ReportPage
from bole.hiring.integrity import policies as integrity_policies
from bole.hiring.interviews import policies as interview_policies
from bole.hiring.interviews import queries as interviews
from bole.hiring.pipeline import policies as pipeline_policies
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.pipeline.rules import CLOSED, Process

NIL = UUID(int=0)
LEVELS = [(f"{step / 2:g}", step % 2 == 0) for step in range(2, 11)]  # 1, 1.5 … 5 and whether it is whole
BEFORE = ("screening", "ai_interview")  # from stages of these kinds the report page may advance


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom the page is about."""

    name: str
    number: str
    job: str
    unit: str
    stage_label: str
    chip: str
    chip_words: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class PathStep:
    """One stage of the path line."""

    label: str
    state: str
    outcome: str
    words: str


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A locked human rating."""

    reviewer: str
    blind: bool
    locked_at: datetime
    total: str
    comment: str
    difference: str
    pairs: list[Pair]


@dataclass(frozen=True, slots=True)
class Changed:
    """A person's score beside the machine's."""

    label: str
    before: str
    score: str
    reviewer: str
    reason: str
    at: datetime


def report_context(request: HttpRequest, found: ReportPage) -> dict[str, Any]:
    """Everything the template prints."""
    report, actor = found.report, actor_of(request)
    may_watch = permissions.allowed(actor, interview_policies.WATCH, report.unit_id)
    page = Presenter(found.body, may_play=may_watch, withheld=withheld(report)).page()
    process = pipeline.process_of(report.application)
    context = {
        "page": page,
        "current": current_question(request, page),
        "found": found,
        "nav_key": "interviews",
        "subject": subject(report, process, found.hidden),
        "path": path(report, found.hidden),
        "media_url": reverse("assessment:media", args=[report.pk, NIL]),
        "reviews": [reviewed(card, report) for card in found.reviews],
        "overrides": changes(found),
        "may_override": found.may_override,
        "override_url": reverse("assessment:override", args=[report.pk]),
        "review_url": reverse("assessment:review", args=[report.pk]),
        "may_start_review": found.may_review and found.my_review is None,
        "pdf_url": "" if found.hidden else reverse("assessment:pdf", args=[report.pk]),
        "observations_url": observations_url(actor, found),
        "trail_url": reverse("assessment:trail", args=[report.pk]),
        "sheet": sheet(found, page),
    }
    return context | rank(found) | moves(actor, found, process)


def withheld(report: Any) -> dict[str, str]:
    """Channels the bank switched on and the candidate refused or took back, with the words for it."""
    kept_back = interviews.unlooked_at(report.interview)
    if not kept_back:  # the usual case costs no query
        return {}
    decision = privacy.consents(report.candidate_id, about_id=report.interview_id).get("face")
    if decision is None or decision.holds:
        return {}
    taken_back = decision.withdrawn_at is not None
    said = _("consent taken back by the candidate") if taken_back else _("not agreed to by the candidate")
    return dict.fromkeys(kept_back, said)


def observations_url(actor: Actor, found: ReportPage) -> str:
    """Observations for a person; kept from whoever is still to rate without being told anything."""
    if found.hidden or not permissions.allowed(actor, integrity_policies.VIEW, found.report.unit_id):
        return ""
    return reverse("integrity:panel", args=[found.report.interview_id])


def current_question(request: HttpRequest, page: Page) -> int:
    """The question the address names, else the first."""
    wanted = request.GET.get("q", "")
    numbers = [question.ordinal for question in page.questions]
    if wanted.isdigit() and int(wanted) in numbers:
        return int(wanted)
    return numbers[0] if numbers else 0


def subject(report: Any, process: Process, hidden: bool) -> Subject:
    """Name, opening, unit and where the application stands."""
    stage = process.stage(report.application.stage)
    words = {"needs_review": _("a person must review"), "human": _("a person rates")}
    closed = report.application.stage == CLOSED
    undecided = stage.kind in BEFORE and not hidden
    chip = "closed" if closed else ("waiting" if report.state in words and undecided else "running")
    return Subject(
        name=report.candidate.name or _("erased"),
        number=report.candidate.number,
        job=say({"zh": report.requisition.title_zh, "en": report.requisition.title_en}),
        unit=report.unit.name,
        stage_label=say(stage.label),
        chip=chip,
        created_at=report.created_at,
        chip_words=words.get(report.state, _("report ready")) if undecided else _("report ready"),
    )


def path(report: Any, hidden: bool) -> list[PathStep]:
    """The line through the stages; a blind reader sees no results on it."""
    steps = pipeline.path(report.application)
    waiting = pipeline.kind_at(report.application) in BEFORE and not hidden
    return [
        PathStep(
            label=say(step.title),
            state=step.state,
            outcome="" if hidden else say(step.said),
            words=_("waiting for a person") if step.state == "now" and waiting else "",
        )
        for step in steps
    ]


def moves(actor: Actor, found: ReportPage, process: Process) -> dict[str, Any]:
    """Advance and decline, where this person may and the application is still before its decision."""
    application = found.report.application
    unit, may = found.report.unit_id, permissions.allowed
    if found.hidden or process.stage(application.stage).kind not in BEFORE:
        return {"advance": None, "may_decline": False, "compare_url": compare_url(actor, found)}
    onward = [key for key in process.stage(application.stage).leads_to if key != CLOSED]
    advance = None
    if onward and may(actor, pipeline_policies.ADVANCE, unit):
        advance = {
            "label": say(process.stage(onward[0]).label),
            "to": onward[0],
            "version": application.version,
            "url": reverse("pipeline:advance", args=[application.pk]),
        }
    decline = {
        "url": reverse("pipeline:decline", args=[application.pk]),
        "version": application.version,
        "reasons": pipeline.reason_choices(process),
    }
    return {
        "advance": advance,
        "decline": decline,
        "may_decline": may(actor, pipeline_policies.DECLINE, unit),
        "compare_url": compare_url(actor, found),
    }


def compare_url(actor: Actor, found: ReportPage) -> str:
    """To the page that puts this person beside others of the same opening."""
    if found.hidden or not permissions.allowed(actor, policies.COMPARE, found.report.unit_id):
        return ""
    return reverse("assessment:compare") + "?" + urlencode({"report": found.report.pk})


def rank(found: ReportPage) -> dict[str, Any]:
    """The place among all of the same job and portrait version; nothing below 30 people."""
    place = None if found.hidden else queries.percentile(found.report)
    if place is None:
        return {"percentile": None}
    told = {"top": short(place.top), "low": short(place.low), "high": short(place.high), "n": place.n}
    return {"percentile": {**told, "start": place.period_from, "end": place.period_to}}


def reviewed(card: Any, report: Any) -> Reviewed:
    """One locked card, and how far it is from the machine."""
    difference = ""
    if card.total is not None and report.total is not None:
        apart = abs(float(card.total) - float(report.total))
        inside = report.total_sem is not None and apart <= Z95 * float(report.total_sem)
        words = (
            _("%(n)s apart from the machine, within error.") if inside else _("%(n)s apart from the machine.")
        )
        difference = words % {"n": one_decimal(apart)}
    total = one_decimal(float(card.total)) if card.total is not None else ""
    return Reviewed(
        card.reviewer.get_short_name(),
        card.blind,
        card.locked_at,
        total,
        card.comment,
        difference,
        pairs(card.ratings, report.body["competencies"]),
    )


def changes(found: ReportPage) -> list[Changed]:
    """Scores people set beside the machine's."""
    known = {c["competency"]: c for c in found.body.get("competencies", ())}
    return [
        Changed(
            label=pick(known.get(one.competency, {}).get("label")) or one.competency,
            before=one_decimal(known.get(one.competency, {}).get("score")),
            score=one_decimal(float(one.score)),
            reviewer=one.reviewer.get_short_name(),
            reason=one.reason,
            at=one.at,
        )
        for one in found.overrides
    ]


def sheet(
    found: ReportPage,
    page: Page,
    problems: Mapping[str, str] | None = None,
    chosen: Mapping[str, str] | None = None,
    comment: str = "",
) -> dict[str, Any] | None:
    """The score sheet of somebody who has begun and not locked his card, with what was chosen."""
    mine = found.my_review
    if mine is None or mine.locked_at is not None:
        return None
    chosen, problems = chosen or {}, problems or {}
    cards = [
        {
            "key": c.key,
            "label": c.label,
            "weight": c.weight,
            "anchors": c.anchors,
            "levels": LEVELS,
            "chosen": chosen.get(c.key, ""),
            "problem": problems.get(c.key, ""),
        }
        for c in page.competencies
    ]
    url = reverse("assessment:submit", args=[found.report.pk, mine.pk])
    return {"url": url, "competencies": cards, "problems": problems, "comment": comment}
