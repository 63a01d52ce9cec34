"""Two to four people of one job side by side."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.ui.formats import say
from bole.hiring.assessment import policies, queries, services
from bole.hiring.assessment.presenting import compare as side_by_side
from bole.hiring.assessment.presenting.formats import one_decimal
from bole.hiring.assessment.presenting.report import Presenter
from bole.kernel.clock import utc_now
from bole.kernel.errors import InvalidError, NotFoundError

CHOICES = 60


@permission_required(policies.COMPARE)
@never_cache
@require_GET
def compare(request: HttpRequest) -> HttpResponse:
    """The comparison; with fewer than two people chosen, the list to choose from."""
    chosen = _ids(request)
    if len(set(chosen)) < 2:
        return _choose(request, chosen)
    try:
        found = services.compare_reports(report_ids=chosen, now=utc_now())
    except InvalidError as error:
        return _choose(request, chosen[:1], problem=error.code)
    hide = request.GET.get("hide") == "1"
    people = [
        side_by_side.person(
            page.report.pk,
            index,
            Presenter(page.body).page(),
            name=page.report.candidate.name,
            number=page.report.candidate.number,
            unit=page.report.unit.name,
            hide=hide,
            standing=found["standings"].get(page.report.pk),
        )
        for index, page in enumerate(found["pages"])
    ]
    first = found["pages"][0].report
    return render(
        request,
        "assessment/compare.html",
        {
            "people": people,
            "rows": side_by_side.rows(people, found["ties"]),
            "hide": hide,
            "nav_key": "interviews",
            "job": say({"zh": first.requisition.title_zh, "en": first.requisition.title_en}),
            "portrait": people[0].page.portrait_version,
            "cut": people[0].page.total.cut_at,
            "toggle": _toggled(request),
            "hidden": found["hidden"],
        },
    )


def _choose(request: HttpRequest, chosen: list[UUID], problem: str = "") -> HttpResponse:
    """People of the same opening to put beside the one we come from."""
    actor = actor_of(request)
    start = queries.visible_to(actor).filter(pk=chosen[0]).first() if chosen else None
    if start is None:
        raise NotFoundError("no such report")
    others = list(queries.ranking(actor, start.requisition_id)[:CHOICES])
    problems = {
        "compare_count": _("Choose two to four people."),
        "compare_portraits": _("These reports were made with different versions of the portrait."),
    }
    rows = [
        {
            "id": one.pk,
            "name": one.candidate.name,
            "number": one.candidate.number,
            "unit": one.unit.name,
            "total": one_decimal(float(one.total)) if one.total is not None else "",
            "on": one.pk == start.pk,
        }
        for one in others
    ]
    job = say({"zh": start.requisition.title_zh, "en": start.requisition.title_en})
    context = {"rows": rows, "job": job, "problem": problems.get(problem, ""), "nav_key": "interviews"}
    return render(request, "assessment/compare_choose.html", context, status=422 if problem else 200)


def _ids(request: HttpRequest) -> list[UUID]:
    found = []
    for raw in request.GET.getlist("report")[:10]:
        try:
            found.append(UUID(raw))
        except ValueError:
            continue
    return found


def _toggled(request: HttpRequest) -> str:
    query = request.GET.copy()
    query["hide"] = "0" if query.get("hide") == "1" else "1"
    return "?" + query.urlencode()
