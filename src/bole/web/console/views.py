"""The shell's own pages: the list of interviews, its live stream, and one interview as it goes on."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from bole.foundation.access import actors, permissions, roles
from bole.foundation.access import queries as access
from bole.foundation.access.actors import Actor
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.events import live
from bole.foundation.queue import queries as queue
from bole.hiring.analysis import policies as analysis_policies
from bole.hiring.analysis import queries as analysis
from bole.hiring.analysis import services as analysis_services
from bole.hiring.assessment import queries as assessment
from bole.hiring.candidates import policies as candidate_policies
from bole.hiring.engines import queries as engines
from bole.hiring.interviews import policies as interview_policies
from bole.hiring.interviews import queries as interviews
from bole.hiring.requisitions import policies as requisition_policies
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError
from bole.web.console import policies
from bole.web.console.beside import Beside, beside_of
from bole.web.console.board_views import note_totals
from bole.web.console.filters import ListFilters
from bole.web.console.progress import steps_of
from bole.web.console.rows import Row, row
from bole.web.console.words import STATES, View

NIL = UUID(int=0)
WORK_QUEUES = frozenset({"speech", "vision", "rating"})
TOPICS = frozenset({"interview", "application", "report", "bulk", "message"})


@permission_required(policies.HOME)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The first page of the console is the first one this person may open."""
    actor = actor_of(request)
    if permissions.allowed(actor, interview_policies.LIST):
        return interview_list(request)
    if permissions.allowed(actor, requisition_policies.DRAFT):
        return redirect("requisitions:jobs")
    if permissions.allowed(actor, policies.AUDIT):
        return redirect("console:audit")
    return render(request, "console/nothing.html", {"nav_key": ""})


def interview_list(request: HttpRequest) -> HttpResponse:
    """Interviews, newest first, narrowed by what the address says."""
    actor = actor_of(request)
    filters = ListFilters(request.GET, actor)
    page = interviews.interviews_for(
        actor, filters.narrowed(), cursor=request.GET.get("after", ""), sort=filters.sort()
    )
    context = {
        "rows": rows_of(page.rows),
        "next_url": filters.page_after(page.after) if page.after else "",
        "chips": filters.chips(),
        "columns": filters.columns(),
        "kept": filters.kept(),
        "first_url": filters.page_first() if request.GET.get("after") else "",
        "filters": filters.values,
        "openings": filters.openings,
        "units": filters.units,
        "states": list(STATES.items()),
        "chosen_states": filters.values.get("state") or [],
        "query": filters.values.get("q") or "",
        "views": views_of(request, filters),
        "queue_words": queue_words(),
        "row_url": reverse("console:row", args=[NIL]),
        "nav_key": "interviews",
        "may_invite": permissions.allowed(actor, interview_policies.INVITE),
        "elsewhere": engines.served(actor),
    }
    return render(request, "console/list.html", context)


@permission_required(interview_policies.VIEW)
@require_GET
def one_row(request: HttpRequest, interview_id: UUID) -> HttpResponse:
    """One row, read again with the reader's own rights after a note that it changed."""
    return render(request, "console/_row.html", {"row": rows_of([interviews.get(interview_id)])[0]})


@permission_required(interview_policies.VIEW)
async def live_list(request: HttpRequest) -> HttpResponseBase:
    """Server-sent events: which interviews changed, of those in the reader's units."""
    allowed = await sync_to_async(live.for_actor)(actor_of(request), TOPICS)
    return live.stream(request, allowed)


