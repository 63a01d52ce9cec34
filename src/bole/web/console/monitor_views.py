"""The live monitor: whole page, and its part that is read again whenever something changed."""

import json
from datetime import date, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from bole.foundation.access.actors import Actor
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.ui.formats import say, short_day
from bole.foundation.workdays import bank_time
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.requisitions import queries as requisitions
from bole.insight.funnel import policies, queries
from bole.insight.funnel.periods import cohort, period
from bole.insight.funnel.queries import Scope
from bole.kernel.clock import utc_now
from bole.web.console import monitor_sources
from bole.web.console.board_filters import OPEN
from bole.web.console.monitor import Page
from bole.web.console.monitor_charts import charts
from bole.web.console.monitor_lines import definitions
from bole.web.console.monitor_words import MEASURES, PERIODS

MOST_TODO = 6


class MonitorForm(forms.Form):
    """Period and scope; what is invalid is dropped."""

    period = forms.ChoiceField(required=False, choices=list(PERIODS.items()))
    unit = forms.UUIDField(required=False)
    kind = forms.SlugField(required=False, max_length=64)
    campaign = forms.UUIDField(required=False)


@permission_required(policies.READ)
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The figures of one scope and period."""
    form = MonitorForm(request.GET)
    form.is_valid()
    asked, actor, now = form.cleaned_data, actor_of(request), utc_now()
    chosen = period(asked.get("period") or "today", now, timezone.get_current_timezone())
    scope = Scope(asked.get("unit"), asked.get("kind") or "", asked.get("campaign"))
    found = queries.monitor(actor, chosen, cohort(chosen, now, timezone.get_current_timezone()), scope, now)
    page = Page(found, scope, now)
    drawn = charts(page)
    context = {
        "page": page,
        "figures": page.figures(),
        "gates": page.gates(),
        "branches": page.branches(),
        "whole": page.whole(),
        "stages": page.stages(),
        "jobs": page.jobs(requisitions.targets_of(found.openings)),
        "campaigns": monitor_sources.campaigns(page),
        "channels": monitor_sources.channels(page),
        "funnels": monitor_sources.funnels(page),
        "source_measures": monitor_sources.measures(),
        "charts": drawn,
        "charts_json": json.dumps(drawn, ensure_ascii=False),
        "late": _late(actor, now),
        "feed": _feed(actor),
        "at": now,
        "measures": [name for name, _meaning in MEASURES.values()],
        "definitions": definitions(),
        "periods": PERIODS.items(),
        "period": chosen,
        "followed": found.followed,
        "scope": scope,
        "kinds": _kinds(found),
        "page_url": request.get_full_path(),
        "nav_key": "monitor",
    }
    fragment = request.headers.get("HX-Request") == "true"
    return render(request, "console/_monitor.html" if fragment else "console/monitor.html", context)


def _kinds(found: queries.Monitor) -> list[tuple[str, str]]:
    titles = {one.job_key: say({"zh": one.title_zh, "en": one.title_en}) for one in found.openings}
    return sorted(titles.items(), key=lambda one: one[1])


def _late(actor: Actor, now: Any) -> list[dict[str, Any]]:
    """What is longest over its limit."""
    rows = pipeline.visible_to(actor).filter(OPEN, due_at__lt=now).order_by("due_at")
    return [
        {
            "name": one.candidate.name,
            "candidate_id": one.candidate_id,
            "stage": _stage(one, one.stage),
            "unit": one.unit.name,
            "due_at": one.due_at,
        }
        for one in rows.defer("requisition__portrait")[:MOST_TODO]
    ]


def _feed(actor: Actor) -> list[dict[str, Any]]:
    """The newest moves in words."""
    return [
        {
            "at": timezone.localtime(move.at),
            "told": _told(timezone.localtime(move.at), bank_time.today(utc_now())),
            "who": move.actor_user.get_short_name() if move.actor_user else "",
            "name": move.candidate.name,
            "stage": _stage(move.application, move.to_stage),
            "candidate_id": move.candidate_id,
        }
        for move in queries.recent(actor)
    ]


def _told(at: datetime, today: date) -> str:
    return f"{at:%H:%M}" if at.date() == today else short_day(at)


def _stage(application: Any, key: str) -> str:
    return say(pipeline.process_of(application).stage(key).label)
