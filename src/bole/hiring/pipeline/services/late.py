"""What a stage left behind, said after somebody had moved the application on by hand."""

from uuid import UUID

from django.db import transaction

from bole.hiring.pipeline import rules
from bole.hiring.pipeline.models import Transition
from bole.hiring.pipeline.services import steps


@transaction.atomic
def tell_late(*, application_id: UUID, stage: str, label: str, report_id: UUID) -> bool:
    """Add ``label`` (``rules.labels``) and the report to the last move out of ``stage``, if nothing was said
    there. Who moved it, when and why stay as they were. False when there is no such move, or it was said."""
    application = steps.locked(application_id)
    left = Transition.objects.filter(application=application, from_stage=stage).exclude(to_stage=stage)
    move = left.order_by("-version").first()
    if not label or move is None or move.outcome or move.to_stage == rules.CLOSED:
        return False
    move.outcome, move.report_id = label, report_id
    move.save(update_fields=["outcome", "report_id"])
    steps.record(application, "told_late", details={"stage": stage, "report": report_id})
    return True
