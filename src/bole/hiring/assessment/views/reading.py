"""Reading a report: the page, the recordings behind it, the paper, and who saw it."""

import hashlib
import json
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from bole.foundation.access import permissions
from bole.foundation.access import queries as access
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.audit import queries as audit
from bole.foundation.audit import words
from bole.foundation.files import links
from bole.foundation.org import queries as org
from bole.foundation.ui.formats import say
from bole.hiring.assessment import pdf as paper
from bole.hiring.assessment import policies, queries, services
from bole.hiring.assessment.models import Report
from bole.hiring.assessment.presenting import rubric as rubrics
from bole.hiring.assessment.presenting.report import Presenter
from bole.hiring.assessment.views.context import Reviewed, report_context, reviewed, withheld
from bole.hiring.interviews import policies as interview_policies
from bole.hiring.interviews import queries as interviews
from bole.kernel.clock import utc_now
from bole.kernel.errors import NotFoundError

LINK_SECONDS = 300
NOBODY = UUID(int=0)


@permission_required(policies.VIEW)
@never_cache
@require_GET
def report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """The interview report; every opening leaves a line in its trail."""
    found = services.open_report(report_id=report_id, now=utc_now())
    return render(request, "assessment/report.html", report_context(request, found))


@permission_required(interview_policies.WATCH)
@never_cache
@require_GET
def media(request: HttpRequest, report_id: UUID, answer_id: UUID) -> JsonResponse:
    """Short-lived links to the recordings of one answer, in order, for this session only."""
    shown = queries.visible_to(actor_of(request)).filter(pk=report_id).first()
    answer = interviews.answers_of(shown.interview_id).filter(pk=answer_id).first() if shown else None
    if shown is None or answer is None:
        raise NotFoundError("no such answer")
    permissions.require(actor_of(request), interview_policies.WATCH, shown.unit_id)
    sources = [
        {"url": links.url_for(request, recording.file_id, LINK_SECONDS), "type": recording.content_type}
        for recording in interviews.recordings_of(answer.pk, answer.attempt)
        if recording.file_id
    ]
    return JsonResponse({"sources": sources, "seconds": LINK_SECONDS})


@permission_required(policies.VIEW)
@never_cache
@require_GET
def trail(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Who saw and changed what: for the report page a fragment, opened by itself a page of its own."""
    shown = queries.visible_to(actor_of(request)).filter(pk=report_id).first()
    if shown is None:
        raise NotFoundError("no such report")
    lines = list(audit.trail(("report", report_id))[:100])
    names = access.names_of(line.actor_id for line in lines if line.actor_kind == "user")
    rows = [
        {
            "at": line.at,
            "who": words.actor(line.actor_kind, names.get(line.actor_id or NOBODY, "")),
            "verb": words.verb(line.verb),
        }
        for line in lines
    ]
    inside = request.headers.get("HX-Request") == "true"
    context = {"trail": rows, "shown": shown, "nav_key": "interviews"}
    return render(request, "assessment/_trail_lines.html" if inside else "assessment/trail.html", context)


@permission_required(policies.VIEW)
@never_cache
@require_GET
def pdf(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """The report on paper, the printer's name as watermark; ``?part=summary`` is its first page alone."""
    now, alone = utc_now(), request.GET.get("part") == "summary"
    found = services.print_report(report_id=report_id, now=now)
    shown = Presenter(found.body, withheld=withheld(found.report)).page()
    reviews = [_on_paper(reviewed(card, found.report)) for card in found.reviews]
    made = paper.render(shown, _sheet(request, found.report, now), reviews, only_summary=alone)
    response = HttpResponse(made, content_type="application/pdf")
    kind = "summary" if alone else "report"
    name = f"{kind}-{found.report.candidate.number}-v{found.report.version}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@permission_required(policies.VIEW)
@never_cache
@require_GET
def rubric(request: HttpRequest, report_id: UUID, question_key: str) -> HttpResponse:
    """The rubric an answer was rated by, as it stood then; whoever may read the report may read it."""
    text = queries.rubric_for(actor_of(request), report_id, question_key)
    return HttpResponse(text, content_type="application/json")


@permission_required(policies.VIEW)
@never_cache
@require_GET
def rubric_page(request: HttpRequest, report_id: UUID, question_key: str) -> HttpResponse:
    """The same rubric, to be read: anchors, key points with examples, compliance."""
    text = queries.rubric_for(actor_of(request), report_id, question_key)
    context = {
        "rubric": rubrics.page(json.loads(text)),
        "key": question_key,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "exact_url": reverse("assessment:rubric", args=[report_id, question_key]),
        "report_url": reverse("assessment:report", args=[report_id]),
        "nav_key": "interviews",
    }
    return render(request, "assessment/rubric.html", context)


def _sheet(request: HttpRequest, report: Report, now: datetime) -> paper.Sheet:
    bank = org.root()
    job = say({"zh": report.requisition.title_zh, "en": report.requisition.title_en})
    made = _("made %(at)s") % {"at": _dated(report.created_at)}
    return paper.Sheet(
        bank=bank.name if bank else "",
        number=f"{report.candidate.number} / {report.version}",
        name=report.candidate.name,
        facts=(job, report.unit.name, made),
        printed_by=actor_of(request).label,
        printed_at=_dated(now),
        stamp=now,
        place=_place(report, job),
    )


def _place(report: Report, job: str) -> str:
    """The percentile with the group it speaks of, as the page says it."""
    found = queries.percentile(report)
    if found is None:
        return ""
    told = {"p": f"{found.top:g}", "n": found.n, "job": job, "from": found.period_from, "to": found.period_to}
    return _("top %(p)s%% of %(n)s people interviewed for “%(job)s”, %(from)s to %(to)s") % told


def _dated(moment: datetime) -> str:
    """Paper outlives the year it was printed in."""
    return localtime(moment).strftime("%Y-%m-%d %H:%M")


def _on_paper(card: Reviewed) -> paper.Reviewed:
    how = _("blind") if card.blind else _("not blind")
    return paper.Reviewed(card.reviewer, how, card.total, card.comment)
