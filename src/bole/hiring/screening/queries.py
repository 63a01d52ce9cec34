"""Reads of screening. Row-level security hides other branches' rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet

from bole.foundation.access import actors, permissions
from bole.foundation.access.actors import Actor
from bole.hiring.pipeline import queries as pipeline
from bole.hiring.requisitions import queries as requisitions
from bole.hiring.screening import lists, policies
from bole.hiring.screening.models import Choice, Result, RuleSet, Surge, SurgePlan
from bole.hiring.screening.rules import building, surging
from bole.hiring.screening.rules.surging import Plan
from bole.kernel.errors import NotFoundError

KIND = "screening"


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules in force. ``version`` 0: the library's, which nobody has changed yet."""

    body: Mapping[str, Any]
    version: int
    sha256: str


def rules_of(requisition_id: UUID) -> Rules:
    """What an opening asks of a résumé now."""
    found = RuleSet.objects.filter(requisition_id=requisition_id, state=RuleSet.State.IN_FORCE).first()
    if found is not None:
        return Rules(found.body, found.version, found.sha256)
    body = lists.defaults(requisitions.get(requisition_id).job_key)
    return Rules(body, 0, building.fingerprint(body))


def draft_of(requisition_id: UUID) -> RuleSet | None:
    """What is being written."""
    return RuleSet.objects.filter(requisition_id=requisition_id, state=RuleSet.State.DRAFT).first()


def history_of(requisition_id: UUID) -> QuerySet[RuleSet]:
    """Versions that are or were in force, newest first, with who wrote them."""
    rows = RuleSet.objects.filter(requisition_id=requisition_id).exclude(state=RuleSet.State.DRAFT)
    return rows.select_related("saved_by").order_by("-version")


def visible_to(actor: Actor) -> QuerySet[Result]:
    """Screenings the actor may see, with person and opening."""
    if actor.kind != "system" and not permissions.allowed(actor, policies.VIEW):
        return Result.objects.none()
    return Result.objects.select_related("application", "candidate", "requisition", "unit")


def get(result_id: UUID) -> Result:
    """One screening; NotFoundError when not there or not to be seen."""
    found = visible_to(actors.current()).filter(pk=result_id).first()
    if found is None:
        raise NotFoundError("no such screening")
    return found


def current_of(application_id: UUID) -> Result | None:
    """The screening that counts."""
    return Result.objects.filter(application_id=application_id, current=True).first()


def history_of_application(actor: Actor, application_id: UUID) -> list[Result]:
    """All screenings of one application, newest first."""
    return list(visible_to(actor).filter(application_id=application_id))


def of_candidate(actor: Actor, candidate_id: UUID) -> list[Result]:
    """The screenings that count, of every application of a person."""
    return list(visible_to(actor).filter(candidate_id=candidate_id, current=True))


def to_look_at(
    actor: Actor, *, requisition_id: UUID | None = None, outcome: str = "", code: str = ""
) -> QuerySet[Result]:
    """Screenings that wait for a person: whoever still stands in a screening stage, best match first within
    each kind. Where the job's rule advances by itself, those who pass have gone on."""
    found = _standing(actor)
    if requisition_id:
        found = found.filter(requisition_id=requisition_id)
    if outcome:
        found = found.filter(outcome=outcome)
    if code:
        found = found.filter(codes__contains=[code])
    return found.order_by("outcome", "-score", "made_at", "pk")


def counts(actor: Actor, requisition_id: UUID | None = None) -> dict[str, int]:
    """How many stand in the screening stages, by outcome."""
    found = _standing(actor)
    if requisition_id:
        found = found.filter(requisition_id=requisition_id)
    return dict(found.order_by().values_list("outcome").annotate(n=Count("pk")))


def _standing(actor: Actor) -> QuerySet[Result]:
    """The screenings that count of whoever stands in a screening stage, whatever his process calls it."""
    standing = pipeline.visible_to(actor).select_related(None).filter(pipeline.standing_in(KIND))
    return visible_to(actor).filter(current=True, application__in=standing.values("pk"))


def is_open(application: Any) -> bool:
    """Whether it stands in a screening stage."""
    return pipeline.kind_at(application) == KIND


def reasons_for(application: Any) -> list[tuple[str, str]]:
    """The bank's reasons for not going on with an application: code and words."""
    return pipeline.reason_choices(pipeline.process_of(application))


def choices_of(result_id: UUID) -> list[Choice]:
    """What people decided about one screening."""
    return list(Choice.objects.filter(result_id=result_id).select_related("by"))


def overrides(actor: Actor, since: datetime) -> QuerySet[Choice]:
    """Decisions against what the machine had said: the log behind “less review without losing review”."""
    if not permissions.allowed(actor, policies.VIEW):
        return Choice.objects.none()
    rows = Choice.objects.filter(override=True, at__gte=since)
    return rows.select_related("by", "candidate", "result__requisition").order_by("-at")


def plan_of(requisition_id: UUID) -> Plan:
    """When an opening's surge begins; the defaults where nobody set anything."""
    row = SurgePlan.objects.filter(requisition_id=requisition_id).first()
    if row is None:
        return surging.DEFAULT
    return Plan(
        row.enabled,
        row.threshold,
        timedelta(hours=row.window_hours),
        row.advance_from,
        row.core_share,
        row.calm_percent,
    )


def surge_of(requisition_id: UUID) -> Surge | None:
    """The surge that runs."""
    return Surge.objects.filter(requisition_id=requisition_id, ended_at=None).first()


def surges_of(requisition_id: UUID) -> QuerySet[Surge]:
    """All surges, newest first."""
    return Surge.objects.filter(requisition_id=requisition_id).select_related("ended_by")


def applicants_since(requisition_id: UUID, since: datetime) -> int:
    """How many applied from a moment on."""
    found = pipeline.visible_to(actors.current())
    return found.filter(requisition_id=requisition_id, created_at__gte=since).count()
