"""Pages of agreement: figures, the queue of second ratings, and the share of each opening."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bole.foundation.access import permissions, roles
from bole.foundation.access import queries as access
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.ui.formats import say
from bole.hiring.calibration import policies, presenting, queries, rules, services
from bole.hiring.calibration.forms import AssignForm, ShareForm
from bole.hiring.interviews import policies as interview_policies
from bole.hiring.interviews import services as interview_services
from bole.hiring.requisitions import queries as requisitions
from bole.kernel.clock import utc_now
from bole.kernel.errors import InvalidError, NotFoundError

SHOWN = 60


@permission_required(policies.VIEW)
@never_cache
@require_GET
def agreement(request: HttpRequest) -> HttpResponse:
    """Per job and competency, with intervals; only drawn ones where asked for."""
    actor, only = actor_of(request), request.GET.get("only") == "drawn"
    titles: dict[str, Any] = {}
    labels: dict[str, Any] = {}
    for opening in requisitions.visible_to(actor):
        titles[opening.job_key] = {"zh": opening.title_zh, "en": opening.title_en}
        labels |= opening.portrait.get("labels", {})
    found = queries.agreement(actor, sampled_only=only)
    context = {
        "jobs": [presenting.job(one, titles, labels) for one in found],
        "only": only,
        "least": rules.LEAST,
        "sure": rules.SURE,
        "tab": "agreement",
        "nav_key": "calibration",
    }
    return render(request, "calibration/agreement.html", context)


@permission_required(policies.QUEUE)
@never_cache
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """What was drawn and waits, and what was rated again. No score is shown here."""
    actor, now = actor_of(request), utc_now()
    rows = [
        {
            "sample": one.sample,
            "seen": one.seen,
            "late": one.sample.due_at < now,
            "job": say(one.sample.interview.about["job"]),
            "people": access.holders_of({roles.INTERVIEWER}, one.sample.unit_id),
            "may_assign": permissions.allowed(actor, interview_policies.ASSIGN, one.sample.unit_id),
        }
        for one in queries.waiting(actor, SHOWN)
    ]
    context = {
        "rows": rows,
        "done": list(queries.done(actor)[:20]),
        "hr": permissions.allowed(actor, policies.VIEW),
        "tab": "queue",
        "nav_key": "calibration" if permissions.allowed(actor, policies.VIEW) else "again",
    }
    return render(request, "calibration/queue.html", context)


@permission_required(interview_policies.ASSIGN)
@require_POST
def assign(request: HttpRequest, sample_id: UUID) -> HttpResponse:
    """An interviewer who has not seen the scores rates it again."""
    form = AssignForm(request.POST)
    found = queries.open_samples(actor_of(request)).filter(pk=sample_id).first()
    if found is None:
        raise NotFoundError("no such sample")
    try:
        if not form.is_valid():
            raise InvalidError("nobody chosen", fields={"owner": "required"})
        interview_services.assign(
            interview_id=found.interview_id, user_id=form.cleaned_data["owner"], now=utc_now()
        )
        messages.success(request, _("Assigned. The interviewer sees the answers, not the machine's scores."))
    except InvalidError:
        messages.error(request, _("Nothing was changed. Choose an interviewer of this branch."))
    return redirect("calibration:queue")


@permission_required(policies.SET)
@require_http_methods(["GET", "POST"])
def shares(request: HttpRequest) -> HttpResponse:
    """The share of automatic results rated again, opening by opening."""
    if request.method == "POST":
        form = ShareForm(request.POST)
        if form.is_valid():
            wanted = form.cleaned_data
            services.set_rate(requisition_id=wanted["requisition"], percent=wanted["percent"], now=utc_now())
            messages.success(request, _("Saved with your name. It holds for reports from now on."))
        else:
            messages.error(request, _("Not saved. A share goes from 0 to 100 percent."))
        return redirect("calibration:shares")
    known = queries.rates(actor_of(request))
    openings = [
        {
            "requisition": one,
            "title": say({"zh": one.title_zh, "en": one.title_en}),
            "percent": known[one.pk].percent if one.pk in known else rules.RATE,
            "rate": known.get(one.pk),
        }
        for one in requisitions.open_for(actor_of(request))
    ]
    return render(
        request, "calibration/shares.html", {"openings": openings, "tab": "shares", "nav_key": "calibration"}
    )
