"""The development plan of one employee."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.ui.formats import say
from bole.foundation.workdays import bank_time
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError
from bole.workforce.performance import library, policies, presenting, queries, services, words


@permission_required(policies.READ)
@never_cache
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, probation_id: UUID) -> HttpResponse:
    """Every version, the newest first; a draft is changed and given here."""
    found = queries.get(probation_id)
    if request.method == "POST":
        try:
            messages.success(request, _done(request, probation_id))
        except (InvalidError, ConflictError) as error:
            messages.error(request, _problem(error))
        return redirect("performance:plan", probation_id=probation_id)
    versions = [presenting.plan(one) for one in queries.plans(found)]
    rules = library.plan_rules()
    context = {
        "row": presenting.row(queries.row_of(found, bank_time.today(utc_now()))),
        "plans": versions,
        "draft": bool(versions) and versions[0]["row"].state == "draft",
        "rules_version": rules.version,
        "courses": [(one.key, say(one.title)) for one in library.courses().values()],
        "may_guide": queries.may(actor_of(request), policies.GUIDE, found),
        "nav_key": "probation",
    }
    return render(request, "performance/plan.html", context)


def _done(request: HttpRequest, probation_id: UUID) -> str:
    given, now = request.POST, utc_now()
    do = given.get("do", "")
    if do in {"keep", "leave"}:
        item = _id(given.get("item", ""))
        services.keep_item(item_id=item, keep=do == "keep", note=given.get("note", ""), now=now)
        return _("Noted.")
    if do == "add":
        services.add_item(
            plan_id=_id(given.get("plan", "")),
            course_key=given.get("course", ""),
            note=given.get("note", ""),
            now=now,
        )
        return _("Added.")
    if do == "give":
        services.approve_plan(plan_id=_id(given.get("plan", "")), now=now)
        return _("Given to the employee, with a message.")
    if do == "draft":
        version = given.get("version", "")
        seen = int(version) if version.isascii() and version.isdigit() else -1
        services.draft_plan(probation_id=probation_id, seen_version=seen, now=now)
        return _("A new draft by the rules of today.")
    raise InvalidError("what to do", fields={"do": "required"})


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise InvalidError("no such thing", fields={"item": "unknown"}) from None


def _problem(error: InvalidError | ConflictError) -> str:
    if isinstance(error, InvalidError) and error.fields and error.code == "invalid":
        return words.field(next(iter(error.fields.values())))
    return words.problem(error)
