"""Reads of the impact assessment."""

from uuid import UUID

from bole.foundation.access import permissions
from bole.foundation.access.actors import Actor
from bole.insight.accountability import policies
from bole.insight.accountability.models import ImpactAssessment
from bole.kernel.errors import NotFoundError


def versions(actor: Actor) -> list[ImpactAssessment]:
    """All of them, newest first."""
    permissions.require(actor, policies.READ)
    return list(ImpactAssessment.objects.select_related("begun_by", "changed_by", "approved_by"))


def get(actor: Actor, assessment_id: UUID) -> ImpactAssessment:
    """One version; NotFoundError without it."""
    for row in versions(actor):
        if row.pk == assessment_id:
            return row
    raise NotFoundError("no such assessment")


def newest_approved() -> ImpactAssessment | None:
    """The one in force."""
    return ImpactAssessment.objects.filter(state=ImpactAssessment.State.APPROVED).first()
