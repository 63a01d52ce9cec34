"""The board of one opening: columns, further pages of a column, cards read again, and moves."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bole.foundation.access import permissions
from bole.foundation.access.actors import Actor
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.ui.formats import say
from bole.hiring.assessment import queries as assessment
from bole.hiring.assessment import services as assessment_services
from bole.hiring.interviews import policies as interview_policies
from bole.hiring.interviews import queries as interviews
from bole.hiring.pipeline import policies, queries, services
from bole.hiring.pipeline.rules import CLOSED
from bole.hiring.worklists import policies as worklist_policies
from bole.hiring.worklists import queries as worklists
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError, NotFoundError
from bole.web.console import board, board_columns
from bole.web.console.board_columns import Column, Head, Heads
from bole.web.console.board_filters import BoardFilters
from bole.web.console.rows import standing_of
from bole.web.console.words import View

MOST_CARDS = 200
REASON = "decided_by_person"


@permission_required(policies.VIEW)
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """One opening's applications by stage; only the columns for the live page."""
    actor, now = actor_of(request), utc_now()
    filters = BoardFilters(request.GET, actor, now, counted=not request.GET.get("job"))
    opening = filters.opening or _busiest(filters.openings)
    context: dict[str, Any] = {"openings": filters.openings, "opening": opening, "nav_key": "board"}
    if opening is not None:
        context |= _board(filters.of(opening), opening)
    fragment = request.headers.get("HX-Request") == "true"
    return render(request, "console/_board.html" if fragment else "console/board.html", context)


@permission_required(policies.VIEW)
@require_GET
def column(request: HttpRequest) -> HttpResponse:
    """The next page of one column's cards."""
    actor, now = actor_of(request), utc_now()
    filters = BoardFilters(request.GET, actor, now)
    opening = _asked(filters)
    found = board_columns.page(
        filters.applications(), request.GET.get("column", ""), request.GET.get("after", "")
    )
    if not found:
        return HttpResponse("")
    stage = queries.process_of(found[0]).stage(found[0].stage)
    may_move = permissions.allowed(actor, policies.ADVANCE, opening.unit_id)
    made = board_columns.column(stage, Head(), found, facts_of(actor, found), now, may_move=may_move)
    context = {
        "column": made,
        "page_url": _page_url(filters),
        "kept_query": filters.bare(),
        "may_bulk": may_move,
    }
    return render(request, "console/_cards.html", context)


@permission_required(policies.VIEW)
@require_GET
def cards(request: HttpRequest) -> HttpResponse:
    """These cards as they are now, and the counts of all columns; who no longer fits is left out."""
    filters = BoardFilters(request.GET, actor_of(request), utc_now())
    wanted = _applications(filters.actor, _ids(request.GET.getlist("id")))
    return JsonResponse(_fresh(request, filters, _asked(filters), wanted))


