"""Branches' variants: head office's table of every difference, and one variant being made, signed or kept."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bole.foundation.access import permissions
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.approvals import queries as approvals
from bole.foundation.org import queries as org
from bole.foundation.ui import second_person
from bole.foundation.ui.formats import say
from bole.foundation.workdays import bank_time
from bole.hiring.requisitions import forms, policies, presenting, queries, services
from bole.hiring.requisitions.jobfile import JobFileError
from bole.hiring.requisitions.models import BranchVariant
from bole.kernel.clock import utc_now
from bole.kernel.errors import ConflictError, InvalidError


@dataclass(frozen=True, slots=True)
class Row:
    """One variant in the table: the difference per competency, in the table's order."""

    variant: BranchVariant
    cells: list[str]
    reasons: list[str]
    cap: str  # granted beyond the job's


@permission_required(policies.VIEW)
@require_GET
def table(request: HttpRequest, key: str) -> HttpResponse:
    """Every difference from head office, of the units one sees."""
    actor, standing = actor_of(request), queries.in_force(key, bank_time.today(utc_now()))
    found, granted = queries.variants(key), queries.allowances(key)
    columns = [
        (one.key, say(dict(one.label)), presenting.plain(one.weight)) for one in standing.job.competencies
    ]
    own = {
        line["competency"]: say(line["label"])
        for row in found
        for line in row.body.get("delta", ())
        if line["competency"] not in standing.job.weights
    }
    columns += [(one, label, "–") for one, label in own.items()]
    units = [one for one in org.subtree(actor.unit_ids) if permissions.allowed(actor, policies.VARY, one.pk)]
    context = {
        "key": key,
        "title": say(dict(standing.job.title)),
        "standing": standing,
        "columns": columns,
        "rows": [_row(one, [c[0] for c in columns], granted) for one in found],
        "past": queries.past_variants(key, 20),
        "granted": granted.values(),
        "bounds": presenting.bounds_words(standing.job.bounds),
        "units": [one for one in units if one.parent_id],
        "all_units": [one for one in org.subtree(actor.unit_ids) if one.parent_id],
        "may_rule": permissions.allowed(actor, policies.RULE),
        "nav_key": "jobs",
        "tab": "jobs",
    }
    return render(request, "requisitions/branches.html", context)


def _row(variant: BranchVariant, keys: list[str], granted: Any) -> Row:
    lines = {one["competency"]: one for one in variant.body.get("delta", ())}
    given = granted.get(variant.unit_id)
    return Row(
        variant,
        [presenting.signed(lines[key]["difference"]) if key in lines else "" for key in keys],
        [f"{say(one['label'])}: {one['reason']}" for one in variant.added],
        presenting.plain(given.cap) if given else "",
    )


@permission_required(policies.VARY)
@require_POST
def begin(request: HttpRequest, key: str) -> HttpResponse:
    """Open a unit's draft."""
    try:
        unit = UUID(request.POST.get("unit", ""))
    except ValueError:
        raise InvalidError("which unit", fields={"unit": "required"}) from None
    row = services.begin_variant(unit_id=unit, job_key=key, now=utc_now())
    return redirect("requisitions:variant", variant_id=row.pk)


@permission_required(policies.VIEW)
@require_http_methods(["GET", "POST"])
def variant(request: HttpRequest, variant_id: UUID) -> HttpResponse:
    """See it; while it is a draft, change it and hand it in."""
    row = queries.get_variant(variant_id)
    if request.method != "POST":
        return render(request, "requisitions/variant.html", _page(request, row))
    permissions.require(actor_of(request), policies.VARY, row.unit_id)
    try:
        told = _act(request, row)
    except JobFileError as error:
        return _again(request, row, presenting.faults(error.faults))
    except InvalidError as error:
        return _again(request, row, [presenting.refusal(error)])
    except ConflictError:
        messages.error(request, _("Somebody changed this draft in the meantime. Here is how it stands now."))
        return redirect("requisitions:variant", variant_id=variant_id)
    messages.success(request, told)
    return redirect("requisitions:variant", variant_id=variant_id)


def _act(request: HttpRequest, row: BranchVariant) -> str:
    post, now = request.POST, utc_now()
    do, revision = post.get("do", "save"), forms.whole(post.get("revision", ""))
    if do == "drop":
        services.drop_variant(variant_id=row.pk, now=now)
        return _("The draft was given up. What is in force stays.")
    standing = queries.in_force(row.job_key, bank_time.today(now))
    added, shifts = forms.variant_from(post, standing.job.weights)
    row = services.save_variant(variant_id=row.pk, added=added, shifts=shifts, revision=revision, now=now)
    if do != "submit":
        return _("Draft saved.")
    services.submit_variant(variant_id=row.pk, revision=row.revision, now=now)
    return _("Handed in. Head office signs; until then what is in force holds.")


