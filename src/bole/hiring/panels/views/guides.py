"""The guide of one applicant: read it with its reasons, change it, open the panel with it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from bole.foundation.access import permissions
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.ui.formats import say
from bole.hiring.assessment import queries as assessment
from bole.hiring.assessment import services as assessment_services
from bole.hiring.panels import policies, queries, services
from bole.hiring.panels.forms import OpenForm, OwnForm, QuestionForm
from bole.hiring.panels.models import Guide
from bole.hiring.panels.presenting import page as pages
from bole.hiring.panels.presenting.lists import job
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.requisitions import queries as requisitions
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError


@permission_required(policies.MANAGE)
@never_cache
@require_GET
def guide(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Core and targeted questions with their reasons; from the panel stage on also who shall sit there."""
    return _page(request, application_id, OwnForm())


@permission_required(policies.MANAGE)
@require_POST
def change(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Other words for one question, or take it out or in."""
    form = QuestionForm(request.POST)
    try:
        if not form.is_valid():
            raise InvalidError("not complete")
        typed = form.cleaned_data
        services.change_question(
            application_id=application_id,
            question_id=typed["question"],
            text=typed["text"],
            english=typed["english"],
            removed=typed["removed"],
            expected_version=typed["version"],
            now=utc_now(),
        )
        messages.success(request, _("Saved with your name."))
    except InvalidError:
        messages.error(request, _("Nothing was saved: a question needs between 5 and 600 characters."))
    except ConflictError as error:
        messages.error(request, _refused(error))
    return redirect("panels:guide", application_id=application_id)


@permission_required(policies.MANAGE)
@require_POST
def add(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """A question of one's own."""
    form = OwnForm(request.POST)
    if not form.is_valid():
        return _page(request, application_id, form, status=422)
    typed = form.cleaned_data
    try:
        services.add_question(
            application_id=application_id,
            text=typed["text"],
            english=typed["english"],
            why=typed["why"],
            competency=typed["competency"],
            expected_version=typed["version"],
            now=utc_now(),
        )
        messages.success(request, _("Added with your name."))
    except InvalidError:
        messages.error(request, _("Nothing was saved: question and reason need a few words each."))
    except ConflictError as error:
        messages.error(request, _refused(error))
    return redirect("panels:guide", application_id=application_id)


@permission_required(policies.MANAGE)
@require_POST
def rebuild(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Build it (again) from what is known now."""
    made = services.build_guide(application_id=application_id, now=utc_now())
    if made is None:
        messages.info(request, _("Nothing to prepare: no pool or panel stage, or the panel has begun."))
        return redirect("panels:list")
    messages.success(request, _("Read anew from report and résumé. What you changed was kept."))
    return redirect("panels:guide", application_id=application_id)


@permission_required(policies.MANAGE)
@require_POST
def open_panel(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Open the panel; its members are told."""
    application = pipeline.get(application_id)
    people = queries.of_unit(application.unit_id)
    guests = queries.from_elsewhere(actor_of(request), application.unit_id)
    for _unit, more in guests:
        people = [*people, *more]
    form = OpenForm(request.POST, people=people, leads=queries.leads_of(application.unit_id))
    try:
        if not form.is_valid():
            raise InvalidError("nobody chosen", fields={"members": "required"})
        typed = form.cleaned_data
        panel = services.open_panel(
            application_id=application_id,
            user_ids=[UUID(one) for one in typed["members"]],
            lead_id=UUID(typed["lead"]),
            expected_guide=typed["guide"],
            now=utc_now(),
        )
    except InvalidError:
        messages.error(request, _("Not opened. Choose two to eight members who may rate here; HR leads."))
        return redirect("panels:guide", application_id=application_id)
    except ConflictError as error:
        messages.error(request, _refused(error))
        return redirect("panels:guide", application_id=application_id)
    messages.success(request, _("Opened. Every member got a message with guide and material."))
    return redirect("panels:one", panel_id=panel.pk)


def _page(request: HttpRequest, application_id: UUID, form: OwnForm, status: int = 200) -> HttpResponse:
    application = pipeline.get(application_id)
    permissions.require(actor_of(request), policies.MANAGE, application.unit_id)
    running = queries.running(application_id)
    if running is not None:
        return redirect("panels:one", panel_id=running.pk)
    found = queries.guide_of(application_id)
    if found is None:
        raise NotFoundError("no guide is prepared")
    blind = _blind(request, found)
    labels = requisitions.portrait_for(application.requisition)["labels"]
    may_open = queries.stands_for_panel(application) == "panel"
    context = {
        "guide": found,
        "application": application,
        "subject": _subject(application),
        "blind": blind,
        "questions": pages.questions(found.questions, labels, blind=blind),
        "competencies": [(key, say(words)) for key, words in labels.items()],
        "form": form,
        "may_open": may_open,
        "people": queries.of_unit(application.unit_id) if may_open else [],
        "guests": queries.from_elsewhere(actor_of(request), application.unit_id) if may_open else [],
        "leads": queries.leads_of(application.unit_id) if may_open else [],
        "nav_key": "panels",
    }
    return render(request, "panels/guide.html", context, status=status)


def _blind(request: HttpRequest, found: Guide) -> bool:
    """Whether reasons that rest on the report stay hidden; whoever reads them has seen what it concluded."""
    if found.report_id is None:
        return False
    if assessment.hidden_from(actor_of(request), [found.report_id]):
        return True
    assessment_services.note_seen(seen=[(found.report_id, found.unit_id)], now=utc_now())
    return False


def _subject(application: Any) -> dict[str, str]:
    process = pipeline.process_of(application)
    return {
        "name": application.candidate.name or _("erased"),
        "number": application.candidate.number,
        "job": job(application.requisition),
        "unit": application.unit.name,
        "stage": say(process.stage(application.stage).label),
    }


def _refused(error: ConflictError) -> str:
    said = {
        "core_question": _("Nothing was changed: core questions are the same for everybody of the job."),
        "guide_frozen": _("Nothing was changed: the panel has begun with this guide."),
        "not_panel_stage": _("Not opened: move the application to the panel stage first."),
        "too_many_questions": _("Nothing was added: ten own questions are enough."),
    }
    return said.get(error.code, _("Nothing was changed: somebody was faster. Please look again."))
