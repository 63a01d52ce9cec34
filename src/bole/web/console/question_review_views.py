"""What is looked at once a quarter, what was said against questions, and when one should rest."""

from collections import Counter
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from bole.foundation.access import permissions
from bole.foundation.access.views import actor_of, permission_required
from bole.hiring.requisitions import policies, queries, services
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError
from bole.web.console.question_rows import figures_of, review_due, rows_of_bank, tab, title_of
from bole.web.console.question_words import LIMITS, limit_fields, refusal, whole_number


@permission_required(policies.READ_QUESTIONS)
@require_GET
def review(request: HttpRequest) -> HttpResponse:
    """Once a quarter: every question with its use, its figures and what was said against it."""
    notes = list(queries.review_notes())
    counted = Counter(one.question_key for one in notes)
    rows = [one for one in rows_of_bank() if one.shown or one.question.key in counted or one.rotate]
    context = {
        "notes": [(one, title_of(one.question_key)) for one in notes],
        "rows": [(one, figures_of(request, one.question.key)) for one in rows[:40]],
        "may_edit": permissions.allowed(actor_of(request), policies.EDIT_QUESTIONS),
        "may_set": permissions.allowed(actor_of(request), policies.SET_BANK),
        "days": queries.limits().window_days,
        "limits": limit_fields(queries.limits()),
        "set_by": queries.limits_set(),
        "held": list(queries.reviews()[:8]),
        **review_due(),
        **tab(),
    }
    return render(request, "console/questions_review.html", context)


@permission_required(policies.SET_BANK)
@require_POST
def bank_rules(request: HttpRequest) -> HttpResponse:
    """When questions rest and how often all are looked at, for the whole bank."""
    try:
        wanted = {name: whole_number(request.POST.get(name, ""), name) for name in LIMITS}
        services.set_limits(limits=wanted, now=utc_now())
        messages.success(request, _("Set for the whole bank, with your name."))
    except InvalidError as error:
        names = ", ".join(str(LIMITS[name]) for name in error.fields if name in LIMITS)
        messages.error(request, _("Nothing was changed. Out of range: %(names)s") % {"names": names})
    return redirect("console:questions-review")


@permission_required(policies.SET_BANK)
@require_POST
def hold_review(request: HttpRequest) -> HttpResponse:
    """The whole bank was looked at."""
    try:
        services.hold_review(outcome=request.POST.get("outcome", ""), now=utc_now())
        messages.success(request, _("Written down with your name. The next day is set."))
    except InvalidError as error:
        messages.error(request, refusal(error))
    except ConflictError:
        messages.info(request, _("A review was written down today already."))
    return redirect("console:questions-review")


@permission_required(policies.EDIT_QUESTIONS)
@require_POST
def settle(request: HttpRequest, note_id: UUID) -> HttpResponse:
    """Head office looked at it."""
    try:
        services.settle_review(note_id=note_id, outcome=request.POST.get("outcome", ""), now=utc_now())
        messages.success(request, _("Written down with your name."))
    except InvalidError as error:
        messages.error(request, refusal(error))
    except ConflictError:
        messages.info(request, _("Somebody settled this in the meantime."))
    return redirect("console:questions-review")
