"""The impact assessment: list, one version, writing, approving, paper; and the package of one report."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bole.foundation.access import permissions
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.ui.formats import say
from bole.insight.accountability import form as questions
from bole.insight.accountability import package, pdf, policies, queries, services
from bole.insight.accountability.blocks import LAWS, blocks
from bole.insight.accountability.forms import GroupsForm, ReasonForm
from bole.insight.accountability.models import ImpactAssessment
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, DeniedError, InvalidError

State = ImpactAssessment.State
COLUMNS = ("name", "applied", "selected", "scored", "above")  # of one typed line of counts


@permission_required(policies.READ)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """All versions, and the way to a new one."""
    rows = queries.versions(actor_of(request))
    context = {
        "rows": rows,
        "open": next((row for row in rows if row.state != State.APPROVED), None),
        "in_force": next((row for row in rows if row.state == State.APPROVED), None),
        "may_write": permissions.allowed(actor_of(request), policies.WRITE),
        "nav_key": "accountability",
    }
    return render(request, "accountability/index.html", context)


@permission_required(policies.WRITE)
@require_POST
def begin(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  a view
    """A new draft, filled with what the system knows."""
    row = services.begin(now=utc_now())
    return redirect("accountability:one", assessment_id=row.pk)


@permission_required(policies.READ)
@never_cache
@require_GET
def one(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """One version: a form for who may write an open draft, else to be read."""
    return _page(request, queries.get(actor_of(request), assessment_id))


@permission_required(policies.WRITE)
@require_http_methods(["POST"])
def save(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """Keep the words; with ``submit`` also hand it to the second person."""
    row = queries.get(actor_of(request), assessment_id)
    form = GroupsForm(request.POST)
    if not form.is_valid():
        return _page(request, row, form, dict(request.POST.items()))
    answers = {s.key: request.POST.get(f"answer-{s.key}", "") for s in questions.current().sections}
    now = utc_now()
    try:
        services.save(
            assessment_id=row.pk,
            answers=answers,
            groups=form.cleaned_data["groups"],
            groups_source=form.cleaned_data["groups_source"],
            now=now,
        )
        if request.POST.get("submit"):
            services.submit(assessment_id=row.pk, now=now)
            messages.success(request, _("Handed on. Somebody who did not write in it can approve it."))
        else:
            messages.success(request, _("Saved, on facts gathered just now."))
    except InvalidError:
        messages.error(
            request, _("Saved, but not handed on: some sections have no answer of a sentence yet.")
        )
    except ConflictError:
        messages.info(request, _("It is not a draft any more."))
    return redirect("accountability:one", assessment_id=assessment_id)


@permission_required(policies.APPROVE)
@require_POST
def approve(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """The second person's name, or the reason why it goes back."""
    now = utc_now()
    try:
        if request.POST.get("back"):
            form = ReasonForm(request.POST)
            reason = form.cleaned_data["reason"] if form.is_valid() else ""
            services.send_back(assessment_id=assessment_id, reason=reason, now=now)
            messages.success(request, _("Sent back with your reason."))
        else:
            services.approve(assessment_id=assessment_id, now=now)
            messages.success(request, _("Approved with your name. This version is never changed again."))
    except InvalidError:
        messages.error(request, _("Nothing was changed. Say in a sentence what is to be changed."))
    except DeniedError:
        messages.error(request, _("Who wrote in it cannot approve it. Somebody else has to."))
    except ConflictError:
        messages.info(request, _("It does not wait for approval any more."))
    return redirect("accountability:one", assessment_id=assessment_id)


@permission_required(policies.READ)
@never_cache
@require_GET
def paper(request: HttpRequest, assessment_id: UUID) -> HttpResponse:
    """The PDF."""
    row = queries.get(actor_of(request), assessment_id)
    services.note_export(assessment_id=assessment_id, kind="pdf")
    response = HttpResponse(
        pdf.render(row, actor_of(request).label, utc_now()), content_type="application/pdf"
    )
    response["Content-Disposition"] = f'attachment; filename="impact-assessment-v{row.version}.pdf"'
    return response


@permission_required(policies.PACKAGE)
@never_cache
@require_GET
def report_package(
    request: HttpRequest,  # noqa: ARG001  a view
    report_id: UUID,
    audience: str,
) -> HttpResponse:
    """The ZIP of one report."""
    name, content = package.of_report(report_id=report_id, audience=audience, now=utc_now())
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _page(
    request: HttpRequest, row: ImpactAssessment, form: GroupsForm | None = None, typed: Any = None
) -> HttpResponse:
    actor = actor_of(request)
    writing = row.state == State.DRAFT and permissions.allowed(actor, policies.WRITE)
    lines = "\n".join("; ".join(str(g[k]) for k in COLUMNS if k in g) for g in row.groups)
    initial = {"groups": lines, "groups_source": row.groups_source}
    sections = [_section(one, row, typed) for one in questions.current().asked(row.laws)]
    context = {
        "row": row,
        "laws": ", ".join(str(LAWS.get(law, law)) for law in row.laws),
        "sections": sections,
        "answered": sum(section["done"] for section in sections),
        "form": form or GroupsForm(initial=initial),
        "writing": writing,
        "waiting": row.state == State.SUBMITTED,
        "may_approve": row.state == State.SUBMITTED
        and permissions.allowed(actor, policies.APPROVE)
        and str(actor.id) not in row.writers,
        "nav_key": "accountability",
    }
    return render(request, "accountability/assessment.html", context, status=422 if form else 200)


def _section(section: questions.Section, row: ImpactAssessment, typed: Any) -> dict[str, Any]:
    answer = (typed or {}).get(f"answer-{section.key}", row.answers.get(section.key, ""))
    return {
        "key": section.key,
        "title": say(section.title),
        "basis": say(section.basis),
        "ask": say(section.ask),
        "answer": answer,
        "done": len(answer.strip()) >= services.SHORTEST,
        "blocks": blocks(section.facts, row.facts, row.groups),
    }
