"""The auditor's pages: lines with filters, the chain of every branch, the trail of one thing."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from bole.foundation.access import queries as access
from bole.foundation.access.actors import system_scope
from bole.foundation.access.views import actor_of, permission_required
from bole.foundation.audit import queries, words
from bole.foundation.audit import services as audit
from bole.foundation.org import queries as org
from bole.web.console import audit_words, policies

PAGE = 100
KIND = re.compile(r"[a-z_]{1,60}\Z")
PREFIXES = tuple(audit_words.AREAS)


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it is printed."""

    seq: int
    at: datetime
    who: str
    verb: str
    code: str
    kind: str
    thing: str
    object_id: UUID
    unit: str
    fields: str
    details: list[tuple[str, str]]
    raw: str
    hash: str


@dataclass(frozen=True, slots=True)
class Chain:
    """One branch's chain; ``problems`` is None as long as nobody asked for the check."""

    name: str
    length: int
    head: str
    problems: list[audit.Problem] | None


class LineForm(forms.Form):
    """Filters of the list; invalid values are dropped."""

    verb = forms.ChoiceField(required=False, choices=[(prefix, prefix) for prefix in PREFIXES])
    actor = forms.UUIDField(required=False)
    unit = forms.UUIDField(required=False)
    before = forms.IntegerField(required=False, min_value=1)
    refused = forms.BooleanField(required=False)


@permission_required(policies.AUDIT)
@require_GET
def lines(request: HttpRequest) -> HttpResponse:
    """The newest lines the auditor may see, narrowed, a hundred at a time."""
    form = LineForm(request.GET)
    form.is_valid()
    wanted = form.cleaned_data
    prefix = "access.request.denied" if wanted.get("refused") else wanted.get("verb") or ""
    found = queries.lines(verb_prefix=prefix, actor_id=wanted.get("actor"), unit_id=wanted.get("unit"))
    found = found.order_by("-pk")
    if wanted.get("before"):
        found = found.filter(pk__lt=wanted["before"])
    rows = list(found[: PAGE + 1])
    context = {
        "lines": printed(rows[:PAGE]),
        "chains": chains(request, None),
        "wanted": wanted,
        "areas": audit_words.AREAS.items(),
        "units": org.subtree(actor_of(request).unit_ids),
        "nav_key": "audit",
        "older": "?" + urlencode(_kept(request, before=rows[PAGE - 1].pk)) if len(rows) > PAGE else "",
    }
    return render(request, "console/audit.html", context)


@permission_required(policies.AUDIT)
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Check every chain from its first line; the answer is the list of chains alone."""
    with system_scope("audit verification"):
        problems = list(audit.verify())
    context = {"chains": chains(request, problems), "nav_key": "audit"}
    return render(request, "console/audit_chains.html", context)


@permission_required(policies.AUDIT)
@require_GET
def trail(request: HttpRequest, kind: str, object_id: UUID) -> HttpResponse:
    """Everything that happened to one thing."""
    rows = list(queries.trail((kind, object_id))[:500]) if KIND.match(kind) else []
    return render(
        request,
        "console/audit_trail.html",
        {
            "lines": printed(rows),
            "thing": audit_words.kind(kind),
            "object_id": object_id,
            "nav_key": "audit",
        },
    )


def printed(rows: Iterable[Any]) -> list[Line]:
    """Audit lines with names instead of ids where there is an account; two queries however many lines."""
    rows = list(rows)
    names = access.names_of(row.actor_id for row in rows if row.actor_kind == "user")
    units = {unit.pk: unit.name for unit in org.subtree((root.pk,))} if (root := org.root()) else {}
    return [
        Line(
            seq=row.seq,
            at=row.at,
            who=words.actor(row.actor_kind, names.get(row.actor_id, "")),
            verb=words.verb(row.verb),
            code=row.verb,
            kind=row.object_kind,
            thing=audit_words.kind(row.object_kind),
            object_id=row.object_id,
            unit=units.get(row.unit_id, ""),
            fields=", ".join(row.fields),
            details=audit_words.details(row.details),
            raw=row.details,
            hash=row.hash,
        )
        for row in rows
    ]


def chains(request: HttpRequest, problems: list[audit.Problem] | None) -> list[Chain]:
    """The chains of the branches the auditor may see."""
    names: Mapping[UUID, str] = {unit.pk: unit.name for unit in org.subtree(actor_of(request).unit_ids)}
    by_chain = {key: list(group) for key, group in groupby(problems or (), key=lambda problem: problem.chain)}
    return [
        Chain(
            names[head.chain], head.seq, head.hash, None if problems is None else by_chain.get(head.chain, [])
        )
        for head in audit.head()
        if head.chain in names
    ]


def _kept(request: HttpRequest, **more: Any) -> dict[str, str]:
    return {**{key: value for key, value in request.GET.items() if key != "before"}, **more}
