"""Observations for a person: the panel of an interview, the list of what waits, and how questions are
used."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bole.foundation.access.actors import Actor
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.ui.formats import say
from bole.hiring.integrity import policies, queries, services, words
from bole.hiring.integrity.forms import DecisionForm, OutcomeForm
from bole.hiring.integrity.models import CopyPair, Finding
from bole.hiring.integrity.rules.exposure import Use
from bole.hiring.interviews import queries as interviews
from bole.hiring.requisitions import queries as requisitions
from bole.kernel.clock import utc_now
from bole.kernel.errors import BoleError, ConflictError
from bole.measurement import api as measurement


@dataclass(frozen=True, slots=True)
class Chip:
    """A place in the recording."""

    at: float
    clock: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One finding, ready to print."""

    finding: Finding
    ordinal: int
    title: str
    measured: str
    reason: str
    chips: list[Chip]
    pairs: list[CopyPair]
    decisions: list[tuple[Any, str]]  # the decision and its words
    last: Any
    open: bool


@permission_required(policies.VIEW)
@never_cache
@require_GET
def panel(request: HttpRequest, interview_id: UUID) -> HttpResponse:
    """A fragment of the report's page; nothing where there is nothing to look at."""
    actor = actor_of(request)
    interviews.get(interview_id)
    found = queries.findings_of(actor, interview_id)
    here = getattr(request, "htmx", None)
    context = {
        "shown": _shown(actor, found),
        "choices": words.CHOICES,
        "back": (here.current_url_abs_path if here else "") or reverse("integrity:waiting"),
    }
    return render(request, "integrity/_panel.html", context)


@permission_required(policies.VIEW)
@never_cache
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """What nobody has decided, and what was decided and not yet done."""
    actor = actor_of(request)
    shown = _shown(actor, queries.open_for(actor))
    context = {
        "undecided": [one for one in shown if one.last is None],
        "agreed": [one for one in shown if one.last is not None],
        "choices": words.CHOICES,
        "back": reverse("integrity:waiting"),
        "nav_key": "observations",
    }
    return render(request, "integrity/waiting.html", context)


@permission_required(policies.DECIDE)
@require_POST
def decide(request: HttpRequest, finding_id: UUID) -> HttpResponse:
    """One decision with its reason."""
    form = DecisionForm(request.POST)
    if form.is_valid():
        services.decide(finding_id=finding_id, now=utc_now(), **form.cleaned_data)
        messages.success(request, _("Written down with your name. No score changed."))
    else:
        messages.error(request, _("Nothing was written down. Choose what to do and say why, in a sentence."))
    return _back(request)


@permission_required(policies.DECIDE)
@require_POST
def settle(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """The question was asked, or the interview held."""
    form = OutcomeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing was written down. Say in a sentence what came of it."))
        return _back(request)
    try:
        services.settle_decision(decision_id=decision_id, now=utc_now(), **form.cleaned_data)
        messages.success(request, _("Written down with your name. No score changed."))
    except ConflictError:
        messages.info(request, _("Somebody settled this in the meantime."))
    return _back(request)


@permission_required(policies.EXPOSURE)
@require_GET
def question_use(request: HttpRequest) -> HttpResponse:
    """How often each question was shown, and which one should rest for a while."""
    limits = requisitions.limits()
    rows = [_row(use, limits) for use in queries.exposure(actor_of(request), utc_now())]
    context = {
        "rows": rows,
        "days": limits.window_days,
        "often": limits.often,
        "nav_key": "observations",
    }
    return render(request, "integrity/question_use.html", context)


def _row(use: Use, limits: requisitions.Limits) -> dict[str, Any]:
    try:
        title = say(measurement.load_question(use.question_key).title.to_json())
    except BoleError:  # a question the library no longer has
        title = use.question_key
    return {"use": use, "title": title, "advice": words.ROTATION[queries.rotation_reason(use, limits)]}


def _shown(actor: Actor, findings: list[Finding]) -> list[Shown]:
    pairs = queries.pairs_of(actor, [f.answer_id for f in findings if f.kind == "near_copy"])
    choices = dict(words.CHOICES)
    return [
        Shown(
            finding=one,
            ordinal=one.answer.ordinal,
            title=words.title(one.kind),
            measured=words.measured(one.kind, one.figures),
            reason=str(words.REASONS.get(one.kind, "")),
            chips=[Chip(start, _clock(start)) for start, _end in one.places],
            pairs=pairs.get(one.answer_id, []) if one.kind == "near_copy" else [],
            decisions=[(d, str(choices[d.choice])) for d in one.decisions.all()],
            last=queries.last_decision(one),
            open=queries.is_open(one),
        )
        for one in findings
    ]


def _clock(seconds: float) -> str:
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


def _back(request: HttpRequest) -> HttpResponse:
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = reverse("integrity:waiting")
    return redirect(target)
