"""A member's own card: drafts kept while he types, submitted once, amended with a reason."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from bole.foundation.access.views import actor_of, permission_required
from bole.hiring.panels import policies, queries, services
from bole.hiring.panels.forms import CardForm, entries_of
from bole.hiring.panels.models import Card, Panel
from bole.hiring.panels.presenting import cards
from bole.hiring.panels.presenting import page as pages
from bole.hiring.panels.views.one import material, subject
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, DeniedError, InvalidError


@permission_required(policies.SCORE)
@never_cache
@require_http_methods(["GET", "POST"])
def card(request: HttpRequest, panel_id: UUID) -> HttpResponse:
    """The card to fill in; posting locks it. An incomplete one comes back with everything that was typed."""
    panel = _mine(request, panel_id)
    if request.method == "GET":
        services.look(panel_id=panel.pk, now=utc_now())
        return _page(request, panel, queries.own_card(panel, actor_of(request)))
    typed, entries = _typed(request, panel)
    try:
        services.submit(
            panel_id=panel_id,
            entries=entries,
            comment=typed["comment"],
            recommendation=typed["recommendation"],
            now=utc_now(),
        )
    except InvalidError as error:
        return _again(request, panel, entries, typed, error)
    except ConflictError:
        messages.error(request, _("Nothing was changed: your card is submitted, or the panel has ended."))
        return redirect("panels:one", panel_id=panel_id)
    messages.success(request, _("Submitted. It cannot be changed; an amendment stands beside it."))
    return redirect("panels:one", panel_id=panel_id)


@permission_required(policies.SCORE)
@require_POST
def draft(request: HttpRequest, panel_id: UUID) -> HttpResponse:
    """Keep what was typed so far; the page's own fragment says when, or that another window was later."""
    panel = _mine(request, panel_id)
    typed, entries = _typed(request, panel)
    context: dict[str, Any] = {"saves": typed["saves"]}
    try:
        kept = services.save_draft(
            panel_id=panel_id,
            entries=entries,
            comment=typed["comment"],
            recommendation=typed["recommendation"],
            expected_saves=typed["saves"],
            now=utc_now(),
        )
        context = {"saves": kept.saves, "at": kept.saved_at}
    except ConflictError:
        context["lost"] = True
    except InvalidError:
        context["invalid"] = True
    if request.headers.get("HX-Request") == "true":
        return render(request, "panels/_kept.html", context)
    if context.get("at"):
        messages.success(request, _("Kept as a draft."))
    else:
        messages.error(request, _("Not kept: another window was later, or the card is submitted."))
    return redirect("panels:card", panel_id=panel_id)


@permission_required(policies.SCORE)
@never_cache
@require_http_methods(["GET", "POST"])
def amend(request: HttpRequest, panel_id: UUID) -> HttpResponse:
    """Another version beside the submitted one."""
    panel = _mine(request, panel_id)
    mine = queries.own_card(panel, actor_of(request))
    if mine is None or mine.submitted_at is None:
        return redirect("panels:card", panel_id=panel_id)
    if request.method == "GET":
        return _page(request, panel, mine, amending=True)
    typed, entries = _typed(request, panel)
    try:
        services.amend(
            panel_id=panel_id,
            entries=entries,
            comment=typed["comment"],
            recommendation=typed["recommendation"],
            reason=typed["reason"],
            expected_version=typed["version"] or 0,
            now=utc_now(),
        )
    except InvalidError as error:
        return _again(request, panel, entries, typed, error, amending=True)
    except ConflictError:
        messages.error(request, _("Nothing was changed: somebody was faster, or the panel is closed."))
        return redirect("panels:one", panel_id=panel_id)
    messages.success(request, _("Amended. The first version stays visible."))
    return redirect("panels:one", panel_id=panel_id)


def _mine(request: HttpRequest, panel_id: UUID) -> Panel:
    panel = queries.get(panel_id)
    if queries.own_seat_of(panel, actor_of(request)) is None:
        raise DeniedError("only a member of the panel rates", code="no_member")
    return panel


def _typed(request: HttpRequest, panel: Panel) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    form = CardForm(request.POST)
    form.is_valid()
    known = form.cleaned_data
    typed: dict[str, Any] = {"comment": known.get("comment", request.POST.get("comment", ""))}
    typed |= {key: known.get(key) for key in ("saves", "version")}
    typed |= {key: known.get(key, "") for key in ("recommendation", "reason")}
    return typed, entries_of(request.POST, list(panel.portrait["weights"]))


def _again(
    request: HttpRequest,
    panel: Panel,
    entries: Mapping[str, Mapping[str, Any]],
    typed: Mapping[str, Any],
    error: InvalidError,
    *,
    amending: bool = False,
) -> HttpResponse:
    shown = Card(
        panel=panel,
        levels={key: one["level"] for key, one in entries.items() if "level" in one},
        words={key: {k: one[k] for k in ("note", "evidence")} for key, one in entries.items()},
        comment=typed["comment"],
        recommendation=typed["recommendation"],
        reason=typed["reason"],
        saves=typed["saves"] or 0,
        version=typed["version"] or 1,
    )
    return _page(request, panel, shown, error.fields, amending=amending, status=422)


def _page(
    request: HttpRequest,
    panel: Panel,
    mine: Card | None,
    problems: Mapping[str, str] | None = None,
    *,
    amending: bool = False,
    status: int = 200,
) -> HttpResponse:
    blind, _report = material(actor_of(request), panel)
    questions = pages.questions(panel.guide, panel.portrait["labels"], blind=blind)
    locked = mine is not None and mine.submitted_at is not None and not amending
    if locked or (panel.state != Panel.State.OPEN and not amending):
        return redirect("panels:one", panel_id=panel.pk)
    context = {
        "panel": panel,
        "subject": subject(panel),
        "blind": blind,
        "amending": amending,
        "blocks": cards.form(
            panel, questions, mine.levels if mine else {}, mine.words if mine else {}, problems
        ),
        "others": cards.others(questions, panel),
        "comment": mine.comment if mine else "",
        "reason": mine.reason if mine and problems else "",
        "recommendations": [
            (key, words, bool(mine and mine.recommendation == key))
            for key, words in pages.RECOMMENDATIONS.items()
        ],
        "saves": mine.saves if mine else 0,
        "version": mine.version if mine else 1,
        "kept_at": mine.saved_at if mine and not problems and not amending else None,
        "problems": problems or {},
        "nav_key": "panels",
    }
    return render(request, "panels/card.html", context, status=status)