def _again(request: HttpRequest, row: BranchVariant, problems: list[str]) -> HttpResponse:
    context, post = _page(request, row), request.POST
    for one in context["fields"]:
        one["shift"] = post.get(f"shift-{one['key']}", one["shift"])
    for one in context["own"]:
        one["share"] = post.get(f"share-{one['key']}", one["share"])
        one["reason"] = post.get(f"reason-{one['key']}", one["reason"])
    context |= {
        "problems": problems,
        "new": post.get("new", ""),
        "new_share": post.get("new-share", ""),
        "new_reason": post.get("new-reason", ""),
    }
    return render(request, "requisitions/variant.html", context, status=422)


@permission_required(policies.VIEW)
@require_POST
def rule(request: HttpRequest, variant_id: UUID) -> HttpResponse:
    """Cap it, take it out of force, or take it over for all."""
    row = queries.get_variant(variant_id)
    post, now = request.POST, utc_now()
    do, reason = post.get("do", ""), post.get("reason", "")
    try:
        if do == "cap":
            cap = forms.number(post.get("cap", ""), "cap")
            services.cap_variant(variant_id=variant_id, cap=cap, reason=reason, now=now)
            messages.success(request, _("Capped. Open positions of the unit follow at once."))
        elif do == "end":
            services.end_variant(variant_id=variant_id, reason=reason, now=now)
            messages.success(request, _("Out of force. Head office's portrait holds there again."))
        elif do == "promote":
            draft = services.promote_variant(variant_id=variant_id, now=now)
            messages.success(request, _("A draft for all branches was made. A second person signs it."))
            return redirect("requisitions:portrait", portrait_id=draft.pk)
    except InvalidError as error:
        messages.error(request, presenting.refusal(error))
    except ConflictError as error:
        told = {"draft_open": _("Another draft of this portrait is open. Finish or drop it first.")}
        messages.error(request, told.get(error.code, _("This variant is not in force any more.")))
    return redirect("requisitions:branches", key=row.job_key)


@permission_required(policies.RULE)
@require_POST
def allow(request: HttpRequest, key: str) -> HttpResponse:
    """Let one unit go beyond the cap."""
    post = request.POST
    try:
        unit = UUID(post.get("unit", ""))
        cap = forms.number(post.get("cap", ""), "cap")
        services.allow(unit_id=unit, job_key=key, cap=cap, reason=post.get("reason", ""), now=utc_now())
        messages.success(request, _("Granted, with your name and reason."))
    except ValueError:
        messages.error(request, _("Choose a unit."))
    except InvalidError as error:
        messages.error(request, presenting.refusal(error))
    return redirect("requisitions:branches", key=key)


def _page(request: HttpRequest, row: BranchVariant) -> dict[str, Any]:
    actor = actor_of(request)
    standing = queries.in_force(row.job_key, bank_time.today(utc_now()))
    job, bounds = standing.job, queries.bounds_for(standing, row.unit_id)
    here = row.body.get("weights", {})
    draft = row.state == BranchVariant.State.DRAFT
    taken = {**job.weights, **{one["key"]: 0 for one in row.added}}
    return {
        "row": row,
        "key": row.job_key,
        "title": say(dict(job.title)),
        "unit": row.unit,
        "editable": draft and permissions.allowed(actor, policies.VARY, row.unit_id),
        "fields": [
            {
                "key": one.key,
                "label": one.label,
                "base": one.weight,
                "shift": presenting.plain(row.shifts.get(one.key, 0)),
                "here": presenting.plain(here[one.key]) if one.key in here else one.weight,
            }
            for one in presenting.dimensions(job)
        ],
        "own": [
            {"key": one["key"], "label": say(one["label"]), "share": presenting.plain(one["share"]),
             "reason": one["reason"]}
            for one in row.added
        ],
        "to_add": presenting.to_add(row.job_key, taken),
        "bounds": bounds,
        "bounds_words": presenting.bounds_words(bounds),
        "shift": presenting.plain(bounds.shift),
        "cap": presenting.plain(bounds.cap),
        "new_share": presenting.plain(bounds.share),
        "lines": presenting.delta_lines(row.body.get("delta", ())),
        "standing": standing,
        "may_end": row.state == "approved" and permissions.allowed(actor, policies.VARY, row.unit_id),
        "may_rule": row.state == "approved" and permissions.allowed(actor, policies.RULE, row.unit_id),
        "nav_key": "jobs",
        "tab": "jobs",
        **second_person.card(actor_of(request), approvals.waiting_for(services.VARIANT, row.pk)),
    }  # fmt: skip