@permission_required(policies.VIEW)
@require_POST
def move(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """One move from the board: 200 with the card, 409 with who was faster and where the card really is."""
    status, message = 200, ""
    try:
        moved = _moved(request, application_id)
        stage = say(queries.process_of(moved).stage(moved.stage).label)
        message = _("%(name)s: %(stage)s") % {"name": moved.candidate.name or _("erased"), "stage": stage}
    except ConflictError as error:
        found = queries.get(application_id)
        status, message = (
            409,
            board.who_was_faster(found) if error.code == "lost_race" else refusal(error.code),
        )
    filters = BoardFilters(QueryDict(request.POST.get("filters", "")), actor_of(request), utc_now())
    fresh = _fresh(request, filters, queries.get(application_id).requisition, [application_id])
    return JsonResponse({"message": message, **fresh}, status=status)


def bulk_rights(actor: Actor, *, may_move: bool) -> dict[str, Any]:
    """What the bar for many needs: whether it is there, whether one may write, why people are held."""
    return {
        "may_bulk": may_move and permissions.allowed(actor, worklist_policies.USE),
        "may_write": permissions.allowed(actor, worklist_policies.MESSAGE),
        "hold_reasons": policies.HOLD_REASONS,
    }


def refusal(code: str) -> str:
    """Why a move was refused, for the person who tried."""
    words = {
        "already_closed": _("This application has ended already."),
        "no_such_move": _("The process does not lead there from this stage."),
        "already_invited": _("An invitation is open already."),
        "lost_race": _("It was moved in the meantime."),
        "denied": _("You may not do this here."),
        "not_found": _("It is no longer to be found."),
        "on_hold": _("It is on hold."),
        "no_address": _("There is no address to write to."),
        "wrong_stage": _("The process has no AI interview."),
        **{key: str(said) for key, said in policies.OPEN_WORK.items()},
    }
    return words.get(code, _("Nothing was changed (%(code)s).") % {"code": code})


def _moved(request: HttpRequest, application_id: UUID) -> Any:
    to, reason, version = (request.POST.get(name, "") for name in ("to", "reason", "version"))
    if not (version.isascii() and version.isdigit() and len(version) < 9) or not to:
        raise InvalidError("to and version are needed")
    about: dict[str, Any] = {
        "application_id": application_id,
        "actor": actor_of(request),
        "expected_version": int(version),
        "now": utc_now(),
    }
    if to != CLOSED:
        return services.advance(to=to, reason=REASON, **about)
    if not reason:
        raise InvalidError("a reason is needed", code="reason_needed", fields={"reason": "required"})
    return services.decline(reason=reason, **about)


def _board(filters: BoardFilters, opening: Any) -> dict[str, Any]:
    actor, now = filters.actor, filters.now
    rows = filters.applications()
    counts = board_columns.heads(rows, actor, now)
    may_move = permissions.allowed(actor, policies.ADVANCE, opening.unit_id)
    shown = _columns(actor, rows, counts, now, may_move=may_move)
    return {
        "job": say({"zh": opening.title_zh, "en": opening.title_en}),
        "page_url": _page_url(filters),
        "kept_query": filters.bare(),
        "may_invite": permissions.allowed(actor, interview_policies.INVITE, opening.unit_id),
        "may_move": may_move,
        "chips": [chip for chip in filters.chips() if "job=" in chip.without],
        "filters": filters,
        "tabs": tabs(filters, counts.counts, "console:board"),
        "views": list(worklists.views_of(actor)),
        "reasons": counts.reasons,
        "bulk_key": uuid4(),
        **bulk_rights(actor, may_move=may_move),
        "columns": shown,
        "targets": [(one.key, one.label) for one in shown[1:] if not one.closed],
        "anybody": bool(counts.counts),
    }


def _columns(actor: Actor, rows: Any, counts: Heads, now: datetime, *, may_move: bool) -> list[Column]:
    found = board_columns.first_pages(rows, [one.key for one in counts.stages if one.key in counts.counts])
    facts = facts_of(actor, [one for each in found.values() for one in each[: board_columns.PAGE]])
    return [
        board_columns.column(
            stage,
            counts.counts.get(stage.key, Head()),
            found.get(stage.key, ()),
            facts,
            now,
            may_move=may_move,
        )
        for stage in counts.stages
    ]


def tabs(filters: BoardFilters, counts: Mapping[str, Head], where: str) -> list[View]:
    """Ready-made filters with their counts over what is in force."""
    whole = sum(counts.values(), Head())
    groups = [
        ("", _("All"), whole.n),
        ("decide", _("Decisions"), whole.decide),
        ("soon", _("Soon over the limit"), whole.soon),
        ("late", _("Over the limit"), whole.late),
    ]
    chosen = next((key for key in ("decide", "soon", "late") if filters.values.get(key)), "")
    bare: dict[str, str | None] = dict.fromkeys(("decide", "soon", "late"))
    return [
        View(
            label=label,
            url=reverse(where) + filters.address(**bare | ({key: "on"} if key else {})),
            on=key == chosen,
            count=n if not chosen or key == chosen else None,
        )
        for key, label, n in groups
    ]


def _applications(actor: Actor, ids: Sequence[UUID]) -> list[UUID]:
    """The applications that these ids mean: their own, or of interviews and reports of theirs."""
    held = interviews.visible_to(actor).select_related(None).filter(pk__in=ids)
    told = assessment.visible_to(actor).select_related(None).filter(pk__in=ids)
    rows = held.order_by().values_list("application_id").union(told.order_by().values_list("application_id"))
    return [*ids, *(row[0] for row in rows)]


def _fresh(
    request: HttpRequest, filters: BoardFilters, opening: Any, wanted: Sequence[UUID]
) -> dict[str, Any]:
    """``cards``: id → html of those that fit; ``heads``: stage → count and how many are late."""
    actor, now = filters.actor, filters.now
    mine = filters.of(opening)
    rows = mine.applications()
    found = board_columns.these(rows, wanted)
    facts = facts_of(actor, found)
    may_move = permissions.allowed(actor, policies.ADVANCE, opening.unit_id)
    shown = {
        str(one.pk): {
            "stage": one.stage,
            "html": render_to_string(
                "console/_card.html",
                {
                    "card": board.card(one, facts.get(one.pk, board.Facts()), now, may_move=may_move),
                    "page_url": _page_url(mine),
                    "may_bulk": may_move,
                },
                request,
            ),
        }
        for one in found
    }
    counts = board_columns.heads(rows, actor, now)
    return {"cards": shown, "heads": {key: [head.n, head.late] for key, head in counts.counts.items()}}


def facts_of(actor: Actor, applications: Sequence[Any]) -> Mapping[UUID, board.Facts]:
    """Newest interview and report of each application, in three queries; totals shown are noted as seen."""
    newest = interviews.newest_of(actor, [one.pk for one in applications])
    reports = assessment.latest_for_interviews(actor, [one.pk for one in newest.values()])
    note_totals(reports, {one.pk: one.unit_id for one in newest.values()})
    return {
        application_id: board.Facts(
            interview_id=one.pk,
            standing=standing_of(one, reported=one.pk in reports),
            report=reports.get(one.pk),
        )
        for application_id, one in newest.items()
    }


def note_totals(reports: Mapping[UUID, Mapping[str, Any]], units: Mapping[UUID, UUID]) -> None:
    """Whoever is shown a total has seen what the machine concluded."""
    seen = [
        (report["report_id"], units[interview_id])
        for interview_id, report in reports.items()
        if not report["hidden"]
    ]
    assessment_services.note_seen(seen=seen, now=utc_now())


def _asked(filters: BoardFilters) -> Any:
    if filters.opening is None:
        raise NotFoundError("no such opening")
    return filters.opening


def _page_url(filters: BoardFilters) -> str:
    return reverse("console:board") + filters.address()


def _ids(words: Sequence[str]) -> list[UUID]:
    try:
        return [UUID(word) for word in words[:MOST_CARDS]]
    except ValueError as error:
        raise InvalidError("not an id", code="id_invalid") from error


def _busiest(openings: list[Any]) -> Any:
    """The opening with the most applications; the newest one when nobody has applied anywhere."""
    return max(openings, key=lambda opening: getattr(opening, "waiting", 0), default=None)
