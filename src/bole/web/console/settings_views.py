"""What the bank decides for itself on a page: what candidates see of their result."""

from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.ui.formats import say
from bole.hiring.assessment import policies, queries, services
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.pipeline.rules import CLOSED
from bole.hiring.requisitions import queries as requisitions
from bole.kernel.clock import utc_now


class ResultForm(forms.Form):
    """One process; an unticked box is a no."""

    process = forms.SlugField(max_length=64)
    show_score = forms.BooleanField(required=False)
    show_pass_mark = forms.BooleanField(required=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """One process and what its candidates see."""

    process: str
    stages: list[str]  # its way, as people read it
    openings: int
    show_score: bool
    show_pass_mark: bool
    who: str
    at: datetime | None


@permission_required(policies.SHOW)
@require_http_methods(["GET", "POST"])
def result(request: HttpRequest) -> HttpResponse:
    """See and set it, process by process."""
    if request.method == "POST":
        form = ResultForm(request.POST)
        if form.is_valid():
            wanted = form.cleaned_data
            services.set_result_rule(
                process_key=wanted["process"],
                show_score=wanted["show_score"],
                show_pass_mark=wanted["show_pass_mark"],
                now=utc_now(),
            )
            messages.success(request, _("Saved with your name. Result pages follow at once."))
        else:
            messages.error(request, _("Nothing was changed."))
        return redirect("console:settings-result")
    return render(request, "console/settings.html", {"choices": _choices(request), "nav_key": "settings"})


def _choices(request: HttpRequest) -> list[Choice]:
    rules = queries.result_rules()
    keys = [one.process_key for one in requisitions.open_for(actor_of(request))]
    found = []
    for key in sorted({*keys, *rules}):
        rule = rules.get(key)
        found.append(
            Choice(
                process=key,
                stages=_stages(key),
                openings=keys.count(key),
                show_score=rule.show_score if rule else True,
                show_pass_mark=rule.show_pass_mark if rule else True,
                who=rule.set_by.get_short_name() if rule else "",
                at=rule.set_at if rule else None,
            )
        )
    return found


def _stages(key: str) -> list[str]:
    """The labels of a process in order, without the end."""
    return [say(stage.label) for stage in pipeline.check_process(key).stages if stage.key != CLOSED]
