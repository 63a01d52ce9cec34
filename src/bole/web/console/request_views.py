"""One request of a candidate: its clock, who takes care of it, how it was answered, and its trail."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_GET, require_POST

from bole.foundation.access import queries as access
from bole.foundation.access import roles
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.audit import queries as audit
from bole.hiring.assessment import queries as assessment
from bole.hiring.interviews import policies, queries, services
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError
from bole.web.console.audit_views import printed
from bole.web.console.requests import words_of


class AssignForm(forms.Form):
    """Who takes care of it."""

    owner = forms.UUIDField()


class ResolveForm(forms.Form):
    """How it was answered."""

    resolution = forms.ChoiceField(label=lazy("What was done"))
    note = forms.CharField(
        label=lazy("Note for colleagues"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"class": "textarea", "rows": 3}),
        help_text=lazy("What was agreed, and by when. It is sealed, and goes when the person is erased."),
    )

    def __init__(self, data: object, kind: str) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # Django takes QueryDict or None
        self.fields["resolution"].choices = policies.RESOLUTIONS.get(kind, [])  # type: ignore[attr-defined]  # a ChoiceField


@permission_required(policies.RIGHTS)
@require_GET
def show(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """The page of one request."""
    return _page(request, request_id, None)


@permission_required(policies.RIGHTS)
@require_POST
def assign(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Somebody takes care of it."""
    form = AssignForm(request.POST)
    try:
        if not form.is_valid():
            raise InvalidError("nobody chosen", fields={"owner": "required"})
        services.assign_right(request_id=request_id, user_id=form.cleaned_data["owner"], now=utc_now())
        messages.success(request, _("Written down. The request stays on the list until it is answered."))
    except InvalidError:
        messages.error(request, _("Nothing was changed. Choose somebody who may answer this."))
    except ConflictError:
        messages.info(request, _("This request was answered in the meantime."))
    return redirect("console:request", request_id=request_id)


@permission_required(policies.RIGHTS)
@require_POST
def resolve(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """A person did what the candidate asked for."""
    found = queries.rights_request(actor_of(request), request_id)
    form = ResolveForm(request.POST, found.kind)
    if not form.is_valid():
        return _page(request, request_id, form)
    services.resolve_right(request_id=request_id, now=utc_now(), **form.cleaned_data)
    messages.success(request, _("Noted with your name and the time."))
    return redirect("console:request", request_id=request_id)


def _page(request: HttpRequest, request_id: UUID, form: ResolveForm | None) -> HttpResponse:
    actor, now = actor_of(request), utc_now()
    found = queries.rights_request(actor, request_id)
    what, todo = words_of(found.kind)
    wanted = {*roles.HR, roles.INTERVIEWER} if found.kind == "human_review" else roles.HR
    spent = (now - found.requested_at) / (found.due_at - found.requested_at)
    context = {
        "request_row": found,
        "report": assessment.latest_for_interview(actor, found.interview_id),
        "what": what,
        "todo": todo,
        "done": found.state == "done",
        "late": found.state != "done" and found.due_at < now,
        "spent": round(100 * min(1.0, max(0.0, spent))),
        "left": max(0, int((found.due_at - now).total_seconds() // 3600)),
        "hours": round((found.due_at - found.requested_at).total_seconds() / 3600),
        "people": access.holders_of(wanted, found.unit_id),
        "me": actor.id,
        "form": form or (ResolveForm(None, found.kind) if found.kind in policies.RESOLUTIONS else None),
        "how": dict(policies.RESOLUTIONS.get(found.kind, [])).get(found.resolution, ""),
        "lines": printed(list(audit.trail(("rights_request", found.pk))[:50])),
        "nav_key": "todo",
    }
    return render(request, "console/request.html", context, status=422 if form else 200)