@permission_required(interview_policies.VIEW)
@require_GET
def one_interview(request: HttpRequest, interview_id: UUID) -> HttpResponse:
    """Everything that happens to one interview; as a fragment for the live page, else whole."""
    found = interviews.get(interview_id)
    actor, answers = actor_of(request), list(interviews.answers_of(found.pk))
    context = {
        "interview": found,
        "row": rows_of([found])[0],
        "nav_key": "interviews",
        "steps": steps_of(
            found,
            answers,
            analysis.runs_by_answer(found.pk),
            assessment.rating_errors(found.pk),
        ),
        "may_invite": permissions.allowed(actor, interview_policies.INVITE, found.unit_id),
        "beside": _beside(found, answers, actor),
        "assigned": interviews.assigned_to(found.pk),
        "interviewers": _interviewers(found, actor),
        "may_see_person": permissions.allowed(actor, candidate_policies.CONTACT, found.unit_id),
        "may_rerun": permissions.allowed(actor, analysis_policies.RERUN, found.unit_id),
    }
    fragment = request.headers.get("HX-Request") == "true"
    return render(request, "console/_interview.html" if fragment else "console/interview.html", context)


@permission_required(analysis_policies.RERUN)
@require_POST
def rerun(request: HttpRequest, interview_id: UUID, answer_id: UUID) -> HttpResponse:
    """Try the failed stages of one answer again."""
    try:
        analysis_services.rerun(answer_id=answer_id)
        messages.success(request, _("Started again. You can leave this page."))
    except ConflictError:
        messages.info(request, _("Nothing is failed here any more."))
    return redirect("console:interview", interview_id=interview_id)


def _beside(found: Any, answers: list[Any], actor: Actor) -> Beside | None:
    """For HR without an open rating card: what was missing is something the machine concluded."""
    if not permissions.allowed(actor, interview_policies.INVITE, found.unit_id):
        return None
    beside = beside_of(found, answers)
    concluded = beside.outcome or beside.probes
    return None if concluded and assessment.has_open_card(actor, found.candidate_id) else beside


def _interviewers(found: Any, actor: Actor) -> list[Any]:
    """Who may be assigned, for somebody who may assign."""
    if not permissions.allowed(actor, interview_policies.ASSIGN, found.unit_id):
        return []
    return access.holders_of({roles.INTERVIEWER}, found.unit_id)


def rows_of(found: Sequence[Any]) -> list[Row]:
    """Rows with their reports: a fixed number of queries, however many rows."""
    reports = assessment.latest_for_interviews(actors.current(), [one.pk for one in found])
    note_totals(reports, {one.pk: one.unit_id for one in found})
    return [row(one, reports) for one in found]


def views_of(request: HttpRequest, filters: ListFilters) -> list[View]:
    """Ready-made filters with counts, over everything else that is in force."""
    actor = actor_of(request)
    count = interviews.counts(actor)
    chosen = tuple(sorted(filters.values.get("state") or ()))
    groups: list[tuple[str, tuple[str, ...]]] = [
        (_("All"), ()),
        (_("Waiting for the candidate"), ("invited", "opened")),
        (_("Answering"), ("in_progress",)),
        (_("Finished"), ("finished",)),
    ]
    waiting = View(
        label=_("Needs review"),
        url=filters.same_order([("review", "on")]),
        on=bool(filters.values.get("review")),
        count=assessment.needing_review(actor).count(),
    )
    found = [
        View(
            label=label,
            url=filters.same_order([("state", state) for state in states]),
            on=tuple(sorted(states)) == chosen and not waiting.on,
            count=sum(count.get(state, 0) for state in states) if states else sum(count.values()),
        )
        for label, states in groups
    ]
    return [*found, waiting]


def queue_words() -> str:
    """How much analysis waits, and since when: what HR asks when a report is late."""
    depths = [depth for depth in queue.depths() if depth.queue in WORK_QUEUES]
    waiting, running = sum(d.waiting for d in depths), sum(d.running for d in depths)
    if not waiting and not running:
        return _("No analysis waiting")
    oldest = min((d.oldest for d in depths if d.oldest), default=None)
    age = int((utc_now() - oldest).total_seconds()) if oldest else 0
    words = ngettext("%(n)s analysis step running", "%(n)s analysis steps running", running) % {"n": running}
    if not waiting:
        return words
    return words + _(", %(n)s waiting, the oldest for %(age)s s") % {"n": waiting, "age": max(0, age)}
