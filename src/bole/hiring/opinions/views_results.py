"""What candidates answered: by question, job and branch, with numbers under every bar."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.org import queries as org
from bole.foundation.surveys import policies
from bole.foundation.surveys import queries as surveys
from bole.foundation.surveys.queries import Filters
from bole.foundation.ui.formats import say
from bole.foundation.workdays import bank_time
from bole.hiring.opinions import presenting
from bole.hiring.requisitions import queries as requisitions
from bole.kernel.clock import utc_now

PERIOD = timedelta(days=30)


@permission_required(policies.READ)
@never_cache
@require_GET
def results(request: HttpRequest, survey_id: UUID) -> HttpResponse:
    """One version's results over the jobs and branches the reader sees."""
    actor = actor_of(request)
    found = surveys.get(actor, survey_id)
    versions = list(found.versions.all())
    wanted = request.GET.get("version", "")
    version = next((one for one in versions if str(one.number) == wanted), versions[0] if versions else None)
    units = {str(unit.pk): unit.name for unit in org.subtree(tuple(grant.unit_id for grant in actor.grants))}
    jobs = {
        one.job_key: say({"zh": one.title_zh, "en": one.title_en}) for one in requisitions.visible_to(actor)
    }
    filters = _filters(request, jobs, units)
    context: dict[str, Any] = {
        "survey": found,
        "title": say(found.draft["title"]),
        "versions": versions,
        "version": version,
        "jobs": sorted(jobs.items()),
        "units": units.items(),
        "filters": filters,
        "unit_chosen": str(filters.unit_id or ""),
        "nav_key": "surveys",
    }
    if version is not None:
        context |= _figures(version, filters, jobs, units)
    return render(request, "opinions/results.html", context)


def _filters(request: HttpRequest, jobs: dict[str, str], units: dict[str, str]) -> Filters:
    """From the address; what is not in the lists is left out."""
    job, unit = request.GET.get("job", ""), request.GET.get("unit", "")
    return Filters(group=job if job in jobs else "", unit_id=UUID(unit) if unit in units else None)


def _figures(version: Any, filters: Filters, jobs: dict[str, str], units: dict[str, str]) -> dict[str, Any]:
    today = bank_time.today(utc_now())
    tomorrow = today + timedelta(days=1)
    rows = surveys.results(version, filters)
    key = presenting.first_scale(version.body)
    now = Filters(filters.group, filters.unit_id, tomorrow - PERIOD, tomorrow)
    before = Filters(filters.group, filters.unit_id, tomorrow - 2 * PERIOD, tomorrow - PERIOD)
    return {
        "rate": presenting.rate(surveys.rate(version, filters)),
        "questions": [presenting.question(one, surveys.titles_of(version)) for one in rows],
        "by_job": presenting.groups(surveys.by_group(version, key, filters), jobs) if key else [],
        "by_unit": presenting.groups(surveys.by_unit(version, key, filters), units) if key else [],
        "compared": presenting.comparison(
            surveys.results(version, now), surveys.results(version, before), key
        ),
        "anonymous": version.body["anonymous"],
    }
