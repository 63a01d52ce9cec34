"""What candidates meet: the page and its file."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.ui.sheets import csv_answer
from bole.insight.experience import policies, presenting, queries
from bole.insight.experience.queries import Experience
from bole.insight.experience.words import MEASURES, PERIODS
from bole.insight.funnel.periods import period
from bole.insight.funnel.rates import LEAST
from bole.kernel.clock import utc_now


class ScopeForm(forms.Form):
    """Period, unit and the rate of the branch chart; what is invalid is dropped."""

    period = forms.ChoiceField(required=False, choices=list(PERIODS.items()))
    unit = forms.UUIDField(required=False)
    measure = forms.ChoiceField(required=False, choices=[(key, key) for key in MEASURES])


@permission_required(policies.READ)
@never_cache
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Figures, charts and branches."""
    form = _form(request)
    found = _found(request, form)
    measure = form.cleaned_data.get("measure") or next(iter(MEASURES))
    context = {
        "found": found,
        "figures": presenting.figures(found),
        "rates": presenting.rates(found),
        "satisfaction": presenting.satisfaction(found),
        "by_branch": presenting.by_branch(found, measure),
        "branches": presenting.branches(found),
        "measures": [(key, name, definition) for key, (name, definition) in MEASURES.items()],
        "measure": measure,
        "unit": form.cleaned_data.get("unit"),
        "periods": PERIODS.items(),
        "least": LEAST,
        "query": request.GET.urlencode(),
        "nav_key": "experience",
    }
    return render(request, "experience/show.html", context)


@permission_required(policies.READ)
@require_GET
def export(request: HttpRequest) -> HttpResponse:
    """Branch by rate, both periods, with definitions. Nobody's name."""
    found = _found(request, _form(request))
    name = f"experience-{found.period.first:%Y%m%d}-{found.period.last:%Y%m%d}"
    return csv_answer(name, presenting.heads(), presenting.rows(found))


def _form(request: HttpRequest) -> ScopeForm:
    form = ScopeForm(request.GET)
    form.is_valid()
    return form


def _found(request: HttpRequest, form: ScopeForm) -> Experience:
    asked = form.cleaned_data
    chosen = period(asked.get("period") or "month", utc_now(), timezone.get_current_timezone())
    return queries.experience(actor_of(request), chosen, asked.get("unit"))
